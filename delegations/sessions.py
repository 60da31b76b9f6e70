"""Whose personal pages a browser may read: `request.delegates`.

A delegate is not a User. Her session holds the link that she pressed and whom it was for; both are looked up
at each request that asks, so a revoked or expired link and a delegate who withdrew are out at once. Staff who
are signed in in the same browser stay so, and are something else. So are hosts: `hosts` are their links.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from delegations.models import AccessLink, Delegate, LinkPurpose
from missions import released_dates
from missions.questions import KEY, MOMENT, Prepared

SESSION_KEY = "links"
HOST_KEY = "host_links"


class DelegateRequest(HttpRequest):
    """A request after `remember_delegates`; her own pages have the last two (`views.delegate_required`)."""

    links: Sequence[AccessLink]
    delegates: Sequence[Delegate]
    reader: str
    copied_at: datetime.datetime | None


def remember_delegates(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request its `links` and `delegates`, looked up where a page asks: public ones know nobody."""

    def middleware(request: Any) -> HttpResponseBase:
        request.links = SimpleLazyObject(lambda: _held(request))
        request.delegates = SimpleLazyObject(lambda: _delegates(request.links))
        return get_response(request)

    return middleware


def sign_in(request: DelegateRequest, link: AccessLink) -> None:
    """Let this browser read what the link opens, under a new session key.

    The other missions of the same person stay open beside it; those of anybody else are closed.
    """
    delegate = link.delegate
    if delegate is None:
        raise ValueError("a host's link opens no delegate's pages")
    own = {other.pk for other in request.delegates if other.person_id == delegate.person_id}
    opened = {key: pk for key, pk in _opened(request).items() if pk in own}
    request.session[SESSION_KEY] = opened | {str(link.pk): delegate.pk}
    _begin(request, link)


def sign_in_host(request: HttpRequest, link: AccessLink) -> None:
    """Let this browser read what a host's link opens, under a new session key.

    The other missions of the same host stay open beside it; those of any other are closed.
    """
    opened = [held.pk for held in hosts(request) if held.organisation_id == link.organisation_id]
    request.session[HOST_KEY] = [*opened, link.pk]
    _begin(request, link)


def hosts(request: HttpRequest) -> list[AccessLink]:
    """The hosts' links that this browser has opened and that still hold, with mission and organisation."""
    opened = request.session.get(HOST_KEY, [])
    if not opened:
        return []
    held = AccessLink.objects.valid().filter(pk__in=opened, purpose=LinkPurpose.HOST)
    return list(held.select_related("mission", "organisation"))


def assistant(request: DelegateRequest, delegate: Delegate) -> str:
    """Who reads her pages in this browser: "" for the delegate herself, else the assistant of that name."""
    return min((link.assistant for link in request.links if link.delegate_id == delegate.pk), default="")


def own_link(request: DelegateRequest, delegate: Delegate) -> AccessLink | None:
    """Her own link by which her pages are read in this browser; None where an assistant's alone is open."""
    opened = AccessLink.objects.valid().filter(pk__in=_opened(request), delegate=delegate, assistant="")
    return opened.filter(purpose=LinkPurpose.ITINERARY).order_by("pk").last()


def opened(request: DelegateRequest) -> list[str]:
    """The keys of the links by which somebody reads here, in their order; no query beside `delegates`."""
    hers = {delegate.pk for delegate in request.delegates}
    return sorted(key for key, pk in _opened(request).items() if pk in hers)


def reader(request: DelegateRequest) -> str:
    """Who reads in this browser, by a name that tells nothing; others for other links. "" for nobody.

    What a browser keeps is kept under it, so that nothing of one reader is ever an answer to another.
    """
    keys = opened(request)
    if not keys:
        return ""
    return salted_hmac("delegations.reader", json.dumps(keys), algorithm="sha256").hexdigest()[:32]


def sign_out(request: HttpRequest) -> None:
    """Close the personal pages in this browser; staff stay signed in."""
    request.session.pop(SESSION_KEY, None)
    request.session.pop(HOST_KEY, None)
    if request.user.is_authenticated:
        request.session.cycle_key()
    else:
        request.session.flush()


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """Have the browser delete what it keeps of this site; what staff are just writing is theirs and stays."""
    if not request.user.is_authenticated:
        response["Clear-Site-Data"] = '"cache", "storage"'


def _begin(request: HttpRequest, link: AccessLink) -> None:
    """Nothing of the session before can be used by whoever knew its key."""
    request.session.cycle_key()
    rotate_token(request)
    if link.expires_at and not request.user.is_authenticated:  # a session of staff keeps its own end
        request.session.set_expiry(max(link.expires_at, request.session.get_expiry_date()))


def _opened(request: HttpRequest) -> dict[str, int]:
    """The delegates' keys by the links' keys, which JSON has made strings."""
    opened: dict[str, int] = request.session.get(SESSION_KEY, {})
    return opened


def _held(request: HttpRequest) -> tuple[AccessLink, ...]:
    """The links that this session holds, whose delegates may still read."""
    opened = _opened(request)
    if not opened:
        return ()
    keys = sorted(int(key) for key in opened)
    held = tuple(
        link
        for link in _links(len(keys))(timezone.now(), *keys)
        if link.delegate is not None and opened[str(link.pk)] == link.delegate.pk
    )
    for link in held:
        released_dates.remember(link, link.delegate.mission)
    return held


def _delegates(held: Iterable[AccessLink]) -> tuple[Delegate, ...]:
    """Whose links these are, the latest mission first."""
    delegates = {link.delegate for link in held if link.delegate is not None}
    return tuple(
        sorted(
            delegates,
            key=lambda delegate: (released_dates.of(delegate.mission).starts_on, delegate.pk),
            reverse=True,
        )
    )


@lru_cache(maxsize=16)
def _links(number: int) -> Prepared:
    """Of so many links those that hold now, with whom they are for: asked at every request for her pages."""
    return Prepared(
        lambda now, *keys: released_dates.annotated(
            AccessLink.objects.valid(now)
            .filter(pk__in=keys, purpose=LinkPurpose.ITINERARY, delegate__isnull=False)
            .select_related("delegate__person", "delegate__mission__home", "delegate__delegation"),
            "delegate__mission",
        ),
        MOMENT,
        *[KEY] * number,
    )
