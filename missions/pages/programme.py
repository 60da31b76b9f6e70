"""The programme as a page prints it: stops on the route, their days, and the items of each day."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from missions.pages import times
from missions.pages.items import Items, Setting
from missions.pages.markup import (
    NOTHING,
    escape,
    language_of,
    safe,
    sentence_case,
    spoken,
)
from missions.parts import Day, Itinerary, Place, Section
from wording import dates
from wording.phrases import phrase
from wording.words import LANGUAGES, Words

# Names of a place in other languages, the local ones of this region first.
NAMES_IN_ORDER = ("tk", "ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class DayEntry:
    """The items of one day as markup; `label` is empty where the stop's own heading says the day."""

    label: str
    items: SafeString


@dataclass(frozen=True, slots=True)
class StopEntry:
    """A run of items at one stop, with its names, its days and how its part of the line is drawn."""

    anchor: str
    look: str
    name: SafeString
    name_language: SafeString
    other_names: SafeString
    when: SafeString
    days: tuple[DayEntry, ...]


def entries(setting: Setting) -> tuple[StopEntry, ...]:
    """The whole programme in the order of time."""
    items = Items(setting, any(times.has_time(item) for item in setting.itinerary.items), setting.places)
    return tuple(
        _stop(section, number, setting, items)
        for number, section in enumerate(setting.itinerary.sections, start=1)
    )


def introduction(setting: Setting) -> SafeString:
    """What is unknown of the whole programme, said once above it."""
    itinerary = setting.itinerary
    sentences = []
    if not itinerary.items:
        return escape(_("Nothing of the programme is public yet."))
    if not any(times.has_time(item) for item in itinerary.items):
        sentences.append(
            _("No clock times were reported.") if setting.reported else _("Clock times are not known yet.")
        )
    if itinerary.approximate or any(stop.days_approximate for stop in itinerary.stops):
        sentences.append(_("The days of the stops are approximate."))
    return escape(" ".join(sentences))


def stop_anchors(itinerary: Itinerary) -> dict[str, str]:
    """Where each stop stands on the page for the first time, by ref."""
    found: dict[str, str] = {}
    for number, section in enumerate(itinerary.sections, start=1):
        if section.stop:
            found.setdefault(section.stop.ref, f"stop-{number}")
    return found


def _stop(section: Section, number: int, setting: Setting, items: "Items") -> StopEntry:
    stop, lang = section.stop, setting.lang
    known = [day.date for day in section.days if day.date]
    approximate = (
        setting.itinerary.approximate
        or not known
        or any(day.approximate for day in section.days)
        or bool(stop and stop.days_approximate)
    )
    if stop is None:
        name: Words | None = None
        heading = escape(_place_unknown(setting, bool(known)))
    else:
        name = stop.place.name
        heading = escape(name.text)
    several = len(section.days) > 1
    clocks = [_clock(day, setting, items.places) for day in section.days]
    changing = len({clock for clock in clocks if clock}) > 1
    return StopEntry(
        anchor=f"stop-{number}",
        look=("" if not approximate else " stop--approx") + ("" if stop else " stop--open"),
        name=heading,
        name_language=language_of(name, lang),
        other_names=_other_names(stop.place, lang) if stop else NOTHING,
        when=safe(
            " ".join(
                f"<span>{escape(said)}</span>"
                for said in _when(section, setting, "" if changing else next(filter(None, clocks), ""))
                if said
            )
        ),
        days=tuple(
            DayEntry(
                _label(day, setting, clock if changing else "") if several else "",
                safe("\n".join(items.entry(item, day) for item in day.items)),
            )
            for day, clock in zip(section.days, clocks, strict=True)
        ),
    )


def _clock(day: Day, setting: Setting, places: list[Place]) -> str:
    """Whose clock the times of a day follow, with that day's offset; empty for a day without times."""
    timed = next((item for item in day.items if item.starts_at or item.ends_at), None)
    if timed is None:
        return ""
    return times.zone_words(timed.zone, day.date, setting.lang, times.beginning_at(timed, places))


def _label(day: Day, setting: Setting, clock: str) -> str:
    label = times.day_label(day, setting.itinerary)
    return f"{label}, {clock}" if clock else label


def _place_unknown(setting: Setting, day_known: bool) -> str:
    if day_known:
        return _("Place not reported") if setting.reported else _("Place not known yet")
    return _("Place and day not reported") if setting.reported else _("Place and day not known yet")


def _other_names(place: Place, lang: str) -> SafeString:
    shown = {place.name.text}
    others = []
    for other in NAMES_IN_ORDER:
        text = place.names.get(other)
        if other in LANGUAGES and text and text not in shown:
            shown.add(text)
            others.append(spoken(Words(text, other), lang))
    return safe(", ".join(others))


def _when(section: Section, setting: Setting, clock: str) -> Iterable[str]:
    """Beside a stop's name: number of the day, date, and the clock of its times, where there is one."""
    lang = setting.lang
    span = _span(section, setting)
    if span is None:
        # Without a place the heading says it already.
        unknown = sentence_case(phrase("day_not_known", lang)) if section.stop else ""
        yield f"{unknown}, {clock}" if unknown and clock else unknown or sentence_case(clock)
        return
    first, last, approximate = span
    if first == last and len(section.days) > 1 and {day.date for day in section.days} <= {first, None}:
        # The one day that is known is said above its items.
        yield sentence_case(clock)
        return
    numbers = times.number_of_day(first, setting.itinerary), times.number_of_day(last, setting.itinerary)
    if numbers[0] is not None and numbers[1] is not None:
        yield times.numbered(numbers[0], numbers[1]) + ","
    if first == last:
        days = times.day_words(first, approximate, lang)
    else:
        days = dates.day_range(first, last, lang)
        days = dates.about(days, lang) if approximate else days
    yield from (f"{days},", clock) if clock else (days,)


def _span(section: Section, setting: Setting) -> tuple[datetime.date, datetime.date, bool] | None:
    """First and last day of a run at a stop, and whether they are approximate.

    They are the stop's own where the route comes there once, else those of its items.
    """
    stop = section.stop
    places = [each.stop.ref for each in setting.itinerary.sections if each.stop]
    if stop and stop.first_day and places.count(stop.ref) == 1:
        approximate = stop.days_approximate or setting.itinerary.approximate
        return stop.first_day, stop.last_day or stop.first_day, approximate
    dated = [item for item in section.items if item.day]
    days = [item.day for item in dated if item.day]
    if not days:
        return None
    approximate = setting.itinerary.approximate or any(item.day_approximate for item in dated)
    return days[0], days[-1], approximate


def is_over(itinerary: Itinerary, today: datetime.date) -> bool:
    """Whether the mission's last day lies behind, by its own calendar."""
    return itinerary.ends_on < today
