"""What this week says of delegates who have not answered: details not checked, the version not seen."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from backoffice.rights import roles
from backoffice.week import needs
from delegations import seen
from delegations.models import AccessLink, DelegateState
from delegations.notices import outbox
from missions import release as releases
from missions.models import MissionRole, Role
from tests import factories
from tests.backoffice.pages import signed_in, staff
from tests.delegations.notice_stories import Story

pytestmark = pytest.mark.django_db
DETAILS = ("Delegate has not checked the details", "Delegates have not checked their details")
VERSION = ("Delegate has not seen the version", "Delegates have not seen the version")


@pytest.fixture
def clock():
    with time_machine.travel("2023-11-25 06:00", tick=False) as clock:  # nine days before the mission
        yield clock


def told(words, user=None):
    """How many, the sentence, and whether it is late, of each line with these words."""
    found = needs.Week(user or staff(), "en").attention()
    return [(one.count, one.sentence, one.late) for one in found if one.words in words]


def test_who_has_not_checked_her_details_is_counted_with_the_last_day(clock):
    delegation = factories.make_delegation(details_until=dt.date(2023, 11, 28))
    mission = delegation.mission
    for _one in range(2):
        factories.make_delegate(delegation=delegation)
    factories.make_delegate(mission=mission, delegation=factories.make_delegation(mission=mission))
    factories.make_delegate(delegation=delegation, checked_at=timezone.now())
    factories.make_delegate(delegation=delegation, state=DelegateState.WITHDRAWN)

    before = told(DETAILS)
    clock.move_to(dt.datetime(2023, 11, 29, 6, tzinfo=dt.UTC))
    after = told(DETAILS)
    clock.move_to(dt.datetime(2023, 11, 10, 6, tzinfo=dt.UTC))

    assert before == [(3, "The last day is 28 November.", False)]
    assert after == [(3, "The last day was 28 November.", True)]
    assert told(DETAILS) == []  # more than two weeks before


def test_who_has_not_seen_the_newest_version_is_counted_and_late_two_days_before(clock):
    story = Story()
    AccessLink.objects.update(sent_at=timezone.now())
    assert told(VERSION) == []
    story.release()
    sentence = "The newest is version 1. Call them before the bus leaves."
    first = told(VERSION)
    seen.say(story.maral, 1)
    second = told(VERSION)
    seen.say(story.dana, 1)
    third = told(VERSION)
    clock.shift(60)
    story.at(story.visit, 11)  # Maral's alone
    story.release()
    clock.shift(60)
    fourth = told(VERSION)
    clock.move_to(dt.datetime(2023, 12, 2, 6, tzinfo=dt.UTC))

    assert (first, second, third) == ([(2, sentence, False)], [(1, sentence, False)], [])
    sentence = sentence.replace("1", "2")
    assert fourth == [(1, sentence, False)]
    assert told(VERSION) == [(1, sentence, True)]
    assert [one.delegate for one in seen.standings(story.mission) if one.asked] == [story.maral]


def test_a_word_about_a_withdrawn_version_or_given_late_about_an_old_one_is_no_word(clock):
    story = Story()
    AccessLink.objects.update(sent_at=timezone.now())
    clock.shift(60)
    story.release(tell=True)
    clock.shift(60)
    story.at(story.visit, 11)
    newest = story.release(tell=True)
    clock.shift(60)
    seen.say(story.maral, 1)  # from a copy
    late = told(VERSION)
    clock.shift(60)
    seen.say(story.maral, 2)
    seen.say(story.dana, 2)
    both = told(VERSION)
    clock.shift(60)
    releases.withdraw(newest, by=None, reason="A mistake")
    outbox.prepare(releases.newest(story.mission), by=None)

    assert [count for count, _words, _late in late] == [2]
    assert both == []
    assert [count for count, _words, _late in told(VERSION)] == [2]


def test_only_who_may_see_whom_to_call_is_told(clock):
    story = Story()
    story.release()
    viewer = factories.make_user(is_staff=True)
    MissionRole.objects.create(mission=story.mission, user=viewer, role=Role.VIEWER)
    roles.renew()

    assert told(VERSION, viewer) == []
    assert len(told(VERSION)) == 1


def test_the_lines_lead_to_the_lists(clock):
    story = Story()
    story.release()
    entries = [one for one in needs.Week(staff(), "en").attention() if one.words in DETAILS + VERSION]

    assert [signed_in().get(one.address).status_code for one in entries] == [200, 200]
