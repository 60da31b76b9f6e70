"""The lists as XLSX: a sheet for each, its headings fixed, days as days, hours as hours, text as text."""

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from backoffice.imports.templates import XLSX
from backoffice.lists.tables import Cell, Table
from documents.excel import FIRST_DAY, sheet_title

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["XLSX", "made"]


def made(tables: Sequence[Table], said: str, at: datetime.datetime) -> bytes:
    """A workbook. `said` tells on every printed page of when the lists are; `at` is that moment."""
    import xlsxwriter  # 2 MiB of memory, for sheets alone

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": at.astimezone(datetime.UTC).replace(tzinfo=None)})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            datetime.date: book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
            datetime.time: book.add_format({"num_format": "hh:mm", "valign": "top", "align": "left"}),
            str: book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            int: book.add_format({"num_format": "0", "valign": "top"}),
        }
        for table in tables:
            sheet = book.add_worksheet(sheet_title(table.title))
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, column.letters)
                sheet.write_string(0, index, column.heading, heading)
            for number, row in enumerate(table.rows, 1):
                for index, cell in enumerate(row):
                    _write(sheet, number, index, cell, formats)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
            _to_print(sheet, said)
    return content.getvalue()


def _write(sheet: "Worksheet", row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    """One value by its kind, so that no text is a formula; what is not known stays empty."""
    match cell:
        case None:
            return
        case datetime.date() if cell < FIRST_DAY:
            sheet.write_string(row, column, cell.isoformat(), formats[str])
        case datetime.date():
            sheet.write_datetime(row, column, cell, formats[datetime.date])
        case datetime.time():
            sheet.write_datetime(row, column, cell, formats[datetime.time])
        case int():
            sheet.write_number(row, column, cell, formats[int])
        case _:
            sheet.write_string(row, column, str(cell), formats[str])


def _to_print(sheet: "Worksheet", said: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{said[:200].replace('&', '&&')}&R&P / &N")
