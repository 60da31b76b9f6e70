"""Cards with a name on each: badges to be cut out, name tents to be folded.

Whoever prints them puts everything into words first, as for a programme (paper.py). Laid out by pdf.py.
"""

from dataclasses import dataclass

from documents.paper import Run


@dataclass(frozen=True, slots=True)
class Card:
    """One card: a name, and below it what is known of its bearer, each a line of its own."""

    name: Run
    lines: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of one file, in order. `title` is what they are for, `nothing` is said if there are none."""

    lang: str
    title: Run
    cards: tuple[Card, ...]
    nothing: str
