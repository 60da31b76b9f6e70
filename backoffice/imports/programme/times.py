"""Times as programmes have them: “10:00–12:00”, “с 10 до 12 часов”, “9-10 AM”, “15-00”, “after lunch”.

wording/typed_times.py reads the hours, this module what stands around them. A text that begins like a time
and cannot be read for sure is not guessed: `looks_timed` finds it, so that somebody is asked about it.
"""

import datetime
import re
from dataclasses import dataclass

from backoffice.imports import spoken
from missions.models import PartOfDay
from wording.clocks import Form
from wording.typed_times import NotATime, parse_times, span_at_start, sure_times

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


def leading(text: str, *, among_hours: bool = False) -> Hours | None:
    """The hours with which a line begins; None where it begins with none that can be read for sure.

    `among_hours`: it stands where only hours do, so “10.10” is no day.
    """
    if (span := span_at_start(text)) and (times := sure_times(span.without_doubt() if among_hours else span)):
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
    if found and not found.rest:
        return found
    if among_hours:
        try:
            return Hours(*parse_times(text))
        except NotATime:
            return None
    return None


def looks_timed(text: str) -> bool:
    """Whether a line begins like a time, be it one that can be read or not."""
    if leading(text) or _PART_OF_DAY.match(text):
        return True
    led = _BEFORE_OR_AFTER.match(text)
    span = span_at_start(text[led.end() :] if led else text)
    if span is None:
        return False
    if span.start.form != Form.BARE:
        return True
    # Of numbers alone only “10–12” and “from 2 to 4” may be hours, not “2–3 companies”.
    return span.until is not None and (span.led or 6 <= span.start.hour < span.until.hour <= 24)


def _rest(text: str) -> str:
    return text.lstrip(" \t\n,.;:–—-|)").strip()
