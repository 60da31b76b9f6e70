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

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts import ciphers
from delegations.models import AccessLink, Delegate, LinkPurpose
from missions.models import Mission
from wording import zones

VALID_AFTER_MISSION = datetime.timedelta(days=30)


def make(
    delegate: Delegate,
    purpose: LinkPurpose = LinkPurpose.ITINERARY,
    expires_at: datetime.datetime | None = None,
) -> tuple[AccessLink, str]:
    """A new link beside those that the delegate has, and its token.

    `expires_at` is an aware time; by default the link ends thirty days after the mission, or after today if
    the mission is over.
    """
    token = secrets.token_urlsafe(32)
    link = AccessLink.objects.create(
        token_hash=_hash(token),
        token_encrypted=ciphers.encrypt(token),
        purpose=purpose,
        delegate=delegate,
        expires_at=expires_at or _usual_end(delegate.mission),
    )
    return link, token


@transaction.atomic
def renew(delegate: Delegate) -> str:
    """Revoke the delegate's links to her itinerary and make a new one. Returns its token."""
    # Two people who renew at once wait for each other here, so that one link is left, not two.
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    AccessLink.objects.filter(delegate=delegate, purpose=LinkPurpose.ITINERARY).revoke()
    return make(delegate)[1]


def revoke(link: AccessLink) -> None:
    """End the link, and every session that was opened with it, from the next request on."""
    AccessLink.objects.filter(pk=link.pk).revoke()
    link.refresh_from_db(fields=["revoked_at"])


@sensitive_variables("token")
def find(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The valid link of this purpose with this token; its delegate, her person and mission are loaded too."""
    return (
        AccessLink.objects.valid()
        .filter(token_hash=_hash(token), purpose=purpose)
        .select_related("delegate__person", "delegate__mission")
        .first()
    )


def used(link: AccessLink) -> None:
    """Note that the link was used just now."""
    AccessLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())


def token_of(link: AccessLink) -> str:
    """The token, to be shown to the link's holder and to nobody else."""
    return ciphers.decrypt(link.token_encrypted)


@sensitive_variables("token")
def address(token: str) -> str:
    """The whole address to send to the holder of an itinerary link."""
    return settings.SITE_URL + reverse("delegations:link", args=[token])


def last_day(link: AccessLink, zone: str) -> datetime.date | None:
    """The last day on which the link holds, in the zone; None for one that does not expire."""
    if link.expires_at is None:
        return None
    return (link.expires_at - datetime.timedelta(seconds=1)).astimezone(zones.zone_info(zone)).date()


def _usual_end(mission: Mission) -> datetime.datetime:
    """The end of the thirtieth day after the mission, or after today if that is later, by its own clock."""
    day = max(mission.ends_on, mission.today()) + VALID_AFTER_MISSION + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time.min, tzinfo=zones.zone_info(mission.zone_told()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
