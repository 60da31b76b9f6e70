"""What a host answers about its items, and what it reads of its answers.

An answer is kept as a `Proposal` and changes nothing in the programme: the organiser decides
(backoffice/hosts/). It is about the item as it was released and stood before the host, of which `standing`
keeps day, hours and place; as soon as these are others, for whoever looks, they have overtaken the answer.
All verbs lock the mission first, so an answer that is replaced and one that is decided wait for each other.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations import hosts
from delegations.itinerary import Personal
from delegations.models import AccessLink, Proposal, ProposalKind, ProposalState
from missions.models import ItemStatus, Mission, MissionState, ProgrammeItem
from missions.parts import Item
from partners.models import Organisation
from wording import dates, zones

MOST = 50  # answers of one host about one item; whoever needs more writes to the organiser

type Standing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the host typed. Day and hours are local at the item's place, None unless it proposes a time."""

    kind: ProposalKind
    answered_by: str
    words: str = ""
    day: datetime.date | None = None
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before the host when it answered: the item, by its digest, and its own waiting answer."""

    standing: str
    waiting: int | None


def standing(item: Item) -> Standing:
    """When and where a released item is, as JSON has it: what an answer is about."""
    return _standing(item, str(item.stop.ref) if item.stop else None)


def standing_of(row: ProgrammeItem) -> Standing:
    """The same of an item's row; `stop` is read with it."""
    return _standing(row, str(row.stop.ref) if row.stop else None)


def _standing(item: Item | ProgrammeItem, stop: str | None) -> Standing:
    return {
        "day": item.day.isoformat() if item.day else None,
        "ends_on": item.ends_on.isoformat() if item.ends_on else None,
        "starts_at": dates.clock(item.starts_at) if item.starts_at else None,
        "ends_at": dates.clock(item.ends_at) if item.ends_at else None,
        "stop": stop,
        "cancelled": item.status == ItemStatus.CANCELLED,
    }


def digest(found: Standing) -> str:
    """What says the same while day, hours and place do."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def when(found: Standing, lang: str) -> str:
    """A standing in words: “5 December 2023, 10:00–12:00”, “day not known, time not known”."""
    day, starts_at, ends_at = (found.get(name) for name in ("day", "starts_at", "ends_at"))
    return said(
        datetime.date.fromisoformat(day) if day else None,
        datetime.time.fromisoformat(starts_at) if starts_at else None,
        datetime.time.fromisoformat(ends_at) if ends_at else None,
        lang,
    )


def said(
    day: datetime.date | None, starts_at: datetime.time | None, ends_at: datetime.time | None, lang: str
) -> str:
    """A day and hours, local at the item's place, in words."""
    told = dates.long_date(day, lang) if day else _("day not known")
    return f"{told}, {dates.time_of_day(starts_at, ends_at, lang)}"


def answers(mission: Mission, organisation: Organisation) -> dict[str, list[Proposal]]:
    """All answers of a host of a mission by the UID of the item, the newest first; one query."""
    found: dict[str, list[Proposal]] = {}
    rows = Proposal.objects.filter(item__mission=mission, organisation=organisation)
    for row in rows.select_related("item").order_by("-pk"):
        found.setdefault(str(row.item.uid), []).append(row)
    return found


def waiting_of(rows: Sequence[Proposal]) -> Proposal | None:
    """The answer that waits, of one host's answers about one item, the newest first."""
    return next((row for row in rows[:1] if row.state == ProposalState.WAITING), None)


def answer(link: AccessLink, uid: str, typed: Typed, before: Before) -> Proposal:
    """Keep what a host answers about one of its items, in the place of its answer that waits.

    Raises ValidationError where the mission is cancelled or the link has ended, where the item is not the
    host's as last released or what was `before` the host is there no more, and for a time that cannot be.
    """
    mission, organisation = link.mission, link.organisation
    if mission is None or organisation is None:
        raise ValueError("a delegate's link is no host's")
    with transaction.atomic():
        locked = Mission.objects.select_for_update().get(pk=mission.pk)
        if locked.state == MissionState.CANCELLED:
            raise ValidationError(_("The mission is cancelled."), code="cancelled")
        if not AccessLink.objects.valid().filter(pk=link.pk).exists():
            raise ValidationError(_("This link has ended. Ask the organiser for a new one."), code="ended")
        personal = hosts.released(mission, organisation, mission.languages[0])
        if personal is None:
            raise _not_hers()
        row, item = _item(mission, personal, uid)
        if digest(standing(item)) != before.standing:
            raise ValidationError(
                _("The programme has changed while this page lay open. It stands here as it is now."),
                code="changed",
            )
        refuse_time(typed, item, personal.itinerary.starts_on, personal.itinerary.ends_on)
        held = list(Proposal.objects.filter(item=row, organisation=organisation).order_by("-pk"))
        _refuse_meanwhile(held, before.waiting)
        if replaced := waiting_of(held):
            replaced.state = ProposalState.OVERTAKEN
            replaced.save(update_fields=["state"])
        made = Proposal(
            item=row,
            organisation=organisation,
            link=link,
            seen=standing(item),
            kind=typed.kind,
            answered_by=typed.answered_by,
            words=typed.words,
            day=typed.day,
            starts_at=typed.starts_at,
            ends_at=typed.ends_at,
        )
        made.full_clean()
        made.save()
    return made


def _item(mission: Mission, personal: Personal, uid: str) -> tuple[ProgrammeItem, Item]:
    """The row and the released item with this UID. Raises ValidationError where it is not the host's."""
    items = personal.itinerary.items
    item = next((found for found in items if found.uid == uid and not found.cancelled), None)
    if item is None:
        raise _not_hers()
    row = ProgrammeItem.objects.filter(mission=mission, uid=uid).first()
    if row is None:
        raise ValidationError(
            _("This item cannot be answered here any more. Write to the organiser."), code="gone"
        )
    return row, item


def refuse_time(typed: Typed, item: Item, first: datetime.date, last: datetime.date) -> None:
    """Refuse another time that cannot be; `first` and `last` are the days of the mission as released."""
    if typed.kind != ProposalKind.OTHER_TIME or typed.day is None or typed.starts_at is None:
        return  # a form has said already what lacks; the row says it again
    if not first <= typed.day <= last:
        raise ValidationError(
            {
                "day": ValidationError(
                    _("The visit is between %(first)s and %(last)s: propose a day of these."),
                    code="day",
                    params={"first": _long(first), "last": _long(last)},
                )
            }
        )
    if typed.ends_at is not None and typed.ends_at <= typed.starts_at:
        raise ValidationError(
            {"ends_at": ValidationError(_("A visit ends after it begins, on the same day."), code="ends_at")}
        )
    for name, time in (("starts_at", typed.starts_at), ("ends_at", typed.ends_at)):
        if time is not None and not _exists(typed.day, time, item.zone):
            raise ValidationError(
                {
                    name: ValidationError(
                        _("%(time)s does not exist on that day: the clocks are put forward."),
                        code="no_such_time",
                        params={"time": dates.clock(time)},
                    )
                }
            )
    if (typed.day, typed.starts_at, typed.ends_at) == (item.day, item.starts_at, item.ends_at):
        raise ValidationError(
            {
                "day": ValidationError(
                    _("This is the time that stands in the programme. To keep it, say that it fits."),
                    code="same",
                )
            }
        )


def _long(day: datetime.date) -> str:
    return dates.long_date(day, get_language() or "en")


def _exists(day: datetime.date, time: datetime.time, zone: str) -> bool:
    try:
        zones.instant(day, time, zone)
    except zones.NoSuchTime:
        return False
    return True


def _not_hers() -> ValidationError:
    return ValidationError(_("This item is not planned with you any more."), code="not_hers")


def _refuse_meanwhile(held: Sequence[Proposal], seen: int | None) -> None:
    """Refuse who answers without having seen the newest answer, or the organiser's decision on it."""
    now = waiting_of(held)
    if len(held) >= MOST:
        raise ValidationError(
            _("This item has been answered very often. Write to the organiser."), code="too_many"
        )
    if (now.pk if now else None) == seen:
        return
    decided = next((row for row in held if row.pk == seen and row.decided_at is not None), None)
    if decided is not None:
        raise ValidationError(
            _("The organiser has decided on your answer meanwhile. It stands here."), code="decided"
        )
    raise ValidationError(
        _("Somebody of your organisation has answered meanwhile. The answer stands here."), code="meanwhile"
    )
