"""Who is told of a version, and since which one: each delegate what has changed since she was told last.

She was told of the version of her last letter, or, where she never had one, read the version that there was
when she was first sent her link. One who knows none is told her whole programme. Of a letter that was perhaps
sent nobody knows whether she has it, so she is told what changed since the one before, and, if that is
nothing, since the one that she may have.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from delegations import changed, links, reading
from delegations import itinerary as personal
from delegations import versions as reckoning
from delegations.models import AccessLink, Delegate, DelegateState, LinkPurpose, Notice
from delegations.models.notices import BEGUN, MailingKind, NoticeState, Reason
from delegations.versions import Told, Version
from missions import document as documents
from missions import itinerary as itineraries
from missions.document import Document
from missions.history import Read
from missions.models import Mission, Release
from missions.pages.changes_page import ChangeEntry
from missions.parts import Item, Itinerary
from partners import merged
from wording.translated import columns
from wording.words import Texts


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A delegate, and why she gets no letter; the reason is empty where she gets one."""

    delegate: Delegate
    reason: Reason | str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What one delegate is told: the changes since a version, or, with `since` None, all that is hers."""

    since: int | None
    entries: tuple[ChangeEntry, ...]


class Newer(Exception):
    """There is a version that was not there when the versions were read."""


class Versions:
    """The versions of a mission as several delegates read them; what was read once is remembered here."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        rows = Release.objects.filter(mission=mission).order_by("number")
        found = rows.values_list("pk", "number", "at", "withdrawal__at")
        self.all = [Version(*row) for row in found]
        self._by_key = {version.pk: version for version in self.all}
        self._keys = {version.number: version.pk for version in self.all}
        self._documents: dict[int, Document] = {}
        self._notes: dict[int, Texts] = {}
        self._itineraries: dict[tuple[object, ...], Itinerary] = {}
        self._entries: dict[tuple[object, ...], tuple[ChangeEntry, ...]] = {}

    @property
    def newest(self) -> Version | None:
        """The newest that is not withdrawn."""
        return reckoning.newest(self.all)

    @property
    def standing(self) -> tuple[int, int]:
        """What is another after every release and every withdrawal."""
        return len(self.all), sum(version.withdrawn_at is not None for version in self.all)

    def of(self, key: int) -> Version:
        return self._by_key[key]

    def note(self, key: int) -> Texts:
        """What the organisers say of a version, by language."""
        if key not in self._notes:
            row = Release.objects.values(*columns("note")).get(pk=key)
            self._notes[key] = {name.rsplit("_", 1)[-1]: text for name, text in row.items() if text}
        return self._notes[key]

    def document(self, key: int) -> Document:
        if key not in self._documents:
            stored = Release.objects.values_list("document", flat=True).get(pk=key)
            self._documents[key] = documents.current(stored)
        return self._documents[key]

    def keep(self, key: int, document: Document) -> None:
        """Take this for the document of a version, such as of one that is not released yet."""
        self._documents[key] = document

    def itinerary(self, key: int, refs: Iterable[str], lang: str) -> Itinerary:
        """A version as the delegate with these refs reads it."""
        document = self.document(key)
        groups = personal.groups_in(document, refs)
        kept = (key, groups, lang)
        if kept not in self._itineraries:
            self._itineraries[kept] = itineraries.make(document, itineraries.delegate(groups), lang)
        return self._itineraries[kept]

    def reading(self, refs: Sequence[str], lang: str) -> Read:
        """What gives the version of a number as she reads it. Raises Newer for one that came since."""

        def read(number: int) -> Itinerary:
            if number not in self._keys:
                raise Newer
            return self.itinerary(self._keys[number], refs, lang)

        return read

    def entries(self, since: int, to: int, refs: Sequence[str], lang: str) -> tuple[ChangeEntry, ...]:
        """What changed for her between two versions, in a language."""
        before, after = (self.itinerary(key, refs, lang) for key in (since, to))
        if self._by_key[since].withdrawn_at is not None:
            return changed.entries(before, after, self._known(since, refs, lang))
        kept = (since, before.audience.groups, to, after.audience.groups, lang)
        if kept not in self._entries:
            self._entries[kept] = changed.entries(before, after)
        return self._entries[kept]

    def _known(self, since: int, refs: Sequence[str], lang: str) -> dict[str, Item]:
        """What versions before this one that still count have shown her, by UID, as she last had it."""
        number = self._by_key[since].number
        older = [one for one in self.all if one.number < number and one.withdrawn_at is None]
        return {
            item.uid: item for one in older for item in changed.own(self.itinerary(one.pk, refs, lang)).items
        }


@dataclass(slots=True)
class Reach:
    """One delegate as she can be written to: her refs, her language, her links, the letters she had."""

    delegate: Delegate
    refs: tuple[str, ...]
    lang: str
    links: list[AccessLink]
    begun: list[Notice]

    @property
    def link(self) -> AccessLink | None:
        """The link that holds: her own, else that of an assistant, to be passed on."""
        return next(iter(sorted(links.holding(self.links), key=lambda link: bool(link.assistant))), None)

    @property
    def unreachable(self) -> Reason | str:
        """Why she cannot be told; empty where she can."""
        if self.delegate.state == DelegateState.WITHDRAWN:
            return Reason.WITHDREW
        if not self.delegate.person.email:
            return Reason.NO_ADDRESS
        if not self.links:
            return Reason.NOT_INVITED
        if self.link is None and links.was_ended(self.links):
            return Reason.LINK_ENDED
        return ""

    def known(self, versions: Versions) -> list[int]:
        """The versions that she may have been told of last, the certain one first; none if she knows none."""
        letters = [
            Told(one.release_id, one.claimed_at, one.state == NoticeState.SENT)
            for one in self.begun
            if one.release_id is not None and one.claimed_at is not None  # constraints of its row
        ]
        told = [link.made_at for link in self.links if link.sent_at or link.last_used_at]
        return reckoning.told_last(versions.all, letters, min(told, default=None))


def news(versions: Versions, to: int, reach: Reach, lang: str = "") -> News | None:
    """What she is to be told of a version; None where nothing is new for her."""
    lang = lang or reach.lang
    known = reach.known(versions)
    if not known:
        hers = changed.own(versions.itinerary(to, reach.refs, lang))
        return News(None, ()) if hers.items else None
    for since in known:
        if since != to and (entries := versions.entries(since, to, reach.refs, lang)):
            return News(since, entries)
    return None


def reaches(mission: Mission, delegates: Collection[Delegate] | None = None) -> list[Reach]:
    """How the travelling delegates, or these, can be written to, in protocol order; four queries at most."""
    if delegates is None:
        rows = Delegate.objects.travelling().filter(mission=mission)
        delegates = list(rows.select_related("person").order_by("precedence", "pk"))
    keys = [delegate.pk for delegate in delegates]
    former = merged.former_of(Delegate, [str(delegate.ref) for delegate in delegates])
    held: dict[int, list[AccessLink]] = {key: [] for key in keys}
    for link in AccessLink.objects.filter(delegate__in=keys, purpose=LinkPurpose.ITINERARY):
        held[link.delegate_id or 0].append(link)
    begun: dict[int, list[Notice]] = {key: [] for key in keys}
    letters = Notice.objects.filter(
        delegate__in=keys, mailing__kind=MailingKind.RELEASE, state__in=BEGUN, release__isnull=False
    )
    for letter in letters.select_related("release").defer("release__document"):
        begun[letter.delegate_id].append(letter)
    for delegate in delegates:
        delegate.mission = mission
    return [
        Reach(
            delegate,
            (str(delegate.ref), *former[str(delegate.ref)]),
            reading.language_of(delegate),
            held[delegate.pk],
            begun[delegate.pk],
        )
        for delegate in delegates
    ]


def foreseen(
    mission: Mission, document: Document, delegates: Collection[Delegate] | None = None
) -> list[Foreseen]:
    """Who would get a letter if this document were released now, and why others would not.

    In protocol order; writes nothing, and takes no more queries for more delegates.
    """
    versions = Versions(mission)
    versions.keep(NEXT, document)
    return of(versions, NEXT, reaches(mission, delegates))


NEXT = 0
"""Stands for the key of a version that is not released yet."""


def of(versions: Versions, to: int, everyone: Iterable[Reach]) -> list[Foreseen]:
    """Who gets a letter about a version. Who is not concerned is not asked for an address."""
    return [
        Foreseen(
            reach.delegate,
            Reason.UNCHANGED if news(versions, to, reach) is None else reach.unreachable,
        )
        for reach in everyone
    ]


def counts(everyone: Iterable[Foreseen]) -> dict[str, int]:
    """How many get a letter (under an empty reason), and how many do not, by reason."""
    return dict(Counter(str(one.reason) for one in everyone))
