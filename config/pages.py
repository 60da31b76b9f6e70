"""The fixed public pages: what these records are, personal data, accessibility."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from missions.answers import answer


def _fixed(request: HttpRequest, template: str) -> HttpResponseBase:
    """A page that is the same for everyone."""
    told = {"report_address": settings.REPORT_ADDRESS}
    return answer(
        request,
        (template, get_language(), settings.SITE_URL, *told.values()),
        lambda: render_to_string(template, told, request),
    )


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponseBase:
    """What these records are, and how to report a mistake."""
    return _fixed(request, "about.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponseBase:
    """What personal data is kept, and why."""
    return _fixed(request, "privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponseBase:
    """How far everyone can use these pages, and how that was tried."""
    return _fixed(request, "accessibility.html")
