"""Times of day as people type them: “10”, “930”, “9.30”, “1 pm”, “9am-10.30”, “с 10 до 12 часов”.

The one reader of times for forms, imports and programmes. `clocks` reads one hour, this module a whole text
or the beginning of a line. Own code, because date libraries guess: they read “10” as a day.
"""

import datetime
import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wording import clocks
from wording.clocks import Clock, Form
from wording.typed_text import LONGEST, normalised, quoted

type Times = tuple[datetime.time, datetime.time | None]

_ABOUT = re.compile(
    r"\s*(?:около|ок\.|примерно|ориентировочно|прибл\.|approx\.?|approximately|about|around|circa|ca\.|~|≈"
    r"|шамамен|takmynan)(?!\w)\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\s*(?:начиная\s+с|с|со|от|в|from|at|сағат|sagat)\s+(?=\w)", re.IGNORECASE)
_HOUR_BEFORE = re.compile(r"\s*(?:сағат|sagat)\s", re.IGNORECASE)
_TO = re.compile(
    r"(?:\s*(?P<sign>–|—|‒|−|-|‑|\.\.\.|…|\n|\b(?P<word>to|until|till|до|по)\b))?\s*", re.IGNORECASE
)
_UNTIL = re.compile(r"\s*(?:дейін|çenli|çen)(?!\w)", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,4}")
_DIGITS_PAIR = re.compile(r"(\d{3,4})\s*[-–—‑]\s*(\d{3,4})")
# “9 утра” is 9 am, “3 часа дня” is 3 pm.
_RUSSIAN_HALF = re.compile(
    r"(\d)\s*(?:час(?:а|ов)?|ч\.?)?\s*(?:(утра|ночи)|(дня|вечера))(?!\w)", re.IGNORECASE
)
_BARE_PAIR = re.compile(r"(\d{1,2})\s*[-–—‑]\s*(\d{1,2})")


class NotATime(ValueError):
    """A text that is no time of day; the message says how to write one."""


@dataclass(frozen=True)
class Span:
    """One hour, or two, at the beginning of a text; `end` is where the text goes on."""

    start: Clock
    until: Clock | None
    end: int
    led: bool  # by “at”, “from”, “сағат”
    approximate: bool
    pointed: bool  # to an end, which may be one or not: “10:00 – 12 companies”

    def without_doubt(self) -> "Span":
        """Return the same with hours that are neither a day nor a sum."""
        until = replace(self.until, doubtful=False) if self.until else None
        return replace(self, start=replace(self.start, doubtful=False), until=until)


def parse_time(text: str) -> datetime.time:
    """Return the local time of day that a text holds, to the minute.

    Raises `NotATime`, also for a range of two times.

    >>> [f"{parse_time(text):%H:%M}" for text in ("10", "930", "9.30", "0930", "1 pm", "12 am", "18 часов")]
    ['10:00', '09:30', '09:30', '09:30', '13:00', '00:00', '18:00']
    """
    start, end = parse_times(text)
    if end is not None:
        raise NotATime(_("“%(text)s” is a range. Enter one time, such as 09:30.") % {"text": quoted(text)})
    return start


def parse_times(text: str) -> Times:
    """Return the beginning and, where the text is a range, the end; both local, to the minute.

    An end of 24:00 is midnight. Raises `NotATime`.

    >>> [f"{time:%H:%M}" for time in parse_times("9am-10.30")]
    ['09:00', '10:30']
    """
    plain = normalised(text)
    found = None
    if len(plain) <= LONGEST and "\0" not in plain:
        plain = _RUSSIAN_HALF.sub(lambda half: f"{half[1]} {'am' if half[2] else 'pm'}", plain)
        if pair := _BARE_PAIR.fullmatch(plain):
            found = _hours_or_minutes(pair[1], pair[2])
        elif pair := _DIGITS_PAIR.fullmatch(plain):
            found = _range_of_digits(pair[1], pair[2])
        else:
            found = _digits(plain) or _span_alone(plain)
    if found is None:
        raise not_a_time(text)
    return found


def not_a_time(text: str) -> NotATime:
    """Return the error for a text that is no time in any form."""
    return NotATime(_("“%(text)s” is not a time. Enter one such as 09:30.") % {"text": quoted(text)})


def span_at_start(text: str) -> Span | None:
    """Return the hours with which a text begins, sure or not; None where it begins with none."""
    about = _ABOUT.match(text)
    at = about.end() if about else 0
    hour_before = bool(_HOUR_BEFORE.match(text, at))
    led = _LEAD.match(text, at)
    at = led.end() if led else at
    nearly = _ABOUT.match(text, at)
    at = nearly.end() if nearly else at
    start = clocks.at(text, at, after_hour=hour_before)
    if start is None:
        return None
    until, end, pointed = None, start.end, False
    to, from_it = _TO.match(text, end), start.suffix == clocks.FROM
    if to and (to["sign"] or from_it):
        found = clocks.at(text, to.end(), after_hour=hour_before)
        if found and (found.form != Form.BARE or start.form == Form.BARE or from_it or to["word"]):
            until, end = found, found.end
        elif found:
            pointed = start.hour < found.hour <= 24
    if said := _UNTIL.match(text, end):
        end = said.end()
    return Span(start, until, end, bool(led), bool(about or nearly), pointed)


def sure_times(span: Span) -> Times | None:
    """Return beginning and end of what can only be hours; None where it may be something else."""
    start, until = span.start, span.until
    if span.pointed:
        return None
    if until is None:
        time = start.time() if start.alone(led=span.led) else None
        return (time, None) if time else None
    return _range(start, until) if clocks.are_hours(start, until) else None


def _digits(text: str) -> Times | None:
    """“10”, “930”, “0930”: the last two of three or four digits are minutes."""
    if not _DIGITS.fullmatch(text):
        return None
    hour, minute = (int(text), 0) if len(text) < 3 else (int(text[:-2]), int(text[-2:]))
    return (datetime.time(hour, minute), None) if hour < 24 and minute < 60 else None


def _range_of_digits(first: str, second: str) -> Times | None:
    """“930-1030”."""
    start, end = _digits(first), _digits(second)
    return (start[0], end[0]) if start and end and start != end else None


def _hours_or_minutes(left: str, right: str) -> Times | None:
    """“10-12” and “9-5” are two hours; “9-30” can only be one time, and “9-15” may be either."""
    first, second = int(left), int(right)
    minutes = second > 24 or right.startswith("0") or (second <= first and _like_minutes(right))
    if first < 24 and second < 60 and minutes:
        return datetime.time(first, second), None
    if first >= 24 or second > 24 or second == first or (second > 12 and _like_minutes(right)):
        return None
    return datetime.time(first), datetime.time(_end_hour(first, second) % 24)


def _like_minutes(text: str) -> bool:
    return len(text) == 2 and text[1] in "05"


def _end_hour(first: int, second: int) -> int:
    """“9-5” ends in the afternoon."""
    return second + 12 if second < first <= 12 and second + 12 > first else second


def _span_alone(text: str) -> Times | None:
    """A text that holds nothing but hours; one that says “about” holds more than a time."""
    if not (span := span_at_start(text)) or span.approximate:
        return None
    start, until, end = span.start, span.until, span.end
    if until is None:
        to = _TO.match(text, start.end)
        until = clocks.at(text, to.end()) if to else None
        end = until.end if until else end
    if text[end:].strip(" .,"):
        return None
    if until is not None:
        found = _range(start, until)
        return found if found and found[0] != found[1] else None
    time = start.time()
    return (time, None) if time and (start.hour, start.minute) != (24, 0) else None


def _range(start: Clock, until: Clock) -> Times | None:
    end = until.time()
    begin = _earlier(start, until, end) if end is not None else None
    if begin is None or end is None or start.hour == 24:
        return None
    if start.half and not until.half and until.hour < 12 and end <= begin:
        later = end.replace(hour=end.hour + 12)  # “9am-5”
        end = later if later > begin else end
    return begin, end


def _earlier(start: Clock, until: Clock, end: datetime.time) -> datetime.time | None:
    """The beginning, in the half of the day that its end names if it names none: “3:30–4 PM”."""
    if start.half or not until.half or start.hour > 12 or start.form == Form.NAMED:
        return start.time()
    begin = start.time(until.half)
    return begin if begin and begin < end else start.time("am")
