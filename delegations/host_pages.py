"""The page behind a host's link, and what it opens: the host's own items and its visitors.

As with delegates' pages, `link` is open to whoever holds one, the rest to whoever pressed its button and
whose link still holds. Nothing of them is kept by any cache.
"""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegations import host_invitations, hosts, links, reading, sessions
from delegations.hosts import Hosted
from delegations.models import AccessLink, LinkPurpose
from delegations.views import page_language, private, whom_to_ask
from missions import limits
from missions.models import FormerSlug, Mission
from partners.models import Organisation
from wording.words import Words


@login_not_required
@private
@sensitive_variables("token")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One button that signs in for the mission. Only pressing it does: mail scanners open every link."""
    response = _answer(request, token)
    # The address is the secret, so no other page learns it; without any referrer the POST had no Origin.
    response["Referrer-Policy"] = "strict-origin"
    return response


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def _answer(request: HttpRequest, token: str) -> HttpResponse:
    if limits.reached(request):
        return render(request, "429.html", status=429)
    found = links.find(token, LinkPurpose.HOST)
    if found is None or found.mission is None or found.organisation is None:
        limits.count(request)
        # the same for a wrong, an expired and a revoked link: the page tells nothing that was not known
        return render(request, "delegations/link_not_valid.html", _for_host(), status=404)
    with translation.override(_language(request, found.mission, found.organisation)):
        if request.method == "POST":
            links.used(found)
            sessions.sign_in_host(request, found)
            return redirect("host:mission", found.mission.slug)
        [card] = reading.cards_of([found.mission])
        told = {
            "card": card,
            "name": _name(found.organisation),
            "last_day": links.last_day(found, found.mission.zone_told()),
        }
        response = render(request, "delegations/host_link.html", {**told, **_for_host()})
        response["Content-Language"] = page_language()
        return response


@login_not_required
@private
@require_safe
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    """The host's items of one mission, as they were last released, and who comes."""
    held = sessions.hosts(request)
    if not held:
        return render(request, "delegations/signed_out.html", _for_host(), status=403)
    opened = _of_mission(held, slug)
    if opened.mission is None or opened.organisation is None:
        raise Http404
    if opened.mission.slug != slug:
        return redirect("host:mission", opened.mission.slug)
    hosted = hosts.make(opened.mission, opened.organisation, page_language())
    return render(
        request,
        "delegations/host.html",
        {
            "name": _name(opened.organisation),
            "page": _page(hosted) if hosted else None,
            "companies": hosted.companies if hosted else (),
            **_for_host(),
        },
    )


@login_not_required
@private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the host's pages in this browser, and a delegate's."""
    sessions.sign_out(request)
    return render(request, "delegations/signed_out.html", _for_host())


def _page(hosted: Hosted) -> reading.Page:
    """The page in words, with the visitors at each item."""
    page = reading.page(hosted.personal)

    def with_visitors(entry: reading.EntryWords) -> reading.EntryWords:
        uid = entry.item.uid if entry.item else ""
        return replace(entry, visit=hosts.Visit(uid in hosted.visitors, hosted.visitors.get(uid, ())))

    def of_halt(halt: reading.HaltWords) -> reading.HaltWords:
        return replace(halt, entries=tuple(map(with_visitors, halt.entries)))

    days = tuple(replace(day, halts=tuple(map(of_halt, day.halts))) for day in page.days)
    return replace(page, days=days)


def _of_mission(held: list[AccessLink], slug: str) -> AccessLink:
    """The link for the mission with this slug, present or former. Raises Http404 if there is none."""
    for opened in held:
        if opened.mission and opened.mission.slug == slug:
            return opened
    former = FormerSlug.objects.filter(slug=slug).values_list("mission_id", flat=True).first()
    for opened in held:
        if former is not None and opened.mission_id == former:
            return opened
    raise Http404


def _language(request: HttpRequest, mission: Mission, organisation: Organisation) -> str:
    """The language chosen in this browser, else the one that the contact prefers, else the browser's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    contact = host_invitations.contact_of(mission, organisation)
    return (contact.person.language if contact else "") or page_language()


def _name(organisation: Organisation) -> Words:
    lang = page_language()
    return Organisation.name.words(organisation, lang) or Words("", lang)


def _for_host() -> dict[str, Any]:
    return {"host": True, **whom_to_ask()}
