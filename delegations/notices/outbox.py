"""The verbs of whoever sends letters: each is one transaction that locks the mission, and writes rows alone.

A release writes its letters with it, for everybody who travels, those who get none with the reason. They wait
in the outbox until somebody gives them to be sent, or are given at once; then a little later, since versions
often follow one another within minutes, and the next one takes over whatever was not sent yet.
"""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.models import Delegate, DelegateState, Mailing, Notice
from delegations.models.notices import BEGUN, MailingKind, MailingState, NoticeState, Reason
from delegations.notices import sending, telling
from missions.models import Mission, Release

if TYPE_CHECKING:
    from accounts.models import User

# What may be gone once a person has seen to it.
MENDED = (Reason.NO_ADDRESS, Reason.NOT_INVITED, Reason.LINK_ENDED)


def written(release: Release, *, tell: bool = False, **kwargs: Any) -> None:
    """Receiver of `released`: write the letters about a version, in its transaction.

    With `tell` they go out after a little while, unless a newer version takes them over.
    """
    mailing = prepare(release, by=release.by)
    if tell and mailing is not None:
        _give(mailing, wait=datetime.timedelta(minutes=settings.NOTICES_WAIT))


@transaction.atomic
def prepare(release: Release, *, by: "User | None") -> Mailing | None:
    """Write the letters about a version, and take over what was not sent of older ones.

    Also of one that is the newest again, since those after it were withdrawn: whoever was told of these is
    told what holds now. None where nobody travels.
    """
    mission = locked(release.mission)
    _fold(mission)
    everyone = telling.reaches(mission)
    if not everyone:
        return None
    versions = telling.Versions(mission)
    versions.keep(release.pk, release.document)
    mailing = Mailing(mission=mission, kind=MailingKind.RELEASE, release=release, by=by)
    mailing.save()
    Notice.objects.bulk_create(
        Notice(
            mailing=mailing,
            delegate=one.delegate,
            release=release,
            state=NoticeState.SKIPPED if one.reason else NoticeState.WAITING,
            reason=one.reason,
        )
        for one in telling.of(versions, release.pk, everyone)
    )
    return mailing


def after_withdrawal(withdrawn: Release, *, by: "User | None") -> Mailing | None:
    """Write to whoever may have been told of a version that was withdrawn what holds now.

    The letters wait in the outbox. None where nobody was told, or where no version is left to tell.
    """
    told = Notice.objects.filter(release=withdrawn, state__in=BEGUN)
    left = Release.objects.live().filter(mission=withdrawn.mission).order_by("number").last()
    return prepare(left, by=by) if left is not None and told.exists() else None


@transaction.atomic
def give(mailing: Mailing, *, by: "User | None", recipients: Iterable[Delegate] | None = None) -> int:
    """Give a mailing to be sent; how many letters will go out.

    Those of a message are written now, to `recipients`: whoever has withdrawn or has no address gets none,
    and the row says why. Raises ValidationError for a mailing that is not prepared any more.
    """
    locked(mailing.mission)
    now = Mailing.objects.select_related("mission").get(pk=mailing.pk)
    if now.state != MailingState.PREPARED:
        raise ValidationError(_("This was given to be sent, or stopped, already."), code="given")
    if now.kind == MailingKind.MESSAGE:
        _address(now, recipients or ())
    now.by = now.by or by
    number = _give(now)
    mailing.refresh_from_db()
    return number


@transaction.atomic
def stop(mailing: Mailing) -> int:
    """Send none of its letters that are not sent yet; how many that were.

    The next version tells these delegates all that is new for them. Raises ValidationError where every letter
    is sent.
    """
    locked(mailing.mission)
    now = Mailing.objects.get(pk=mailing.pk)
    waiting = now.notices.filter(state=NoticeState.WAITING)
    if now.state == MailingState.STOPPED or (now.state == MailingState.SENT and not waiting.exists()):
        raise ValidationError(_("There is nothing left to stop."), code="stopped")
    stopped = waiting.update(state=NoticeState.SKIPPED, reason=Reason.STOPPED, next_try_at=None)
    if now.state == MailingState.PREPARED:
        now.state = MailingState.STOPPED
        now.save(update_fields=["state"])
    mailing.refresh_from_db()
    return stopped


@transaction.atomic
def send_again(notice: Notice) -> None:
    """Have a letter sent that perhaps was not, that failed, or that could not be for a reason that is gone.

    It keeps its Message-ID. Raises ValidationError for any other.
    """
    locked(notice.mailing.mission)
    now = Notice.objects.select_related("mailing").get(pk=notice.pk)
    again = now.state in (NoticeState.UNCERTAIN, NoticeState.FAILED) or now.reason in MENDED
    if not again or now.mailing.state == MailingState.STOPPED:
        raise ValidationError(_("This letter is not to be sent again."), code="state")
    watched = sending.left(now.mailing_id).exists()
    now.state, now.reason, now.error = NoticeState.WAITING, "", ""
    now.tries, now.next_try_at, now.claimed_at = 0, None, None
    now.save()
    if now.mailing.state == MailingState.SENT:
        sending.enqueue([now.pk])
        if not watched:  # nobody has looked after this mailing since its last letter was settled
            sending.watch(now.mailing_id, timezone.now())
    notice.refresh_from_db()


def locked(mission: Mission) -> Mission:
    """The mission's row, locked until the transaction ends, as releases and claims of letters lock it."""
    return Mission.objects.select_for_update().get(pk=mission.pk)


def _fold(mission: Mission) -> None:
    """Leave what is not sent of older versions to the next letters."""
    older = Mailing.objects.filter(mission=mission, kind=MailingKind.RELEASE)
    unsent = Notice.objects.filter(mailing__in=older, state__in=(NoticeState.WAITING, NoticeState.FAILED))
    unsent.update(state=NoticeState.SKIPPED, reason=Reason.FOLDED, next_try_at=None)
    for mailing in older.filter(state=MailingState.PREPARED):
        mailing.state = MailingState.STOPPED
        mailing.save(update_fields=["state"])


def _address(mailing: Mailing, recipients: Iterable[Delegate]) -> None:
    keys = [delegate.pk for delegate in recipients]
    hers = Delegate.objects.filter(pk__in=keys, mission=mailing.mission).select_related("person")
    rows = []
    for delegate in hers.order_by("precedence", "pk"):
        reason = ""
        if delegate.state == DelegateState.WITHDRAWN:
            reason = Reason.WITHDREW
        elif not delegate.person.email:
            reason = Reason.NO_ADDRESS
        state = NoticeState.SKIPPED if reason else NoticeState.WAITING
        rows.append(Notice(mailing=mailing, delegate=delegate, state=state, reason=reason))
    Notice.objects.bulk_create(rows)


def _give(mailing: Mailing, wait: datetime.timedelta = datetime.timedelta(0)) -> int:
    mailing.state, mailing.sent_at = MailingState.SENT, timezone.now()
    mailing.save(update_fields=["state", "sent_at", "by"])
    waiting = mailing.notices.filter(state=NoticeState.WAITING)
    keys = list(waiting.order_by("delegate__precedence", "pk").values_list("pk", flat=True))
    at = timezone.now() + wait if wait else None
    waiting.update(next_try_at=at)
    sending.enqueue(keys, at)
    if keys:
        sending.watch(mailing.pk, timezone.now() + wait)
    return len(keys)
