"""Workbooks of Excel and of programs that write the same: read by another process, within limits."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from backoffice.imports import archives
from backoffice.imports.remarks import Remark, remark
from backoffice.imports.table import MOST_COLUMNS, MOST_ROWS, Line, Table, Unreadable, from_json, trimmed

READER = Path(__file__).with_name("workbook.py")
MEMORY = 400 * 1024 * 1024  # bytes of addresses that the reader may have; it starts with some 40 MB
SECONDS = 20
ROWS_ABOVE = 50  # titles and empty rows over the headings


def read(content: bytes) -> Table:
    """The first visible sheet of a workbook. Raises Unreadable."""
    archive = archives.opened(content)
    archives.refuse_macros(archive)
    if "xl/workbook.xml" not in archive.namelist():
        raise Unreadable(_("The file is no Excel workbook; save it as .xlsx or .csv and upload that."))
    found = _read_apart(content)
    if found["columns"] > MOST_COLUMNS:
        raise Unreadable(
            _("The sheet is more than %(number)d columns wide; delete what stands far to the right.")
            % {"number": MOST_COLUMNS}
        )
    lines = []
    for number, row in enumerate(found["rows"], 1):
        if cells := trimmed([from_json(cell) for cell in row]):
            lines.append(Line(number, cells))
    refuse_too_many(lines, cut_off=found["more_rows"])
    return Table(lines, list(_notes(found)))


def refuse_too_many(lines: list[Line], *, cut_off: bool = False) -> None:
    """Raises Unreadable where there are more rows than are taken at once."""
    if len(lines) > MOST_ROWS + ROWS_ABOVE or cut_off:
        raise Unreadable(
            _("The sheet has more than %(number)d rows; divide it, or delete what stands far below.")
            % {"number": MOST_ROWS}
        )


def _read_apart(content: bytes) -> dict[str, Any]:
    limits = map(str, (MEMORY, SECONDS, MOST_ROWS + ROWS_ABOVE + 1, MOST_COLUMNS))
    try:
        done = subprocess.run(  # noqa: S603  # a program of ours, with numbers of ours
            [sys.executable, "-I", str(READER), *limits],
            input=content,
            capture_output=True,
            timeout=SECONDS * 2,
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": "too_large"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"error": "too_large"}
    match found.get("error"):
        case None:
            return found
        case "password":
            raise Unreadable(archives.encrypted())
        case "no_sheet":
            raise Unreadable(_("The workbook has no visible sheet."))
        case "too_large":
            raise Unreadable(
                _("The sheet is too large to be read: perhaps one cell stands far below or to the right.")
            )
    raise Unreadable(_("The file is broken or was cut off; save it again and upload that."))


def _notes(found: dict[str, Any]) -> Iterator[Remark]:
    if found["others"]:
        yield remark("first_sheet", sheet=found["sheet"], others=", ".join(found["others"][:10]))
    if found["merged"]:
        yield remark("merged", number=found["merged"])
