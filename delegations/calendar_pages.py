"""A delegate's calendar at its address for programs, and the page from which she subscribes to it.

A calendar program knows no session: whoever has the address reads the calendar, so it is a secret like that
of a personal link, shown in her own page alone. No cache keeps its answers; a program that has the newest one
is told so by its ETag.
"""

import hashlib
from typing import Any

import segno
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from delegations import calendar, links, reading, sessions
from delegations.models import AccessLink, Delegate, LinkPurpose
from delegations.sessions import DelegateRequest
from delegations.views import delegate_required, of_mission, page_language, private, whom_to_ask
from missions import answers, limits
from missions.feeds import CALENDAR


@login_not_required
@private
@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar that belongs to a token, in the language and with the alarm that the address asks for.

    A token that was good once is answered with 410, by which programs cease to ask; any other with 404. Both
    say the same, and nothing of whose calendar it was.
    """
    response = _feed(request, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_variables("token")
def _feed(request: HttpRequest, token: str) -> HttpResponse:
    link = links.find(token, LinkPurpose.CALENDAR)
    if link is None or link.delegate is None:
        ended = links.has_ended(token, LinkPurpose.CALENDAR)
        # Programs go on asking for what they subscribed to, and guess nothing.
        if not ended and limits.wrong_links(request):
            return _plain(_("Too many attempts. Wait a few minutes, then try again."), 429)
        return _plain(_("There is no calendar at this address."), 410 if ended else 404)
    links.polled(link)
    lang = request.GET.get("lang", "")
    return _answer(
        request,
        link.delegate,
        lang if lang in dict(settings.LANGUAGES) else reading.language_of(link.delegate),
    )


@delegate_required
@require_safe
def file(request: DelegateRequest, slug: str) -> HttpResponse:
    """The same calendar as a file to save, for programs that cannot subscribe."""
    delegate = of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:calendar_file", delegate.mission.slug)
    response = _answer(request, delegate, page_language())
    response["Content-Disposition"] = f'attachment; filename="{delegate.mission.slug}.ics"'
    return response


@delegate_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: DelegateRequest, slug: str) -> HttpResponse:
    """Where she subscribes: a button makes the address of her calendar, which stands here from then on."""
    delegate = of_mission(request, slug)
    assistant = sessions.assistant(request, delegate)
    if request.method == "POST":
        match request.POST.get("do"):
            case "make":
                links.subscribe(delegate, assistant)
            case "anew":
                links.subscribe(delegate, assistant, anew=True)
            case "end":
                links.unsubscribe(delegate, assistant)
        return redirect("my:calendar", delegate.mission.slug)
    if delegate.mission.slug != slug:
        return redirect("my:calendar", delegate.mission.slug)
    link = links.calendar_of(delegate, assistant)
    alarm = _alarm(request)
    context = {
        "card": reading.cards([delegate])[0],
        "assistant": assistant,
        "alarm": alarm,
        "alarms": [(minutes, _before(minutes)) for minutes in calendar.ALARMS],
        **(_subscription(link, delegate, alarm) if link else {}),
        **whom_to_ask(),
    }
    return render(request, "delegations/calendar.html", context)


def _subscription(link: AccessLink, delegate: Delegate, alarm: int | None) -> dict[str, Any]:
    """The addresses to subscribe by, and the square code of the one that telephones understand.

    `lost` alone where the key is gone with which the address was written: its hash opens the calendar yet.
    """
    query = f"?lang={page_language()}" + (f"&alarm={alarm}" if alarm else "")
    try:
        address = links.calendar_address(link) + query
    except InvalidToken:
        return {"lost": True}
    webcal = "webcal://" + address.partition("://")[2]
    return {
        "link": link,
        "address": address,
        "webcal": webcal,
        "code": segno.make(webcal, error="m").svg_inline(scale=4, light="#fff"),  # dark pages too
        "last_day": links.last_day(link, delegate.mission),
    }


def _answer(request: HttpRequest, delegate: Delegate, lang: str) -> HttpResponse:
    body = calendar.make(delegate, lang, _alarm(request))
    encoding = answers.accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    digest = hashlib.sha256(body).hexdigest()[:32]
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    confirmed = get_conditional_response(request, etag=etag)
    response = confirmed or HttpResponse(
        answers.ENCODERS[encoding](body) if encoding else body, content_type=CALENDAR
    )
    if confirmed is None and encoding:
        response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Content-Language"] = lang
    response["Vary"] = "Accept-Encoding"
    return response


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def _alarm(request: HttpRequest) -> int | None:
    """How many minutes before an event she wants to be reminded; None for not at all."""
    asked = request.GET.get("alarm", "")
    return next((minutes for minutes in calendar.ALARMS if str(minutes) == asked), None)


def _before(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(number)s minute before", "%(number)s minutes before", minutes) % {
            "number": minutes
        }
    hours = minutes // 60
    return ngettext("%(number)s hour before", "%(number)s hours before", hours) % {"number": hours}
