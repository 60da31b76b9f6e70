"""A form on paper, to be filled in by hand: what is known already, what to tick, and lines to write on.

Whoever prints one puts everything into words first, as for a programme (paper.py). Laid out by pdf.py.
"""

from dataclasses import dataclass

from documents.paper import Fact, Line, Run


@dataclass(frozen=True, slots=True)
class Ticks:
    """Things to tick under a heading, and empty lines below them for what is not among them."""

    heading: str
    choices: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Blank:
    """A heading and so many empty lines to write on."""

    heading: str
    lines: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `foot` stands at the foot of every page, before its number."""

    lang: str
    kind: str
    title: Run
    facts: tuple[Fact, ...]
    ticks: tuple[Ticks, ...]
    blanks: tuple[Blank, ...]
    foot: str
