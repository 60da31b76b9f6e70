"""The itinerary: a document as one audience may see it, in one language, with its times computed.

This is the only place that knows who may see what. It needs no database: a document goes in, frozen
dataclasses come out, and every page, calendar, file and message is made from these.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from missions import document as documents
from missions import order
from missions.document import Document
from missions.models import DatesPrecision, HostState, ItemKind, ItemStatus, PartOfDay, PartyRole, Visibility
from missions.parts import (
    Audience,
    Host,
    Item,
    Itinerary,
    Kind,
    LiveContact,
    Organisation,
    Party,
    Place,
    Sector,
    Stop,
)
from wording import countries, zones
from wording.words import Texts, Words, pick, pick_name

PUBLIC = Audience(Kind.PUBLIC)
STAFF = Audience(Kind.STAFF)


def delegate(groups: Iterable[str]) -> Audience:
    """A delegate who is in these groups, by their refs."""
    return Audience(Kind.DELEGATE, groups=frozenset(groups))


def host(organisation: str, formerly: Iterable[str] = ()) -> Audience:
    """A host organisation, by its ref and by those of the rows that were merged into it."""
    return Audience(Kind.HOST, organisation=organisation, formerly=frozenset(formerly))


HOST_STATES_SHOWN = {
    Kind.PUBLIC: {HostState.CONFIRMED},
    Kind.DELEGATE: {HostState.CONFIRMED, HostState.ASKED},
    Kind.HOST: {HostState.CONFIRMED, HostState.ASKED},
    Kind.STAFF: set(HostState),
}


class Sight(Enum):
    """How much of an item an audience sees."""

    NOTHING = 0
    MASK = 1
    ALL = 2


def sight(item: Mapping[str, Any], audience: Audience) -> Sight:
    """The one rule of visibility: what this audience sees of this item of a document."""
    if item["masked"]:
        return Sight.NOTHING if audience.kind == Kind.HOST else Sight.MASK
    participants_only = item["visibility"] == Visibility.PARTICIPANTS
    if participants_only and not item["for_everyone"] and not item["groups"]:
        return Sight.NOTHING
    mask = Sight.MASK if item["public_title"] else Sight.NOTHING
    match audience.kind:
        case Kind.STAFF:
            return Sight.ALL
        case Kind.HOST:
            told = item["visibility"] != Visibility.STAFF and _is_host(item, audience)
            return Sight.ALL if told else Sight.NOTHING
        case Kind.DELEGATE:
            told = item["visibility"] in {Visibility.PUBLIC, Visibility.DELEGATION}
            return Sight.ALL if told or (participants_only and takes_part(item, audience)) else mask
        case _:
            return Sight.ALL if item["visibility"] == Visibility.PUBLIC else mask


def takes_part(item: Mapping[str, Any], audience: Audience) -> bool:
    """Whether a delegate takes part in an item of a document that is not masked."""
    return audience.kind == Kind.DELEGATE and (
        item["for_everyone"] or not audience.groups.isdisjoint(item["groups"])
    )


def make(
    document: Document, audience: Audience, lang: str, contacts: Mapping[str, LiveContact] | None = None
) -> Itinerary:
    """The document as `audience` may see it, in `lang`.

    `contacts` are the people whom it may name, by the refs in the document; who is missing there is not
    named.
    """
    return _Reading(documents.current(document), audience, lang, contacts or {}).itinerary()


def contact_refs(document: Document) -> set[str]:
    """The refs of all contacts that a document names."""
    entries = [*document["parties"], *(host for item in document["items"] for host in item.get("hosts", ()))]
    return {entry["contact"] for entry in entries if entry["contact"]}


class _Reading:
    """One document read by one audience in one language: the tables that its parts share."""

    def __init__(
        self, document: Document, audience: Audience, lang: str, contacts: Mapping[str, LiveContact]
    ) -> None:
        self.document = document
        self.audience = audience
        self.lang = lang
        self.contacts = contacts
        self.frame = document["mission"]
        self.places = {entry["ref"]: self.place(entry) for entry in document["places"]}
        self.sectors = {
            entry["ref"]: Sector(entry["ref"], entry["slug"], self.name(entry["name"]))
            for entry in document["sectors"]
        }
        self.organisations = {entry["ref"]: entry for entry in document["organisations"]}
        self.groups = {entry["ref"]: self.words(entry["name"]) for entry in document["groups"]}
        self.stops = {
            entry["ref"]: Stop(
                entry["ref"],
                self.places[entry["place"]],
                _day(entry["first_day"]),
                _day(entry["last_day"]),
                entry["days_approximate"],
            )
            for entry in document["stops"]
        }
        self.seen = [
            (entry, seen) for entry in document["items"] if (seen := sight(entry, audience)) != Sight.NOTHING
        ]
        self.stops_seen = tuple(self.seen_stops())
        self.zone = self.frame["zone"] or self.usual_zone()

    def itinerary(self) -> Itinerary:
        frame, stops = self.frame, self.stops_seen
        seen = [(entry["order"], self.item(entry, seen)) for entry, seen in self.seen]
        items = order.in_order(seen, list(self.stops))
        return Itinerary(
            audience=self.audience,
            lang=self.lang,
            ref=frame["ref"],
            title=self.known(frame["title"]),
            summary=self.words(frame["summary"]),
            purpose=self.words(frame["purpose"]),
            background=self.words(frame["background"]),
            dates_note=self.words(frame["dates_note"]),
            source=self.words(frame["source"]),
            compiled_from_reports=frame.get("compiled_from_reports", False),
            series=self.words(frame["series"]["title"]) if frame["series"] else None,
            type=frame["type"],
            starts_on=datetime.date.fromisoformat(frame["starts_on"]),
            ends_on=datetime.date.fromisoformat(frame["ends_on"]),
            dates_precision=DatesPrecision(frame["dates_precision"]),
            languages=tuple(frame["languages"]),
            zone=self.zone,
            home=self.places.get(frame["home"]),
            sectors=tuple(self.sectors[ref] for ref in frame["sectors"]),
            parties=tuple(self.parties()),
            stops=stops,
            sections=order.sections(items, stops),
            items=items,
        )

    def seen_stops(self) -> Iterator[Stop]:
        """The stops with an item that the audience sees, and those for which nothing is planned yet.

        A stop that exists for private items alone would tell where they are.
        """
        used = {entry["stop"] for entry, _ in self.seen}
        planned = {entry["stop"] for entry in self.document["items"]}
        return (stop for ref, stop in self.stops.items() if ref in used or ref not in planned)

    def usual_zone(self) -> str:
        """For a mission without one of its own: that of the first stop seen, else of its home, else UTC."""
        home = self.places.get(self.frame["home"])
        place = self.stops_seen[0].place if self.stops_seen else home
        return place.zone if place else "UTC"

    def parties(self) -> Iterator[Party]:
        for entry in self.document["parties"]:
            organisation = self.organisation(entry["organisation"])
            if organisation is not None:
                yield Party(PartyRole(entry["role"]), organisation, self.speaker(entry["contact"]))

    def item(self, entry: Mapping[str, Any], seen: Sight) -> Item:
        stop = self.stops[entry["stop"]] if entry["stop"] else None
        zone = stop.place.zone if stop else self.zone
        to_place = self.places.get(entry.get("to_place"))
        if seen == Sight.MASK:
            if to_place and to_place.zone != zone:
                # Its end is local time at a place that the mask does not tell.
                entry = {**entry, "ends_on": None, "ends_at": None}
            return Item(
                title=self.known(entry["public_title"]),
                masked=True,
                **self.when(entry, zone, zone),
                stop=stop,
            )
        return Item(
            title=self.known(entry["title"]),
            stop=stop,
            **self.when(entry, zone, to_place.zone if to_place else zone),
            takes_part=takes_part(entry, self.audience),
            kind=ItemKind(entry["kind"]),
            description=self.words(entry["description"]),
            venue=self.words(entry["venue"]),
            address=self.words(entry["address"]),
            for_driver=self.for_driver(entry, stop),
            dress=self.words(entry["dress"]),
            language=self.words(entry["language"]),
            interpreter=self.words(entry["interpreter"]),
            photo_rules=self.words(entry["photo_rules"]),
            to_place=to_place,
            hosts=self.hosts(entry["hosts"]),
            host_unnamed=entry["host_unnamed"],
            topics=tuple(self.sectors[ref] for ref in entry["topics"]),
            groups=self.group_names(entry["groups"]),
            visibility=Visibility(entry["visibility"]),
        )

    def when(self, entry: Mapping[str, Any], zone: str, end_zone: str) -> dict[str, Any]:
        day, ends_on = _day(entry["day"]), _day(entry["ends_on"])
        starts_at, ends_at = _time(entry["starts_at"]), _time(entry["ends_at"])
        return {
            "uid": entry["uid"],
            "day": day,
            "day_approximate": entry["day_approximate"],
            "ends_on": ends_on,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "time_approximate": entry["time_approximate"],
            "part_of_day": PartOfDay(entry["part_of_day"]) if entry["part_of_day"] else None,
            "status": ItemStatus(entry["status"]),
            "zone": zone,
            "end_zone": end_zone,
            "starts": _instant(day, starts_at, zone),
            "ends": _instant(ends_on or day, ends_at, end_zone),
        }

    def hosts(self, entries: Iterable[Mapping[str, Any]]) -> tuple[Host, ...]:
        """The hosts shown, each organisation once without anybody, and then only if nobody of it is named."""
        shown = [
            Host(organisation, self.contact(entry["contact"]), state)
            for entry in entries
            if (state := HostState(entry["state"])) in HOST_STATES_SHOWN[self.audience.kind]
            and (organisation := self.organisation(entry["organisation"])) is not None
        ]
        named = {(host.organisation.ref, host.state) for host in shown if host.contact}
        return tuple(
            dict.fromkeys(
                host for host in shown if host.contact or (host.organisation.ref, host.state) not in named
            )
        )

    def organisation(self, ref: str) -> Organisation | None:
        """The organisation, unless this is the public and it is not published."""
        entry = self.organisations[ref]
        if self.audience.kind == Kind.PUBLIC and not entry["published"]:
            return None
        parent = self.organisations.get(entry["parent"])
        if parent is not None and self.audience.kind == Kind.PUBLIC and not parent["published"]:
            parent = None
        return Organisation(
            entry["ref"],
            entry["slug"],
            self.name(entry["name"]),
            entry["kind"],
            self.name(parent["name"]) if parent is not None else None,
        )

    def contact(self, ref: str | None) -> LiveContact | None:
        """The contact if she is known today, and to the public only with her consent."""
        contact = self.contacts.get(ref) if ref else None
        if contact is None or (self.audience.kind == Kind.PUBLIC and not contact.public):
            return None
        return replace(contact, phone="", email="")

    def speaker(self, ref: str | None) -> LiveContact | None:
        """Who speaks for a party: delegates may call and write to her, if she is named with her consent."""
        contact = self.contact(ref)
        if contact is None or self.audience.kind != Kind.DELEGATE or not contact.public:
            return contact
        return self.contacts[str(ref)]

    def for_driver(self, entry: Mapping[str, Any], stop: Stop | None) -> tuple[Words, ...]:
        """Venue and address as they are written in the country, then the place; nothing without either."""
        if stop is None or self.audience.kind != Kind.DELEGATE:
            return ()
        lang = countries.language_of(stop.place.country)
        texts = (pick(entry[name], lang, self.frame["languages"]) for name in ("venue", "address"))
        known = [words for words in texts if words is not None]
        name = pick_name(stop.place.names, lang)
        return (*known, name) if known and name else tuple(known)

    def group_names(self, refs: Iterable[str]) -> tuple[Words, ...]:
        """The groups that take part; the public and hosts do not see how a delegation is divided."""
        if self.audience.kind in {Kind.PUBLIC, Kind.HOST}:
            return ()
        taking_part = set(refs)
        return tuple(name for ref, name in self.groups.items() if ref in taking_part and name is not None)

    def place(self, entry: Mapping[str, Any]) -> Place:
        return Place(
            entry["ref"],
            self.name(entry["name"]),
            entry["name"],
            entry["country"],
            entry["zone"],
            entry["latitude"],
            entry["longitude"],
        )

    def words(self, texts: Texts) -> Words | None:
        return pick(texts, self.lang, self.frame["languages"])

    def name(self, texts: Texts) -> Words:
        """A name, in the reader's script first."""
        return pick_name(texts, self.lang) or Words("", self.lang)

    def known(self, texts: Texts) -> Words:
        """A text that every form asks for; a row that lacks it all the same is shown as an empty one."""
        return self.words(texts) or Words("", self.lang)


def _is_host(item: Mapping[str, Any], audience: Audience) -> bool:
    refs = {audience.organisation, *audience.formerly}
    return any(
        host["organisation"] in refs and HostState(host["state"]) in HOST_STATES_SHOWN[Kind.HOST]
        for host in item["hosts"]
    )


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _time(value: str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(value) if value else None


def _instant(day: datetime.date | None, time: datetime.time | None, zone: str) -> datetime.datetime | None:
    """The instant; a time that the clocks skip on that day (a later change of the zone) moves forward."""
    if day is None or time is None:
        return None
    try:
        return zones.instant(day, time, zone)
    except zones.NoSuchTime:
        return datetime.datetime.combine(day, time, tzinfo=zones.zone_info(zone))
