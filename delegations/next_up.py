"""What comes next for a delegate at one moment, and how long it is until then, in words.

The words say at which moment they were counted, by the mission's clock: they depend on no clock of the
reader's, and stay true in a copy that is read later.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.itinerary import Day, Entry
from wording import zones


@dataclass(frozen=True, slots=True)
class Next:
    """The entry that comes next, and the one after it on the same day."""

    entry: Entry
    day: Day
    then: Entry | None


def of(days: Iterable[Day], now: datetime.datetime, declined: Collection[str] = ()) -> Next | None:
    """What comes after the last entry that has begun by `now`, an aware instant; None where nothing does.

    Cancelled and declined items are passed over. An entry without an hour has begun when its day is past, or
    when a later one has.
    """
    coming = [(day, entry) for day in days for entry in _entries(day) if _counts(entry, declined)]
    begun = [number for number, (day, entry) in enumerate(coming, start=1) if has_begun(day, entry, now)]
    left = [pair for pair in coming[begun[-1] if begun else 0 :] if pair[0].date is not None]
    if not left:
        return None
    (day, entry), *later = left
    return Next(entry, day, next((other for of_day, other in later if of_day.date == day.date), None))


def has_begun(day: Day, entry: Entry, now: datetime.datetime) -> bool:
    """Whether an entry of that day began by `now`; without an hour it did when its local day was over."""
    if entry.starts is not None:
        return entry.starts <= now
    return day.date is not None and day.date < now.astimezone(zones.zone_info(zone_of(entry))).date()


def zone_of(entry: Entry) -> str:
    """The IANA name of the clock that an entry begins by."""
    return entry.item.zone if entry.item else entry.journeys[0].origin.zone


def how_long(entry: Entry, day: datetime.date, now: datetime.datetime, lang: str) -> str:
    """Until an entry that has not begun, seen from `now`: "today, in 2 hours 35 minutes", "in 3 days".

    The days are those of the entry's own clock; the hours are told within a day alone.
    """
    today = now.astimezone(zones.zone_info(zone_of(entry))).date()
    words = _days((day - today).days)
    starts = entry.starts
    if starts is None or starts - now >= datetime.timedelta(days=1):
        return words
    minutes = max(1, round((starts - now).total_seconds() / 60))
    return f"{words}, {zones.time_left(minutes, lang)}"


def _days(number: int) -> str:
    if number <= 0:
        return _("today")
    if number == 1:
        return _("tomorrow")
    return ngettext("in %(number)s day", "in %(number)s days", number) % {"number": number}


def _entries(day: Day) -> Iterator[Entry]:
    for halt in day.halts:
        yield from halt.entries


def _counts(entry: Entry, declined: Collection[str]) -> bool:
    return entry.item is None or not (entry.item.cancelled or entry.item.uid in declined)
