"""Where items stand on the board: a column for each day at each stop, in the order of travel.

Days and hours are local ones, as typed. An item without a day stands at its stop where that has no days
either, else in the last column, of days not known.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from missions import order
from missions.models import DatesPrecision, ItemStatus, Mission, ProgrammeItem, Stop

DAYS_SHOWN = 62
SPOT = re.compile(r"(\d{4}-\d{2}-\d{2})?_([0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A day at a stop, by its number; either may be unknown."""

    day: datetime.date | None = None
    stop: int | None = None

    @property
    def key(self) -> str:
        """What forms and anchors call it: “2023-12-04_12”, “_12”, “2023-12-04_”, “_”."""
        return f"{self.day.isoformat() if self.day else ''}_{self.stop or ''}"


@dataclass(slots=True)
class Column:
    """One column, with its items in the order in which every reader sees them.

    `number` is its stop's place on the route where another stop at that place has the same day, else 0.
    """

    spot: Spot
    stop: Stop | None = None
    items: list[ProgrammeItem] = field(default_factory=list)
    number: int = 0

    @property
    def approximate(self) -> bool:
        """Whether its day is less than settled: so says the stop, or one of the items."""
        unsettled = self.stop is not None and self.stop.days_approximate
        return self.spot.day is None or unsettled or any(item.day_approximate for item in self.items)

    def rows(self, alone: int | None = None) -> Iterator[list[ProgrammeItem]]:
        """The items, those together which take place at one hour for different groups.

        The one of the number `alone` has a row of its own.
        """
        row: list[ProgrammeItem] = []
        for item in self.items:
            if row and (alone in (item.pk, row[-1].pk) or not all(beside(other, item) for other in row)):
                yield row
                row = []
            row.append(item)
        if row:
            yield row


def spot_of(key: str) -> Spot | None:
    """The spot of this key, None where it is no key."""
    found = SPOT.fullmatch(key)
    if found is None:
        return None
    try:
        day = datetime.date.fromisoformat(found[1]) if found[1] else None
    except ValueError:
        return None
    return Spot(day, int(found[2]) if found[2] else None)


def spot(item: ProgrammeItem) -> Spot:
    """Where an item stands."""
    if item.day is None and (item.stop is None or item.stop.first_day is not None):
        return Spot()
    return Spot(item.day, item.stop_id)


def beside(one: ProgrammeItem, other: ProgrammeItem) -> bool:
    """Whether two items are a split: at the same hour, for groups of which none is in both."""
    return (
        one.starts_at is not None
        and one.starts_at == other.starts_at
        and ItemStatus.CANCELLED not in (one.status, other.status)
        and bool(groups := group_numbers(one))
        and bool(others := group_numbers(other))
        and groups.isdisjoint(others)
    )


def group_numbers(item: ProgrammeItem) -> set[int]:
    """The groups that take part, by number; empty where everyone does."""
    return set() if item.for_everyone else {group.pk for group in item.groups.all()}


def in_order(items: Iterable[ProgrammeItem], stops: Iterable[Stop]) -> list[ProgrammeItem]:
    """Items as missions/order.py has them: it asks of a row what it asks of a part of an itinerary."""
    pairs: Any = [(item.order, item) for item in items]
    refs: Any = [stop.ref for stop in stops]
    ordered: Any = order.in_order(pairs, refs)
    return list(ordered)


def sorting_day(item: ProgrammeItem) -> datetime.date | None:
    """The day among whose items this one is ordered."""
    return item.day or (item.stop.first_day if item.stop else None)


def columns(mission: Mission, stops: Sequence[Stop], ordered: Iterable[ProgrammeItem]) -> list[Column]:
    """The columns of the board, with the items in the order given.

    A day of a stop is there without items too, and so is a day of the mission at which no stop is.
    """
    by_number = {stop.pk: stop for stop in stops}
    found: dict[Spot, Column] = {}
    for stop in stops:
        for day in _days_of(stop, mission):
            found[Spot(day, stop.pk)] = Column(Spot(day, stop.pk), stop)
    items = list(ordered)
    for item in items:
        where = spot(item)
        if where not in found:
            found[where] = Column(where, by_number.get(where.stop) if where.stop else None)
        found[where].items.append(item)
    covered = {where.day for where in found}
    for day in _days_between(mission.starts_on, mission.ends_on) if _known_to_the_day(mission) else ():
        if day not in covered:
            found[Spot(day)] = Column(Spot(day))
    found.setdefault(Spot(), Column(Spot()))
    made = list(found.values())
    _tell_apart(made, stops)
    return _travelled(made, stops)


def _tell_apart(found: Iterable[Column], stops: Sequence[Stop]) -> None:
    """Number the columns of stops that are at one place on one day: else they would have the same name."""
    same: dict[tuple[int, datetime.date | None], list[Column]] = defaultdict(list)
    for column in found:
        if column.stop is not None:
            same[column.stop.place_id, column.spot.day].append(column)
    on_route = {stop.pk: number for number, stop in enumerate(stops, 1)}
    for column in (one for twins in same.values() if len(twins) > 1 for one in twins):
        column.number = on_route[column.spot.stop or 0]


def _travelled(found: list[Column], stops: Sequence[Stop]) -> list[Column]:
    """By day and by the stop's place on the route; a stop without days follows the one before it."""
    on_route = {stop.pk: number for number, stop in enumerate(stops)}

    def place(column: Column) -> int:
        return on_route.get(column.spot.stop or 0, len(stops))

    dated = [column for column in found if column.spot.day]
    dated.sort(key=lambda column: (column.spot.day, place(column)))
    for column in sorted((one for one in found if not one.spot.day and one.spot.stop), key=place):
        before = [number for number, one in enumerate(dated) if one.spot.stop and place(one) < place(column)]
        dated.insert(max(before, default=-1) + 1, column)
    return [*dated, *(column for column in found if column.spot == Spot())]


def _days_of(stop: Stop, mission: Mission) -> Iterator[datetime.date | None]:
    """The days of a stop; of one that is typed as longer than the mission, those that are possible."""
    if stop.first_day is None:
        yield None
        return
    yield stop.first_day
    last = min(stop.last_day or stop.first_day, mission.ends_on)
    yield from list(_days_between(stop.first_day, last))[1:]


def _known_to_the_day(mission: Mission) -> bool:
    return mission.dates_precision in (DatesPrecision.DAY, DatesPrecision.APPROXIMATE)


def _days_between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for number in range(min((last - first).days + 1, DAYS_SHOWN)):
        yield first + datetime.timedelta(number)
