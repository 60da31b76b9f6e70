"""The calendar of due days at its address for programs, which know no session: its token is the key to it."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from missions import limits
from missions.feeds import CALENDAR
from reports import due_feed


@login_not_required
@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar that belongs to a token, in the language that the address asks for.

    A token that was good once, and one whose holder may not see follow-ups any more, are answered with 410,
    by which programs cease to ask; any other with 404. All say the same, and nothing of whose it was.
    """
    response = _feed(request, token)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_variables("token")
def _feed(request: HttpRequest, token: str) -> HttpResponse:
    found = due_feed.find(token)
    if found is None:
        if limits.wrong_links(request):
            return _plain(_("Too many attempts. Wait a few minutes, then try again."), 429)
        return _plain(_("There is no calendar at this address."), 404)
    if not due_feed.holds(found):
        return _plain(_("There is no calendar at this address."), 410)
    due_feed.polled(found)
    asked = request.GET.get("lang", "")
    lang = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    body = due_feed.make(found, lang)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type=CALENDAR)
    response["ETag"] = etag
    response["Content-Language"] = lang
    return response


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
