"""The programme as a calendar feed: RFC 5545 with the properties of RFC 7986.

Made from a history, so that an item which has left the programme stays in the feed as cancelled. The same
history gives the same bytes: every time in the file is that of an event of the mission, never that of the
request. docs/programme.md says what stands where, and what calendars make of it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from missions import content_lines as lines
from missions import time_zones
from missions.history import History, Seen
from missions.models import ItemKind, ItemStatus
from missions.pages import times
from missions.parts import Item, Itinerary
from wording import dates, lists, zones
from wording.words import Words

PRODUCT = "-//Keruen//Programme//EN"
NOTHING_MORE: Mapping[str, Sequence[str]] = MappingProxyType({})
REFRESH = "PT6H"
DAY = datetime.timedelta(days=1)

type Clock = Callable[[str, datetime.date | None], str]
"""Says whose clock it is: of a zone, on a day."""

SAID: Mapping[str, str | Promise] = {
    "cancelled_title": _("Cancelled: %(title)s"),
    "gone_title": _("No longer in the programme: %(title)s"),
    "mission_cancelled": _("The mission is cancelled."),
    "gone": _("No longer in the programme."),
    "cancelled": _("Cancelled."),
    "tentative": _("Tentative."),
    "days_of_stop": _("The day is not known; the event is shown over the days of the stop."),
    "days_of_mission": _("The day is not known; the event is shown over the days of the mission."),
    "day_approximate": _("The day is not exact: %(day)s."),
    "dates_approximate": _("The dates of the mission are not exact."),
    "end_unknown": _("The end is not known."),
    "released": _("Version %(number)s, released %(at)s %(zone)s."),
    "released_on": _("Version %(number)s, released %(at)s."),
    "version": _("As of version %(number)s."),
    "record": _("Compiled from published reports; record of %(day)s."),
    "time": _("Time"),
    "last_day": _("Last day"),
    "kind": _("Kind"),
    "to": _("To"),
    "hosts": _("Hosts"),
    "topics": _("Topics"),
    "dress": _("Dress"),
    "language": _("Language"),
    "interpreter": _("Interpreter"),
    "photographs": _("Photographs"),
    **{f"kind {kind.value}": kind.label for kind in ItemKind},
}


@cache
def _said(lang: str) -> Mapping[str, str]:
    """What a calendar says in a language; looked up once, for a lookup takes longer than a line."""
    with override(lang):
        return {name: str(text) for name, text in SAID.items()}


def make(
    history: History,
    *,
    url: str,
    source: str = "",
    alarm: int | None = None,
    remarks: Mapping[str, Sequence[str]] = NOTHING_MORE,
) -> bytes:
    """The calendar of what an audience has seen, in the language of its itinerary.

    `url` is the whole address of the mission's page and `source` that of this feed, which is left out where
    it is a secret: files are handed on. `alarm` is how many minutes before an event with an hour a telephone
    should ring, and `remarks` are further lines about events, by their UID. Raises ValueError for a history
    without a programme: it has no feed.
    """
    itinerary = history.itinerary
    if itinerary is None:
        raise ValueError("A mission without a programme has no calendar.")
    clock = _clock_of(itinerary)
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *_calendar(history, itinerary, clock, url, source),
        *_zones(history.items),
    ]
    for seen in history.items:
        content += _event(seen, history, itinerary, clock, url, remarks.get(seen.uid, ()))
        if alarm is not None and _rings(seen):
            content += _alarm(alarm, seen.item)
        content.append("END:VEVENT")
    content.append("END:VCALENDAR")
    return lines.joined(content)


def _calendar(history: History, itinerary: Itinerary, clock: Clock, url: str, source: str) -> Iterator[str]:
    lang = itinerary.lang
    yield f"UID:{itinerary.ref}"
    yield lines.words("NAME", itinerary.title, lang)
    yield lines.text("X-WR-CALNAME", itinerary.title.text)  # what calendars read that do not know NAME
    yield lines.text("DESCRIPTION", "\n".join(_about(history, itinerary, clock)))
    if history.changed_at:
        yield lines.moment("LAST-MODIFIED", history.changed_at)
    yield f"URL:{url}"
    if source:
        yield f"SOURCE;VALUE=URI:{source}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"  # the same for Outlook


def _about(history: History, itinerary: Itinerary, clock: Clock) -> Iterator[str]:
    said = _said(itinerary.lang)
    if history.cancelled:
        yield said["mission_cancelled"]
    if itinerary.summary:
        yield itinerary.summary.text
    at = history.released_at
    if history.version and at:
        zone = zones.zone_info(itinerary.zone)
        told = {"number": history.version, "at": dates.released_at(at, zone, itinerary.lang)}
        if itinerary.compiled_from_reports:
            yield dates.ended(said["record"] % {"day": times.day_of_record(at, itinerary)})
        elif isinstance(at, datetime.datetime):
            yield said["released"] % {**told, "zone": clock(itinerary.zone, at.astimezone(zone).date())}
        else:
            yield dates.ended(said["released_on"] % told)


def _zones(items: Iterable[Seen]) -> Iterator[str]:
    """The components of the zones that events name, each over the years in which it is named."""
    years: dict[str, set[int]] = {}
    for seen in items:
        item = seen.item
        if item and item.day and item.starts_at:
            years.setdefault(item.zone, set()).add(item.day.year)
            if _ends(item):
                years.setdefault(item.end_zone, set()).add((item.ends_on or item.day).year)
    for zone in sorted(years.keys() - {"UTC"}):
        yield from time_zones.component(zone, min(years[zone]), max(years[zone]))


def empty(ref: str, title: Words) -> bytes:
    """The calendar of a mission of which nothing is released: who subscribed sees nothing, and no error."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    return lines.joined([*head, f"UID:{ref}", lines.text("X-WR-CALNAME", title.text), "END:VCALENDAR"])


def _rings(seen: Seen) -> bool:
    item = seen.item
    return not seen.cancelled and item is not None and item.day is not None and item.starts_at is not None


def _alarm(minutes: int, item: Item | None) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield lines.text("DESCRIPTION", item.title.text if item else "")
    yield f"TRIGGER:-PT{minutes}M"
    yield "END:VALARM"


def _event(
    seen: Seen, history: History, itinerary: Itinerary, clock: Clock, url: str, remarks: Sequence[str]
) -> Iterator[str]:
    """The lines of an event but its last."""
    item = seen.item
    yield "BEGIN:VEVENT"
    yield lines.text("UID", seen.uid)
    yield lines.moment("DTSTAMP", seen.changed_at)
    yield lines.moment("LAST-MODIFIED", seen.changed_at)
    yield f"SEQUENCE:{seen.sequence}"
    yield f"STATUS:{_status(seen)}"
    yield from _times(seen)
    if item is None or item.day is None or seen.cancelled:
        yield "TRANSP:TRANSPARENT"
    if item is not None:
        yield lines.words("SUMMARY", _summary(seen, item), itinerary.lang)
        yield from _location(item, itinerary.lang)
        said = [*_description(seen, item, history, itinerary, clock), *remarks]
        yield lines.text("DESCRIPTION", "\n".join(said))
        yield f"URL:{url}"


def _status(seen: Seen) -> str:
    if seen.cancelled or seen.item is None:
        return "CANCELLED"
    if seen.item.day is None or seen.item.status == ItemStatus.TENTATIVE:
        return "TENTATIVE"
    return "CONFIRMED"


def _times(seen: Seen) -> Iterator[str]:
    """Begin and end: an hour that is not known makes a whole day, an end that is not known is left out.

    A missing DTEND makes an event of no length, which every calendar shows at its beginning.
    """
    item = seen.item
    if item is None or item.day is None or item.starts_at is None:
        yield lines.date("DTSTART", seen.days[0])
        yield lines.date("DTEND", seen.days[1] + DAY)
        return
    yield lines.local_time("DTSTART", item.day, item.starts_at, item.zone)
    if item.ends_at is not None and _ends(item):
        yield lines.local_time("DTEND", item.ends_on or item.day, item.ends_at, item.end_zone)


def _ends(item: Item) -> bool:
    """Whether it ends after it begins: no event has a negative duration, whatever a zone did meanwhile."""
    return item.starts is not None and item.ends is not None and item.ends > item.starts


def _summary(seen: Seen, item: Item) -> Words:
    """The title; many calendars show a cancelled event like any other, so the title says it too."""
    if not seen.cancelled:
        return item.title
    words = _said(item.title.lang)["cancelled_title" if seen.there else "gone_title"]
    return Words(words % {"title": item.title.text}, item.title.lang)


def _location(item: Item, lang: str) -> Iterator[str]:
    place = item.stop.place if item.stop else None
    parts = [words for words in (item.venue, item.address, place and place.name) if words]
    languages = {words.lang for words in parts}
    if parts:
        text = ", ".join(words.text for words in parts)
        yield lines.words("LOCATION", Words(text, languages.pop() if len(languages) == 1 else lang), lang)
    if place and not item.masked and place.latitude is not None and place.longitude is not None:
        yield f"GEO:{place.latitude:f};{place.longitude:f}"


def _description(
    seen: Seen, item: Item, history: History, itinerary: Itinerary, clock: Clock
) -> Iterator[str]:
    lang = itinerary.lang
    said = _said(lang)
    if not seen.there:
        yield said["gone"]
    elif history.cancelled:
        yield said["mission_cancelled"]
    elif item.cancelled:
        yield said["cancelled"]
    elif item.status == ItemStatus.TENTATIVE:
        yield said["tentative"]
    yield from _when(item, itinerary, clock)
    yield from _what(item, lang)
    if seen.version and not itinerary.compiled_from_reports:
        yield said["version"] % {"number": seen.version}


def _when(item: Item, itinerary: Itinerary, clock: Clock) -> Iterator[str]:
    """What the event's own times cannot say: what is not known or not exact, and whose clock it is."""
    lang = itinerary.lang
    said = _said(lang)
    if item.day is None:
        if item.stop and item.stop.first_day:
            yield said["days_of_stop"]
        else:
            yield said["days_of_mission"]
    elif item.day_approximate:
        day = dates.about(dates.long_date(item.day, lang), lang)
        yield dates.ended(said["day_approximate"] % {"day": day})
    elif itinerary.approximate:
        yield said["dates_approximate"]
    yield _labelled(said["time"], _time(item, lang, clock))
    if item.starts_at and not item.ends_at:
        if item.ends_on and item.ends_on != item.day:
            yield _labelled(said["last_day"], dates.long_date(item.ends_on, lang))
        yield said["end_unknown"]


def _time(item: Item, lang: str, clock: Clock) -> str:
    ends_on = item.ends_on or item.day
    said = dates.time_of_day(
        item.starts_at, item.ends_at, lang, approximate=item.time_approximate, part=item.part_of_day or ""
    )
    if item.starts_at is None:
        # Where a part of the day is told, the end is not.
        return f"{said} {clock(item.end_zone, ends_on)}" if item.ends_at and not item.part_of_day else said
    far = times.crosses(item) or ends_on != item.day
    if item.day is None or ends_on is None or item.ends_at is None or not far:
        return f"{said} {clock(item.zone, item.day)}"
    begin, end = (
        f"{dates.long_date(day, lang)}, {dates.clock(time)} {clock(zone, day)}"
        for day, time, zone in (
            (item.day, item.starts_at, item.zone),
            (ends_on, item.ends_at, item.end_zone),
        )
    )
    exact = f"{begin} – {end}"
    return dates.about(exact, lang) if item.time_approximate else exact


def _clock_of(itinerary: Itinerary) -> Clock:
    """What a zone's clock is called on a day: after a place of the mission, as on its page."""
    places = [stop.place for stop in itinerary.stops]
    places += [item.to_place for item in itinerary.items if item.to_place]
    places += [itinerary.home] if itinerary.home else []
    return cache(lambda zone, day: times.zone_words(zone, day, itinerary.lang, places))


def _what(item: Item, lang: str) -> Iterator[str]:
    """Everything about the item that has no property of its own; organisations, and no person."""
    said = _said(lang)
    if item.kind:
        yield _labelled(said["kind"], said[f"kind {item.kind.value}"])
    if item.description:
        yield item.description.text
    if item.to_place:
        yield _labelled(said["to"], item.to_place.name.text)
    hosts = dict.fromkeys(host.organisation.name.text for host in item.hosts)
    if hosts:
        yield _labelled(said["hosts"], lists.enumerated(hosts))
    if item.topics:
        yield _labelled(said["topics"], lists.enumerated(topic.name.text for topic in item.topics))
    for label, words in (
        (said["dress"], item.dress),
        (said["language"], item.language),
        (said["interpreter"], item.interpreter),
        (said["photographs"], item.photo_rules),
    ):
        if words:
            yield _labelled(label, words.text)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"
