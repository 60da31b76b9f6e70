"""The programme board where no script runs: by the same links and forms."""

from playwright.sync_api import expect

from missions.models import ProgrammeItem
from tests import factories
from tests.browser.hands import Mouse
from tests.browser.steps import column, page_of, slot

ITEMS = [
    ("Mary", "Food plant", "Site visit"),
    ("Mary", "Shoe factory", "Site visit"),
    ("Ashgabat", "Exhibition", "Exhibition"),
    ("Turkmenbashi", "Port", "Site visit"),
    ("Turkmenbashi", "Way home", "Departure"),
]
GROUPS = {"Food plant": "Group A", "Shoe factory": "Group B"}


def add_items(hands):
    page = hands.page
    for place, title, kind in ITEMS:
        hands.press(column(page, place).locator("[data-add]"))
        hands.write(page.get_by_label("Title", exact=True), title)
        hands.choose(page.get_by_label("Kind"), kind)
        hands.press(page.get_by_role("button", name="Add it"))
        expect(slot(page, title)).to_contain_text("is added.")


def split(hands):
    page = hands.page
    for title, group in GROUPS.items():
        hands.press(slot(page, title).get_by_role("link", name="Edit"))
        hands.write(page.get_by_label("Begins at"), "10:00")
        hands.write(page.get_by_label("Ends at"), "12:00")
        hands.tick(page.get_by_label("Everyone takes part"))
        hands.tick(page.get_by_label(group))
        hands.press(page.get_by_role("button", name="Save", exact=True))
        expect(slot(page, title)).to_contain_text("is saved.")


def test_items_are_added_split_moved_cancelled_and_brought_back(open_page, signed_in):
    mission = factories.make_mission()
    for order, (town, day) in enumerate({"Mary": 4, "Ashgabat": 5, "Turkmenbashi": 7}.items()):
        place = factories.make_place(name=town)
        factories.make_stop(mission=mission, place=place, order=order, first_day=f"2023-12-0{day}")
    for name in GROUPS.values():
        factories.make_group(mission=mission, name=name)
    page = open_page(java_script_enabled=False)
    signed_in(page, factories.make_user(is_superuser=True))
    hands = Mouse(page)

    page.goto(page_of(mission, "board"))
    add_items(hands)
    split(hands)
    slot(page, "Port").get_by_role("button", name="Later").click()
    expect(slot(page, "Port")).to_contain_text("now stands later.")
    slot(page, "Port").get_by_text("More").click()
    slot(page, "Port").get_by_role("link", name="Move").click()
    page.get_by_label("Where to").select_option(label="Ashgabat, Tue 5 Dec")
    page.get_by_role("button", name="Move it").click()
    slot(page, "Exhibition").get_by_text("More").click()
    slot(page, "Exhibition").get_by_role("button", name="Cancel the item").click()
    page.get_by_role("button", name="Undo “Exhibition” was cancelled").click()

    expect(slot(page, "Exhibition")).to_contain_text("Undone: “Exhibition” was cancelled.")
    expect(column(page, "Ashgabat").locator("h4")).to_have_text(["Exhibition", "Port"])
    expect(column(page, "Turkmenbashi").locator("h4")).to_have_text(["Way home"])
    expect(page.locator(".split .slot")).to_have_count(2)
    exhibition = ProgrammeItem.objects.get(title_en="Exhibition").pk
    assert page.url.split("#")[1] == f"item-{exhibition}"
