"""What stands around the admin's lists: the names of rooms, and what is found by which words."""

import re

import pytest
from django.urls import reverse

from missions.models import Mission, ProgrammeItem, SiteVisit
from tests import factories
from tests.backoffice.beside import nothing_beside  # noqa: F401  pytest finds it by its name, and each test has it
from tests.backoffice.pages import address, address_of, signed_in

pytestmark = pytest.mark.django_db


def breadcrumbs(page):
    [crumbs] = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', page.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", crumb).split()) for crumb in re.findall(r"<li.*?</li>", crumbs)]


@pytest.mark.parametrize(
    ("language", "missions", "items"),
    [("en", "Missions", "Programme items"), ("ru", "Миссии", "Пункты программы")],
)
@pytest.mark.once
def test_a_list_begins_with_a_capital_wherever_it_is_named(language, missions, items):
    client, mission = signed_in(), factories.make_mission()
    client.cookies["django_language"] = language
    pages = {
        address_of(Mission): missions,
        address_of(Mission, "add"): missions,
        address(mission): missions,
        address(mission, "history"): missions,
        address(mission, "delete"): missions,
        address_of(ProgrammeItem, "add"): items,
    }

    assert {page: breadcrumbs(client.get(page))[1] for page in pages} == pages
    parts = client.get(reverse("admin:records")).context["app_list"]
    assert [each["name"] for each in parts if not each["name"][0].isupper()] == []


@pytest.mark.parametrize("model", [ProgrammeItem, SiteVisit])
@pytest.mark.parametrize("word", ["Turkmenbashi", "Туркменбаши", "Түркменбашы", "Türkmenbaşy", "ТҮРКМЕНБАШЫ"])
def test_items_are_found_by_their_stop_in_every_language(model, word):
    place = factories.make_place(
        name={"en": "Turkmenbashi", "ru": "Туркменбаши", "kk": "Түркменбашы", "tk": "Türkmenbaşy"}
    )
    there = factories.make_item(stop=factories.make_stop(place=place), kind="site_visit")
    factories.make_item(stop=factories.make_stop(mission=there.mission), kind="site_visit")

    found = signed_in().get(address_of(model), {"q": word}).context["cl"].result_list

    assert [row.pk for row in found] == [there.pk]
