"""Random documents of format 1, and what each audience may not read in them. No database.

Every text in a document is there once, so that it betrays where a reader found it: `forbidden` names all that
an audience must not come across, in whatever is made of the document for it. It follows the table in
docs/architecture.md ("Who sees what") and knows nothing of missions/itinerary.py.
"""

import copy
import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from missions import itinerary
from missions.document import ITEM_TEXTS, Document
from missions.models import (
    DatesPrecision,
    HostState,
    ItemKind,
    ItemStatus,
    PartOfDay,
    PartyRole,
)
from missions.parts import Audience, Kind, LiveContact
from partners.models import OrganisationKind
from tests.missions.document_maker import ZONES, Maker
from wording.words import LANGUAGES, Words

FIRST_DAY = datetime.date(2023, 12, 4)


@st.composite
def documents(draw: st.DrawFn, max_items: int = 8, first_day: datetime.date = FIRST_DAY) -> Document:
    """A mission of up to five days with up to four stops, three groups, four organisations and some items."""
    made = Maker(draw)
    places = [made.place(zone) for zone in draw(st.lists(st.sampled_from(ZONES), min_size=2, max_size=4))]
    sectors = [made.sector() for _ in range(draw(st.integers(0, 2)))]
    organisations = made.organisations(places)
    groups = [made.group() for _ in range(draw(st.integers(0, 3)))]
    days = [first_day + datetime.timedelta(day) for day in range(draw(st.integers(1, 5)))]
    stops = [made.stop(places, days) for _ in range(draw(st.integers(0, 4)))]
    mission = made.mission(days, places, sectors)
    items = [
        made.item(stops, places, days, organisations, sectors, groups)
        for _ in range(draw(st.integers(0, max_items)))
    ]
    return {
        "format": 1,
        "mission": mission,
        "places": places,
        "sectors": sectors,
        "organisations": organisations,
        "parties": made.parties(organisations),
        "stops": stops,
        "groups": groups,
        "items": items,
    }


@st.composite
def successors(draw: st.DrawFn, document: Document) -> Document:
    """The next document of the same mission: items gone, new, elsewhere, at other times, in other words."""
    made = Maker(draw, first=50_000)
    after = copy.deepcopy(document)
    places, organisations, sectors = after["places"], after["organisations"], after["sectors"]
    days = [FIRST_DAY + datetime.timedelta(day) for day in range(3)]
    for stop in after["stops"]:
        stop |= made.one_of([{}, {}, {"days_approximate": True}, {"first_day": None, "last_day": None}])
    after["stops"] = made.shuffled(made.some(after["stops"]) or after["stops"])
    stops = [stop["ref"] for stop in after["stops"]]
    items = []
    for item in after["items"]:
        if item["stop"] not in stops:
            item["stop"] = None
        if item["masked"]:
            changed = {**made.when(days, stops), "public_title": made.texts("mask", required=True)}
        else:
            changed = made.item(after["stops"], places, days, organisations, sectors, after["groups"])
            whole = made.yes()
            names = ["title", "status", "visibility", "for_everyone", "public_title"]
            names += ["stop", "day", "ends_on", "starts_at", "order"] if made.yes() else []
            if not whole:
                changed = {name: changed[name] for name in changed if name in names and made.yes()}
        items.append({**item, **changed, "uid": item["uid"]})
    after["items"] = made.some(items) + [
        made.item(after["stops"], places, days, organisations, sectors, after["groups"])
        for _ in range(draw(st.integers(0, 2)))
    ]
    if made.yes():
        places[0]["name"] = made.texts("place", required=True)
        after["mission"]["summary"] = made.texts("summary")
    return after


def audiences(document: Document) -> list[Audience]:
    """Everybody who may read: the public, staff, a delegate of each set of groups, each organisation."""
    groups = [group["ref"] for group in document["groups"]]
    sets = itertools.chain.from_iterable(
        itertools.combinations(groups, size) for size in range(len(groups) + 1)
    )
    hosts = [itinerary.host(organisation["ref"]) for organisation in document["organisations"]]
    return [itinerary.PUBLIC, itinerary.STAFF, *(itinerary.delegate(chosen) for chosen in sets), *hosts]


def contacts(document: Document, agreed: Callable[[str], bool] = lambda _ref: True) -> dict[str, LiveContact]:
    """Somebody for each contact that the document names; `agreed` says who may be named in public."""
    return {
        ref: LiveContact(Words(_name(ref), "en"), Words(f"Position {_name(ref)}", "en"), agreed(ref))
        for ref in contact_refs(document)
    }


def _name(ref: str) -> str:
    return f"Canary person {ref[:8]}x"


def contact_refs(document: Document) -> list[str]:
    entries = [*document["parties"], *(host for item in document["items"] for host in item.get("hosts", ()))]
    return sorted({entry["contact"] for entry in entries if entry["contact"]})


def view(item: Mapping[str, Any], audience: Audience) -> str:
    """ "all", "mask" or "nothing": the table of docs/architecture.md once more, in other words."""
    mask = "mask" if item["public_title"] and audience.kind != Kind.HOST else "nothing"
    if item["masked"]:
        return mask
    nobody = item["visibility"] == "participants" and not (item["for_everyone"] or item["groups"])
    if nobody:
        return "nothing"
    if audience.kind == Kind.STAFF:
        return "all"
    if audience.kind == Kind.PUBLIC:
        return "all" if item["visibility"] == "public" else mask
    if audience.kind == Kind.HOST:
        hers = {host["organisation"] for host in item["hosts"] if host["state"] in ("asked", "confirmed")}
        return "all" if audience.organisation in hers else mask
    hers = item["for_everyone"] or audience.groups & set(item["groups"])
    return "all" if item["visibility"] != "participants" or hers else mask


def forbidden(
    document: Document, audience: Audience, agreed: Callable[[str], bool] = lambda _ref: True
) -> set[str]:
    """Every text and reference of the document, and of its contacts, that this audience may not read."""
    told = allowed(document, audience)
    unnamed = set(contact_refs(document)) - set(_contacts_told(document, audience, agreed))
    names = {_name(ref) for ref in unnamed}
    return (set(_strings(document)) | names) - told - _COMMON - set(_shape(document))


def allowed(document: Document, audience: Audience) -> set[str]:
    """Every text and reference of the document that this audience may read."""
    frame = document["mission"]
    told = set(_strings({key: value for key, value in frame.items() if key != "home"})) | audience.groups
    told.add(audience.organisation)
    whole = [item for item in document["items"] if view(item, audience) == "all"]
    masks = [item for item in document["items"] if view(item, audience) == "mask"]
    for item in whole:
        told |= {item["uid"], *_strings([item[name] for name in (*ITEM_TEXTS, "public_title")])}
    for item in masks:
        told |= {item["uid"], *item["public_title"].values()}
    planned = {item["stop"] for item in document["items"]}
    stops = {item["stop"] for item in (*whole, *masks)}
    stops |= {stop["ref"] for stop in document["stops"] if stop["ref"] not in planned}
    places = {stop["place"] for stop in document["stops"] if stop["ref"] in stops}
    places |= {frame["home"], *(item["to_place"] for item in whole)}
    told |= {stop for stop in stops if stop}
    told |= set(_strings([place for place in document["places"] if place["ref"] in places]))
    sectors = {*frame["sectors"], *(topic for item in whole for topic in item["topics"])}
    told |= set(_strings([sector for sector in document["sectors"] if sector["ref"] in sectors]))
    for organisation in _organisations_told(document, audience, whole):
        told |= {organisation["ref"], organisation["slug"], *organisation["name"].values()}
        parent = _by_ref(document["organisations"]).get(organisation["parent"])
        if parent and _may_name(parent, audience):
            told |= set(parent["name"].values())
    if audience.kind in (Kind.DELEGATE, Kind.STAFF):
        named = {group for item in whole for group in item["groups"]}
        told |= set(_strings([group["name"] for group in document["groups"] if group["ref"] in named]))
    return told


def hidden(document: Document, audience: Audience) -> list[dict[str, Any]]:
    """The items of which this audience knows nothing."""
    return [item for item in document["items"] if view(item, audience) == "nothing"]


def _organisations_told(
    document: Document, audience: Audience, whole: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    refs = {party["organisation"] for party in document["parties"]}
    refs |= {host["organisation"] for item in whole for host in _hosts_told(item, audience)}
    return [
        organisation
        for organisation in document["organisations"]
        if organisation["ref"] in refs and _may_name(organisation, audience)
    ]


def _hosts_told(item: Mapping[str, Any], audience: Audience) -> list[dict[str, Any]]:
    states = {
        Kind.PUBLIC: ("confirmed",),
        Kind.DELEGATE: ("asked", "confirmed"),
        Kind.HOST: ("asked", "confirmed"),
        Kind.STAFF: ("wished", "asked", "confirmed", "declined"),
    }[audience.kind]
    return [host for host in item["hosts"] if host["state"] in states]


def _may_name(organisation: Mapping[str, Any], audience: Audience) -> bool:
    return organisation["published"] or audience.kind != Kind.PUBLIC


def _contacts_told(document: Document, audience: Audience, agreed: Callable[[str], bool]) -> Iterator[str]:
    whole = [item for item in document["items"] if view(item, audience) == "all"]
    organisations = _by_ref(document["organisations"])
    for entry in (*document["parties"], *(host for item in whole for host in _hosts_told(item, audience))):
        ref = entry["contact"]
        named = _may_name(organisations[entry["organisation"]], audience)
        if ref and named and (agreed(ref) or audience.kind != Kind.PUBLIC):
            yield ref


def _by_ref(entries: Iterable[dict[str, Any]]) -> dict[str | None, dict[str, Any]]:
    return {entry["ref"]: entry for entry in entries}


# What says nothing of where it stands: languages, choices. A zone may say at which place something is.
_COMMON = {"", *LANGUAGES, "TM", "outward"}
_COMMON |= {value for choices in (ItemKind, ItemStatus, PartOfDay, HostState) for value in choices.values}
_COMMON |= {value for choices in (PartyRole, DatesPrecision, OrganisationKind) for value in choices.values}
_COMMON |= {"public", "delegation", "participants", "staff"}


def _shape(document: Document) -> Iterator[str]:
    """Days and hours: the same ones stand in many places."""
    for entry in (document["mission"], *document["stops"], *document["items"]):
        for key in ("starts_on", "ends_on", "first_day", "last_day", "day", "starts_at", "ends_at"):
            if entry.get(key):
                yield entry[key]


def _strings(value: Any) -> Iterator[str]:
    """Every text in JSON-ready data, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _strings(entry)


# The fields of an item that its mask has too.
WHEN = (
    *("uid", "stop", "order", "day", "day_approximate", "ends_on"),
    *("starts_at", "ends_at", "time_approximate", "part_of_day", "status"),
)
