"""The sweep and the distances by themselves."""

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.clashes import distance, languages
from backoffice.clashes.distance import at_least, great_circle
from delegations.models import LegMode

HOURS = 3600 * 1_000_000
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_examples_hold():
    assert doctest.testmod(distance).failed == doctest.testmod(languages).failed == 0
    assert doctest.testmod(distance).attempted >= 2
    assert doctest.testmod(languages).attempted >= 1


def test_every_mode_has_a_speed():
    assert set(distance.SPEEDS) == set(LegMode.values)


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((0, 0), (0, 180), math.pi * 6371.0088),
        ((90, 0), (-90, 77), math.pi * 6371.0088),
        ((0, 179.5), (0, -179.5), math.pi * 6371.0088 / 180),
        ((37.594, 61.83), (37.594, 61.83), 0),
    ],
)
def test_distances_that_are_known(one, other, kilometres):
    assert great_circle(one, other) == pytest.approx(kilometres, abs=1e-6)


@given(POINTS, POINTS, POINTS)
def test_a_way_is_as_long_back_and_never_shorter_over_a_third_place(one, other, third):
    assert great_circle(one, other) == pytest.approx(great_circle(other, one))
    assert great_circle(one, other) <= great_circle(one, third) + great_circle(third, other) + 1e-6


@given(st.floats(0, 20_100), st.floats(0, 20_100))
def test_the_fastest_way_is_never_quicker_over_a_detour(one, other):
    """Each time is rounded up to a second."""
    assert at_least(one + other) <= at_least(one) + at_least(other)
    assert at_least(one) <= at_least(one + other)


def test_by_road_where_that_is_faster_by_air_beyond():
    assert at_least(110) == 1 * HOURS
    assert at_least(900) == 2.5 * HOURS
    assert at_least(900, ("ship",)) == 15 * HOURS
    assert at_least(20_000, ("ship",)) == distance.HORIZON
