"""Headings of days: “4 декабря, понедельник”, “День 1 (04.12.2023)”, “Day 2 – Ashgabat”, “4-nji dekabr”."""

import datetime
import re
from dataclasses import dataclass, field
from functools import cache

from backoffice.imports import remarks
from backoffice.imports.remarks import Remark, remark
from wording.calendar_names import ENDING, month, months, weekdays

LONGEST = 120  # letters of a heading
_NUMBERED = re.compile(
    r"\b(?:день|day|күн|gün)\s*(?:№|no\.?|#)?\s*(\d{1,2})\b"
    r"|\b(\d{1,2})\s*[-–]?\s*(?:й|ый|ой|ий|ші|шы|інші|ыншы|nji|njy|inji|ynjy|st|nd|rd|th)?\s+(?:день|day|күн|gün)\b"
    r"|\b(первый|второй|третий|четв[её]ртый|пятый|шестой|седьмой)\s+день\b",
    re.IGNORECASE,
)
_ORDINALS = ("перв", "втор", "трет", "четв", "пят", "шест", "седьм")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTS = re.compile(
    r"(?<![\d.:])(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?(?![\d:]|\.\d)\s*(?:г\.|ж\.|ý\.)?"
)
_ENDING = r"(?:\s*[-–]?\s*(?:nji|njy|inji|ynjy|st|nd|rd|th|го|ое|е|ші|шы|сі|інші))?"
_SEVERAL = re.compile(r"\d{1,2}\s*[–—-]\s*\d{1,2}(?=\s*[.\s]\s*[^\W\d_])")
_EMPTY = re.compile(r"[\s,.;:()\[\]–—\-/|]+")


@dataclass
class Heading:
    """A day as a heading says it: perhaps none that can be told, and what else stands in the heading."""

    day: datetime.date | None
    rest: str = ""
    flags: list[Remark] = field(default_factory=list)
    leads: bool = True  # whether the text begins with the day


def read(text: str, first: datetime.date, last: datetime.date) -> Heading | None:
    """The day of a heading in a mission from `first` to `last`; None where it is none of a day."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        return None
    number, without = _number(text)
    if several := _SEVERAL.search(without):
        if not _month(without):
            return None
        rest = _left(_without_date(without.replace(several[0], "1 ")))
        return Heading(None, rest, [remark("several_days", text=text)], not _left(without[: several.start()]))
    found = _date(without)
    if found is None and number is None:
        return None
    flags: list[Remark] = []
    day: datetime.date | None = None
    if found is not None:
        parts, without = found
        day = _dated(text, parts, first, last, flags)
    rest = _left(without)
    if re.match(r"\d{1,2}[:.]\d\d", rest):
        return None
    if day is None and found is None and number is not None:
        day = first + datetime.timedelta(number - 1)
        if day > last:
            flags.append(remark("after_the_end", text=text))
            day = None
        else:
            flags.append(remark("counted_day"))
    if day and (named := _weekday(without)) is not None and named != day.weekday():
        flags.append(remark("weekday", text=text))
    begins = not rest or not _left(re.split(r"\d", text, maxsplit=1)[0]) or number is not None
    return Heading(day, rest, flags, begins)


def _dated(
    text: str, parts: tuple[int, int, int], first: datetime.date, last: datetime.date, flags: list[Remark]
) -> datetime.date | None:
    year, month, number = parts
    if not year:
        flags.append(remark("no_year"))
        years = sorted({first.year, last.year})
        days = [day for one in years if (day := _real(one, month, number))]
        inside = [day for day in days if first <= day <= last]
        if inside or days:
            return (inside or days)[0]
    elif day := _real(year, month, number):
        return day
    flags.append(remarks.unread(text))
    return None


def _real(year: int, month: int, number: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None


def _number(text: str) -> tuple[int | None, str]:
    """The number of a day of the mission, and the text without it."""
    found = _NUMBERED.search(text)
    if not found:
        return None, text
    without = f"{text[: found.start()]} {text[found.end() :]}"
    if found[3]:
        word = found[3].casefold()
        return next(at for at, begins in enumerate(_ORDINALS, 1) if word.startswith(begins)), without
    number = int(found[1] or found[2])
    return (number or None), without


def _date(text: str) -> tuple[tuple[int, int, int], str] | None:
    """Year (0 where it is not said), month and day that stand in a text, and the text without them."""
    if found := _ISO.search(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _year_first().search(text):
        parts = int(found[1]), month(found[3]) or 0, int(found[2])
    elif found := _by_month().search(text):
        parts = int(found[3] or 0), month(found[2]) or 0, int(found[1])
    elif found := _month_first().search(text):
        parts = int(found[3] or 0), month(found[1]) or 0, int(found[2])
    elif found := _DOTS.search(text):
        year = int(found[3] or 0)
        parts = year + (2000 if 0 < year < 100 else 0), int(found[2]), int(found[1])
        if not 1 <= parts[1] <= 12 or not 1 <= parts[2] <= 31:
            return None
        if not year and _left(text[found.end() :]):
            return None  # “10.12 Dinner” begins with an hour
    else:
        return None
    return parts, f"{text[: found.start()]} {text[found.end() :]}"


def _without_date(text: str) -> str:
    found = _date(text)
    return found[1] if found else text


def _month(text: str) -> bool:
    return any(month(word) for word in re.findall(r"[^\W\d_]+", text.casefold()))


def _weekday(text: str) -> int | None:
    found = {weekdays()[word] for word in re.findall(r"[^\W\d_]+", text.casefold()) if word in weekdays()}
    return found.pop() if len(found) == 1 else None


def _left(text: str) -> str:
    """What is left of a heading without weekdays, words beside dates and the signs around them."""
    kept = re.sub(
        r"[^\W\d_]+\.?",
        lambda found: "" if _beside(found[0]) else found[0],
        text,
    )
    kept = re.sub(r"[(\[]\s*[,.;]*\s*[)\]]", "", kept)
    kept = kept.strip(" ,.;:–—-/|\t")
    if kept.startswith("(") and kept.endswith(")"):
        kept = kept[1:-1].strip()
    return "" if _EMPTY.fullmatch(kept) else " ".join(kept.split())


def _beside(word: str) -> bool:
    word = word.casefold().strip(".")
    return word in weekdays() or word in {"г", "года", "год", "ж", "жыл", "жылғы", "жылы", "ýyl", "ýylyň"}


@cache
def _names() -> str:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    return rf"(?:{names})(?:{ENDING})?"


@cache
def _year_first() -> re.Pattern[str]:
    """“2023 жылғы 13 желтоқсан”, “2023-nji ýylyň 13-nji dekabry”."""
    return re.compile(
        rf"\b(\d{{4}}){_ENDING}\s+(?:жыл|ж\b|ýyl|ý\b)\w*\.?,?\s+(\d{{1,2}}){_ENDING}\s+({_names()})\b",
        re.IGNORECASE,
    )


@cache
def _by_month() -> re.Pattern[str]:
    return re.compile(
        rf"\b(\d{{1,2}}){_ENDING}\s+(?:of\s+)?({_names()})\b\.?,?(?:\s*(\d{{4}}))?", re.IGNORECASE
    )


@cache
def _month_first() -> re.Pattern[str]:
    return re.compile(
        rf"\b({_names()})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s*(\d{{4}}))?", re.IGNORECASE
    )
