"""What stands around a visit's report: the blank form on paper, the board, the admin's own pages."""

import datetime
import subprocess

import pytest
from django.urls import reverse

from delegations.models import Attendance, Delegate
from missions import visit_reports
from missions.models import ReportState, Role, VisitReport
from partners.models import Person
from reports import drafts
from reports.models import ReportDraft
from tests import factories
from tests.backoffice.pages import address, address_of, save, sentences
from tests.backoffice.visits.reports import Visit, client_of
from wording import zones

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return Visit()


def text_of(pdf, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_the_blank_form_has_the_plan_and_leaves_room(visit, tmp_path):
    client = client_of(visit.member(Role.VIEWER))

    answer = client.get(reverse("admin:visit_blank", args=[visit.item.pk]))

    text = text_of(answer.content, tmp_path)
    words = ["Meeting in Mary", "4 December 2023", "Union of Mary", "Zhakenov", "Abayev", "Transport"]
    assert answer["Content-Type"] == "application/pdf"
    assert [word for word in words if word not in text] == []
    assert text.index("Zhakenov") < text.index("Abayev")  # by rank
    assert text.count("\f") <= 2


@pytest.mark.once
def test_the_blank_form_names_all_of_a_large_delegation(visit, tmp_path):
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Traveller-{number:02}") for number in range(60)
    )
    Delegate.objects.bulk_create(
        Delegate(mission=visit.mission, delegation=visit.first.delegation, person=person, precedence=number)
        for number, person in enumerate(people, 100)
    )

    answer = client_of(visit.member(Role.VIEWER)).get(reverse("admin:visit_blank", args=[visit.item.pk]))

    text = text_of(answer.content, tmp_path)
    assert [number for number in range(60) if f"Traveller-{number:02}" not in text] == []
    assert text.count("\f") <= 4


@pytest.mark.parametrize("role", [Role.REPORTER, pytest.param(Role.VIEWER, marks=pytest.mark.once)])
def test_the_page_says_who_else_is_typing_on_the_report_and_nothing_of_what(visit, role):
    factories.make_visit_report(item=visit.item)
    reader, other = visit.member(role), visit.member(first_name="Aigerim", last_name="Utegenova")
    gone = visit.member(is_active=False)
    for user in (reader, other, gone):
        drafts.keep(user, visit.item, {"summary_en": ["typed"]}, 0)
    ReportDraft.objects.update(saved_at=datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC))

    page = client_of(reader).get(visit.address)
    elsewhere = client_of(reader).get(
        reverse("admin:visit_report", args=[factories.make_item(mission=visit.mission, kind="meeting").pk])
    )

    at = zones.moment(ReportDraft.objects.first().saved_at, visit.item.zone_name(), "en")
    said = f"{other} is writing this report too: draft of {at}, not saved yet."
    assert page.context["typing"] == [said]
    assert said in page.content.decode()
    assert elsewhere.context["typing"] == []


@pytest.mark.once
def test_the_board_leads_to_the_report_of_a_visit_and_of_nothing_else(visit):
    meal = factories.make_item(mission=visit.mission, kind="meal", day=visit.item.day)

    page = client_of(visit.member()).get(reverse("admin:missions_mission_board", args=[visit.mission.pk]))

    assert f'href="{visit.address}"' in page.content.decode()
    assert reverse("admin:visit_report", args=[meal.pk]) not in page.content.decode()


@pytest.mark.once
def test_what_came_of_a_visit_leads_to_the_pages_where_one_acts_on_it(visit):
    factories.make_visit_report(item=visit.item)
    follow_up = factories.make_follow_up(item=visit.item, mission=visit.mission)
    outcome = factories.make_outcome(item=visit.item, mission=visit.mission)

    page = client_of(visit.member()).get(visit.address)

    assert [row["address"] for row in (*page.context["follow_ups"], *page.context["outcomes"])] == [
        reverse("admin:follow_up", args=[follow_up.pk]),
        reverse("admin:outcome", args=[outcome.pk]),
    ]


def test_an_approved_report_is_read_in_the_admin_and_its_state_is_no_field(visit):
    report = factories.make_visit_report(item=visit.item, summary="x", state="submitted")
    client = client_of(visit.member(Role.EDITOR))

    save(client, address(report), state="approved", findings="Typed")
    report.refresh_from_db()
    assert (report.state, report.findings) == (ReportState.SUBMITTED, "Typed")
    VisitReport.objects.update(state=ReportState.APPROVED)

    page = client.get(address(report))
    assert 'name="findings"' not in page.content.decode()
    assert client.post(address(report), {"findings": "Forced"}).status_code == 403
    assert client.post(address(report, "delete"), {"post": "yes"}).status_code == 403
    report.refresh_from_db()
    assert report.findings == "Typed"


def test_the_admin_submits_by_the_verb_and_leaves_approving_to_the_page(visit):
    report = factories.make_visit_report(item=visit.item, summary="x", author=factories.make_user())
    client = client_of(visit.member(Role.COORDINATOR))
    listed = reverse("admin:missions_visitreport_changelist")

    for action in ("submit", "approve"):
        client.post(listed, {"action": action, "_selected_action": [str(report.pk)], "index": "0"})

    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert f'href="{visit.address}"' in client.get(address(report)).content.decode()


APPROVED = "The report of this visit is approved. Reopen it on its page before you change who was there."


@pytest.fixture
def noted(visit):
    """Who was there, at a visit whose report is approved."""
    row = factories.make_attendance(item=visit.item, delegate=visit.first, actual=True)
    factories.make_visit_report(item=visit.item, state=ReportState.APPROVED)
    return row


def attendances():
    return list(Attendance.objects.order_by("pk").values_list("item", "delegate", "actual"))


def test_who_was_there_stands_as_it_is_while_the_report_is_approved(visit, noted):
    client, before = client_of(factories.make_user(is_superuser=True)), attendances()
    other = factories.make_attendance(
        item=factories.make_item(mission=visit.mission), delegate=visit.second, actual=True
    )

    changed = save(client, address(noted), actual="false")
    added = save(
        client, address_of(Attendance, "add"), item=str(visit.item.pk), delegate=str(visit.second.pk)
    )
    moved = save(client, address(other), item=str(visit.item.pk))
    asked = client.get(address(noted, "delete"))
    client.post(address(noted, "delete"), {"post": "yes"})

    assert [APPROVED in sentences(answer) for answer in (changed, added, moved)] == [True] * 3
    assert asked.context["protected"] == ["visit report, approved: Meeting in Mary"]
    assert attendances()[:1] == before
    assert attendances()[1][0] != visit.item.pk


@pytest.mark.once
def test_who_was_there_is_noted_again_once_the_report_is_reopened(visit, noted):
    visit_reports.reopen(visit.item.report, factories.make_user(), "Berik was there, too")
    client = client_of(factories.make_user(is_superuser=True))

    save(client, address(noted), actual="false")
    assert attendances() == [(visit.item.pk, visit.first.pk, False)]

    client.post(address(noted, "delete"), {"post": "yes"})
    assert attendances() == []
