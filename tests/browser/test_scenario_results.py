"""Scenario 17 of the field: the mission is over, and its page shows what was cleared; a wrong amount is corrected, and
the page shows the correction with its date."""

import datetime
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from backoffice.rights import roles
from missions import editions, release
from missions.models import Certainty, OutcomeKind, ReportState
from tests import factories, papers
from tests.backoffice.pages import staff
from tests.browser import looks, steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.postgresql

DAY = datetime.date(2023, 12, 5)
AFTER = datetime.datetime(2024, 1, 9, 7, tzinfo=datetime.UTC)
LATER = datetime.datetime(2024, 2, 1, 20, tzinfo=datetime.UTC)  # in Ashgabat it is the second of February
PAGE = "/en/missions/mission/"


@pytest.fixture
def mission():
    """A mission that took place, published, with what came of it; nothing of that is out yet."""
    mission = factories.make_mission(
        slug="mission", title="Mission to Turkmenistan", zone="Asia/Ashgabat", languages=["en"],
        outcome_summary="Two contracts, and more to come.",
    )  # fmt: skip
    stop = factories.make_stop(mission=mission, place=factories.make_place(), first_day=DAY)
    union = factories.make_organisation(name="Union", published=True)
    cannery = factories.make_item(
        stop=stop, day=DAY, title="Cannery", kind="site_visit", visibility="public", hosts=[union]
    )
    dinner = factories.make_item(stop=stop, day=DAY, title="Dinner of heads", visibility="participants")
    report = {"state": ReportState.APPROVED, "findings": "Staff alone read this."}
    factories.make_visit_report(item=cannery, summary="They can twice as much.", cleared=True, **report)
    factories.make_visit_report(item=dinner, summary="They spoke of prices.", cleared=True, **report)
    for title, amount, certainty, shown in (
        ("Contract for cans", "120000", Certainty.SIGNED, True),
        ("Contract for lids", "30000", Certainty.SIGNED, True),
        ("Letter on juice", "900000", Certainty.PRELIMINARY, True),
        ("Secret contract", "777777", Certainty.SIGNED, False),
    ):
        factories.make_outcome(
            mission=mission, title=title, kind=OutcomeKind.CONTRACT, amount=Decimal(amount), currency="USD",
            certainty=certainty, theirs=[union], published=shown, confidential=not shown,
        )  # fmt: skip
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    return mission


@pytest.fixture
def clock():
    with time_machine.travel(AFTER) as traveller:
        yield traveller


def publish_results(hands, number, note=""):
    """Look at what is new, and publish it. Returns the lines that were shown before."""
    page = hands.page
    steps.heading(page, f"Publish results, version {number}")
    told = [steps.words_of(row.locator("th, td")) for row in page.locator("main tbody tr").all()]
    if note:
        hands.write(page.get_by_label("English"), note)
    hands.press(page.get_by_role("button", name=re.compile("^Publish")))
    expect(page.locator(".messagelist")).to_contain_text(f"Results, version {number}, are published.")
    return told


def papers_and_sums(page):
    """Each paper or sum of the public page: its state, what it is, and what is known of it."""
    entries = page.locator("section[aria-labelledby=papers] .entries > li").all()
    return [steps.words_of(entry.locator(".state, h4, dd")) for entry in entries]


def printed(page):
    """The words of the file that the page leads to."""
    with page.expect_response("**/results.pdf") as answered:
        page.evaluate("fetch(document.querySelector('a[href$=\"results.pdf\"]').href)")
    return papers.text(answered.value.body())


def outcome_page(mission, title):
    return reverse("admin:outcome", args=[mission.outcomes.get(title_en=title).pk])


@HANDS
def test_what_was_cleared_is_shown_and_a_correction_with_its_date(open_page, signed_in, clock, mission, hand):
    public, page = open_page(), open_page()
    public.goto(PAGE)
    assert "Contract for cans" not in public.content()
    signed_in(page, editor := staff(roles.EDITOR, roles.RELEASER))
    hands = hand(page)
    page.goto(steps.page_of(mission, "results"))
    told = publish_results(hands, 1)
    assert [line for line in told if "report of a visit" in " ".join(line)] != []
    editions.forget()

    public.goto(PAGE)
    assert papers_and_sums(public) == [
        ["Signed", "Contract for cans", "Contract", "120,000 USD", "not reported", "Union"],
        ["Signed", "Contract for lids", "Contract", "30,000 USD", "not reported", "Union"],
        ["Preliminary", "Letter on juice", "Contract", "900,000 USD", "not reported", "Union"],
    ]
    sums = public.locator("section[aria-labelledby=sums] .facts > div")
    assert [steps.words_of(each.locator("dt, dd")) for each in sums.all()] == [
        ["Preliminary", "900,000 USD in 1 sum"],
        ["Signed", "150,000 USD in 2 sums"],
    ]
    expect(public.locator(".item", has_text="Cannery")).to_contain_text("They can twice as much.")
    assert looks.findings(public) == []
    for text in (public.content(), printed(public)):
        for hidden in ("Secret", "777", "Staff alone", "spoke of prices", "Dinner", "1,050,000"):
            assert hidden not in text

    clock.move_to(LATER)
    signed_in(page, editor)
    page.goto(outcome_page(mission, "Contract for cans"))
    hands.press(page.locator("summary", has_text="Correct it"))
    form = page.locator("#do-correct")
    hands.write(form.get_by_label("Amount"), "125000")
    hands.write(form.get_by_label("Correction (English)"), "The sum was 120,000 USD.")
    hands.press(form.get_by_role("button", name="Correct"))
    expect(page.locator(".messages")).to_contain_text("The public reads it as it was until")
    public.goto(PAGE)
    assert "Corrected" not in public.content()
    hands.press(page.get_by_role("link", name="Publish the results"))
    publish_results(hands, 2, "One sum was wrong.")
    editions.forget()

    public.goto(PAGE)
    assert papers_and_sums(public)[0] == [
        *("Signed", "Contract for cans", "Contract", "125,000 USD", "not reported", "Union"),
        "2 February 2024: The sum was 120,000 USD.",
    ]
    expect(public.locator("#agreed ~ *").first).to_contain_text("Results, version 2")
    words = printed(public)
    assert "Corrected: 2 February 2024: The sum was 120,000 USD." in words
    assert "155,000 USD in 2 sums" in words
    assert looks.findings(public) == []
