"""The people of a mission in a browser: put in order by buttons, by typed numbers, without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser import looks
from tests.browser.hands import Keyboard, Mouse
from tests.browser.steps import line

NAMES = {
    "Abayev": "Абаев",
    "Baimov": "Баимов",
    "Ceren": "Джерен",
    "Durdy": "Дурды",
}
BEFORE = list(NAMES)
AFTER = ["Durdy", "Ceren", "Abayev", "Baimov"]  # as three of them are put: no alphabet has this order


@pytest.fixture
def mission():
    """Four delegates, all in one group, which takes part in one item together."""
    mission = factories.make_mission(languages=["en", "ru"])
    group = factories.make_group(mission=mission, name={"en": "Plants", "ru": "Заводы"})
    item = factories.make_item(mission=mission, title="Visit", groups=[group])
    for latin, cyrillic in NAMES.items():
        person = factories.make_person(family_name={"en": latin, "ru": cyrillic}, given_name="")
        delegate = factories.make_delegate(mission=mission, person=person, groups=[group])
        factories.make_attendance(item=item, delegate=delegate)
    factories.make_leg(mission=mission, passengers=list(mission.delegates.all()))
    return mission


@pytest.fixture
def sign_in(open_page, signed_in):
    def make(**options):
        page = open_page(**options)
        page.set_default_timeout(20_000)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def people(mission):
    return reverse("admin:missions_mission_people", args=[mission.pk])


def ranked(mission):
    return [one.person.family_name_en for one in mission.delegates.select_related("person")]


def test_buttons_and_numbers_are_used_by_keyboard_alone(sign_in, mission):
    page = sign_in()
    keyboard = Keyboard(page)
    page.goto(people(mission))
    keyboard.press(line(page, "Ceren").get_by_role("button", name="Up"))
    expect(line(page, "Ceren")).to_contain_text("Ceren is now number 2.")
    expect(line(page, "Ceren").get_by_role("button", name="Up")).to_be_focused()
    expect(page.locator("#people-said")).to_have_text("Ceren is now number 2.")
    page.keyboard.press("Enter")
    expect(line(page, "Ceren")).to_contain_text("Ceren is now number 1.")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#people-said")).to_have_text("There is nobody on that side.")
    keyboard.press(line(page, "Durdy").locator("summary"))
    keyboard.press(line(page, "Durdy").get_by_role("button", name="First"))
    expect(line(page, "Durdy")).to_contain_text("Durdy is now number 1.")
    keyboard.write(line(page, "Abayev").locator("input"), "3")
    keyboard.press(page.get_by_role("button", name="Save the numbers"))
    expect(page.locator(".messages")).to_contain_text("The order is as it was.")

    assert ranked(mission) == AFTER


def test_the_page_works_without_scripts(sign_in, mission):
    page = sign_in(java_script_enabled=False)
    mouse = Mouse(page)
    page.goto(people(mission))
    mouse.write(line(page, "Durdy").locator("input"), "1")
    mouse.write(line(page, "Ceren").locator("input"), "2")
    mouse.press(page.get_by_role("button", name="Save the numbers"))
    expect(page.locator(".messages")).to_contain_text("The new order is saved.")
    line(page, "Abayev").get_by_text("More").click()
    line(page, "Abayev").get_by_role("button", name="Confirm").click()
    expect(line(page, "Abayev")).to_contain_text("Abayev is confirmed.")

    assert ranked(mission) == AFTER


def test_typed_numbers_are_not_lost_to_another_button(sign_in, mission):
    page = sign_in()
    page.goto(people(mission))
    line(page, "Durdy").locator("input").fill("1")
    line(page, "Ceren").get_by_role("button", name="Up").click()
    expect(page.locator("#people-said")).to_have_text("Save the numbers first, or set them back.")
    expect(line(page, "Durdy").locator("input")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("The new order is saved.")
    assert ranked(mission) == ["Durdy", *BEFORE[:3]]


def test_the_pages_are_accessible(sign_in, axe, mission):
    first, second = (one.person for one in mission.delegates.all()[:2])
    for person, phone in ((first, "+7 1"), (second, "+7 2")):
        person.email, person.phone = "same@example.org", phone
        person.save()
    delegate = mission.delegates.first()
    addresses = {
        "people": people(mission),
        "substitute": reverse("admin:missions_mission_substitute", args=[mission.pk, delegate.pk]) + "?q=e",
        "merge": reverse("admin:partners_person_merge") + f"?rows={first.pk},{second.pk}",
        "duplicates": reverse("admin:partners_person_duplicates"),
    }
    page = sign_in()
    found = {}
    for which, address in addresses.items():
        page.goto(address)
        if which == "people":
            line(page, "Abayev").locator("summary").click()
        found[which] = (axe(page), looks.too_wide(page))

    assert found == dict.fromkeys(addresses, ([], []))
