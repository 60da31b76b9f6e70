"""The page behind a personal link, and the delegate's own pages.

None of them asks for a member of staff to sign in: `link` is open to whoever holds one, and the rest is for
`request.delegates` (see delegations/sessions.py). Nothing of them is kept by any cache.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.csp import CSP
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from delegations import (
    attachments,
    itinerary,
    known,
    links,
    one_button,
    own_details,
    reading,
    seen,
    sessions,
    surveys,
    telephones,
)
from delegations.itinerary import Personal
from delegations.models import AccessLink, Delegate, LinkPurpose
from delegations.one_button import Door
from delegations.sessions import DelegateRequest
from missions.models import FormerSlug
from missions.parts import Party, Place

type View = Callable[..., HttpResponse]

READER = "Keruen-Reader"  # in an answer: who reads, by a name that tells nothing
COPY = "Keruen-Copy"  # in a question: the answer is to be kept for when there is no network, and says so
GZIP = GZipMiddleware(lambda request: HttpResponse())
WITH_WORKER = settings.SECURE_CSP | {"worker-src": [CSP.SELF]}


def private(view: View) -> View:
    """No cache and no search engine keeps the answer; the next site learns no address from it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def delegate_required(view: View) -> View:
    """Open to delegates whose link holds; others read that they should open their link again."""

    @wraps(view)
    @login_not_required
    @private
    def wrapped(request: DelegateRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.delegates:
            return render(request, "delegations/signed_out.html", whom_to_ask(), status=403)
        request.reader = sessions.reader(request)
        request.copied_at = timezone.now() if COPY in request.headers else None
        response = _compressed(request, view(request, *args, **kwargs))
        response[READER] = request.reader
        response._csp_config = WITH_WORKER  # type: ignore[attr-defined]  # Django's way, for each answer
        return response

    return wrapped


def _compressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page is sent compressed, with random letters, so that its length tells nothing of what is in it."""
    if response["Content-Type"].startswith("text/html"):
        GZIP.process_response(request, response)
    return response


@login_not_required
@private
@sensitive_variables("token")
def link(request: DelegateRequest, token: str) -> HttpResponse:
    """One button that signs in for the mission."""
    return one_button.answer(request, token, DOOR)


@delegate_required
@require_safe
def missions(request: DelegateRequest) -> HttpResponse:
    """My missions; a single one is shown at once."""
    if len(request.delegates) == 1:
        return redirect("my:mission", request.delegates[0].mission.slug)
    return render(request, "delegations/missions.html", {"cards": reading.cards(request.delegates)})


@delegate_required
@require_safe
def mission(request: DelegateRequest, slug: str) -> HttpResponse:
    """My own programme of one mission, as it was last released."""
    delegate = of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:mission", delegate.mission.slug)
    language = page_language()
    about = known.of(delegate)
    personal = itinerary.make(delegate, language, about.refs, about.versions)
    context = {
        "delegate": delegate,
        "mine": delegate.mission.slug,
        "name": delegate.person.full_name(language),
        "assistant": sessions.assistant(request, delegate),
        "page": reading.page_now(personal, about.declined) if personal else None,
        "speakers": _speakers(personal) if personal else [],
        "numbers": telephones.in_lines(delegate.mission.numbers),
        "papers": attachments.hers(personal, delegate.mission) if personal else [],
        "details": own_details.state(delegate, language, _places(personal)),
        "asked": seen.for_page(personal, about) if personal else None,
        "beside": beside(language),
        "survey": surveys.asks(delegate),
        **whom_to_ask(),
    }
    return render(request, "delegations/mission.html", context)


def _places(personal: Personal | None) -> list[Place]:
    """After which the clocks of her page are called."""
    return [stop.place for stop in personal.itinerary.stops] if personal else []


def _speakers(personal: Personal) -> list[tuple[Party, str]]:
    """Who speaks for a party and may be called, each with her number as telephones take it."""
    return [(party, telephones.tel(contact.phone)) for party, contact in personal.speakers]


def beside(language: str) -> list[tuple[str, str]]:
    """The languages that may stand beside this one on paper: code and own name."""
    return [(code, name) for code, name in settings.LANGUAGES if code != language]


@login_not_required
@private
@require_POST
def sign_out(request: DelegateRequest) -> HttpResponse:
    """Close my pages in this browser, and have it delete what it keeps of them."""
    sessions.sign_out(request)
    response = redirect("my:missions")
    sessions.forget(request, response)
    return response


def of_mission(request: DelegateRequest, slug: str) -> Delegate:
    """The delegate of the mission with this slug, present or former. Raises Http404 if it is not hers."""
    for delegate in request.delegates:
        if delegate.mission.slug == slug:
            return delegate
    former = FormerSlug.objects.filter(slug=slug).values_list("mission_id", flat=True).first()
    for delegate in request.delegates:
        if delegate.mission_id == former:
            return delegate
    raise Http404


def _invitation(found: AccessLink) -> dict[str, Any]:
    delegate = holder(found)
    return {
        "card": reading.cards([delegate])[0],
        "name": delegate.person.full_name(page_language()),
        "assistant": found.assistant,
        "last_day": links.last_day(found, delegate.mission),
    }


def _pressed(request: DelegateRequest, found: AccessLink) -> HttpResponse:
    links.used(found)
    sessions.sign_in(request, found)
    return redirect("my:missions")


def holder(found: AccessLink) -> Delegate:
    """The delegate of a link to an itinerary. Raises ValueError for a host's."""
    if found.delegate is None:
        raise ValueError("a host's link is no delegate's")
    return found.delegate


def language_of(request: HttpRequest, found: AccessLink) -> str:
    """The language for the page of this link; see `language_for`."""
    return language_for(request, holder(found))


def language_for(request: HttpRequest, delegate: Delegate) -> str:
    """The language chosen in this browser, else the one that the person prefers, else the browser's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else delegate.person.language or page_language()


def page_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def whom_to_ask() -> dict[str, str]:
    return {"report_address": settings.REPORT_ADDRESS}


DOOR = Door(LinkPurpose.ITINERARY, "delegations/link.html", language_of, _invitation, _pressed, whom_to_ask)
