"""Whatever is deleted of whatever mission: once it is brought back, the mission is the same to the letter."""

import pytest
from django.db.models import ProtectedError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backoffice.bin import bringing_back
from backoffice.mission_file import dump
from backoffice.models import Deleted
from delegations.models import Attendance, Delegate, Delegation, Leg, Stay
from missions.models import (
    FollowUp,
    Group,
    Host,
    Mission,
    Outcome,
    Party,
    ProgrammeItem,
    ReportState,
    Stop,
    VisitReport,
)
from partners import deletions
from partners.models import Contact, Person
from tests import strategies
from tests.backoffice.pages import staff

pytestmark = pytest.mark.django_db

KINDS = (
    *(Stop, Group, ProgrammeItem, Host, Party, Delegation, Delegate, Attendance, Leg, Stay),
    *(VisitReport, FollowUp, Outcome, Contact, Person),
)


def rows_of(mission):
    """The rows that somebody may delete."""
    return [row for kind in KINDS for row in kind._default_manager.order_by("pk")]


@settings(max_examples=settings.default.max_examples * 3 // 10, suppress_health_check=list(HealthCheck))
@given(plan=strategies.plans(odd=True), choices=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_rows_deleted_one_after_another_come_back_in_the_other_order(plan, choices):
    with strategies.undone():
        mission, me = strategies.build(plan), staff()
        # Who was at a visit does not come back before its approved report is reopened.
        VisitReport.objects.update(state=ReportState.SUBMITTED, approved_at=None)
        before = dump.text(dump.data(mission))
        for choice in choices:
            rows = rows_of(mission)
            if rows:
                try:
                    deletions.delete([rows[choice % len(rows)]], me)
                except ProtectedError:
                    continue  # something needs it, and both stay
        assume(Deleted.objects.exists())

        for pk in Deleted.objects.order_by("-pk").values_list("pk", flat=True):
            assert bringing_back.bring_back(pk, me).left == 0

        assert dump.text(dump.data(mission)) == before
        assert not Deleted.objects.exists()


@settings(max_examples=settings.default.max_examples // 5, suppress_health_check=list(HealthCheck))
@given(plan=strategies.plans(odd=True))
def test_a_whole_mission_comes_back(plan):
    plan.pop("visit_reports", None)  # they protect their items: nobody deletes what was reported by accident
    with strategies.undone():
        mission, me = strategies.build(plan), staff()
        before = dump.text(dump.data(mission))

        deletions.delete([mission], me)
        assert not ProgrammeItem.objects.exists()
        back = bringing_back.bring_back(Deleted.objects.get().pk, me)

        assert (back.row.ref, back.left) == (mission.ref, 0)
        assert dump.text(dump.data(Mission.objects.get())) == before
