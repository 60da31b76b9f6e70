"""A mission and its partners as schema.org data for search engines, in JSON-LD. Only what the public sees."""

import datetime
import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from missions.models import DatesPrecision, MissionState, PartyRole
from missions.parts import Item, Itinerary, Organisation, Place
from wording.words import Words

# What would end the script element, or begin another one, is written in JSON's own way.
ESCAPES = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))

STATUS = {MissionState.CANCELLED: "https://schema.org/EventCancelled"}
# The property of schema.org for each role. A supporter is no `sponsor`, which gives or promises something.
# For the mission's host there is none, since it need not have organised anything.
ROLES = {
    PartyRole.ORGANISER: "organizer",
    PartyRole.CO_ORGANISER: "organizer",
    PartyRole.SUPPORTER: "contributor",
    PartyRole.SPONSOR: "sponsor",
    PartyRole.PARTICIPANT: "attendee",
}


def event(itinerary: Itinerary, state: MissionState, url: str) -> dict[str, Any]:
    """The mission as an Event, with an Event for each item of its programme."""
    lang = itinerary.lang
    places = {stop.ref: _place(stop.place, lang) for stop in itinerary.stops}
    return _without_empty(
        {
            **_context(lang),
            "@type": "Event",
            "@id": url,
            "url": url,
            "name": _text(itinerary.title, lang),
            "description": _text(itinerary.summary, lang),
            "inLanguage": lang,
            "startDate": _as_known(itinerary.starts_on, itinerary.dates_precision),
            "endDate": _as_known(itinerary.ends_on, itinerary.dates_precision),
            "eventStatus": STATUS.get(state, "https://schema.org/EventScheduled"),
            "location": list(places.values()),
            **_parties(itinerary, lang),
            "subEvent": [_item(item, itinerary, state, url, places) for item in itinerary.items],
        }
    )


def organisation(name: Words, url: str, lang: str, *, place: Words | None, website: str) -> dict[str, Any]:
    """A partner as an Organization."""
    return _without_empty(
        {
            **_context(lang),
            "@type": "Organization",
            "@id": url,
            "name": _text(name, lang),
            "url": website or url,
            "location": {"@type": "Place", "name": _text(place, lang)} if place else None,
        }
    )


def script(data: dict[str, Any]) -> SafeString:
    """The data as a script element, which browsers read and never run."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in ESCAPES:
        text = text.replace(sign, escaped)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above


def _context(lang: str) -> dict[str, Any]:
    return {"@context": ["https://schema.org", {"@language": lang}]}


def _item(
    item: Item, itinerary: Itinerary, state: MissionState, url: str, places: dict[str, Any]
) -> dict[str, Any]:
    lang = itinerary.lang
    cancelled = item.cancelled or state == MissionState.CANCELLED
    return _without_empty(
        {
            "@type": "Event",
            "@id": f"{url}#item-{item.uid}",
            "identifier": item.uid,
            "name": _text(item.title, lang),
            "description": _text(item.description, lang),
            "startDate": _moment(item.day, item.starts, item, itinerary),
            "endDate": _moment(item.ends_on, item.ends, item, itinerary),
            "eventStatus": "https://schema.org/EventCancelled" if cancelled else None,
            "location": places[item.stop.ref] if item.stop else None,
            "attendee": [_organisation(host.organisation, lang) for host in item.hosts],
            "about": [_text(topic.name, lang) for topic in item.topics],
        }
    )


def _moment(
    day: datetime.date | None, instant: datetime.datetime | None, item: Item, itinerary: Itinerary
) -> str | None:
    """An end of an item, no more precise than it is known: schema.org has no word for "about"."""
    if item.day_approximate or itinerary.approximate:
        about = day or (instant.date() if instant else None)
        precision = itinerary.dates_precision if itinerary.approximate else DatesPrecision.APPROXIMATE
        return _as_known(about, precision) if about else None
    if instant is not None and not item.time_approximate:
        return instant.isoformat(timespec="minutes")
    return day.isoformat() if day else None


def _as_known(day: datetime.date, precision: DatesPrecision) -> str:
    """A date no more precise than it is known: a day, its month, or its year."""
    match precision:
        case DatesPrecision.DAY:
            return day.isoformat()
        case DatesPrecision.YEAR:
            return f"{day.year:04}"
        case _:
            return f"{day.year:04}-{day.month:02}"


def _parties(itinerary: Itinerary, lang: str) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for party in itinerary.parties:
        if party.role in ROLES:
            found.setdefault(ROLES[party.role], []).append(_organisation(party.organisation, lang))
    return found


def _organisation(organisation: Organisation, lang: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": _text(organisation.name, lang)}


def _place(place: Place, lang: str) -> dict[str, Any]:
    return _without_empty(
        {
            "@type": "Place",
            "name": _text(place.name, lang),
            "address": {"@type": "PostalAddress", "addressCountry": place.country},
            "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
            if place.latitude is not None
            else None,
        }
    )


def _text(words: Words | None, lang: str) -> Any:
    """A text; with its language where it is not the page's."""
    if words is None or words.lang == lang:
        return words.text if words else None
    return {"@value": words.text, "@language": words.lang}


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, [], "")}
