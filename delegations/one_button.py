"""The page behind a link that a letter tells: one button, and nothing happens before it is pressed.

Mail scanners open every link. Whose link it is, and what the button does, says the door that it opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from delegations import links
from delegations.models import AccessLink, LinkPurpose
from missions import limits


@dataclass(frozen=True, slots=True)
class Door:
    """What stands behind links of one purpose: the page in its holder's language, and what the button does.

    `around` is what the page of a link that does not hold says too.
    """

    purpose: LinkPurpose
    template: str
    language: Callable[[HttpRequest, AccessLink], str]
    told: Callable[[AccessLink], dict[str, Any]]
    press: Callable[[Any, AccessLink], HttpResponse]
    around: Callable[[], dict[str, Any]]


@sensitive_variables("token")
def answer(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    """The page with its button, what the button leads to, or that the link does not hold."""
    response = _answer(request, token, door)
    # The address is the secret, so no other page learns it; without any referrer the POST had no Origin.
    response["Referrer-Policy"] = "strict-origin"
    return response


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def _answer(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    found = links.find(token, door.purpose)
    if found is None or (found.delegate is None) != (door.purpose == LinkPurpose.HOST):
        if limits.wrong_links(request):
            return render(request, "429.html", status=429)
        # the same for a wrong, an expired and a revoked link: the page tells nothing that was not known
        return render(request, "delegations/link_not_valid.html", door.around(), status=404)
    with translation.override(door.language(request, found)):
        if request.method == "POST":
            return door.press(request, found)
        response = render(request, door.template, {**door.told(found), **door.around()})
        response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        return response
