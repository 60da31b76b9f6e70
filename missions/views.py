"""Public pages: each finds what its readers may see now, and prints it once for all of them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from missions import editions, itinerary, results, structured
from missions.answers import answer
from missions.editions import Edition
from missions.models import Listing, ListingKind, Release, ResultsRelease
from missions.pages import mission_page
from missions.pages.markup import page_language
from missions.pages.mission_page import Alternative
from missions.parts import Itinerary
from partners.models import Organisation


@login_not_required
@require_safe
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
    public = edition.itinerary(edition.release().document, lang)
    published = ResultsRelease.objects.filter(pk=edition.results_id).first()
    page = mission_page.make(
        public,
        results.make(published.document if published else None, public, edition.results_number),
        edition,
        now=timezone.now(),
        before=_before(edition, lang),
        partner_slugs=_partner_slugs(public),
        results_note=ResultsRelease.note.words(published, lang) if published else None,
        alternative=_alternative(edition),
    )
    address = settings.SITE_URL + reverse("missions:mission", args=[edition.slug])
    data = structured.script(structured.event(public, edition.state, address))
    return render_to_string("mission.html", {"page": page, "structured": data, "menu": "missions"}, request)


@login_not_required
@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    raise Http404


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("")


@login_not_required
@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponseBase:
    raise Http404


def _of_page() -> tuple[object, ...]:
    """What every page depends on besides its subject: language, address, and the days of all missions."""
    return page_language(), settings.SITE_URL, editions.quarter_of_hour()


def _moved(slug: str, name: str) -> HttpResponseBase:
    """To the address that the mission has now, else 404."""
    present = editions.former(slug)
    if present is None:
        raise Http404
    return redirect(reverse(name, args=[present]), permanent=True)


def _before(edition: Edition, lang: str) -> Itinerary | None:
    """The version that this one replaces, as the public saw it, without the names of people."""
    if edition.replaces is None:
        return None
    release = Release.objects.get(mission_id=edition.mission_id, number=edition.replaces)
    return itinerary.make(release.document, itinerary.PUBLIC, lang)


def _partner_slugs(public: Itinerary) -> dict[str, str]:
    """The organisations of this itinerary that have a page, by ref."""
    refs = {host.organisation.ref for item in public.items for host in item.hosts}
    refs |= {party.organisation.ref for party in public.parties}
    listed = Listing.objects.filter(kind=ListingKind.HOST).values("ref")
    found = Organisation.objects.filter(ref__in=refs, published=True).filter(ref__in=listed)
    return {str(ref): slug for ref, slug in found.values_list("ref", "slug")}


def _alternative(edition: Edition) -> Alternative:
    calendar = reverse("missions:programme_ics", args=[edition.slug])
    host = urlsplit(settings.SITE_URL).netloc
    return Alternative(
        subscribe=f"webcal://{host}{calendar}",
        calendar=calendar,
        data=reverse("missions:programme_json", args=[edition.slug]),
    )
