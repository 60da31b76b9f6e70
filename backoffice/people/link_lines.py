"""A personal link as organisers see it: its moments, never what opens it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

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


def of(link: AccessLink, zone: str) -> LinkLine:
    """The line of a link, with times by the clock of the zone."""
    expired = link.expires_at is not None and link.expires_at <= timezone.now()
    return LinkLine(
        link=link,
        purpose=str(link.get_purpose_display()),
        holder=_("assistant %(name)s") % {"name": link.assistant} if link.assistant else "",
        made=told(link.made_at, zone),
        sent=told(link.sent_at, zone) if link.sent_at else "",
        used=told(link.last_used_at, zone) if link.last_used_at else "",
        ends=told(link.revoked_at or link.expires_at, zone),
        holds=link.revoked_at is None and not expired,
        mailed=link.purpose != LinkPurpose.CALENDAR,
    )
