"""Several who write and decide on one report at the same moment: one does, the others are told."""

from functools import partial

import pytest

from delegations.models import Attendance
from missions import visit_reports
from missions.models import FollowUp, ReportState, Role, VisitReport
from reports import drafts
from reports.models import ReportDraft
from tests import factories
from tests.backoffice.visits.reports import Visit, client_of, fields_of
from tests.together import PEOPLE, at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_those_who_save_at_once_one_does_and_the_others_are_told():
    """faults.md 39, 44"""
    visit = Visit()
    clients = [client_of(visit.member()) for _number in range(PEOPLE)]
    typed = [
        {**fields_of(client.get(visit.address)), "summary_en": f"By {number}", "follow-0-title": "Forum"}
        for number, client in enumerate(clients)
    ]

    answers = at_once(
        *(
            partial(client.post, visit.address, {**fields, "do": "save"})
            for client, fields in zip(clients, typed, strict=True)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    assert (VisitReport.objects.count(), FollowUp.objects.count(), Attendance.objects.count()) == (1, 1, 3)
    # what the others typed is kept for each of them
    assert ReportDraft.objects.count() == PEOPLE - 1


def test_of_those_who_decide_at_once_one_does_and_the_others_are_told():
    visit = Visit()
    report = factories.make_visit_report(item=visit.item, state="submitted", summary="x")
    seen = report.history.latest().history_id
    users = [visit.member(Role.COORDINATOR) for _number in range(PEOPLE)]

    outcomes = at_once(
        *(partial(visit_reports.approve, report, user, seen) for user in users[:2]),
        *(partial(visit_reports.send_back, report, user, "Why?", seen) for user in users[2:]),
    )

    report.refresh_from_db()
    assert sorted(codes(outcomes)) in (
        sorted(["state"] * (PEOPLE - 1)),
        sorted(["saved_meanwhile"] * (PEOPLE - 1)),
    )
    assert report.state in (ReportState.APPROVED, ReportState.SENT_BACK)
    assert report.history.count() == 2


def test_of_two_devices_that_keep_at_once_one_does_and_the_other_is_told():
    visit = Visit()
    user = visit.member()

    def keep(number):
        try:
            return drafts.keep(user, visit.item, {"findings": [str(number)]}, drafts.NONE)
        except drafts.KeptElsewhere as elsewhere:
            return elsewhere.stamp

    outcomes = at_once(*(partial(keep, number) for number in range(PEOPLE)))

    [kept] = [one for one in outcomes if isinstance(one, drafts.Kept)]
    assert {one for one in outcomes if one is not kept} == {kept.stamp}
    assert drafts.of(user, visit.item) == kept
