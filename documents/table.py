"""Lists on paper: tables of words, each under its title, with a row of headings that every page repeats.

Whoever prints them puts everything into words first, as for a programme (paper.py). Laid out by pdf.py.
"""

from dataclasses import dataclass

from documents.paper import Run


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and its share of the width of the page beside the other columns' shares."""

    heading: str
    share: int


@dataclass(frozen=True, slots=True)
class Table:
    """One list; each row has a cell for each column. Without rows its title and headings stand alone."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one file. `foot` stands at the foot of every page, before its number."""

    lang: str
    title: Run
    note: str
    foot: str
    tables: tuple[Table, ...]
