"""The route map: true places, a line in the order travelled, few bytes, and words that say the same."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from missions import map_labels, outlines, route_map
from missions.outlines import paths
from missions.parts import Place, Stop
from tests.markup import faults
from wording import countries
from wording.words import Words


def stop_at(name, latitude, longitude, country="TM", lang="en"):
    place = Place(f"ref {name}", Words(name, lang), {lang: name}, country, "UTC", latitude, longitude)
    return Stop(f"stop {name}", place, None, None, False)


MARY = stop_at("Mary", 37.594, 61.830)
ASHGABAT = stop_at("Ashgabat", 37.960, 58.326)
ARKADAG = stop_at("Arkadag", 38.066, 58.060)
TURKMENBASHI = stop_at("Turkmenbashi", 40.022, 52.955)
REFERENCE = [MARY, ASHGABAT, ARKADAG, TURKMENBASHI]
AUCKLAND = stop_at("Auckland", -36.85, 174.76, "NZ")
APIA = stop_at("Apia", -13.83, -171.76, "WS")


def drawn(stops, settled=True):
    return render_to_string("components.html#route-map", {"map": route_map.make(stops, settled=settled)})


def test_the_line_joins_the_stops_in_the_order_travelled():
    found = route_map.make(REFERENCE, settled=True)

    assert found.line == " ".join(f"{x:g},{y:g}" for x, y in found.nodes)
    easting = [x for x, _y in found.nodes]
    assert easting == sorted(easting, reverse=True)


def test_stops_lie_at_their_true_coordinates():
    """One unit across is the same distance everywhere on the line from Mary to Ashgabat and on."""
    found = route_map.make(REFERENCE, settled=True)
    (mary, ashgabat, _arkadag, turkmenbashi) = found.nodes

    per_degree = (mary[0] - turkmenbashi[0]) / (61.830 - 52.955)

    assert mary[0] - ashgabat[0] == pytest.approx(per_degree * (61.830 - 58.326), abs=0.2)


def test_the_map_of_the_reference_mission_takes_less_than_three_kilobytes():
    assert len(gzip.compress(drawn(REFERENCE, settled=False).encode())) <= 3000


@pytest.mark.parametrize(
    "stops",
    [
        REFERENCE,
        [AUCKLAND, APIA],
        [stop_at("Singapore", 1.35, 103.8, "SG")],
        [
            stop_at("Oslo", 59.9, 10.7, "NO"),
            stop_at("Moscow", 55.7, 37.6, "RU"),
            stop_at("Rome", 41.9, 12.5, "IT"),
        ],
        [stop_at("Nowhere", 0, 0, "XX"), stop_at("Pole", 89.9, 0, "AQ")],
    ],
    ids=["reference", "date line", "one town", "Europe", "pole"],
)
def test_any_map_is_small_and_valid(stops):
    svg = drawn(stops)

    assert len(gzip.compress(svg.encode())) <= 3500
    assert (
        faults(f'<!doctype html><html lang="en"><head><title>x</title></head><body>{svg}</body></html>') == []
    )


def test_all_stops_are_on_the_sheet():
    found = route_map.make([AUCKLAND, APIA, stop_at("Honolulu", 21.3, -157.86, "US")], settled=True)

    assert all(0 < x < found.width and 0 < y < found.height for x, y in found.nodes)


def test_a_route_over_the_date_line_goes_the_short_way():
    found = route_map.make([AUCKLAND, APIA], settled=True)

    assert found.nodes[0][0] < found.nodes[1][0]
    assert [leg.direction for leg in found.legs] == ["", "to the north-east"]


def test_names_of_neighbours_do_not_cover_each_other_nor_the_stops():
    """Ashgabat and Arkadag are 30 km apart."""
    found = route_map.make(REFERENCE, settled=True)

    boxes = [label.box for label in found.labels]
    assert [one for one, other in combinations(boxes, 2) if map_labels.overlap(one, other) > 0] == []
    dots = [(x - 6, y - 6, x + 6, y + 6) for x, y in found.nodes]
    assert [box for box in boxes for dot in dots if map_labels.overlap(box, dot) > 0] == []


def test_the_words_say_where_the_route_goes():
    svg = drawn(REFERENCE)

    assert "Mary; Ashgabat, to the west; Arkadag, to the north-west; Turkmenbashi, to the north-west." in svg
    assert "Map of the 4 stops" in svg


def test_a_name_in_another_language_is_marked_in_the_words_and_on_the_map():
    svg = drawn([stop_at("Мары", 37.594, 61.830, lang="ru"), ASHGABAT])

    assert '<span lang="ru">Мары</span>' in svg
    assert 'lang="ru">Мары</text>' in svg


def test_places_without_coordinates_make_no_map():
    assert route_map.make([stop_at("Somewhere", None, None)], settled=True) is None
    assert route_map.make([], settled=True) is None


def test_a_stop_without_coordinates_is_said_to_be_missing():
    assert "Stops whose position is not known are not drawn." in drawn(
        [MARY, stop_at("Somewhere", None, None), ASHGABAT]
    )


def test_one_place_has_no_line_and_no_words_about_one():
    svg = drawn([MARY, MARY])

    assert "<polyline" not in svg
    assert "The line joins" not in svg
    assert svg.count("<circle") == 1


def test_a_place_visited_twice_is_named_once():
    found = route_map.make([MARY, ASHGABAT, MARY], settled=True)

    assert [label.name.text for label in found.labels] == ["Mary", "Ashgabat"]
    assert len(found.line.split()) == 3


def test_a_settled_line_is_solid_and_an_approximate_one_dashed():
    assert "stroke-dasharray" not in drawn(REFERENCE, settled=True)
    assert 'stroke-dasharray="6 4"' in drawn(REFERENCE, settled=False)


def test_the_degrees_are_in_the_language_of_the_page():
    with override("en"):
        texts = [degree.text for degree in route_map.make(REFERENCE, settled=True).degrees]

    assert texts == ["57° E", "60° E", "63° E", "36° N", "39° N", "42° N"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ((10, 0), "to the east"),
        ((10, 10), "to the north-east"),
        ((0, 10), "to the north"),
        ((-10, 10), "to the north-west"),
        ((-10, 0), "to the west"),
        ((-10, -10), "to the south-west"),
        ((0, -10), "to the south"),
        ((10, -10), "to the south-east"),
    ],
)
def test_directions_are_said_by_eight_winds(end, words):
    assert route_map.direction((0, 0), end) == words


def test_every_country_of_the_outlines_is_one_of_ours():
    assert {code for code in outlines.world().countries if not countries.is_country(code)} == set()
    assert {"TM", "KZ", "UZ", "IR", "RU", "AZ", "TR", "CN"} <= outlines.world().countries.keys()


def test_threads_that_ask_for_the_world_at_once_read_it_once():
    outlines._world.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(lambda _number: outlines.world(), range(4)))

    assert len({id(world) for world in read}) == 1


def test_no_outline_jumps_over_the_date_line():
    jumps = [
        (a, b)
        for outline in outlines.world().land
        if outline.box[1] > -89
        for a, b in pairwise(outline.ring)
        if abs(a[0] - b[0]) > 180
    ]

    assert jumps == []


def test_a_ring_is_clipped_along_the_edges_of_its_box():
    assert set(paths.clipped([(-5, -5), (5, -5), (5, 5), (-5, 5)], (0, 0, 10, 10))) == {
        (0, 0),
        (5, 0),
        (5, 5),
        (0, 5),
    }
    assert paths.clipped([(20, 20), (30, 20), (30, 30)], (0, 0, 10, 10)) == []


def test_a_simplified_ring_keeps_its_corners_alone():
    ring = [(0, 0), (5, 0.1), (10, 0), (10, 5), (10.1, 7), (10, 10), (0, 10)]

    assert paths.simplified(ring, 0.5) == [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert paths.simplified([(1, 1)] * 4, 0.5) == [(1, 1)]


def test_a_path_is_written_in_short_steps():
    assert paths.path([(1.2, 2.1), (4, 2), (4, -6.4)]) == "M1 2l3 0 0-8z"
    assert paths.path([(1, 1), (1.2, 1), (1, 1.3)]) == ""
