"""How far apart places are, and how long getting there takes at least.

The way is never shorter than the great circle, here by the haversine formula (R. W. Sinnott, “Virtues of
the haversine”, Sky and Telescope 68, 1984) on a sphere of the Earth's mean radius, 6371.0088 km (IUGG). That
is at most 0.6 % off, which the speeds more than make up for: they are not what is usual, but what is hardly
exceeded from door to door, so that the time is a lower bound.
"""

from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from backoffice.clashes.facts import Place
from backoffice.clashes.spans import SECOND

EARTH_RADIUS = 6371.0088  # km
# km/h over the great circle
SPEEDS = {"flight": 900.0, "train": 250.0, "bus": 100.0, "car": 110.0, "ship": 60.0}
# Hours that pass before take-off and after landing, whatever the distance.
OVERHEAD = {"flight": 1.5}
# Where nothing is known of the way, it is the faster of these two: by road up to about 190 km, by air beyond.
FASTEST = ("car", "flight")
# What begins so much later is not judged: a ship may need longer, but nobody plans that by the hour.
HORIZON = 3 * 24 * 3600 * SECOND


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points, each given as latitude and longitude in degrees.

    >>> round(great_circle((37.594, 61.83), (40.022, 52.955)))  # Mary to Turkmenbashi
    815
    """
    latitude, longitude = map(radians, one)
    other_latitude, other_longitude = map(radians, other)
    half = (
        sin((other_latitude - latitude) / 2) ** 2
        + cos(latitude) * cos(other_latitude) * sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


def at_least(kilometres: float, modes: tuple[str, ...] = FASTEST) -> int:
    """Microseconds that so many kilometres take at least, by the fastest of these modes.

    >>> at_least(110) // SECOND, at_least(900, ("flight",)) // SECOND
    (3600, 9000)
    """
    hours = min(kilometres / SPEEDS[mode] + OVERHEAD.get(mode, 0.0) for mode in modes)
    return min(ceil(hours * 3600) * SECOND, HORIZON)


def located(place: Place | None) -> bool:
    """Whether it is known where on Earth the place is."""
    return place is not None and place.latitude is not None and place.longitude is not None


@lru_cache(maxsize=4096)
def _between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    return great_circle((latitude, longitude), (other_latitude, other_longitude))


def between(one: Place, other: Place) -> float:
    """Kilometres between two places that are located."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        raise ValueError(f"where {one.key} or {other.key} is, is not known")
    return _between(one.latitude, one.longitude, other.latitude, other.longitude)
