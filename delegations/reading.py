"""A personal itinerary as words for its page: headings of days, times as far as they are known, zones named.

Templates only lay these out. Everything is said in the page's language, which is the itinerary's.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

from delegations.itinerary import Day, Entry, Halt, Journey, Night, Personal
from delegations.models import Delegate
from missions import document as documents
from missions.models import Release
from missions.parts import Item, Place, Stop
from wording import dates, zones
from wording.phrases import phrase
from wording.translated import texts
from wording.words import Words, pick


@dataclass(frozen=True, slots=True)
class Card:
    """A mission in a list of hers: its title and dates as they were last released."""

    slug: str
    title: Words
    dates: str


@dataclass(frozen=True, slots=True)
class JourneyWords:
    """A leg: what it is, and when and where it begins and ends, each by its own clock."""

    mode: str
    name: str
    origin: Words
    departs: str
    destination: Words
    arrives: str
    changed: str


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry: `times` are marked up and None where the page says once that no hours are known."""

    item: Item | None
    times: SafeString | None
    day: str
    until: str
    label: str
    journeys: tuple[JourneyWords, ...]


@dataclass(frozen=True, slots=True)
class HaltWords:
    """A run of entries at one place; `zone` is empty where the page names the only zone at its top."""

    stop: Stop | None
    day: str
    zone: str
    approximate: bool
    entries: tuple[EntryWords, ...]


@dataclass(frozen=True, slots=True)
class DayWords:
    heading: str
    halts: tuple[HaltWords, ...]


@dataclass(frozen=True, slots=True)
class NightWords:
    night: Night
    days: str
    changed: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of one mission says."""

    personal: Personal
    title: Words
    dates: str
    released: str
    zone: str
    home: str
    timeless: bool
    days: tuple[DayWords, ...]
    also: tuple[HaltWords, ...]
    nights: tuple[NightWords, ...]


def cards(delegates: Sequence[Delegate]) -> list[Card]:
    """The missions of these delegates, in their order; one query."""
    live = Release.objects.live()
    newest = live.filter(mission=OuterRef("mission")).order_by("-number").values("pk")[:1]
    released = {
        release.mission_id: release
        for release in live.filter(
            mission__in=[delegate.mission_id for delegate in delegates], pk=Subquery(newest)
        )
    }
    return [_card(delegate, released.get(delegate.mission_id)) for delegate in delegates]


def _card(delegate: Delegate, release: Release | None) -> Card:
    """As released; before the first release by what the mission is called now."""
    lang = _language()
    mission = delegate.mission
    if release is None:
        title = pick(texts(mission, "title"), lang, mission.languages)
        days = dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang)
    else:
        frame = documents.current(release.document)["mission"]
        title = pick(frame["title"], lang, frame["languages"])
        first, last = (datetime.date.fromisoformat(frame[name]) for name in ("starts_on", "ends_on"))
        days = dates.mission_dates(first, last, frame["dates_precision"], lang)
    return Card(mission.slug, title or Words("", lang), days)


def page(personal: Personal) -> Page:
    """The words of one delegate's page of one mission."""
    return _Writing(personal).page()


class _Writing:
    """One itinerary being put into words: the language, and what the page says once for all entries."""

    def __init__(self, personal: Personal) -> None:
        self.personal = personal
        self.itinerary = personal.itinerary
        self.lang = personal.itinerary.lang
        self.places: dict[str, Words] = {}  # whose name a zone takes: the first on the route
        for stop in self.itinerary.stops:
            self.places.setdefault(stop.place.zone, stop.place.name)
        every = [*_items(personal.days), *_items(personal.also)]
        self.timeless = not any(item.starts_at or item.ends_at or item.part_of_day for item in every)
        timed = [item for item in every if item.starts_at or item.ends_at]
        said = {self.zone(zone, item.day) for item in timed for zone in (item.zone, item.end_zone)}
        self.only_zone = said.pop() if len(said) == 1 else ""
        self.clock = next(iter(timed), None) if self.only_zone else None

    def page(self) -> Page:
        itinerary, personal = self.itinerary, self.personal
        return Page(
            personal=personal,
            title=itinerary.title,
            dates=dates.mission_dates(
                itinerary.starts_on, itinerary.ends_on, itinerary.dates_precision, self.lang
            ),
            released=self.moment(personal.released_at),
            zone=self.only_zone,
            home=self.home(),
            timeless=self.timeless,
            days=tuple(self.day(day) for day in personal.days),
            also=tuple(self.halt(day, halt) for day in personal.also for halt in day.halts),
            nights=tuple(self.night(night) for night in personal.nights),
        )

    def day(self, day: Day) -> DayWords:
        return DayWords(self.heading(day), tuple(self.halt(day, halt) for halt in day.halts))

    def heading(self, day: Day) -> str:
        """The day; with its weekday only where it is certain."""
        if day.date is None:
            return capfirst(phrase("day_not_known", self.lang))
        if day.approximate:
            return capfirst(dates.about(dates.long_date(day.date, self.lang), self.lang))
        return capfirst(dates.full_date(day.date, self.lang))

    def halt(self, day: Day, halt: Halt) -> HaltWords:
        items = [entry.item for entry in halt.entries if entry.item is not None]
        named = items and not self.only_zone and any(item.starts_at or item.ends_at for item in items)
        return HaltWords(
            stop=halt.stop,
            day=self.heading(day),
            zone=self.zone(items[0].zone, day.date) if named else "",
            approximate=day.approximate,
            entries=tuple(self.entry(entry, day) for entry in halt.entries),
        )

    def entry(self, entry: Entry, day: Day) -> EntryWords:
        journeys = tuple(self.journey(journey) for journey in entry.journeys)
        item = entry.item
        if item is None:
            first = entry.journeys[0]
            return EntryWords(None, self.departure(first), "", "", capfirst(str(first.mode.label)), journeys)
        return EntryWords(
            item=item,
            times=None if self.timeless else self.times(item),
            day=self.own_day(item) if entry.approximate and not day.approximate else "",
            until=self.until(item),
            label=str(item.kind.label) if item.kind else "",
            journeys=journeys,
        )

    def own_day(self, item: Item) -> str:
        """The day of an item that is less certain than the day it stands under."""
        if item.day is None:
            return phrase("day_not_known", self.lang)
        return dates.about(dates.day_and_month(item.day, self.lang), self.lang)

    def times(self, item: Item) -> SafeString:
        """As `dates.time_of_day`, each time marked up by its instant; an end elsewhere is said in `until`."""
        starts = _marked(item.starts_at, item.starts)
        ends = _marked(item.ends_at, item.ends) if _ends_here(item) else None
        if starts is None:
            if item.part_of_day:
                return format_html("{}", dates.part_of_day(item.part_of_day, self.lang))
            if ends is not None:
                return format_html(phrase("until", self.lang, "{}"), ends)
            return format_html("{}", phrase("time_not_known", self.lang))
        exact = starts if ends is None else format_html("{}–{}", starts, ends)
        return format_html(phrase("about", self.lang, "{}"), exact) if item.time_approximate else exact

    def until(self, item: Item) -> str:
        """The end of an item that ends on another day or by another clock."""
        if _ends_here(item) or (item.ends_at is None and item.ends_on is None):
            return ""
        day = item.ends_on or item.day
        said = [dates.day_and_month(day, self.lang)] if item.ends_on and day else []
        if item.ends_at is not None:
            said.append(dates.clock(item.ends_at))
            if item.end_zone != item.zone:
                said.append(self.zone(item.end_zone, day))
        return phrase("until", self.lang, ", ".join(said))

    def journey(self, journey: Journey) -> JourneyWords:
        return JourneyWords(
            mode=capfirst(str(journey.mode.label)),
            name=journey.name,
            origin=journey.origin.name,
            departs=self.end_of_leg(journey.departs_on, journey.departs_at, journey.origin),
            destination=journey.destination.name,
            arrives=self.end_of_leg(journey.arrives_on, journey.arrives_at, journey.destination),
            changed=self.moment(journey.changed_at),
        )

    def departure(self, journey: Journey) -> SafeString:
        marked = _marked(journey.departs_at, journey.departs)
        return marked or format_html("{}", phrase("time_not_known", self.lang))

    def end_of_leg(self, day: datetime.date | None, time: datetime.time | None, place: Place) -> str:
        """Day, hour and whose clock; what is not known is said."""
        said = [dates.long_date(day, self.lang) if day else phrase("day_not_known", self.lang)]
        if time is None:
            said.append(phrase("time_not_known", self.lang))
        else:
            said += [dates.clock(time), zones.zone_phrase(place.name, place.zone, day, self.lang)]
        return ", ".join(said)

    def night(self, night: Night) -> NightWords:
        days = dates.date_range(night.arrives_on, night.leaves_on, self.lang)
        return NightWords(night, days, self.moment(night.changed_at))

    def moment(self, at: datetime.datetime) -> str:
        """When something was released or changed, by the mission's clock, which is named."""
        local = at.astimezone(zones.zone_info(self.itinerary.zone))
        named = self.zone(self.itinerary.zone, local.date())
        return f"{dates.released_at(at, zones.zone_info(self.itinerary.zone), self.lang)}, {named}"

    def zone(self, zone: str, day: datetime.date | None) -> str:
        return zones.zone_phrase(self.places.get(zone), zone, day or self.itinerary.starts_on, self.lang)

    def home(self) -> str:
        """How the clock at home differs, where one clock holds for the whole page."""
        home, item = self.itinerary.home, self.clock
        if home is None or item is None or home.zone == item.zone:
            return ""
        day = item.day or self.itinerary.starts_on
        today = timezone.now().astimezone(zones.zone_info(item.zone)).date()
        return zones.hours_ahead_sentence(home.name, home.zone, item.zone, day, today, self.lang)


def _items(days: Iterable[Day]) -> Iterator[Item]:
    for day in days:
        for halt in day.halts:
            for entry in halt.entries:
                if entry.item is not None:
                    yield entry.item


def _marked(time: datetime.time | None, instant: datetime.datetime | None) -> SafeString | None:
    if time is None:
        return None
    machine = instant.isoformat(timespec="minutes") if instant else dates.clock(time)
    return format_html('<time datetime="{}">{}</time>', machine, dates.clock(time))


def _ends_here(item: Item) -> bool:
    return item.end_zone == item.zone and item.ends_on in {None, item.day}


def _language() -> str:
    return get_language() or "en"
