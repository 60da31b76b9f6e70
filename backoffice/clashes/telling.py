"""How cautions name items, people, places and times, in the language that is active when they are read."""

import datetime as dt
from unicodedata import normalize

from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from backoffice.clashes.facts import Delegate, Facts, Item, Leg, Place
from backoffice.clashes.spans import SECOND
from backoffice.clashes.taking_part import People
from delegations.models import LegMode
from wording import dates, lists, zones
from wording.phrases import phrase
from wording.words import LANGUAGES, Texts, pick

TITLE_LENGTH = 70
NAMED_AT_MOST = 6


def language() -> str:
    """The active language, as one of ours."""
    active = get_language() or "en"
    return active if active in LANGUAGES else "en"


def text(texts: Texts) -> str:
    """The text in the active language, else in the next one that has it."""
    words = pick(texts, language())
    return words.text if words else "–"


def title(item: Item) -> str:
    """The item's title, shortened where it is long."""
    told = text(item.titles)
    if len(told) <= TITLE_LENGTH:
        return normalize("NFC", told)  # as the truncator would, after it had looked at each letter
    return Truncator(told).chars(TITLE_LENGTH)


class Telling:
    """How one mission's cautions are worded: where it has several clocks, each time says its own."""

    def __init__(self, facts: Facts) -> None:
        self._stops = {stop.pk: stop for stop in facts.stops}
        self._zone = facts.zone
        clocks = {stop.place.zone for stop in facts.stops}
        clocks |= {item.to_place.zone for item in facts.items if item.to_place}
        clocks |= {place.zone for leg in facts.legs for place in (leg.from_place, leg.to_place)}
        self._several_clocks = len(clocks) > 1

    def place(self, item: Item) -> Place | None:
        """Where the item begins, if that is known."""
        stop = self._stops.get(item.stop) if item.stop else None
        return stop.place if stop else None

    def when(self, item: Item) -> str:
        """Day and local time of an item: “7 December, 09:30–11:30”."""
        lang = language()
        if item.day is None:
            return phrase("day_not_known", lang)
        begins = dates.day_and_month(item.day, lang)
        if item.day_approximate:
            begins = dates.about(begins, lang)
        here = self.place(item)
        there = item.to_place or here
        begin_clock = self._clock(here, item.day, item.starts_at)
        end_clock = self._clock(there, item.ends_on or item.day, item.ends_at)
        one_day = item.ends_on is None or item.ends_on == item.day
        if one_day and (begin_clock == end_clock or item.ends_at is None):
            time = dates.time_of_day(
                item.starts_at,
                item.ends_at,
                lang,
                approximate=item.time_approximate,
                part=item.part_of_day,
            )
            return f"{begins}, {time}{begin_clock}"
        begin_time = f", {dates.clock(item.starts_at)}" if item.starts_at else ""
        ends = dates.day_and_month(item.ends_on or item.day, lang)
        end_time = f", {dates.clock(item.ends_at)}" if item.ends_at else ""
        return f"{begins}{begin_time}{begin_clock} – {ends}{end_time}{end_clock}"

    def moment(self, day: dt.date | None, time: dt.time | None, place: Place) -> str:
        """A day and a local time at a place, as far as they are known."""
        lang = language()
        words = dates.day_and_month(day, lang) if day else phrase("day_not_known", lang)
        return f"{words}, {dates.time_of_day(time, None, lang)}{self._clock(place, day, time)}"

    def _clock(self, place: Place | None, day: dt.date | None, time: dt.time | None) -> str:
        """By which clock a time is told, where there is more than one: “, UTC+9”."""
        if not self._several_clocks or day is None:
            return ""
        zone = place.zone if place else self._zone
        local = dt.datetime.combine(day, time or dt.time(12), tzinfo=zones.zone_info(zone))
        return f", {zones.utc_offset(zone, local)}"

    def arrival(self, leg: Leg) -> str:
        """Day and local time of a leg's arrival."""
        return self.moment(leg.arrives_on, leg.arrives_at, leg.to_place)

    def departure(self, leg: Leg) -> str:
        """Day and local time of a leg's departure."""
        return self.moment(leg.departs_on, leg.departs_at, leg.from_place)


def leg(about: Leg) -> str:
    """“Turkmenistan Airlines T5 702, Mary – Ashgabat”; without a carrier its mode."""
    name = about.name or str(LegMode(about.mode).label)
    return f"{name}, {text(about.from_place.names)} – {text(about.to_place.names)}"


def people(about: People, *, named: bool) -> str:
    """“Group A, Ogulsapar Berdiyewa”; without names “Group A, 1 delegate”."""
    if about.whole:
        return _("the whole delegation")
    words = [text(group.names) for group in about.groups]
    if about.delegates and named:
        words += [text(one.names) for one in about.delegates[:NAMED_AT_MOST]]
        if len(about.delegates) > NAMED_AT_MOST:
            words.append(more(len(about.delegates) - NAMED_AT_MOST))
    elif about.delegates:
        words.append(delegates(len(about.delegates)))
    return lists.enumerated(words)


def delegates(number: int) -> str:
    """“3 delegates”."""
    return ngettext("%(number)d delegate", "%(number)d delegates", number) % {"number": number}


def more(number: int) -> str:
    """“3 more”, after the first of many."""
    return ngettext("%(number)d more", "%(number)d more", number) % {"number": number}


def names(about: tuple[Delegate, ...]) -> tuple[str, ...]:
    """The names of delegates, in the order in which they are given."""
    return tuple(text(one.names) for one in about)


def some_titles(items: list[Item]) -> str:
    """The titles of items, of many the first and how many more."""
    words = [f"“{title(item)}”" for item in items[:NAMED_AT_MOST]]
    if len(items) > NAMED_AT_MOST:
        words.append(more(len(items) - NAMED_AT_MOST))
    return lists.enumerated(words)


def duration(microseconds: int) -> str:
    """An amount of time to the minute, a begun minute counting whole: “1 h 25 min”, “20 min”."""
    hours, minutes = divmod(-(-microseconds // (60 * SECOND)), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


def sentence(words: str) -> str:
    """The words as a sentence begins: with a capital."""
    return words[:1].upper() + words[1:]
