"""The admin speaks the reader's language: the one she chose, else the first that her browser asks for."""

import pytest
from django.urls import reverse

from missions.models import Mission
from tests import factories
from tests.backoffice.pages import address_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "lang", ["en", *(pytest.param(lang, marks=pytest.mark.once) for lang in ("ru", "kk", "tk"))]
)
def test_pages_are_in_the_language_that_the_browser_asks_for(lang):
    client = signed_in()

    page = client.get(reverse("admin:index"), headers={"Accept-Language": f"{lang};q=0.9, fr;q=0.8"})

    assert f'<html lang="{lang}"' in page.content.decode()


@pytest.mark.once
def test_a_language_that_was_chosen_stays():
    client = signed_in()

    client.get(reverse("admin:index"), {"language": "kk"})

    page = client.get(reverse("admin:index"), headers={"Accept-Language": "ru"})
    assert '<html lang="kk"' in page.content.decode()


def test_rows_are_named_in_that_language_else_in_one_that_exists():
    factories.make_mission(title={"ru": "Миссия", "tk": "Missiýa"})
    factories.make_mission(title={"kk": "Іссапар"})

    page = signed_in().get(address_of(Mission), headers={"Accept-Language": "tk"})

    assert {str(mission) for mission in page.context["cl"].result_list} == {"Missiýa", "Іссапар"}
    assert "Missiýa" in page.content.decode()
    assert "Іссапар" in page.content.decode()


@pytest.mark.parametrize("words", ["миссия", "МИССИЯ", "MISSIÝA", "іссапар", "ҚАЗАҚ"])
def test_search_finds_in_any_language_and_any_case(words):
    factories.make_mission(title={"ru": "Миссия", "tk": "Missiýa", "kk": "Қазақ іссапары"})
    factories.make_mission(title={"en": "Another"})

    page = signed_in().get(address_of(Mission), {"q": words})

    assert page.context["cl"].result_count == 1
