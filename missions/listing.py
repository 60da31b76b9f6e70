"""Listings: what home, filters, partner pages and the sitemap find of a mission, as the public may see it.

Remade in the transaction of every release, withdrawal, change of state and publication of results.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from missions import editions, results
from missions import itinerary as itineraries
from missions.document import Document
from missions.models import Listing, ListingKind, Mission, MissionState, PartyRole, Release, ResultsRelease
from missions.parts import Itinerary


def remake(mission: Mission) -> None:
    """Make the listings of a mission anew; a draft, or one without a live release, has none."""
    Listing.objects.filter(mission=mission).delete()
    editions.forget()
    transaction.on_commit(editions.forget)
    release = Release.objects.live().filter(mission=mission).order_by("number").last()
    if release is None or mission.state == MissionState.DRAFT:
        return
    document = release.document
    public = itineraries.make(document, itineraries.PUBLIC, mission.languages[0])
    published = ResultsRelease.objects.filter(mission=mission).order_by("number").last()
    Listing.objects.bulk_create(
        [
            Listing(mission=mission, kind=ListingKind.CARD, words=_card(mission, release, public)),
            *_found_by_items(mission, document, public),
            *_agreed(mission, published.document if published else None, public),
        ]
    )


def _card(mission: Mission, release: Release, public: Itinerary) -> dict[str, Any]:
    """The mission in a list. `on_route` are the names of its stops, in order and by language."""
    frame = release.document["mission"]
    sectors = {sector.ref for sector in public.sectors}
    sectors |= {topic.ref for item in public.items for topic in item.topics}
    names = {entry["ref"]: entry["name"] for entry in release.document["organisations"]}
    return {
        "title": frame["title"],
        "summary": frame["summary"],
        "languages": frame["languages"],
        "zone": public.zone,
        "starts_on": frame["starts_on"],
        "ends_on": frame["ends_on"],
        "dates_precision": frame["dates_precision"],
        "state": mission.state,
        "compiled_from_reports": public.compiled_from_reports,
        "version": release.number,
        "released_at": release.told_at.isoformat(),
        "on_route": [dict(stop.place.names) for stop in public.stops],
        "countries": sorted({stop.place.country for stop in public.stops}),
        "sectors": [
            {"ref": entry["ref"], "slug": entry["slug"], "name": entry["name"]}
            for entry in release.document["sectors"]
            if entry["ref"] in sectors
        ],
        "organisers": [
            names[party.organisation.ref] for party in public.parties if party.role == PartyRole.ORGANISER
        ],
    }


def _found_by_items(mission: Mission, document: Document, public: Itinerary) -> Iterator[Listing]:
    """A row for each host and topic of each item that the public sees whole."""
    entries = {entry["uid"]: entry for entry in document["items"]}
    for order, item in enumerate(public.items):
        if item.masked:
            continue
        entry = entries[item.uid]
        words = {
            "title": entry["title"],
            "kind": entry["kind"],
            "status": entry["status"],
            "day": entry["day"],
            "day_approximate": entry["day_approximate"],
            "place": dict(item.stop.place.names) if item.stop else {},
            "mission": document["mission"]["title"],
            "languages": document["mission"]["languages"],
            "starts_on": document["mission"]["starts_on"],
            "ends_on": document["mission"]["ends_on"],
            "dates_precision": document["mission"]["dates_precision"],
        }
        found = [(ListingKind.HOST, host.organisation.ref) for host in item.hosts]
        found += [(ListingKind.TOPIC, topic.ref) for topic in item.topics]
        for kind, ref in dict.fromkeys(found):
            yield Listing(mission=mission, kind=kind, ref=ref, item_uid=item.uid, order=order, words=words)


def _agreed(mission: Mission, document: dict[str, Any] | None, public: Itinerary) -> Iterator[Listing]:
    """A row for each follow-up that the public may know of."""
    if document is None:
        return
    known = {follow_up.ref: follow_up for follow_up in results.make(document, public).follow_ups}
    for order, entry in enumerate(document["follow_ups"]):
        if entry["ref"] in known:
            origin, changed_on = known[entry["ref"]].origin, known[entry["ref"]].state_changed_on
            sides = [entry["ours"], *entry["counterparts"]]
            yield Listing(
                mission=mission,
                kind=ListingKind.AGREED,
                ref=entry["ref"],
                item_uid=entry["item"],
                order=order,
                words={
                    "title": entry["title"],
                    "kind": entry["kind"],
                    "state": entry["state"],
                    "state_changed_on": changed_on.isoformat() if changed_on else None,
                    "state_words": entry["state_words"],
                    "place": entry["place"],
                    "sides": [side["name"] for side in sides if side and side["published"]],
                    "sides_words": entry["sides_words"],
                    "due_on": entry["due_on"],
                    "due_precision": entry["due_precision"],
                    "from": dict(origin.stop.place.names) if origin and origin.stop else {},
                    "languages": document["languages"],
                },
            )
