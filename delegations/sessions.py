"""Whose personal pages a browser may read: `request.delegates`.

A delegate is not a User. Her session holds the link that she pressed and whom it was for; both are looked up
at each request that asks, so a revoked or expired link and a delegate who withdrew are out at once. Staff who
are signed in in the same browser stay so, and are something else. So are hosts: `hosts` are their links.
"""

import datetime
import json
from collections.abc import Callable, Sequence
from functools import lru_cache

from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from delegations.models import AccessLink, Delegate, LinkPurpose
from missions.questions import KEY, MOMENT, Prepared

SESSION_KEY = "links"
HOST_KEY = "host_links"


class DelegateRequest(HttpRequest):
    """A request after `remember_delegates`; her own pages have the other two (`views.delegate_required`)."""

    delegates: Sequence[Delegate]
    reader: str
    copied_at: datetime.datetime | None


def remember_delegates(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request its `delegates`, looked up only where a page asks: public ones know nobody."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.delegates = SimpleLazyObject(lambda: _delegates(request))  # type: ignore[attr-defined]  # ours
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
    opened = AccessLink.objects.valid().filter(pk__in=_opened(request), delegate=delegate)
    name: str | None = opened.order_by("assistant").values_list("assistant", flat=True).first()
    return name or ""


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


def _delegates(request: HttpRequest) -> tuple[Delegate, ...]:
    """The delegates whose links this session holds and who may still read, the latest mission first."""
    opened = _opened(request)
    if not opened:
        return ()
    keys = sorted(int(key) for key in opened)
    delegates = {
        link.delegate
        for link in _links(len(keys))(timezone.now(), *keys)
        if link.delegate is not None and opened[str(link.pk)] == link.delegate.pk
    }
    return tuple(
        sorted(delegates, key=lambda delegate: (delegate.mission.starts_on, delegate.pk), reverse=True)
    )


@lru_cache(maxsize=16)
def _links(number: int) -> Prepared:
    """Of so many links those that hold now, with whom they are for: asked at every request for her pages."""
    return Prepared(
        lambda now, *keys: (
            AccessLink.objects.valid(now)
            .filter(pk__in=keys, purpose=LinkPurpose.ITINERARY, delegate__isnull=False)
            .select_related("delegate__person", "delegate__mission__home", "delegate__delegation")
        ),
        MOMENT,
        *[KEY] * number,
    )
