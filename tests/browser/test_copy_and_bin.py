"""Copying, moving and bringing back, looked at as a reader does: no fault of contrast, names or order."""

import os
from pathlib import Path

import pytest

from backoffice.models import Deleted
from missions.models import ProgrammeItem
from partners import deletions
from tests import factories
from tests.backoffice.pages import staff
from tests.browser.test_back_office_pages import desk as _desk

desk = _desk
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def made():
    """A mission with an item that was deleted, and one more."""
    mission = factories.make_mission()
    stop = factories.make_stop(mission=mission, first_day=factories.FIRST_DAY)
    factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    factories.make_item(stop=stop, title="Talks", day=factories.FIRST_DAY)
    factories.make_deadline(mission=mission)
    deletions.delete([factories.make_item(mission=mission, title="Dinner")], staff())
    return mission


def test_no_page_has_a_fault_that_axe_finds(desk, made, axe):
    page = desk(made)
    item = made.items.get()
    pages = {
        "deleted": "/admin/deleted/",
        "move": f"/admin/missions/mission/{made.pk}/move/?what=all&days=5",
        "replace": f"/admin/missions/mission/{made.pk}/move/?what=replace",
        "copy": f"/admin/missions/mission/{made.pk}/copy/",
        "delete": f"/admin/missions/programmeitem/{item.pk}/delete/",
    }
    found = {}
    for name, address in pages.items():
        page.goto(address)
        if name == "copy":
            page.get_by_label("First day").fill("2024-03-13")
            page.get_by_role("button", name="Show what would come").click()
            page.get_by_role("heading", name="What would come").wait_for()
        if faults := axe(page):
            found[name] = faults
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert found == {}


def test_what_was_deleted_is_brought_back_without_scripts(desk, made):
    page = desk(made, java_script_enabled=False)
    page.goto("/admin/deleted/")

    page.get_by_role("button", name="Bring back").click()

    assert page.get_by_text("“Dinner” is back.").is_visible()
    assert not Deleted.objects.exists()
    assert sorted(ProgrammeItem.objects.values_list("title_en", flat=True)) == ["Dinner", "Talks"]
