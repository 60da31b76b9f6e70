"""Where signing in again leads whoever's session ended while a form lay open: to the page with that form."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST


def only_sent[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """A view that only takes what forms of other pages send; who comes to read is answered with 405."""
    taking: Any = require_POST(view)
    taking.only_sent = True
    return taking  # type: ignore[no-any-return]  # the same view


class SignInAgain(LoginRequiredMiddleware):
    """As Django's own; from an address that only takes what is sent, back to the page whose form sent it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if getattr(view_func, "only_sent", False) and (page := _came_from(request)):
            sign_in = resolve_url(self.get_login_url(view_func))
            return redirect_to_login(page, sign_in, self.get_redirect_field_name(view_func))
        return super().handle_no_permission(request, view_func)


def _came_from(request: HttpRequest) -> str:
    """The page of ours with the form, as a path with its query; empty where the browser does not say."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
