"""Two delegates who are one had a letter each of one mailing: what went further was told."""

import pytest
from django.utils import timezone

from delegations.models import Mailing, Notice
from partners import merging
from tests.delegations.notice_stories import Story

pytestmark = pytest.mark.django_db
ORDER = ["sent", "uncertain", "claimed", "failed", "waiting", "skipped"]


def letter(mailing, delegate, state):
    """The row of a letter, as a worker leaves it in this state."""
    now = timezone.now()
    return Notice.objects.create(
        mailing=mailing,
        delegate=delegate,
        state=state,
        reason="stopped" if state == "skipped" else "",
        claimed_at=now if state in ("sent", "uncertain", "claimed") else None,
        sent_at=now if state == "sent" else None,
        lang="ru" if state == "sent" else "",
    )


@pytest.mark.parametrize("kept_state", ORDER)
@pytest.mark.parametrize("gone_state", ORDER)
def test_of_two_letters_the_one_that_went_further_stays_whole(kept_state, gone_state):
    story = Story()
    mailing = Mailing.objects.create(mission=story.mission, kind="message", subject_en="Bus")
    kept = letter(mailing, story.maral, kept_state)
    gone = letter(mailing, story.dana, gone_state)

    merging.merge(story.maral, story.dana, by=None, seen=merging.plan(story.maral, story.dana).digest)

    stays = min(kept, gone, key=lambda one: ORDER.index(one.state))
    [left] = Notice.objects.all()
    told = ("state", "reason", "message_id", "claimed_at", "sent_at", "lang", "tries", "error")
    assert (left.pk, left.delegate_id) == (kept.pk, story.maral.pk)
    assert [getattr(left, name) for name in told] == [getattr(stays, name) for name in told]
