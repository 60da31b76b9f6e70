"""Times as programmes have them: “10:00–12:00”, “с 10 до 12 часов”, “9-10 AM”, “15-00”, “after lunch”.

clocks.py reads one hour, this module what stands round it. A text that begins like a time and cannot be read
for sure is not guessed at: `looks_timed` tells it apart, so that whoever corrects the programme is asked.
"""

import datetime
import re
from dataclasses import dataclass, replace

from backoffice.imports import spoken
from backoffice.imports.programme import clocks
from backoffice.imports.programme.clocks import Clock, Form
from missions.models import PartOfDay

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
_BEFORE_OR_AFTER = re.compile(
    r"\s*(?:не\s+позднее|до|к|после|until|till|by|before|after|not\s+before|no\s+later\s+than)\s+(?=\d)",
    re.IGNORECASE,
)
# An adverb may be followed by anything, a noun only by a sign: “Evening reception” is no hour.
_PARTS: tuple[tuple[PartOfDay, str, str], ...] = (
    (
        PartOfDay.AFTERNOON,
        r"после\s+обеда|во\s+второй\s+половине\s+дня|дн[её]м|after\s+lunch|in\s+the\s+afternoon"
        r"|түстен\s+кейін|öýleden\s+soň(?:ra)?|günortadan\s+soň(?:ra)?",
        r"вторая\s+половина\s+дня|afternoon",
    ),
    (
        PartOfDay.MORNING,
        r"с\s+утра|утром|в\s+первой\s+половине\s+дня|in\s+the\s+morning|before\s+lunch|до\s+обеда|таңертең|irden"
        r"|ertirine",
        r"утро|первая\s+половина\s+дня|morning|таң|ertir",
    ),
    (
        PartOfDay.EVENING,
        r"вечером|in\s+the\s+evening|кешке|кешкісін|agşamlyk(?!\s+nahar)",
        r"вечер|evening|кеш|agşam",
    ),
    (
        PartOfDay.MIDDAY,
        r"(?:at\s+)?(?:midday|noon)|в\s+полдень|полдень|в\s+обед|түсте|түскі\s+уақытта",
        r"обеденное\s+время|түскі\s+уақыт|günorta",
    ),
)
_BEFORE_ANYTHING = tuple(
    (part, re.compile(rf"\s*(?:{adverbs})(?!\w)(?P<rest>.*)", re.IGNORECASE | re.DOTALL))
    for part, adverbs, _nouns in _PARTS
)
_BEFORE_A_SIGN = tuple(
    (
        part,
        re.compile(rf"\s*(?:{nouns})(?P<rest>(?:\s*[:–—\t]|\s+-\s|\s*$).*)", re.IGNORECASE | re.DOTALL),
    )
    for part, _adverbs, nouns in _PARTS
)
_PART_OF_DAY = re.compile(
    rf"\s*(?:{'|'.join(nouns for _part, _adverbs, nouns in _PARTS)}|midnight|полночь|в\s+полночь)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hours:
    """When something is, as far as it is said, and the text behind."""

    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    approximate: bool = False
    part_of_day: str = ""
    rest: str = ""


@dataclass(frozen=True)
class _Span:
    """One hour, or two, at the beginning of a text; `end` is where the text goes on."""

    start: Clock
    until: Clock | None
    end: int
    led: bool  # by “at”, “from”, “сағат”
    approximate: bool
    pointed: bool  # to an end, which may be one or not: “10:00 – 12 companies”

    def without_doubt(self) -> "_Span":
        """The same with hours that are neither a day nor a sum."""
        until = replace(self.until, doubtful=False) if self.until else None
        return replace(self, start=replace(self.start, doubtful=False), until=until)


def leading(text: str, *, among_hours: bool = False) -> Hours | None:
    """The hours with which a line begins; None where it begins with none that can be read for sure.

    `among_hours`: it stands where only hours do, so “10.10” is no day.
    """
    if (span := _span(text)) and (times := _told(span.without_doubt() if among_hours else span)):
        rest = text[span.end :]
        if rest[:1].isalnum() and text[span.end - 1].isalnum():
            return None
        return Hours(*times, span.approximate, "", _rest(rest))
    if span and span.start.form != Form.NAMED:
        return None
    for part, pattern in (*_BEFORE_ANYTHING, *_BEFORE_A_SIGN):
        if found := pattern.match(text):
            return Hours(part_of_day=part.value, rest=_rest(found["rest"]))
    return None


def whole(text: str, *, among_hours: bool = False) -> Hours | None:
    """The hours of a cell that holds nothing else; empty and “to be confirmed” are not known.

    `among_hours`: it is a cell of a column of hours.
    """
    if not text.strip() or spoken.folded(text.strip(" .-–—")) in spoken.UNKNOWN | {""}:
        return Hours()
    found = leading(text, among_hours=among_hours)
    return found if found and not found.rest else None


def looks_timed(text: str) -> bool:
    """Whether a line begins like a time, be it one that can be read or not."""
    if leading(text) or _PART_OF_DAY.match(text):
        return True
    led = _BEFORE_OR_AFTER.match(text)
    span = _span(text[led.end() :] if led else text)
    if span is None:
        return False
    if span.start.form != Form.BARE:
        return True
    # Of numbers alone only “10–12” and “from 2 to 4” may be hours, not “2–3 companies”.
    return span.until is not None and (span.led or 6 <= span.start.hour < span.until.hour <= 24)


def _span(text: str) -> _Span | None:
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
    return _Span(start, until, end, bool(led), bool(about or nearly), pointed)


def _told(span: _Span) -> tuple[datetime.time, datetime.time | None] | None:
    """Start and end of what is a time for sure."""
    start, until = span.start, span.until
    if span.pointed:
        return None
    if until is None:
        time = start.time() if start.alone(led=span.led) else None
        return (time, None) if time else None
    if not clocks.are_hours(start, until):
        return None
    end = until.time()
    begin = _earlier(start, until, end) if end else None
    return (begin, end) if begin and end else None


def _earlier(start: Clock, until: Clock, end: datetime.time) -> datetime.time | None:
    """The beginning, in the half of the day that its end names if it names none: “3:30–4 PM”."""
    if start.half or not until.half or start.hour > 12 or start.form == Form.NAMED:
        return start.time()
    begin = start.time(until.half)
    return begin if begin and begin < end else start.time("am")


def _rest(text: str) -> str:
    return text.lstrip(" \t\n,.;:–—-|)").strip()
