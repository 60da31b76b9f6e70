"""The document: the programme of one mission as plain, JSON-ready data, in every language.

A release stores one; a preview makes one of the rows as they are now. It holds no staff notes, no outcomes
and no names of people (contacts and the members of groups stand in it by ref), and of an item for staff only
at most its mask. docs/architecture.md ("The document") lists the keys of format 1.
"""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Prefetch

from missions import sectors_and_groups
from missions.models import Group, Host, ItemGroup, Mission, Party, ProgrammeItem, Stop, Visibility
from missions.questions import KEY, Prepared
from partners.models import Organisation, Place, Sector
from wording.translated import texts

type Document = dict[str, Any]

FORMAT = 1

# What an organisation's entry needs, in the query of the rows that name it.
WITH_PLACES = ("organisation__place", "organisation__parent__place")

ITEM_TEXTS = ("title", "description", "venue", "address", "dress", "language", "interpreter", "photo_rules")


class UnknownFormat(ValueError):
    """A document of a format that this version of Keruen does not know."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Items with their topics, groups and hosts, and stops: what others read of a mission, too."""

    items: list[ProgrammeItem]
    stops: list[Stop]


def read_all(missions: Collection[Mission]) -> dict[int, Rows]:
    """The rows of many missions, by primary key, in five queries however many.

    The parties, sectors and groups of each are read with them: `make` asks for none of these again.
    """
    found = {mission.pk: Rows([], []) for mission in missions}
    by_key = {mission.pk: mission for mission in missions}
    for mission in missions:  # what was read with it before may be so no more
        getattr(mission, "_prefetched_objects_cache", {}).pop("parties", None)
    models.prefetch_related_objects(list(missions), Prefetch("parties", _parties()))
    items = list(
        _placed(ProgrammeItem.objects.filter(mission__in=by_key)).prefetch_related(
            Prefetch("hosts", queryset=_hosts())
        )
    )
    for item in items:
        item.mission = by_key[item.mission_id]
        found[item.mission_id].items.append(item)
    sectors_and_groups.attach(missions, items)
    for stop in Stop.objects.filter(mission__in=by_key).select_related("place"):
        found[stop.mission_id].stops.append(stop)
    return found


def read(mission: Mission) -> Rows:
    """The rows of a mission that most of its document is made of; five queries."""
    items, stops = ITEMS(mission.pk), STOPS(mission.pk)
    for row in (*items, *stops):
        row.mission = mission
    if items:
        hosts, topics, groups = defaultdict(list), defaultdict(list), defaultdict(list)
        for host in HOSTS(mission.pk):
            hosts[host.item_id].append(host)
        for topic in TOPICS(mission.pk):
            topics[topic.programmeitem_id].append(topic.sector)
        for taking_part in TAKING_PART(mission.pk):
            groups[taking_part.item_id].append(taking_part.group)
        for item in items:
            for host in hosts[item.pk]:
                host.item = item
            sectors_and_groups.keep(item, "hosts", hosts[item.pk])
            sectors_and_groups.keep(item, "topics", topics[item.pk])
            sectors_and_groups.keep(item, "groups", groups[item.pk])
    return Rows(items, stops)


def make(
    mission: Mission, members: Mapping[str, list[str]], rows: Rows | None = None, *, whole: bool = False
) -> Document:
    """The document of the mission's rows as they are now.

    `members` are the refs of the delegates in each group, by the group's ref; the caller knows them, this
    room does not. Takes a number of queries that does not grow with the programme, less for what is read
    already. A `whole` one has items for staff as they are: for staff alone, and never released.
    """
    rows = rows or read(mission)
    items = rows.items
    told = [item for item in items if whole or item.visibility != Visibility.STAFF]
    entries = {item: entry for item in items if (entry := _entry(item, whole=whole)) is not None}
    stops = _stops(rows, {item.stop_id for item in entries})
    known = getattr(mission, "_prefetched_objects_cache", {})
    parties = list(mission.parties.all()) if "parties" in known else PARTIES(mission.pk)
    sectors = list(mission.sectors.all()) if "sectors" in known else SECTORS(mission.pk)
    groups = list(mission.groups.all()) if "groups" in known else GROUPS(mission.pk)
    places: list[Place | None] = [
        mission.home,
        *(stop.place for stop in stops),
        *(item.to_place for item in told),
    ]
    organisations = [party.organisation for party in parties]
    organisations += [host.organisation for item in told for host in item.hosts.all()]
    organisations += [organisation.parent for organisation in organisations if organisation.parent]
    named: dict[int | None, str] = {found.pk: str(found.ref) for found in organisations}
    places += [organisation.place for organisation in organisations]
    return {
        "format": FORMAT,
        "mission": _mission(mission, sectors),
        "places": _by_ref(places, _place),
        "sectors": _by_ref([*sectors, *(topic for item in told for topic in item.topics.all())], _sector),
        "organisations": _by_ref(organisations, partial(_organisation, named=named)),
        "parties": [
            {
                "organisation": str(party.organisation.ref),
                "role": party.role,
                "contact": _ref(party.contact),
            }
            for party in parties
        ],
        "stops": [
            {
                "ref": str(stop.ref),
                "place": str(stop.place.ref),
                "first_day": _iso(stop.first_day),
                "last_day": _iso(stop.last_day),
                "days_approximate": stop.days_approximate,
            }
            for stop in stops
        ],
        "groups": [
            {
                "ref": str(group.ref),
                "name": {} if group.personal else texts(group, "name"),
                "members": list(members.get(str(group.ref), ())),
            }
            for group in groups
        ],
        "items": list(entries.values()),
    }


def current(document: Document) -> Document:
    """The document in the present format. Raises UnknownFormat for one that this version cannot read."""
    number = document.get("format")
    if number != FORMAT:
        raise UnknownFormat(
            f"This document has format {number!r}; this version of Keruen reads format {FORMAT}."
        )
    return document


def digest(entry: object) -> str:
    """The hash of a document, or of a part of one: what says the same has the same."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()


def groups_of(document: Document, delegate_ref: str) -> frozenset[str]:
    """The refs of the groups that a delegate was in when the document was made."""
    return frozenset(group["ref"] for group in document["groups"] if delegate_ref in group["members"])


def _parties() -> models.QuerySet[Party]:
    return Party.objects.select_related(*WITH_PLACES, "contact")


def _placed(items: models.QuerySet[ProgrammeItem]) -> models.QuerySet[ProgrammeItem]:
    return items.select_related("stop__place", "to_place").order_by("order", "pk")


def _hosts() -> models.QuerySet[Host]:
    return Host.objects.select_related(*WITH_PLACES, "contact__person")


# What a release asks twice of one mission, put together once: that took longer than the answers.
ITEMS = Prepared(lambda mission: _placed(ProgrammeItem.objects.filter(mission=mission)), KEY)
HOSTS = Prepared(lambda mission: _hosts().filter(item__mission=mission), KEY)
TOPICS = Prepared(
    lambda mission: (
        ProgrammeItem.topics.through.objects.filter(programmeitem__mission=mission)
        .select_related("sector")
        .order_by("sector__slug", "sector_id")
    ),
    KEY,
)
TAKING_PART = Prepared(
    lambda mission: (
        ItemGroup.objects.filter(item__mission=mission).select_related("group").order_by("group_id")
    ),
    KEY,
)
STOPS = Prepared(lambda mission: Stop.objects.filter(mission=mission).select_related("place"), KEY)
PARTIES = Prepared(lambda mission: _parties().filter(mission=mission), KEY)
SECTORS = Prepared(lambda mission: Sector.objects.filter(missions=mission), KEY)
GROUPS = Prepared(lambda mission: Group.objects.filter(mission=mission), KEY)


def _stops(rows: Rows, told_of: set[int | None]) -> list[Stop]:
    """The stops but those which exist only for items that the document says nothing about."""
    used = {item.stop_id for item in rows.items}
    return [stop for stop in rows.stops if stop.pk in told_of or stop.pk not in used]


def _mission(mission: Mission, sectors: list[Sector]) -> dict[str, Any]:
    return {
        "ref": str(mission.ref),
        "slug": mission.slug,
        "series": {
            "ref": str(mission.series.ref),
            "slug": mission.series.slug,
            "title": texts(mission.series, "title"),
        }
        if mission.series
        else None,
        "type": mission.type,
        **{
            name: texts(mission, name)
            for name in ("title", "summary", "purpose", "background", "dates_note", "source")
        },
        # Absent where false, so that the documents of all other missions stay as they were.
        **({"compiled_from_reports": True} if mission.compiled_from_reports else {}),
        "starts_on": _iso(mission.starts_on),
        "ends_on": _iso(mission.ends_on),
        "dates_precision": mission.dates_precision,
        "languages": list(mission.languages),
        "zone": mission.zone,
        "home": _ref(mission.home),
        "sectors": [str(sector.ref) for sector in sectors],
    }


def _entry(item: ProgrammeItem, *, whole: bool) -> dict[str, Any] | None:
    """What the document says of an item: all that is not for staff, or its mask, or nothing."""
    if item.visibility == Visibility.STAFF and not whole:
        mask = texts(item, "public_title")
        if not mask:
            return None
        entry = {**_when_and_where(item), "masked": True, "public_title": mask}
        zone = item.stop.place.zone if item.stop else item.mission.zone
        if item.to_place and item.to_place.zone != zone:
            # Its end is local time at a place that the mask does not tell.
            entry |= {"ends_on": None, "ends_at": None}
        return entry
    return {
        **_when_and_where(item),
        "masked": False,
        "kind": item.kind,
        **{name: texts(item, name) for name in ITEM_TEXTS},
        "to_place": _ref(item.to_place),
        "hosts": [
            {"organisation": str(host.organisation.ref), "contact": _ref(host.contact), "state": host.state}
            for host in item.hosts.all()
        ],
        "host_unnamed": item.host_unnamed,
        "topics": [str(topic.ref) for topic in item.topics.all()],
        "visibility": item.visibility,
        "public_title": texts(item, "public_title"),
        "for_everyone": item.for_everyone,
        "groups": sorted(str(group.ref) for group in item.groups.all()),
    }


def _when_and_where(item: ProgrammeItem) -> dict[str, Any]:
    return {
        "uid": str(item.uid),
        "stop": _ref(item.stop),
        "order": item.order,
        "day": _iso(item.day),
        "day_approximate": item.day_approximate,
        "ends_on": _iso(item.ends_on),
        "starts_at": _clock(item.starts_at),
        "ends_at": _clock(item.ends_at),
        "time_approximate": item.time_approximate,
        "part_of_day": item.part_of_day,
        "status": item.status,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "ref": str(place.ref),
        "name": texts(place, "name"),
        "country": place.country,
        "zone": place.zone,
        "latitude": _degrees(place.latitude),
        "longitude": _degrees(place.longitude),
    }


def _sector(sector: Sector) -> dict[str, Any]:
    return {"ref": str(sector.ref), "slug": sector.slug, "name": texts(sector, "name")}


def _organisation(organisation: Organisation, named: Mapping[int | None, str]) -> dict[str, Any]:
    """The organisation; its parent where the document has that too: of a parent's parent it says nothing."""
    return {
        "ref": str(organisation.ref),
        "slug": organisation.slug,
        "name": texts(organisation, "name"),
        "kind": organisation.kind,
        "parent": named.get(organisation.parent_id),
        "place": _ref(organisation.place),
        "published": organisation.published,
    }


def _by_ref[T: models.Model](
    rows: Iterable[T | None], render: Callable[[T], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Each row once, in the order of refs: the order of rows says nothing and must not make a difference."""
    return sorted(
        {row.pk: render(row) for row in rows if row is not None}.values(), key=lambda entry: entry["ref"]
    )


def _ref(row: Any) -> str | None:
    return None if row is None else str(row.ref)


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _clock(time: datetime.time | None) -> str | None:
    return None if time is None else time.strftime("%H:%M")


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
