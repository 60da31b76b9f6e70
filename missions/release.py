"""Releasing: the one way in which the programme leaves the house, and how it is taken back.

Every function here is one transaction that locks the mission's row first, so that two people who release at
once get two numbers or one refusal.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions import document as documents
from missions import listing, released_dates, results
from missions.document import Document
from missions.models import Mission, MissionState, Release, ResultsRelease, StateChange, Withdrawal
from missions.questions import KEY, Prepared
from missions.released_dates import ReleasedDates
from wording.words import Texts

if TYPE_CHECKING:
    from accounts.models import User

READINGS = 5

released = Signal()
"""Sent with `release=` and `tell=` in the transaction that makes it; `tell` says whether those concerned are
told now. Receivers only write rows, task rows included."""

days_moved = Signal()
"""Sent with `mission=` and its `ReleasedDates` `before=` and `after=`, in the transaction of a release or
withdrawal that changes them. Receivers only write rows."""


class ReleasedMeanwhile(ValidationError):
    """Somebody else has released a version since the one that was looked at."""


class ChangedMeanwhile(ValidationError):
    """The rows say something else than the document that the releaser looked at."""


@transaction.atomic
def release(
    mission: Mission,
    *,
    by: "User | None",
    members: Mapping[str, list[str]],
    replaces: int | None,
    note: Texts | None = None,
    at: datetime.datetime | None = None,
    saw: str | None = None,
    tell: bool = False,
) -> Release:
    """Make the next release of the mission's rows as they are now.

    `members` are the refs of the delegates of each group, by the group's ref. `replaces` is the number of the
    newest release that the releaser saw (None: there was none). `at` is an aware time, by default now. `saw`
    is the digest of the document that she looked at, where she looked at one: nothing else is released.
    `tell` says whether those for whom it changes something are written to now; else that waits for somebody.

    Raises ReleasedMeanwhile when there is a newer one or that one was withdrawn, ValidationError when
    nothing has changed since, and ChangedMeanwhile when the rows have changed since she looked.
    """
    mission = _locked(mission)
    if mission.is_template:
        raise _template(mission)
    last = newest(mission)
    if (last.number if last else None) != replaces:
        raise ReleasedMeanwhile(
            _("Version %(number)s was released meanwhile. Look at what it changed, then release again.")
            if last and last.number > (replaces or 0)
            else _("The version that you saw was withdrawn meanwhile. Look at the programme again."),
            code="released_meanwhile",
            params={"number": last.number if last else None},
        )
    document = _settled(lambda: documents.make(mission, members))
    if last is not None and last.document == document:
        raise ValidationError(
            _("Nothing has changed since version %(number)s."),
            code="unchanged",
            params={"number": last.number},
        )
    if saw is not None and documents.digest(document) != saw:
        raise ChangedMeanwhile(
            _("The programme was changed while you looked at it. Look at what changed, then release again."),
            code="changed_meanwhile",
        )
    before = released_dates.of(mission)
    made = Release(
        mission=mission,
        number=next_number(mission),
        document=document,
        by=by,
        at=at or timezone.now(),
        **{f"note_{lang}": text for lang, text in (note or {}).items()},
    )
    made.save()
    listing.remake(mission)
    _send_days_moved(mission, before)
    released.send(Release, release=made, tell=tell)
    return made


@transaction.atomic
def withdraw(
    release: Release, *, by: "User | None", reason: str, at: datetime.datetime | None = None
) -> Withdrawal:
    """Take a release back; readers get the newest one left, or none.

    Raises ValidationError without a reason or when it is withdrawn already.
    """
    mission = _locked(release.mission)
    if not reason.strip():
        raise ValidationError(_("Say why the version is withdrawn."), code="reason")
    if Withdrawal.objects.filter(release=release).exists():
        raise ValidationError(
            _("Version %(number)s is withdrawn already."), code="withdrawn", params={"number": release.number}
        )
    before = released_dates.of(mission)
    withdrawal = Withdrawal.objects.create(release=release, by=by, reason=reason, at=at or timezone.now())
    listing.remake(mission)
    _send_days_moved(mission, before)
    return withdrawal


@transaction.atomic
def release_results(
    mission: Mission,
    *,
    by: "User | None",
    replaces: int | None,
    note: Texts | None = None,
    at: datetime.datetime | None = None,
) -> ResultsRelease:
    """Publish the results as they are now; `note` says what was corrected. It causes no notice.

    Raises ReleasedMeanwhile when there are newer ones than `replaces`, and ValidationError when nothing has
    changed.
    """
    mission = _locked(mission)
    last = newest_results(mission)
    if (last.number if last else None) != replaces:
        raise ReleasedMeanwhile(
            _("Other results were published meanwhile. Look at what has changed since, then publish again."),
            code="released_meanwhile",
        )
    document = _settled(lambda: results.document(mission))
    if last is not None and results.current(last.document) == document:
        raise ValidationError(_("Nothing has changed since these results were published."), code="unchanged")
    made = ResultsRelease(
        mission=mission,
        number=(last.number if last else 0) + 1,
        document=document,
        by=by,
        at=at or timezone.now(),
        **{f"note_{lang}": text for lang, text in (note or {}).items()},
    )
    made.save()
    listing.remake(mission)
    return made


def publish(mission: Mission, *, by: "User | None") -> None:
    """Let the public see what is released. Raises ValidationError when it is published already."""
    _change_state(mission, MissionState.PUBLISHED, (MissionState.DRAFT, MissionState.CANCELLED), by)


def cancel(mission: Mission, *, by: "User | None") -> None:
    """Say that the mission does not take place; its page and calendar stay and say so.

    Raises ValidationError for one that is not published: nobody outside knows it.
    """
    _change_state(mission, MissionState.CANCELLED, (MissionState.PUBLISHED,), by)


def take_back(mission: Mission, *, by: "User | None") -> None:
    """Make the mission a draft again, which the public cannot find. Raises ValidationError for a draft."""
    _change_state(mission, MissionState.DRAFT, (MissionState.PUBLISHED, MissionState.CANCELLED), by)


NEWEST = Prepared(lambda mission: Release.objects.live().filter(mission=mission).order_by("-number")[:1], KEY)


def newest(mission: Mission) -> Release | None:
    """The newest release that is not withdrawn."""
    return next(iter(NEWEST(mission.pk)), None)


def newest_results(mission: Mission) -> ResultsRelease | None:
    """The newest results of the mission."""
    return ResultsRelease.objects.filter(mission=mission).order_by("number").last()


def next_number(mission: Mission) -> int:
    """One more than the highest number ever used: withdrawn releases keep theirs."""
    return (Release.objects.filter(mission=mission).aggregate(last=Max("number"))["last"] or 0) + 1


def note_state(mission: Mission, was: str | None, *, by: "User | None") -> None:
    """Note that the mission's state, which `was` another, is changed now: histories count these notes.

    What a mission was before its first note follows from that one; but one that came cancelled with its file
    would seem to have been a draft once it is published. So its cancellation is noted before that.
    """
    states = [mission.state]
    if was == MissionState.CANCELLED and not StateChange.objects.filter(mission=mission).exists():
        states.insert(0, was)
    at = timezone.now()
    for state in states:
        StateChange.objects.create(
            mission=mission, state=state, by=by if state == mission.state else None, at=at
        )


@transaction.atomic
def _change_state(
    mission: Mission, state: MissionState, allowed: tuple[MissionState, ...], by: "User | None"
) -> None:
    locked = _locked(mission)
    if locked.is_template:
        raise _template(locked)
    if locked.state not in allowed:
        raise ValidationError(
            _("“%(mission)s” is %(state)s; this cannot be done."),
            code="state",
            params={"mission": locked, "state": locked.get_state_display()},
        )
    was, locked.state, mission.state = locked.state, state, state
    locked.save(update_fields=["state"])
    note_state(locked, was, by=by)
    listing.remake(locked)


def _template(mission: Mission) -> ValidationError:
    return ValidationError(
        _("“%(mission)s” is a template: missions are copied from it, and it is never released or published."),
        code="template",
        params={"mission": mission},
    )


def _settled(read: Callable[[], Document]) -> Document:
    """What `read` makes of the rows as they are at one moment.

    Others may save rows between our queries, and a stop that an item names may be gone by the next one: so
    it reads until two readings in a row agree. Raises ValidationError when that does not come about.
    """
    document = read()
    for _attempt in range(READINGS):
        again = read()
        if again == document:
            return document
        document = again
    raise ValidationError(
        _("The mission is being changed at this very moment. Look at it, then release again."),
        code="unsettled",
    )


def _send_days_moved(mission: Mission, before: ReleasedDates) -> None:
    after = released_dates.of(mission)
    if (before.starts_on, before.ends_on) != (after.starts_on, after.ends_on):
        days_moved.send(Mission, mission=mission, before=before, after=after)


def _locked(mission: Mission) -> Mission:
    """The mission's row, locked until the transaction ends, so that releases follow one another.

    SQLite has no row locks; there every transaction that we open locks the whole database (settings).
    """
    return Mission.objects.select_for_update().get(pk=mission.pk)
