"""Coasts and borders, read once from world.json; README.md says where they come from."""

import json
import threading
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

type Point = tuple[float, float]
"""Longitude and latitude in degrees."""
type Ring = tuple[Point, ...]
type Line = tuple["array[float]", "array[float]"]


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed line with the box it lies in: west, south, east, north."""

    xs: "array[float]"
    ys: "array[float]"
    box: tuple[float, float, float, float]

    @property
    def ring(self) -> Ring:
        """Its points, made when they are asked for: kept as such they take four times the room."""
        return tuple(zip(self.xs, self.ys, strict=True))


@dataclass(frozen=True, slots=True)
class World:
    """All land, and each country by its ISO 3166-1 code."""

    land: tuple[Outline, ...]
    countries: dict[str, tuple[Outline, ...]]


# Of threads that ask at the same time one reads, for each would take 15 MiB while it does.
_one_reads = threading.Lock()


def world() -> World:
    """The whole world; reading it takes some 50 ms once."""
    with _one_reads:
        return _world()


@cache
def _world() -> World:
    data = json.loads((Path(__file__).parent / "world.json").read_text(encoding="utf-8"))
    arcs = [_line(steps, data["scale"], data["translate"]) for steps in data["arcs"]]
    return World(
        land=_outlines(arcs, data["land"]),
        countries={code: _outlines(arcs, polygons) for code, polygons in data["countries"].items()},
    )


def _line(steps: str, scale: list[float], start: list[float]) -> Line:
    """Longitudes and latitudes of an arc, in degrees: its steps summed up, scaled and moved."""
    numbers = [int(step) for step in steps.split()]
    xs, ys = (
        array("d", (round(at * scale[axis] + start[axis], 3) for at in accumulate(numbers[axis::2])))
        for axis in (0, 1)
    )
    return xs, ys


def _outlines(arcs: list[Line], polygons: list[list[list[int]]]) -> tuple[Outline, ...]:
    return tuple(_outline(arcs, ring) for polygon in polygons for ring in polygon)


def _outline(arcs: list[Line], numbers: list[int]) -> Outline:
    points: list[Point] = []
    for number in numbers:
        xs, ys = arcs[number] if number >= 0 else (line[::-1] for line in arcs[~number])
        arc = list(zip(xs, ys, strict=True))
        points += arc[1:] if points else arc
    points = _unbroken(points)
    xs, ys = array("d", (x for x, _y in points)), array("d", (y for _x, y in points))
    return Outline(xs, ys, (min(xs), min(ys), max(xs), max(ys)))


def _unbroken(points: list[Point]) -> list[Point]:
    """A line that jumps from one side of the date line to the other goes on past 180 degrees instead.

    Antarctica goes round the pole and does not close otherwise: it stays as it is.
    """
    jumps = any(abs(here[0] - before[0]) > 180 for before, here in pairwise(points))
    if not jumps or min(y for _x, y in points) < -89:
        return points
    made = points[:1]
    for x, y in points[1:]:
        turns = round((made[-1][0] - x) / 360)
        made.append((x + 360 * turns, y))
    return made
