"""Where the names of places stand on a map, so that they cover neither each other nor the route."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from missions.outlines.paths import Dot
from wording.words import Words

# The largest size in which the stylesheet sets a name, in units of the map: on a narrow screen.
SIZE = 24
LETTER = 0.56 * SIZE
NODE = 8

type Box = tuple[float, float, float, float]

# Offset from the dot and anchor, the most legible first.
AROUND = (
    (13, 8, "start"),
    (9, -11, "start"),
    (0, -14, "middle"),
    (-13, 8, "end"),
    (10, 25, "start"),
    (0, 30, "middle"),
    (-9, -11, "end"),
    (-10, 25, "end"),
    (16, -34, "start"),
    (16, 50, "start"),
    (-16, -34, "end"),
    (-16, 50, "end"),
)


@dataclass(frozen=True, slots=True)
class Label:
    """A name at its position; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    anchor: str
    name: Words

    @property
    def box(self) -> Box:
        """Left, top, right and bottom, as wide as the name may become."""
        width = LETTER * len(self.name.text)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return (left, self.y - 0.8 * SIZE, left + width, self.y + 0.25 * SIZE)


@lru_cache(maxsize=1024)
def placed(
    named: tuple[tuple[Dot, Words], ...], line: tuple[Dot, ...], size: tuple[int, int]
) -> tuple[Label, ...]:
    """A label for each named dot. Each takes its best position, and then again, knowing the others'."""
    dots = [dot for dot, _name in named]
    labels = [_at(dot, AROUND[0], name) for dot, name in named]
    for known in (False, True, True):
        for index, (dot, name) in enumerate(named):
            others = labels[:index] + (labels[index + 1 :] if known else [])
            labels[index] = min(
                (_at(dot, around, name) for around in AROUND),
                key=lambda label: _cost(label, others, dots, line, size) + _preference(label, dot),
            )
    return tuple(labels)


def _at(dot: Dot, around: tuple[int, int, str], name: Words) -> Label:
    return Label(round(dot[0] + around[0], 1), round(dot[1] + around[1], 1), around[2], name)


def _preference(label: Label, dot: Dot) -> float:
    offset = (round(label.x - dot[0]), round(label.y - dot[1]), label.anchor)
    return 12.0 * AROUND.index(offset)


def _cost(
    label: Label, others: Sequence[Label], dots: Sequence[Dot], line: Sequence[Dot], size: tuple[int, int]
) -> float:
    box = label.box
    own = (box[2] - box[0]) * (box[3] - box[1])
    inside = overlap(box, (4, 4, size[0] - 4, size[1] - 4))
    return (
        20 * (own - inside)
        + 10 * sum(overlap(box, other.box) for other in others)
        + 10 * sum(overlap(box, (x - NODE, y - NODE, x + NODE, y + NODE)) for x, y in dots)
        + sum(_covered(box, a, b) for a, b in pairwise(line))
    )


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _covered(box: Box, a: Dot, b: Dot) -> float:
    """How much of the line from a to b lies under the box, about, in units."""
    steps = max(1, int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) // 6))
    under = sum(
        box[0] <= a[0] + (b[0] - a[0]) * step / steps <= box[2]
        and box[1] <= a[1] + (b[1] - a[1]) * step / steps <= box[3]
        for step in range(steps + 1)
    )
    return 6.0 * under * 4
