"""What changed for a delegate since the version that she had."""

import datetime

import pytest
import time_machine
from django.test import Client

from delegations import links, seen
from missions.models import Visibility
from tests.delegations.travellers import press, release, words
from tests.factories import make_delegate, make_group, make_item, make_mission, make_user
from tests.markup import faults

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 5)
MORNING = datetime.datetime(2023, 12, 1, 6, tzinfo=datetime.UTC)


@pytest.fixture
def mission():
    return make_mission(slug="silk-road")


@pytest.fixture
def delegate(mission):
    return make_delegate(mission=mission, groups=[make_group(mission=mission, name="Group B")])


def since(client, number, lang="en", slug="silk-road"):
    return client.get(f"/{lang}/my/{slug}/changes/{number}/")


def read(client, number, lang="en"):
    answer = since(client, number, lang)
    assert answer.status_code == 200
    return words(answer.content.decode())


@pytest.mark.once
def test_what_is_hers_is_told_old_and_new_and_nothing_of_others(mission, delegate):
    talks = make_item(mission=mission, title="Talks", day=DAY, starts_at=datetime.time(9))
    theirs = make_item(
        mission=mission,
        title="Canary",
        day=DAY,
        starts_at=datetime.time(9),
        groups=[make_group(mission=mission)],
        visibility=Visibility.PARTICIPANTS,
    )
    release(mission)
    client = press(delegate)
    for item in (talks, theirs):
        item.starts_at = datetime.time(11, 30)
        item.save()
    release(mission)

    page = read(client, 1)

    assert "What changed for you since version 1" in page
    assert "Talks" in page
    assert "09:00" in page
    assert "11:30" in page
    assert "anary" not in since(client, 1).content.decode()
    assert faults(since(client, 1).content.decode()) == []
    assert "Nothing has changed for you." in read(client, 2)


@pytest.mark.once
def test_her_page_leads_there_from_the_version_that_she_has_seen(mission, delegate):
    talks = make_item(mission=mission, title="Talks", for_everyone=True)
    release(mission)
    client = press(delegate)
    seen.say(delegate, 1)
    link = '<a href="/en/my/silk-road/changes/1/">What changed</a>'
    assert "has changed for you" not in client.get("/en/my/silk-road/").content.decode()
    talks.title_en = "Talks anew"
    talks.save()
    release(mission)

    page = client.get("/en/my/silk-road/").content.decode()

    assert page.count(f"something has changed for you. {link}.</p>") == 1
    assert faults(page) == []


@pytest.mark.once
def test_what_changed_for_others_alone_is_nothing_to_her(mission, delegate):
    make_item(mission=mission, title="Talks")
    other = make_item(mission=mission, title="Theirs", groups=[make_group(mission=mission)])
    release(mission)
    client = press(delegate)
    other.title_en = "Theirs anew"
    other.save()
    release(mission)

    assert "Nothing has changed for you." in read(client, 1)


def test_a_version_from_before_her_first_link_was_never_hers(mission, delegate):
    with time_machine.travel(MORNING, tick=False):
        item = make_item(mission=mission, title="Canary words")
        release(mission)
    with time_machine.travel(MORNING + datetime.timedelta(hours=1), tick=False):
        item.title_en = "Other words"
        item.save()
        release(mission)
    with time_machine.travel(MORNING + datetime.timedelta(hours=2), tick=False):
        token = links.make(delegate, expires_at=MORNING + datetime.timedelta(days=2000))[1]
    client = Client()
    client.post(f"/l/{token}/")

    assert [since(client, number).status_code for number in (0, 1, 2, 3)] == [404, 404, 200, 404]
    seen.say(delegate, 1, told_by=make_user())
    assert [since(client, number).status_code for number in (0, 1, 2, 3)] == [404, 200, 200, 404]


def test_nobody_else_reads_it(client, mission, delegate):
    release(mission)
    other = press(make_delegate(mission=make_mission(slug="amber-road")))

    assert since(client, 1).status_code == 403
    assert since(other, 1).status_code == 404
