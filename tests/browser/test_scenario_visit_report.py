"""Scenario 11 of the field: an officer writes the report on the Mary union meeting on a phone, with a bad network."""

import io
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from delegations.models import Attendance
from missions import visit_reports
from missions.models import FollowUp, Mission, ReportState, Role, VisitReport
from reports.models import ReportDraft
from tests import factories
from tests.backoffice.members import member
from tests.browser import looks, steps

pytestmark = pytest.mark.postgresql

FILE = Path(__file__).parents[2] / "examples" / "kazakhstan-turkmenistan-december-2023.json"
KEPT = re.compile("Kept as a draft, .* Not saved yet.")


@pytest.fixture
def mission():
    """The mission of December 2023, with three delegates and somebody who speaks for the union."""
    call_command("load_mission", str(FILE), stdout=io.StringIO())
    mission = Mission.objects.get()
    for name in ("Sakhmetov", "Otegenov", "Inkarova"):
        person = factories.make_person(family_name=name, given_name="")
        factories.make_delegate(mission=mission, person=person)
    return mission


@pytest.fixture
def item(mission):
    item = mission.items.get(title_en="Union of Industrialists and Entrepreneurs of Mary province")
    host = item.hosts.get()
    contact = factories.make_contact(organisation=host.organisation)
    host.contact = contact
    host.save()
    return item


def address(item):
    return reverse("admin:visit_report", args=[item.pk])


def test_the_report_of_the_mary_meeting_on_a_phone(open_page, signed_in, axe, mission, item):
    page = open_page(width=390, has_touch=True, is_mobile=True)
    signed_in(page, member({mission: Role.REPORTER}))
    page.goto(f"{reverse('admin:visits')}?mission={mission.pk}")
    page.get_by_role("link", name="Union of Industrialists and Entrepreneurs of Mary province").click()
    steps.heading(page, "Visit report")

    # attendees preset from the plan, in protocol order
    names = steps.words_of(page.locator("input[name=there]:checked + label"))
    assert [name.split(" ")[0] for name in names[:3]] == ["Sakhmetov", "Otegenov", "Inkarova"]
    assert len(names) == 4
    page.get_by_label("Inkarova").uncheck()
    assert page.get_by_label("Agriculture").is_checked()
    page.get_by_label("What was said", exact=True).fill("Prospects of cooperation were discussed.")
    expect(page.locator("#kept-at")).to_have_text(KEPT)

    # the network is cut in mid-writing
    page.context.set_offline(True)
    page.get_by_label("Agreed points").fill("A business forum in 2024")
    expect(page.locator("#kept")).to_contain_text("kept on this device, not yet saved", timeout=15_000)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#kept")).to_contain_text("nothing was sent")
    page.context.set_offline(False)
    expect(page.locator("#kept-at")).to_have_text(KEPT, timeout=40_000)
    page.complaints[:] = [one for one in page.complaints if "ERR_INTERNET_DISCONNECTED" not in one]

    # the session ends in mid-writing
    Session.objects.all().delete()
    page.get_by_label("For staff only").fill("They asked for an early date.")
    expect(page.locator("#kept")).to_contain_text("Your session has ended", timeout=15_000)
    assert ReportDraft.objects.count() == 1
    signed_in(page, VisitReportAuthor.of(mission))
    page.goto(address(item))
    expect(page.get_by_label("For staff only")).to_have_value("They asked for an early date.")
    # what the page before sent as it went may have come first
    page.complaints[:] = [one for one in page.complaints if "409" not in one]
    expect(page.get_by_label("Agreed points")).to_have_value("A business forum in 2024")
    expect(page.get_by_label("Inkarova")).not_to_be_checked()
    assert axe(page) == []
    assert looks.too_wide(page) == []

    # one follow-up in place; what is wrong is said first
    page.get_by_label("How it ended").select_option(label="cooperation possible")
    page.get_by_label("What", exact=True).fill("Business forum, Ashgabat")
    page.get_by_label("Date known by").select_option(label="year")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("Give a year, such as 2024.")
    page.get_by_label("When", exact=True).fill("2024")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".messages")).to_contain_text("The report is submitted.")

    report, follow_up = VisitReport.objects.get(), FollowUp.objects.get(title_en="Business forum, Ashgabat")
    assert (report.item, report.state) == (item, ReportState.SUBMITTED)
    assert report.summary_en == "Prospects of cooperation were discussed."
    assert report.agreed_points == "A business forum in 2024"
    assert report.staff_notes == "They asked for an early date."
    assert report.outcome_code == "cooperation_possible"
    assert "Agriculture" in [sector.name_en for sector in report.sectors.all()]
    assert (follow_up.item, str(follow_up.due_on), follow_up.due_precision) == (item, "2024-12-31", "year")
    came = {str(row): row.actual for row in Attendance.objects.filter(item=item)}
    assert [came[name] for name in ("Sakhmetov", "Otegenov", "Inkarova")] == [True, True, False]
    assert (len(came), ReportDraft.objects.count()) == (4, 0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('keruen-report-'))") == []
    assert axe(page) == []


class VisitReportAuthor:
    """Whoever wrote in this test, to sign in again."""

    @staticmethod
    def of(mission):
        return ReportDraft.objects.get().user


def test_another_person_at_the_same_device_finds_nothing(open_page, signed_in, mission, item):
    page = open_page(width=390)
    signed_in(page, member({mission: Role.REPORTER}))
    page.goto(address(item))
    page.context.set_offline(True)
    page.get_by_label("Findings").fill("For my eyes")
    expect(page.locator("#kept")).to_contain_text("kept on this device", timeout=15_000)
    page.context.set_offline(False)
    page.complaints.clear()
    other = member({mission: Role.REPORTER})
    signed_in(page, other)

    page.goto(address(item))

    expect(page.get_by_label("Findings")).to_have_value("")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('keruen-report-'))") == []


def test_the_second_device_is_told_and_nothing_is_overwritten(open_page, signed_in, mission, item):
    user = member({mission: Role.REPORTER})
    phone, desk = open_page(width=390), open_page()
    for page in (phone, desk):
        signed_in(page, user)
        page.goto(address(item))
    phone.get_by_label("Findings").fill("On the phone")
    expect(phone.locator("#kept-at")).to_have_text(KEPT)

    desk.get_by_label("Findings").fill("At the desk")

    expect(desk.locator("#kept")).to_contain_text("in another place too", timeout=15_000)
    desk.complaints[:] = [one for one in desk.complaints if "409" not in one]
    desk.get_by_role("button", name="Show what is there").click()
    expect(desk.get_by_label("Findings")).to_have_value("On the phone")


def approved_meanwhile(item):
    report = VisitReport.objects.get(item=item)
    return visit_reports.approve(report, factories.make_user(is_superuser=True))


def submitted(item, **fields):
    return factories.make_visit_report(item=item, state=ReportState.SUBMITTED, summary_en="Done", **fields)


def test_who_types_while_somebody_approves_is_told_and_finds_her_words_on_the_page(
    open_page, signed_in, axe, mission, item
):
    submitted(item)
    page = open_page(width=390)
    signed_in(page, member({mission: Role.REPORTER}))
    page.goto(f"{address(item)}?write")
    approved_meanwhile(item)

    page.get_by_label("Findings").fill("The union wants a forum")
    expect(page.locator("#kept")).to_contain_text("This report was approved meanwhile", timeout=15_000)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("so it is not saved")
    left = page.locator("#left")
    expect(left).to_contain_text("The union wants a forum")
    page.complaints[:] = [one for one in page.complaints if "423" not in one]
    assert axe(page) == []
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('keruen-report-'))") == []
    left.get_by_role("button", name="Throw away what I typed").click()
    expect(page.locator(".messages")).to_contain_text("thrown away")
    expect(left).to_be_hidden()


def test_what_was_typed_without_a_network_stands_on_the_page_of_the_report_that_was_approved_meanwhile(
    open_page, signed_in, mission, item
):
    submitted(item)
    page = open_page(width=390)
    signed_in(page, member({mission: Role.REPORTER}))
    page.goto(f"{address(item)}?write")
    page.context.set_offline(True)
    page.get_by_label("Findings").fill("The union wants a forum")
    expect(page.locator("#kept")).to_contain_text("kept on this device", timeout=15_000)
    approved_meanwhile(item)
    page.evaluate("document.getElementById('report').removeAttribute('id')")
    page.context.set_offline(False)

    page.goto(address(item))
    page.wait_for_load_state("networkidle")
    page.reload()  # what the page sent while it was left may come after the answer, and stands there from then on

    expect(page.locator("#left")).to_contain_text("The union wants a forum", timeout=15_000)
    expect(page.get_by_role("button", name="Throw away what I typed")).to_be_visible()
    page.complaints.clear()


def test_a_text_that_is_too_long_says_so_and_one_that_is_too_long_for_a_draft_is_saved(
    open_page, signed_in, mission, item
):
    page = open_page(width=390)
    page.complaints.expected = "400 (Bad Request)"  # a refused draft
    signed_in(page, member({mission: Role.REPORTER}))
    page.goto(address(item))

    page.get_by_label("Findings").fill("x" * 320_000)
    said = "“Findings” has 320,000 letters, and at most 100,000 are kept of one text."
    expect(page.locator("#kept")).to_contain_text(said, timeout=15_000)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Findings")).to_be_focused()
    expect(page.locator("#kept")).to_contain_text(said)

    for label in ("Findings", "Opportunities", "Obstacles", "Agreed points"):
        page.get_by_label(label, exact=True).fill("x" * 90_000)
    expect(page.locator("#kept")).to_contain_text("more than is kept as a draft", timeout=15_000)
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages")).to_contain_text("The report is saved.")
    assert len(VisitReport.objects.get().obstacles) == 90_000
