"""This week stays light: as many queries for thirty missions as for one, and one reckoning for each change."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.rights import roles
from delegations.models import members_of_groups
from missions import release
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

WEEK = "/admin/"
MOST = 20
LARGEST = 150 * 1024


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def busy_mission():
    """A mission that needs somebody in every way, beginning in ten days."""
    first = timezone.now().date() + dt.timedelta(10)
    mission = factories.make_mission(
        title={"en": "To Turkmenistan"},
        starts_on=first,
        ends_on=first + dt.timedelta(3),
        home=factories.make_place(country="KZ", zone="Asia/Almaty"),
    )
    stop = factories.make_stop(mission=mission, first_day=first)
    group = factories.make_group(mission=mission)
    factories.make_delegate(mission=mission, groups=[group])
    item = factories.make_item(stop=stop, day=first, status="tentative", groups=[group])
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    item.title_en = "Something else"
    item.save()
    for count, unit in ((30, "days"), (5, "working_days")):
        factories.make_deadline(mission=mission, count=count, unit=unit, owner=factories.make_user())
    factories.make_follow_up(mission=mission, due_on=first - dt.timedelta(30), due_precision="day")
    return mission


@pytest.mark.parametrize("kind", [None, roles.EDITOR])
@pytest.mark.parametrize("missions", [1, 30])
def test_the_week_takes_few_queries_however_many_missions(missions, kind):
    for _number in range(missions):
        mission = busy_mission()
    client = signed_in(*filter(None, [kind]))
    client.get(f"/admin/missions/mission/{mission.pk}/change/")
    client.get(WEEK)  # reckons each mission once

    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(WEEK)

    assert len(queries) <= MOST, [query["sql"][:160] for query in queries]
    assert len(response.content) <= LARGEST
    assert len({entry.mission.pk for entry in response.context["attention"]}) >= min(missions, 10)


def test_a_change_has_one_mission_reckoned_again():
    missions = [busy_mission() for _number in range(5)]
    client = signed_in()
    client.get(WEEK)
    with CaptureQueriesContext(connection) as before:
        client.get(WEEK)
    counts = []
    for mission in missions[:2]:
        mission.items.get().delete()
        with CaptureQueriesContext(connection) as queries:
            client.get(WEEK)
        counts.append(len(queries) - len(before))

    assert counts[0] == counts[1] > 0
    assert counts[0] < 60
    with CaptureQueriesContext(connection) as after:
        client.get(WEEK)
    assert len(after) == len(before)


def test_with_nothing_kept_programmes_are_read_for_all_missions_together():
    """What is left for each mission is to find when it first changed; here none has since its release."""
    counts = []
    client = signed_in()
    for more in (1, 9):
        for _number in range(more):
            mission = busy_mission()
            release.release(mission, by=None, members=members_of_groups(mission), replaces=1)
        client.get(f"/admin/missions/mission/{mission.pk}/change/")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(WEEK)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] < 40
