"""A personal link as organisers see it: its moments, never what opens it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from delegations import links
from delegations.models import AccessLink, LinkPurpose
from missions.admin.moments import told


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link, its moments by the mission's clock."""

    link: AccessLink
    purpose: str
    holder: str
    made: str
    sent: str
    used: str
    ends: str
    holds: bool
    mailed: bool


def lost(rows: Iterable[AccessLink]) -> set[int]:
    """The keys of those of these links that no letter can tell, since their key is gone; one query at most.

    Only of links that hold and wait for their letter: one that was sent is in its holder's hands.
    """
    waiting = [link.pk for link in rows if link.sent_at is None and link.revoked_at is None]
    if not waiting:
        return set()
    mailed = AccessLink.objects.valid().filter(pk__in=waiting).exclude(purpose=LinkPurpose.CALENDAR)
    return {link.pk for link in mailed.only("token_encrypted") if not links.is_readable(link)}


def of(link: AccessLink, zone: str, lost: Collection[int]) -> LinkLine:
    """The line of a link, with times by the clock of the zone; `lost` are those that cannot be sent."""
    expired = link.expires_at is not None and link.expires_at <= timezone.now()
    return LinkLine(
        link=link,
        purpose=str(link.get_purpose_display()),
        holder=_("assistant %(name)s") % {"name": link.assistant} if link.assistant else "",
        made=told(link.made_at, zone),
        sent=_sent(link, zone, lost),
        used=told(link.last_used_at, zone) if link.last_used_at else "",
        ends=told(link.revoked_at or link.expires_at, zone),
        holds=link.revoked_at is None and not expired,
        mailed=link.purpose != LinkPurpose.CALENDAR,
    )


def _sent(link: AccessLink, zone: str, lost: Collection[int]) -> str:
    if link.pk in lost:
        return _("it cannot be: the key that it was encrypted with is gone. Send a new one in its place.")
    return told(link.sent_at, zone) if link.sent_at else ""
