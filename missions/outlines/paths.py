"""Lines on a drawing: clipped to its box, with as few points as its size can show, as SVG paths."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import dist, hypot

type Dot = tuple[float, float]
"""A position on the drawing, in its units, y downwards."""


def clipped(ring: Sequence[Dot], box: tuple[float, float, float, float]) -> list[Dot]:
    """The part of a closed ring inside a box (left, top, right, bottom), after Sutherland and Hodgman.

    Where the ring leaves the box it follows its edges; nothing of it inside gives an empty list.
    """
    left, top, right, bottom = box
    points = list(ring)
    for inside, cut in (
        (lambda dot: dot[0] >= left, lambda a, b: _at_x(a, b, left)),
        (lambda dot: dot[0] <= right, lambda a, b: _at_x(a, b, right)),
        (lambda dot: dot[1] >= top, lambda a, b: _at_y(a, b, top)),
        (lambda dot: dot[1] <= bottom, lambda a, b: _at_y(a, b, bottom)),
    ):
        points = _cut(points, inside, cut)
    return points


def _cut(points: list[Dot], inside: Callable[[Dot], bool], cut: Callable[[Dot, Dot], Dot]) -> list[Dot]:
    made: list[Dot] = []
    for before, here in zip(points[-1:] + points[:-1], points, strict=True):
        if inside(here) != inside(before):
            made.append(cut(before, here))
        if inside(here):
            made.append(here)
    return made


def _at_x(a: Dot, b: Dot, x: float) -> Dot:
    return (x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]))


def _at_y(a: Dot, b: Dot, y: float) -> Dot:
    return (a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]), y)


def simplified(ring: Sequence[Dot], tolerance: float) -> list[Dot]:
    """A closed ring without points nearer than `tolerance` to the line between others (Douglas, Peucker)."""
    if len(ring) < 4:
        return list(ring)
    start = ring[0]
    far = max(range(len(ring)), key=lambda at: dist(ring[at], start))
    if far == 0:
        return [start]
    there = _thinned([*ring[: far + 1]], tolerance)
    back = _thinned([*ring[far:], start], tolerance)
    return there[:-1] + back[:-1]


def _thinned(line: list[Dot], tolerance: float) -> list[Dot]:
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        worst, at = tolerance, 0
        for index in range(first + 1, last):
            off = _off_line(line[index], line[first], line[last])
            if off > worst:
                worst, at = off, index
        if at:
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [line[index] for index in sorted(keep)]


def _off_line(dot: Dot, a: Dot, b: Dot) -> float:
    """How far a dot is from the line through a and b."""
    across, down = b[0] - a[0], b[1] - a[1]
    length = hypot(across, down)
    if length == 0:
        return dist(dot, a)
    return abs(across * (a[1] - dot[1]) - down * (a[0] - dot[0])) / length


def area(ring: Sequence[Dot]) -> float:
    """The area inside a closed ring, in square units."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def path(ring: Sequence[Dot]) -> str:
    """A closed ring as the data of an SVG path, in whole units and short steps: "M8 3l4 0 0 5z".

    A ring that shrinks to less than a triangle gives nothing.
    """
    dots = [(round(x), round(y)) for x, y in ring]
    steps = [(here[0] - before[0], here[1] - before[1]) for before, here in pairwise(dots) if here != before]
    if len(steps) < 2:
        return ""
    data = f"M{dots[0][0]} {dots[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"
    return data.replace(" -", "-")
