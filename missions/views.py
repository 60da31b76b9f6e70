"""Public pages: each finds what its readers may see now, and prints it once for all of them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache as kept
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from missions import editions, history, itinerary, results, sources, structured
from missions import sitemap as pages
from missions.answers import KEEP_SECONDS, answer, public
from missions.editions import Edition
from missions.models import Listing, ListingKind, Release
from missions.pages import changes_page, home_page, mission_page, partner_page
from missions.pages.home_page import Filters, Known
from missions.pages.markup import page_language
from missions.pages.mission_page import Alternative
from missions.results import Results
from partners import merged
from partners.models import Organisation
from wording import dates
from wording.words import pick


@public
def mission(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A mission as last released, with its published results."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(slug, "missions:mission")
    return answer(
        request,
        ("mission", *_of_page(), *edition.key),
        lambda: _mission(request, edition),
    )


def _mission(request: HttpRequest, edition: Edition) -> str:
    lang = page_language()
    edition = edition.as_read()
    documents = sources.documents(edition)
    public = edition.itinerary(documents[edition.number], lang)
    before = documents.get(edition.replaces) if edition.replaces else None
    published, note = sources.published_results(edition)
    told = results.make(published, public, edition.results_number)
    page = mission_page.make(
        public,
        told,
        edition,
        now=timezone.now(),
        before=itinerary.make(before, itinerary.PUBLIC, lang) if before else None,
        partner_slugs=sources.partner_slugs(public),
        results_note=pick(note, lang),
        alternative=_alternative(edition, told),
    )
    address = settings.SITE_URL + reverse("missions:mission", args=[edition.slug])
    data = structured.script(structured.event(public, edition.state, address))
    return render_to_string("mission.html", {"page": page, "structured": data, "menu": "missions"}, request)


@public
def changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The versions of a mission and what changed in each, as the public saw it."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(slug, "missions:changes")
    return answer(request, ("changes", *_of_page(), *edition.key), lambda: _changes(request, edition))


def _changes(request: HttpRequest, edition: Edition) -> str:
    lang = page_language()
    numbers = history.public_versions(edition.mission_id, edition.state)
    readable = [number for number in numbers if number <= edition.number]
    releases = Release.objects.filter(mission_id=edition.mission_id, number__in=readable)
    versions = [
        changes_page.Version(
            release.number,
            release.told_at,
            Release.note.words(release, lang),
            itinerary.make(release.document, itinerary.PUBLIC, lang),
        )
        for release in releases.order_by("number")
    ]
    if not versions:  # the last one was withdrawn a moment ago
        raise Http404
    page = changes_page.make(versions, reverse("missions:mission", args=[edition.slug]))
    return render_to_string("changes.html", {"page": page, "menu": "missions"}, request)


@public
def home(request: HttpRequest) -> HttpResponseBase:
    """All public missions, and what was agreed, by the filters of the address."""
    everything = editions.everything()
    # Most readers ask for everything, and need not wait to hear what they could ask for.
    wanted = home_page.filters(request.GET, _can_ask(everything)) if request.GET else Filters()
    return answer(request, ("home", *_of_page(), wanted, *everything), lambda: _home(request, wanted))


def _home(request: HttpRequest, wanted: Filters) -> str:
    rows = _listings(ListingKind.CARD, ListingKind.AGREED)
    page = home_page.make(rows, wanted, page_language(), timezone.now())
    return render_to_string(
        "home.html", {"page": page, "menu": "missions", "page_query": wanted.query}, request
    )


def _can_ask(everything: tuple[object, ...]) -> Known:
    """What home can be filtered by, as long as nothing public changes."""
    key = "home-can-ask-" + "-".join(map(str, everything))
    found: Known | None = kept.get(key)
    if found is None:
        found = home_page.known(home_page.cards(_listings(ListingKind.CARD)))
        kept.set(key, found, KEEP_SECONDS)
    return found


@public
def partner(request: HttpRequest, slug: str) -> HttpResponseBase:
    """An organisation and its public items in all missions."""
    key = ("partner", slug, *_of_page(), *editions.everything())
    try:
        return answer(request, key, lambda: _partner(request, slug))
    except Http404:
        present = merged.present_slug(Organisation, slug)
        if present is None:
            raise
    return redirect(reverse("missions:partner", args=[present]), permanent=True)


def _partner(request: HttpRequest, slug: str) -> str:
    lang = page_language()
    organisations = Organisation.objects.select_related("place", "parent").filter(published=True)
    organisation = get_object_or_404(organisations, slug=slug)
    rows = _listed(ListingKind.HOST, ref__in=_refs(organisation))
    # Read some hundred at a time: of a partner of many missions all at once would fill a worker's memory.
    page = partner_page.make(organisation, rows.iterator(chunk_size=100), lang, _parent_address(organisation))
    if not page.entries:
        raise Http404
    address = settings.SITE_URL + reverse("missions:partner", args=[slug])
    data = structured.organisation(page.name, address, lang, place=page.place, website=page.website)
    return render_to_string("partner.html", {"page": page, "structured": structured.script(data)}, request)


@public
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """The list of public pages for search engines."""
    return answer(
        request,
        ("sitemap", settings.SITE_URL, *editions.everything()),
        _sitemap,
        content_type="application/xml; charset=utf-8",
    )


def _sitemap() -> str:
    partners = Organisation.objects.filter(published=True).values_list("ref", "slug")
    listed = Listing.objects.filter(kind__in=(ListingKind.CARD, ListingKind.HOST)).order_by()
    # Of what the listings tell in all languages only a moment is read.
    rows = listed.values_list("kind", "ref", "mission__slug", "words__released_at").distinct()
    released = {slug: dates.read_moment(at) for kind, _ref, slug, at in rows if kind == ListingKind.CARD}
    met = [(str(ref), slug) for kind, ref, slug, _at in rows if kind == ListingKind.HOST]
    present = merged.present({ref for ref, _slug in met})
    met = [(present.get(ref, ref), slug) for ref, slug in met]
    return pages.rendered(pages.pages(released, met, {str(ref): slug for ref, slug in partners}))


def _listings(*kinds: ListingKind) -> list[Listing]:
    """What is listed of all public missions, with their slugs; one query."""
    return list(_listed(*kinds))


def _listed(*kinds: ListingKind, **of: object) -> QuerySet[Listing]:
    return (
        Listing.objects.filter(kind__in=kinds, **of)
        .select_related("mission")
        .only("mission_id", "kind", "ref", "item_uid", "order", "words", "mission__slug")
    )


def _refs(organisation: Organisation) -> list[str]:
    """By which an organisation is named: its own reference, and those of what was merged into it."""
    return [str(organisation.ref), *merged.former(Organisation, organisation.ref)]


def _parent_address(organisation: Organisation) -> str:
    """Where the parent organisation has a page, if it has."""
    parent = organisation.parent
    if parent is None or not parent.published:
        return ""
    listed = Listing.objects.filter(kind=ListingKind.HOST, ref__in=_refs(parent)).exists()
    return reverse("missions:partner", args=[parent.slug]) if listed else ""


def _of_page() -> tuple[object, ...]:
    """What every page depends on besides its subject: language, address, and the days of all missions."""
    return page_language(), settings.SITE_URL, editions.quarter_of_hour()


def _moved(slug: str, name: str) -> HttpResponseBase:
    """To the address that the mission has now, else 404."""
    present = editions.former(slug)
    if present is None:
        raise Http404
    return redirect(reverse(name, args=[present]), permanent=True)


def _alternative(edition: Edition, told: Results) -> Alternative:
    calendar = reverse("missions:programme_ics", args=[edition.slug])
    host = urlsplit(settings.SITE_URL).netloc
    return Alternative(
        subscribe=f"webcal://{host}{calendar}",
        calendar=calendar,
        data=reverse("missions:programme_json", args=[edition.slug]),
        paper=reverse("missions:programme_pdf", args=[edition.slug]),
        results=reverse("missions:results_pdf", args=[edition.slug]) if told else "",
    )
