"""What somebody else saved while a form lay open: who, when, and each field with its old and new value."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from wording import zones
from wording.meanwhile import NOTHING, SAVED_MEANWHILE, difference, quoted


class SavedMeanwhile(ValidationError):
    """The row is not the one that the form was made from."""


def version(row: models.Model) -> int:
    """The number of the newest entry in a row's history; 0 where it has none."""
    return _history(row).order_by("-history_id").values_list("history_id", flat=True).first() or 0


def refusal(row: models.Model, seen: int | None, labels: Mapping[str, str], clock: str) -> SavedMeanwhile:
    """The sentence for whoever saves after somebody else; `labels` name the fields that she may be told of.

    `seen` is the version that she had before her, `clock` the zone in which the moment is told.
    """
    entries, told = _since(row, seen or 0, labels)
    now = entries[0] if entries else None
    return SavedMeanwhile(
        SAVED_MEANWHILE,
        code="saved_meanwhile",
        params={
            "who": people(entries),
            "when": zones.moment(now.history_date, clock, get_language() or "en") if now else NOTHING,
            "fields": "; ".join(told) or NOTHING,
        },
    )


def not_done(row: models.Model, seen: int, labels: Mapping[str, str]) -> SavedMeanwhile:
    """The refusal of an act without a form: who changed what; pressing again is a decision."""
    entries, told = _since(row, seen, labels)
    return SavedMeanwhile(
        _(
            "Not done: %(who)s changed “%(item)s” meanwhile. Changed: %(fields)s. "
            "It stands here as it is now; the same button now does it."
        ),
        code="saved_meanwhile",
        params={"who": people(entries), "item": row, "fields": "; ".join(told) or NOTHING},
    )


def _since(row: models.Model, seen: int, labels: Mapping[str, str]) -> tuple[list[Any], list[str]]:
    """The entries since that version, the last one first, and what they changed all together."""
    history = _history(row)
    since = history.filter(history_id__gt=seen).order_by("-history_id")
    entries = list(since.select_related("history_user"))
    then = history.filter(history_id=seen).first()
    return entries, list(differences(entries[0], then, labels)) if entries and then else []


def _history(row: models.Model) -> Any:
    return row.history  # type: ignore[attr-defined]  # every row that a form of ours changes has one


def people(entries: Iterable[Any]) -> str:
    """Who made these entries of a history, each once, the last one first."""
    names = dict.fromkeys(str(entry.history_user or gettext("Somebody")) for entry in entries)
    return ", ".join(names) or gettext("Somebody")


def differences(now: Any, then: Any, labels: Mapping[str, str]) -> Iterable[str]:
    """Each field that differs between two entries of a row's history: “Day: 2023-12-04 → 2023-12-05”."""
    kept = (*now.tracked_fields, *now._history_m2m_fields)
    told = [field.name for field in kept if field.editable and field.name in labels]
    for change in now.diff_against(then, included_fields=told, foreign_keys_are_objs=True).changes:
        field = now.instance_type._meta.get_field(change.field)
        old, new = (_value(field, value) for value in (change.old, change.new))
        yield difference(labels[change.field], old, new)


def _value(field: Any, value: Any) -> str:
    if isinstance(value, list) and field.many_to_many:  # the rows that it led to
        return quoted([_of_many(field, row) for row in value])
    if field.choices and value not in (None, ""):
        return str(dict(field.flatchoices).get(value, value))
    if hasattr(value, "strftime") and not hasattr(value, "year"):
        return str(value.strftime("%H:%M"))
    return quoted(value)


def _of_many(field: Any, row: Mapping[str, Any]) -> Any:
    return next((value for name, value in row.items() if name == field.m2m_reverse_field_name()), NOTHING)
