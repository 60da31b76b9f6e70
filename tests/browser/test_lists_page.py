"""The lists to hand out in a browser: a file is sent for, and then the page says what has changed since."""

import pytest
from playwright.sync_api import expect

from backoffice.models import PrintedList
from delegations.models import Stay
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks, steps


@pytest.fixture
def mission(db):
    mission = factories.make_mission(slug="silk-road")
    delegate = factories.make_delegate(
        mission=mission, person=factories.make_person(family_name="Otegenov", given_name="")
    )
    factories.make_stay(delegate=delegate, hotel="Grand", room="12")
    return mission


def test_what_changed_since_a_file_was_sent_for_is_told_without_a_barrier(page, signed_in, axe, mission):
    signed_in(page, staff())
    page.goto(steps.page_of(mission, "lists") + "?list=rooming")
    with page.expect_download() as download:
        page.get_by_role("button", name="XLSX, to work on").click()
    assert download.value.suggested_filename == "silk-road-rooming-en.xlsx"
    assert PrintedList.objects.count() == 1
    Stay.objects.update(room="14")

    page.reload()

    expect(page.locator("ins")).to_have_text("Room: 14")
    expect(page.locator("del")).to_have_text("Room: 12")
    assert axe(page) == []
    assert looks.too_wide(page) == []
