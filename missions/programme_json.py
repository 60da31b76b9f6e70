"""The programme as data: format 1, described by docs/programme.schema.json and docs/programme.md.

Rendered from the public itinerary and its results, never from a document. No person is named in it: what has
been downloaded as data cannot be taken back.
"""

import datetime
import json
from typing import Any

from missions.editions import Edition
from missions.parts import Item, Itinerary, Organisation, Place, Sector, Stop
from missions.results import AgreedFollowUp, PublishedOutcome, Results, Side
from wording import zones
from wording.words import Words

FORMAT = 1


def make(edition: Edition, itinerary: Itinerary, results: Results, *, url: str) -> dict[str, Any]:
    """The programme of an edition as JSON-ready data, in the itinerary's language.

    `url` is the whole address of the mission's page. Unknown values are null, times stand as local time, zone
    and instant (UTC); of a masked item nothing is given but what its mask shows.
    """
    return {
        "format": FORMAT,
        "language": itinerary.lang,
        "version": edition.number,
        **_released(edition.released_at, itinerary.zone),
        "replaces": edition.replaces,
        "mission": _mission(edition, itinerary, url),
        "stops": [_stop(stop) for stop in itinerary.stops],
        "items": [_item(item) for item in itinerary.items],
        "results": _results(edition, results, itinerary.zone) if results.number else None,
    }


def rendered(programme: dict[str, Any]) -> str:
    """The data as text: the same data is always the same text."""
    return json.dumps(programme, ensure_ascii=False, indent=1) + "\n"


def _mission(edition: Edition, itinerary: Itinerary, url: str) -> dict[str, Any]:
    return {
        "ref": itinerary.ref,
        "slug": edition.slug,
        "url": url,
        "state": edition.state.value,
        "type": itinerary.type,
        "title": _words(itinerary.title),
        "series": _words(itinerary.series),
        "summary": _words(itinerary.summary),
        "purpose": _words(itinerary.purpose),
        "background": _words(itinerary.background),
        "dates_note": _words(itinerary.dates_note),
        "source": _words(itinerary.source),
        "compiled_from_reports": itinerary.compiled_from_reports,
        "starts_on": itinerary.starts_on.isoformat(),
        "ends_on": itinerary.ends_on.isoformat(),
        "dates_precision": itinerary.dates_precision.value,
        "zone": itinerary.zone,
        "home": _place(itinerary.home) if itinerary.home else None,
        "sectors": [_sector(sector) for sector in itinerary.sectors],
        "parties": [
            {"role": party.role.value, "organisation": _organisation(party.organisation)}
            for party in itinerary.parties
        ],
    }


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "ref": stop.ref,
        "place": _place(stop.place),
        "first_day": _iso(stop.first_day),
        "last_day": _iso(stop.last_day),
        "days_approximate": stop.days_approximate,
    }


def _item(item: Item) -> dict[str, Any]:
    """An item; of a masked one only what anybody may know."""
    shown = {
        "uid": item.uid,
        "masked": item.masked,
        "title": _words(item.title),
        "status": item.status.value,
        "stop": item.stop.ref if item.stop else None,
        "day": _iso(item.day),
        "day_approximate": item.day_approximate,
        "ends_on": _iso(item.ends_on),
        "starts_at": _clock(item.starts_at),
        "ends_at": _clock(item.ends_at),
        "time_approximate": item.time_approximate,
        "part_of_day": item.part_of_day.value if item.part_of_day else None,
        "zone": item.zone,
        "end_zone": item.end_zone,
        "starts": _instant(item.starts),
        "ends": _instant(item.ends),
    }
    if item.masked:
        return shown
    return {
        **shown,
        "kind": item.kind.value if item.kind else None,
        "description": _words(item.description),
        "venue": _words(item.venue),
        "address": _words(item.address),
        "to_place": _place(item.to_place) if item.to_place else None,
        "hosts": [
            _organisation(organisation)
            for organisation in {host.organisation.ref: host.organisation for host in item.hosts}.values()
        ],
        "host_unnamed": item.host_unnamed,
        "topics": [_sector(topic) for topic in item.topics],
        "dress": _words(item.dress),
        "language": _words(item.language),
        "interpreter": _words(item.interpreter),
        "photo_rules": _words(item.photo_rules),
    }


def _results(edition: Edition, results: Results, zone: str) -> dict[str, Any]:
    return {
        "version": results.number,
        **_released(edition.results_at, zone),
        "summary": _words(results.summary),
        "items": [{"uid": uid, "outcome": _words(outcome)} for uid, outcome in results.of_items.items()],
        "reports": [{"uid": uid, "summary": _words(report)} for uid, report in results.reports.items()],
        "follow_ups": [_follow_up(follow_up) for follow_up in results.follow_ups],
        "outcomes": [_outcome(outcome) for outcome in results.outcomes],
    }


def _follow_up(follow_up: AgreedFollowUp) -> dict[str, Any]:
    return {
        "ref": follow_up.ref,
        "item": follow_up.origin.uid if follow_up.origin else None,
        "title": _words(follow_up.title),
        "kind": follow_up.kind,
        "state": follow_up.state,
        "state_changed_on": _iso(follow_up.state_changed_on),
        "state_words": _words(follow_up.state_words),
        "place": _words(follow_up.place),
        "ours": _side(follow_up.ours) if follow_up.ours else None,
        "counterparts": [_side(side) for side in follow_up.counterparts],
        "sides_words": _words(follow_up.sides_words),
        "due_on": _iso(follow_up.due_on),
        "due_precision": follow_up.due_precision.value if follow_up.due_precision else None,
    }


def _outcome(outcome: PublishedOutcome) -> dict[str, Any]:
    return {
        "ref": outcome.ref,
        "item": outcome.origin.uid if outcome.origin else None,
        "title": _words(outcome.title),
        "kind": outcome.kind,
        "ours": [_side(side) for side in outcome.ours],
        "theirs": [_side(side) for side in outcome.theirs],
        # a string, since a sum of money is no binary fraction
        "amount": str(outcome.amount) if outcome.amount is not None else None,
        "currency": outcome.currency or None,
        "certainty": outcome.certainty or None,
        "dated_on": _iso(outcome.dated_on),
        "corrected_on": _iso(outcome.corrected_on),
        "correction": _words(outcome.correction),
        "confirmed_on": _iso(outcome.confirmed_on),
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "ref": organisation.ref,
        "slug": organisation.slug,
        "name": _words(organisation.name),
        "kind": organisation.kind or None,
        "parent": _words(organisation.parent),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"ref": side.ref, "slug": side.slug, "name": _words(side.name)}


def _sector(sector: Sector) -> dict[str, Any]:
    return {"slug": sector.slug, "name": _words(sector.name)}


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": _words(place.name),
        "country": place.country,
        "zone": place.zone,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _words(words: Words | None) -> dict[str, str] | None:
    if words is None:
        return None
    # A lone surrogate, as "\ud800" in a JSON file makes it, is no text and cannot be sent.
    return {"text": words.text.encode("utf-8", "replace").decode("utf-8"), "lang": words.lang}


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _clock(time: datetime.time | None) -> str | None:
    return time.strftime("%H:%M") if time else None


def _released(at: datetime.date | None, zone: str) -> dict[str, str | None]:
    """The day of a release by the mission's clock, and its instant; where no hour is known, the day alone."""
    if isinstance(at, datetime.datetime):
        local = at.astimezone(zones.zone_info(zone))
        return {"released_on": local.date().isoformat(), "released_at": _instant(at)}
    return {"released_on": _iso(at), "released_at": None}


def _instant(moment: datetime.datetime | None) -> str | None:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
