"""The fixed public pages: what these records are, personal data, accessibility."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language

from missions.answers import answer, public


def _fixed(request: HttpRequest, template: str) -> HttpResponseBase:
    """A page that is the same for everyone."""
    told = {"report_address": settings.REPORT_ADDRESS}
    return answer(
        request,
        (template, get_language(), settings.SITE_URL, *told.values()),
        lambda: render_to_string(template, told, request),
    )


@public
def about(request: HttpRequest) -> HttpResponseBase:
    """What these records are, and how to report a mistake."""
    return _fixed(request, "about.html")


@public
def privacy(request: HttpRequest) -> HttpResponseBase:
    """What personal data is kept, and why."""
    return _fixed(request, "privacy.html")


@public
def accessibility(request: HttpRequest) -> HttpResponseBase:
    """How far everyone can use these pages, and how that was tried."""
    return _fixed(request, "accessibility.html")
