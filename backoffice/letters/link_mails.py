"""E-mails with a personal link as the outbox lists them: to whom, how they stand and what they say."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from backoffice.letters.shown import Shown, shown
from delegations import host_invitations, invitations, links
from delegations.models import AccessLink, LinkPurpose
from missions.admin.moments import told
from missions.models import Mission
from wording import numbers

SEES = "delegations.view_accesslink"
LISTED = 100


@dataclass(frozen=True, slots=True)
class LinkMail:
    """One e-mail with a link: the link's key, whose it is, its state, and since when it is in it."""

    key: int
    holder: str
    state: str
    words: str
    at: str


def of(mission: Mission, zone: str) -> list[LinkMail]:
    """Return the newest e-mails with links of a mission; one query."""
    rows = _rows(mission).defer("token_hash", "token_encrypted").order_by("-mail_asked_at", "-made_at", "-pk")
    return [_line(link, zone) for link in rows[:LISTED]]


def one(mission: Mission, asked: str) -> tuple[AccessLink, Shown | None] | None:
    """Return the link of this key with its e-mail, without what opens pages; None where there is none.

    The e-mail is None where its key is gone, or a host has no contact with an address any more.
    """
    key = numbers.whole(asked)
    link = _rows(mission).filter(pk=key).first() if key is not None else None
    if link is None:
        return None
    if not links.is_readable(link):
        return link, None
    if link.delegate is not None:
        return link, shown(invitations.letter(link, link.delegate))
    contact = host_invitations.contact_of(*host_invitations.holder(link))
    return link, shown(host_invitations.letter(link, contact)) if contact else None


def _rows(mission: Mission) -> QuerySet[AccessLink]:
    mailed = AccessLink.objects.exclude(purpose=LinkPurpose.CALENDAR).filter(
        Q(mail_asked_at__isnull=False) | Q(sent_at__isnull=False)
    )
    of_mission = mailed.filter(Q(delegate__mission=mission) | Q(mission=mission))
    return of_mission.select_related("delegate__person", "delegate__mission", "mission", "organisation")


def _line(link: AccessLink, zone: str) -> LinkMail:
    holder = str(link.delegate or link.organisation)
    if link.assistant:
        holder = f"{holder}, {_('assistant %(name)s') % {'name': link.assistant}}"
    if link.sent_at:
        state, words, at = "sent", _("sent"), link.sent_at
    else:
        at = link.mail_asked_at or link.made_at
        state, words = ("failed", _("failed")) if link.mail_error else ("waiting", _("waiting"))
    return LinkMail(link.pk, holder, state, words, told(at, zone))
