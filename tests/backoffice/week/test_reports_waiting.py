"""Reports that were submitted wait for whoever approves, and This week says so to her alone."""

import datetime as dt

import pytest
from django.urls import reverse

from backoffice.rights import roles
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

LAST_DAY = dt.datetime(2023, 12, 7, 6, tzinfo=dt.UTC)
WAITS = {"Visit report to be approved", "Visit reports to be approved"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(LAST_DAY, tick=False)


def submitted(mission, title, day):
    item = factories.make_item(mission=mission, kind="meeting", title=title, day=dt.date(2023, 12, day))
    return factories.make_visit_report(item=item, state="submitted")


def told(kind):
    found = signed_in(kind).get(reverse("admin:index")).context["attention"]
    return [(str(one.words), one.count, one.sentence, one.address) for one in found if one.words in WAITS]


def test_one_that_waits_leads_to_its_page_and_several_to_the_work_list():
    mission = factories.make_mission()
    first = submitted(mission, "Port", 5)

    one = told(roles.EDITOR)
    submitted(mission, "Union", 4)
    two = told(roles.EDITOR)

    page = reverse("admin:visit_report", args=[first.item.pk])
    work_list = f"{reverse('admin:visits')}?mission={mission.pk}&state=submitted"
    assert one == [("Visit report to be approved", 1, "Port", page)]
    assert two == [("Visit reports to be approved", 2, "The oldest: Union.", work_list)]


@pytest.mark.parametrize("kind", [roles.REPORTER, roles.VIEWER])
def test_who_does_not_approve_is_not_told(kind):
    submitted(factories.make_mission(), "Port", 5)

    assert told(kind) == []


@pytest.mark.parametrize("state", ["draft", "sent_back", "approved"])
def test_what_does_not_wait_is_not_told(state):
    mission = factories.make_mission()
    item = factories.make_item(mission=mission, kind="meeting", day=dt.date(2023, 12, 5))
    factories.make_visit_report(item=item, state=state)

    assert told(roles.EDITOR) == []
