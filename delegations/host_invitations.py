"""The links of hosts: whom one is sent to, and the verbs that send, renew and send it again.

As with those of delegates (see delegations/invitations.py), a token is told in one letter alone, to the
contact whom the programme names for the host. The verbs write rows; a worker sends after the transaction.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from delegations import invitations, links, reading
from delegations.models import AccessLink, LinkPurpose
from delegations.models.links import AccessLinkQuerySet
from missions import itinerary as itineraries
from missions.models import Host, Mission, Visibility
from missions.parts import Kind
from partners.models import Contact, Organisation
from wording.words import Words


@dataclass(frozen=True, slots=True)
class Hosting:
    """A host of a mission, and the contact who is sent its link: None if none with an address is named."""

    organisation: Organisation
    contact: Contact | None


def of_mission(mission: Mission) -> list[Hosting]:
    """The hosts that are asked or have confirmed, in the order of the programme; one query.

    Of several contacts of one host it is the first in the programme who has an e-mail address.
    """
    rows = (
        Host.objects.filter(item__mission=mission, state__in=itineraries.HOST_STATES_SHOWN[Kind.HOST])
        .exclude(item__visibility=Visibility.STAFF)
        .select_related("organisation", "contact__person")
        .order_by(F("item__day").asc(nulls_last=True), "item__order", "item_id", "order", "pk")
    )
    organisations: dict[int, Organisation] = {}
    contacts: dict[int, Contact] = {}
    for row in rows:
        organisations.setdefault(row.organisation_id, row.organisation)
        if row.contact and row.contact.person.email:
            contacts.setdefault(row.organisation_id, row.contact)
    return [Hosting(row, contacts.get(key)) for key, row in organisations.items()]


def contact_of(mission: Mission, organisation: Organisation) -> Contact | None:
    """The contact who is sent the link of this host."""
    found = (hosting.contact for hosting in of_mission(mission) if hosting.organisation == organisation)
    return next(found, None)


def send(mission: Mission, organisation: Organisation) -> AccessLink | None:
    """Make a link for a host, and have it sent to its contact.

    None if there is one already: of two people who send at once, one does. Raises ValidationError where no
    contact with an address is named.
    """
    with transaction.atomic():
        _lock(mission, organisation)
        if _held(mission, organisation).exists():
            return None
        return _sent(links.make_for_host(mission, organisation)[0])


def renew(link: AccessLink) -> AccessLink | None:
    """Have a new link sent in place of this one, and of any other that the host has.

    None if this one has ended meanwhile. Raises ValidationError as `send` does.
    """
    mission, organisation = holder(link)
    with transaction.atomic():
        _lock(mission, organisation)
        held = _held(mission, organisation)
        if not held.filter(pk=link.pk).exists():
            return None
        held.revoke()
        return _sent(links.make_for_host(mission, organisation)[0])


def send_again(link: AccessLink) -> bool:
    """Have the letter with this link sent once more, if it still holds. Raises ValidationError as `send`."""
    mission, organisation = holder(link)
    with transaction.atomic():
        _lock(mission, organisation)
        if not _held(mission, organisation).filter(pk=link.pk).update(sent_at=None):
            return False
        _sent(link)
        return True


@task()
def send_letter(key: int) -> None:
    """Send the letter with the link of this key, unless it is sent already or the link has ended."""
    waiting = AccessLink.objects.valid().filter(pk=key, purpose=LinkPurpose.HOST, sent_at__isnull=True)
    link = waiting.select_related("mission", "organisation").first()
    if link is None or invitations.is_lost(link):
        return
    contact = contact_of(*holder(link))
    if contact is not None:
        invitations.deliver(letter(link, contact), waiting, key)


def letter(link: AccessLink, contact: Contact) -> EmailMultiAlternatives:
    """The e-mail with the host's link, in its contact's language; names in it are text."""
    mission, organisation = holder(link)
    lang = language_of(mission, contact)
    with override(lang):
        [card] = reading.cards_of([mission])
        told = {
            "lang": lang,
            "name": contact.person.full_name(lang) or Words(str(contact), lang),
            "organisation": Organisation.name.words(organisation, lang) or Words("", lang),
            "card": card,
            "address": links.host_address(links.token_of(link)),
            "last_day": links.last_day(link, mission),
            "report_address": settings.REPORT_ADDRESS,
        }
        subject = _("Your visitors: %(title)s") % {"title": card.title.text}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("delegations/mail/host_link.txt", told),
            to=[contact.person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("delegations/mail/host_link.html", told), "text/html")
    return message


def language_of(mission: Mission, contact: Contact | None) -> str:
    """The language to write to a host in: its contact's own, else the first of the mission."""
    known: tuple[str, ...] = (
        contact.person.language if contact else "",
        *mission.languages,
        settings.LANGUAGE_CODE,
    )
    return next(lang for lang in known if lang in dict(settings.LANGUAGES))


def holder(link: AccessLink) -> tuple[Mission, Organisation]:
    """The mission and the organisation of a host's link. Raises ValueError for a delegate's."""
    if link.mission is None or link.organisation is None:
        raise ValueError("a delegate's link is no host's")
    return link.mission, link.organisation


def _lock(mission: Mission, organisation: Organisation) -> None:
    """Wait for whoever sends a host its link now. Raises ValidationError where none can be sent."""
    Mission.objects.select_for_update().get(pk=mission.pk)
    if contact_of(mission, organisation) is None:
        raise ValidationError(
            _("No contact of %(organisation)s with an e-mail address is named in the programme."),
            code="no_address",
            params={"organisation": organisation},
        )


def _held(mission: Mission, organisation: Organisation) -> AccessLinkQuerySet:
    held = AccessLink.objects.valid().filter(purpose=LinkPurpose.HOST)
    return held.filter(mission=mission, organisation=organisation)


def _sent(link: AccessLink) -> AccessLink:
    """Written in the transaction of its link: there is the one only if there is the other."""
    invitations.note_asked(link)
    send_letter.enqueue(link.pk)
    return link
