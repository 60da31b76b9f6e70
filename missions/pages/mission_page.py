"""The mission's page: cover, facts at a glance, route, programme, what was agreed, partners met."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from missions import changes, route_map
from missions.editions import Edition
from missions.models import MissionState, PartyRole
from missions.pages import agreed, met, programme, times
from missions.pages.agreed import Agreed
from missions.pages.items import Setting, named, organisation_link
from missions.pages.markup import NOTHING, Pair, Prose, escape, language_of, safe, sentence_case, spoken
from missions.pages.met import Partner
from missions.pages.programme import StopEntry
from missions.parts import Itinerary, Party, Stop
from missions.results import Results
from wording import dates, zones
from wording.words import Words

# Longer routes are a line of text: as a drawing they would fill the first view.
LONGEST_ROUTE = 7


@dataclass(frozen=True, slots=True)
class RouteStop:
    """A stop on the cover's line."""

    anchor: str
    name: SafeString
    days: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Alternative:
    """A form in which the same programme is found at another address."""

    subscribe: str
    calendar: str
    data: str
    paper: str
    results: str


@dataclass(frozen=True, slots=True)
class MissionPage:
    """All that mission.html prints."""

    title: Words
    title_language: SafeString
    title_note: SafeString
    description: Words
    lede: tuple[SafeString, ...]
    dates: str
    version: SafeString
    cancelled: bool
    route: tuple[RouteStop, ...]
    route_settled: bool
    route_long: bool
    facts: tuple[Pair, ...]
    map: SafeString
    introduction: SafeString
    stops: tuple[StopEntry, ...]
    agreed: Agreed
    results_version: str
    results_note: tuple[SafeString, ...]
    partners: tuple[Partner, ...]
    partners_heading: str
    source: SafeString
    changes_address: str
    changes_link: str
    alternative: Alternative | None


def make(
    itinerary: Itinerary,
    results: Results,
    edition: Edition,
    *,
    now: datetime.datetime,
    before: Itinerary | None = None,
    partner_slugs: Mapping[str, str] | None = None,
    results_note: Words | None = None,
    alternative: Alternative | None = None,
) -> MissionPage:
    """The page in the itinerary's language, which must be the active one.

    `before` is the itinerary of the version that this one replaces; `partner_slugs` are the organisations
    that have a page, by ref.
    """
    lang = itinerary.lang
    today = times.today_at(itinerary, now)
    setting = Setting(
        itinerary=itinerary,
        lang=lang,
        version=edition.number,
        reported=programme.is_over(itinerary, today),
        partner_slugs=partner_slugs or {},
        changes=_since(before, itinerary),
        outcomes=results.of_items,
        reports=results.reports,
        partner_address=reverse("missions:partner", args=["slug"]).replace("slug", "{}"),
    )
    prose = Prose(lang)
    return MissionPage(
        title=itinerary.title,
        title_language=language_of(itinerary.title, lang),
        title_note=prose.note(itinerary.title),
        description=itinerary.summary or itinerary.title,
        lede=tuple(prose.paragraphs(itinerary.summary, "lede")),
        dates=_dates_apart(itinerary),
        version=times.version_line(
            edition.number, edition.released_at, edition.replaces, itinerary, setting.places
        ),
        cancelled=edition.state == MissionState.CANCELLED,
        route=tuple(_route(itinerary)),
        route_settled=times.settled(itinerary),
        route_long=len(itinerary.stops) > LONGEST_ROUTE,
        facts=tuple(_facts(setting, edition, today)),
        map=_map(itinerary),
        introduction=programme.introduction(setting),
        stops=programme.entries(setting),
        agreed=agreed.make(results, setting),
        results_version=_results_version(edition, itinerary),
        results_note=tuple(Prose(lang).paragraphs(results_note)),
        partners=met.partners(setting),
        partners_heading=_("Partners met") if setting.reported else _("Partners to meet"),
        source=Prose(lang).inline(itinerary.source),
        changes_address=reverse("missions:changes", args=[edition.slug]),
        changes_link=_changes_link(edition, itinerary),
        alternative=alternative,
    )


def _changes_link(edition: Edition, itinerary: Itinerary) -> str:
    """What leads to the list of changes; nothing where there is one version."""
    if not edition.replaces:
        return ""
    if itinerary.compiled_from_reports:
        return _("What changed in this record")
    return _("What changed in version %(number)s") % {"number": edition.number}


def mission_dates(itinerary: Itinerary) -> str:
    """The mission's days as far as they are known."""
    return dates.mission_dates(
        itinerary.starts_on, itinerary.ends_on, itinerary.dates_precision, itinerary.lang
    )


def _dates_apart(itinerary: Itinerary) -> str:
    """The mission's days, where its summary does not say them in the same words."""
    words = mission_dates(itinerary)
    return (
        ""
        if itinerary.summary and words in itinerary.summary.text
        else dates.ended(f"{sentence_case(words)}.")
    )


def status_word(
    state: MissionState, starts_on: datetime.date, ends_on: datetime.date, today: datetime.date
) -> str:
    """What a mission is to its reader today: cancelled, upcoming, under way or completed."""
    if state == MissionState.CANCELLED:
        return pgettext("one mission", "Cancelled")
    if today < starts_on:
        return pgettext("one mission", "Upcoming")
    if ends_on < today:
        return pgettext("one mission", "Completed")
    return pgettext("one mission", "Under way")


def _since(before: Itinerary | None, itinerary: Itinerary) -> dict[str, changes.Change]:
    if before is None:
        return {}
    return {change.item.uid: change for change in changes.compare(before, itinerary).items}


def _map(itinerary: Itinerary) -> SafeString:
    """The route map as markup; empty where no place has coordinates."""
    return _map_of(itinerary.stops, times.settled(itinerary), itinerary.lang)


@lru_cache(maxsize=64)
def _map_of(stops: tuple[Stop, ...], settled: bool, lang: str) -> SafeString:
    """The map in a language, which must be the active one: kept, since routes seldom change."""
    found = route_map.make(stops, settled=settled)
    return render_to_string("components.html#route-map", {"map": found}) if found else NOTHING


def _route(itinerary: Itinerary) -> Iterable[RouteStop]:
    anchors = programme.stop_anchors(itinerary)
    for stop in itinerary.stops:
        yield RouteStop(
            anchor=anchors[stop.ref],
            name=spoken(stop.place.name, itinerary.lang),
            days=times.stop_days(times.dated(stop, itinerary), itinerary.lang),
            is_open=stop.first_day is None,
        )


def _facts(setting: Setting, edition: Edition, today: datetime.date) -> Iterable[Pair]:
    itinerary, lang = setting.itinerary, setting.lang
    yield Pair(_("Status"), escape(status_word(edition.state, itinerary.starts_on, itinerary.ends_on, today)))
    known_dates = escape(sentence_case(mission_dates(itinerary)))
    note = Prose(lang).inline(itinerary.dates_note)
    yield Pair(_("Dates"), safe(dates.ended(f"{known_dates}. {note}")) if note else known_dates)
    if itinerary.purpose:
        yield Pair(_("Purpose"), _markdown(itinerary.purpose, lang))
    yield from _parties(setting)
    if itinerary.background:
        yield Pair(_("Before it"), _markdown(itinerary.background, lang))
    if itinerary.series:
        yield Pair(_("Series"), spoken(itinerary.series, lang))
    yield Pair(_("Time zone"), _zones(setting, today))


def _markdown(words: Words, lang: str) -> SafeString:
    """A text typed in Markdown as the value of a fact."""
    return safe(f'<div class="stack--tight">{"".join(Prose(lang).markdown(words))}</div>')


def parties(itinerary: Itinerary) -> Iterable[tuple[PartyRole, str, list[Party]]]:
    """The organisations that carry the mission, by role, with the word for the role."""
    terms = {
        PartyRole.ORGANISER: _("Organiser"),
        PartyRole.CO_ORGANISER: _("Co-organiser"),
        PartyRole.SUPPORTER: _("Supported by"),
        PartyRole.HOST: _("Host"),
        PartyRole.SPONSOR: _("Sponsor"),
        PartyRole.PARTICIPANT: _("Participating organisation"),
    }
    ranks = list(terms)
    ordered = sorted(itinerary.parties, key=lambda party: ranks.index(party.role))
    for role, of_role in groupby(ordered, key=lambda party: party.role):
        yield role, terms[role], list(of_role)


def _parties(setting: Setting) -> Iterable[Pair]:
    """The organisations that carry the mission, by role, with those who speak for them."""
    for _role, term, of_role in parties(setting.itinerary):
        texts = []
        for party in of_role:
            name = organisation_link(party.organisation, setting)
            contact = party.contact
            texts.append(f"{name}, {named(contact, setting.lang)}" if contact else name)
        yield Pair(term, safe("<br>".join(texts)))


def _zones(setting: Setting, today: datetime.date) -> SafeString:
    """The clocks of the stops and times, each with its days where one changes; how home differs from one."""
    itinerary, lang = setting.itinerary, setting.lang
    days: dict[str, set[datetime.date]] = {stop.place.zone: set() for stop in itinerary.stops}
    for item in itinerary.items:
        if item.starts_at or item.ends_at:
            days.setdefault(item.zone, set()).update([item.day] if item.day else ())
    told = {zone: sorted(found) or [itinerary.starts_on] for zone, found in days.items()}
    told = told or {itinerary.zone: [itinerary.starts_on]}
    text = sentence_case("; ".join(said for zone in told for said in _clocks(zone, told[zone], setting)))
    home = itinerary.home
    if home and len(told) == 1:
        ((zone, on),) = told.items()
        differences = {zones.hours_ahead(home.zone, zone, day) for day in on}
        if len(differences) == 1 and home.name != times.namesake(zone, setting.places):
            text += ". " + zones.hours_ahead_sentence(home.name, home.zone, zone, on[0], today, lang)
    return escape(text)


def _clocks(zone: str, days: list[datetime.date], setting: Setting) -> Iterable[str]:
    """ "London time (UTC), 27 March": what a zone's clock is on these days, with them where it changes."""

    def words(day: datetime.date) -> str:
        return times.zone_words(zone, day, setting.lang, setting.places)

    runs = [(said, list(run)) for said, run in groupby(days, key=words)]
    for said, run in runs:
        yield f"{said}, {dates.day_range(run[0], run[-1], setting.lang)}" if len(runs) > 1 else said


def _results_version(edition: Edition, itinerary: Itinerary) -> str:
    """Which results these are, once they were corrected or added to."""
    if edition.results_at is None or (edition.results_number or 0) < 2:
        return ""
    if itinerary.compiled_from_reports:
        return times.record_line(edition.results_at, itinerary)
    moment = dates.released_at(edition.results_at, zones.zone_info(itinerary.zone), itinerary.lang)
    sentence = _("Results, version %(number)s, published %(moment)s.")
    return dates.ended(sentence % {"number": edition.results_number, "moment": moment})
