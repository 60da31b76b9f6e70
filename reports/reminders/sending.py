"""How reminders are claimed and sent: each thing once, however often a worker dies."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone

from delegations.models.notices import new_message_id
from delegations.notices.post import Line, Refused, Unclear
from reports.models import Reminder, ReminderSetting, ReminderState
from reports.reminders import letter, occasions
from reports.reminders.occasions import Occasion

logger = logging.getLogger(__name__)

# After so many minutes a letter that was not taken is tried again; the next morning tries once more.
DELAYS = (5, 30, 120)
TRIES = 10
CLAIM_HOLDS = dt.timedelta(minutes=10)  # no sending takes so long


def remind_all() -> int:
    """Have each who may have to be reminded looked after by a task; how many there are."""
    settle()
    keys = list(occasions.people().values_list("pk", flat=True))
    for key in keys:
        remind.enqueue(key)
    return len(keys)


@task()
def remind(user: int, tries: int = 0) -> None:
    """Write to the member of staff of this key, if there is something to tell that she was not told yet.

    `tries` says how often there was no mail server before.
    """
    line = Line()
    try:
        line.open()
        found = _claimed(user, timezone.now())
        if found is not None:
            _post(line, user, *found)
    except Refused as refusal:  # there is no server, and nothing is claimed
        logger.error("Reminders could not be sent: %s", refusal.words)
        _later(user, tries)
    finally:
        line.close()


def settle() -> int:
    """Note as uncertain what was claimed so long ago that its worker must be dead; how many."""
    dead = Reminder.objects.filter(state=ReminderState.CLAIMED, claimed_at__lt=timezone.now() - CLAIM_HOLDS)
    return dead.update(state=ReminderState.UNCERTAIN)


@transaction.atomic
def _claimed(key: int, now: dt.datetime) -> tuple[EmailMultiAlternatives, list[int]] | None:
    """The letter and the keys of what it tells, all claimed; None where there is nothing to tell."""
    user = get_user_model().objects.select_for_update().filter(pk=key).first()
    if user is None or not user.email:
        return None
    setting = ReminderSetting.objects.filter(user=user).first()
    if setting is not None and not setting.letters:
        return None
    rows = occasions.hers(user, now)
    waiting, told = _known(user)
    new = [each for each in occasions.of(rows, now) if each not in told]
    if not new:
        return None
    message = letter.make(user, setting.lang if setting else settings.LANGUAGE_CODE, rows, new)
    message_id = next((waiting[each].message_id for each in new if each in waiting), new_message_id())
    message.extra_headers["Message-ID"] = message_id
    claimed = [_claim(user, each, waiting.get(each), message_id, now) for each in new]
    return message, claimed


def _known(user: Any) -> tuple[dict[Occasion, Reminder], set[Occasion]]:
    """What surely nobody was told, and what is told or perhaps told."""
    waiting, told = {}, set()
    for row in Reminder.objects.filter(user=user):
        occasion = Occasion(row.kind, row.follow_up_id, row.about)  # type: ignore[arg-type]  # its value
        if row.state == ReminderState.WAITING:
            waiting[occasion] = row
        else:
            told.add(occasion)
    return waiting, told


def _claim(user: Any, told: Occasion, row: Reminder | None, message_id: str, now: dt.datetime) -> int:
    row = row or Reminder(user=user, kind=told.kind, follow_up_id=told.follow_up, about=told.about)
    row.state, row.message_id, row.claimed_at, row.error = ReminderState.CLAIMED, message_id, now, ""
    row.tries += 1
    row.save()
    return row.pk


def _post(line: Line, user: int, message: EmailMultiAlternatives, keys: Sequence[int]) -> None:
    mine = Reminder.objects.filter(pk__in=keys, state__in=(ReminderState.CLAIMED, ReminderState.UNCERTAIN))
    try:
        line.hand_over(message)
    except Refused as refusal:
        _put_off(user, mine, refusal)
    except Unclear as silence:
        logger.error("It is not certain whether a reminder was sent: %s", silence)
        mine.update(state=ReminderState.UNCERTAIN, error=str(silence))
    else:
        mine.update(state=ReminderState.SENT, sent_at=timezone.now())


@transaction.atomic
def _put_off(user: int, mine: QuerySet[Reminder], refusal: Refused) -> None:
    """What surely was not sent waits for another try, or has failed."""
    for_good = mine.filter(tries__gte=TRIES) if not refusal.for_good else mine
    for_good.update(state=ReminderState.FAILED, claimed_at=None, error=refusal.words)
    tries = max(mine.values_list("tries", flat=True), default=0)
    mine.update(state=ReminderState.WAITING, claimed_at=None, error=refusal.words)
    if tries:
        _later(user, tries - 1)


def _later(user: int, tries: int) -> None:
    """Have it tried again after a while; after the last delay the next morning comes."""
    if tries < len(DELAYS):
        later = timezone.now() + dt.timedelta(minutes=DELAYS[tries])
        remind.using(run_after=later).enqueue(user, tries + 1)
