"""Scenario 3 of the field, the organiser's part: release, move a visit, cancel the lunch, release again."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from missions import document as documents
from missions import drafts, release
from missions.models import Release
from tests import factories

NINE, ELEVEN = datetime.time(9), datetime.time(11)


@pytest.fixture
def mission():
    """Two versions are out; the third is about to be."""
    mission = factories.make_mission(title="Mission to Turkmenistan", languages=["en"], zone="Asia/Ashgabat")
    stop = factories.make_stop(mission=mission, first_day=mission.starts_on)
    host = factories.make_organisation(name="Union")
    for _ in range(2):
        factories.make_delegate(mission=mission)
    for number in range(2):
        factories.make_item(mission=mission, title=f"Arrival {number}")
        release.release(mission, by=None, members={}, replaces=number or None)
    item = {"stop": stop, "day": mission.starts_on, "visibility": "delegation", "hosts": [host]}
    factories.make_item(**item, title="Plant", starts_at=NINE)
    factories.make_item(**item, title="Lunch", starts_at=datetime.time(13))
    return mission


@pytest.fixture
def desk(open_page, signed_in):
    def make(**options):
        page = open_page(**options)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def address(name, mission):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


def item_form(mission, title):
    return reverse("admin:missions_programmeitem_change", args=[mission.items.get(title_en=title).pk])


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what has this id, or these words."""
    for _ in range(300):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.id, document.activeElement.textContent.trim(), "
            "document.activeElement.value || '']"
        )
        if wanted in at:
            return
    raise AssertionError(f"Tab never comes to {wanted}")


class Mouse:
    def __init__(self, page):
        self.page = page

    def press(self, button):
        self.page.get_by_role("button", name=button, exact=True).click()

    def write(self, field, text):
        self.page.fill(f"#{field}", text)

    def choose(self, field, value, _letters):
        self.page.select_option(f"#{field}", value)


class Keyboard(Mouse):
    def press(self, button):
        tab_to(self.page, button)
        self.page.keyboard.press("Enter")

    def write(self, field, text):
        tab_to(self.page, field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, field, _value, letters):
        tab_to(self.page, field)
        self.page.keyboard.type(letters)


@pytest.mark.parametrize("hand", [Mouse, Keyboard])
def test_a_visit_is_moved_and_the_lunch_cancelled_between_two_versions(desk, mission, hand):
    page = desk()
    by = hand(page)

    page.goto(address("release", mission))
    by.write("id_note_en", "The visits are fixed.")
    by.press("Release version 3")
    expect(page.locator(".messagelist")).to_contain_text("Version 3 is released.")
    page.goto(item_form(mission, "Plant"))
    by.write("id_starts_at", "11:00")
    by.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("Plant")
    page.goto(item_form(mission, "Lunch"))
    by.choose("id_status", "cancelled", "can")
    by.press("Save")
    expect(page.locator(".messagelist")).to_contain_text("Lunch")
    page.goto(address("release", mission))
    table = [
        [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]
        for row in page.locator("#told tbody tr").all()
    ]
    by.press("Release version 4")
    expect(page.locator(".messagelist")).to_contain_text("Version 4 is released.")

    assert table == [
        [
            "Other time",
            "Plant",
            "4 December 2023, 09:00",
            "4 December 2023, 11:00",
            "2 delegates, 1 host: Union",
        ],
        ["Cancelled", "Lunch", "4 December 2023, 13:00", "– none", "2 delegates, 1 host: Union"],
    ]
    assert [made.note_en for made in Release.objects.order_by("number")] == [
        "",
        "",
        "The visits are fixed.",
        "",
    ]


def test_no_page_around_a_release_has_a_fault_that_axe_finds(desk, mission, axe, scheme, width):
    release.release(mission, by=None, members={}, replaces=2)
    mission.items.filter(title_en="Plant").update(starts_at=ELEVEN, visibility="public")
    mission.items.filter(title_en="Lunch").update(status="cancelled")
    document = documents.make(mission, {})
    user = factories.make_user()
    link, token = drafts.make(mission, reader="Embassy", host=None, document=document, days=3, by=user)
    drafts.answer(link, name="Consul", approved=False, remark="Not on a Monday")
    delegate = mission.delegates.first()
    factories.make_stay(delegate=delegate)
    page = desk(width=width, scheme=scheme)
    addresses = {
        "release": address("release", mission),
        "preview": address("preview", mission),
        "preview of one": f"{address('preview', mission)}?as=delegate-{delegate.ref}&lang=ru",
        "compare": address("compare", mission),
        "take back": f"{address('take_back', mission)}?version=1",
        "which to take back": address("take_back", mission),
        "drafts": address("drafts", mission),
        "text": address("text", mission),
        "draft": f"/d/{token}/",
    }
    found = {}
    for name, at in addresses.items():
        page.goto(at)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        found[name] = axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[name] += ["wider than the window"] if wide else []

    page.goto("/d/no-such-link/")
    page.complaints.clear()
    found["not valid"] = axe(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_text_is_copied_with_one_press(desk, mission):
    page = desk(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address("text", mission))

    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("[role=status]").last).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#id_text")


def test_without_scripts_the_text_can_be_selected(desk, mission):
    page = desk(java_script_enabled=False)
    page.goto(address("text", mission))

    expect(page.locator("#id_text")).to_be_visible()
    expect(page.get_by_role("button", name="Copy", exact=True)).to_be_hidden()
