"""A round of the survey that nobody was sent, and answers that nobody has read, are work of this week."""

import datetime as dt

import pytest
from django.urls import reverse

from backoffice.letters.recipients import Filters
from backoffice.rights import roles
from delegations.models import Mailing
from missions.models import MissionState
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2023, 12, 7)
SENT = "Survey to be sent"
READ = ("Answer to the survey to be read", "Answers to the survey to be read")
NOBODY_ON_RETURN = "On return: open since 7 December 2023, and nobody was written to."


@pytest.fixture
def mission():
    return factories.make_mission(state=MissionState.PUBLISHED, ends_on=LAST_DAY)


@pytest.fixture
def today(time_machine):
    """today(2024, 6, 7): noon of that day."""
    return lambda *day: time_machine.move_to(dt.datetime(*day, 7, tzinfo=dt.UTC), tick=False)


def told(kind, *which):
    found = signed_in(kind).get(reverse("admin:index")).context["attention"]
    return [(one.count, one.sentence, one.late, one.address) for one in found if one.words in which]


def send(mission, asked, state="sent"):
    at = dt.datetime(2024, 1, 7, tzinfo=dt.UTC) if state == "sent" else None
    filters = Filters(not_answered=asked).kept()
    return Mailing.objects.create(mission=mission, kind="message", state=state, sent_at=at, filters=filters)


def test_a_round_waits_from_its_day_until_it_is_sent_and_is_late_after_a_month(mission, today):
    address = reverse("admin:missions_mission_survey", args=[mission.pk])
    today(2023, 12, 6)
    before = told(roles.EDITOR_WITH_PEOPLE, SENT)
    today(2023, 12, 7)
    opened = told(roles.EDITOR_WITH_PEOPLE, SENT)
    today(2024, 1, 7)
    late = told(roles.EDITOR_WITH_PEOPLE, SENT)
    send(mission, "return", state="prepared")
    only_drafted = told(roles.EDITOR_WITH_PEOPLE, SENT)
    send(mission, "return")
    sent = told(roles.EDITOR_WITH_PEOPLE, SENT)
    today(2024, 6, 7)
    next_round = told(roles.EDITOR_WITH_PEOPLE, SENT)

    assert before == sent == []
    assert opened == [(1, NOBODY_ON_RETURN, False, address)]
    assert late == only_drafted == [(1, NOBODY_ON_RETURN, True, address)]
    sentence = "After six months: open since 7 June 2024, and nobody was written to."
    assert next_round == [(1, sentence, False, address)]


def test_answers_wait_to_be_read(mission, today):
    today(2023, 12, 20)
    delegates = [factories.make_delegate(mission=mission) for _one in range(3)]
    rows = [factories.make_survey_answer(delegate=one) for one in delegates]
    rows[0].checked_at = dt.datetime(2023, 12, 19, tzinfo=dt.UTC)
    rows[0].checked_by = factories.make_user()
    rows[0].save()

    address = reverse("admin:missions_mission_survey", args=[mission.pk])
    sentence = "Of each an outcome is made, or that it was read is noted."
    assert told(roles.EDITOR_WITH_PEOPLE, *READ) == [(2, sentence, False, address)]


@pytest.mark.parametrize(("kind", "number"), [(roles.REPORTER, 1), (roles.VIEWER, 0)])
def test_each_is_told_of_what_she_may_do(mission, today, kind, number):
    today(2023, 12, 20)
    factories.make_survey_answer(delegate=factories.make_delegate(mission=mission))

    assert (len(told(kind, SENT)), len(told(kind, *READ))) == (0, number)


def test_a_mission_that_nobody_could_read_of_asks_nobody(today):
    today(2023, 12, 20)
    factories.make_mission(state=MissionState.DRAFT, ends_on=LAST_DAY)

    assert told(roles.EDITOR_WITH_PEOPLE, SENT) == []
