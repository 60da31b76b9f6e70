"""A personal itinerary as words for its page: headings of days, times as far as they are known, zones named.

Templates only lay these out. Everything is said in the page's language, which is the itinerary's.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations import next_up
from delegations.hosts import Visit
from delegations.itinerary import Day, Entry, Halt, Journey, Night, Personal
from delegations.models import Delegate
from delegations.regrets import Declined
from delegations.travelled import is_away
from missions import document as documents
from missions.models import Mission, Release
from missions.pages import times
from missions.pages.markup import SHOWN_IN
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
    """An entry: `times` are marked up and empty where the page says once that no hours are known.

    `anchor` names it within the page. `visit` is told to hosts alone: who comes. A delegate may let the
    organiser know that she does not come while `may_decline`; `declined` is what she said.
    """

    item: Item | None
    times: SafeString | str
    zone: SafeString | str
    ends: SafeString | str
    day: str
    label: str
    note: str
    unnamed: str
    journeys: tuple[JourneyWords, ...]
    anchor: str = ""
    visit: Visit | None = None
    may_decline: bool = False
    declined: Declined | None = None
    moved_since: bool = False


@dataclass(frozen=True, slots=True)
class HaltWords:
    """A run of entries at one place; `where` says its day, and its clock if the page has several."""

    stop: Stop | None
    where: tuple[str, ...]
    approximate: bool
    entries: tuple[EntryWords, ...]


@dataclass(frozen=True, slots=True)
class DayWords:
    heading: str
    halts: tuple[HaltWords, ...]


@dataclass(frozen=True, slots=True)
class NextWords:
    """What comes next: `counted` says how long it is until then, and at which moment that was so.

    `spot` is venue and address, as far as they are at the place. `zone` and `then_zone` name the clocks of
    the two hours where the page has several.
    """

    entry: EntryWords
    counted: str
    day: str
    zone: str
    spot: tuple[Words, ...]
    place: Words | None
    then: EntryWords | None
    then_zone: str


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
    version: SafeString
    zone: str
    home: str
    timeless: bool
    days: tuple[DayWords, ...]
    also: tuple[HaltWords, ...]
    nights: tuple[NightWords, ...]
    past: tuple[DayWords, ...] = ()
    past_days: str = ""
    next: NextWords | None = None


def language_of(delegate: Delegate) -> str:
    """The language to write to her in where no page tells it: her own, else the first of her mission."""
    known: tuple[str, ...] = (
        delegate.person.language,
        *delegate.mission.languages,
        settings.LANGUAGE_CODE,
    )
    return next(lang for lang in known if lang in dict(settings.LANGUAGES))


def cards(delegates: Sequence[Delegate]) -> list[Card]:
    """The missions of these delegates, in their order; one query."""
    return cards_of([delegate.mission for delegate in delegates])


def cards_of(missions: Sequence[Mission]) -> list[Card]:
    """These missions, in their order; one query."""
    released = newest_of(missions)
    return [card(mission, released.get(mission.pk)) for mission in missions]


def newest_of(missions: Sequence[Mission]) -> dict[int, Release]:
    """The version that stands of each of these missions that has one, by the mission's key; one query."""
    live = Release.objects.live()
    newest = live.filter(mission=OuterRef("mission")).order_by("-number").values("pk")[:1]
    found = live.filter(mission__in=[mission.pk for mission in missions], pk=Subquery(newest))
    return {release.mission_id: release for release in found}


def card(mission: Mission, release: Release | None) -> Card:
    """As released, in the active language; before the first release by what the mission is called now."""
    lang = _language()
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
    """The words of a personal page as they hold at any moment: for hosts, and to be looked at beforehand."""
    return Writing(personal).page()


def page_now(personal: Personal, declined: Mapping[str, Declined]) -> Page:
    """The words of one delegate's page of one mission at this moment: what comes next, what is past."""
    return Writing(personal, declined).page_now()


class Writing:
    """One itinerary being put into words: the language, and what the page says once for all entries."""

    def __init__(self, personal: Personal, declined: Mapping[str, Declined] | None = None) -> None:
        self.personal = personal
        self.declined = declined
        self.now = timezone.now()
        self.itinerary = personal.itinerary
        self.lang = personal.itinerary.lang
        every = [*_items(personal.days), *_items(personal.also)]
        self.places = [stop.place for stop in self.itinerary.stops]
        self.places += [item.to_place for item in every if item.to_place]
        self.places += [item.stop.place for item in every if item.stop and is_away(item)]
        self.today = times.today_at(self.itinerary, self.now)
        self.reported = self.itinerary.ends_on < self.today
        timed = [item for item in every if item.starts_at or item.ends_at]
        self.timeless = not any(times.has_time(item) for item in every)
        said = {self.zone(zone, item.day) for item in timed for zone in (item.zone, item.end_zone)}
        self.only_zone = said.pop() if len(said) == 1 else ""
        self.clock = timed[0] if self.only_zone else None

    def page(self) -> Page:
        itinerary, personal = self.itinerary, self.personal
        return Page(
            personal=personal,
            title=itinerary.title,
            dates=dates.mission_dates(
                itinerary.starts_on, itinerary.ends_on, itinerary.dates_precision, self.lang
            ),
            version=self.version(),
            zone=self.only_zone,
            home=self.home(),
            timeless=self.timeless,
            days=tuple(self.day(day) for day in personal.days),
            also=tuple(self.halt(day, halt, dated=True) for day in personal.also for halt in day.halts),
            nights=tuple(self.night(night) for night in personal.nights),
        )

    def page_now(self) -> Page:
        """The same with what comes next, and the days that are over put away, while the mission goes on."""
        personal, whole = self.personal, self.page()
        if personal.cancelled or self.reported:
            return whole
        pairs = list(zip(personal.days, whole.days, strict=True))
        over = [day.date for day in personal.days if day.date and day.date < self.today]
        return replace(
            whole,
            days=tuple(words for day, words in pairs if day.date not in over),
            past=tuple(words for day, words in pairs if day.date in over),
            past_days=dates.day_range(over[0], over[-1], self.lang) if over else "",
            next=self.next(),
        )

    def next(self) -> NextWords | None:
        found = next_up.of(personal_days := self.personal.days, self.now, self.declined or {})
        if found is None or found.day.date is None:
            return None
        moment = dates.released_at(self.now, zones.zone_info(self.itinerary.zone), self.lang)
        zone = times.zone_name(self.itinerary.zone, self.lang, self.places)
        how_long = next_up.how_long(found.entry, found.day.date, self.now, self.lang)
        halts = (halt for day in personal_days for halt in day.halts)
        stop = next(halt.stop for halt in halts if found.entry in halt.entries)
        return NextWords(
            entry=self.entry(found.entry, found.day),
            counted=_("Counted at %(moment)s %(zone)s: %(how_long)s.")
            % {"moment": moment, "zone": zone, "how_long": how_long},
            day=self.date(found.day),
            zone=self.clock_of(found.entry),
            spot=self.spot(found.entry.item),
            place=stop.place.name if stop else None,
            then=self.entry(found.then, found.day) if found.then else None,
            then_zone=self.clock_of(found.then) if found.then else "",
        )

    def spot(self, item: Item | None) -> tuple[Words, ...]:
        """Where at the place an item begins; nothing of one that begins with a leg elsewhere."""
        known = (item.venue, item.address) if item and not is_away(item) else ()
        return tuple(words for words in known if words)

    def clock_of(self, entry: Entry) -> str:
        """Whose clock tells when an entry begins; empty where no hour is known or the page has one clock."""
        if entry.item is not None:
            item = entry.item
            timed = item.starts_at or item.ends_at
            return self.zone(item.zone, item.day) if timed and not self.only_zone else ""
        leg = entry.journeys[0]
        if leg.departs_at is None:
            return ""
        places = [leg.origin, *self.places]
        zone = times.zone_words(leg.origin.zone, leg.departs_on, self.lang, places)
        return zone if zone != self.only_zone else ""

    def version(self) -> SafeString:
        """Which version it is, in the words of the public page."""
        made = self.personal
        return times.version_line(made.number, made.released_at, made.replaces, self.itinerary, self.places)

    def day(self, day: Day) -> DayWords:
        return DayWords(capfirst(self.date(day)), tuple(self.halt(day, halt) for halt in day.halts))

    def date(self, day: Day) -> str:
        """The day; with its weekday only where it is certain."""
        if day.date is None:
            return phrase("day_not_known", self.lang)
        if day.approximate:
            return dates.about(dates.long_date(day.date, self.lang), self.lang)
        return dates.full_date(day.date, self.lang)

    def halt(self, day: Day, halt: Halt, *, dated: bool = False) -> HaltWords:
        return HaltWords(
            stop=halt.stop,
            where=self.where(day, halt, dated),
            approximate=day.approximate,
            entries=tuple(self.entry(entry, day) for entry in halt.entries),
        )

    def where(self, day: Day, halt: Halt, dated: bool) -> tuple[str, ...]:
        """Beside a place's name: the number of the day, its date if none stands above, and its clock."""
        number = times.number_of_day(day.date, self.itinerary) if day.date else None
        lines = [_("Day %(number)s") % {"number": number}] if number is not None and number > 0 else []
        if dated:
            lines.append(self.date(day))
        items = [entry.item for entry in halt.entries if entry.item is not None]
        if items and not self.only_zone and any(item.starts_at or item.ends_at for item in items):
            lines.append(self.zone(items[0].zone, day.date))
        return (capfirst(lines[0]), *lines[1:]) if lines else ()

    def entry(self, entry: Entry, day: Day) -> EntryWords:
        journeys = tuple(self.journey(journey) for journey in entry.journeys)
        item = entry.item
        if item is None:
            first = entry.journeys[0]
            label, anchor = capfirst(str(first.mode.label)), f"l-{first.ref}"
            return EntryWords(None, self.departure(first), "", "", "", label, "", "", journeys, anchor)
        others = dict.fromkeys(words.lang for words in (item.title, item.description) if words)
        others.pop(self.lang, None)
        return EntryWords(
            item=item,
            times="" if self.timeless else times.clock_of(item, self.lang) or self.unknown_time,
            zone=times.departure_zone(item, self.lang, self.places),
            ends=times.arrival(item, self.lang, self.places),
            day=self.own_day(item) if entry.approximate and not day.approximate else "",
            label=str(item.kind.label) if item.kind else "",
            note=" ".join(str(SHOWN_IN[lang]) for lang in others),
            unnamed=self.unnamed if item.host_unnamed else "",
            journeys=journeys,
            anchor=f"i-{item.uid}",
            **self.declining(entry, item, day),
        )

    def declining(self, entry: Entry, item: Item, day: Day) -> dict[str, Any]:
        """What she said of her own item, and whether she may still say something."""
        if self.declined is None or not item.takes_part:
            return {}
        said = self.declined.get(item.uid)
        released = self.itinerary.item(item.uid) or item  # she declines what was released, whenever she flies
        over = self.personal.cancelled or item.cancelled or next_up.has_begun(day, entry, self.now)
        return {
            "declined": said,
            "moved_since": said is not None and not said.holds(released),
            "may_decline": not over,
        }

    @property
    def unknown_time(self) -> SafeString:
        return format_html("<b>{}</b>", phrase("time_not_known", self.lang))

    @property
    def unnamed(self) -> str:
        return _("The name was not reported.") if self.reported else _("The name is not known yet.")

    def own_day(self, item: Item) -> str:
        """The day of an item that is less certain than the day it stands under."""
        if item.day is None:
            return phrase("day_not_known", self.lang)
        return dates.about(dates.day_and_month(item.day, self.lang), self.lang)

    def journey(self, journey: Journey) -> JourneyWords:
        return JourneyWords(
            mode=capfirst(str(journey.mode.label)),
            name=journey.name,
            origin=journey.origin.name,
            departs=self.end_of_leg(journey.departs_on, journey.departs_at, journey.origin),
            destination=journey.destination.name,
            arrives=self.end_of_leg(journey.arrives_on, journey.arrives_at, journey.destination),
            changed=self.altered(journey.altered_at),
        )

    def departure(self, journey: Journey) -> SafeString:
        if journey.departs_at is None:
            return self.unknown_time
        clock = dates.clock(journey.departs_at)
        machine = journey.departs.isoformat(timespec="minutes") if journey.departs else clock
        return format_html('<b><time datetime="{}">{}</time></b>', machine, clock)

    def end_of_leg(self, day: datetime.date | None, time: datetime.time | None, place: Place) -> str:
        """Day, hour and whose clock; what is not known is said."""
        said = [dates.long_date(day, self.lang) if day else phrase("day_not_known", self.lang)]
        if time is None:
            said.append(phrase("time_not_known", self.lang))
        else:
            said += [dates.clock(time), times.zone_words(place.zone, day, self.lang, [place, *self.places])]
        return ", ".join(said)

    def night(self, night: Night) -> NightWords:
        days = dates.date_range(night.arrives_on, night.leaves_on, self.lang)
        return NightWords(night, days, self.altered(night.altered_at))

    def altered(self, at: datetime.datetime | None) -> str:
        """When something of hers was changed; empty where it was not."""
        return self.moment(at) if at else ""

    def moment(self, at: datetime.datetime) -> str:
        """ "5 December 2023, 18:20, Ashgabat time": by the clock that the version line names."""
        return times.moment_told(at, self.itinerary.zone, self.lang, self.places)

    def zone(self, zone: str, day: datetime.date | None) -> str:
        return times.zone_words(zone, day or self.itinerary.starts_on, self.lang, self.places)

    def home(self) -> str:
        """How the clock at home differs, where one clock holds for the whole page."""
        home, item = self.itinerary.home, self.clock
        if home is None or item is None or home.zone == item.zone:
            return ""
        day = item.day or self.itinerary.starts_on
        return zones.hours_ahead_sentence(home.name, home.zone, item.zone, day, self.today, self.lang)


def _items(days: Iterable[Day]) -> Iterator[Item]:
    for day in days:
        for halt in day.halts:
            for entry in halt.entries:
                if entry.item is not None:
                    yield entry.item


def _language() -> str:
    return get_language() or "en"
