"""A report on paper: a cover, contents, and chapters of texts, facts and tables.

Whoever prints one puts everything into words first, as for a programme (paper.py). Laid out by pdf.py and
report_docx.py. Two languages side by side are two reports of one shape: the same pieces, facts and rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.paper import UNKNOWN, Line, Look, Run, printable, text_of


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter: level 2 stands in the contents, level 3 does not."""

    words: Line
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs; each is a line of runs."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is known of it, in one line or several."""

    term: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts one below the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and its share of the width beside the other columns' shares."""

    heading: str
    share: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: each row has a cell for each column, each cell its lines. `name` says what it lists."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]


type Piece = Heading | Text | Facts | Grid


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the report under its heading, which stands in the contents."""

    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that one report says in one language.

    `kind` stands over the title, `notice` below it: for whom the report is. `foot` stands at the foot of
    every page, before its number, and the title at its head.
    """

    lang: str
    language: str
    kind: str
    title: Run
    issuers: tuple[Run, ...]
    notice: str
    facts: tuple[Fact, ...]
    contents: str
    chapters: tuple[Chapter, ...]
    foot: str


def together(reports: Sequence[Report]) -> tuple[Report, ...]:
    """One report, or two to be set side by side; any other number, or two shapes, raise `ValueError`.

    In a cell of two languages, a text whose language nobody knows stands once, behind its name in both.
    """
    if not 1 <= len(reports) <= 2 or len({_shape(report) for report in reports}) > 1:
        raise ValueError("reports side by side are two of one shape")
    if len(reports) == 1:
        return tuple(reports)
    first, second = reports
    chapters = [
        [_pieces_once(*pieces, first.lang) for pieces in zip(one.pieces, other.pieces, strict=True)]
        for one, other in zip(first.chapters, second.chapters, strict=True)
    ]
    return tuple(
        replace(
            report,
            chapters=tuple(
                replace(chapter, pieces=tuple(pair[which] for pair in pairs))
                for chapter, pairs in zip(report.chapters, chapters, strict=True)
            ),
        )
        for which, report in enumerate(reports)
    )


def _pieces_once(one: Piece, other: Piece, lang: str) -> tuple[Piece, Piece]:
    if not isinstance(one, Grid) or not isinstance(other, Grid):
        return one, other
    rows = [
        [_cells_once(*cells, lang) for cells in zip(*both, strict=True)]
        for both in zip(one.rows, other.rows, strict=True)
    ]
    first, second = (
        replace(grid, rows=tuple(tuple(cells[which] for cells in row) for row in rows))
        for which, grid in enumerate((one, other))
    )
    return first, second


def _cells_once(one: Sequence[Line], other: Sequence[Line], lang: str) -> tuple[tuple[Line, ...], ...]:
    """Two cells without the lines of the second whose text, in no known language, stands in the first."""
    first, second, merged = list(one), [], set()
    for line in other:
        size = _unknown(line)
        same = (at for at, there in enumerate(one) if there[-size:] == line[-size:] and at not in merged)
        at = next(same, None) if size else None
        if at is None:
            second.append(line)
            continue
        merged.add(at)
        name, there = line[:-size], first[at][:-size]
        if name and text_of(name) != text_of(there):
            first[at] = (*there, Run(" / ", lang, name[0].look), *name, *line[-size:])
    rest = [text_of(line) for at, line in enumerate(first) if at not in merged]
    if rest == [text_of(line) for line in second]:
        second = first
    return tuple(first), tuple(second)


def _unknown(line: Line) -> int:
    """How many runs at the end of a line are in no known language."""
    size = 0
    for run in reversed(line):
        if run.lang != UNKNOWN:
            break
        size += 1
    return size


def _shape(report: Report) -> tuple[object, ...]:
    """What two reports have to share."""
    return (
        len(report.facts),
        *(tuple(_shape_of(piece) for piece in chapter.pieces) for chapter in report.chapters),
    )


def _shape_of(piece: Piece) -> tuple[object, ...]:
    match piece:
        case Heading():
            return ("heading", piece.level)
        case Text():
            return ("text",)
        case Facts():
            return ("facts", len(piece.facts))
    return ("grid", len(piece.columns), len(piece.rows))


def plain(report: Report) -> dict[str, Any]:
    """The report as JSON-ready data, with text that can be printed.

    A run in the report's language and in no look is its text alone: most are, and what lays them out has so
    much less to read.
    """

    def run(one: Run) -> Any:
        text = printable(one.text)
        if one.look == Look.PLAIN and one.lang == report.lang:
            return text
        return {"text": text, "lang": one.lang, "look": one.look}

    def lines(many: Sequence[Line]) -> list[list[Any]]:
        return [[run(one) for one in line] for line in many]

    def facts(many: Sequence[Fact]) -> list[dict[str, Any]]:
        return [{"term": printable(fact.term), "lines": lines(fact.lines)} for fact in many]

    def piece(one: Piece) -> dict[str, Any]:
        match one:
            case Heading():
                return {"piece": "heading", "level": one.level, "words": lines([one.words])[0]}
            case Text():
                return {"piece": "text", "lines": lines(one.lines)}
            case Facts():
                return {"piece": "facts", "facts": facts(one.facts)}
        return {
            "piece": "grid",
            "name": printable(one.name),
            "columns": [{"heading": printable(each.heading), "share": each.share} for each in one.columns],
            "rows": [[lines(cell) for cell in row] for row in one.rows],
        }

    return {
        "lang": report.lang,
        "language": report.language,
        "kind": printable(report.kind),
        "title": {"text": printable(report.title.text), "lang": report.title.lang, "look": report.title.look},
        "issuers": lines([report.issuers])[0],
        "notice": printable(report.notice),
        "facts": facts(report.facts),
        "contents": report.contents,
        "chapters": [
            {"heading": printable(chapter.heading), "pieces": [piece(one) for one in chapter.pieces]}
            for chapter in report.chapters
        ],
        "foot": printable(report.foot),
    }
