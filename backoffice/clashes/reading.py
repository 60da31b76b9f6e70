"""The rows of missions as the facts that the check needs, in seven queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.utils import timezone

from backoffice.clashes import facts
from delegations import regrets
from delegations.models import Attendance, Capacity, Delegate, Leg, Regret, Stay
from missions import document as documents
from missions.models import DatesPrecision, Group, Host, ItemGroup, Mission, ProgrammeItem, Stop
from missions.questions import KEY, Prepared
from partners.models import Person, Place
from wording import names, zones
from wording.translated import texts
from wording.words import LANGUAGES, Texts

type Rows = Mapping[str, Any]
"""Of which missions rows are looked for, as the filter says it."""
type ByRow[T] = Mapping[int, list[T]]
type Joins = Mapping[int, list[tuple[Any, ...]]]
"""What joins two rows, by kind: the one, the other, and for a stay its two days."""

STAYS, GROUPS, PASSENGERS, PLANNED, DECLINED = range(5)
KEPT = 64  # numbers of missions for which a question stays put together


def read(
    missions: Collection[Mission], known: Mapping[int, documents.Rows] | None = None
) -> dict[int, facts.Facts]:
    """The facts of each mission as its rows are now, by primary key; `known` are those read already."""
    of_these = {"mission__in": [mission.pk for mission in missions]}
    places = _Places()
    if known is None:
        stops = _by_mission(Stop.objects.filter(**of_these).select_related("place"))
        rows = ProgrammeItem.objects.filter(**of_these).select_related("to_place")
        items = _by_mission(rows.order_by("pk"))
        groups = _groups(_item_groups(of_these))
        hosts = _hosts(_host_rows(of_these))
    else:
        stops = {pk: each.stops for pk, each in known.items()}
        items = {pk: sorted(each.items, key=lambda row: row.pk) for pk, each in known.items()}
        every = [row for of_mission in items.values() for row in of_mission]
        groups = _groups(sorted(((row.pk, one) for row in every for one in row.groups.all()), key=_by_group))
        hosts = _hosts(host for row in every for host in row.hosts.all())
    keys = of_these["mission__in"]
    joins = _joins(keys)
    delegates = _delegates(keys, _by_row(joins[GROUPS]))
    legs = _legs(keys, places, _by_row(joins[PASSENGERS]))
    stays = _stays(joins[STAYS])
    planned = _by_row(joins[PLANNED])
    declined = _declined(joins[DECLINED], stops, items)
    return {
        mission.pk: _with_planned(
            _facts(
                mission,
                [_stop(row, places) for row in stops[mission.pk]],
                [_item(row, groups, hosts, places, declined) for row in items[mission.pk]],
                groups={pk: one for row in items[mission.pk] for pk, one in groups.get(row.pk, {}).items()},
                delegates=delegates[mission.pk],
                legs=legs[mission.pk],
                stays=stays[mission.pk],
            ),
            planned,
        )
        for mission in missions
    }


def _with_planned(known: facts.Facts, planned: ByRow[int]) -> facts.Facts:
    """Who is planned at an item without being in one of its groups takes part as a personal group would."""
    delegates = {one.pk: one for one in known.delegates}
    alone: dict[int, facts.Group] = {}
    items = []
    for item in known.items:
        wanted = () if item.for_everyone else planned.get(item.pk, ())
        more = [pk for pk in wanted if pk in delegates and delegates[pk].groups.isdisjoint(item.groups)]
        for pk in more:
            alone[pk] = facts.Group(-pk, f"planned {delegates[pk].key}", {}, personal=True)
        items.append(replace(item, groups=(*item.groups, *(-pk for pk in more))) if more else item)
    if not alone:
        return known
    return replace(
        known,
        items=tuple(items),
        groups=(*known.groups, *alone.values()),
        delegates=tuple(
            replace(one, groups=one.groups | {-one.pk}) if one.pk in alone else one for one in known.delegates
        ),
    )


def _facts(
    mission: Mission,
    stops: list[facts.Stop],
    items: list[facts.Item],
    *,
    groups: Mapping[int, facts.Group],
    delegates: list[facts.Delegate],
    legs: list[facts.Leg],
    stays: list[facts.Stay],
) -> facts.Facts:
    zone = mission.zone or (stops[0].place.zone if stops else "UTC")
    return facts.Facts(
        pk=mission.pk,
        key=mission.ref.hex,
        first_day=mission.starts_on,
        last_day=mission.ends_on,
        today=timezone.now().astimezone(zones.zone_info(zone)).date(),
        zone=zone,
        days_exact=mission.dates_precision == DatesPrecision.DAY,
        home=mission.home_id,
        items=tuple(items),
        stops=tuple(stops),
        groups=tuple(groups[pk] for pk in sorted(groups)),
        delegates=tuple(delegates),
        legs=tuple(legs),
        stays=tuple(stays),
    )


def _by_mission[T](rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.mission_id].append(row)  # type: ignore[attr-defined]  # rows of a mission have it
    return found


class _Places:
    """Each place once, however many rows name it."""

    def __init__(self) -> None:
        self._made: dict[int, facts.Place] = {}

    def of(self, row: Place) -> facts.Place:
        if row.pk not in self._made:
            self._made[row.pk] = facts.Place(
                pk=row.pk,
                key=row.ref.hex,
                names=texts(row, "name"),
                country=row.country,
                zone=row.zone,
                latitude=None if row.latitude is None else float(row.latitude),
                longitude=None if row.longitude is None else float(row.longitude),
                restricted=row.restricted,
                permit_working_days=row.permit_working_days,
            )
        return self._made[row.pk]


def _stop(row: Stop, places: _Places) -> facts.Stop:
    return facts.Stop(
        pk=row.pk,
        key=row.ref.hex,
        place=places.of(row.place),
        first_day=row.first_day,
        last_day=row.last_day,
        days_approximate=row.days_approximate,
    )


def _item_groups(of_these: Rows) -> Iterable[tuple[int, Group]]:
    rows = ItemGroup.objects.filter(**_through("item", of_these)).select_related("group").order_by("group")
    return ((row.item_id, row.group) for row in rows)


def _by_group(pair: tuple[int, Group]) -> tuple[int, int]:
    return pair[1].pk, pair[0]


def _groups(pairs: Iterable[tuple[int, Group]]) -> Mapping[int, Mapping[int, facts.Group]]:
    """The groups that take part in each item, by primary key."""
    made: dict[int, facts.Group] = {}
    found: dict[int, dict[int, facts.Group]] = defaultdict(dict)
    for item, group in pairs:
        if group.pk not in made:
            made[group.pk] = facts.Group(group.pk, group.ref.hex, texts(group, "name"), group.personal)
        found[item][group.pk] = made[group.pk]
    return found


def _host_rows(of_these: Rows) -> Iterable[Host]:
    rows = Host.objects.filter(**_through("item", of_these))
    return rows.select_related("organisation__place", "contact__person")


def _hosts(rows: Iterable[Host]) -> ByRow[facts.Host]:
    found: dict[int, list[facts.Host]] = defaultdict(list)
    for row in rows:
        place = row.organisation.place
        person = row.contact.person if row.contact else None
        found[row.item_id].append(
            facts.Host(
                organisation=row.organisation_id,
                organisation_key=row.organisation.ref.hex,
                organisation_names=texts(row.organisation, "name"),
                state=row.state,
                person=person.pk if person else None,
                person_key=person.ref.hex if person else "",
                person_names=full_names(person) if person else None,
                country=place.country if place else "",
                language=person.language if person else "",
            )
        )
    return found


def _item(
    row: ProgrammeItem,
    groups: Mapping[int, Iterable[int]],
    hosts: ByRow[facts.Host],
    places: _Places,
    declined: Mapping[int, tuple[tuple[int, bool], ...]],
) -> facts.Item:
    return facts.Item(
        pk=row.pk,
        key=row.uid.hex,
        titles=texts(row, "title"),
        kind=row.kind,
        status=row.status,
        day=row.day,
        ends_on=row.ends_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        day_approximate=row.day_approximate,
        time_approximate=row.time_approximate,
        stop=row.stop_id,
        to_place=places.of(row.to_place) if row.to_place else None,
        for_everyone=row.for_everyone,
        groups=() if row.for_everyone else tuple(groups.get(row.pk, ())),
        hosts=tuple(hosts.get(row.pk, ())),
        host_unnamed=row.host_unnamed,
        part_of_day=row.part_of_day,
        venues=texts(row, "venue") or None,
        languages=texts(row, "language") or None,
        interpreter=bool(texts(row, "interpreter")),
        order=row.order,
        declined=declined.get(row.pk, ()),
    )


def _declined(
    joins: Iterable[tuple[Any, ...]],
    stops: Mapping[int, Iterable[Stop]],
    items: Mapping[int, Iterable[ProgrammeItem]],
) -> dict[int, tuple[tuple[int, bool], ...]]:
    """Who does not come to an item, by its key, and whether it is as it was told to her then."""
    said: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for item, delegate, _first, _last, told in joins:
        said[item].append((delegate, told))
    if not said:
        return {}
    on_route = {stop.pk: stop for of_mission in stops.values() for stop in of_mission}
    found = {}
    for row in (row for of_mission in items.values() for row in of_mission if row.pk in said):
        now = regrets.told_of_row(row, on_route[row.stop_id] if row.stop_id else None)
        found[row.pk] = tuple((delegate, told == now) for delegate, told in said[row.pk])
    return found


def _joins(missions: Collection[int]) -> Joins:
    """Nights, groups, legs, planned attendance and what is declined: in one query, for each is but a join."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for kind, *row in _join_rows(len(missions))(*missions):
        found[kind].append(tuple(row[1:]))
    return found


@lru_cache(maxsize=KEPT)
def _join_rows(number: int) -> Prepared:
    return Prepared(lambda *missions: _joins_of({"mission__pk__in": missions}), *[KEY] * number)


def _joins_of(of_these: Rows) -> QuerySet[Any]:
    groups: Any = Delegate.groups.through
    passengers: Any = Leg.passengers.through
    asked: list[QuerySet[Any]] = [
        _joined(
            Stay, STAYS, "delegate", "delegate__mission", of_these, first=F("arrives_on"), last=F("leaves_on")
        ),
        _joined(groups, GROUPS, "delegate", "group", of_these),
        _joined(passengers, PASSENGERS, "leg", "delegate", of_these),
        _joined(Attendance, PLANNED, "item", "delegate", of_these).filter(
            planned=True, delegate__isnull=False
        ),
        _joined(Regret, DECLINED, "item", "delegate", of_these, text=F("told")).filter(
            taken_back_at__isnull=True
        ),
    ]
    return asked[0].union(*asked[1:], all=True).order_by("key")


def _joined(model: Any, kind: int, one: str, other: str, of_these: Rows, **more: F) -> QuerySet[Any]:
    """Stays come first: PostgreSQL takes from them that the two days, which others lack, are days."""
    unknown = Value(None, output_field=DateField())
    rows = model.objects.filter(**_through(one, of_these)).order_by()
    named: QuerySet[Any] = rows.annotate(
        kind=Value(kind),
        key=F("pk"),
        one=F(one),
        other=F(other),
        first=more.get("first", unknown),
        last=more.get("last", unknown),
        text=more.get("text", Value("", output_field=CharField())),
    ).values_list("kind", "key", "one", "other", "first", "last", "text")
    return named


def _by_row(joins: Iterable[tuple[Any, ...]]) -> ByRow[int]:
    found: dict[int, list[int]] = defaultdict(list)
    for one, other, *_days in joins:
        found[one].append(other)
    return found


@lru_cache(maxsize=KEPT)
def _delegate_rows(number: int) -> Prepared:
    return Prepared(
        lambda *missions: (
            Delegate.objects.travelling()
            .filter(mission__pk__in=missions)
            .select_related("person")
            .order_by("precedence", "pk")
        ),
        *[KEY] * number,
    )


def _delegates(missions: Collection[int], groups: ByRow[int]) -> dict[int, list[facts.Delegate]]:
    """Those who travel, in protocol order."""
    found: dict[int, list[facts.Delegate]] = defaultdict(list)
    for row in _delegate_rows(len(missions))(*missions):
        found[row.mission_id].append(
            facts.Delegate(
                pk=row.pk,
                key=row.ref.hex,
                names=full_names(row.person),
                groups=frozenset(groups.get(row.pk, ())),
                languages=row.languages,
                interprets=row.capacity == Capacity.INTERPRETER,
                state=row.state,
            )
        )
    return found


def full_names(person: Person) -> Texts:
    """The whole name of a person in each language in which she has one."""
    found = {}
    for lang in LANGUAGES:
        family, given, patronymic = (
            getattr(person, f"{part}_{lang}") for part in ("family_name", "given_name", "patronymic")
        )
        if family:
            found[lang] = names.full_name(family, given, patronymic, person.name_order)
    return found


@lru_cache(maxsize=KEPT)
def _leg_rows(number: int) -> Prepared:
    return Prepared(
        lambda *missions: (
            Leg.objects.filter(mission__pk__in=missions)
            .select_related("from_place", "to_place")
            .order_by("pk")
        ),
        *[KEY] * number,
    )


def _legs(missions: Collection[int], places: _Places, passengers: ByRow[int]) -> dict[int, list[facts.Leg]]:
    found: dict[int, list[facts.Leg]] = defaultdict(list)
    for row in _leg_rows(len(missions))(*missions):
        found[row.mission_id].append(
            facts.Leg(
                pk=row.pk,
                key=row.ref.hex,
                name=" ".join(part for part in (row.carrier, row.number) if part),
                mode=row.mode,
                from_place=places.of(row.from_place),
                to_place=places.of(row.to_place),
                departs_on=row.departs_on,
                departs_at=row.departs_at,
                arrives_on=row.arrives_on,
                arrives_at=row.arrives_at,
                passengers=frozenset(passengers.get(row.pk, ())),
                item=row.item_id,
            )
        )
    return found


def _stays(joins: Iterable[tuple[Any, ...]]) -> dict[int, list[facts.Stay]]:
    found: dict[int, list[facts.Stay]] = defaultdict(list)
    for delegate, mission, arrives_on, leaves_on, _text in joins:
        found[mission].append(facts.Stay(delegate, arrives_on, leaves_on))
    return found


def _through(name: str, of_these: Rows) -> dict[str, Any]:
    return {f"{name}__{lookup}": value for lookup, value in of_these.items()}
