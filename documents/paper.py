"""A programme on paper, whatever it is the programme of: words in their order, and how each is drawn.

Whoever prints one puts everything into words first. What is here knows no missions and decides nothing; it is
laid out by pdf.py and docx.py. Two languages side by side are two papers of the same shape.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


UNKNOWN = "und"  # the language of a text of which nobody said which it is in


class Look(StrEnum):
    """How a run of text is set."""

    PLAIN = "plain"
    STRONG = "strong"
    SOFT = "soft"
    STRUCK = "struck"


class Drawing(StrEnum):
    """How the line is drawn along a stop: settled, approximate, or with no known place."""

    SOLID = "solid"
    DASHED = "dashed"
    OPEN = "open"


class State(StrEnum):
    """What an entry's sign on the line says; the word for it stands beside."""

    SETTLED = "settled"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Run:
    """A text in one language and one look.

    `tel` is what a telephone calls where it is pressed; `instead` is printed where no font has its letters.
    """

    text: str
    lang: str
    look: Look = Look.PLAIN
    tel: str = ""
    instead: str = ""


type Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timetable: when it is, what it is, and what else is known of it."""

    when: Line
    title: Line
    state: State = State.SETTLED
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a small heading, which may be empty."""

    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stop: its name, what stands beside it, and its entries."""

    heading: Run
    where: str
    drawing: Drawing
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is known of it."""

    term: str
    text: Line


@dataclass(frozen=True, slots=True)
class Section:
    """Stops, or lists of facts, under a heading, which may be empty."""

    heading: str
    note: str = ""
    blocks: tuple[Block, ...] = ()
    facts: tuple[tuple[Fact, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A stop on the line that shows the route."""

    name: Run
    days: str


@dataclass(frozen=True, slots=True)
class Paper:
    """All that one programme says in one language.

    `foot` stands at the foot of every page, before its number; `language` is the language's own name.
    """

    lang: str
    language: str
    issuers: tuple[Run, ...]
    title: Run
    lede: tuple[Line, ...]
    version: Line
    notes: tuple[Line, ...]
    route: tuple[Point, ...]
    settled: bool
    sections: tuple[Section, ...]
    when_heading: str
    foot: str


def together(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """One paper, or two to be set side by side; any other number, or two shapes, raise `ValueError`."""
    if not 1 <= len(papers) <= 2 or len({_shape(paper) for paper in papers}) > 1:
        raise ValueError("papers side by side are two of one shape")
    return tuple(papers)


def _shape(paper: Paper) -> tuple[object, ...]:
    """What two papers have to share: how many entries stand where."""
    return tuple(
        tuple(tuple(len(part.entries) for part in block.parts) for block in section.blocks)
        for section in paper.sections
    )


def in_pieces(paper: Paper, length: int) -> Paper:
    """The paper with every long line of an entry and of the lede in pieces of at most so many characters."""

    def cut(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(piece for line in lines for piece in _pieces(line, length))

    def entry(one: Entry) -> Entry:
        title, *more = _pieces(one.title, length) or [one.title]
        return replace(one, title=title, lines=(*more, *cut(one.lines)))

    def block(one: Block) -> Block:
        return replace(
            one, parts=tuple(replace(part, entries=tuple(map(entry, part.entries))) for part in one.parts)
        )

    sections = tuple(replace(one, blocks=tuple(map(block, one.blocks))) for one in paper.sections)
    return replace(paper, lede=cut(paper.lede), sections=sections)


def _pieces(line: Line, length: int) -> list[Line]:
    """A line as several, broken between words where it can be."""
    found: list[list[Run]] = [[]]
    room = length
    for run in line:
        rest = run.text
        while len(rest) > room:
            at = rest.rfind(" ", 1, room + 1)
            at = at if at > 0 else room
            found[-1].append(replace(run, text=rest[:at]))
            found.append([])
            rest, room = rest[at:].lstrip(" "), length
        if rest:
            found[-1].append(replace(run, text=rest))
            room -= len(rest)
    return [tuple(runs) for runs in found if runs]


def printable(text: str) -> str:
    """The text without half letters and without what is no sign: control characters are spaces."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", whole)


def text_of(line: Line) -> str:
    """The words of a line."""
    return "".join(run.text for run in line)
