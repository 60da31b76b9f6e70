"""Two delegates who are one had a letter each of one mailing: what went further was told."""

import itertools

import pytest
from django.utils import timezone

from delegations.models import Mailing, Notice
from partners import merging
from tests.factories import make_delegate, make_mission

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


@pytest.mark.parametrize(("kept_state", "gone_state"), list(itertools.product(ORDER, ORDER)))
def test_of_two_letters_the_one_that_went_further_stays_whole(kept_state, gone_state):
    mission = make_mission()
    maral, dana = make_delegate(mission=mission), make_delegate(mission=mission)
    mailing = Mailing.objects.create(mission=mission, kind="message", subject_en="Bus")
    kept = letter(mailing, maral, kept_state)
    gone = letter(mailing, dana, gone_state)

    merging.merge(maral, dana, by=None, seen=merging.plan(maral, dana).digest)

    stays = min(kept, gone, key=lambda one: ORDER.index(one.state))
    [left] = Notice.objects.all()
    told = ("state", "reason", "message_id", "claimed_at", "sent_at", "lang", "tries", "error")
    assert (left.pk, left.delegate_id) == (kept.pk, maral.pk)
    assert [getattr(left, name) for name in told] == [getattr(stays, name) for name in told]
