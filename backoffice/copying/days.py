"""Days that move together, and what they meet: weekends, holidays, hours that the clocks jump over."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from missions import working_days
from missions.models import Mission, ProgrammeItem, Stop
from wording import dates, zones


def between(first: dt.date, wish: dt.date, *, weekdays: bool) -> int:
    """By how many days something moves that began on `first` and is to begin on `wish`.

    With `weekdays` to the nearest day of the same name: from a Monday to the Monday nearest to the wish.

    >>> between(dt.date(2023, 12, 4), dt.date(2024, 3, 13), weekdays=True)
    98
    """
    days = (wish - first).days
    return 7 * round(days / 7) if weekdays else days


def moved(day: dt.date | None, by: int) -> dt.date | None:
    """The day so many days later. Raises OverflowError where no calendar has it."""
    return day if day is None else day + dt.timedelta(by)


def told(day: dt.date | None, lang: str) -> str:
    """The day with its name, or that it is not known."""
    return dates.full_date(day, lang) if day else _("day not known")


def free(day: dt.date | None, country: str) -> str:
    """What keeps offices closed there on that day; empty where nothing is known to."""
    if day is None:
        return ""
    if working_days.is_holiday(day, country):
        return _("public holiday")
    return _("weekend") if working_days.is_weekend(day, country) else ""


def zone_of(stop: Stop | None, mission: Mission, first: Stop | None) -> str:
    """The IANA zone of a stop; without one that of the mission, whose first stop is `first`."""
    if stop is not None:
        return stop.place.zone
    return mission.zone or (first.place.zone if first else "UTC")


def no_such_times(item: ProgrammeItem, zone: str) -> Iterator[tuple[str, str]]:
    """The hours of an item that do not exist on its days: which column, and the sentence."""
    for name, day, time, clock in _times(item, zone):
        if day is not None and time is not None:
            try:
                zones.instant(day, time, clock)
            except zones.NoSuchTime:
                said = _(
                    "“%(item)s”: %(time)s does not exist on %(day)s in %(zone)s: the clocks were put forward."
                )
                words = {"item": item, "time": time.strftime("%H:%M"), "day": day.isoformat(), "zone": clock}
                yield name, said % words


def ends_too_early(item: ProgrammeItem, zone: str) -> bool:
    """Whether an item, all of whose hours exist, ends before it begins."""
    (_start, day, time, clock), (_end, last, end, end_clock) = _times(item, zone)
    if day is None or last is None or time is None or end is None:
        return False
    return zones.instant(last, end, end_clock) < zones.instant(day, time, clock)


def _times(item: ProgrammeItem, zone: str) -> tuple[tuple[str, dt.date | None, dt.time | None, str], ...]:
    """When an item begins and ends: the column, the day, the hour, and the zone whose clock it is."""
    end_zone = item.to_place.zone if item.to_place else zone
    return (
        ("starts_at", item.day, item.starts_at, zone),
        ("ends_at", item.ends_on or item.day, item.ends_at, end_zone),
    )
