"""“I have seen version 4”: the button on her own page, and the page with a button that a letter leads to.

The letter's address holds the token of her personal link and the version. To open it changes nothing, since
mail scanners open every link; to press its button says that she has seen the version, and signs in as the
link by itself does.
"""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from delegations import links, one_button, reading, seen, sessions, views
from delegations.models import AccessLink, LinkPurpose
from delegations.one_button import Door
from delegations.sessions import DelegateRequest
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
    door = Door(
        LinkPurpose.ITINERARY,
        "delegations/seen.html",
        views.language_of,
        partial(_told, number=number),
        partial(_pressed, number=number),
        views.whom_to_ask,
    )
    return one_button.answer(request, token, door)


def _pressed(request: DelegateRequest, found: AccessLink, *, number: int) -> HttpResponse:
    delegate = views.holder(found)
    if request.POST.get("do") == "seen":
        with suppress(ValidationError):  # withdrawn meanwhile: her page shows what there is now
            seen.say(delegate, number, assistant=found.assistant)
    links.used(found)
    sessions.sign_in(request, found)
    return redirect("my:mission", delegate.mission.slug)


def _told(found: AccessLink, *, number: int) -> dict[str, Any]:
    delegate = views.holder(found)
    newest = releases.newest(delegate.mission)
    return {
        "card": reading.cards([delegate])[0],
        "name": delegate.person.full_name(views.page_language()),
        "assistant": found.assistant,
        "number": number,
        "newest": newest.number if newest else None,
    }
