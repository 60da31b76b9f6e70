"""Which column of a sheet is which: by its heading, in any language, case and order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from backoffice.imports import spoken, values
from backoffice.imports.columns import Column
from backoffice.imports.remarks import Remark
from backoffice.imports.table import Line, Table, Unreadable, letter

LOOKED_AT = 20  # first lines, in which the headings are looked for
REMARK = frozenset(["remark", "remarks", "примечание", "примечания", "ескерту", "bellik"])
_LANGUAGE = re.compile(r"(.+?)[\s(\[,/–—-]+([^\W\d_]+)[)\]]?")


@dataclass(frozen=True)
class Place:
    """Where a column stands in the sheet, and for a text the language that it is in.

    `assumed` is whether the heading does not name that language: a list that is taken away in one language
    has there whatever its reader is shown.
    """

    index: int
    column: Column
    lang: str = ""
    assumed: bool = False

    @property
    def field(self) -> str:
        """The key of what its cells set: that of the column, with the language."""
        return f"{self.column.key}_{self.lang}" if self.lang else self.column.key


@dataclass
class Headings:
    """The columns that were found, those that are not known by heading, and the lines below."""

    places: list[Place]
    ignored: list[str]
    lines: list[Line]
    notes: list[Remark]
    names: dict[int, str] = field(default_factory=dict)  # headings of columns that are not read


def find(table: Table, columns: Sequence[Column], lang: str, languages: Sequence[str]) -> Headings:
    """The headings of a sheet. Raises Unreadable where there are none, or two that say the same.

    A text whose heading names no language is in the heading's own; where that is that of several, in the
    reader's, `lang`, or the first of the mission's `languages`.
    """
    known = _known(columns)
    order = (lang, *languages)
    best, at = max(
        ((sum(_place(0, cell, known, order) is not None for cell in line.cells), -index), index)
        for index, line in enumerate(table.lines[:LOOKED_AT] or [Line(0, [])])
    )
    if not best[0]:
        first = table.lines[0].cells if table.lines else []
        raise Unreadable(
            _("The sheet has no row with headings that are known. Its first row says: %(cells)s.")
            % {"cells": ", ".join(values.shown(cell) for cell in first[:6] if cell is not None) or "–"}
        )
    found = Headings([], [], table.lines[at + 1 :], list(table.notes))
    _assign(found, table.lines[at], known, order)
    for column in columns:
        if column.required and not any(place.column is column for place in found.places):
            raise Unreadable(_("The sheet has no column “%(heading)s”.") % {"heading": column.heading()})
    return found


def is_example(line: Line, places: Sequence[Place]) -> bool:
    """Whether the line is one of a template's, which shows what is meant."""
    taken = {place.index for place in places}
    return any(
        isinstance(cell, str) and spoken.folded(cell) in spoken.EXAMPLE
        for index, cell in enumerate(line.cells)
        if index not in taken
    )


def _known(columns: Sequence[Column]) -> dict[str, tuple[Column, set[str]]]:
    known: dict[str, tuple[Column, set[str]]] = {}
    for column in columns:
        for name, langs in column.names().items():
            if name not in known:
                known[name] = (column, set(langs))
            elif known[name][0] is column:
                known[name][1].update(langs)
    return known


def _place(
    index: int, cell: object, known: dict[str, tuple[Column, set[str]]], order: Sequence[str]
) -> Place | None:
    if not isinstance(cell, str):
        return None
    heading = spoken.folded(cell)
    if heading in known:
        column, langs = known[heading]
        if not column.in_languages:
            return Place(index, column)
        own = next((one for one in order if one in langs), "")
        return Place(index, column, own or min(langs or order[:1]), assumed=True)
    if (parts := _LANGUAGE.fullmatch(heading)) and (lang := spoken.languages().get(parts[2])):
        named = known.get(parts[1].strip())
        if named is not None and named[0].in_languages:
            return Place(index, named[0], lang)
    return None


def _assign(
    found: Headings, line: Line, known: dict[str, tuple[Column, set[str]]], order: Sequence[str]
) -> None:
    seen: dict[str, Place] = {}
    for index, cell in enumerate(line.cells):
        if cell is None:
            continue
        place = _place(index, cell, known, order)
        if place is None:
            found.names[index] = values.shown(cell)
            if not (isinstance(cell, str) and spoken.folded(cell) in REMARK):
                found.ignored.append(f"{letter(index)} “{values.shown(cell)}”")
            continue
        if place.field in seen:
            first = seen[place.field].index
            raise Unreadable(
                _("Columns %(first)s and %(second)s have headings that say the same: “%(heading)s”.")
                % {"first": letter(first), "second": letter(index), "heading": values.shown(cell)}
            )
        seen[place.field] = place
        found.places.append(place)
