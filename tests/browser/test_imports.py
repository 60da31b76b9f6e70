"""Bringing a sheet in, in a real browser: with a file, a decision, a button; and what axe finds on the way."""

import datetime
import json
import os
import re
from pathlib import Path

import pytest

from delegations.models import Delegate
from tests import factories
from tests.backoffice.imports import waiting
from tests.backoffice.imports.layouts import docx
from tests.backoffice.imports.sheets import xlsx
from tests.backoffice.mission_files import small

FILES = Path(__file__).parents[1] / "files"
HEADINGS = ["Family name (en)", "Given names (en)", "E-mail", "Organisation", "Position (en)", "Shoe size"]
PEOPLE = xlsx(
    HEADINGS,
    ["Orazowa", "Aýgül", "aygul@example.org", "Union of enterprises", "Director", 38],
    ["Berdiyewa", "Ogulsapar", None, "Union of enterprises", "Adviser", 39],
    ["Annayew", "Meret", "no address", "Unknown", None, None],
)


@pytest.fixture
def mission():
    union = factories.make_organisation(name={"en": "Union of enterprises", "ru": "Союз предприятий"})
    person = factories.make_person(family_name={"ru": "Бердиева"}, given_name={"ru": "Огулсапар"})
    factories.make_contact(person=person, organisation=union)
    return factories.make_mission()


@pytest.fixture
def desk(open_page, signed_in):
    """Pages of a superuser who has signed in."""

    def make(**options):
        page = open_page(**options)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def shot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def unfold(page):
    """Open all that is folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def test_a_sheet_is_read_decided_about_and_taken_in(desk, mission, axe):
    page = desk()
    page.goto(f"/admin/missions/mission/{mission.pk}/import/")
    assert axe(page) == []
    shot(page, "upload")
    page.get_by_label("people with delegates", exact=True).check()
    page.locator("#id_file").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2"}
    )
    page.get_by_role("button", name="Read the file").click()
    assert "has no row with headings that are known" in page.inner_text("[role=alert]")
    assert axe(page) == []
    shot(page, "refused")

    page.locator("#id_file").set_input_files(
        {"name": "people.xlsx", "mimeType": "application/x", "buffer": PEOPLE}
    )
    page.get_by_role("button", name="Read the file").click()
    assert axe(page) == []
    shot(page, "preview")
    assert page.get_by_role("button", name="Take in").count() == 0
    page.get_by_label(re.compile("The same: Огулсапар Бердиева")).check()
    page.get_by_role("button", name="Keep these decisions").click()
    page.get_by_label("Leave 1 wrong row out").check()
    assert axe(page) == []
    shot(page, "decided")
    page.get_by_role("button", name="Take in").click()

    assert "2 new, 0 changed" in page.inner_text(".messages")
    assert axe(page) == []
    shot(page, "taken")
    assert [str(one) for one in Delegate.objects.all()] == ["Aýgül Orazowa", "Ogulsapar Berdiyewa"]


@pytest.mark.parametrize("kind", waiting.MAKERS)
def test_the_preview_of_every_kind_of_file_is_open_to_everybody(open_page, signed_in, axe, kind):
    file = waiting.make(kind)
    page = open_page()
    signed_in(page, file.imported.by)

    page.goto(f"/admin/missions/mission/{file.imported.mission_id}/import/{file.imported.pk}/")

    assert page.get_by_role("button", name="Take in").count() == 1
    unfold(page)
    assert axe(page) == []
    shot(page, f"preview-{kind}")


def test_a_programme_that_asks_is_open_to_everybody(desk, mission, axe):
    factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    page = desk()
    page.goto(f"/admin/missions/mission/{mission.pk}/import/")
    page.get_by_label("programme in Word").check()
    content = docx("4 December, Nowhere", "10:00 Something odd", "11:00 Visit to the mill")
    page.locator("#id_file").set_input_files(
        {"name": "programme.docx", "mimeType": "application/x", "buffer": content}
    )
    page.get_by_role("button", name="Read the file").click()

    unfold(page)
    assert page.get_by_role("radio").count() > 0
    assert axe(page) == []
    shot(page, "preview-asking")


def test_a_mission_comes_in_by_its_file(desk, axe):
    page = desk()
    page.goto("/admin/missions/mission/")
    page.get_by_role("link", name="Bring a mission in").click()
    assert axe(page) == []
    shot(page, "mission")
    wrong = small()
    wrong["items"][0] |= {"kind": "party", "day": "2024-01-01"}
    wrong["delegates"][0]["precedence"] = -1

    def send(data):
        page.locator("#id_file").set_input_files(
            {"name": "mission.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
        )
        page.get_by_role("button", name="Read the file").click()

    send(wrong)
    assert "3 faults were found" in page.inner_text("[role=alert]")
    assert axe(page) == []
    shot(page, "mission-faults")
    send(small())
    assert page.get_by_role("heading", name="Small mission").count() == 1
    unfold(page)
    assert axe(page) == []
    shot(page, "mission-preview")
    page.get_by_role("button", name="Take in").click()
    assert "“Small mission” is taken in." in page.inner_text(".messages")
    assert axe(page) == []
    shot(page, "mission-taken")
    page.get_by_role("link", name="Small mission").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Programme: Small mission"

    # once more, with a change and a row less
    data = small()
    del data["items"][1]
    data["items"][0]["starts_at"] = "09:30"
    page.goto("/admin/missions/mission/import/")
    send(data)
    assert "rows that the file does not have are deleted" in page.inner_text("main")
    assert axe(page) == []
    shot(page, "mission-changes")


@pytest.mark.parametrize("width", [1280, 390])
def test_restricted_rows_of_a_programme_are_counted_and_one_is_opened(desk, axe, width):
    for name in ("Marenholt", "Quilby"):
        factories.make_place(name=name)
    mission = factories.make_mission(starts_on=datetime.date(2012, 6, 11), ends_on=datetime.date(2012, 6, 16))
    page = desk(width=width)
    page.goto(f"/admin/missions/mission/{mission.pk}/import/")
    page.get_by_label("programme in Word").check()
    page.locator("#id_file").set_input_files(FILES / "programme-week-en.docx")
    page.get_by_role("button", name="Read the file").click()
    shot(page, f"restricted-{width}")
    assert "11 rows are restricted: only staff will see them" in page.inner_text("#accept ~ p >> nth=1")
    unfold(page)
    assert axe(page) == []

    page.get_by_role("link", name="Show restricted rows").click()
    titles = page.locator("tbody th").all_inner_texts()
    assert "Meeting with Minister Alba Corvane (Governor only)" in titles
    shot(page, f"restricted-only-{width}")
    row = page.get_by_role("row", name="Closed meeting with the Bank of Westmark")
    row.get_by_label("Who may see it").select_option("the delegation")
    page.get_by_role("button", name="Keep these decisions").click()
    assert "10 rows are restricted" in page.inner_text("main")
