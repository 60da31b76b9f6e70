"""A request may tell the process to forget what it would otherwise answer from."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from missions import editions


def as_told(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Before the answer: the second of memory, and with "pages" all that was rendered, as after a release."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        told = request.META.get("HTTP_X_FORGET")
        if told:
            editions.forget()
        if told == "pages":
            cache.clear()
        return get_response(request)

    return middleware
