"""PDF by Typst: tagged (PDF/UA-1), to be kept (PDF/A-2a), the same bytes each time.

What people typed goes in as JSON and comes out as text: none of it is ever read as Typst, and nothing is read
from the disk or the network but the templates and fonts of this room.
"""

import datetime
import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from documents import report as reports
from documents.cards import Cards
from documents.form import Form
from documents.letters import unprinted
from documents.paper import Paper, in_pieces, printable, together
from documents.report import Report
from documents.table import Lists

if TYPE_CHECKING:
    import typst

ROOM = Path(__file__).resolve().parent
# Characters of a line that are never higher than a panel of the folded sheet, however wide they are.
PIECE = 400
TABLE = "table"
REPORT = "report"
FORM = "form"
BADGES = "badges"
TENTS = "tents"
# Typst keeps what it has laid out until it was of no use to ten papers more: of 400 entries in two languages
# 125 MB each, which no process gives back. Of papers with less JSON than this that is nothing.
LARGE = 50_000
KEPT_FOR = 10
log = logging.getLogger(__name__)

# A compiler holds what it is being asked; one answer after the other.
_one_at_a_time = threading.Lock()


class Sheet(StrEnum):
    """A size of paper: A4 to be read, or A4 to be folded twice into a pocket, eight sides of A6."""

    A4 = "page"
    POCKET = "pocket"


def made(papers: Sequence[Paper], *, at: datetime.date, sheet: Sheet = Sheet.A4) -> bytes:
    """One paper, or two side by side, as PDF, dated `at`.

    A letter that none of the fonts has is printed as a box, in a file that keeps to no standard.
    """
    whole = together(papers)
    if sheet == Sheet.POCKET:
        whole = tuple(in_pieces(paper, PIECE) for paper in whole)
    return _file(sheet, {"papers": [asdict(paper) for paper in whole]}, at)


def listed(lists: Lists, *, at: datetime.date) -> bytes:
    """Lists as tables on A4 across, as PDF, dated `at`; of letters that no font has as in `made`."""
    return _file(TABLE, {"papers": [asdict(lists)]}, at)


def reported(told: Sequence[Report], *, at: datetime.date) -> bytes:
    """One report, or two side by side, as PDF on A4, dated `at`; of letters that no font has as in `made`."""
    return _set(REPORT, {"papers": [reports.plain(report) for report in reports.together(told)]}, at)


def blank(form: Form, *, at: datetime.date) -> bytes:
    """A form to be filled in by hand, as PDF on A4, dated `at`; of letters that no font has as in `made`."""
    return _file(FORM, {"papers": [asdict(form)]}, at)


def badges(cards: Cards, *, at: datetime.date) -> bytes:
    """Ten badges on a sheet of A4, as PDF, dated `at`; of letters that no font has as in `made`."""
    return _file(BADGES, {"papers": [asdict(cards)]}, at)


def tents(cards: Cards, *, at: datetime.date) -> bytes:
    """A name tent on each sheet of A4, as PDF, dated `at`; of letters that no font has as in `made`."""
    return _file(TENTS, {"papers": [asdict(cards)]}, at)


def _file(template: str, data: dict[str, Any], at: datetime.date) -> bytes:
    return _set(template, _printable(data), at)


def _set(template: str, data: dict[str, Any], at: datetime.date) -> bytes:
    """The file of data that can be printed."""
    written = json.dumps(data)
    options: dict[str, Any] = {
        "format": "pdf",
        "sys_inputs": {"data": written},
        "timestamp": moment(at),
    }
    with _one_at_a_time:
        try:
            pdf, warnings = _compiled(_compiler(template), options)
        except BaseException as error:
            # A fault within Typst is no Exception to Python, and would end the whole process.
            if type(error).__name__ == "PanicException":
                raise RuntimeError("Typst failed") from error
            raise
        if len(written) > LARGE:
            _forget()
    if warnings:
        # Of the templates, since what people typed is data to them: whoever waits for the file can have it.
        log.warning("Typst warned: %s", "; ".join(sorted({warning.message for warning in warnings})))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst made no single file")
    return pdf


def _compiled(compiler: "typst.Compiler", options: dict[str, Any]) -> tuple[Any, list["typst.TypstWarning"]]:
    """By the standards; without them where a letter is missing."""
    import typst

    try:
        return compiler.compile_with_warnings(pdf_standards=["a-2a", "ua-1"], **options)
    except typst.TypstError as error:
        # The message may name the letter; which text it stands in is nobody's to read in a log.
        log.warning("A PDF was made without its standards: %s", _reason(error))
        return compiler.compile_with_warnings(**options)


def _forget() -> None:
    """Have Typst forget the papers that it has laid out, by as many empty ones as it remembers."""
    import typst

    for _number in range(KEPT_FOR + 1):
        typst.compile(b"", font_paths=fonts(), ignore_system_fonts=True)


def moment(at: datetime.date) -> datetime.datetime:
    """The moment in UTC; of a day alone, its beginning."""
    if isinstance(at, datetime.datetime):
        return at.astimezone(datetime.UTC).replace(microsecond=0)
    return datetime.datetime.combine(at, datetime.time(), tzinfo=datetime.UTC)


@cache
def _compiler(template: str) -> "typst.Compiler":
    import typst  # 9 MiB of memory, for papers alone

    return typst.Compiler(
        ROOM / "typst" / f"{template}.typ", root=ROOM, font_paths=fonts(), ignore_system_fonts=True
    )


@cache
def fonts() -> "typst.Fonts":
    """Those of this room alone, so that a paper looks the same on every machine."""
    import typst

    # a folder: given a file, Typst finds nothing, and prints nothing
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[ROOM / "fonts"])


def _reason(error: "typst.TypstError") -> str:
    """What kind of fault it is, without a word of what is printed."""
    return (
        "a letter is in none of the fonts" if "could not be displayed" in str(error) else type(error).__name__
    )


def _printable(value: Any) -> Any:
    """The same data, with text that can be printed; of a run that no font has, what is said instead."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        if value.get("instead") and unprinted(value["text"]):
            value = value | {"text": value["instead"]}
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
