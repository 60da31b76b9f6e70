"""One delegate in the place of another: what passes to her, and what does not.

Rank, capacity, headship, groups (her personal one among them), legs, stays, the places of others' room mates
and planned attendance pass. What is personal does not: needs, languages, position, consent, links, what she
has seen, and what is known of where somebody was.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegations.models import (
    Attendance,
    Capacity,
    Delegate,
    DelegateState,
    Leg,
    Stay,
    next_precedence,
)
from delegations.protocol import Work
from missions.models import Group
from partners import meanwhile
from partners.models import Person


@dataclass(frozen=True, slots=True)
class Passing:
    """What passes from a delegate to who comes instead of her."""

    delegate: Delegate
    place: int
    leads: bool
    groups: tuple[Group, ...]
    legs: tuple[Leg, ...]
    stays: tuple[Stay, ...]
    shared: tuple[Stay, ...]  # of others, who share a room with her
    attendances: tuple[Attendance, ...]

    @property
    def digest(self) -> str:
        """What says the same while nothing of it changes."""
        rows = (self.groups, self.legs, self.stays, self.shared, self.attendances)
        parts = [self.delegate.pk, self.delegate.capacity, self.place, self.leads]
        return hashlib.sha256(repr((parts, [[row.pk for row in each] for each in rows])).encode()).hexdigest()


def passing(delegate: Delegate) -> Passing:
    """What would pass now."""
    before = delegate.mission.delegates.filter(precedence__lt=delegate.precedence).count()
    planned = Attendance.objects.filter(delegate=delegate, planned=True, actual=None)
    stays = Stay.objects.select_related("place", "delegate__person")
    return Passing(
        delegate=delegate,
        place=before + 1,
        leads=delegate.delegation.head_id == delegate.pk,
        groups=tuple(delegate.groups.order_by("pk")),
        legs=tuple(delegate.legs.select_related("from_place", "to_place")),
        stays=tuple(stays.filter(delegate=delegate)),
        shared=tuple(stays.filter(shared_with=delegate)),
        attendances=tuple(planned.select_related("item")),
    )


def substitute(
    work: Work, old: Delegate, person: Person, *, position: Mapping[str, str] | None = None, seen: str = ""
) -> Delegate:
    """Let a person come in a delegate's place; the old one withdraws, is ranked last, and her links end.

    `position` is that of the new one, by language. Raises ValidationError if the old one has withdrawn
    already, if the person is a delegate of the mission already, or if what passes is not what was seen.
    """
    if old.state == DelegateState.WITHDRAWN:
        raise ValidationError(
            _("%(person)s has withdrawn already, so nobody can come in her place."),
            code="withdrawn",
            params={"person": old},
        )
    if work.mission.delegates.filter(person=person).exists():
        raise ValidationError(
            _("%(person)s is a delegate of this mission already."), code="delegate", params={"person": person}
        )
    found = passing(old)
    if seen and seen != found.digest:
        raise meanwhile.SavedMeanwhile(
            _("What passes has changed meanwhile. It stands here as it is now; the same button now does it."),
            code="saved_meanwhile",
        )
    new = _come(work, found, person, position or {})
    _pass(work, found, new)
    return new


def _come(work: Work, found: Passing, person: Person, position: Mapping[str, str]) -> Delegate:
    """The new delegate, at the rank of the old one, who withdraws."""
    old = found.delegate
    rank, capacity = old.precedence, old.capacity
    old.precedence = next_precedence(work.mission)
    old.state = DelegateState.WITHDRAWN
    if capacity in (Capacity.HEAD, Capacity.DEPUTY):
        old.capacity = Capacity.MEMBER
    work.save(old, "precedence", "state", "capacity")
    new = Delegate(
        mission=work.mission,
        delegation=old.delegation,
        organisation=old.organisation,
        person=person,
        capacity=capacity,
        precedence=rank,
        **{f"position_{lang}": text for lang, text in position.items()},
    )
    new.full_clean()
    new._history_user = work.by
    new._change_reason = f"substitute of #{old.pk}"  # no name: it outlives her
    new.save()
    return new


def _pass(work: Work, found: Passing, new: Delegate) -> None:
    """What hangs on the old one hangs on the new one; nothing else of these rows is written."""
    old = found.delegate
    if found.leads:
        delegation = old.delegation
        delegation.head = new
        work.save(delegation, "head")
    new.groups.set(found.groups)
    old.groups.clear()
    for leg in found.legs:
        leg._history_user = work.by
        leg.passengers.remove(old)
        leg.passengers.add(new)
        leg.save(update_fields=["changed_at"])
    for name, stays in (("delegate", found.stays), ("shared_with", found.shared)):
        for stay in stays:
            setattr(stay, name, new)
            stay._history_user = work.by
            stay.save(update_fields=[name, "changed_at"])
    for attendance in found.attendances:
        attendance.delegate = new
        attendance._history_user = work.by
        attendance.save(update_fields=["delegate"])
    old.links.revoke()
