"""The fixed public pages: what these records are, personal data, accessibility."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe


def _fixed(request: HttpRequest, template: str) -> HttpResponse:
    """A page that is the same for everyone, to be kept by proxies for a minute and asked for by its ETag."""
    response = render(request, template, {"report_address": settings.REPORT_ADDRESS})
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return get_conditional_response(request, etag=etag, response=response) or response


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What these records are, and how to report a mistake."""
    return _fixed(request, "about.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What personal data is kept, and why."""
    return _fixed(request, "privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everyone can use these pages, and how that was tried."""
    return _fixed(request, "accessibility.html")
