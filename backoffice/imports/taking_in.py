"""Taking an accepted preview in: one transaction, all or nothing, and only what the reader has seen."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backoffice.imports.kind import Circumstances, Kind
from backoffice.imports.preview import Preview, State, digest_of
from backoffice.imports.storage import unpacked
from backoffice.imports.targets import Target
from backoffice.mission_file import saving
from backoffice.mission_file.shape import Section
from backoffice.models import Import
from missions.models import Mission

REASON = "import"
ON_THE_WAY = 1_900_000_000  # ranks that nobody has, for delegates whose ranks change places
MOST_NAMED = 20


class ChangedMeanwhile(ValidationError):
    """What the file meets is not what the reader has seen; the preview says it anew."""


def look(kind: Kind, imported: Import, at: Circumstances) -> Preview:
    """What would come of an import now, with the decisions that were made."""
    at.decisions = dict(imported.decisions.get("rows", {}))
    return kind.preview(unpacked(imported), at)


def remember(imported: Import, preview: Preview) -> None:
    """Keep what the reader is shown, so that she can be told what has changed when she accepts."""
    imported.decisions = {**imported.decisions, "seen": preview.fingerprints()}


def take_in(
    kind: Kind, number: int, at: Circumstances, *, seen: str, leave_wrong_out: bool = False
) -> dict[State, int]:
    """Save what an import brings. Returns how many rows there were of each state.

    Raises ValidationError with a sentence where it was taken in already, where a row is wrong or waits for a
    decision; ChangedMeanwhile where the preview is no longer the one with the digest `seen`.
    """
    try:
        with transaction.atomic():
            return _take_in(kind, number, at, seen, leave_wrong_out)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody saved something that contradicts these rows just now, so nothing was taken in."),
            code="contradiction",
        ) from error


def _take_in(
    kind: Kind, number: int, at: Circumstances, seen: str, leave_wrong_out: bool
) -> dict[State, int]:
    imported = Import.objects.select_for_update().get(pk=number)
    if imported.applied_at is not None:
        raise ValidationError(_("This file was taken in already."), code="applied")
    Mission.objects.select_for_update().get(pk=at.mission.pk)
    preview = _checked(look(kind, imported, at), imported, seen)
    if connection.features.has_select_for_update and _lock(preview):
        # What was read before the locks may have changed; from here on it cannot.
        preview = _checked(look(kind, imported, at), imported, seen)
    counts = preview.counts()
    if counts[State.QUESTION]:
        raise ValidationError(_("Some rows still wait for a decision."), code="undecided")
    if counts[State.WRONG] and not leave_wrong_out:
        raise ValidationError(_("Some rows are wrong; mend the file, or leave them out."), code="wrong")
    save(kind, (target for row in preview.accepted() for target in row.targets))
    imported.applied_at = timezone.now()
    imported.rows_encrypted = b""
    imported.decisions = {"done": {state.value: count for state, count in counts.items()}}
    imported.save(update_fields=["applied_at", "rows_encrypted", "decisions"])
    return counts


def _checked(preview: Preview, imported: Import, seen: str) -> Preview:
    """The preview, if it is the one that was seen. Raises ChangedMeanwhile."""
    now = preview.fingerprints()
    if digest_of(now) == seen:
        return preview
    shown = imported.decisions.get("seen", {})
    rows = [number for number, fingerprint in now.items() if shown.get(number) != fingerprint]
    named = ", ".join(rows[:MOST_NAMED]) + ("…" if len(rows) > MOST_NAMED else "")
    raise ChangedMeanwhile(
        _("Nothing was taken in: what these rows meet has changed since you looked. Rows: %(rows)s.")
        % {"rows": named or "–"},
        code="changed_meanwhile",
    )


def _lock(preview: Preview) -> int:
    """Lock the rows that would change: whoever saves one of them meanwhile waits. Returns their number."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for row in preview.accepted():
        for target in row.targets:
            if target.is_changed and not target.is_new:
                keys[target.model].add(target.row.pk)
    for model in sorted(keys, key=lambda one: one._meta.label):
        list(
            model._base_manager.select_for_update()
            .filter(pk__in=keys[model])
            .order_by("pk")
            .values_list("pk")
        )
    return sum(map(len, keys.values()))


def save(kind: Kind, targets: Iterable[Target]) -> None:
    """Save rows in the order of their kind, each once, with one entry in its history."""
    by_model: dict[type[models.Model], dict[int, Target]] = defaultdict(dict)
    for target in targets:
        if target.is_changed:
            by_model[target.model].setdefault(id(target), target)
    for model, many in kind.saves:
        found = []
        for target in by_model.pop(model, {}).values():
            if target.is_gone:
                target.row.delete()
            else:
                found.append(target)
        if not found:
            continue
        for target in found:
            _name_saved_rows(target.row)
        section = Section(model._meta.label_lower, model, many, ())
        batch = saving.Batch(section, reason=REASON)
        batch.new = [target.row for target in found if target.is_new]
        batch.changed = {target.row: target.columns for target in found if not target.is_new}
        for name in many:
            batch.many[name] = [(target.row, *target.many[name]) for target in found if name in target.many]
        _make_way(model, batch)
        saving.save(batch)
    if by_model:
        raise RuntimeError(f"{kind.key} does not say how it saves {sorted(map(str, by_model))}")


def _name_saved_rows(row: Any) -> None:
    """A row that names one saved just now by the object gets its key too."""
    for one in row._meta.concrete_fields:
        if one.is_relation and getattr(row, one.attname) is None and one.is_cached(row):
            setattr(row, one.attname, getattr(one.get_cached_value(row), "pk", None))


def _make_way(model: Any, batch: saving.Batch) -> None:
    """Before new delegates come, those whose ranks change leave theirs: no two may be equal on the way."""
    ranked = [row for row, columns in batch.changed.items() if "precedence" in columns]
    for number, row in enumerate(ranked):
        model._base_manager.filter(pk=row.pk).update(precedence=ON_THE_WAY + number)
