"""Sheets to fill in: headings in the reader's language, lists to choose from, an example, an explanation."""

import csv
import io
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backoffice.imports import values
from backoffice.imports.columns import Column
from backoffice.imports.kind import Circumstances, Kind
from documents.excel import sheet_title
from wording.words import LANGUAGES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 1000  # for which there are lists to choose from
LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def made(kind: Kind, form: str, at: Circumstances) -> tuple[bytes, str, str] | None:
    """A template: its bytes, media type and suffix; None for a form that there is none of."""
    if not kind.columns:
        return None
    places = _places(kind, at)
    match form:
        case "xlsx":
            return _xlsx(kind, places, at), XLSX, "xlsx"
        case "csv":
            return _csv(places), "text/csv; charset=utf-8", "csv"
    return None


def _places(kind: Kind, at: Circumstances) -> list[tuple[Column, str]]:
    """The columns that the reader may fill, texts once for each language of the mission."""
    languages = [lang for lang in at.mission.languages if lang in LANGUAGES]
    return [
        (column, lang)
        for column in kind.columns
        if at.sees_personal_data or not column.personal
        for lang in (languages if column.in_languages else [""])
    ]


def _example(column: Column, lang: str) -> str:
    if column.choices is not None:
        return str(column.choices.labels[0])
    found = column.example.get(lang, "") if isinstance(column.example, dict) else column.example
    return str(found)


def _csv(places: list[tuple[Column, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([*(column.heading(lang) for column, lang in places), _("Remark")])
    writer.writerow([*(_example(column, lang) for column, lang in places), _("Example")])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(kind: Kind, places: list[tuple[Column, str]], at: Circumstances) -> bytes:
    import xlsxwriter  # 2 MiB of memory, for templates alone

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **LITERAL}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        example = book.add_format({"italic": True, "font_color": "#6d7c86"})
        sheet = book.add_worksheet(sheet_title(str(kind.label)))
        explained, lists = book.add_worksheet(sheet_title(_("Columns"))), book.add_worksheet("lists")
        lists.hide()
        formats = {
            values.day: book.add_format({"num_format": "dd.mm.yyyy"}),
            values.clock: book.add_format({"num_format": "hh:mm"}),
        }
        text = book.add_format({"num_format": "@"})
        for index, (column, lang) in enumerate(places):
            sheet.set_column(index, index, 18, formats.get(column.read, text))
            sheet.write_string(0, index, column.heading(lang), bold)
            sheet.write_string(1, index, _example(column, lang), example)
            _offer(book, sheet, lists, index, kind.offered(column, at))
        sheet.set_column(len(places), len(places), 14)
        sheet.write_string(0, len(places), _("Remark"), bold)
        sheet.write_string(1, len(places), _("Example"), example)
        sheet.freeze_panes(1, 0)
        _explain(explained, places, kind, at, bold, book.add_format({"text_wrap": True, "valign": "top"}))
    return content.getvalue()


def _offer(book: "Workbook", sheet: "Worksheet", lists: "Worksheet", index: int, choices: list[str]) -> None:
    """A list to choose from under a heading; other words can be typed all the same, for several at once."""
    if not choices:
        return
    from xlsxwriter.utility import xl_col_to_name

    for number, choice in enumerate(choices):
        lists.write_string(number, index, choice)
    letter = xl_col_to_name(index)
    sheet.data_validation(
        1,
        index,
        ROWS,
        index,
        {
            "validate": "list",
            "source": f"=lists!${letter}$1:${letter}${len(choices)}",
            "error_type": "information",
        },
    )


def _explain(
    sheet: "Worksheet", places: list[tuple[Column, str]], kind: Kind, at: Circumstances, bold: Any, wrap: Any
) -> None:
    """What goes into each column, and what holds for all."""
    sheet.set_column(0, 0, 30, wrap)
    sheet.set_column(1, 2, 60, wrap)
    sheet.write_row(0, 0, [_("Column"), _("What goes in"), _("Choices")], bold)
    columns = list(dict.fromkeys(column.key for column, _lang in places))
    by_key = {column.key: column for column, _lang in places}
    for number, key in enumerate(columns, 1):
        column = by_key[key]
        sheet.write_row(
            number, 0, [column.heading(), str(column.hint), "; ".join(kind.offered(column, at))], wrap
        )
    general = [
        str(kind.hint),
        _("Columns may stand in any order; what is not known by its heading is left out, and named."),
        _("An empty cell changes nothing. What is to be emptied is emptied on its own page."),
        _("Rows that say “Example” under “Remark” are not read."),
    ]
    for line, sentence in enumerate(general, len(columns) + 2):
        sheet.write_string(line, 0, sentence, wrap)
