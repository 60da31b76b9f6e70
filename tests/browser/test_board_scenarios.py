"""Scenarios 1 and 2 of the field, from nothing: build a mission, split it by groups; by keyboard, by mouse, without scripts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from missions.models import Mission, PartyRole, ProgrammeItem, Release
from tests import factories
from tests.browser.hands import Keyboard, Mouse

TOWNS = {"Мары": "2023-12-04", "Ашхабад": "2023-12-05", "Аркадаг": "2023-12-06", "Туркменбаши": "2023-12-07"}
ITEMS = [
    ("Мары", "Завод колбасных изделий", "Site visit"),
    ("Мары", "Обувная фабрика", "Site visit"),
    ("Мары", "Союз промышленников", "Meeting"),
    ("Ашхабад", "Выставка", "Exhibition"),
    ("Ашхабад", "Переговоры", "Negotiations"),
    ("Аркадаг", "Умный город", "Site visit"),
    ("Туркменбаши", "Порт", "Site visit"),
    ("Туркменбаши", "Отъезд", "Departure"),
]


@pytest.fixture
def partners():
    """What was there before: places, and who carries the mission."""
    for town in TOWNS:
        factories.make_place(name={"ru": town})
    for name in ("Клуб предпринимателей", "Посольство"):
        factories.make_organisation(name={"ru": name})


def admin(name, *args):
    return reverse(f"admin:{name}", args=args)


@pytest.fixture(params=[Keyboard, Mouse], ids=["keyboard", "mouse"])
def hands(request, open_page, signed_in):
    page = open_page()
    page.set_default_timeout(20_000)
    signed_in(page, factories.make_user(is_superuser=True))
    return request.param(page)


def build(hands):
    """The mission with its stops and parties, in the admin, in Russian alone."""
    page = hands.page
    page.goto(admin("missions_mission_add"))
    hands.write(page.locator("#id_title_ru"), "Миссия в Туркменистан")
    hands.write(page.locator("#id_slug"), "mission")
    hands.write(page.locator("#id_starts_on"), "2023-12-04")
    hands.write(page.locator("#id_ends_on"), "2023-12-07")
    for number, (name, role) in enumerate(
        (("Клуб", PartyRole.ORGANISER), ("Посольство", PartyRole.SUPPORTER))
    ):
        hands.press(page.locator("#parties-group .add-row a"))
        hands.suggest(f"parties-{number}-organisation", name)
        hands.choose(page.locator(f"#id_parties-{number}-role"), str(role.label))
    for number, (town, day) in enumerate(TOWNS.items()):
        hands.press(page.locator("#stops-group .add-row a"))
        hands.suggest(f"stops-{number}-place", town)
        hands.write(page.locator(f"#id_stops-{number}-order"), str(number))
        hands.write(page.locator(f"#id_stops-{number}-first_day"), day)
    for number, name in enumerate(("Группа A", "Группа B")):
        fold = page.locator("#groups-group summary")
        if number == 0 and fold.count():
            hands.press(fold)
        hands.press(page.locator("#groups-group .add-row a"))
        hands.write(page.locator(f"#id_groups-{number}-name_ru"), name)
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("added successfully")
    return Mission.objects.get(slug="mission")


def column(page, place):
    return page.locator(".day", has=page.get_by_role("heading", level=3, name=place, exact=True))


def slot(page, title):
    return page.locator(".slot", has=page.get_by_role("heading", level=4, name=title, exact=True))


def add_items(hands):
    page = hands.page
    for place, title, kind in ITEMS:
        hands.press(column(page, place).locator("[data-add]"))
        hands.write(page.get_by_label("Title", exact=True), title)
        hands.choose(page.get_by_label("Language of the title"), "Русский")
        hands.choose(page.get_by_label("Kind"), kind)
        hands.press(page.get_by_role("button", name="Add it"))
        expect(slot(page, title)).to_contain_text("is added.")


def split(hands):
    """Two groups at two plants at the same hour."""
    page = hands.page
    for title, group in ((ITEMS[0][1], "Группа A"), (ITEMS[1][1], "Группа B")):
        hands.press(slot(page, title).get_by_role("link", name="Edit"))
        hands.write(page.get_by_label("Begins at"), "10:00")
        hands.write(page.get_by_label("Ends at"), "12:00")
        hands.tick(page.get_by_label("Everyone takes part"))
        hands.tick(page.get_by_label(group))
        hands.press(page.get_by_role("button", name="Save", exact=True))
        expect(slot(page, title)).to_contain_text("is saved.")


def both_groups(hands, delegate):
    """Put a delegate into both groups."""
    page = hands.page
    page.goto(admin("delegations_delegate_change", delegate.pk))
    for group in ("Группа A", "Группа B"):
        hands.tick(page.get_by_label(group))
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")


def test_a_mission_is_built_and_split_from_nothing(hands, partners):
    page = hands.page
    mission = build(hands)
    page.goto(admin("missions_mission_board", mission.pk))
    add_items(hands)
    split(hands)

    assert [
        (item.stop.place.name, item.title_ru, item.get_kind_display())
        for item in ProgrammeItem.objects.select_related("stop__place").order_by("day", "order")
    ] == ITEMS
    expect(page.locator(".split .slot")).to_have_count(2)
    expect(page.locator(".state--clash")).to_have_count(0)

    person = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    delegate = factories.make_delegate(mission=mission, person=person)
    both_groups(hands, delegate)
    page.goto(admin("missions_mission_board", mission.pk))
    for title, other in ((ITEMS[0][1], ITEMS[1][1]), (ITEMS[1][1], ITEMS[0][1])):
        expect(slot(page, title).locator(".state--clash")).to_have_count(1)
        expect(slot(page, title)).to_contain_text("Berdiyewa")
        expect(slot(page, title)).to_contain_text(f"“{other}”")

    hands.press(page.get_by_role("link", name="Look at the next release"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("Missing translations", re.IGNORECASE))
    hands.press(page.get_by_role("button", name="Release version 1"))
    expect(page.get_by_text("Version 1 is released.")).to_be_visible()
    assert Release.objects.get().document["items"][0]["title"] == {"ru": ITEMS[0][1]}


def test_the_board_works_without_scripts(open_page, signed_in):
    mission = factories.make_mission()
    for order, (town, day) in enumerate(TOWNS.items()):
        place = factories.make_place(name={"ru": town})
        factories.make_stop(mission=mission, place=place, order=order, first_day=day)
    for name in ("Группа A", "Группа B"):
        factories.make_group(mission=mission, name={"ru": name})
    page = open_page(java_script_enabled=False)
    signed_in(page, factories.make_user(is_superuser=True))
    hands = Mouse(page)

    page.goto(admin("missions_mission_board", mission.pk))
    add_items(hands)
    split(hands)
    slot(page, "Порт").get_by_role("button", name="Later").click()
    expect(slot(page, "Порт")).to_contain_text("now stands later.")
    slot(page, "Порт").get_by_text("More").click()
    slot(page, "Порт").get_by_role("link", name="Move").click()
    page.get_by_label("Where to").select_option(label="Аркадаг, Wed 6 Dec")
    page.get_by_role("button", name="Move it").click()
    slot(page, "Выставка").get_by_text("More").click()
    slot(page, "Выставка").get_by_role("button", name="Cancel the item").click()
    page.get_by_role("button", name="Undo “Выставка” was cancelled").click()

    expect(slot(page, "Выставка")).to_contain_text("Undone: “Выставка” was cancelled.")
    expect(column(page, "Аркадаг").locator("h4")).to_have_text(["Умный город", "Порт"])
    expect(column(page, "Туркменбаши").locator("h4")).to_have_text(["Отъезд"])
    expect(page.locator(".split .slot")).to_have_count(2)
    assert page.url.split("#")[1] == f"item-{ProgrammeItem.objects.get(title_ru='Выставка').pk}"
