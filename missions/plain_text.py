"""The programme as plain text, to be pasted into a messenger: the order and the words of the itinerary."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from missions.models import HostState, ItemStatus
from missions.pages import times
from missions.pages.markup import sentence_case
from missions.parts import Day, Host, Item, Itinerary, Place, Section
from wording import dates
from wording.phrases import phrase
from wording.zones import zone_info


def text(itinerary: Itinerary, first_line: str) -> str:
    """The whole programme under a first line that says which one it is; in the itinerary's language.

    Lines end with a line feed. What is unknown is said; a mask is its title and time alone.
    """
    with translation.override(itinerary.lang):
        return "\n".join(_lines(itinerary, first_line)) + "\n"


def draft_line(itinerary: Itinerary, at: datetime.datetime) -> str:
    """That it is no released programme, and of when it is, by the mission's clock; in the active language."""
    said = {"moment": moment(itinerary, at)}
    return _("Draft, not released: the programme as it was on %(moment)s.") % said


def moment(itinerary: Itinerary, at: datetime.datetime) -> str:
    """A moment by the mission's clock, which is named: "5 December 2023, 18:20, Ashgabat time (UTC+5)"."""
    zone, lang = zone_info(itinerary.zone), itinerary.lang
    clock_of = times.zone_words(itinerary.zone, at.astimezone(zone).date(), lang, places(itinerary))
    return f"{dates.released_at(at, zone, lang)}, {clock_of}"


def when(item: Item, lang: str) -> str:
    """Day and time of an item, as far as they are known: "about 5 December 2023, 09:00–10:30"."""
    return f"{day_of(item, lang)}, {clock(item, lang)}"


def day_of(item: Item, lang: str) -> str:
    """The day of an item by itself, without its weekday."""
    if item.day is None:
        return phrase("day_not_known", lang)
    day = dates.long_date(item.day, lang)
    return dates.about(day, lang) if item.day_approximate else day


def clock(item: Item, lang: str) -> str:
    """The local time of an item: "about 15:30", "morning", "time not known", with an end on another day."""
    on_another_day = item.ends_on not in {None, item.day}
    same = not on_another_day and not times.crosses(item)
    start, end = item.starts_at, item.ends_at
    if start:
        said = dates.clock_range(start, end) if end and same else dates.clock(start)
    elif item.part_of_day:
        said = dates.part_of_day(item.part_of_day, lang)
    elif end and same:
        said = phrase("until", lang, dates.clock(end))
    else:
        said = phrase("time_not_known", lang)
    if item.time_approximate and (start or (end and same and not item.part_of_day)):
        said = dates.about(said, lang)
    if same or (end is None and not on_another_day):
        return said
    return f"{said} – {_end(item, lang, on_another_day)}"


def _end(item: Item, lang: str, on_another_day: bool) -> str:
    parts = [dates.clock(item.ends_at)] if item.ends_at else []
    if item.ends_at and times.crosses(item):
        places = [item.to_place] if item.to_place else []
        parts[0] += f" {times.zone_words(item.end_zone, item.ends_on or item.day, lang, places)}"
    if on_another_day and item.ends_on:
        parts.append(dates.long_date(item.ends_on, lang))
    return ", ".join(parts)


def _lines(itinerary: Itinerary, first_line: str) -> Iterator[str]:
    lang = itinerary.lang
    yield first_line
    yield _one_line(itinerary.title.text)
    yield sentence_case(
        dates.mission_dates(itinerary.starts_on, itinerary.ends_on, itinerary.dates_precision, lang)
    )
    told = list(clocks(itinerary))
    if len(told) == 1:
        yield _("All times: %(zone)s") % {"zone": told[0]}
    if not itinerary.items:
        yield ""
        yield _("Nothing is planned yet.")
    for section in itinerary.sections:
        for day in _days(section):
            yield ""
            yield _heading(section, day, itinerary, several=len(told) > 1)
            for item in day.items:
                yield from _item(item, itinerary)


def _days(section: Section) -> Iterator[Day]:
    """The days of a section; items without a day stand apart from the day to which they are sorted."""
    for day in section.days or (Day(None, False, ()),):
        dated = tuple(item for item in day.items if item.day)
        undated = tuple(item for item in day.items if not item.day)
        if dated:
            yield Day(day.date, any(item.day_approximate for item in dated), dated)
        if undated or not dated:
            yield Day(None, False, undated)


def clocks(itinerary: Itinerary) -> Iterable[str]:
    """The clocks that the times are told by, each once, in words."""
    timed = [item for item in itinerary.items if item.starts_at or item.ends_at]
    return dict.fromkeys(
        times.zone_words(zone, item.day or itinerary.starts_on, itinerary.lang, places(itinerary))
        for item in timed
        for zone in (item.zone, item.end_zone)
    )


def places(itinerary: Itinerary) -> list[Place]:
    """The places whose names may stand for a zone."""
    found = [stop.place for stop in itinerary.stops]
    found += [item.stop.place for item in itinerary.items if item.stop]  # a leg may begin away from the route
    return [*found, *(item.to_place for item in itinerary.items if item.to_place)]


def _heading(section: Section, day: Day, itinerary: Itinerary, *, several: bool) -> str:
    """ "Wednesday, 6 December 2023. Mary"; with the clock where the programme has more than one."""
    lang = itinerary.lang
    date: datetime.date | None = day.date
    approximate = day.approximate or itinerary.approximate
    if date is None and section.stop and not day.items:
        date, approximate = section.stop.first_day, section.stop.days_approximate or itinerary.approximate
    said = times.day_words(date, approximate, lang) if date else phrase("day_not_known", lang)
    place = section.stop.place.name.text if section.stop else _("Place not known")
    heading = dates.ended(f"{sentence_case(said)}. {_one_line(place)}")
    timed = next((item for item in day.items if item.starts_at or item.ends_at), None)
    if several and timed:
        heading += (
            f" ({times.zone_words(timed.zone, date, lang, times.beginning_at(timed, places(itinerary)))})"
        )
    return heading


def _item(item: Item, itinerary: Itinerary) -> Iterator[str]:
    lang = itinerary.lang
    state = ""
    if item.cancelled:
        state = _("Cancelled") + ": "
    elif item.status == ItemStatus.TENTATIVE:
        state = _("Tentative") + ": "
    yield f"{sentence_case(clock(item, lang))} {state}{_one_line(item.title.text)}"
    if item.to_place:
        yield "  " + _("To: %(place)s") % {"place": _one_line(item.to_place.name.text)}
    where = [line for words in (item.venue, item.address) if words and (line := _one_line(words.text))]
    if where:
        yield "  " + ", ".join(where)
    if item.hosts:
        yield "  " + _("Host: %(names)s") % {
            "names": "; ".join(_one_line(_host(host)) for host in item.hosts)
        }
    if item.groups:
        yield "  " + _("Takes part: %(names)s") % {
            "names": ", ".join(_one_line(name.text) for name in item.groups)
        }
    for name, words in (
        (_("Dress"), item.dress),
        (_("Language"), item.language),
        (_("Interpreter"), item.interpreter),
        (_("Photographs"), item.photo_rules),
    ):
        if words:
            yield f"  {name}: {_one_line(words.text)}"


def _host(host: Host) -> str:
    name = host.organisation.name.text
    if host.contact:
        name += f" ({host.contact.name.text})"
    return f"{name} ({_('not confirmed yet')})" if host.state == HostState.ASKED else name


def _one_line(text: str) -> str:
    """A text without line breaks of its own, so that no text can look like another line."""
    return " ".join(text.split())
