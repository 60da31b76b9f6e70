"""Scenario 12 of the field: one press gives a mission's report as PDF, DOCX and XLSX, for staff or anybody."""

import io
import zipfile
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from backoffice.rights import roles
from missions import release
from missions.models import Certainty, Visibility
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import steps
from tests.browser.hands import HANDS
from tests.reports.mission_report import read_back

pytestmark = pytest.mark.postgresql

FORMS = ("pdf", "docx", "xlsx")


@pytest.fixture
def mission(db):
    """A public meeting; of it came preliminary and signed sums, one of them confidential."""
    mission = factories.make_mission(slug="mission", title={"en": "Silk Road", "ru": "Шёлковый путь"})
    item = factories.make_item(
        mission=mission, title={"en": "Union", "ru": "Союз"}, visibility=Visibility.PUBLIC
    )
    for title, amount, certainty, confidential in (
        ("Intent", 1000, Certainty.PRELIMINARY, False),
        ("Contract", 200, Certainty.SIGNED, False),
        ("Secret", 30, Certainty.SIGNED, True),
    ):
        factories.make_outcome(
            mission=mission,
            item=item,
            title=title,
            amount=Decimal(amount),
            currency="USD",
            certainty=certainty,
            confidential=confidential,
            published=not confidential,
        )
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    release.release_results(mission, by=None, replaces=None)
    return mission


@HANDS
def test_one_press_gives_the_report_in_three_forms(open_page, signed_in, axe, mission, hand):
    page = open_page()
    signed_in(page, staff(roles.VIEWER))
    page.goto(steps.page_of(mission, "changes"))
    hand = hand(page)

    hand.press(steps.ways(page).get_by_role("link", name="Report", exact=True))
    steps.heading(page, "Mission report")
    assert axe(page) == []
    hand.choose(page.get_by_label("In", exact=True), "Russian")
    found = {}
    for variant in ("Internal", "Public"):
        choice = page.get_by_label("For whom")
        words = choice.locator("option", has_text=variant).inner_text()
        hand.choose(choice, words)
        with page.expect_download() as download:
            hand.press(page.get_by_role("button", name="PDF, DOCX and XLSX in one file"))
        found[variant] = archive(download.value)
        expect(page.get_by_role("heading", level=1)).to_have_text("Mission report")

    for form in FORMS:
        inside, outside = found["Internal"][form], found["Public"][form]
        assert ("Шёлковый путь" in inside, "Шёлковый путь" in outside) == (True, True), form
        assert ("Secret" in inside, "Secret" in outside) == (True, False), form
    money = {variant: files["pdf"].replace("\N{NO-BREAK SPACE}", " ") for variant, files in found.items()}
    assert "Предварительно 1 000 USD" in money["Public"]
    assert ("200 USD" in money["Public"], "230 USD" in money["Public"]) == (True, False)
    assert ("230 USD" in money["Internal"], "1 230" in money["Internal"]) == (True, False)


def archive(download):
    """What the three files of the archive say, by their form."""
    with open(download.path(), "rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as files:
        return {
            name.rsplit(".", 1)[1]: read_back.text_of(name.rsplit(".", 1)[1], files.read(name))
            for name in files.namelist()
        }
