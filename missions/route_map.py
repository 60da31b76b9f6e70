"""The route map: the stops of a mission at their true places, joined in the order travelled.

Equirectangular, stretched for the middle of the map, over outlines of land and of the countries visited. What
is drawn is computed here; the partial `route-map` in components.html prints it.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from missions import map_labels, outlines
from missions.map_labels import Label
from missions.outlines import Outline, paths
from missions.outlines.paths import Dot
from missions.parts import Place, Stop
from wording.words import Words

WIDTH = 568
LOWEST, HIGHEST = 284, 426
MARGIN = 0.22  # of the route's width and height, on each side
SMALLEST = (7.0, 4.5)  # degrees: a single town still shows what lies around it
# Countries are shown whole while that leaves the route at least this part of the size it could have.
COUNTRY_ROOM = 0.4
BEYOND = 6  # outlines end this far outside the drawing, where nobody sees their ends
# Characters of path data: with the rest of the map 3 KB when compressed.
PATH_BUDGET = 3900
TOLERANCES = (0.6, 0.9, 1.3, 1.9, 2.8, 4.2, 6.3, 9.4)
SMALLEST_ISLAND = 9.0  # square units

DIRECTIONS = (
    gettext_lazy("to the east"),
    gettext_lazy("to the north-east"),
    gettext_lazy("to the north"),
    gettext_lazy("to the north-west"),
    gettext_lazy("to the west"),
    gettext_lazy("to the south-west"),
    gettext_lazy("to the south"),
    gettext_lazy("to the south-east"),
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A number at a line of the grid."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar on the map and the distance it stands for."""

    path: str
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop as the text alternative names it: where, and in which direction from the one before."""

    place: Words
    direction: str


@dataclass(frozen=True, slots=True)
class RouteMap:
    """All that the map's partial prints; `line` is empty where there is but one place."""

    width: int
    height: int
    land: str
    countries: str
    grid: str
    degrees: tuple[Degree, ...]
    scale: Scale
    line: str
    settled: bool
    nodes: tuple[Dot, ...]
    labels: tuple[Label, ...]
    title: str
    legs: tuple[Leg, ...]
    complete: bool


def make(stops: Sequence[Stop], *, settled: bool) -> RouteMap | None:
    """The map of these stops in the active language; None where no place has coordinates."""
    places = [place for place in (stop.place for stop in stops) if place.latitude is not None]
    if not places:
        return None
    route = tuple(unwrapped((float(p.longitude or 0), float(p.latitude or 0)) for p in places))
    sheet = drawn(route, tuple(sorted({place.country for place in places})))
    dots = [sheet.dot(point) for point in route]
    nodes = tuple(dict.fromkeys(dots))
    line = [dot for index, dot in enumerate(dots) if index == 0 or dot != dots[index - 1]]
    return RouteMap(
        width=WIDTH,
        height=sheet.height,
        land=sheet.land,
        countries=sheet.countries,
        grid=sheet.grid,
        degrees=tuple(degrees(sheet)),
        scale=scale(sheet),
        line=" ".join(f"{x:g},{y:g}" for x, y in line) if len(line) > 1 else "",
        settled=settled,
        nodes=nodes,
        labels=map_labels.placed(_named(dots, places), tuple(line), (WIDTH, sheet.height)),
        title=ngettext("Map of the stop", "Map of the %(count)s stops", len(places)) % {"count": len(places)},
        legs=tuple(_legs(places, route)),
        complete=len(places) == len(stops),
    )


def unwrapped(points: Iterable[Dot]) -> list[Dot]:
    """Longitudes that go on past 180 degrees where that is the shorter way round."""
    made: list[Dot] = []
    for longitude, latitude in points:
        turns = round((made[-1][0] - longitude) / 360) if made else 0
        made.append((longitude + 360 * turns, latitude))
    return made


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing under a route, in no language: `west` and `north` are the degrees at its corner."""

    west: float
    north: float
    across: float
    down: float
    height: int
    land: str = ""
    countries: str = ""
    grid: str = ""

    def dot(self, point: Dot) -> Dot:
        """Where a place lies on the sheet."""
        return (
            round((point[0] - self.west) * self.across, 1),
            round((self.north - point[1]) * self.down, 1),
        )

    @property
    def east(self) -> float:
        return self.west + WIDTH / self.across

    @property
    def south(self) -> float:
        return self.north - self.height / self.down


@lru_cache(maxsize=256)
def drawn(route: tuple[Dot, ...], codes: tuple[str, ...]) -> Sheet:
    """The sheet for a route, with its outlines; places seldom move, so a process keeps what it has drawn."""
    bare = fitted(route, codes)
    world = outlines.world()
    visited = [outline for code in codes for outline in world.countries.get(code, ())]
    land = countries = ""
    for tolerance in TOLERANCES:
        land = outlined(bare, world.land, tolerance)
        countries = outlined(bare, visited, tolerance)
        if len(land) + len(countries) <= PATH_BUDGET:
            break
    return Sheet(
        bare.west, bare.north, bare.across, bare.down, bare.height, land, countries, grid_lines(bare)
    )


def fitted(route: Sequence[Dot], codes: Iterable[str]) -> Sheet:
    """A sheet that shows the route with what lies around it, and the countries whole where there is room."""
    box = _box(route)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    narrowing = max(math.cos(math.radians(middle[1])), 0.2)
    box = _grown(box, SMALLEST[0] / narrowing, SMALLEST[1])
    with_countries = _box([*_corners(box), *_country_corners(codes, middle[0])])
    room = _per_degree(_margined(box), narrowing)
    if _per_degree(_margined(with_countries, 0.06), narrowing) >= COUNTRY_ROOM * room:
        box = _margined(_box([*_corners(with_countries)]), 0.06)
    else:
        box = _margined(box)
    down = _per_degree(box, narrowing)
    height = round(min(max((box[3] - box[1]) * down, LOWEST), HIGHEST))
    across = down * narrowing
    return Sheet(
        west=(box[0] + box[2]) / 2 - WIDTH / across / 2,
        north=(box[1] + box[3]) / 2 + height / down / 2,
        across=across,
        down=down,
        height=height,
    )


def outlined(sheet: Sheet, shapes: Iterable[Outline], tolerance: float) -> str:
    """Outlines as path data, clipped to the sheet and simplified to `tolerance` units."""
    edge = (-BEYOND, -BEYOND, WIDTH + BEYOND, sheet.height + BEYOND)
    made = []
    for shape in shapes:
        for turn in (-360, 0, 360):
            west, south, east, north = shape.box
            if west + turn > sheet.east or east + turn < sheet.west:
                continue
            if south > sheet.north or north < sheet.south:
                continue
            ring = paths.clipped([sheet.dot((x + turn, y)) for x, y in shape.ring], edge)
            if ring and paths.area(ring) >= SMALLEST_ISLAND:
                made.append(paths.path(paths.simplified(ring, tolerance)))
    return "".join(made)


def grid_step(sheet: Sheet) -> int:
    """Degrees between two lines of the grid: at most six meridians are drawn."""
    span = sheet.east - sheet.west
    return next((step for step in (1, 2, 3, 5, 10, 15, 30) if span / step <= 6), 45)


def grid_lines(sheet: Sheet) -> str:
    """Meridians and parallels as path data."""
    meridians = [
        f"M{sheet.dot((x, 0))[0]:.0f} 0V{sheet.height}" for x in _steps(sheet.west, sheet.east, sheet)
    ]
    parallels = [f"M0 {sheet.dot((0, y))[1]:.0f}H{WIDTH}" for y in _steps(sheet.south, sheet.north, sheet)]
    return "".join(meridians + parallels)


def degrees(sheet: Sheet) -> Iterable[Degree]:
    """The numbers at the grid, in the active language, clear of the scale and of the corner."""
    for longitude in _steps(sheet.west, sheet.east, sheet):
        x = round(sheet.dot((longitude, 0))[0])
        if 140 < x < WIDTH - 70:
            yield Degree(x + 4, sheet.height - 6, _longitude((longitude + 180) % 360 - 180))
    for latitude in _steps(sheet.south, sheet.north, sheet):
        y = round(sheet.dot((0, latitude))[1])
        if 24 < y < sheet.height - 30:
            yield Degree(WIDTH - 52, y - 5, _latitude(latitude))


def scale(sheet: Sheet) -> Scale:
    """A bar of a round number of kilometres, true in the middle of the map."""
    units_per_km = sheet.down / 111.32
    length = next(
        (
            base * 10**power
            for power in range(5)
            for base in (1, 2, 5)
            if base * 10**power * units_per_km >= 50
        ),
        100_000,
    )
    y = sheet.height - 22
    bar = f"M24 {y - 6}v6h{length * units_per_km:.1f}v-6"
    return Scale(bar, y - 12, _("%(length)s km") % {"length": length})


def _named(dots: Sequence[Dot], places: Sequence[Place]) -> tuple[tuple[Dot, Words], ...]:
    """Each dot once with its place's name; of two places at one spot the first is named."""
    named: dict[Dot, Words] = {}
    for dot, place in zip(dots, places, strict=True):
        named.setdefault(dot, place.name)
    return tuple(named.items())


def _legs(places: Sequence[Place], route: Sequence[Dot]) -> Iterable[Leg]:
    yield Leg(places[0].name, "")
    for (before, here), place in zip(pairwise(route), places[1:], strict=True):
        if here != before:
            yield Leg(place.name, direction(before, here))


def direction(start: Dot, end: Dot) -> str:
    """The direction from one place to another, by the eight winds, in the active language."""
    narrowing = math.cos(math.radians((start[1] + end[1]) / 2))
    angle = math.degrees(math.atan2(end[1] - start[1], (end[0] - start[0]) * narrowing))
    return str(DIRECTIONS[round(angle / 45) % 8])


def _longitude(value: int) -> str:
    if value in {0, -180}:
        return f"{abs(value)}°"
    return (_("%(degrees)s° E") if value > 0 else _("%(degrees)s° W")) % {"degrees": abs(value)}


def _latitude(value: int) -> str:
    if value == 0:
        return "0°"
    return (_("%(degrees)s° N") if value > 0 else _("%(degrees)s° S")) % {"degrees": abs(value)}


def _steps(first: float, last: float, sheet: Sheet) -> Iterable[int]:
    step = grid_step(sheet)
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


def _box(points: Iterable[Dot]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _corners(box: tuple[float, float, float, float]) -> tuple[Dot, Dot]:
    return ((box[0], box[1]), (box[2], box[3]))


def _country_corners(codes: Iterable[str], longitude: float) -> Iterable[Dot]:
    """The corners of the mainland of each country, on the side of the world where the route is."""
    known = outlines.world().countries
    for code in codes:
        shapes = known.get(code, ())
        if shapes:
            mainland = max(shapes, key=lambda shape: paths.area(shape.ring)).box
            turn = 360 * round((longitude - (mainland[0] + mainland[2]) / 2) / 360)
            yield (mainland[0] + turn, mainland[1])
            yield (mainland[2] + turn, mainland[3])


def _grown(
    box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float, float, float]:
    """A box at least so wide and high, around the same middle."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    half_width, half_height = max(box[2] - box[0], width) / 2, max(box[3] - box[1], height) / 2
    return (x - half_width, y - half_height, x + half_width, y + half_height)


def _margined(
    box: tuple[float, float, float, float], margin: float = MARGIN
) -> tuple[float, float, float, float]:
    grow = 1 + 2 * margin
    return _grown(box, (box[2] - box[0]) * grow, (box[3] - box[1]) * grow)


def _per_degree(box: tuple[float, float, float, float], narrowing: float) -> float:
    """Units for a degree of latitude if the sheet shows all of the box."""
    return min(WIDTH / ((box[2] - box[0]) * narrowing), HIGHEST / (box[3] - box[1]))
