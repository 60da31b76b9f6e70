"""VTIMEZONE components: the rules of a zone over some years, as a calendar file carries them.

Written from the pinned zone database itself. icalendar puts the onset of summer time an hour late (in the new
local time, where RFC 5545 asks for the old), and takes milliseconds for each zone.
"""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from wording import zones

STEP = datetime.timedelta(hours=12)
SECOND = datetime.timedelta(seconds=1)


@lru_cache(maxsize=256)
def component(zone: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """The lines of a zone's component, good from a year before `first_year` to a year after `last_year`.

    Raises `UnknownZone` for a name that is no zone.
    """
    rules = zones.zone_info(zone)
    start = datetime.datetime(max(first_year - 1, 2), 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(min(last_year + 2, 9998), 1, 1, tzinfo=datetime.UTC)
    offset = _offset(start, rules)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}", *_observance(start + offset, offset, offset, start, rules)]
    for before, after in _transitions(start, end, rules):
        was, becomes = _offset(before, rules), _offset(after, rules)
        # The clocks are put at the local time that they have reached by then.
        lines += _observance(after + was, was, becomes, after, rules)
    return (*lines, "END:VTIMEZONE")


def _observance(
    onset: datetime.datetime,
    was: datetime.timedelta,
    becomes: datetime.timedelta,
    instant: datetime.datetime,
    rules: ZoneInfo,
) -> list[str]:
    local = instant.astimezone(rules)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset.year:04}{onset:%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_signed(was)}",
        f"TZOFFSETTO:{_signed(becomes)}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _transitions(
    start: datetime.datetime, end: datetime.datetime, rules: ZoneInfo
) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
    """The last second before each change of the offset, and the first one of the new."""
    at = start
    while at < end:
        following = min(at + STEP, end)
        if _offset(at, rules) != _offset(following, rules):
            before, after = at, following
            while after - before > SECOND:
                middle = before + datetime.timedelta(seconds=int((after - before).total_seconds()) // 2)
                if _offset(middle, rules) == _offset(at, rules):
                    before = middle
                else:
                    after = middle
            yield before, after
        at = following


def _offset(instant: datetime.datetime, rules: ZoneInfo) -> datetime.timedelta:
    return instant.astimezone(rules).utcoffset() or datetime.timedelta()


def _signed(offset: datetime.timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, odd = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}" + (f"{odd:02}" if odd else "")
