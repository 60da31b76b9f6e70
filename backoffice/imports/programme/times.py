"""Times as programmes have them: “10:00–12:00”, “с 10.00 до 12.00”, “около 15:30”, “after lunch”."""

import datetime
import re
from dataclasses import dataclass

from backoffice.imports import spoken
from missions.models import PartOfDay

_TIME = r"(\d{1,2})[:.\u2236](\d{2})(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.)?(?!\d)"
_ABOUT = (
    r"(?P<{}>около|ок\.|примерно|ориентировочно|прибл\.|approx\.?|approximately|about|around|circa|ca\.|~|≈"
    r"|шамамен|takmynan)"
)
_LEADING = re.compile(
    rf"\s*(?:{_ABOUT.format('about')}\s*)?(?:(?:с|со|от|в|from|at|сағат|sagat)\s+)?(?:{_ABOUT.format('nearly')}\s*)?"
    rf"{_TIME}(?:\s*(?:–|—|‒|−|-|‑|\.\.\.|…|\n|\bto\b|\buntil\b|\btill\b|\bдо\b|\bпо\b|\bден\b)\s*{_TIME})?"
    r"\s*(?:\b(?:ч|час(?:ов|а)?|hrs?|hours)\b\.?|дейін\b|\bçenli\b)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PARTS: tuple[tuple[PartOfDay, str], ...] = (
    (
        PartOfDay.AFTERNOON,
        r"после\s+обеда|во\s+второй\s+половине\s+дня|вторая\s+половина\s+дня|дн[её]м|after\s+lunch|(?:in\s+the\s+)?afternoon"
        r"|түстен\s+кейін|öýleden\s+soň(?:ra)?|günortadan\s+soň(?:ra)?",
    ),
    (
        PartOfDay.MORNING,
        r"с\s+утра|утром|утро|первая\s+половина\s+дня|в\s+первой\s+половине\s+дня|(?:in\s+the\s+)?morning"
        r"|before\s+lunch|до\s+обеда|таңертең|таң|irden|ertir|ertirine",
    ),
    (PartOfDay.EVENING, r"вечером|вечер|(?:in\s+the\s+)?evening|кешке|кеш|кешкісін|agşamlyk|agşam"),
    (
        PartOfDay.MIDDAY,
        r"в\s+полдень|полдень|в\s+обед|обеденное\s+время|midday|noon|түсте|түскі\s+уақыт|günorta",
    ),
)
_PART = tuple(
    (part, re.compile(rf"\s*(?:{words})(?P<rest>(?:\s*[:–—\t]|\s+-\s|\s*$).*)", re.IGNORECASE | re.DOTALL))
    for part, words in _PARTS
)


@dataclass(frozen=True)
class Hours:
    """When something is, as far as it is said, and the text behind."""

    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    approximate: bool = False
    part_of_day: str = ""
    rest: str = ""


def leading(text: str) -> Hours | None:
    """The hours with which a line begins; None where it begins with none that can be read."""
    if found := _LEADING.match(text):
        groups = found.groups()
        start, end = _time(*groups[2:5]), _time(*groups[5:8])
        if start is None or (groups[5] is not None and end is None):
            return None
        rest = found["rest"]
        if rest[:1].isalnum() and text[found.start("rest") - 1].isalnum():
            return None
        return Hours(start, end, bool(found["about"] or found["nearly"]), "", _rest(rest))
    for part, pattern in _PART:
        if found := pattern.match(text):
            return Hours(part_of_day=part.value, rest=_rest(found["rest"]))
    return None


def whole(text: str) -> Hours | None:
    """The hours of a cell that holds nothing else; empty and “to be confirmed” are not known."""
    if not text.strip() or spoken.folded(text.strip(" .-–—")) in spoken.UNKNOWN | {""}:
        return Hours()
    found = leading(text)
    return found if found and not found.rest else None


def _rest(text: str) -> str:
    return text.lstrip(" \t\n,.;:–—-|)").strip()


def _time(hour: str | None, minute: str | None, half: str | None) -> datetime.time | None:
    if hour is None or minute is None:
        return None
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half.lower().startswith("p") else 0)
    try:
        return datetime.time(number, int(minute))
    except ValueError:
        return None
