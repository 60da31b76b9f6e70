"""A host's link in a browser: one button, its visitors, and no barrier (domain.md, scenario 15)."""

import pytest

from delegations import links
from missions.models import Visibility
from tests import factories
from tests.browser import looks
from tests.delegations.travellers import release


@pytest.fixture
def token(db):
    host = factories.make_organisation(name={"en": "Ceramics", "ru": "Керамика", "tk": "Keramika"})
    stop = factories.make_stop(mission=factories.make_mission(slug="silk-road"))
    group = factories.make_group(mission=stop.mission)
    company = factories.make_organisation(name="Steel", profile={"en": "We make rails.", "tk": "Relsler."})
    factories.make_delegate(
        mission=stop.mission,
        delegation=factories.make_delegation(mission=stop.mission, organisation=company),
        person=factories.make_person(
            family_name={"en": "Otegenov", "ru": "Отегенов", "tk": "Ötegenow"}, given_name=""
        ),
        position={"en": "Chief engineer", "ru": "Главный инженер", "tk": "Baş inžener"},
        groups=[group],
    )
    factories.make_item(
        stop=stop, day="2023-12-05", visibility=Visibility.PARTICIPANTS, groups=[group], hosts=[host]
    )
    release(stop.mission)
    return links.make_for_host(stop.mission, host)[1]


def test_the_button_leads_to_the_visitors_in_every_language_without_a_barrier(page, axe, token):
    page.goto(f"/h/{token}/")
    assert axe(page) == []
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/host/silk-road/")

    said = {
        "en": ("Ceramics", "Otegenov, Chief engineer", "We make rails."),
        "ru": ("Керамика", "Отегенов, Главный инженер", "We make rails."),
        "kk": ("Керамика", "Отегенов, Chief engineer", "We make rails."),
        "tk": ("Keramika", "Ötegenow, Baş inžener", "Relsler."),
    }
    for lang, words in said.items():
        page.goto(f"/{lang}/host/silk-road/")
        text = page.get_by_role("main").inner_text()
        assert [word for word in words if word not in text] == []
        assert lang not in ("kk", "tk") or axe(page) == []  # one of each of the two alphabets
        assert looks.too_wide(page) == []
