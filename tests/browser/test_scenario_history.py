"""Scenario 14 of the field: years later, the national union shows all that was between us."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from backoffice.rights import roles
from missions.models import Mission
from partners.models import Organisation
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks, steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.postgresql

FILE = Path(__file__).parents[2] / "examples" / "kazakhstan-turkmenistan-december-2023.json"
NATIONAL = "Union of Industrialists and Entrepreneurs of Turkmenistan"
BRANCH = "Union of Industrialists and Entrepreneurs of Mary province"


@pytest.fixture
def union(db):
    """The national union after the mission of December 2023, and after a second one at which it was host."""
    call_command("load_mission", str(FILE), stdout=io.StringIO())
    union = Organisation.objects.get(name_en=NATIONAL)
    person = factories.make_person(family_name="Berdiyev", given_name="Merdan")
    factories.make_contact(organisation=union, person=person, position={"en": "Chairman"})
    later = factories.make_mission(
        title={"en": "Forum in Ashgabat"}, series=Mission.objects.get(slug__contains="2023").series
    )
    factories.make_party(mission=later, organisation=union, role="host")
    factories.make_outcome(
        mission=later, theirs=[union], title="Contract", amount=5_000_000, currency="USD", certainty="signed"
    )
    return union


@HANDS
def test_the_union_shows_missions_branch_contacts_and_what_is_open(open_page, signed_in, union, hand):
    page = open_page()
    hands = hand(page)
    signed_in(page, staff(roles.VIEWER))
    page.goto(reverse("admin:partners_organisation_change", args=[union.pk]))
    hands.press(page.get_by_role("link", name="Over the years"))

    steps.heading(page, f"{NATIONAL} over the years")
    expect(page.locator(".facts dd")).to_have_text([BRANCH])
    missions = page.get_by_role("region", name="Missions").locator(".entries > li > h3")
    assert steps.words_of(missions) == ["Forum in Ashgabat", str(Mission.objects.get(slug__contains="2023"))]
    expect(page.get_by_role("region", name="Missions")).to_contain_text(f"through its branch {BRANCH}")
    expect(page.get_by_role("region", name="Open follow-ups").locator(".entries h3")).to_have_text(
        ["Business forum with Kazakhstan’s business community", "Interregional business forum and exhibition"]
    )
    expect(page.get_by_role("region", name="People").locator("li")).to_have_text(
        ["Merdan Berdiyev, Chairman"]
    )
    expect(page.get_by_role("region", name="Outcomes", exact=True)).to_contain_text("Signed: 5,000,000 USD")

    hands.press(page.locator(".facts dd").get_by_role("link"))
    steps.heading(page, f"{BRANCH} over the years")
    hands.press(page.locator(".facts").get_by_role("link", name=NATIONAL))
    steps.heading(page, f"{NATIONAL} over the years")


@pytest.mark.parametrize("name", ["union", "all"])
def test_the_pages_over_the_years_have_no_barrier(open_page, signed_in, union, name):
    own = reverse("admin:partners_organisation_years", args=[union.pk])
    page = open_page()
    signed_in(page, staff(roles.VIEWER))
    page.goto(own if name == "union" else reverse("admin:years"))

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("ver the years$"))
    assert page.locator("figure svg").count() >= 1
    assert looks.findings(page) == []
    assert looks.too_wide(page) == []
