"""When items are, as instants that can be compared: microseconds since 1970, whatever the clocks show.

An item whose hour of beginning is not known has no span: nothing is said of its time. Where its end is not
known, it lasts at least a moment (or until its last day begins), and at most until that day is over. An
arrival alone is a moment by itself.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from backoffice.clashes.facts import Facts, Item, Place, Stop
from missions.models import ItemKind, ItemStatus
from wording import zones

MOMENT = 1
SECOND = 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


class Span(NamedTuple):
    """An item between instants: it lasts until `sure` for certain, and is over by `perhaps`.

    `unsettled`: its day or time is approximate, or it is tentative. `begins_in` and `ends_in` are the places.
    `binds`: whoever takes part can be nowhere else meanwhile.
    """

    begin: int
    key: str
    item: Item
    sure: int
    perhaps: int
    unsettled: bool
    begins_in: Place | None
    ends_in: Place | None
    binds: bool

    @property
    def end_known(self) -> bool:
        """Whether it is known when the item ends."""
        return self.sure == self.perhaps


@lru_cache(maxsize=65536)
def instant(day: dt.date, time: dt.time, zone: str) -> int | None:
    """The instant of a local time; None where the clocks jump over it."""
    try:
        moment = zones.instant(day, time, zone)
    except zones.NoSuchTime:
        return None
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def day_begins(day: dt.date, zone: str) -> int:
    """The instant of a day's beginning, or the first after it where midnight does not exist."""
    try:
        midnight = dt.datetime.combine(day, dt.time(), tzinfo=zones.zone_info(zone))
        return (midnight - _EPOCH) // _MICROSECOND
    except OverflowError:  # the first and last day of the calendar
        return (dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND


def day_after(day: dt.date) -> dt.date:
    """The next day; the last day of the calendar itself."""
    return day + dt.timedelta(1) if day < dt.date.max else day


def span_of(item: Item, stop: Stop | None, zone: str) -> Span | None:
    """The span of one item, None where its beginning is not known or it is cancelled."""
    if item.day is None or item.starts_at is None or item.status == ItemStatus.CANCELLED:
        return None
    here = stop.place if stop else None
    begin = instant(item.day, item.starts_at, here.zone if here else zone)
    if begin is None:
        return None
    there = item.to_place or here
    there_zone = there.zone if there else zone
    last = item.ends_on or item.day
    end = instant(last, item.ends_at, there_zone) if item.ends_at is not None else None
    if end is not None and end >= begin:
        sure = perhaps = end
    elif item.kind == ItemKind.ARRIVAL and last == item.day:
        sure = perhaps = begin
    else:
        sure = begin + MOMENT
        if last > item.day:
            sure = max(sure, day_begins(last, there_zone))
        perhaps = max(sure + MOMENT, day_begins(day_after(last), there_zone))
    return Span(
        begin,
        item.key,
        item,
        sure,
        perhaps,
        item.day_approximate or item.time_approximate or item.status == ItemStatus.TENTATIVE,
        here,
        there,
        item.kind != ItemKind.FREE_TIME,
    )


def spans_of(facts: Facts) -> list[Span]:
    """The spans of all items that have one, in the order of the programme."""
    stops = {stop.pk: stop for stop in facts.stops}
    on_route: dict[int | None, int] = {stop.pk: place for place, stop in enumerate(facts.stops, start=1)}
    zone = facts.zone
    made = (span_of(item, stops.get(item.stop) if item.stop else None, zone) for item in facts.items)
    return sorted(
        (span for span in made if span is not None),
        key=lambda span: (span.begin, on_route.get(span.item.stop, 0), span.item.order, span.key),
    )


def overlap(one: Span, other: Span) -> bool:
    """Whether two items are at the same time for certain; one that ends as the other begins is not."""
    return one.begin < other.sure and other.begin < one.sure


def may_overlap(first: Span, second: Span) -> bool:
    """Whether it cannot be told if the first, whose end is not known, ends before the second begins."""
    return first.sure <= second.begin < first.perhaps and first.begin < second.begin
