"""Bars drawn on the server: their geometry alone. The partial `chart` in years_parts.html prints them.

A chart says nothing that the table beside it does not say, so readers who do not see it miss nothing. Its
parts differ by pattern, not by colour alone, and its text keeps its size on a narrow screen: labels stand
above their bars, and the drawing is hardly wider than a telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import Truncator

WIDTH = 340
FULL = 290  # the longest bar; behind it stands the number
ROW, THICK = 46, 16
LABEL = 42  # letters that fit above a bar
MOST = 12  # bars; the table has all


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, drawn in one of the looks `plain`, `open` and `hatched`."""

    look: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label above and its number behind."""

    label: str
    number: int
    y: int
    end: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of the table: what is counted, how many, and of these how many in each part."""

    label: str
    number: int
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars and the table beside them. `parts` names what each bar is divided into, each with its look."""

    key: str
    heading: str
    counted: str
    parts: tuple[tuple[str, str], ...]
    lines: tuple[Tally, ...]
    bars: tuple[Bar, ...]
    height: int
    left_out: int
    width: int = WIDTH
    thick: int = THICK


def chart(
    key: str,
    heading: str,
    counted: str,
    lines: Sequence[Tally],
    parts: Mapping[str, str] | None = None,
) -> Chart | None:
    """The chart of these lines, in their order; `parts` gives each part's name its look. None of no lines.

    The longest bar is as long as there is room for, the others in proportion, none shorter than a hairline.
    """
    drawn = lines[:MOST]
    longest = max((line.number for line in drawn), default=0)
    if not longest:
        return None
    looks = tuple((parts or {}).items())
    return Chart(
        key=key,
        heading=heading,
        counted=counted,
        parts=looks,
        lines=tuple(lines),
        bars=tuple(_bar(line, place, longest, looks) for place, line in enumerate(drawn)),
        height=len(drawn) * ROW,
        left_out=len(lines) - len(drawn),
    )


def _bar(line: Tally, place: int, longest: int, looks: tuple[tuple[str, str], ...]) -> Bar:
    unit = FULL / longest
    segments, x = [], 0.0
    names = [look for _name, look in looks] or ["plain"]
    values = zip(names, line.parts or (line.number,), strict=True)
    for look, value in values:
        if value:
            segments.append(Segment(look, round(x, 1), round(max(value * unit, 1), 1)))
            x += value * unit
    label = Truncator(line.label).chars(LABEL)
    return Bar(label, line.number, place * ROW, round(x + 6, 1), tuple(segments))
