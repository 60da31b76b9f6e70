"""Whatever is released, withdrawn, told now or later, stopped and sent, in whatever order: what delegates know in the end."""

from itertools import pairwise

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from delegations import changed
from delegations import itinerary as personal
from delegations.models import Mailing, Notice
from delegations.models.notices import MailingState
from delegations.notices import outbox
from missions import itinerary, release
from tests import strategies
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story

pytestmark = pytest.mark.django_db

SOME = settings(
    max_examples=max(10, settings.default.max_examples // 50),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
STEPS = (
    "move",
    "move back",
    "cancel",
    "regroup",
    "secret",
    "now",
    "later",
    "withdraw",
    "work",
    "give",
    "stop",
)


class Told:
    """A story, step by step; a step that is not possible now is none."""

    def __init__(self) -> None:
        self.story = Story()
        self.secrets = 0

    def do(self, step: str) -> None:
        try:
            self._do(step)
        except ValidationError:
            return

    def _do(self, step: str) -> None:
        story = self.story
        match step:
            case "move":
                story.at(story.visit, 11)
                story.at(story.reception, 20)
            case "move back":
                story.at(story.visit, 9)
            case "cancel":
                story.cancel(story.factory)
            case "regroup":
                story.dana.groups.set([story.food])
            case "secret":
                self.secrets += 1
                story.item(f"Secret {self.secrets}x", 15, [story.food])
            case "now" | "later":
                story.release(tell=step == "now")
            case "withdraw":
                if newest := release.newest(story.mission):
                    release.withdraw(newest, by=None, reason="wrong")
            case "work":
                work()
            case "give":
                if mailing := Mailing.objects.filter(state=MailingState.PREPARED).first():
                    outbox.give(mailing, by=None)
            case "stop":
                if mailing := Mailing.objects.first():
                    outbox.stop(mailing)


def as_she_reads(made, delegate):
    """What she takes part in at a version, in her language."""
    document = made.document
    groups = personal.groups_in(document, personal.refs_of(delegate))
    return changed.own(itinerary.make(document, itinerary.delegate(groups), delegate.person.language or "en"))


def told_last(delegate):
    sent = Notice.objects.filter(delegate=delegate, state="sent").order_by("sent_at", "pk").last()
    return sent.release if sent else None


@SOME
@example(["work", "move", "now", "work", "move back"])
@example(["work", "move", "now", "work", "withdraw"])
@example(["work", "secret", "move", "now", "withdraw", "later", "stop", "work", "move back"])
@example(["work", "move", "now", "regroup", "later", "withdraw", "give", "work"])
@given(st.lists(st.sampled_from(STEPS), max_size=14))
def test_everybody_knows_in_the_end_what_holds_and_nobody_is_told_a_thing_twice(settings, steps):
    settings.NOTICES_WAIT = 0
    with strategies.undone():
        mail.outbox.clear()
        told = Told()
        for step in ("now", *steps):
            told.do(step)
        newest = release.newest(told.story.mission)
        if newest is not None:
            outbox.give(outbox.prepare(newest, by=None), by=None)
        work()

        for delegate in (told.story.maral, told.story.dana):
            last = told_last(delegate)
            if newest is not None:
                assert last is not None
                assert as_she_reads(last, delegate).items == as_she_reads(newest, delegate).items
            letters = [letter for letter in mail.outbox if letter.to == [delegate.person.email]]
            keys = [letter.extra_headers["Message-ID"] for letter in letters]
            assert len(set(keys)) == len(keys)
            bodies = [str(letter.body).split("\n", 4)[-1] for letter in letters]
            assert all(one != other for one, other in pairwise(bodies))
        assert set(Notice.objects.values_list("state", flat=True)) <= {"sent", "skipped"}
