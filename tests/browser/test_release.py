"""The pages around a release in a browser."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from missions import document as documents
from missions import drafts, release
from tests import factories
from tests.browser import looks

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


def test_no_page_around_a_release_has_a_fault_that_axe_finds(desk, mission, axe):
    release.release(mission, by=None, members={}, replaces=2)
    mission.items.filter(title_en="Plant").update(starts_at=ELEVEN, visibility="public")
    mission.items.filter(title_en="Lunch").update(status="cancelled")
    document = documents.make(mission, {})
    user = factories.make_user()
    link, token = drafts.make(mission, reader="Embassy", host=None, document=document, days=3, by=user)
    drafts.answer(link, name="Consul", approved=False, remark="Not on a Monday")
    delegate = mission.delegates.first()
    factories.make_stay(delegate=delegate)
    page = desk()
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
        found[name] += [f"wider than {width} px" for width in looks.too_wide(page)]

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
