"""No file changes a report that is approved, nor who was there, before it is reopened."""

import json

import pytest

from delegations.models import Attendance
from missions import visit_reports
from missions.models import ReportState, VisitReport
from tests import factories, strategies
from tests.backoffice.mission_files import dumped, faults, load, small

pytestmark = pytest.mark.django_db

RULE = "would change the report of {}, which is approved: reopen it on its page first"


@pytest.fixture
def item():
    mission = strategies.build(small())
    item = mission.items.first()
    factories.make_attendance(item=item, delegate=mission.delegates.first(), actual=True)
    factories.make_visit_report(item=item, state=ReportState.APPROVED, findings="They grow.")
    return item


def other_findings(data):
    data["visit_reports"][0]["findings"] = "They shrink."


def a_draft_again(data):
    data["visit_reports"][0]["state"] = "draft"


def nobody_there(data):
    data["attendances"][0]["actual"] = False


def without_the_report(data):
    del data["visit_reports"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (other_findings, "visit_reports[0]"),
        (a_draft_again, "visit_reports[0]"),
        (nobody_there, "attendances[0]"),
        (without_the_report, "visit_reports"),
    ],
)
def test_a_file_changes_no_approved_report(tmp_path, item, change, path):
    data = json.loads(dumped("small"))
    change(data)

    assert faults(tmp_path, data) == [f"0.json: {path}: {RULE.format(item)}"]
    assert VisitReport.objects.get().findings == "They grow."
    assert Attendance.objects.get().actual is True


def test_a_file_changes_a_report_that_was_reopened(tmp_path, item):
    visit_reports.reopen(item.report, factories.make_user(), "Wrong")
    data = json.loads(dumped("small"))
    other_findings(data)

    load(tmp_path, data)

    assert VisitReport.objects.get().findings == "They shrink."
