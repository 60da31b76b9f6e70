"""Questions that are put together once: they answer as the ORM does when it puts them together each time."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Cast

from missions import release
from missions.models import ProgrammeItem, Release
from missions.questions import KEY, MOMENT, REF, Prepared
from tests import factories

pytestmark = pytest.mark.django_db


def of_mission(mission, uid):
    return (
        ProgrammeItem.objects.filter(mission=mission)
        .exclude(uid=uid)
        .select_related("stop__place", "to_place", "mission")
        .annotate(place=F("stop__place__ref"))
        .order_by("-pk")
    )


def everything(item):
    """The row with those selected along with it, all their fields and what was put beside them."""
    rows = [
        row for row in (item, item.mission, item.stop, item.stop and item.stop.place, item.to_place) if row
    ]
    return [
        (type(row), row._state.db, {name: value for name, value in vars(row).items() if name != "_state"})
        for row in rows
    ]


def test_rows_and_what_is_selected_along_are_those_of_the_orm(django_assert_num_queries):
    question = Prepared(of_mission, KEY, REF)
    missions = [factories.make_mission() for _ in range(2)]
    for mission in missions:
        stop = factories.make_stop(mission=mission)
        factories.make_item(stop=stop, day=mission.starts_on, starts_at=dt.time(9))
        factories.make_item(mission=mission, stop=None, to_place=factories.make_place())
        factories.make_item(stop=stop)

    for mission in missions:
        left_out = mission.items.order_by("pk").first().uid
        with django_assert_num_queries(1):
            found = question(mission.pk, left_out)
            found_whole = [everything(item) for item in found]
        expected = list(of_mission(mission.pk, left_out))
        assert found == expected
        assert found_whole == [everything(item) for item in expected]
        assert len(found) == 2


def test_tuples_of_a_union_have_the_types_of_its_first_part():
    def asked(mission, before):
        text = Value("said")
        items = ProgrammeItem.objects.filter(mission=mission).annotate(word=text)
        releases = Release.objects.filter(mission=mission, at__lt=before).annotate(
            ref=F("mission__ref"), word=Cast("number", ProgrammeItem._meta.get_field("kind"))
        )
        return (
            items.order_by()
            .values_list("uid", "word")
            .union(releases.order_by().values_list("ref", "word"), all=True)
            .order_by()
        )

    item = factories.make_item()
    release.release(item.mission, by=None, members={}, replaces=None)
    moment = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    found = Prepared(asked, KEY, MOMENT)(item.mission_id, moment)

    assert sorted(found, key=str) == sorted(asked(item.mission_id, moment), key=str)
    assert sorted(word for _ref, word in found) == ["1", "said"]
    assert Prepared(asked, KEY, MOMENT)(item.mission_id, dt.datetime(1999, 1, 1, tzinfo=dt.UTC)) == [
        (item.uid, "said")
    ]


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_by_its_own_connection():
    question, found = Prepared(of_mission, KEY, REF), []
    item = factories.make_item()
    other = factories.make_item(mission=item.mission)
    question(item.mission_id, item.uid)

    def ask():
        found.extend(question(item.mission_id, item.uid))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [other]
