"""Bringing a sheet in, in a real browser: with a file, a decision, a button; and what axe finds on the way."""

import os
import re

import pytest

from delegations.models import Delegate
from tests import factories
from tests.backoffice.imports.sheets import xlsx

HEADINGS = ["Family name (en)", "Given names (en)", "E-mail", "Organisation", "Position (en)", "Shoe size"]
PEOPLE = xlsx(
    HEADINGS,
    ["Orazowa", "Aýgül", "aygul@example.org", "Union of enterprises", "Director", 38],
    ["Berdiyewa", "Ogulsapar", None, "Union of enterprises", "Adviser", 39],
    ["Annayew", "Meret", "no address", "Unknown", None, None],
)


@pytest.fixture
def mission():
    union = factories.make_organisation(name={"en": "Union of enterprises", "ru": "Союз предприятий"})
    person = factories.make_person(family_name={"ru": "Бердиева"}, given_name={"ru": "Огулсапар"})
    factories.make_contact(person=person, organisation=union)
    return factories.make_mission()


@pytest.fixture
def desk(open_page, signed_in):
    """Pages of a superuser who has signed in."""

    def make(**options):
        page = open_page(**options)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_sheet_is_read_decided_about_and_taken_in(desk, mission, axe, width, scheme):
    page = desk(width=width, scheme=scheme)
    page.goto(f"/admin/missions/mission/{mission.pk}/import/")
    assert axe(page) == []
    shot(page, f"upload-{width}-{scheme}")
    page.get_by_label("people with delegates", exact=True).check()
    page.locator("#id_file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2"}
    )
    page.get_by_role("button", name="Read the file").click()
    assert "has no row with headings that are known" in page.inner_text("[role=alert]")
    assert axe(page) == []
    shot(page, f"refused-{width}-{scheme}")

    page.locator("#id_file").set_input_files(
        {"name": "people.xlsx", "mimeType": "application/x", "buffer": PEOPLE}
    )
    page.get_by_role("button", name="Read the file").click()
    assert axe(page) == []
    shot(page, f"preview-{width}-{scheme}")
    assert page.get_by_role("button", name="Take in").count() == 0
    page.get_by_label(re.compile("The same: Огулсапар Бердиева")).check()
    page.get_by_role("button", name="Keep these decisions").click()
    page.get_by_label("Leave 1 wrong row out").check()
    assert axe(page) == []
    shot(page, f"decided-{width}-{scheme}")
    page.get_by_role("button", name="Take in").click()

    assert "2 new rows" in page.inner_text(".messages")
    assert axe(page) == []
    shot(page, f"taken-{width}-{scheme}")
    assert [str(one) for one in Delegate.objects.all()] == ["Aýgül Orazowa", "Ogulsapar Berdiyewa"]
