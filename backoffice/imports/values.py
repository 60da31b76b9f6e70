"""From a cell to a value: the same whether a program wrote a real date, or somebody typed one as text.

Each reader takes a cell that is not empty. It gives None for a word that means “not known”, and raises Wrong
with a sentence where the cell says nothing that it can be. Text is text: nothing is ever evaluated.
"""

import datetime
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from backoffice.imports import spoken
from backoffice.imports.table import Cell
from wording import numbers
from wording.typed_dates import NotADate, in_words, not_a_date, parse_date
from wording.typed_times import NotATime, not_a_time, parse_time, parse_times
from wording.words import LANGUAGES

type Reader = Callable[[Cell], Any]

SERIALS_FROM = datetime.date(1899, 12, 30)  # day 0 of Excel, true from March 1900 on
SERIALS = range(18264, 73416)  # 1950 to 2100; what else is a number is no day


class Wrong(ValueError):
    """A cell that is none of what its column holds; the text says why in one sentence."""


def block(cell: Cell) -> str:
    """A text of one or several lines, as it was typed."""
    match cell:
        case bool():
            return _("yes") if cell else _("no")
        case datetime.datetime() | datetime.date() | datetime.time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Wrong(_("This holds a character that is no text."))
    return text


def line(cell: Cell) -> str:
    """A text of one line; line breaks in it become spaces."""
    return " ".join(part for part in block(cell).splitlines() if part)


def names(cell: Cell) -> list[str]:
    """Several names, with semicolons or line breaks between them; each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", block(cell)))
    return list(dict.fromkeys(part for part in parts if part))


def whole(cell: Cell) -> int:
    """A whole number from 0 up."""
    text = block(cell)
    number = numbers.whole(text, 9)
    if number is None:
        raise Wrong(_("“%(value)s” is no whole number.") % {"value": shown(cell)})
    return number


def yes_no(cell: Cell) -> bool | None:
    """Yes or no, in any of the four languages."""
    if isinstance(cell, bool):
        return cell
    word = spoken.folded(block(cell))
    if word in spoken.UNKNOWN:
        return None
    if word not in spoken.YES | spoken.NO:
        raise Wrong(_("“%(value)s” is neither yes nor no.") % {"value": shown(cell)})
    return word in spoken.YES


def day(cell: Cell, year: int | None = None) -> datetime.date | None:
    """A day: a real date, a serial number of Excel, or text in ISO, dd.mm.yyyy or words.

    `year` is that of a day without one; without it such a day is refused.
    """
    match cell:
        case datetime.datetime():
            return cell.date()
        case datetime.date():
            return cell
        case bool() | datetime.time():
            raise _no_day(cell)
        case int() | float():
            return _serial(float(cell), cell)
    text = " ".join(str(cell).split())
    if spoken.folded(text) in spoken.UNKNOWN:
        return None
    if text.isascii() and text.isdigit():
        return _serial(float(text), cell)
    try:
        return parse_date(text.removesuffix(" 00:00:00"), year).day
    except NotADate as error:
        raise Wrong(str(error)) from None


def is_ambiguous(text: str) -> bool:
    """Return whether day and month of a date that can be read could change places."""
    try:
        return parse_date(text).ambiguous
    except NotADate:
        return False


def read_as(text: str, value: datetime.date) -> str:
    """Return the sentence that says how a date of two meanings was read."""
    return _("“%(typed)s” was read as %(read)s.") % {"typed": shown(text), "read": in_words(value)}


def clock(cell: Cell) -> datetime.time | None:
    """A local time: a real one, a part of a day as Excel keeps it, or text such as 9:30, 09.30, 9 pm."""
    match cell:
        case datetime.datetime():
            return _to_the_minute(cell.time())
        case datetime.time():
            return _to_the_minute(cell)
        case bool() | datetime.date():
            raise _no_time(cell)
        case int() | float() if 0 <= cell < 1:
            return _to_the_minute(_after_midnight(datetime.timedelta(cell)))
    text = " ".join(str(cell).split())
    if spoken.folded(text) in spoken.UNKNOWN:
        return None
    try:
        return parse_time(text)
    except NotATime as error:
        raise Wrong(str(error)) from None


def hours(cell: Cell) -> list[datetime.time | None]:
    """When something begins and ends, in one cell: 09:00–10:30, or the beginning alone."""
    if isinstance(cell, str) and spoken.folded(cell) not in spoken.UNKNOWN:
        try:
            return list(parse_times(cell))
        except NotATime as error:
            raise Wrong(str(error)) from None
    return [clock(cell), None]


def choice_of(choices: type[models.TextChoices]) -> Reader:
    """One of these, by its code or by its label in any of the four languages."""

    def choice(cell: Cell) -> str:
        word = spoken.folded(block(cell))
        found = _labels(choices).get(word)
        if found is None:
            raise Wrong(
                _("“%(value)s” is not among the choices: %(choices)s.")
                % {"value": shown(cell), "choices": ", ".join(str(label) for label in choices.labels)}
            )
        return found

    return choice


def shown(cell: Cell) -> str:
    """A cell as a sentence quotes it."""
    text = cell if isinstance(cell, str) else "" if cell is None else str(cell)
    text = " ".join(text.replace("\0", "\N{REPLACEMENT CHARACTER}").split())
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= 60 else f"{text[:60]}…"


@cache
def _labels(choices: type[models.TextChoices]) -> dict[str, str]:
    """The code by each folded label, and by itself. What two of them share names neither."""
    found: dict[str, set[str]] = {}
    for member in choices:
        found.setdefault(spoken.folded(member.value), set()).add(member.value)
        for lang in LANGUAGES:
            with override(lang):
                found.setdefault(spoken.folded(str(member.label)), set()).add(member.value)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


def _serial(number: float, cell: Cell) -> datetime.date:
    if not SERIALS.start <= number < SERIALS.stop:  # nor is anything without an end
        raise _no_day(cell)
    return SERIALS_FROM + datetime.timedelta(int(number))


def _after_midnight(passed: datetime.timedelta) -> datetime.time:
    return datetime.time(passed.seconds // 3600, passed.seconds // 60 % 60, passed.seconds % 60)


def _to_the_minute(time: datetime.time) -> datetime.time:
    """Without seconds; programs keep 9:30 as a fraction that may fall short of it by one."""
    minutes = min(round(time.hour * 60 + time.minute + time.second / 60), 24 * 60 - 1)
    return datetime.time(*divmod(minutes, 60))


def _no_day(cell: Cell) -> Wrong:
    return Wrong(str(not_a_date(str(cell))))


def _no_time(cell: Cell) -> Wrong:
    return Wrong(str(not_a_time(str(cell))))
