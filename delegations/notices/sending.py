"""What a worker does with letters: each is made, claimed, sent, and noted.

Nobody ever gets two: a letter is claimed in a transaction before anything is said to the mail server, and one
that was claimed is never tried again by itself. Where a worker dies in between, or a server falls silent
meanwhile, the letter is `uncertain`: perhaps she has it, and a person decides whether it is sent again. What
a server refuses, and a server that is not there, are tried again later and later.
"""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delegations import itinerary as personal
from delegations import links, paper_pages, travel_news
from delegations.models import AccessLink, Delegate, DelegateState, Mailing, Notice
from delegations.models.notices import MailingKind, MailingState, NoticeState, Reason
from delegations.notices import letters, telling
from delegations.notices.post import Line, Refused, Unclear
from delegations.notices.telling import Reach, Versions
from missions.models import Mission

logger = logging.getLogger(__name__)

AT_ONCE = 10  # letters of one task, which share what they read and one line to the mail server
# After so many minutes a letter that was not taken is tried again; after the last one it has failed.
DELAYS = (1, 5, 15, 60, 240)
# No sending takes so long: who claimed a letter before that is not there any more.
CLAIM_HOLDS = datetime.timedelta(minutes=10)
LOOKED_AFTER = datetime.timedelta(minutes=15)
GIVEN_UP = datetime.timedelta(days=2)
READINGS = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is ready, and what must still hold when it is claimed."""

    message: EmailMultiAlternatives
    lang: str
    version: int | None
    standing: tuple[int, int] | None
    link: int | None
    journeys: tuple[int, int] | None = None


def enqueue(keys: Sequence[int], at: datetime.datetime | None = None) -> None:
    """Have these letters sent by the workers, at once or not before `at`."""
    later = deliver.using(run_after=at) if at else deliver
    for first in range(0, len(keys), AT_ONCE):
        later.enqueue(list(keys[first : first + AT_ONCE]))


@task()
def deliver(keys: list[int]) -> None:
    """Send those of these letters that wait and whose time has come.

    The row of a task keeps what goes wrong in it, so nothing of a letter is raised here: its own row says it.
    """
    keep_watch()
    waiting = due().filter(pk__in=keys).select_related("mailing__mission").order_by("pk")
    desks: dict[int, _Desk] = {}
    try:
        for notice in waiting:
            desk = desks.setdefault(notice.mailing.mission_id, _Desk(notice.mailing.mission))
            desk.send(notice)
    finally:
        for desk in desks.values():
            desk.close()


@task()
def look_after(mailing: int, since: str) -> None:
    """Note which letters of a mailing are uncertain, and have those sent whose worker never came to them.

    It comes again until nothing is left, and gives up two days after `since`, a moment as ISO 8601 has it.
    The next look is written first, so that it comes even if this one is killed.
    """
    settle()
    if not left(mailing).exists():
        return
    now = timezone.now()
    look_after.using(run_after=now + LOOKED_AFTER).enqueue(mailing, since)
    if datetime.datetime.fromisoformat(since) < now - GIVEN_UP:
        left(mailing).filter(state=NoticeState.WAITING).update(state=NoticeState.FAILED, next_try_at=None)
    keys = due().filter(mailing=mailing).order_by("delegate__precedence", "pk")
    enqueue(list(keys.values_list("pk", flat=True)))


def watch(mailing: int, at: datetime.datetime) -> None:
    """Have a mailing looked after from a quarter of an hour after `at`, until nothing of it is left."""
    look_after.using(run_after=at + LOOKED_AFTER).enqueue(mailing, at.isoformat())


def keep_watch() -> int:
    """Have every mailing looked after that has letters left and whose look died with its worker; how many.

    Every task that sends letters asks, and whoever starts a worker (the command `look_after_letters`).
    """
    watched = _watched()
    found = [mailing for mailing in _open_mailings() if mailing.pk not in watched]
    begun = 0
    for mailing in found:
        with transaction.atomic():
            Mission.objects.select_for_update().get(pk=mailing.mission_id)  # of two who ask at once one does
            if mailing.pk not in _watched() and left(mailing.pk).exists():
                watch(mailing.pk, timezone.now())
                begun += 1
    return begun


def _open_mailings() -> QuerySet[Mailing]:
    unsettled = (NoticeState.WAITING, NoticeState.CLAIMED)
    open_now = Notice.objects.filter(mailing=OuterRef("pk"), state__in=unsettled)
    return Mailing.objects.filter(Exists(open_now), state=MailingState.SENT).order_by("pk")


def _watched() -> set[int]:
    """The mailings that a look is coming to, or at which one is right now."""
    alive = Q(status=TaskResultStatus.READY) | Q(
        status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - CLAIM_HOLDS
    )
    looks = DBTaskResult.objects.filter(alive, task_path=look_after.module_path)
    return {task["args"][0] for task in looks.values_list("args_kwargs", flat=True)}


def left(mailing: int) -> QuerySet[Notice]:
    """The letters of a mailing that are still to be sent, or are being sent."""
    return Notice.objects.filter(mailing=mailing, state__in=(NoticeState.WAITING, NoticeState.CLAIMED))


def due() -> QuerySet[Notice]:
    """The letters that are to be sent now."""
    return Notice.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=timezone.now()),
        state=NoticeState.WAITING,
        mailing__state=MailingState.SENT,
    )


def settle() -> int:
    """Note as uncertain what was claimed so long ago that its worker must be dead; how many."""
    dead = Notice.objects.filter(state=NoticeState.CLAIMED, claimed_at__lt=timezone.now() - CLAIM_HOLDS)
    return dead.update(state=NoticeState.UNCERTAIN)


class _Desk:
    """Where the letters of one mission are made and sent one after another."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self.versions: Versions | None = None
        self.line = Line()

    def send(self, notice: Notice) -> None:
        try:
            for _reading in range(READINGS):
                try:
                    made = self._made(notice)
                except telling.Newer:
                    made = None
                if isinstance(made, Reason):
                    _skip(notice, made)
                    return
                if made is None:
                    self.versions = None
                    continue
                self._opened()
                at = self._claimed(notice, made)
                if at is not None:
                    self._posted(notice, made, at)
                    return
                if not due().filter(pk=notice.pk).exists():
                    return  # another worker has it, or a newer version took it over
                self.versions = None
        except Refused as refusal:
            _put_off(notice, refusal.words, for_good=refusal.for_good)
        except Exception as error:  # whatever is wrong with one letter must not keep the others
            logger.error("A letter could not be made: %s", type(error).__name__)
            _put_off(notice, type(error).__name__)

    def close(self) -> None:
        """Leave the mail server."""
        self.line.close()

    def _made(self, notice: Notice) -> Letter | Reason | None:
        """The letter; why there is none; None where another version came while it was read."""
        delegate = Delegate.objects.select_related("person").get(pk=notice.delegate_id)
        [reach] = telling.reaches(self.mission, [delegate])
        self.mission.refresh_from_db(fields=["state"])
        if notice.mailing.kind == MailingKind.MESSAGE:
            return self._message(notice, reach)
        if self.versions is None:
            self.versions = Versions(self.mission)
        versions = self.versions
        to = versions.newest
        if to is None:
            return Reason.NO_VERSION
        reach.begun = [one for one in reach.begun if one.pk != notice.pk]
        news = telling.news(versions, to.pk, reach)
        if news is None:
            return Reason.UNCHANGED
        if reach.unreachable:
            return Reason(reach.unreachable)
        read = personal.make(delegate, reach.lang)
        if read is None or read.number != to.number:
            return None
        link = reach.link or _link_again(delegate)
        if link is None:
            return Reason.LINK_ENDED
        [paper] = paper_pages.papers(delegate, [read])
        message = letters.about_version(
            reach,
            news,
            read,
            since=versions.of(news.since).number if news.since is not None else None,
            note=letters.note_of(versions.note(to.pk), read.itinerary),
            link=link,
            paper=paper,
            attached=letters.papers(reach, read, paper, versions),
        )
        return Letter(message, reach.lang, to.pk, versions.standing, link.pk)

    def _message(self, notice: Notice, reach: Reach) -> Letter | Reason:
        if reach.delegate.state == DelegateState.WITHDRAWN:
            return Reason.WITHDREW
        if not reach.delegate.person.email:
            return Reason.NO_ADDRESS
        link = reach.link
        if link is None and letters.opens_pages(notice.mailing, reach.lang):
            link = _link_again(reach.delegate)
        told = letters.tells_journeys(notice.mailing, reach.lang)
        journeys = travel_news.standing(self.mission) if told else None
        made = letters.message(notice.mailing, reach.delegate, reach.lang, link)
        return Letter(made, reach.lang, None, None, link.pk if link else None, journeys)

    def _opened(self) -> None:
        """A line to the mail server. Raises Refused where there is none: nothing was sent yet."""
        self.line.open()

    @transaction.atomic
    def _claimed(self, notice: Notice, made: Letter) -> datetime.datetime | None:
        """When it was claimed; None where another did, or what it says does not hold any more."""
        Mission.objects.select_for_update().get(pk=self.mission.pk)
        if made.standing is not None and Versions(self.mission).standing != made.standing:
            return None
        if made.journeys is not None and travel_news.standing(self.mission) != made.journeys:
            return None
        if made.version is not None and _told_elsewhere(notice, made.version):
            return None
        if made.link is not None and not AccessLink.objects.valid().filter(pk=made.link).exists():
            return None
        now = timezone.now()
        mine = due().filter(pk=notice.pk, tries=notice.tries, claimed_at=None)
        claimed = mine.exclude(delegate__state=DelegateState.WITHDRAWN).update(
            state=NoticeState.CLAIMED,
            claimed_at=now,
            tries=notice.tries + 1,
            next_try_at=None,
            release=made.version,
            lang=made.lang,
            error="",
        )
        return now if claimed else None

    def _posted(self, notice: Notice, made: Letter, at: datetime.datetime) -> None:
        made.message.extra_headers["Message-ID"] = notice.message_id
        mine = Notice.objects.filter(
            pk=notice.pk, state__in=(NoticeState.CLAIMED, NoticeState.UNCERTAIN), claimed_at=at
        )
        try:
            self.line.hand_over(made.message)
        except Refused as refusal:
            self.close()
            _put_off(notice, refusal.words, for_good=refusal.for_good, mine=mine)
        except Unclear as silence:
            self.close()
            logger.error("It is not certain whether a letter was sent: %s", silence)
            mine.update(state=NoticeState.UNCERTAIN, error=str(silence))
        else:
            with transaction.atomic():
                now = timezone.now()
                if made.link is not None:  # she has it now, also one that was made for this letter
                    AccessLink.objects.filter(pk=made.link, sent_at__isnull=True).update(sent_at=now)
                if mine.update(state=NoticeState.SENT, sent_at=now) and made.version is not None:
                    _settle_older(notice)


def _told_elsewhere(notice: Notice, version: int) -> bool:
    """Whether another letter of hers, just being sent, tells the same version: this one waits for it."""
    others = Notice.objects.filter(delegate=notice.delegate_id, state=NoticeState.CLAIMED, release=version)
    return others.exclude(pk=notice.pk).exists()


def _skip(notice: Notice, reason: Reason) -> None:
    due().filter(pk=notice.pk).update(state=NoticeState.SKIPPED, reason=reason, next_try_at=None)


def _put_off(
    notice: Notice, words: str, *, for_good: bool = False, mine: QuerySet[Notice] | None = None
) -> None:
    """Have a letter that surely was not sent tried again later, or note that it has failed."""
    rows = mine if mine is not None else due().filter(pk=notice.pk)
    tries = notice.tries + 1
    if for_good or tries > len(DELAYS):
        rows.update(state=NoticeState.FAILED, tries=tries, claimed_at=None, next_try_at=None, error=words)
        return
    at = timezone.now() + datetime.timedelta(minutes=DELAYS[tries - 1])
    with transaction.atomic():
        put_off = rows.update(
            state=NoticeState.WAITING, tries=tries, claimed_at=None, next_try_at=at, error=words
        )
        if put_off:
            enqueue([notice.pk], at)


def _settle_older(notice: Notice) -> None:
    """Older letters of hers are told with this one: nobody need ask whether they were sent."""
    older = Notice.objects.filter(
        delegate=notice.delegate_id,
        mailing__kind=MailingKind.RELEASE,
        mailing__lt=notice.mailing_id,
        state__in=(NoticeState.UNCERTAIN, NoticeState.FAILED),
    )
    older.update(state=NoticeState.SKIPPED, reason=Reason.FOLDED)


@transaction.atomic
def _link_again(delegate: Delegate) -> AccessLink | None:
    """A new link for her who never had one or whose last one has expired; None where it was ended."""
    links.hold([delegate.pk])
    every = list(AccessLink.objects.filter(delegate=delegate, purpose="itinerary"))
    if found := next(iter(links.holding(every)), None):
        return found
    return None if links.was_ended(every) else links.make(delegate)[0]
