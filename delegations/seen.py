"""Who has seen which version of the programme: by her own word, her assistant's, or staff's who told her.

Whoever has seen a version is asked anew only when the newest one changes something for her, as
delegations/changed.py has it. So a version that changes nothing for her is as good as seen.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import changed, itinerary, protocol, reading
from delegations.itinerary import Personal
from delegations.known import Known
from delegations.models import Delegate, DelegateState, Seen
from missions import document as documents
from missions import itinerary as itineraries
from missions import release as releases
from missions.document import Document
from missions.models import Mission, Release
from missions.pages.changes_page import ChangeEntry
from missions.parts import Itinerary
from partners import merged

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Standing:
    """A delegate who travels, with her number in protocol order, and the last version that she has seen.

    `asked`: whether she has still to say that she has seen the newest version.
    """

    delegate: Delegate
    place: int
    last: Seen | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What her own page says: the newest version, what she has seen last, and whether she is asked anew.

    `since` is the version since which something has changed for her, None where nothing has or she knows
    none, and `entries` is what; empty where that version was withdrawn: its words are not repeated here.
    """

    number: int
    seen: int | None
    at: datetime.datetime | None
    asked: bool
    since: int | None = None
    entries: tuple[ChangeEntry, ...] = ()


def say(delegate: Delegate, number: int, *, assistant: str = "", told_by: "User | None" = None) -> bool:
    """Note that she has seen this version: her word, her assistant's, or staff's who told her.

    False where that is what was noted last. Raises ValidationError for a version that is none, or is
    withdrawn, and for a delegate who has withdrawn.
    """
    with transaction.atomic():
        # Of two who press at once one waits here, and finds it noted.
        held = Delegate.objects.select_for_update(of=("self",)).get(pk=delegate.pk)
        if held.state == DelegateState.WITHDRAWN:
            raise ValidationError(
                _("%(person)s has withdrawn."), code="withdrawn", params={"person": delegate}
            )
        found = Release.objects.live().filter(mission=held.mission_id, number=number).values("pk").first()
        if found is None:
            raise ValidationError(
                _("There is no version %(number)s, or it is withdrawn."),
                code="version",
                params={"number": number},
            )
        last = Seen.objects.filter(delegate=held).order_by("at", "pk").last()
        if last is not None and last.release_id == found["pk"]:
            return False
        word = {"at": timezone.now(), "assistant": assistant, "told_by": told_by}
        Seen.objects.update_or_create(delegate=held, release_id=found["pk"], defaults=word)
    return True


def standings(mission: Mission, newest: Release | None = None) -> list[Standing]:
    """All who travel, in protocol order; empty while nothing is released. Five queries, however many.

    `newest` is the newest release that is not withdrawn, where it is known already.
    """
    newest = newest or releases.newest(mission)
    if newest is None:
        return []
    ordered = list(protocol.in_order(mission).select_related("mission"))
    last = _last_words(mission)
    earlier = {word.release_id for word in last.values()} - {newest.pk}
    held = {release.pk: release for release in Release.objects.filter(pk__in=earlier)} if earlier else {}
    concerned = _Concerned(newest, held)
    refs = merged.former_of(Delegate, [str(delegate.ref) for delegate in ordered])
    return [
        Standing(
            delegate=delegate,
            place=place,
            last=(word := last.get(delegate.pk)),
            asked=word is None
            or concerned.since(
                word.release_id,
                (str(delegate.ref), *refs[str(delegate.ref)]),
                reading.language_of(delegate),
            ),
        )
        for place, delegate in enumerate(ordered, start=1)
        if delegate.state != DelegateState.WITHDRAWN
    ]


def for_page(personal: Personal, about: Known) -> Asked:
    """What her page asks, of what was read for it already: no query at all.

    Whoever never said that she has seen a version reads what changed since the one that she was told of, as
    in her letter about the newest.
    """
    number, at = about.seen or (None, None)
    for since in about.versions:
        old = personal.earlier.get(since)
        if old is not None and (entries := _entries(personal, old, about.refs)):
            shown = () if since in about.withdrawn else entries
            return Asked(personal.number, number, at, True, since, shown)
    return Asked(personal.number, number, at, asked=number is None)


class _Concerned:
    """Answers for many delegates whether a newer version changes something; each pair is made once."""

    def __init__(self, newest: Release, held: Mapping[int, Release]) -> None:
        self.newest_pk = newest.pk
        self.now = documents.current(newest.document)
        self.held = {pk: documents.current(release.document) for pk, release in held.items()}
        self.made: dict[tuple[int, frozenset[str], str], Itinerary] = {}
        self.known: dict[tuple[int, frozenset[str], frozenset[str], str], bool] = {}

    def since(self, pk: int, refs: tuple[str, ...], lang: str) -> bool:
        """Whether something has changed since the release for whom documents name by these refs."""
        if pk == self.newest_pk:
            return False
        before = itinerary.groups_in(self.held[pk], refs)
        now = itinerary.groups_in(self.now, refs)
        key = (pk, before, now, lang)
        if key not in self.known:
            was, is_now = self._made(pk, before, lang), self._made(self.newest_pk, now, lang)
            self.known[key] = bool(changed.entries(was, is_now))
        return self.known[key]

    def _made(self, pk: int, groups: frozenset[str], lang: str) -> Itinerary:
        """As she reads it, without the names of contacts: those are read live, and changed by no release."""
        key = (pk, groups, lang)
        if key not in self.made:
            document = self.now if pk == self.newest_pk else self.held[pk]
            self.made[key] = itineraries.make(document, itineraries.delegate(groups), lang)
        return self.made[key]


def _entries(personal: Personal, old: Document, refs: Iterable[str]) -> tuple[ChangeEntry, ...]:
    """What the newest version changed for her since that one; names of contacts no release changes."""
    now, groups = personal.itinerary, itinerary.groups_in(old, refs)
    before = itineraries.make(old, itineraries.delegate(groups), now.lang)
    return changed.entries(before, itineraries.make(personal.document, now.audience, now.lang))


def _last_words(mission: Mission) -> dict[int, Seen]:
    """The last word of each delegate, by her key; one query."""
    words = Seen.objects.filter(delegate__mission=mission).select_related("release", "told_by")
    return {word.delegate_id: word for word in words.defer("release__document").order_by("at", "pk")}
