"""Sectors and groups of many missions and of their items: what joins four kinds of rows, in one query.

`prefetch_related` would ask four times; what is found here stands where it would have put it, so that
`.all()` asks no more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, CharField, F, IntegerField, Model, QuerySet, Value

from missions.models import Group, ItemGroup, Mission, ProgrammeItem
from partners.models import Sector
from wording.translated import columns

SECTORS, TOPICS, GROUPS, TAKING_PART = range(4)
_NAMES = tuple(columns("name"))
# Columns of a sector and of a group, with what stands for those that the other alone has.
_COLUMNS: dict[str, Value | None] = {
    "id": None,
    "ref": None,
    "slug": Value("", output_field=CharField()),
    "mission_id": Value(0, output_field=IntegerField()),
    "personal": Value(False, output_field=BooleanField()),
    **dict.fromkeys(_NAMES),
}


def attach(missions: Collection[Mission], items: Collection[ProgrammeItem]) -> None:
    """Read the sectors and groups of these missions, and the topics and groups of all their items."""
    keys = [mission.pk for mission in missions]
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    made: dict[tuple[type[Model], int], Any] = {}
    for row in _rows(keys) if keys else ():
        part = row["part"]
        model: type[Model] = Sector if part in (SECTORS, TOPICS) else Group
        key = (model, row["its_id"])
        if key not in made:
            made[key] = _row(model, row)
        found[part, row["of"]].append(made[key])
    for mission in missions:
        keep(mission, "sectors", found[SECTORS, mission.pk])
        keep(mission, "groups", found[GROUPS, mission.pk])
    for item in items:
        keep(item, "topics", found[TOPICS, item.pk])
        keep(item, "groups", found[TAKING_PART, item.pk])


def _rows(missions: list[int]) -> Iterable[dict[str, Any]]:
    """In the order in which `.all()` has sectors and groups: by slug, and by key."""
    sectors: Any = Mission.sectors.through
    topics: Any = ProgrammeItem.topics.through
    parts = [
        _part(sectors.objects.filter(mission__in=missions), SECTORS, "mission_id", Sector, "sector__"),
        _part(
            topics.objects.filter(programmeitem__mission__in=missions),
            TOPICS,
            "programmeitem_id",
            Sector,
            "sector__",
        ),
        _part(Group.objects.filter(mission__in=missions), GROUPS, "mission_id", Group, ""),
        _part(ItemGroup.objects.filter(item__mission__in=missions), TAKING_PART, "item_id", Group, "group__"),
    ]
    rows: Iterable[dict[str, Any]] = parts[0].union(*parts[1:], all=True).order_by("its_slug", "its_id")
    return rows


def _part(rows: QuerySet[Any], number: int, of: str, model: type[Model], way: str) -> Any:
    has = {field.attname for field in model._meta.concrete_fields}
    told = {
        f"its_{name}": F(f"{way}{name}") if name in has else instead for name, instead in _COLUMNS.items()
    }
    named = rows.order_by().annotate(part=Value(number), of=F(of), **told)
    return named.values("part", "of", *told)


def _row(model: type[Model], row: dict[str, Any]) -> Model:
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [row[f"its_{name}"] for name in names])


def keep(row: Any, name: str, found: list[Any]) -> None:
    """As `prefetch_related` keeps what it found."""
    rows = getattr(row, name).all()
    rows._result_cache = found
    rows._prefetch_done = True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
