"""A workbook of several sheets, as XLSX: headings fixed, filters, days as days, amounts as numbers."""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from documents.excel import FIRST_DAY, LONGEST, LONGEST_NAME, sheet_title
from documents.paper import printable

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

type Cell = str | int | Decimal | datetime.date | datetime.time | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how many letters its column is wide."""

    heading: str
    letters: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a cell that is not known is None, and stays empty."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def made(sheets: Sequence[Sheet], *, title: str, foot: str, at: datetime.datetime) -> bytes:
    """The workbook, dated `at`; `foot` stands at the foot of every printed page."""
    import xlsxwriter  # 2 MiB of memory, for sheets alone

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        created = at.astimezone(datetime.UTC).replace(tzinfo=None)
        book.set_properties({"title": printable(title)[:255], "author": "Keruen", "created": created})
        formats = _Formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.name, taken)), sheet, formats, foot)
    return content.getvalue()


class _Formats:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top"}
        self.heading = book.add_format({**top, "bold": True, "text_wrap": True, "bottom": 1})
        self.text = book.add_format({**top, "num_format": "@", "text_wrap": True})
        # Where Excel is told so, text stays text when somebody edits its cell.
        self.quoted = book.add_format({**top, "num_format": "@", "text_wrap": True, "quote_prefix": True})
        self.day = book.add_format({**top, "num_format": "dd.mm.yyyy", "align": "left"})
        self.time = book.add_format({**top, "num_format": "hh:mm", "align": "left"})
        self.whole = book.add_format({**top, "num_format": "0"})
        self.amount = book.add_format({**top, "num_format": "#,##0.00"})


def _write(to: "Worksheet", sheet: Sheet, formats: _Formats, foot: str) -> None:
    for index, column in enumerate(sheet.columns):
        to.set_column(index, index, column.letters)
        to.write_string(0, index, printable(column.heading), formats.heading)
    for number, row in enumerate(sheet.rows, 1):
        for index, cell in enumerate(row):
            _cell(to, number, index, cell, formats)
    to.freeze_panes(1, 0)
    to.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    to.set_landscape()
    to.set_paper(9)  # A4
    to.fit_to_pages(1, 0)
    to.repeat_rows(0)
    to.set_footer(f"&L{printable(foot)[:200].replace('&', '&&')}&R&P / &N")


def _cell(to: "Worksheet", row: int, column: int, cell: Cell, formats: _Formats) -> None:
    """One value by its kind, so that no text is a formula."""
    match cell:
        case None | "":
            return
        case datetime.date() if cell < FIRST_DAY:
            to.write_string(row, column, cell.isoformat(), formats.text)
        case datetime.date():
            to.write_datetime(row, column, cell, formats.day)
        case datetime.time():
            to.write_datetime(row, column, cell, formats.time)
        case Decimal():
            to.write_number(row, column, cell, formats.amount)
        case int():
            to.write_number(row, column, cell, formats.whole)
        case _:
            text = "\n".join(printable(line) for line in cell.split("\n"))
            if len(text) > LONGEST:
                text = f"{text[: LONGEST - 1]}…"
            form = formats.quoted if text.startswith(BEGINS_A_FORMULA) else formats.text
            to.write_string(row, column, text, form)


def _name(words: str, taken: set[str]) -> str:
    """The name of a sheet: 31 signs, without those that Excel does not take, and no name twice."""
    plain = sheet_title(printable(words).strip()).strip() or "–"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain[: LONGEST_NAME - 3]} {number}", number + 1
    taken.add(name.casefold())
    return name
