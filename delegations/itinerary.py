"""A delegate's own itinerary: the one place where the released programme meets what is hers alone.

The programme is that of the newest live release, for the groups that she had when it was made; whom a group
holds today counts from the next release. Her legs and stays are no part of a release: they are read live, and
each says when it was last changed.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import Max

from delegations import own_rows
from delegations.models import Delegate, DelegateState, Leg, LegMode, Stay
from delegations.travelled import is_away, travelled
from missions import document as documents
from missions import editions, order
from missions import itinerary as itineraries
from missions.document import Document
from missions.models import Mission, MissionState, Release
from missions.parts import Audience, Item, Itinerary, LiveContact, Party, Place, Stop
from partners import merged
from partners.models import Place as PlaceRow
from wording import countries, zones
from wording.translated import texts
from wording.words import Words, pick_name

UNDETERMINED = "und"  # as BCP 47 calls a language that is not known


@dataclass(frozen=True, slots=True)
class Journey:
    """One of her legs, as it is now: days and times are local at their own place, None where unknown.

    `altered_at` is when it was last changed since somebody could read it: None where it is as it was made, or
    as it was before the first version was released.
    """

    ref: str
    mode: LegMode
    name: str
    origin: Place
    destination: Place
    departs_on: datetime.date | None
    departs_at: datetime.time | None
    departs: datetime.datetime | None
    arrives_on: datetime.date | None
    arrives_at: datetime.time | None
    arrives: datetime.datetime | None
    changed_at: datetime.datetime
    altered_at: datetime.datetime | None
    item_uid: str | None

    @property
    def day(self) -> datetime.date | None:
        """The day by which it is sorted."""
        return self.departs_on or self.arrives_on


@dataclass(frozen=True, slots=True)
class Night:
    """One of her stays, as it is now. `room_mate` is None where the room is hers alone, or not known.

    `altered_at` as for journeys.
    """

    hotel: str
    place: Place
    address: str
    arrives_on: datetime.date
    leaves_on: datetime.date
    room: str
    room_mate: Words | None
    altered_at: datetime.datetime | None

    @property
    def read_in(self) -> str:
        """In which language the address is, written for a driver: one of ours, or “und” for one not known."""
        return countries.language_of(self.place.country, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with the legs that belong to it, at their hours, or a leg by itself (`item` is None)."""

    item: Item | None
    journeys: tuple[Journey, ...] = ()

    @property
    def starts(self) -> datetime.datetime | None:
        """The instant at which somebody has to be there; None where day or hour is not known."""
        return self.item.starts if self.item else self.journeys[0].departs

    @property
    def place(self) -> Place | None:
        """Where somebody has to be then."""
        if self.item is None:
            return self.journeys[0].origin
        return self.item.stop.place if self.item.stop else None

    @property
    def day(self) -> datetime.date | None:
        """The day under which it stands; an item without one stands on its stop's first day."""
        if self.item is None:
            return self.journeys[0].day
        return self.item.day or (self.item.stop.first_day if self.item.stop else None)

    @property
    def approximate(self) -> bool:
        """Whether that day is less than settled."""
        return self.item is not None and (self.item.day is None or self.item.day_approximate)


@dataclass(frozen=True, slots=True)
class Halt:
    """The entries of one day at one place; `stop` is None where the place is not known.

    A leg that begins away from the route stands at a stop of its own, which has no `ref`.
    """

    stop: Stop | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `date` is None where it is not known, and approximate if that of every entry is."""

    date: datetime.date | None
    approximate: bool
    halts: tuple[Halt, ...]


@dataclass(frozen=True, slots=True)
class Personal:
    """What concerns one delegate, or one host. `also` is seen without taking part, masks included.

    In `days` an item that is a leg of hers has its hours; `itinerary` has it as it was released.
    """

    number: int
    released_at: datetime.date
    replaces: int | None
    cancelled: bool
    itinerary: Itinerary
    days: tuple[Day, ...]
    nights: tuple[Night, ...]
    also: tuple[Day, ...]
    document: Document = field(repr=False, compare=False)
    earlier: Mapping[int, Document] = field(default_factory=dict, repr=False, compare=False)

    @property
    def timed(self) -> Itinerary:
        """The itinerary with the items as they stand in `days` and `also`: at the hours of her legs."""
        halts = (halt for day in (*self.days, *self.also) for halt in day.halts)
        shown = tuple(entry.item for halt in halts for entry in halt.entries if entry.item)
        return replace(self.itinerary, items=shown)

    @property
    def speakers(self) -> list[tuple[Party, LiveContact]]:
        """Who speaks for a party and may be called."""
        known = ((party, party.contact) for party in self.itinerary.parties)
        return [(party, contact) for party, contact in known if contact and contact.phone]


def make(
    delegate: Delegate, lang: str, refs: Iterable[str] | None = None, known: Collection[int] = ()
) -> Personal | None:
    """Her itinerary in a language; None while nothing is released. Takes five queries, however long it is.

    One less where the `refs` by which documents name her are known already. `earlier` has the documents of
    the versions that she knows, by these numbers, except the newest.
    """
    return next(iter(in_languages(delegate, [lang], refs, known)), None)


def in_languages(
    delegate: Delegate, langs: Iterable[str], refs: Iterable[str] | None = None, known: Collection[int] = ()
) -> list[Personal]:
    """Her itinerary in each language, all of one version, with one reading of her legs and stays.

    So whatever changes meanwhile, they can be set side by side. Empty while nothing is released.
    """
    release, earlier = own_rows.releases(delegate.mission_id, known)
    if release is None:
        return []
    document = documents.current(release.document)
    groups = groups_in(document, refs_of(delegate) if refs is None else refs)
    told = _Told(
        number=release.number,
        released_at=release.told_at,
        replaces=release.replaced,
        cancelled=delegate.mission.state == MissionState.CANCELLED,
    )
    legs, stays = own_rows.legs(delegate), own_rows.stays(delegate)
    made = [_personal(document, groups, lang, told, legs, stays) for lang in langs]
    documents_of = {one.number: documents.current(one.document) for one in earlier}
    return [replace(one, earlier=documents_of) for one in made] if earlier else made


def of_host(release: Release, mission: Mission, audience: Audience, lang: str) -> Personal:
    """The items of one host, as they were released: a programme without journeys and nights."""
    document = documents.current(release.document)
    made = itineraries.make(document, audience, lang, editions.live_contacts(document, lang))
    return Personal(
        number=release.number,
        released_at=release.told_at,
        replaces=_replaced(release),
        cancelled=mission.state == MissionState.CANCELLED,
        itinerary=made,
        days=_days([Entry(item) for item in made.items]),
        nights=(),
        also=(),
        document=document,
    )


def refs_of(delegate: Delegate) -> tuple[str, ...]:
    """The refs by which documents name her: her own, and those of rows that were merged into hers."""
    return (str(delegate.ref), *merged.former(Delegate, delegate.ref))


def groups_in(document: Document, refs: Iterable[str]) -> frozenset[str]:
    """The refs of the groups that the delegate with these refs was in when the document was made."""
    return frozenset(group for ref in refs for group in documents.groups_of(document, ref))


def journeys(delegate: Delegate, lang: str) -> list[Journey]:
    """Her legs as they are now, in the order of departure; one query."""
    return [_journey(leg, lang) for leg in own_rows.legs(delegate)]


def preview(
    document: Document,
    groups: Iterable[str],
    lang: str,
    *,
    number: int,
    at: datetime.datetime,
    delegate: Delegate | None,
) -> Personal:
    """A document that is not released yet, as whoever is in these groups would see it as this version.

    With her legs and stays where a `delegate` is given; without one as anybody of the groups reads it.
    """
    told = _Told(number=number, released_at=at, replaces=None, cancelled=False)
    legs, stays = (own_rows.legs(delegate), own_rows.stays(delegate)) if delegate else ((), ())
    return _personal(document, groups, lang, told, legs, stays)


@dataclass(frozen=True, slots=True)
class _Told:
    """Which version it is, and whether the mission takes place."""

    number: int
    released_at: datetime.date
    replaces: int | None
    cancelled: bool


def _personal(
    document: Document,
    groups: Iterable[str],
    lang: str,
    told: _Told,
    legs: Iterable[Leg],
    stays: Iterable[Stay],
) -> Personal:
    itinerary = itineraries.make(
        document, itineraries.delegate(groups), lang, editions.live_contacts(document, lang)
    )
    travels = [_journey(leg, lang) for leg in legs]
    own = [item for item in itinerary.items if item.takes_part]
    uids = {item.uid for item in own}
    # Whoever travels on the leg of an item has it as her leg, and needs no second entry of it.
    ridden = {journey.item_uid for journey in travels}
    also = [item for item in itinerary.items if item.uid not in uids | ridden]
    return Personal(
        number=told.number,
        released_at=told.released_at,
        replaces=told.replaces,
        cancelled=told.cancelled,
        itinerary=itinerary,
        days=_days(_merged(own, travels)),
        nights=tuple(_night(stay, lang) for stay in stays),
        also=_days([Entry(item) for item in also]),
        document=document,
    )


def _merged(own: Sequence[Item], journeys: Sequence[Journey]) -> list[Entry]:
    """Her items in their order; a leg, and an item that its legs move, before the first that comes after."""
    uids = {item.uid for item in own}
    entries: list[Entry] = []
    moving = [Entry(None, (journey,)) for journey in journeys if journey.item_uid not in uids]
    for item in own:
        legs = tuple(journey for journey in journeys if journey.item_uid == item.uid)
        entry = Entry(travelled(item, legs), legs)
        moved = (entry.day, entry.starts) != (item.day, item.starts) if legs else False
        (moving if moved else entries).append(entry)
    for leg in sorted(moving, key=lambda entry: journeys.index(entry.journeys[0])):
        after = (position for position, entry in enumerate(entries) if _comes_after(entry, leg))
        entries.insert(next(after, len(entries)), leg)
    return entries


def _comes_after(entry: Entry, leg: Entry) -> bool:
    """Whether an entry begins after a leg. Where no hour tells it, it does unless the leg begins there."""
    if leg.day is None or entry.day is None:
        return leg.day is not None
    if entry.day != leg.day:
        return entry.day > leg.day
    if entry.item is None or (entry.journeys and not entry.starts):  # legs come in their own order
        return False
    if entry.starts and leg.starts:
        return entry.starts > leg.starts
    if entry.item.part_of_day and leg.starts:
        return order.ANCHORS[entry.item.part_of_day] > leg.starts.time()
    return entry.place is None or leg.place is None or entry.place.ref != leg.place.ref


def _days(entries: Sequence[Entry]) -> tuple[Day, ...]:
    stopped = zip(entries, _stops(entries), strict=True)
    days = []
    for date, of_day in groupby(stopped, key=lambda pair: pair[0].day):
        pairs = list(of_day)
        halts = tuple(
            Halt(stop, tuple(entry for entry, _stop in run))
            for stop, run in groupby(pairs, key=lambda pair: pair[1])
        )
        days.append(Day(date, all(entry.approximate for entry, _stop in pairs), halts))
    return tuple(days)


def _stops(entries: Sequence[Entry]) -> list[Stop | None]:
    """Where each entry stands: at its stop, or where its leg begins, in a neighbour's run if it can."""
    found: list[Stop | None] = []
    for position, entry in enumerate(entries):
        if entry.item is not None and not is_away(entry.item):
            found.append(entry.item.stop)
            continue
        origin = entry.journeys[0].origin
        following = next((later.item for later in entries[position + 1 :] if later.item is not None), None)
        neighbours = [found[-1] if found else None, following.stop if following else None]
        stop = next((stop for stop in neighbours if stop and stop.place.ref == origin.ref), None)
        found.append(stop or Stop("", origin, None, None, False))
    return found


def _altered_at(row: Any) -> datetime.datetime | None:
    known = [at for at in (row.made_at, row.first_told_at) if at is not None]
    changed_at: datetime.datetime = row.changed_at
    return changed_at if all(at < changed_at for at in known) else None


def _journey(leg: Leg, lang: str) -> Journey:
    return Journey(
        ref=str(leg.ref),
        mode=LegMode(leg.mode),
        name=" ".join(part for part in (leg.carrier, leg.number) if part),
        origin=place_of(leg.from_place, lang),
        destination=place_of(leg.to_place, lang),
        departs_on=leg.departs_on,
        departs_at=leg.departs_at,
        departs=_instant(leg.departs_on, leg.departs_at, leg.from_place.zone),
        arrives_on=leg.arrives_on,
        arrives_at=leg.arrives_at,
        arrives=_instant(leg.arrives_on, leg.arrives_at, leg.to_place.zone),
        changed_at=leg.changed_at,
        altered_at=_altered_at(leg),
        item_uid=str(leg.item.uid) if leg.item else None,
    )


def _night(stay: Stay, lang: str) -> Night:
    mate = stay.shared_with
    return Night(
        hotel=stay.hotel,
        place=place_of(stay.place, lang),
        address=stay.address,
        arrives_on=stay.arrives_on,
        leaves_on=stay.leaves_on,
        room=stay.room,
        room_mate=mate.person.full_name(lang) if mate and mate.state != DelegateState.WITHDRAWN else None,
        altered_at=_altered_at(stay),
    )


def place_of(row: PlaceRow, lang: str) -> Place:
    """A place as it is now, in a language; without its coordinates."""
    names = texts(row, "name")
    return Place(
        str(row.ref), pick_name(names, lang) or Words("", lang), names, row.country, row.zone, None, None
    )


def _instant(day: datetime.date | None, time: datetime.time | None, zone: str) -> datetime.datetime | None:
    """The instant; none of a time that the clocks skip, since a later change of the zone may make it one."""
    if day is None or time is None:
        return None
    try:
        return zones.instant(day, time, zone)
    except zones.NoSuchTime:
        return None


def _replaced(release: Release) -> int | None:
    """The number of the version before it that is not withdrawn."""
    older = Release.objects.live().filter(mission_id=release.mission_id, number__lt=release.number)
    number: int | None = older.aggregate(last=Max("number"))["last"]
    return number
