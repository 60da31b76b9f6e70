"""The order of items, which is total, and the runs at one stop in which they are shown."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import groupby

from missions.models import PartOfDay
from missions.parts import Day, Item, Section, Stop

# Where an hour is not known, an item is sorted (never shown) as if it began then.
ANCHORS = {
    PartOfDay.MORNING: datetime.time(8),
    PartOfDay.MIDDAY: datetime.time(12),
    PartOfDay.AFTERNOON: datetime.time(13),
    PartOfDay.EVENING: datetime.time(18),
}


def in_order(items: Iterable[tuple[int, Item]], stop_refs: list[str]) -> tuple[Item, ...]:
    """Items in the order of time: by day, anchor, the stop's place on the route, item order and UID.

    An item without a day takes its stop's first day; one without both comes last. The anchor of an item is
    its beginning, else its part of the day, else that of the item before it in the day's item order, which
    is that of their numbers, whatever the stop.
    """
    place_on_route = {ref: position for position, ref in enumerate(stop_refs)}
    last = len(stop_refs)

    def numbered(pair: tuple[int, Item]) -> tuple[int, str]:
        return (pair[0], pair[1].uid)

    def on_route(item: Item) -> int:
        return place_on_route[item.stop.ref] if item.stop else last

    def sorting_day(pair: tuple[int, Item]) -> datetime.date:
        item = pair[1]
        return item.day or (item.stop and item.stop.first_day) or datetime.date.max

    ordered: list[Item] = []
    for _date, group in groupby(
        sorted(items, key=lambda pair: (sorting_day(pair), numbered(pair))), key=sorting_day
    ):
        anchor = datetime.time.min
        anchored = []
        for pair in group:
            item = pair[1]
            anchor = item.starts_at or (ANCHORS[item.part_of_day] if item.part_of_day else anchor)
            anchored.append((anchor, on_route(item), numbered(pair), item))
        ordered += [entry[-1] for entry in sorted(anchored, key=lambda entry: entry[:3])]
    return tuple(ordered)


def sections(items: Iterable[Item], stops: Iterable[Stop]) -> tuple[Section, ...]:
    """Items in order as runs at one stop; a stop without items follows the one before it on the route."""
    made = [Section(stop, tuple(_days(run))) for stop, run in groupby(items, key=lambda item: item.stop)]
    shown = {section.stop for section in made}
    route = list(stops)
    for position, stop in enumerate(route):
        if stop not in shown:
            before = set(route[:position])
            at = max((index + 1 for index, section in enumerate(made) if section.stop in before), default=0)
            made.insert(at, Section(stop, ()))
    return tuple(made)


def _days(run: Iterable[Item]) -> Iterator[Day]:
    for date, items in groupby(
        run, key=lambda item: item.day or (item.stop.first_day if item.stop else None)
    ):
        of_day = tuple(items)
        approximate = any(item.day_approximate if item.day else True for item in of_day)
        yield Day(date, date is not None and approximate, of_day)
