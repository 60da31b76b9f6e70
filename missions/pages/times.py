"""Days and times of a programme in the words of a page. Nothing unknown is guessed."""

import datetime
from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from missions.models import DatesPrecision
from missions.pages.markup import NOTHING, escape, safe, sentence_case
from missions.parts import Day, Item, Itinerary, Place, Stop
from wording import dates, zones
from wording.phrases import phrase, time_of
from wording.words import Words

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


def clock_of(item: Item, lang: str) -> SafeString:
    """What is known of an item's time: "about <time>15:30</time>", "morning"; nothing where nothing is known.

    An end in another zone or on another day is left to `arrival`.
    """
    start = _time(item.starts_at, item.starts) if item.starts_at else ""
    same = item.ends_on in {None, item.day} and not crosses(item)
    end = _time(item.ends_at, item.ends) if item.ends_at and same else ""
    if start:
        exact = f"{start}–{end}" if end else start
    elif item.part_of_day:
        return safe(f"<b>{escape(dates.part_of_day(item.part_of_day, lang))}</b>")
    elif end:
        exact = phrase("until", lang, _MARK).replace(_MARK, end)
    else:
        return NOTHING
    if not item.time_approximate:
        return safe(f"<b>{exact}</b>")
    # Only the hour is a time that machines may read; "about" stands outside.
    return safe(f"<b>{dates.about(_MARK, lang).replace(_MARK, exact)}</b>")


def has_time(item: Item) -> bool:
    """Whether anything is known of the item's time of day."""
    return bool(item.starts_at or item.ends_at or item.part_of_day)


def crosses(item: Item) -> bool:
    """Whether the item ends in another time zone than it begins in."""
    return item.end_zone != item.zone


def arrival(item: Item, lang: str, places: Iterable[Place]) -> SafeString:
    """The end of an item in another zone or on another day, in full; else nothing."""
    on_another_day = item.ends_on is not None and item.ends_on != item.day
    if not (on_another_day or (crosses(item) and item.ends_at)):
        return NOTHING
    day = item.ends_on or item.day
    parts = []
    if item.ends_at:
        parts.append(_time(item.ends_at, item.ends))
    if day and on_another_day:
        parts.append(escape(dates.long_date(day, lang)))
    when = ", ".join(parts)
    if crosses(item) and item.ends_at:
        # After a day the zone stands apart; after an hour it belongs to it.
        when += ", " if on_another_day else " "
        own = item.to_place
        there = [own] if own and own.zone == item.end_zone else places
        when += escape(zone_words(item.end_zone, day, lang, there))
    return safe(escape(_("Ends: %(when)s")) % {"when": when})


def departure_zone(item: Item, lang: str, places: Iterable[Place]) -> SafeString:
    """The zone of the beginning, where the end is in another one."""
    if not (crosses(item) and item.starts_at):
        return NOTHING
    return escape(zone_words(item.zone, item.day, lang, beginning_at(item, places)))


def zone_words(zone: str, day: datetime.date | None, lang: str, places: Iterable[Place]) -> str:
    """ "Ashgabat time (UTC+5)", named after the place that stands for the zone."""
    return zones.zone_phrase(namesake(zone, places), zone, day, lang)


def zone_name(zone: str, lang: str, places: Iterable[Place]) -> str:
    """ "Ashgabat time", without the offset; "local time" where no place has a name in this language."""
    place = namesake(zone, places)
    return time_of(place.text, lang) if place and place.lang == lang else phrase("local_time", lang)


def moment_told(at: datetime.datetime, zone: str, lang: str, places: Iterable[Place]) -> str:
    """ "5 December 2023, 18:20, Ashgabat time": a moment by the clock of a zone, which is named."""
    return f"{dates.released_at(at, zones.zone_info(zone), lang)}, {zone_name(zone, lang, places)}"


def namesake(zone: str, places: Iterable[Place]) -> Words | None:
    """The name of the place after which the zone is called, else of the first place that has it."""
    there = [place for place in places if place.zone == zone]
    city = zone.rpartition("/")[2].replace("_", " ")
    named = next((place for place in there if place.names.get("en") == city), None)
    place = named or (there[0] if there else None)
    return place.name if place else None


def beginning_at(item: Item, places: Iterable[Place]) -> Iterable[Place]:
    """Return the places after which the clock of an item is called: its own where it has the zone.

    The city in the zone's identifier may be another one: Asia/Shanghai is Beijing's zone.
    """
    own = item.stop.place if item.stop else None
    return [own] if own and own.zone == item.zone else places


def day_words(day: datetime.date, approximate: bool, lang: str) -> str:
    """ "Tuesday, 5 December 2023", or "about 5 December" without a weekday where it is not certain."""
    if approximate:
        return dates.about(dates.day_and_month(day, lang), lang)
    return dates.full_date(day, lang)


def stop_days(stop: Stop, lang: str) -> str:
    """The days of a stop: "4 to 5 December", "about 4 December", "day not known"."""
    if stop.first_day is None:
        return phrase("day_not_known", lang)
    text = dates.day_range(stop.first_day, stop.last_day, lang)
    return dates.about(text, lang) if stop.days_approximate else text


def number_of_day(day: datetime.date, itinerary: Itinerary) -> int | None:
    """Which day of the mission it is, from 1; None where the mission's days are not known."""
    if itinerary.dates_precision not in {DatesPrecision.DAY, DatesPrecision.APPROXIMATE}:
        return None
    return (day - itinerary.starts_on).days + 1


def numbered(first: int, last: int) -> str:
    """ "Day 2", "Days 2 to 3": which days of the mission, in the active language."""
    if first == last:
        return _("Day %(number)s") % {"number": first}
    return _("Days %(first)s to %(last)s") % {"first": first, "last": last}


def day_label(day: Day, itinerary: Itinerary) -> str:
    """ "Day 2, Tuesday, 5 December 2023": a day of a run at a stop. In the active language."""
    dated = [item for item in day.items if item.day]
    if day.date is None or not dated:
        return sentence_case(phrase("day_not_known", itinerary.lang))
    approximate = itinerary.approximate or any(item.day_approximate for item in dated)
    words = day_words(day.date, approximate, itinerary.lang)
    number = number_of_day(day.date, itinerary)
    return sentence_case(words) if number is None else f"{numbered(number, number)}, {words}"


def settled(itinerary: Itinerary) -> bool:
    """Whether the days of all stops are known and none is approximate."""
    return not itinerary.approximate and all(
        stop.first_day and not stop.days_approximate for stop in itinerary.stops
    )


def dated(stop: Stop, itinerary: Itinerary) -> Stop:
    """The stop; its days are approximate in a mission whose days are, whatever it says itself."""
    if not itinerary.approximate or stop.days_approximate or stop.first_day is None:
        return stop
    return Stop(stop.ref, stop.place, stop.first_day, stop.last_day, True)


def day_of_record(at: datetime.date, itinerary: Itinerary) -> str:
    """ "7 December 2026": the day of a release by the mission's clock."""
    local = at.astimezone(zones.zone_info(itinerary.zone)) if isinstance(at, datetime.datetime) else at
    return dates.long_date(local, itinerary.lang)


def record_line(at: datetime.date, itinerary: Itinerary) -> str:
    """ "Compiled from published reports; record of 7 December 2026." In the active language."""
    sentence = _("Compiled from published reports; record of %(day)s.")
    return dates.ended(sentence % {"day": day_of_record(at, itinerary)})


def version_line(
    number: int, at: datetime.date, replaced: int | None, itinerary: Itinerary, places: Iterable[Place]
) -> SafeString:
    """ "Programme, version 4, released 5 December 2023, 18:20 Ashgabat time; replaces version 3.".

    Where no hour of the release is known, its day alone. A record that was compiled from published reports
    has the day on which it was made: no programme of its mission was released.
    """
    lang = itinerary.lang
    if itinerary.compiled_from_reports:
        return safe(f"<b>{escape(record_line(at, itinerary))}</b>")
    values = {
        "number": number,
        "moment": dates.released_at(at, zones.zone_info(itinerary.zone), lang),
        "zone": zone_name(itinerary.zone, lang, places),
        "replaced": replaced,
    }
    # Translators: the part between <b> and </b> names the version; the rest says when it was released, by
    # whose clock, and which version it replaces.
    if not isinstance(at, datetime.datetime):
        text = (
            _("<b>Programme, version %(number)s</b>, released %(moment)s; replaces version %(replaced)s.")
            if replaced
            else _("<b>Programme, version %(number)s</b>, released %(moment)s.")
        )
    elif replaced:
        text = _(
            "<b>Programme, version %(number)s</b>, released %(moment)s %(zone)s; "
            "replaces version %(replaced)s."
        )
    else:
        text = _("<b>Programme, version %(number)s</b>, released %(moment)s %(zone)s.")
    return safe(dates.ended(text % {name: escape(str(value)) for name, value in values.items()}))


def today_at(itinerary: Itinerary, now: datetime.datetime) -> datetime.date:
    """The local date at the mission at an instant."""
    return now.astimezone(zones.zone_info(itinerary.zone)).date()


def _time(time: datetime.time, instant: datetime.datetime | None) -> str:
    machine = instant.isoformat(timespec="minutes") if instant else dates.clock(time)
    return f'<time datetime="{machine}">{dates.clock(time)}</time>'
