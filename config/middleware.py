"""Rules for every response of ours: who may keep it, and in which language it was asked for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import has_vary_header, patch_cache_control

from config.addresses import CHOOSING

Respond = Callable[[HttpRequest], HttpResponseBase]
PRIVATE = "private, no-store"


def private_by_default(get_response: Respond) -> Respond:
    """Nobody keeps a page but one whose view says so, and never one that knows its reader.

    A view publishes by setting Cache-Control itself. Should such a page depend on a cookie or set one after
    all, it is taken back: better slow than shown to somebody else.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if (
            not response.has_header("Cache-Control")
            or response.cookies
            or has_vary_header(response, "Cookie")
        ):
            response["Cache-Control"] = PRIVATE
        elif "private" in response["Cache-Control"]:
            patch_cache_control(response, no_store=True)
        return response

    return middleware


def cookies_where_asked(get_response: Respond) -> Respond:
    """A cookie that is no good is replaced where a page asks for it, and no page of the public does.

    Django would answer it at once, with a new secret for forms or by deleting the session. Stands after both.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # set anew by whatever needs the secret
        if request.session.session_key is None:
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return get_response(request)

    return middleware


def language_choice(get_response: Respond) -> Respond:
    """Where the address has no language, `?language=kk` chooses one, for this browser.

    Pages of /<lang>/… need no cookie: their address says it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.GET.get("language")
        if request.method != "GET" or chosen is None or not request.path_info.startswith(CHOOSING):
            return get_response(request)
        query = request.GET.copy()
        del query["language"]
        address = request.path + (f"?{query.urlencode()}" if query else "")
        response: HttpResponse = HttpResponseRedirect(address)
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=31_536_000,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware
