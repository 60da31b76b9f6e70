"""What delegates answered, as organisers read it: checked details, and items to which somebody does not come."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from delegations import itinerary, own_details, regrets
from delegations.models import DelegateState
from missions.models import Visibility
from tests import factories
from tests.backoffice.pages import signed_in
from tests.delegations.travellers import release

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 12, 5)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(dt.datetime(2023, 12, 1, 8, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def mission():
    """Three who travel and one who withdrew; a lunch and a walk for everybody."""
    mission = factories.make_mission(zone="Asia/Ashgabat")
    shown = {
        "visibility": Visibility.DELEGATION,
        "for_everyone": True,
        "stop": factories.make_stop(mission=mission),
    }
    for title, hour in (("Lunch", 13), ("Walk", 10)):
        factories.make_item(title=title, day=DAY, starts_at=dt.time(hour), **shown)
    for name, state in [
        ("Berik", "confirmed"),
        ("Aigul", "confirmed"),
        ("Dana", "invited"),
        ("Gone", "withdrawn"),
    ]:
        person = factories.make_person(family_name=name, given_name="", phone=f"+7 700 {len(name)}")
        factories.make_delegate(mission=mission, person=person, state=DelegateState(state))
    release(mission)
    return mission


def told(mission, kind=roles.EDITOR_WITH_PEOPLE):
    body = signed_in(kind).get(reverse("admin:missions_mission_answers", args=[mission.pk])).content.decode()
    main = body.split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def delegate(mission, name):
    return mission.delegates.get(person__family_name_en=name)


def decline(mission, name, title, words=""):
    her = delegate(mission, name)
    item = next(one for one in itinerary.make(her, "en").itinerary.items if one.title.text == title)
    regrets.decline(her, item, words)
    return her, item


def check(mission, name, assistant=""):
    her = delegate(mission, name)
    own_details.check(her, dict.fromkeys(own_details.FIELDS, "x"), own_details.seen(her), assistant)


def test_who_has_checked_and_who_has_not_stands_in_protocol_order(mission):
    check(mission, "Aigul")
    check(mission, "Dana", assistant="Olzhas")

    page = told(mission)

    assert "Details not checked yet Berik, until 3 December 2023 +7 700 5 Details checked" in page
    told_of = (
        "Details checked Aigul 1 December 2023, 13:00 Dana 1 December 2023, 13:00, by her assistant Olzhas"
    )
    assert told_of in page
    assert "Gone" not in page


def test_who_does_not_come_stands_by_item_with_her_word(mission):
    decline(mission, "Dana", "Walk")
    decline(mission, "Aigul", "Lunch", "I am fasting")
    decline(mission, "Berik", "Lunch")
    her, item = decline(mission, "Berik", "Walk")
    regrets.take_back(her, item.uid)

    page = told(mission)

    found = re.findall(r"(Berik|Aigul|Dana): (Lunch|Walk), 5 December 2023", page)
    assert found == [("Berik", "Lunch"), ("Aigul", "Lunch"), ("Dana", "Walk")]
    assert "“I am fasting”" in page


@pytest.mark.once
def test_words_and_numbers_are_for_who_may_see_personal_data(mission):
    decline(mission, "Aigul", "Lunch", "I am fasting")

    page = told(mission, roles.VIEWER)

    assert "Aigul: Lunch, 5 December 2023" in page
    assert "fasting" not in page
    assert "+7" not in page


@pytest.mark.once
def test_an_item_that_was_moved_after_it_is_asked_about_again(mission):
    decline(mission, "Aigul", "Lunch")
    lunch = mission.items.get(title_en="Lunch")
    before = told(mission)
    lunch.starts_at = dt.time(14)
    lunch.save()

    assert "The item was moved after that." not in before
    assert "The item was moved after that." in told(mission)


@pytest.mark.once
def test_nothing_said_is_said(mission):
    page = told(mission)

    assert "Nobody has declined anything." in page
    assert "Details checked" not in page


@pytest.mark.once
def test_it_takes_as_many_queries_for_one_as_for_many(mission):
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    address = reverse("admin:missions_mission_answers", args=[mission.pk])
    counts = []
    for name in ("Aigul", "Berik", "Dana"):
        check(mission, name)
        decline(mission, name, "Lunch")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 14
