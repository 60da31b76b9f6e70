"""What changed for a delegate who never said what she has seen: her page tells it, as her letter does."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from delegations import links
from delegations.models import AccessLink, Notice
from missions import release as releases
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story
from tests.delegations.travellers import words
from tests.markup import faults

pytestmark = pytest.mark.django_db
HEADING = "What changed for you in version"


@pytest.fixture
def story(settings):
    settings.NOTICES_WAIT = 0
    return Story()


@pytest.fixture
def maral(story):
    """A browser in which the link that she was sent is pressed at the first version."""
    story.release()
    link, token = links.make(story.maral)
    AccessLink.objects.filter(pk=link.pk).update(sent_at=link.made_at)
    client = Client()
    client.post(f"/l/{token}/")
    return client


def page(client, lang="en"):
    answer = client.get(f"/{lang}/my/silk-road/")
    assert answer.status_code == 200
    return answer.content.decode()


def block(client, lang="en"):
    """What the part about changes says, as words; empty where there is none."""
    found = re.search(r'<h2 id="changed">.*?</form>', page(client, lang), re.DOTALL)
    return words(f"<main>{found[0]}") if found else ""


def test_who_never_said_so_reads_what_changed_since_the_version_of_her_link(story, maral):
    assert block(maral) == ""
    story.at(story.visit, 11)
    story.at(story.factory, 14)  # not hers
    story.release()

    said = block(maral)

    assert said == (
        "What changed for you in version 2 Since version 1, which you knew, something has changed for you. "
        "Other time Food plant When and where was 4 December 2023, 09:00–10:30, Mary now "
        "4 December 2023, 11:00–12:30, Mary "
        "Tell the organiser that you know this version; else somebody calls you. I have seen version 2"
    )
    assert faults(page(maral)) == []
    assert maral.get("/en/my/silk-road/changes/1/").status_code == 200


def test_her_page_says_what_her_letter_about_the_newest_version_said(story, maral):
    """The letter that told the newest version is not what she knew before it."""
    story.at(story.visit, 11)
    story.release(tell=True)
    work()
    story.cancel(story.lunch)
    story.release(tell=True)
    work()

    letters = Notice.objects.filter(delegate=story.maral, state="sent")
    assert [letter.release.number for letter in letters] == [2, 3]
    assert [letter.to for letter in mail.outbox].count(["maral@example.org"]) == 2
    said = block(maral)
    assert "Since version 2, which you knew" in said
    assert "Lunch" in said
    assert "Food plant" not in said


@pytest.mark.once
def test_what_was_said_in_a_withdrawn_version_is_not_repeated(story, maral):
    story.visit.title_en = "Canary"
    story.visit.save()
    newest = story.release(tell=True)
    work()
    story.visit.title_en = "Food plant"
    story.visit.save()
    releases.withdraw(newest, by=None, reason="A mistake")
    story.cancel(story.lunch)
    story.release()

    said = block(maral)

    assert "Since version 2, which you knew, something has changed for you. What changed." in said
    assert "Canary" not in page(maral)


@pytest.mark.once
def test_a_version_that_counts_again_after_a_withdrawal_may_be_asked_for(story):
    """Version 1 was there after her link was made, though 2 was when it was made."""
    morning = datetime.datetime(2023, 12, 1, 6, tzinfo=datetime.UTC)
    hours = [morning + datetime.timedelta(hours=number) for number in range(5)]
    with time_machine.travel(hours[0], tick=False):
        story.release()
    with time_machine.travel(hours[1], tick=False):
        story.at(story.visit, 11)
        second = story.release()
    with time_machine.travel(hours[2], tick=False):
        AccessLink.objects.filter(delegate=story.maral).delete()
        token = links.make(story.maral, expires_at=morning + datetime.timedelta(days=2000))[1]
        client = Client()
        client.post(f"/l/{token}/")
    answers = [client.get(f"/en/my/silk-road/changes/{number}/").status_code for number in (1, 2)]
    with time_machine.travel(hours[3], tick=False):
        releases.withdraw(second, by=None, reason="A mistake")
    with time_machine.travel(hours[4], tick=False):
        story.at(story.visit, 12)
        story.release()

    assert answers == [404, 200]
    assert [client.get(f"/en/my/silk-road/changes/{number}/").status_code for number in (1, 2, 3, 4)] == [
        200,
        200,
        200,
        404,
    ]
