"""What a snapshot of an item names, as it stands now: merged rows lead on, and what is gone is refused."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from backoffice.board import steps
from missions.models import Host, ItemGroup, ProgrammeItem
from partners.models import MergedRef


def named_now(values: steps.Snapshot) -> steps.Snapshot:
    """The snapshot with the numbers of the rows that stand now for those it names, which stay locked.

    Raises CannotUndo for a row that is gone.
    """
    found = dict(values)
    for field in ProgrammeItem._meta.concrete_fields:
        if field.is_relation and found.get(field.attname) is not None:
            [found[field.attname]] = _present(field, [found[field.attname]])
    if "groups" in found:
        found["groups"] = _once(_present(ItemGroup._meta.get_field("group"), found["groups"]))
    if "topics" in found:
        found["topics"] = _once(_present(ProgrammeItem._meta.get_field("topics"), found["topics"]))
    if "hosts" in found:
        found["hosts"] = _hosts(found["hosts"])
    return found


def _hosts(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The hosts, each once where two were merged into one."""
    made: dict[tuple[int, int | None], dict[str, Any]] = {}
    organisations = _present(
        Host._meta.get_field("organisation"), [entry["organisation_id"] for entry in entries]
    )
    named = [entry["contact_id"] for entry in entries if entry["contact_id"] is not None]
    contacts = iter(_present(Host._meta.get_field("contact"), named))
    for entry, organisation in zip(entries, organisations, strict=True):
        contact = None if entry["contact_id"] is None else next(contacts)
        made.setdefault(
            (organisation, contact), {**entry, "organisation_id": organisation, "contact_id": contact}
        )
    return list(made.values())


def _present(field: Any, keys: list[int]) -> list[int]:
    """The numbers that the rows under these have now, in this order."""
    model: type[Model] = field.related_model
    there = _locked(model, pk__in=keys)
    gone = [key for key in keys if key not in there]
    if not gone:
        return keys
    merged = dict(MergedRef.objects.filter(model=model._meta.label, key__in=gone).values_list("key", "kept"))
    kept = {ref: key for key, ref in _locked(model, ref__in=merged.values()).items()} if merged else {}
    led = {key: kept[ref] for key, ref in merged.items() if ref in kept}
    if not led.keys() >= set(gone):
        raise steps.CannotUndo(
            _("What stood there as “%(field)s” is gone."), code="gone", params={"field": field.verbose_name}
        )
    return [led.get(key, key) for key in keys]


def _locked(model: type[Model], **which: Any) -> dict[int, Any]:
    """The references of the rows by their numbers; who merges or deletes one of them waits."""
    rows: Any = model._base_manager.filter(**which).order_by("pk")
    return dict(rows.select_for_update(no_key=True).values_list("pk", "ref"))


def _once(keys: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(keys))
