"""Personal links by e-mail: an organiser sends or renews one, or a delegate asks for hers again.

Whoever has no address is sent no link; an organiser shows or prints it (shown_links.py). The verbs write rows
alone, that of the task among them, all in one transaction; a worker sends after it. It claims a link before
sending, so two workers send no two letters.
"""

import logging
from contextlib import suppress

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import ciphers
from delegations import links, reading
from delegations.models import AccessLink, Delegate, DelegateState, LinkPurpose
from delegations.models.links import AccessLinkQuerySet
from missions import released_dates
from wording.words import Words

logger = logging.getLogger(__name__)


def send(delegate: Delegate, assistant: str = "") -> AccessLink | None:
    """Make a link for her, or for this assistant of hers, and have it sent to the delegate's own address.

    None if there is one already: of two people who send at once, one does. Raises ValidationError for a
    delegate who withdrew or has no address.
    """
    with transaction.atomic():
        _lock(delegate)
        if _held(delegate, assistant).exists():
            return None
        return _sent(links.make(delegate, assistant=assistant)[0])


def renew(link: AccessLink) -> AccessLink | None:
    """Have a new link sent in place of this one, and of any other that the same holder has.

    None if this one has ended meanwhile. Raises ValidationError as `send` does, and for a link of another
    purpose, which no letter tells.
    """
    delegate = link.delegate
    if delegate is None or link.purpose != LinkPurpose.ITINERARY:
        raise ValidationError(_("Only a link to an itinerary is sent by e-mail."), code="purpose")
    with transaction.atomic():
        _lock(delegate)
        if not _held(delegate, link.assistant).filter(pk=link.pk).exists():
            return None
        return _sent(links.replace(delegate, assistant=link.assistant)[0])


def send_again(link: AccessLink) -> bool:
    """Have the letter with this link sent once more, if it still holds. Raises ValidationError as `renew`."""
    if link.delegate is None or link.purpose != LinkPurpose.ITINERARY:
        raise ValidationError(_("Only a link to an itinerary is sent by e-mail."), code="purpose")
    with transaction.atomic():
        _lock(link.delegate)
        if not _held(link.delegate, link.assistant).filter(pk=link.pk).update(sent_at=None):
            return False
        _sent(link)
        return True


@task()
def send_letter(key: int) -> None:
    """Send the letter with the link of this key, unless it is sent already or the link has ended.

    One that the mail server refuses, or whose address no letter can bear, is no failure of the task, whose
    row would keep the address: the link says that it is not sent, and an organiser sends it again. Nor is one
    whose key is gone, which no later attempt would find: the link says so, and is renewed.
    """
    waiting = AccessLink.objects.valid().filter(pk=key, purpose=LinkPurpose.ITINERARY, sent_at__isnull=True)
    link = waiting.select_related("delegate__person", "delegate__mission").first()
    if link is None or link.delegate is None or not link.delegate.person.email or is_lost(link):
        return
    deliver(letter(link, link.delegate), waiting, key)


def note_asked(link: AccessLink) -> None:
    """Note that an e-mail with the link waits from now on, so that the outbox lists it."""
    AccessLink.objects.filter(pk=link.pk).update(mail_asked_at=timezone.now(), mail_error="")


def is_lost(link: AccessLink) -> bool:
    """Whether no letter can tell this link any more; the log says so."""
    if links.is_readable(link):
        return False
    logger.error("A letter with a personal link could not be sent: the key of the link is gone")
    return True


def deliver(message: EmailMultiAlternatives, waiting: AccessLinkQuerySet, key: int) -> None:
    """Send the letter with the link of this key, if it still waits; `send_letter` says how it fails."""
    if not waiting.update(sent_at=timezone.now()):
        return
    try:
        message.send()
    except (OSError, ValueError) as error:
        # OSError: of the network, or the server's (SMTPException is one); ValueError: of the address
        AccessLink.objects.filter(pk=key).update(sent_at=None, mail_error=type(error).__name__)
        logger.error("A letter with a personal link could not be sent: %s", type(error).__name__)


def letter(link: AccessLink, delegate: Delegate) -> EmailMultiAlternatives:
    """The e-mail with her link, in her language; names in it are text, whatever they look like."""
    lang = reading.language_of(delegate)
    with override(lang):
        card = reading.cards([delegate])[0]
        told = {
            "lang": lang,
            "name": delegate.person.full_name(lang) or Words(str(delegate), lang),
            "card": card,
            "assistant": link.assistant,
            "address": links.address(links.token_of(link)),
            "last_day": links.last_day(link, delegate.mission),
            "report_address": settings.REPORT_ADDRESS,
        }
        subject = _("Your programme: %(title)s") % {"title": card.title.text}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("delegations/mail/link.txt", told),
            to=[delegate.person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("delegations/mail/link.html", told), "text/html")
    return message


def ask(email: str) -> None:
    """Somebody asks for the link that belongs to this address; whether there is one, a worker finds out.

    So the answer comes as quickly for an address that is known as for any other, and says the same. The
    address stands encrypted in the row of the task.
    """
    answer_request.enqueue(ciphers.encrypt(email))


@task()
def answer_request(encrypted: str) -> None:
    """Send her links again to whoever travels and has this address; to anybody else nothing.

    A link that holds is sent again, so nobody can end a link by asking. A new one is made only for a delegate
    whose last one has expired, since nobody is told of a mission before an organiser tells her, and one that
    an organiser ended may have gone to an address in wrong hands.
    """
    try:
        email = ciphers.decrypt(encrypted)
    except InvalidToken:  # its key is gone
        return
    asking = Delegate.objects.travelling().filter(
        person__email__iexact=email, links__purpose=LinkPurpose.ITINERARY
    )
    for delegate in asking.select_related("person", "mission").distinct().order_by("mission_id", "pk"):
        dates = released_dates.of(delegate.mission)
        if dates.ends_on + links.VALID_AFTER_MISSION < dates.today():
            continue
        with suppress(ValidationError):  # she withdrew, or her address was taken away, since she was found
            _answer(delegate)


@transaction.atomic
def _answer(delegate: Delegate) -> None:
    _lock(delegate)
    held = _held(delegate, "").first()
    if held is not None and links.is_readable(held):
        AccessLink.objects.filter(pk=held.pk).update(sent_at=None)
        _sent(held)
    elif not links.was_ended(AccessLink.objects.filter(delegate=delegate, purpose=LinkPurpose.ITINERARY)):
        _sent(links.make(delegate)[0])


def _lock(delegate: Delegate) -> None:
    """Wait for whoever sends her a link at this moment. Raises ValidationError where none can be sent."""
    now = Delegate.objects.select_for_update(of=("self",)).select_related("person").get(pk=delegate.pk)
    if now.state == DelegateState.WITHDRAWN:
        raise ValidationError(_("%(person)s has withdrawn."), code="withdrawn", params={"person": delegate})
    if not now.person.email:
        raise ValidationError(
            _("%(person)s has no e-mail address, so no link can be sent."),
            code="no_address",
            params={"person": delegate},
        )


def _held(delegate: Delegate, assistant: str) -> AccessLinkQuerySet:
    held = AccessLink.objects.valid().filter(delegate=delegate, purpose=LinkPurpose.ITINERARY)
    return held.filter(assistant=assistant)


def _sent(link: AccessLink) -> AccessLink:
    """Written in the transaction of its link: there is the one only if there is the other."""
    note_asked(link)
    send_letter.enqueue(link.pk)
    return link
