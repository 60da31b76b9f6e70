"""Scenario 5 of the field: thirty people from a sheet, the visa list, and who is flagged.

Of the sheet two rows are wrong: the preview says which column of which row, nothing is half saved, and the same
sheet once more adds nobody. Then protocol types passports, and a delegate her own.
"""

import datetime
import io
import re

import pytest
import time_machine
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from delegations import links
from delegations.models import Delegate
from missions.models import Role
from tests import factories, papers
from tests.backoffice.imports.sheets import xlsx
from tests.backoffice.members import member
from tests.browser import steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.postgresql

TODAY = datetime.datetime(2023, 11, 22, 6, tzinfo=datetime.UTC)  # a Wednesday; the stop begins on 6 December
HEADINGS = ["Family name (en)", "Given names (en)", "E-mail", "Organisation"]
WRONG = {7: ("Annayew", "no address"), 19: ("", "nobody@example.org")}
PEOPLE = [
    [
        "Person" + "abcdefghijklmnopqrstuvwxyz"[number % 26] * (1 + number // 26),
        "Maral",
        f"p{number}@example.org",
    ]
    for number in range(30)
]
SPELLING = "ÖTEGENOV-O’NEILL"


@pytest.fixture
def mission():
    factories.make_organisation(name="Union of enterprises", slug="union")
    mission = factories.make_mission(slug="silk-road")
    port = factories.make_place(
        name="Turkmenbashi", country="TM", zone="Asia/Ashgabat", restricted=True, permit_working_days=10
    )
    factories.make_stop(mission=mission, place=port, first_day=datetime.date(2023, 12, 5))
    return mission


def sheet(*, mended):
    """The thirty rows, two of them wrong unless they are mended."""
    rows = []
    for number, (family, given, email) in enumerate(PEOPLE):
        if number in WRONG and not mended:
            family, email = WRONG[number]
        rows.append([family, given, email, "Union of enterprises"])
    return xlsx(HEADINGS, *rows)


def bring_in(hands, mission, content):
    page = hands.page
    page.goto(steps.page_of(mission, "import"))
    page.get_by_label("people with delegates", exact=True).check()
    file = {"name": "people.xlsx", "mimeType": "application/x", "buffer": content}
    page.locator("#id_file").set_input_files(file)
    hands.press(page.get_by_role("button", name="Read the file"))
    page.wait_for_url("**/import/*/")


def type_passport(hands, **typed):
    """Fill in the form of a travel document and keep it."""
    page = hands.page
    fields = {
        "Surname": typed["surname"],
        "Given names": "GALYM",
        "Number of the passport": typed["number"],
        "Issuing state": "KAZ",
        "Nationality": "KAZ",
    }
    for label, text in fields.items():
        hands.write(page.get_by_label(label, exact=True), text)
    page.get_by_label("Date of birth", exact=True).fill("1980-02-29")
    page.get_by_label("Sex", exact=True).select_option("M")
    page.get_by_label("Expires on", exact=True).fill(typed["expires"])
    hands.tick(page.get_by_role("checkbox"))


@HANDS
def test_thirty_people_come_from_a_sheet_and_into_the_visa_list(open_page, signed_in, axe, mission, hand):
    with time_machine.travel(TODAY, tick=True):
        user = member({mission: Role.PROTOCOL})
        page = open_page()
        signed_in(page, user)
        hands = hand(page)

        bring_in(hands, mission, sheet(mended=False))
        told = " ".join(page.locator("main").inner_text().split())
        assert "2 rows are wrong. 28 new" in told
        assert re.search("9 wrong Maral Annayew C, E-mail address: Enter a valid email address", told, re.I)
        assert re.search("21 wrong .{,40} A, Family name .{,20}: Give the family name", told, re.I)
        assert Delegate.objects.count() == 0
        bring_in(hands, mission, sheet(mended=True))
        hands.press(page.get_by_role("button", name="Take in"))
        expect(page.locator(".messages")).to_contain_text("30 new, 0 changed")
        bring_in(hands, mission, sheet(mended=True))
        assert page.get_by_role("button", name="Take in").count() == 0
        assert Delegate.objects.count() == 30

        first, second, *_rest = mission.delegates.order_by("precedence")
        hands.press(steps.ways(page).get_by_role("link", name="People"))
        hands.press(page.get_by_role("link", name="Travel documents"))
        steps.heading(page, "Travel documents")
        assert axe(page) == []
        hands.press(page.locator(f"#delegate-{first.pk}").get_by_role("link"))
        steps.heading(page, f"Travel document of {first}")
        assert axe(page) == []
        type_passport(hands, surname=SPELLING, number="N1000001", expires="2024-06-06")
        hands.press(page.get_by_role("button", name="Keep the travel document"))
        expect(page.locator(".messages")).to_contain_text("is kept.")
        expect(page.locator("main")).to_contain_text("expires less than six months after the return")

        own = open_page()
        own.goto(f"/l/{links.renew(second)}/")
        own.get_by_role("button", name="Open my programme").click()
        own.goto("/en/my/silk-road/travel-document/")
        assert axe(own) == []
        type_passport(hand(own), surname="SECOND  ÝAZ", number="N1000002", expires="2031-05-24")
        own.get_by_role("button", name="Keep my passport").click()
        expect(own.get_by_role("status")).to_contain_text("Your passport is kept, encrypted.")
        assert axe(own) == []

        page.goto(steps.page_of(mission, "visas"))
        assert axe(page) == []
        cells = page.locator("tbody td:nth-child(2)").all_text_contents()
        assert cells == [SPELLING, "SECOND  ÝAZ"]
        assert page.locator(".notice li").count() == 28
        xlsx_file = page.request.get(steps.page_of(mission, "visas_xlsx")).body()
        rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file)).get_sheet_by_index(0).to_python()
        assert [row[1] for row in rows[1:]] == [SPELLING, "SECOND  ÝAZ"]
        paper = papers.text(page.request.get(steps.page_of(mission, "visas_pdf")).body())
        assert SPELLING in paper

        page.goto(steps.page_of(mission, "cautions"))
        told = page.locator("main").inner_text()
        assert "Passports that expire too early" in told
        assert str(first) in told
        assert "Turkmenbashi is a restricted zone whose permit takes this many working days: 10" in told
        page.goto("/admin/")
        expect(page.locator("main")).to_contain_text("Passport expires too early")
