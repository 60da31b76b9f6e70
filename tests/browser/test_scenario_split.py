"""Scenario 2 of the field: two groups at two plants at the same hour, and somebody who is in both."""

import datetime
import uuid

import pytest
import time_machine
from playwright.sync_api import expect

from backoffice.rights import roles
from missions.models import AcceptedCaution
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.scenario

PLANTS = {"Food plant": "Group A", "Shoe factory": "Group B"}
TEN, TWELVE = datetime.time(10), datetime.time(12)
CLASH = (
    "Ogulsapar Berdiyewa: “Food plant” (4 December, 10:00–12:00) and"
    " “Shoe factory” (4 December, 10:00–12:00) are at the same time."
)

WEEKS_BEFORE = datetime.datetime(2023, 11, 20, 6, tzinfo=datetime.UTC)

RESOLVE = "Move or shorten one of the two, or change who takes part."


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(WEEKS_BEFORE):
        yield


@pytest.fixture
def mission():
    """One stop, two plants to be visited, two groups, and a delegate in neither."""
    mission = factories.make_mission(title="Mission to Turkmenistan", languages=["en"])
    mary = factories.make_place(name="Mary")
    stop = factories.make_stop(mission=mission, place=mary, first_day=mission.starts_on)
    for number, title in enumerate(PLANTS, start=1):  # of two at one hour the lower UID is named first
        factories.make_item(stop=stop, title=title, day=mission.starts_on, uid=uuid.UUID(int=number))
    for name in PLANTS.values():
        factories.make_group(mission=mission, name=name)
    person = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    factories.make_stay(delegate=factories.make_delegate(mission=mission, person=person))
    return mission


def split(hands):
    """Each group at its plant, from ten to twelve."""
    page = hands.page
    for title, group in PLANTS.items():
        hands.press(steps.slot(page, title).get_by_role("link", name="Edit"))
        hands.write(page.get_by_label("Begins at"), "10:00")
        hands.write(page.get_by_label("Ends at"), "12:00")
        hands.tick(page.get_by_label("Everyone takes part"))
        hands.tick(page.get_by_label(group))
        hands.press(page.get_by_role("button", name="Save", exact=True))
        expect(steps.slot(page, title)).to_contain_text("is saved.")


def put_into_both(hands):
    """The delegate, in her record."""
    page = hands.page
    hands.press(page.get_by_role("navigation", name="Desk").get_by_role("link", name="People"))
    hands.press(steps.line(page, "Berdiyewa").get_by_role("link", name="Full record"))
    for group in PLANTS.values():
        hands.tick(page.get_by_label(group))
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


def accept(hands):
    """It is meant so, and she says why."""
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Cautions"))
    clash = page.locator("main li", has_text=CLASH)
    hands.press(clash.locator("summary"))
    hands.write(clash.get_by_label("Reason"), "She changes over at eleven.")
    hands.press(clash.get_by_role("button", name="Accept"))
    expect(page.locator(".messages")).to_have_text("Accepted, until its cause changes.")


def clashes(page):
    return page.locator(".state--clash")


@HANDS
def test_who_is_in_both_groups_is_told_of_with_her_items(open_page, signed_in, mission, hand):
    page = open_page()
    signed_in(page, staff(roles.EDITOR, roles.RELEASER))
    hands = hand(page)
    page.goto(steps.page_of(mission, "board"))
    split(hands)

    assert [
        (
            row.title_en,
            row.starts_at,
            row.ends_at,
            row.for_everyone,
            [group.name_en for group in row.groups.all()],
        )
        for row in mission.items.order_by("order")
    ] == [(title, TEN, TWELVE, False, [group]) for title, group in PLANTS.items()]
    expect(page.locator(".split .slot")).to_have_count(2)
    expect(clashes(page)).to_have_count(0)

    put_into_both(hands)
    hands.press(steps.ways(page).get_by_role("link", name="Board"))
    steps.heading(page, "Programme: Mission to Turkmenistan")
    for title in PLANTS:
        expect(clashes(steps.slot(page, title)).locator("..")).to_have_text(f"Clash {CLASH}")
    hands.press(page.get_by_role("link", name="Look at the next release"))
    hands.press(page.locator("#cautions summary"))
    assert steps.words_of(page.locator("#cautions li p")) == [
        "Clash People in two places",
        CLASH,
        RESOLVE,
        "Food plant · Shoe factory",
    ]
    hands.press(page.get_by_role("navigation", name="Desk").get_by_role("link", name="This week"))
    steps.heading(page, "This week")
    assert steps.words_of(page.locator(".attention li").first) == [f"1 Clashes and cautions {CLASH}"]

    accept(hands)
    assert [row.reason for row in AcceptedCaution.objects.all()] == ["She changes over at eleven."]
    hands.press(steps.ways(page).get_by_role("link", name="Board"))
    steps.heading(page, "Programme: Mission to Turkmenistan")
    expect(clashes(page)).to_have_count(0)
