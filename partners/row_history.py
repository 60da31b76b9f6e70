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
    related = [field for field in model.history.model.tracked_fields if field.many_to_one]
    entries = model.history.filter(**{way: key})
    entries = entries.select_related("history_user", *(field.name for field in related))
    for entry in entries.order_by("-history_id")[:BESIDE]:
        row = entry.instance
        for field in related:  # which the row itself would ask for, one by one
            if named := getattr(entry, field.name, None):
                field.set_cached_value(row, named)
        try:
            yield entry, str(row) or f"#{entry.id}"  # a personal group has no name
        except ObjectDoesNotExist:
            yield entry, f"#{entry.id}"  # what it was named by is deleted
