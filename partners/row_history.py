"""The history of one row: what each entry changed, and what was done to the rows beside it.

Both take a number of queries that does not grow with the entries: simple-history asks twice for each
entry and each field that leads to several rows.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from simple_history.models import DeletedObject, HistoricalRecords, ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

BESIDE = 50  # entries of the rows beside it, the newest
NAMED_BY = "person"  # what a delegate or a contact is called by


class Differences(HistoricalRecordContextHelper):
    """The changes of one entry in a history, without the fields that the reader may not see."""

    def __init__(self, *args: Any, hidden: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, max_displayed_delta_change_chars=4000, **kwargs)
        self.hidden = hidden

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        seen = [change for change in delta.changes if change.field not in self.hidden]
        context: list[dict[str, Any]] = super().context_for_delta_changes(replace(delta, changes=seen))
        return context


def deltas(entries: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Each entry but the last of these, newest first, with what it changed since the one before it."""
    fields = list(entries[0]._history_m2m_fields) if entries else []
    led_to = {field.name: _led_to(field, entries) for field in fields}
    for entry, before in pairwise(entries):
        delta = entry.diff_against(before, excluded_fields=set(led_to), foreign_keys_are_objs=True)
        changes = [
            ModelChange(name, sides[before.pk], sides[entry.pk])
            for name, sides in led_to.items()
            if sides[before.pk] != sides[entry.pk]
        ]
        changes = sorted([*delta.changes, *changes], key=lambda change: change.field)
        yield entry, replace(delta, changes=changes, changed_fields=[change.field for change in changes])


def _led_to(field: Any, entries: Sequence[Any]) -> dict[int, list[dict[str, Any]]]:
    """The rows that a field led to at each entry, in the shape that simple-history gives them; one query."""
    name = field.m2m_reverse_field_name()
    related = [name]
    if any(other.name == NAMED_BY for other in field.related_model._meta.get_fields()):
        related.append(f"{name}__{NAMED_BY}")
    lines: Any = HistoricalRecords.m2m_models[field]
    rows = lines._default_manager.filter(history__in=[entry.pk for entry in entries])
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.select_related(*related).order_by(name):
        key = getattr(row, f"{name}_id")
        found[row.history_id].append({name: getattr(row, name) or DeletedObject(field.related_model, key)})
    return found


def of_rows_beside(model: Any, way: str, key: int) -> Iterator[tuple[Any, str]]:
    """The newest entries in the history of what belongs to one row, each with its row's name as it then was.

    `way` is the column that leads to the row, whose primary key is `key`.
    """
    for entry in with_what_they_name(model.history.filter(**{way: key})).order_by("-history_id")[:BESIDE]:
        yield entry, called_then(entry)


def with_what_they_name(entries: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The entries of a history, in the same query with who made them and the rows that they name."""
    related = []
    for field in entries.model.tracked_fields:
        if field.many_to_one:
            persons = any(other.name == NAMED_BY for other in field.related_model._meta.get_fields())
            related.append(f"{field.name}__{NAMED_BY}" if persons else field.name)
    return entries.select_related("history_user", *related)


def called_then(entry: Any) -> str:
    """What the row of an entry was called; its number where it had no name, or what named it is deleted."""
    row = entry.instance
    for field in entry.tracked_fields:  # which the row itself would ask for, one by one
        if field.many_to_one and (named := getattr(entry, field.name, None)):
            field.set_cached_value(row, named)
    try:
        return str(row) or f"#{entry.id}"
    except ObjectDoesNotExist:
        return f"#{entry.id}"
