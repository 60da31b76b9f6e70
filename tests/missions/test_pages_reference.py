"""The page of the reference mission, as its readers see it."""

import re

import pytest

from tests.markup import faults
from tests.missions.mission_pages import page_of
from tests.missions.published import (
    REFERENCE,
    load_reference,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_the_reference_page_shows_its_stops_in_travelled_order(client):
    page = page_of(client, load_reference())

    route = text_of(page, ".route")
    assert route == (
        "Mary about 4 December Ashgabat about 5 December Arkadag about 6 December Turkmenbashi about 7 December"
    )
    assert re.findall(r'<h3 id="stop-\d"[^>]*>([^<]+)', page) == [
        "Mary",
        "Ashgabat",
        "Arkadag",
        "Turkmenbashi",
        "Place and day not reported",
    ]


def test_the_reference_page_shows_all_thirteen_rows(client):
    page = page_of(client, load_reference())

    assert page.count('<li class="item') == 13
    assert page.count("The name was not reported.") == 5


def test_the_reference_page_has_no_clock_time_in_the_itinerary(client):
    page = page_of(client, load_reference())

    programme = text_of(page, ".itinerary")
    assert re.findall(r"\d\d:\d\d", programme) == []
    assert "<time" not in page
    assert "No clock times were reported. The days of the stops are approximate." in text_of(page)
    assert "time not known" not in programme


def test_the_reference_page_names_no_weekday(client):
    page = text_of(page_of(client, load_reference()))

    assert re.findall(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", page) == []


def test_the_reference_page_shows_the_five_follow_ups(client):
    page = page_of(client, load_reference())

    agreed = text_of(page, "[aria-labelledby=agreed]")
    assert page.count('<span class="state') == 5
    assert "When 2024, year only Where Ashgabat" in agreed
    assert agreed.count("When date open") == 4
    assert "Between not reported" in agreed


def test_the_reference_page_counts_the_enterprises_without_a_name(client):
    met = text_of(page_of(client, load_reference()), "[aria-labelledby=met]")

    assert (
        "Five enterprises whose names were not reported Mary: food processing, light industry; Turkmenbashi:"
        in met
    )


def test_the_reference_page_says_how_home_time_differed_then(client):
    glance = text_of(page_of(client, load_reference()), ".facts")

    assert "Ashgabat time (UTC+5). Astana was one hour ahead in December 2023." in glance


SCRIPT = {"en": "latin", "tk": "latin", "ru": "cyrillic", "kk": "cyrillic"}


@pytest.mark.parametrize("lang", SCRIPT)
def test_words_of_another_language_are_marked_on_the_reference_page(client, lang):
    """What the mission itself says; the words around it are the catalogues' and have tests of their own."""
    page = page_of(client, load_reference(), lang)

    programme = re.search(r'<ol class="itinerary">.*</ol>\n</section>', page, re.DOTALL)[0]
    unmarked = re.sub(r'<(\w+)[^>]* lang="\w+"[^>]*>.*?</\1>', "", programme)
    titles = " ".join(re.findall(r"<h[34][^>]*>([^<]*)", unmarked))
    letters = re.findall(r"[а-яёәғқңөұүһі]+", titles, re.IGNORECASE)
    assert (letters == []) is (SCRIPT[lang] == "latin")


@pytest.mark.parametrize("lang", SCRIPT)
def test_the_reference_page_is_valid_html_in_each_language(client, lang):
    assert faults(page_of(client, load_reference(), lang)) == []


def test_the_reference_slug_is_that_of_its_file():
    assert load_reference().slug == REFERENCE
