"""What the organiser decided on a host’s answer, written to the contact whom the programme names for it.

The task is written in the transaction of the decision, and sent once: where a worker dies or the mail server
refuses, the host reads the decision on its page, as it does in any case. Nothing in the letter is newer than
the version that the host was shown.
"""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from delegations import host_answers, host_invitations, hosts, reading
from delegations.answer_form import what
from delegations.models import Proposal, ProposalState
from partners.models import Contact, Organisation
from wording.words import Words

logger = logging.getLogger(__name__)


def told_to(proposal: Proposal) -> Contact | None:
    """Who is written to about a decision; None where nobody with an address is named."""
    return host_invitations.contact_of(proposal.item.mission, proposal.organisation)


def tell(proposal: Proposal) -> None:
    """Have the host written to about the decision on its answer, once the transaction ends well."""
    send_letter.enqueue(proposal.pk)


@task()
def send_letter(key: int) -> None:
    """Send the letter about the decision on this answer, if it was decided and somebody can be written to."""
    decided = Proposal.objects.filter(pk=key, decided_at__isnull=False)
    proposal = decided.select_related("item__mission", "organisation").first()
    contact = told_to(proposal) if proposal else None
    if proposal is None or contact is None:
        return
    try:
        letter(proposal, contact).send()
    except (OSError, ValueError) as error:  # of the network or the server, or of the address
        logger.error("A letter to a host could not be sent: %s", type(error).__name__)


def letter(proposal: Proposal, contact: Contact) -> EmailMultiAlternatives:
    """The e-mail, in its contact's language; what people typed is text."""
    mission, organisation = proposal.item.mission, proposal.organisation
    lang = host_invitations.language_of(mission, contact)
    with override(lang):
        [card] = reading.cards_of([mission])
        shown = hosts.released(mission, organisation, lang)
        item = shown.itinerary.item(str(proposal.item.uid)) if shown else None
        told = {
            "lang": lang,
            "name": contact.person.full_name(lang) or Words(str(contact), lang),
            "organisation": Organisation.name.words(organisation, lang) or Words("", lang),
            "card": card,
            "item": item.title if item else None,
            "was": host_answers.when(proposal.seen, lang),
            "what": what(proposal, lang),
            "accepted": proposal.state == ProposalState.ACCEPTED,
            "decision": proposal.decision,
            "report_address": settings.REPORT_ADDRESS,
        }
        subject = _("Your answer: %(title)s") % {"title": card.title.text}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("delegations/mail/host_decision.txt", told),
            to=[contact.person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("delegations/mail/host_decision.html", told), "text/html")
    return message
