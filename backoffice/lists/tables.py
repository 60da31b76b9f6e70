"""The lists that organisers hand out: who comes, arrives, leaves, rides and sleeps where, and interprets.

Each list is a table: typed values under headings, read live, people in protocol order. Who has withdrawn is
in none. A name in Latin letters is that of the person's row; how her passport spells it is put in its place
for who may know it (spelling.py).
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backoffice.models import ListKind
from delegations import protocol
from delegations.models import Capacity, Delegate, DelegateState, Leg, LegMode, Stay
from missions.models import ItemStatus, Mission, PartOfDay, ProgrammeItem
from missions.order import ANCHORS
from partners.models import Organisation, Person
from partners.models import Place as PlaceRow
from wording import dates, zones
from wording.phrases import phrase
from wording.words import Words

# Some follow a timetable, and are met; others are ordered, and have seats.
VEHICLES = (LegMode.BUS, LegMode.CAR)
LATIN = ("en", "tk")

type Cell = Words | str | int | datetime.date | datetime.time | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, how many letters its column is wide, and what is said where a value is not known.

    `name` is that of its values in every language, by which a list is compared with one that was printed.
    """

    heading: str
    letters: int
    unknown: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One list. Days and hours are local at the place of their row; a `str` is in the list's language.

    `keys` name what each row is about by references: the row of a journey, stay or item, then the delegates.
    `since` says with which printed list it was compared, `changes` are the differences, None without any.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keys: tuple[tuple[str, ...], ...] = ()
    since: str = ""
    changes: "Table | None" = None

    def said(self, lang: str) -> list[list[Words]]:
        """The rows as people read them, what is not known in words."""
        return [
            [said(cell, column, lang) for cell, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class _Reading:
    """For whom lists are made: a mission's people in protocol order with their numbers, and a language."""

    mission: Mission
    lang: str
    personal: bool
    people: dict[int, tuple[int, Delegate]]

    def in_order(self, keys: Iterable[int]) -> list[tuple[int, Delegate]]:
        """Those who travel of the delegates with these keys, by rank."""
        return sorted((self.people[key] for key in keys if key in self.people), key=lambda pair: pair[0])


type _Row = tuple[tuple[str, ...], tuple[Cell, ...]]  # what it is about, its cells
type _Made = tuple[tuple[Column, ...], Iterator[_Row]]

TITLES = {kind.value: kind.label for kind in ListKind}


def made(mission: Mission, lang: str, keys: Iterable[str], *, personal: bool) -> list[Table]:
    """The lists of these keys of `TITLES`, in a language that is active; five queries for all of them.

    `personal`: whether the reader may know rooms and who shares them.
    """
    people = {
        delegate.pk: (number, delegate)
        for number, delegate in enumerate(protocol.in_order(mission), start=1)
        if delegate.state != DelegateState.WITHDRAWN
    }
    reading = _Reading(mission, lang, personal, people)
    wanted = set(keys)
    legs = _legs(mission) if wanted & {"arrivals", "departures", "vehicles"} else []
    timetabled, carrier = [leg for leg in legs if leg.mode not in VEHICLES], _("Flight, train, ship")
    ordered = [leg for leg in legs if leg.mode in VEHICLES]
    ways: dict[str, Callable[[], _Made]] = {
        "delegation": lambda: (_delegation_columns(), _delegation_rows(reading)),
        "arrivals": lambda: (
            (*_leg_columns(_("Arrives"), carrier, lang), *_wish_column(personal=personal)),
            _leg_rows(reading, timetabled, _arrival, wishes=personal),
        ),
        "departures": lambda: (
            _leg_columns(_("Departs"), carrier, lang),
            _leg_rows(reading, timetabled, _departure),
        ),
        "vehicles": lambda: (
            _leg_columns(_("Departs"), _("Vehicle"), lang),
            _leg_rows(reading, ordered, _departure),
        ),
        "rooming": lambda: (_room_columns(personal=personal), _room_rows(reading)),
        "interpreters": lambda: (_interpreter_columns(lang), _interpreter_rows(reading)),
    }
    tables = []
    for key, title in TITLES.items():
        if key in wanted:
            columns, rows = ways[key]()
            found = tuple(rows)
            cells = tuple(row for _about, row in found)
            about = tuple(each for each, _row in found)
            tables.append(Table(key, str(title), columns, cells, about))
    return tables


def said(cell: Cell, column: Column, lang: str) -> Words:
    """A value of a column as people read it."""
    match cell:
        case Words():
            return cell
        case None:
            return Words(column.unknown, lang)
        case datetime.date():
            return Words(dates.long_date(cell, lang), lang)
        case datetime.time():
            return Words(dates.clock(cell), lang)
    return Words(str(cell), lang)


def _delegation_columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 8, name="number"),
        Column(_("Who"), 34, name="who"),
        Column(_("Position"), 44, name="position"),
        Column(_("Organisation"), 44, name="organisation"),
        Column(_("Capacity"), 24, name="capacity"),
    )


def _delegation_rows(reading: _Reading) -> Iterator[_Row]:
    """A row for each who travels."""
    for number, delegate in reading.people.values():
        card = card_of(delegate, reading.lang)
        leads = delegate.delegation.head_id == delegate.pk
        capacity = Capacity.HEAD.label if leads else delegate.get_capacity_display()
        cells = (number, card.name, card.position, card.organisation, str(capfirst(capacity)))
        yield (str(delegate.ref),), cells


def _legs(mission: Mission) -> list[Leg]:
    passengers = Prefetch("passengers", Delegate.objects.only("pk", "mission_id"))
    return list(
        Leg.objects.filter(mission=mission)
        .select_related("from_place", "to_place")
        .prefetch_related(passengers)
        .order_by("pk")
    )


type _Moment = tuple[datetime.date | None, datetime.time | None, str]  # by the clock of the zone


def _arrival(leg: Leg) -> _Moment:
    return leg.arrives_on, leg.arrives_at, leg.to_place.zone


def _departure(leg: Leg) -> _Moment:
    return leg.departs_on, leg.departs_at, leg.from_place.zone


def _offset(day: datetime.date | None, time: datetime.time | None, zone: str) -> str | None:
    """How far the clock of a zone is from UTC at a moment; None where the moment is not known."""
    if day is None or time is None:
        return None
    return zones.utc_offset(zone, datetime.datetime.combine(day, time, tzinfo=zones.zone_info(zone)))


def _leg_columns(moment: str, by: str, lang: str) -> tuple[Column, ...]:
    return (
        Column(_("Day"), 17, phrase("day_not_known", lang), name="day"),
        Column(moment, 14, phrase("time_not_known", lang), name="time"),
        Column(_("Time zone"), 11, name="zone"),
        Column(by, 18, name="by"),
        Column(_("From"), 16, name="from"),
        Column(_("To"), 16, name="to"),
        Column(_("No."), 8, name="number"),
        Column(_("Who"), 28, _("Nobody yet"), name="who"),
        Column(_("Organisation"), 30, name="organisation"),
    )


def _wish_column(*, personal: bool) -> tuple[Column, ...]:
    return (Column(_("Wishes for the journey"), 26, "–", name="wish"),) if personal else ()


def _leg_rows(
    reading: _Reading, legs: Sequence[Leg], moment: Callable[[Leg], _Moment], *, wishes: bool = False
) -> Iterator[_Row]:
    """A row for each passenger, by the day and hour of the legs; those that are not known come last.

    With `wishes`, what each of them wishes for the journey stands at its end.
    """

    def sorting(leg: Leg) -> tuple[object, ...]:
        day, time, _zone = moment(leg)
        return (day or datetime.date.max, time is None, time or datetime.time.max, _by(leg), leg.pk)

    for leg in sorted(legs, key=sorting):
        day, time, zone = moment(leg)
        way = (
            day,
            time,
            _offset(day, time, zone),
            _by(leg),
            _place(leg.from_place, reading.lang),
            _place(leg.to_place, reading.lang),
        )
        seats = reading.in_order(passenger.pk for passenger in leg.passengers.all())
        for number, delegate in seats:
            who = (number, _name(delegate, reading.lang), _organisation(delegate, reading.lang))
            wish = (delegate.arrival_wish or None,) if wishes else ()
            yield (str(leg.ref), str(delegate.ref)), (*way, *who, *wish)
        if not seats:
            yield (str(leg.ref),), (*way, None, None, None, *((None,) if wishes else ()))


def _by(leg: Leg) -> str:
    name = " ".join(part for part in (leg.carrier, leg.number) if part)
    return name or str(capfirst(leg.get_mode_display()))


def _room_columns(*, personal: bool) -> tuple[Column, ...]:
    private = (
        (Column(_("Room"), 9, name="room"), Column(_("Shared with"), 24, name="shared")) if personal else ()
    )
    return (
        Column(_("Hotel"), 22, name="hotel"),
        Column(_("Place"), 16, name="place"),
        Column(_("First night"), 17, name="first"),
        Column(_("Leaves on"), 17, name="leaves"),
        Column(_("Nights"), 7, name="nights"),
        *private,
        Column(_("No."), 8, name="number"),
        Column(_("Name in Latin letters"), 26, name="name"),
        Column(_("Organisation"), 26, name="organisation"),
    )


def _room_rows(reading: _Reading) -> Iterator[_Row]:
    """A row for each stay, hotel by hotel in the order of their first nights."""
    stays = [
        stay
        for stay in Stay.objects.filter(delegate__mission=reading.mission).select_related("place")
        if stay.delegate_id in reading.people
    ]
    opened: dict[tuple[int, str], datetime.date] = {}
    for stay in stays:
        hotel = (stay.place_id, stay.hotel)
        opened[hotel] = min(stay.arrives_on, opened.get(hotel, stay.arrives_on))

    def sorting(stay: Stay) -> tuple[object, ...]:
        hotel = (stay.place_id, stay.hotel)
        return (
            opened[hotel],
            stay.hotel,
            stay.place_id,
            reading.people[stay.delegate_id][0],
            stay.arrives_on,
        )

    for stay in sorted(stays, key=sorting):
        number, delegate = reading.people[stay.delegate_id]
        _number, mate = reading.people.get(stay.shared_with_id or 0, (0, None))
        private = (stay.room, latin(mate.person) if mate else None) if reading.personal else ()
        about = (str(stay.ref), str(delegate.ref), *((str(mate.ref),) if mate and reading.personal else ()))
        yield (
            about,
            (
                stay.hotel,
                _place(stay.place, reading.lang),
                stay.arrives_on,
                stay.leaves_on,
                stay.nights,
                *private,
                number,
                latin(delegate.person),
                _organisation(delegate, reading.lang),
            ),
        )


def _interpreter_columns(lang: str) -> tuple[Column, ...]:
    return (
        Column(_("Day"), 17, phrase("day_not_known", lang), name="day"),
        Column(_("Time"), 16, name="time"),
        Column(_("Time zone"), 11, name="zone"),
        Column(_("Item"), 40, name="item"),
        Column(_("Place"), 16, name="place"),
        Column(_("Venue"), 24, name="venue"),
        Column(_("Language"), 18, name="language"),
        Column(_("Interpreter"), 28, _("nobody named"), name="interpreter"),
    )


def _interpreter_rows(reading: _Reading) -> Iterator[_Row]:
    """A row for each item that takes place and has a language or an interpreter, in the programme's order."""
    lang = reading.lang
    for item in _in_order(reading.mission.items.select_related("stop__place")):
        language = ProgrammeItem.language.words(item, lang)
        interpreter = ProgrammeItem.interpreter.words(item, lang)
        if item.status == ItemStatus.CANCELLED or not (language or interpreter):
            continue
        day: Cell = item.day
        if item.day and item.day_approximate:
            day = dates.about(dates.long_date(item.day, lang), lang)
        hours = dates.time_of_day(
            item.starts_at, item.ends_at, lang, approximate=item.time_approximate, part=item.part_of_day
        )
        yield (
            (str(item.uid),),
            (
                day,
                hours,
                _offset(item.day, item.starts_at, item.stop.place.zone) if item.stop else None,
                ProgrammeItem.title.words(item, lang),
                _place(item.stop.place, lang) if item.stop else None,
                ProgrammeItem.venue.words(item, lang),
                language,
                interpreter,
            ),
        )


def _in_order(items: Iterable[ProgrammeItem]) -> Iterator[ProgrammeItem]:
    """By day and hour; an item without an hour follows the one before it by number, as in the programme."""

    def sorting_day(item: ProgrammeItem) -> datetime.date:
        return item.day or (item.stop.first_day if item.stop else None) or datetime.date.max

    by_number = sorted(items, key=lambda item: (sorting_day(item), item.order, item.pk))
    for _day, group in groupby(by_number, key=sorting_day):
        anchor = datetime.time.min
        anchored = []
        for item in group:
            part = ANCHORS[PartOfDay(item.part_of_day)] if item.part_of_day else anchor
            anchor = item.starts_at or part
            anchored.append((anchor, item))
        yield from (item for _anchor, item in sorted(anchored, key=lambda pair: pair[0]))


def latin(person: Person) -> Words | None:
    """A name in Latin letters, or in whatever letters it is known: see the head of this module."""
    names = (person.full_name(lang) for lang in LATIN)
    in_latin = (name for name in names if name and name.lang in LATIN)
    return next(in_latin, person.full_name(LATIN[0]))


@dataclass(frozen=True, slots=True)
class Card:
    """How one who travels is told to others: on a list of the delegation, a badge, a table."""

    name: Words
    position: Words | None
    organisation: Words | None


def cards(mission: Mission, lang: str) -> list[Card]:
    """Of everyone who travels, in protocol order; one query."""
    travelling = protocol.in_order(mission).exclude(state=DelegateState.WITHDRAWN)
    return [card_of(delegate, lang) for delegate in travelling]


def card_of(delegate: Delegate, lang: str) -> Card:
    """Her name in the script of a language, her position, and whom she is with."""
    return Card(_name(delegate, lang), Delegate.position.words(delegate, lang), _organisation(delegate, lang))


def _name(delegate: Delegate, lang: str) -> Words:
    return delegate.person.full_name(lang) or Words(str(delegate), lang)


def _organisation(delegate: Delegate, lang: str) -> Words | None:
    return Organisation.name.words(delegate.organisation or delegate.delegation.organisation, lang)


def _place(row: PlaceRow, lang: str) -> Words | None:
    return PlaceRow.name.words(row, lang)
