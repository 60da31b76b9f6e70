"""Entries of a mission's history as the database gives them: keys, values as JSON, and the rows they led to.

The histories have different columns. One query finds the keys of a page over all of them; a second reads the
values of these entries, and of the one before each, as JSON objects, so that all give the same columns.
"""

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import F, IntegerField, JSONField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from simple_history.models import HistoricalRecords

from backoffice.mission_history import kinds
from backoffice.mission_history.kinds import Kind
from backoffice.mission_history.names import united
from missions.models import Group, Host, ItemGroup, Mission, MissionRole, Party, ProgrammeItem, Stop

COLUMNS_AT_ONCE = 40  # databases take no more than a hundred arguments for a function
# Where a row without a page of its own is shown.
SHOWN_WITH: dict[type[Model], tuple[str, type[Model]]] = {
    Party: ("mission_id", Mission),
    Stop: ("mission_id", Mission),
    Group: ("mission_id", Mission),
    MissionRole: ("mission_id", Mission),
    Host: ("item_id", ProgrammeItem),
    ItemGroup: ("item_id", ProgrammeItem),
}


type Values = dict[str, Any]


@dataclass(slots=True)
class Read:
    """An entry as it was read: its values, and those before it, where there were any."""

    kind: Kind
    number: int
    at: dt.datetime
    done: str
    user: int | None
    reason: str
    now: Values
    before: Values | None
    previous: int | None


def keys(chosen: list[Kind], mission: Mission, by: int | None) -> QuerySet[Any, Any]:
    """Kind, number and moment of each entry, newest first."""
    queries = []
    for kind in chosen:
        entries = kind.entries(mission)
        if by is not None:
            entries = entries.filter(history_user=by)
        which = Value(kind.number, output_field=IntegerField())
        queries.append(entries.annotate(which=which).values_list("which", "history_id", "history_date"))
    if not queries:
        nothing: QuerySet[Any, Any] = Mission.objects.none().values_list("pk", "pk", "pk")
        return nothing
    united: QuerySet[Any, Any] = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return united.order_by("-history_date", "-history_id", "which")


def read(chosen: list[Kind], wanted_keys: list[tuple[int, int, dt.datetime]]) -> list[Read]:
    """The entries of these keys, in their order, each with the one before it."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for which, number, _at in wanted_keys:
        wanted[which].append(number)
    by_number = {kind.number: kind for kind in chosen}
    width = max((-(-len(by_number[which].fields) // COLUMNS_AT_ONCE) for which in wanted), default=1)
    queries = [_details(by_number[which], numbers, width) for which, numbers in wanted.items()]
    found = {}
    for row in united(queries):
        kind = by_number[row["which"]]
        before = _joined(row, "before", width) if row["previous"] is not None else None
        found[row["which"], row["history_id"]] = Read(
            kind,
            row["history_id"],
            row["history_date"],
            row["history_type"],
            row["history_user"],
            row["history_change_reason"] or "",
            {**_joined(row, "now", width), "id": row["id"]},
            before,
            row["previous"],
        )
    return [found[which, number] for which, number, _at in wanted_keys if (which, number) in found]


def _details(kind: Kind, numbers: list[int], width: int) -> QuerySet[Any, Any]:
    """The entries of one kind; all kinds give the same columns, so that one query reads them together."""
    earlier = kind.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by(
        "-history_id"
    )
    parts = list(batched(_columns(kind), COLUMNS_AT_ONCE))
    objects: dict[str, Any] = {}
    for part in range(width):
        fields = {name: F(name) for name in parts[part]} if part < len(parts) else {"id": F("id")}
        objects[f"now_{part}"] = JSONObject(**fields)
        then = earlier.annotate(then=JSONObject(**fields)).values("then")[:1]
        objects[f"before_{part}"] = Subquery(then, output_field=JSONField())
    previous = Subquery(earlier.values("history_id")[:1], output_field=IntegerField())
    which = Value(kind.number, output_field=IntegerField())
    rows = kind.history.filter(history_id__in=numbers).order_by()
    found: QuerySet[Any, Any] = rows.annotate(
        which=which, previous=Cast(previous, IntegerField()), **objects
    ).values(
        "which",
        "history_id",
        "history_date",
        "history_type",
        "history_user",
        "history_change_reason",
        "id",
        "previous",
        *objects,
    )
    return found


def _columns(kind: Kind) -> list[str]:
    owners = {name for name, _model in (SHOWN_WITH[kind.model],)} if kind.model in SHOWN_WITH else set()
    return sorted({field.attname for field in kind.fields} | owners)


def _joined(row: dict[str, Any], name: str, width: int) -> Values:
    joined: Values = {}
    for part in range(width):
        values_of_part = row[f"{name}_{part}"]
        joined |= json.loads(values_of_part) if isinstance(values_of_part, str) else values_of_part or {}
    return joined


type Many = dict[tuple[int, str, int], set[int]]


def many(entries: list[Read]) -> Many:
    """Where fields led that lead to several rows: by kind, field and entry."""
    queries = []
    asked: dict[tuple[int, str], set[int]] = defaultdict(set)
    for entry in entries:
        for field in entry.kind.many:
            asked[entry.kind.number, field.name] |= {entry.number, entry.previous or entry.number}
    fields = list(asked)
    for index, (which, name) in enumerate(fields):
        field = next(field for field in kinds.all_kinds()[which].many if field.name == name)
        lines: Any = HistoricalRecords.m2m_models[field]
        rows = lines._default_manager.filter(history_id__in=asked[which, name]).order_by()
        target = F(f"{field.m2m_reverse_field_name()}_id")
        queries.append(
            rows.annotate(index=Value(index, output_field=IntegerField()), target=target).values_list(
                "index", "history_id", "target"
            )
        )
    leads: Many = defaultdict(set)
    for index, entry_number, to in united(queries):
        leads[(*fields[index], entry_number)].add(to)
    return leads
