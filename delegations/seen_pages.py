"""“I have seen version 4”: the button on her own page, and the page with a button that a letter leads to.

The letter's address holds the token of her personal link and the version. To open it changes nothing, since
mail scanners open every link; to press its button says that she has seen the version, and signs in as the
link by itself does.
"""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from delegations import links, reading, seen, sessions, views
from delegations.models import AccessLink, Delegate, LinkPurpose
from delegations.sessions import DelegateRequest
from missions import limits
from missions import release as releases
from wording import numbers


@views.delegate_required
@require_POST
def say(request: DelegateRequest, slug: str) -> HttpResponse:
    """Note that the version which she has before her is seen, and lead back to her page."""
    delegate = views.of_mission(request, slug)
    number = numbers.whole(request.POST.get("version", ""))
    with suppress(ValidationError):  # withdrawn meanwhile: the page shows what there is now
        seen.say(delegate, number or 0, assistant=sessions.assistant(request, delegate))
    return redirect("my:mission", delegate.mission.slug)


@login_not_required
@views.private
@sensitive_variables("token")
def from_letter(request: DelegateRequest, token: str, number: int) -> HttpResponse:
    """One button that says she has seen the version, and opens her programme."""
    response = _answer(request, token, number)
    response["Referrer-Policy"] = "strict-origin"  # as that of the link by itself, and for the same reason
    return response


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def _answer(request: DelegateRequest, token: str, number: int) -> HttpResponse:
    if limits.reached(request):
        return render(request, "429.html", status=429)
    found = links.find(token, LinkPurpose.ITINERARY)
    if found is None or found.delegate is None:
        limits.count(request)
        return render(request, "delegations/link_not_valid.html", views.whom_to_ask(), status=404)
    delegate = found.delegate
    with translation.override(views.language_for(request, delegate)):
        if request.method == "POST":
            return _pressed(request, found, delegate, number)
        response = render(request, "delegations/seen.html", _told(found, delegate, number))
        response["Content-Language"] = views.page_language()
        return response


def _pressed(request: DelegateRequest, found: AccessLink, delegate: Delegate, number: int) -> HttpResponse:
    if request.POST.get("do") == "seen":
        with suppress(ValidationError):  # withdrawn meanwhile: her page shows what there is now
            seen.say(delegate, number, assistant=found.assistant)
    links.used(found)
    sessions.sign_in(request, found)
    return redirect("my:mission", delegate.mission.slug)


def _told(found: AccessLink, delegate: Delegate, number: int) -> dict[str, Any]:
    newest = releases.newest(delegate.mission)
    return {
        "card": reading.cards([delegate])[0],
        "name": delegate.person.full_name(views.page_language()),
        "assistant": found.assistant,
        "number": number,
        "newest": newest.number if newest else None,
        **views.whom_to_ask(),
    }
