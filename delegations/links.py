"""Personal links: made, renewed, revoked and found again by their token.

A token is 256 random bits. Whoever has it reads its holder's pages, so it is kept like a password: only its
hash is looked up, and the token itself stands encrypted beside it, to be shown again to its holder alone.

No attempt is compared with a token anywhere: the database finds the SHA-256 of what was sent in an index. How
long that takes can tell at most how far two hashes agree, and nobody can choose tokens by their hash. For the
same reason a plain hash is enough: salt and slowness protect passwords that can be guessed.
"""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts import ciphers
from delegations.models import AccessLink, Delegate, LinkPurpose
from delegations.models.links import AccessLinkQuerySet
from missions import released_dates
from missions.models import Mission
from missions.released_dates import ReleasedDates
from partners.models import Organisation
from wording import zones

VALID_AFTER_MISSION = datetime.timedelta(days=30)
POLLS_NOTED_EVERY = datetime.timedelta(hours=1)


def make(
    delegate: Delegate,
    purpose: LinkPurpose = LinkPurpose.ITINERARY,
    expires_at: datetime.datetime | None = None,
    assistant: str = "",
) -> tuple[AccessLink, str]:
    """A new link beside those that the delegate has, and its token.

    `expires_at` is an aware time; by default the link ends thirty days after the mission, or after today if
    the mission is over. `assistant` names who reads in the delegate's stead.
    """
    ends = expires_at or usual_end(delegate.mission)
    return _make(purpose=purpose, delegate=delegate, assistant=assistant, expires_at=ends)


def make_for_host(mission: Mission, organisation: Organisation) -> tuple[AccessLink, str]:
    """A new link for a host of a mission beside those that it has, and its token; it ends as a delegate's."""
    holder = {"mission": mission, "organisation": organisation}
    return _make(purpose=LinkPurpose.HOST, expires_at=usual_end(mission), **holder)


def renew(delegate: Delegate) -> str:
    """Replace the delegate's own links to her itinerary by a new one. Returns its token."""
    return replace(delegate)[1]


@transaction.atomic
def replace(
    delegate: Delegate, purpose: LinkPurpose = LinkPurpose.ITINERARY, assistant: str = ""
) -> tuple[AccessLink, str]:
    """Revoke the links of this purpose that the delegate, or this assistant of hers, has, and make a new one.

    What they opened ends, but no calendar that somebody subscribed to: a new telephone is no reason for it.
    """
    # Two people who renew at once wait for each other here, so that one link is left, not two.
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    AccessLink.objects.filter(delegate=delegate, purpose=purpose, assistant=assistant).revoke()
    return make(delegate, purpose, assistant=assistant)


def revoke(link: AccessLink) -> None:
    """End the link, every session that was opened with it, and its holder's calendar, from now on."""
    revoke_all(AccessLink.objects.filter(pk=link.pk))
    link.refresh_from_db(fields=["revoked_at"])


@transaction.atomic
def revoke_all(chosen: AccessLinkQuerySet) -> int:
    """End these links. Returns how many of them had not been ended before.

    Whoever could open an itinerary could take its calendar's address from it, so her calendar ends with it;
    not with one that opened nothing any more, since she may have subscribed through another since.
    """
    keys = list(chosen.values_list("pk", flat=True))
    links = AccessLink.objects.filter(pk__in=keys)
    # Whoever makes a calendar at this moment waits, and finds that her link has ended.
    hold(list(links.exclude(delegate=None).values_list("delegate", flat=True)))
    itineraries = links.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
        revoked_at__isnull=True,
        purpose=LinkPurpose.ITINERARY,
        delegate=OuterRef("delegate"),
        assistant=OuterRef("assistant"),
    )
    calendars = AccessLink.objects.filter(Exists(itineraries), purpose=LinkPurpose.CALENDAR)
    with_them = list(calendars.values_list("pk", flat=True))
    ended = links.revoke()
    AccessLink.objects.filter(pk__in=with_them).revoke()
    return ended


def hold(delegates: Iterable[int]) -> None:
    """Wait for whoever makes or ends links of the delegates of these keys, until the transaction ends.

    In the order of keys, as all do who work on several: else two could wait for each other.
    """
    rows = Delegate.objects.filter(pk__in=list(delegates)).order_by("pk")
    list(rows.select_for_update().values_list("pk"))


@sensitive_variables("token")
def find(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The valid link of this purpose with this token; who holds it, and for which mission, is loaded too."""
    return (
        AccessLink.objects.valid()
        .filter(token_hash=_hash(token), purpose=purpose)
        .select_related("delegate__person", "delegate__mission", "mission", "organisation")
        .first()
    )


@sensitive_variables("token")
def has_ended(token: str, purpose: LinkPurpose) -> bool:
    """Whether there was such a link, which is revoked, expired, or whose delegate withdrew."""
    held = AccessLink.objects.filter(token_hash=_hash(token), purpose=purpose)
    return held.exists() and not held.valid().exists()


def holding(all_hers: Iterable[AccessLink]) -> list[AccessLink]:
    """Those of these links of somebody who travels that are neither revoked nor expired."""
    now = timezone.now()
    return [
        link
        for link in all_hers
        if link.revoked_at is None and (link.expires_at is None or link.expires_at > now)
    ]


def was_ended(all_hers: Iterable[AccessLink]) -> bool:
    """Whether the last of these links, all of one delegate, was ended by an organiser.

    A renewal leaves a newer one, and expiry ends none. Where she has links of her own, they decide.
    """
    all_hers = list(all_hers)
    own = [link for link in all_hers if not link.assistant]
    last = max(own or all_hers, key=lambda link: (link.made_at, link.pk), default=None)
    return last is not None and last.revoked_at is not None


def used(link: AccessLink) -> None:
    """Note that the link was used just now."""
    AccessLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())


def ever_made() -> Exists:
    """Of a delegate, whether she ever had a link to her itinerary; else no letter about a version is hers."""
    return Exists(AccessLink.objects.filter(delegate=OuterRef("pk"), purpose=LinkPurpose.ITINERARY))


def polled(link: AccessLink) -> None:
    """Note that a program asked for what the link opens; once an hour, since some ask every few minutes."""
    now = timezone.now()
    if link.last_used_at is None or link.last_used_at < now - POLLS_NOTED_EVERY:
        AccessLink.objects.filter(pk=link.pk).update(last_used_at=now)


def calendar_of(delegate: Delegate, assistant: str = "") -> AccessLink | None:
    """The link of the calendar to which the delegate, or this assistant of hers, can subscribe now."""
    held = AccessLink.objects.valid().filter(delegate=delegate, purpose=LinkPurpose.CALENDAR)
    return held.filter(assistant=assistant).first()


@transaction.atomic
def subscribe(delegate: Delegate, assistant: str = "", *, anew: bool = False) -> AccessLink | None:
    """The link of her calendar, made if there is none, or `anew` in place of the one there is.

    None if meanwhile she has no link to her itinerary any more: then there is nothing to subscribe to.
    """
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    held = AccessLink.objects.valid().filter(delegate=delegate, assistant=assistant)
    if not held.filter(purpose=LinkPurpose.ITINERARY).exists():
        return None
    if not anew and (present := calendar_of(delegate, assistant)):
        return present
    return replace(delegate, LinkPurpose.CALENDAR, assistant)[0]


def unsubscribe(delegate: Delegate, assistant: str = "") -> None:
    """End the calendar of the delegate, or of this assistant of hers."""
    held = AccessLink.objects.filter(delegate=delegate, purpose=LinkPurpose.CALENDAR, assistant=assistant)
    held.revoke()


def token_of(link: AccessLink) -> str:
    """The token, to be shown to the link's holder and to nobody else."""
    return ciphers.decrypt(link.token_encrypted)


def is_readable(link: AccessLink) -> bool:
    """Whether its token can still be told: not where the key that it was encrypted with is gone."""
    try:
        token_of(link)
    except InvalidToken:
        return False
    return True


@sensitive_variables("token")
def address(token: str) -> str:
    """The whole address to send to the holder of an itinerary link."""
    return settings.SITE_URL + reverse("delegations:link", args=[token])


@sensitive_variables("token")
def host_address(token: str) -> str:
    """The whole address to send to a host."""
    return settings.SITE_URL + reverse("delegations:host_link", args=[token])


def calendar_address(link: AccessLink) -> str:
    """The whole address of a calendar, to be shown in its holder's own page alone."""
    return settings.SITE_URL + reverse("delegations:calendar", args=[token_of(link)])


def last_day(link: AccessLink, mission: Mission) -> datetime.date | None:
    """The last day on which the link holds, by the mission's clock; None for one that does not expire."""
    if link.expires_at is None:
        return None
    zone = zones.zone_info(released_dates.of(mission).zone)
    return (link.expires_at - datetime.timedelta(seconds=1)).astimezone(zone).date()


def _make(**fields: Any) -> tuple[AccessLink, str]:
    token = secrets.token_urlsafe(32)
    kept = {"token_hash": _hash(token), "token_encrypted": ciphers.encrypt(token)}
    return AccessLink.objects.create(**kept, **fields), token


def usual_end(mission: Mission) -> datetime.datetime:
    """The end of the thirtieth day after the mission, or after today if that is later, by its own clock."""
    return usual_end_by(released_dates.of(mission))


def usual_end_by(dates: ReleasedDates) -> datetime.datetime:
    """The same for these dates of a mission."""
    day = max(dates.ends_on, dates.today()) + VALID_AFTER_MISSION + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=zones.zone_info(dates.zone))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
