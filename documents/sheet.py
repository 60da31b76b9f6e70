"""A sheet as XLSX, written row by row in bounded memory: typed cells, its headings fixed, a filter over them.

A text is written as a text, so none is a formula, an address or a number.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from documents.cells import Cell, Chunk, Heading, Sort
from documents.excel import FIRST_DAY, LONGEST, sheet_title

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # below the headings; no program has more
CUT = "…"
LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {
    Sort.TEXT: "@",
    Sort.NUMBER: "0",
    Sort.AMOUNT: "#,##0.00",
    Sort.DAY: "dd.mm.yyyy",
    Sort.CLOCK: "hh:mm",
    Sort.MOMENT: "dd.mm.yyyy hh:mm",
}
# What XML has no sign for. Line breaks are one sign there.
_UNREADABLE = dict.fromkeys([*(set(range(32)) - {9, 10, 13}), 0xFFFE, 0xFFFF])


def write(
    path: str, title: str, headings: Sequence[Heading], chunks: Iterable[Chunk], at: datetime.datetime
) -> Iterator[int]:
    """Write the workbook to this path; gives how many rows are written after each chunk. It is of `at`.

    To be run to its end: only then the file is whole.
    """
    import xlsxwriter  # 2 MiB of memory, for sheets alone

    book = xlsxwriter.Workbook(path, {"constant_memory": True, **LITERAL})
    try:
        book.set_properties({"created": at.astimezone(datetime.UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet(sheet_title(title))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {sort: book.add_format({"num_format": code}) for sort, code in _FORMATS.items()}
        for index, heading in enumerate(headings):
            sheet.set_column(index, index, heading.letters, formats[heading.sort])
        sheet.freeze_panes(1, 0)
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading.words, bold)
        ways = [_way(sheet, heading.sort, formats) for heading in headings]
        done = 0
        for chunk in chunks:
            for cells in zip(*chunk.columns, strict=True):
                done += 1
                for index, cell in enumerate(cells):
                    if cell is not None and cell != "":
                        ways[index](done, index, cell)
            yield done
        sheet.autofilter(0, 0, done, max(len(headings) - 1, 0))
    finally:
        book.close()


def _way(sheet: "Worksheet", sort: Sort, formats: dict[Sort, Any]) -> Callable[[int, int, Any], Any]:
    """How a cell of this sort is written: a function of row, column and value."""
    form = formats[sort]

    def text(row: int, column: int, cell: str) -> None:
        if not cell.isprintable():
            cell = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_UNREADABLE)
        if len(cell) > LONGEST:
            cell = cell[: LONGEST - 1] + CUT
        sheet.write_string(row, column, cell, form)

    def number(row: int, column: int, cell: Cell) -> None:
        sheet.write_number(row, column, cell, form)

    def moment(row: int, column: int, cell: Cell) -> None:
        sheet.write_datetime(row, column, cell, form)

    def day(row: int, column: int, cell: datetime.date) -> None:
        if cell < FIRST_DAY:
            sheet.write_string(row, column, cell.isoformat(), formats[Sort.TEXT])
        else:
            sheet.write_datetime(row, column, cell, form)

    match sort:
        case Sort.TEXT:
            return text
        case Sort.NUMBER | Sort.AMOUNT:
            return number
        case Sort.DAY:
            return day
    return moment
