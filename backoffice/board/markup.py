"""The markup of slots, of days and of cautions, kept while what they show is the same.

A board of sixty items is shown again after each act, of which one changed: rendering the others anew would
cost more than all the rest. Nothing in a slot depends on who reads it but whether she may change and add.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backoffice.board.slots import DayColumn, Slot
from wording.words import Words

TEMPLATE = "backoffice/board_parts.html#slot"
DAY = "backoffice/board_parts.html#day"
CAUTIONS = "backoffice/board_parts.html#cautions"


@lru_cache(maxsize=4096)
def kept(slot: Slot, lang: str, changes: bool, adds: bool) -> SafeString:
    """A slot without a form and with nothing to say; `lang` is the language that is active."""
    return render_to_string(TEMPLATE, {"slot": slot, "changes": changes, "adds": adds})


def fresh(slot: Slot, context: Mapping[str, Any]) -> SafeString:
    """A slot in which a form stands open, or beside which something is said."""
    return render_to_string(TEMPLATE, {"slot": slot, **context})


def day(column: DayColumn, number: int, adds: bool, lang: str) -> SafeString:
    """A column in which no form stands open, with its rows as they are drawn; `number` is its place."""
    rows = tuple(map(tuple, column.drawn))
    told = (column.key, column.place, column.day, column.approximate, column.where)
    return _day(*told, rows, number, adds, lang)


@lru_cache(maxsize=256)
def _day(
    key: str,
    place: Words | str,
    day: str,
    approximate: bool,
    where: str,
    drawn: tuple[tuple[str, ...], ...],
    number: int,
    adds: bool,
    lang: str,
) -> SafeString:
    wide = any(len(row) > 1 for row in drawn)
    told = {"key": key, "place": place, "day": day, "approximate": approximate, "where": where}
    context = {"day": {**told, "drawn": drawn, "wide": wide}, "number": number, "adds": adds}
    return render_to_string(DAY, context)


def fresh_day(column: DayColumn, number: int, context: Mapping[str, Any]) -> SafeString:
    """A column of a board on which a form stands open."""
    return render_to_string(DAY, {"day": column, "number": number, **context})


@lru_cache(maxsize=64)
def cautions(found: tuple[Any, ...], lang: str) -> SafeString:
    """What is told of each clash or caution (`reading.Told`)."""
    return render_to_string(CAUTIONS, {"cautions": found})
