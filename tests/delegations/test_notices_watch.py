"""Who looks after letters may die as well: somebody always comes after it, and one alone.

faults.md 46 to 48.
"""

import datetime
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delegations.models import Mailing, Notice
from delegations.notices import sending
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story
from tests.together import at_once

NOW = "2023-12-01 10:00"


@pytest.fixture(autouse=True)
def no_wait(settings):
    settings.NOTICES_WAIT = 0


def told():
    """A mailing with two letters that wait, and a task for each thing to be done."""
    story = Story()
    story.release(tell=True)
    return story


def tasks(name):
    return DBTaskResult.objects.filter(task_path=f"delegations.notices.sending.{name}")


def died(rows):
    """What these tasks leave when their worker is killed: rows that are being worked on for ever."""
    rows.update(status="RUNNING", started_at=timezone.now())


@pytest.mark.django_db
def test_a_look_that_is_killed_in_its_middle_has_its_successor_already(monkeypatch):
    with time_machine.travel(NOW, tick=False) as clock:
        told()
        died(tasks("deliver"))
        clock.shift(sending.LOOKED_AFTER)
        died(tasks("look_after"))
        look = partial(sending.look_after.func, Mailing.objects.get().pk, timezone.now().isoformat())
        monkeypatch.setattr(sending, "due", _killed)
        with pytest.raises(KeyboardInterrupt):
            look()
        monkeypatch.undo()
        clock.shift(sending.LOOKED_AFTER)
        work()

    assert {letter.to[0] for letter in mail.outbox} == {"maral@example.org", "dana@example.org"}


def _killed():
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_look_that_died_at_its_start_is_made_up_for_by_the_next_task():
    with time_machine.travel(NOW, tick=False) as clock:
        told()
        first = Mailing.objects.get()
        died(DBTaskResult.objects.all())
        Notice.objects.filter(delegate__person__email="dana@example.org").update(
            state="claimed", claimed_at=timezone.now()
        )
        clock.shift(datetime.timedelta(days=1))
        sending.deliver.func([])  # letters of whichever mission
        met = tasks("look_after").filter(status="READY").count()
        clock.shift(sending.LOOKED_AFTER)
        work()

    assert met == 1
    assert list(first.notices.order_by("pk").values_list("state", flat=True)) == ["sent", "uncertain"]
    assert [letter.to for letter in mail.outbox] == [["maral@example.org"]]


@pytest.mark.django_db
def test_who_starts_a_worker_has_what_died_looked_after():
    with time_machine.travel(NOW, tick=False) as clock:
        told()
        died(DBTaskResult.objects.all())
        said = []
        for seconds in (60, 600, 0):
            clock.shift(seconds)
            call_command("look_after_letters", stdout=(out := StringIO()))
            said.append(out.getvalue())

    again = "Mailings that are looked after again: {}.\n"
    # A look that began a minute ago may be alive; one of eleven minutes is not; a new one is enough.
    assert said == [again.format(number) for number in (0, 1, 0)]


@pytest.mark.django_db
def test_nothing_is_looked_after_that_is_done_stopped_or_not_given_yet():
    story = told()
    work()
    story.at(story.visit, 11)
    story.release()
    DBTaskResult.objects.all().delete()

    assert sending.keep_watch() == 0
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_ask_at_once_one_begins():
    told()
    DBTaskResult.objects.all().delete()

    came = at_once(*[partial(sending.keep_watch)] * 4)

    assert sorted(came) == [0, 0, 0, 1]
    assert tasks("look_after").count() == 1
