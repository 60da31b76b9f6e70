"""Dates as people type them: “2027-05-07”, “07.05.2027”, “3 мая 2027 г.”, “2023 жылғы 13 желтоқсан”.

The one reader of dates for forms and imports. Own code, because date libraries guess: they take a missing
year for this one, and the order of day and month from the machine.
"""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wording import dates
from wording.calendar_names import month, weekdays
from wording.typed_text import LONGEST, normalised, quoted

# Of two digits, 00 to 68 are 2000 to 2068 and 69 to 99 are 1969 to 1999, as in POSIX and Python's %y.
_FIRST_OF_LAST_CENTURY = 69
_YEAR_FIRST = re.compile(r"(\d{4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:[T ]00?:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(
    r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\s*(?:г|ж|ý|года|жыл|ýyl)?\.?", re.IGNORECASE
)
_WORD = re.compile(r"\d+|[^\W\d_]+")
# Behind a number: its ordinal ending, or what a year is called.
_ORDINALS = "st nd rd th of the го ое е й ый ші шы сі інші ыншы i y si sy nji njy inji ynjy"
_YEARS = "г год года году ж жыл жылы жылғы жылдың ý ýyl ýylyň ýylda ýyly"
_ENDINGS = frozenset(f"{_ORDINALS} {_YEARS}".split())


class NotADate(ValueError):
    """A text that is no date, or one that contradicts itself; the message says why."""


@dataclass(frozen=True)
class TypedDate:
    """A date, and whether day and month could also be read the other way round."""

    day: datetime.date
    ambiguous: bool = False


def parse_date(text: str, year: int | None = None) -> TypedDate:
    """Return the date that a text holds; `year` is that of a date without one.

    Day and month that could be either are read day first, which is the order of all four languages (English
    is British); a number above 12 decides. Raises `NotADate`.

    >>> parse_date("7.5.27").day.isoformat(), parse_date("2023-nji ýylyň 13-nji dekabry").day.isoformat()
    ('2027-05-07', '2023-12-13')
    >>> parse_date("03/05/2027").ambiguous, parse_date("05/13/2027").day.isoformat()
    (True, '2027-05-13')
    """
    plain = normalised(text)
    if not plain or len(plain) > LONGEST:
        raise not_a_date(text)
    plain, weekday = _without_weekday(plain)
    typed = _in_figures(text, plain) or TypedDate(_in_words(text, plain, year))
    if weekday is not None and weekday != typed.day.weekday():
        raise NotADate(
            _("“%(text)s” names the wrong weekday. The date is %(date)s.")
            % {"text": quoted(text), "date": dates.full_date(typed.day, get_language() or "en")}
        )
    return typed


def in_words(day: datetime.date) -> str:
    """Return a date in words of the active language: “7 May 2027”."""
    return dates.long_date(day, get_language() or "en")


def _without_weekday(plain: str) -> tuple[str, int | None]:
    """Return the text without its weekday, and the number of that, Monday 0."""
    named = [found for found in _WORD.finditer(plain) if found[0].casefold() in weekdays()]
    if len(named) != 1:
        return plain, None
    before, after = plain[: named[0].start()], plain[named[0].end() :]
    before = re.sub(r"\b(?:on|в|во)\s*$", "", before, flags=re.IGNORECASE)
    return f"{before} {after}".strip(" ,.()"), weekdays()[named[0][0].casefold()]


def _in_figures(text: str, plain: str) -> TypedDate | None:
    """Return the date of a text without words; None where it has another form."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return TypedDate(_real(text, int(found[1]), int(found[3]), int(found[4])))
    if found := _YEAR_LAST.fullmatch(plain):
        first, second, full_year = int(found[1]), int(found[3]), _full_year(found[4])
        if second > 12 >= first:
            return TypedDate(_real(text, full_year, first, second))
        either = found[2] != "." and first != second and first <= 12
        return TypedDate(_real(text, full_year, second, first), either)
    return None


def _in_words(text: str, plain: str, year: int | None) -> datetime.date:
    """Return a date with the name of its month, in any usual order."""
    numbers: list[str] = []
    named: list[int] = []
    for found in _WORD.finditer(plain):
        word = found[0].casefold()
        if word.isdecimal():
            numbers.append(word)
        elif word in _ENDINGS:
            continue
        elif (number := month(word)) is not None:
            named.append(number)
        else:
            raise not_a_date(text)
    years = [number for number in numbers if len(number) == 4]
    others = [number for number in numbers if len(number) <= 2]
    if len(others) == 2 and not years and len(others[1]) == 2:  # “3 May 27”, “May 3, 27”
        years = [others.pop()]
    if len(named) != 1 or len(others) != 1 or len(years) > 1 or len(numbers) != len(others) + len(years):
        raise not_a_date(text)
    if not years and year is None:
        raise NotADate(_("“%(text)s” has no year.") % {"text": quoted(text)})
    return _real(text, _full_year(years[0]) if years else year or 0, named[0], int(others[0]))


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _FIRST_OF_LAST_CENTURY else 2000)


def _real(text: str, year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise NotADate(
            _("“%(text)s” is not in the calendar. Check the day and the month.") % {"text": quoted(text)}
        ) from None


def not_a_date(text: str) -> NotADate:
    """Return the error for a text that is no date in any form."""
    return NotADate(
        _("“%(text)s” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027.")
        % {"text": quoted(text)}
    )
