"""Declining an item, with a word to the organiser, and coming after all.

It is a row beside the programme and changes nothing in it: she goes on seeing the item, and so does everybody
else. It holds for the item as it was told to her; when that is moved, the organiser and she read that it was
another time that she declined.
"""

import datetime
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations.models import Delegate, DelegateState, Regret
from missions.models import ProgrammeItem, Stop
from missions.parts import Item

LONGEST = 300  # characters of a word to the organiser


@dataclass(frozen=True, slots=True)
class Declined:
    """What she said of an item: when, in which words, and the digest of the item as it was then."""

    words: str
    at: datetime.datetime
    assistant: str
    told: str

    def holds(self, item: Item) -> bool:
        """Whether the item is when and where it was as she declined it."""
        return self.told == told(item)


@transaction.atomic
def decline(delegate: Delegate, item: Item, words: str, assistant: str = "") -> Regret:
    """Let the organiser know that she does not come to the item that was told to her.

    Declining again puts other words in the place of the first. Raises ValidationError if she has withdrawn,
    if the words are too long, or if the item is no longer planned at all.
    """
    locked = _locked(delegate)
    row = ProgrammeItem.objects.filter(mission_id=locked.mission_id, uid=item.uid).first()
    if row is None:
        raise ValidationError(_("This item is no longer planned; nothing has to be declined."), code="gone")
    regret = Regret.objects.filter(delegate=locked, item=row).first() or Regret(delegate=locked, item=row)
    regret.words, regret.assistant, regret.told = words.strip(), assistant, told(item)
    regret.at, regret.taken_back_at = timezone.now(), None
    regret.full_clean()
    regret._history_user = None
    regret.save()
    return regret


@transaction.atomic
def take_back(delegate: Delegate, uid: str) -> bool:
    """Let the organiser know that she comes after all. Returns whether there was anything to take back."""
    regret = Regret.objects.filter(
        delegate=_locked(delegate), item__uid=uid, taken_back_at__isnull=True
    ).first()
    if regret is None:
        return False
    regret.taken_back_at = timezone.now()
    regret._history_user = None
    regret.save(update_fields=["taken_back_at"])
    return True


def told(item: Item) -> str:
    """A digest of when and where an item is: the same while neither changes."""
    return _digest(
        item.stop.ref if item.stop else "",
        item.day,
        item.ends_on,
        item.starts_at,
        item.ends_at,
        item.part_of_day or "",
    )


def told_of_row(row: ProgrammeItem, stop: Stop | None) -> str:
    """The same of a row as it is now, at its stop: what the next release would tell."""
    return _digest(
        str(stop.ref) if stop else "",
        row.day,
        row.ends_on,
        row.starts_at,
        row.ends_at,
        row.part_of_day or "",
    )


def _digest(stop: str, *parts: object) -> str:
    plain = [part.isoformat() if hasattr(part, "isoformat") else str(part or "") for part in parts]
    return hashlib.sha256("\n".join([stop, *plain]).encode()).hexdigest()


def _locked(delegate: Delegate) -> Delegate:
    """Of two browsers that act at once one waits for the other."""
    locked = Delegate.objects.select_for_update().get(pk=delegate.pk)
    if locked.state == DelegateState.WITHDRAWN:
        raise ValidationError(_("You do not travel on this mission any more."), code="withdrawn")
    return locked
