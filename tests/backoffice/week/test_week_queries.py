"""This week stays light: as few queries for twenty-one missions as for one, and one reckoning for each change."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.board import reading as board
from backoffice.rights import roles
from backoffice.week import reckoning
from delegations.models import members_of_groups
from missions import answers, release
from missions.models import Mission, MissionRole, Role
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

WEEK = "/admin/"
MOST = 20
LARGEST = 105 * 1024  # thirty missions take less than 150


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def busy_mission():
    """A mission that needs somebody in every way, with rows of every kind, beginning in ten days."""
    first = timezone.now().date() + dt.timedelta(10)
    mission = factories.make_mission(
        title={"en": "To Turkmenistan"},
        starts_on=first,
        ends_on=first + dt.timedelta(3),
        home=factories.make_place(country="KZ", zone="Asia/Almaty"),
        series=factories.make_series(),
    )
    mission.sectors.add(factories.make_sector())
    factories.make_party(mission=mission)
    stop = factories.make_stop(mission=mission, first_day=first)
    group = factories.make_group(mission=mission)
    delegate = factories.make_delegate(mission=mission, groups=[group])
    item = factories.make_item(stop=stop, day=first, status="tentative", groups=[group])
    item.topics.add(factories.make_sector())
    factories.make_host(item=item)
    factories.make_leg(mission=mission, passengers=[delegate])
    factories.make_stay(delegate=delegate)
    factories.make_attendance(item=item, delegate=delegate)
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    item.title_en = "Something else"
    item.save()
    for count, unit in ((30, "days"), (5, "working_days")):
        factories.make_deadline(mission=mission, count=count, unit=unit, owner=factories.make_user())
    factories.make_follow_up(mission=mission, due_on=first - dt.timedelta(30), due_precision="day")
    return mission


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(WEEK)
    assert response.status_code == 200
    return [query["sql"][:160] for query in queries], response


def reader(kind, missions):
    """A browser of a superuser, of somebody of a kind, or of somebody with a role in each of these missions."""
    client = signed_in(*([kind] if kind == roles.EDITOR else []))
    if kind == Role.COORDINATOR:
        user = factories.make_user(is_staff=True)
        for mission in missions:
            MissionRole.objects.create(mission=mission, user=user, role=kind)
        client.force_login(user)
    return client


@pytest.mark.parametrize("missions", [1, pytest.param(MOST + 1, marks=pytest.mark.once)])
def test_the_week_takes_few_queries_however_many_missions_with_nothing_kept_too(missions):
    """All of them changed since their release; one question more for each would be more than `MOST`."""
    made = [busy_mission() for _number in range(missions)]
    for kind in (None, roles.EDITOR, Role.COORDINATOR):
        client = reader(kind, made)
        client.get(f"/admin/missions/mission/{made[0].pk}/change/")
        cache.clear()
        _ = (
            connection.features.supports_json_field
        )  # Django asks SQLite once in a process, by three statements

        cold, _response = queries_of(client)
        warm, response = queries_of(client)

        assert len(cold) <= MOST, (kind, cold)
        assert len(warm) <= MOST, (kind, warm)
        assert len(response.content) <= LARGEST
        entries = response.context["attention"]
        assert len({entry.mission.pk for entry in entries}) >= min(missions, 10)
    assert all(found.changes and found.since for found in reckoning.of(made).values())


@pytest.mark.once
def test_a_change_has_one_mission_reckoned_again():
    missions = [busy_mission() for _number in range(3)]
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
    assert len(before) + counts[0] <= MOST
    with CaptureQueriesContext(connection) as after:
        client.get(WEEK)
    assert len(after) == len(before)


@pytest.mark.parametrize("whose", ["an item", "a person"])
def test_an_entry_that_comes_after_a_newer_one_is_a_change(whose):
    """PostgreSQL gives numbers when entries are made: a long import may end after a short change."""
    mission = busy_mission()
    row = mission.items.get() if whose == "an item" else mission.delegates.get().person
    row.save()
    late = row.history.earliest("history_id")
    number = late.pk
    late.delete()
    before = reckoning.stamps([mission])

    late.pk = number
    late.save(force_insert=True)

    assert reckoning.stamps([mission]) != before


def test_what_was_read_before_a_change_is_not_kept_under_what_came_after_it():
    mission = busy_mission()
    read_before = Mission.objects.get(pk=mission.pk)
    mission.languages = ["en", "kk"]
    mission.save()

    read_after = Mission.objects.get(pk=mission.pk)

    assert reckoning.stamps([read_before]) != reckoning.stamps([read_after])


def test_another_day_finds_what_that_day_makes_wrong(time_machine):
    """That nobody has a stay is said from a fortnight before the mission on, whatever its places are."""
    mission = factories.make_mission(
        zone="Asia/Ashgabat", starts_on=dt.date(2023, 12, 9), ends_on=dt.date(2023, 12, 12)
    )
    factories.make_delegate(mission=mission, state="confirmed")
    found = []
    for minute in (59, 60):  # before midnight there and after it, while what was found is kept
        time_machine.move_to(dt.datetime(2023, 11, 24, 18, tzinfo=dt.UTC) + dt.timedelta(minutes=minute))
        found.append(reckoning.of([mission])[mission.pk].cautions)

    assert found == [0, 1]


READ = {
    "week": lambda mission: reckoning.of([mission]),
    "board": lambda mission: board.board(mission, names=True),
}


@pytest.mark.parametrize("page", READ)
def test_what_another_build_kept_is_not_read(page, monkeypatch):
    """Its classes may be others, and a cache that all processes share outlives it."""
    mission, read = busy_mission(), READ[page]
    made = read(mission)
    with CaptureQueriesContext(connection) as kept:
        assert read(mission) == made
    monkeypatch.setattr(answers, "build", lambda: "another")

    with CaptureQueriesContext(connection) as queries:
        assert read(mission) == made

    assert len(kept) == 1 < len(queries)
