"""Rows saved many at a time, each with one entry in its history, as if it had been saved by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from backoffice.mission_file.shape import Section

# Where ranks change places no two may be equal on the way; no mission has as many delegates.
ON_THE_WAY = 2_000_000_000

REASON = "mission file"


@dataclass
class Batch:
    """New rows, rows with the columns that changed, and for all of these the rows that they name many of."""

    section: Section
    new: list[Any] = field(default_factory=list)
    changed: dict[Any, set[str]] = field(default_factory=dict)
    # By field, each row with the keys of the rows that it is to name and of those that it names now.
    many: dict[str, list[tuple[Any, set[Any], set[Any]]]] = field(default_factory=dict)
    reason: str = REASON


def save(batch: Batch) -> int:
    """Save the batch. Returns how many rows were made or changed."""
    model = batch.section.model
    objects: Any = model._default_manager
    objects.bulk_create(batch.new)
    if columns := sorted(set().union(*batch.changed.values())):
        if any(one.name == "changed_at" for one in model._meta.fields):
            columns.append("changed_at")
            for row in batch.changed:
                row.changed_at = timezone.now()
        if "precedence" in columns:
            for number, row in enumerate(batch.changed):
                objects.filter(pk=row.pk).update(precedence=ON_THE_WAY + number)
        objects.bulk_update(batch.changed, columns)
    for name, rows in batch.many.items():
        save_many(model, name, rows)
    _write_history(batch, batch.new, update=False)
    _write_history(batch, list(batch.changed), update=True)
    return len(batch.new) + len(batch.changed)


def save_many(model: Any, name: str, rows: list[tuple[Any, set[Any], set[Any]]]) -> None:
    """Let each row name the keys that are wanted in place of those it had; histories are written after it."""
    through, source, target = _through(model, name)
    for row, wanted, had in rows:
        if gone := had - wanted:
            through._base_manager.filter(**{source: row.pk, f"{target}__in": gone}).delete()
    through._base_manager.bulk_create(
        through(**{source: row.pk, target: other})
        for row, wanted, had in rows
        for other in sorted(wanted - had)
    )


def _write_history(batch: Batch, rows: Iterable[Any], *, update: bool) -> None:
    write_history(batch.section.model, list(rows), batch.section.many, update=update, reason=batch.reason)


def write_history(
    model: Any, rows: list[Any], many: Iterable[str], *, update: bool, reason: str, by: Any = None
) -> None:
    """Write one entry for each of the rows, with all that their fields of `many` name now."""
    if not rows:
        return
    # With the primary key, by which the named rows are tied to it.
    made = model.history.bulk_history_create(
        rows, update=update, default_user=by, default_change_reason=reason
    )
    entries = {row.pk: entry for row, entry in zip(rows, made, strict=True)}
    for name in many:
        through, source, _target = _through(model, name)
        kept = getattr(model.history.model, name).model
        columns = [one.attname for one in through._meta.fields]
        kept._base_manager.bulk_create(
            kept(history=entries[getattr(pair, source)], **{one: getattr(pair, one) for one in columns})
            for pair in through._base_manager.filter(**{f"{source}__in": list(entries)}).order_by("pk")
        )


def _through(model: Any, name: str) -> tuple[Any, str, str]:
    """The table between, with its columns for the row that names and for the one that is named."""
    between: models.ManyToManyField[Any, Any] = model._meta.get_field(name)
    return (
        between.remote_field.through,
        f"{between.m2m_field_name()}_id",
        f"{between.m2m_reverse_field_name()}_id",
    )
