"""Pages for what went wrong. None tells too much; the last needs nothing that could fail."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer for what does not exist and for what the reader may not see."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For staff whose role does not reach this page."""
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself may be broken, so the page takes nothing from it."""
    return HttpResponseBadRequest(render_to_string("400.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """No database, no context, no list of static files."""
    return HttpResponseServerError(render_to_string("500.html"))


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many attempts from one address; allauth asks for this one by name."""
    return render(request, "429.html", status=429)
