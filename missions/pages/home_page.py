"""The first page: missions under way, upcoming and completed, and what was agreed, from listings alone."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from missions.models import FollowUpState, Listing, ListingKind, MissionState
from missions.pages import agreed
from missions.pages.markup import (
    NOTHING,
    Pair,
    State,
    apart,
    escape,
    language_of,
    listed,
    safe,
    sentence_case,
    spoken,
)
from wording import countries, dates, zones
from wording.lists import alphabetical
from wording.words import Words, pick, pick_name

UNDER_WAY, UPCOMING, COMPLETED, CANCELLED = "under_way", "upcoming", "completed", "cancelled"
STATUSES = {
    UNDER_WAY: gettext_lazy("Under way"),
    UPCOMING: gettext_lazy("Upcoming"),
    COMPLETED: gettext_lazy("Completed"),
    CANCELLED: gettext_lazy("Cancelled"),
}
A_PAGE = 50  # completed missions, which only become more
AGREED_AT_ONCE = 20
MOST_SECTORS = 8  # a mission into more of them is told by its summary


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; empty is any. `nonsense`: something asked for does not exist."""

    status: str = ""
    country: str = ""
    sector: str = ""
    year: str = ""
    page: int = 1
    nonsense: bool = False

    @property
    def query(self) -> str:
        """The filters as the query of an address, without the page."""
        asked = {name: getattr(self, name) for name in ("status", "country", "sector", "year")}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Card:
    """A mission as its listing tells of it, with what filters ask for."""

    slug: str
    words: Mapping[str, Any]
    starts_on: datetime.date
    ends_on: datetime.date

    @property
    def years(self) -> set[str]:
        return {str(year) for year in range(self.starts_on.year, self.ends_on.year + 1)}

    @property
    def sectors(self) -> dict[str, Mapping[str, str]]:
        """Names by slug."""
        return {sector["slug"]: sector["name"] for sector in self.words["sectors"]}

    def group(self, now: datetime.datetime) -> str:
        """Under way, upcoming or completed, by the mission's own date at an instant."""
        today = now.astimezone(zones.zone_info(self.words["zone"])).date()
        if today < self.starts_on:
            return UPCOMING
        return COMPLETED if self.ends_on < today else UNDER_WAY

    def text(self, texts: Mapping[str, str], lang: str) -> Words | None:
        return pick(texts, lang, self.words["languages"])


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    language: SafeString
    selected: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its choices, the first of which is any."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MissionEntry:
    """A mission in a list."""

    dates: str
    address: str
    title: SafeString
    title_language: SafeString
    state: State | None
    text: SafeString
    route: tuple[SafeString, ...]
    facts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class AgreedEntry:
    """A follow-up in a list, leading to its mission."""

    due: str
    address: str
    title: SafeString
    title_language: SafeString
    state: State
    mission: SafeString
    place: SafeString
    facts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Missions of one kind under their heading."""

    anchor: str
    heading: str
    entries: tuple[MissionEntry, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that home.html prints."""

    choices: tuple[Choice, ...]
    nonsense: bool
    filtered: bool
    found: str
    groups: tuple[Group, ...]
    completed: Group | None
    earlier: str
    later: str
    agreed: tuple[AgreedEntry, ...]
    agreed_more: tuple[AgreedEntry, ...]


def cards(rows: Iterable[Listing]) -> list[Card]:
    """The missions among listings, which must come with their missions' slugs."""
    return [
        Card(
            row.mission.slug,
            row.words,
            datetime.date.fromisoformat(row.words["starts_on"]),
            datetime.date.fromisoformat(row.words["ends_on"]),
        )
        for row in rows
        if row.kind == ListingKind.CARD
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """What can be asked for: codes of countries, slugs of sectors and years that some mission has."""

    countries: frozenset[str]
    sectors: frozenset[str]
    years: frozenset[str]


def known(missions: Iterable[Card]) -> Known:
    """What the missions can be filtered by."""
    found = list(missions)
    return Known(
        frozenset(code for card in found for code in card.words["countries"]),
        frozenset(slug for card in found for slug in card.sectors),
        frozenset(year for card in found for year in card.years),
    )


def filters(query: Mapping[str, str], can_ask: Known) -> Filters:
    """The filters of an address. What does not exist is left out and remembered as nonsense."""
    allowed = {
        "status": STATUSES.keys(),
        "country": can_ask.countries,
        "sector": can_ask.sectors,
        "year": can_ask.years,
    }
    asked = {name: query.get(name, "").strip() for name in allowed}
    kept = {name: value for name, value in asked.items() if value in allowed[name]}
    page = query.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0
    nonsense = number < 1 or any(value and value not in allowed[name] for name, value in asked.items())
    return Filters(**kept, page=max(1, number), nonsense=nonsense)


def make(rows: Sequence[Listing], wanted: Filters, lang: str, now: datetime.datetime) -> HomePage:
    """The page of these listings in a language, which must be the active one."""
    everything = cards(rows)
    found = [card for card in everything if _matches(card, wanted, now)]
    groups: dict[str, list[Card]] = {UNDER_WAY: [], UPCOMING: [], COMPLETED: []}
    for card in sorted(found, key=lambda card: (card.starts_on, card.slug)):
        groups[card.group(now)].append(card)
    completed = groups.pop(COMPLETED)[::-1]
    pages = max(1, -(-len(completed) // A_PAGE))
    page = min(wanted.page, pages)
    shown = completed[(page - 1) * A_PAGE : page * A_PAGE]
    follow_ups = _agreed(rows, {card.slug: card for card in found}, lang)
    return HomePage(
        choices=tuple(_choices(everything, wanted, lang)),
        nonsense=wanted.nonsense,
        filtered=bool(wanted.query),
        found=ngettext("%(count)s mission", "%(count)s missions", len(found)) % {"count": len(found)},
        groups=tuple(_group(name, of_group, lang) for name, of_group in groups.items() if of_group),
        completed=_group(COMPLETED, shown, lang) if shown else None,
        earlier=_page_address(wanted, page + 1) if page < pages else "",
        later=_page_address(wanted, page - 1) if page > 1 else "",
        agreed=tuple(follow_ups[:AGREED_AT_ONCE]) if page == 1 else (),
        agreed_more=tuple(follow_ups[AGREED_AT_ONCE:]) if page == 1 else (),
    )


def _matches(card: Card, wanted: Filters, now: datetime.datetime) -> bool:
    cancelled = card.words["state"] == MissionState.CANCELLED
    return (
        wanted.status in {"", CANCELLED if cancelled else card.group(now)}
        and (not wanted.country or wanted.country in card.words["countries"])
        and (not wanted.sector or wanted.sector in card.sectors)
        and (not wanted.year or wanted.year in card.years)
    )


def _group(name: str, of_group: Iterable[Card], lang: str) -> Group:
    return Group(name, str(STATUSES[name]), tuple(_entry(card, lang) for card in of_group))


def _entry(card: Card, lang: str) -> MissionEntry:
    words = card.words
    title = card.text(words["title"], lang) or Words(card.slug, lang)
    sectors = [name for texts in card.sectors.values() if (name := card.text(texts, lang))]
    summary = card.text(words["summary"], lang)
    cancelled = words["state"] == MissionState.CANCELLED
    return MissionEntry(
        dates=sentence_case(
            dates.mission_dates(card.starts_on, card.ends_on, words["dates_precision"], lang)
        ),
        address=reverse("missions:mission", args=[card.slug]),
        title=escape(title.text),
        title_language=language_of(title, lang),
        state=State(escape(_("Cancelled")), " state--cancelled") if cancelled else None,
        text=safe(f"{listed(sectors, lang)}.")
        if sectors and (len(sectors) <= MOST_SECTORS or not summary)
        else spoken(summary, lang),
        route=tuple(spoken(name, lang) for texts in words["on_route"] if (name := pick_name(texts, lang))),
        facts=tuple(_facts(card, lang)),
    )


def _facts(card: Card, lang: str) -> Iterable[Pair]:
    organisers = [name for texts in card.words["organisers"] if (name := pick_name(texts, lang))]
    if organisers:
        yield Pair(_("Organiser"), apart(spoken(name, lang) for name in organisers))
    at = dates.read_moment(card.words["released_at"])
    if card.words.get("compiled_from_reports"):
        day = {"day": _day(at, card, lang)}
        yield Pair(_("Record"), escape(_("compiled from published reports, %(day)s") % day))
        return
    moment = zones.moment(at, card.words["zone"], lang)
    yield Pair(
        _("Programme"),
        escape(
            _("version %(number)s, released %(moment)s") % {"number": card.words["version"], "moment": moment}
        ),
    )


def _day(at: datetime.date, card: Card, lang: str) -> str:
    """The day of a release by the mission's clock."""
    local = at.astimezone(zones.zone_info(card.words["zone"])) if isinstance(at, datetime.datetime) else at
    return dates.long_date(local, lang)


def _agreed(rows: Iterable[Listing], found: Mapping[str, Card], lang: str) -> list[AgreedEntry]:
    """The follow-ups of the missions found that are not given up, the earliest due first, open dates last."""
    kept = [
        row
        for row in rows
        if row.kind == ListingKind.AGREED
        and row.mission.slug in found
        and FollowUpState(row.words["state"]) not in agreed.ENDED
    ]
    kept.sort(key=lambda row: (row.words["due_on"] or "9999", row.mission.slug, row.order))
    return [_agreed_entry(row, found[row.mission.slug], lang) for row in kept]


def _agreed_entry(row: Listing, card: Card, lang: str) -> AgreedEntry:
    words = row.words

    def text(texts: Mapping[str, str]) -> Words | None:
        return pick(texts, lang, words["languages"])

    title = text(words["title"]) or Words("", lang)
    sides = [spoken(text(texts), lang) for texts in [*words["sides"], words["sides_words"]] if text(texts)]
    origin = text(words["from"])
    facts = [Pair(_("Between"), apart(sides))] if sides else []
    if origin:
        facts.append(Pair(_("From"), spoken(origin, lang)))
    due_on = datetime.date.fromisoformat(words["due_on"]) if words["due_on"] else None
    changed_on = words.get("state_changed_on")  # listings made before have none
    return AgreedEntry(
        due=sentence_case(agreed.due(due_on, words["due_precision"], lang)),
        address=reverse("missions:mission", args=[card.slug]) + "#agreed",
        title=escape(title.text),
        title_language=language_of(title, lang),
        state=agreed.state_of(
            words["state"],
            datetime.date.fromisoformat(changed_on) if changed_on else None,
            text(words["state_words"]),
            lang,
        ),
        mission=spoken(card.text(card.words["title"], lang), lang),
        place=spoken(text(words["place"]), lang) if words["place"] else NOTHING,
        facts=tuple(facts),
    )


def _choices(everything: Sequence[Card], wanted: Filters, lang: str) -> Iterable[Choice]:
    can_ask = known(everything)
    names = {slug: card.text(texts, lang) for card in everything for slug, texts in card.sectors.items()}
    in_order = sorted(
        ((slug, name) for slug, name in names.items() if name),
        key=lambda pair: alphabetical(pair[1].text, lang),
    )
    by_name = sorted(
        ((code, countries.country_name(code, lang)) for code in can_ask.countries),
        key=lambda pair: alphabetical(pair[1], lang),
    )
    statuses = [(value, str(label)) for value, label in STATUSES.items()]
    years = [(year, year) for year in sorted(can_ask.years, reverse=True)]
    yield _choice("status", _("Status"), _("Any status"), statuses, wanted.status)
    yield _choice("country", _("Country"), _("Any country"), by_name, wanted.country)
    sectors = _choice("sector", _("Sector"), _("Any sector"), [], wanted.sector)
    yield replace(
        sectors,
        options=(
            *sectors.options,
            *(
                Option(slug, sentence_case(name.text), language_of(name, lang), slug == wanted.sector)
                for slug, name in in_order
            ),
        ),
    )
    yield _choice("year", _("Year"), _("Any year"), years, wanted.year)


def _choice(name: str, label: str, any_one: str, values: Iterable[tuple[str, str]], chosen: str) -> Choice:
    options = [("", any_one), *values]
    return Choice(
        name,
        label,
        tuple(Option(value, text, NOTHING, bool(value) and value == chosen) for value, text in options),
    )


def _page_address(wanted: Filters, page: int) -> str:
    query = wanted.query
    return f"?{query}&page={page}" if query else f"?page={page}"
