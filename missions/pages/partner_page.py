"""A partner's page: who it is, and its public items in all missions, from listings alone."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from missions.models import ItemKind, ItemStatus, Listing
from missions.pages.markup import (
    Pair,
    Prose,
    State,
    escape,
    language_of,
    listed,
    safe,
    sentence_case,
    spoken,
)
from partners.models import Organisation, OrganisationKind, Place, Sector
from wording import dates, markdown
from wording.words import Words, pick, pick_name


@dataclass(frozen=True, slots=True)
class HostedEntry:
    """A public item that the partner hosted."""

    when: str
    address: str
    title: SafeString
    title_language: SafeString
    state: State | None
    mission: SafeString
    facts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """All that partner.html prints."""

    name: Words
    name_language: SafeString
    note: SafeString
    facts: tuple[Pair, ...]
    profile: SafeString
    profile_language: SafeString
    profile_note: SafeString
    description: Words
    entries: tuple[HostedEntry, ...]
    place: Words | None
    website: str


def make(organisation: Organisation, rows: Iterable[Listing], lang: str, parent_address: str) -> PartnerPage:
    """The page in a language, which must be the active one.

    `rows` are its listings with their missions' slugs; `parent_address` is empty for a parent without a page.
    """
    name = Organisation.name.words(organisation, lang) or Words("", lang)
    profile = Organisation.profile.words(organisation, lang)
    prose = Prose(lang)
    note = prose.note(name)
    place = Place.name.words(organisation.place, lang) if organisation.place else None
    # A row has its words in all languages, four times what is shown of it: none is kept.
    ordered = sorted((_place_in_time(row), number, _entry(row, lang)) for number, row in enumerate(rows))
    return PartnerPage(
        name=name,
        name_language=language_of(name, lang),
        note=note,
        facts=tuple(_facts(organisation, place, lang, parent_address)),
        profile=markdown.rendered(profile.text) if profile else SafeString(""),
        profile_language=language_of(profile, lang),
        profile_note=prose.note(profile),
        description=Words(Truncator(profile.text).chars(200), profile.lang)
        if profile
        else _in_short(organisation, place, lang),
        entries=tuple(entry for _place, _number, entry in reversed(ordered)),
        place=place,
        website=organisation.website,
    )


def _in_short(organisation: Organisation, place: Words | None, lang: str) -> Words:
    """ "Company, Ashgabat": what an organisation without a profile is; its name stands before that."""
    kind = sentence_case(organisation.get_kind_display())
    if place is None or place.lang != lang:
        return Words(kind, lang)
    known = organisation.kind != OrganisationKind.OTHER
    return Words(f"{kind}, {place.text}" if known else place.text, lang)


def _facts(organisation: Organisation, place: Words | None, lang: str, parent_address: str) -> Iterable[Pair]:
    yield Pair(_("Kind"), escape(sentence_case(organisation.get_kind_display())))
    if place:
        yield Pair(_("Place"), spoken(place, lang))
    parent = organisation.parent
    if parent is not None and parent.published and (name := Organisation.name.words(parent, lang)):
        text = spoken(name, lang)
        yield Pair(_("Part of"), safe(f'<a href="{parent_address}">{text}</a>') if parent_address else text)
    sectors = [name for row in organisation.sectors.all() if (name := Sector.name.words(row, lang))]
    if sectors:
        yield Pair(_("Sectors"), listed(sectors, lang))
    if organisation.website:
        address = escape(organisation.website)
        yield Pair(_("Website"), safe(f'<a href="{address}" rel="noopener">{address}</a>'))


def _place_in_time(row: Listing) -> tuple[str, str, int]:
    return row.words["starts_on"], row.words["day"] or "", row.order


def _entry(row: Listing, lang: str) -> HostedEntry:
    words = row.words
    title = pick(words["title"], lang, words["languages"]) or Words("", lang)
    place = pick_name(words["place"], lang)
    facts = [Pair(_("Kind"), escape(str(ItemKind(words["kind"]).label)))]
    if place:
        facts.append(Pair(_("Where"), spoken(place, lang)))
    return HostedEntry(
        when=_when(row, lang),
        address=f"{reverse('missions:mission', args=[row.mission.slug])}#item-{row.item_uid}",
        title=escape(title.text),
        title_language=language_of(title, lang),
        state=_state(words["status"]),
        mission=spoken(pick(words["mission"], lang, words["languages"]), lang),
        facts=tuple(facts),
    )


def _when(row: Listing, lang: str) -> str:
    """The item's day as far as it is known, else its mission's days."""
    words = row.words
    if words["day"]:
        day = datetime.date.fromisoformat(words["day"])
        text = dates.long_date(day, lang)
        return sentence_case(dates.about(text, lang) if words["day_approximate"] else text)
    first, last = (datetime.date.fromisoformat(words[name]) for name in ("starts_on", "ends_on"))
    return sentence_case(dates.mission_dates(first, last, words["dates_precision"], lang))


def _state(status: str) -> State | None:
    match status:
        case ItemStatus.CANCELLED:
            return State(escape(_("Cancelled")), " state--cancelled")
        case ItemStatus.TENTATIVE:
            return State(escape(_("Tentative")), " state--tentative")
    return None
