"""Personal links by e-mail: sent, renewed, asked for again; to whom, in which language, and once."""

import datetime
import logging
import smtplib
from functools import partial

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django_tasks_db.models import DBTaskResult

from accounts import ciphers
from delegations import invitations, links
from delegations.models import AccessLink, DelegateState, LinkPurpose
from tests.delegations.asking import BEFORE, HERS, ITINERARY, a_delegate, asked, without_links
from tests.delegations.letters import token_in, work
from tests.together import at_once, in_between

pytestmark = pytest.mark.django_db


def test_a_link_is_sent_to_her_own_address_by_a_worker():
    delegate = without_links()

    link = invitations.send(delegate)
    before = len(mail.outbox)
    work()

    (letter,) = mail.outbox
    assert before == 0
    assert letter.to == [HERS]
    assert links.find(token_in(letter), ITINERARY) == link
    link.refresh_from_db()
    assert link.sent_at is not None


@pytest.mark.once
@pytest.mark.parametrize(
    ("lang", "subject", "name"),
    [
        ("ru", "Миссия в Туркменистан", "Галым Отегенов"),
        ("", "Mission to Turkmenistan", "Galym Otegenov"),
        ("kk", "Mission to Turkmenistan", "Ғалым Өтегенов"),
    ],
)
def test_the_letter_is_in_her_language_as_text_and_as_html(lang, subject, name):
    delegate = without_links(language=lang)

    link = invitations.send(delegate)
    letter = invitations.letter(link, delegate)

    ((page, kind),) = letter.alternatives
    address = links.address(links.token_of(link))
    assert letter.subject.endswith(subject)
    assert kind == "text/html"
    assert f'<html lang="{lang or "en"}">' in page
    assert f'<a href="{address}">' in page
    for part in (letter.body, page):
        assert name in part
        assert ".." not in part
        assert address in part
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.once
def test_names_that_look_like_markup_or_headers_stay_text():
    """faults.md 50 and 53."""
    delegate = without_links()
    delegate.person.family_name_en = '<a href="https://evil.example">here</a>'
    delegate.person.save()
    delegate.mission.title_en = "A title\r\nBcc: everybody@example.org"
    delegate.mission.save()
    delegate.mission.releases.all()  # her page has its title as released
    link = invitations.send(delegate, assistant="<b>Dana</b>")

    letter = invitations.letter(link, delegate)

    ((page, _kind),) = letter.alternatives
    assert '<a href="https://evil' not in page
    assert "<b>Dana" not in page
    assert "\n" not in letter.subject
    assert "Bcc" not in letter.message()


def test_an_assistants_letter_goes_to_the_delegate_and_names_the_assistant():
    delegate = without_links()

    link = invitations.send(delegate, "Dana")
    work()

    (letter,) = mail.outbox
    assert letter.to == [HERS]
    assert "assistant Dana" in letter.body
    assert "assistant Dana" in letter.alternatives[0][0]
    assert link.assistant == "Dana"


def test_who_has_a_link_is_sent_no_second_one():
    delegate = a_delegate()

    assert invitations.send(delegate) is None
    assert invitations.send(delegate, "Dana") is not None
    assert invitations.send(delegate, "Dana") is None
    assert delegate.links.count() == 2


def test_renewing_sends_a_new_link_in_place_of_the_old_one():
    delegate = without_links()
    old = invitations.send(delegate)
    work()

    new = invitations.renew(old)
    work()

    first, second = map(token_in, mail.outbox)
    assert links.find(first, ITINERARY) is None
    assert links.find(second, ITINERARY) == new
    assert invitations.renew(old) is None  # it has ended meanwhile
    assert links.find(second, ITINERARY) == new


def test_sending_again_sends_the_same_link():
    delegate = without_links()
    link = invitations.send(delegate)
    work()

    assert invitations.send_again(link)
    work()

    assert len(mail.outbox) == 2
    assert len({token_in(letter) for letter in mail.outbox}) == 1


@pytest.mark.parametrize("verb", ["send", "renew", "send_again"])
@pytest.mark.parametrize("why", ["withdrawn", "no_address"])
def test_nothing_is_sent_to_who_withdrew_or_has_no_address(verb, why):
    delegate = a_delegate()
    link = delegate.links.get()
    if why == "withdrawn":
        delegate.state = DelegateState.WITHDRAWN
        delegate.save()
    else:
        delegate.person.email = ""
        delegate.person.save()

    with pytest.raises(ValidationError) as refused:
        getattr(invitations, verb)(delegate if verb == "send" else link)

    assert refused.value.code == why
    assert DBTaskResult.objects.count() == 0
    assert AccessLink.objects.count() == 1


@pytest.mark.parametrize("verb", ["renew", "send_again"])
def test_the_link_of_a_calendar_is_sent_to_nobody(verb):
    link, _token = links.make(a_delegate(), LinkPurpose.CALENDAR)

    with pytest.raises(ValidationError):
        getattr(invitations, verb)(link)


@pytest.mark.parametrize("why", ["revoked", "withdrawn", "no address", "a calendar"])
def test_a_worker_sends_no_link_that_opens_nothing(why):
    delegate = without_links()
    link = invitations.send(delegate)
    match why:
        case "revoked":
            links.revoke(link)
        case "withdrawn":
            delegate.state = DelegateState.WITHDRAWN
            delegate.save()
        case "no address":
            delegate.person.email = ""
            delegate.person.save()
        case "a calendar":
            AccessLink.objects.filter(pk=link.pk).update(purpose=LinkPurpose.CALENDAR)

    work()

    link.refresh_from_db()
    assert mail.outbox == []
    assert link.sent_at is None


def test_a_letter_is_claimed_before_it_is_sent():
    """faults.md 46: a task that is done twice sends once."""
    link = invitations.send(without_links())

    invitations.send_letter.func(link.pk)
    invitations.send_letter.func(link.pk)

    assert len(mail.outbox) == 1


def test_a_letter_that_cannot_be_sent_is_told_to_the_organiser_and_not_to_the_log(monkeypatch, caplog):
    link = invitations.send(without_links())

    def refused(self, *args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({HERS: (550, b"unknown")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refused)
    with caplog.at_level(logging.ERROR):
        work()

    link.refresh_from_db()
    assert link.sent_at is None
    assert "SMTPRecipientsRefused" in caplog.text
    assert HERS not in caplog.text
    assert links.token_of(link) not in caplog.text


@pytest.mark.parametrize("domain", ["ы" * 60 + ".kz", "a\u2028b.org"], ids=["too long", "two lines"])
def test_an_address_that_no_letter_can_bear_is_the_organisers_to_mend(domain, caplog):
    """The forms take such addresses; the row of a failed task would keep them."""
    link = invitations.send(without_links(email=f"galym@{domain}"))

    with caplog.at_level(logging.ERROR):
        work()

    link.refresh_from_db()
    assert link.sent_at is None
    assert "could not be sent" in caplog.text
    assert domain not in caplog.text


@pytest.fixture
def lose_keys(settings):
    """FIELD_KEYS without the keys that were there."""

    def lose():
        ciphers.field_cipher.cache_clear()
        settings.FIELD_KEYS = [Fernet.generate_key().decode()]

    yield lose
    ciphers.field_cipher.cache_clear()


def test_a_link_whose_key_is_gone_is_no_failure_of_its_task_and_stays_unsent(lose_keys, caplog):
    link = invitations.send(without_links())
    lose_keys()

    with caplog.at_level(logging.ERROR):
        work()

    link.refresh_from_db()
    assert (mail.outbox, link.sent_at) == ([], None)
    assert "the key of the link is gone" in caplog.text
    new = invitations.renew(link)
    work()
    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(new)]


def test_who_asks_and_whose_link_cannot_be_told_any_more_is_sent_a_new_one(lose_keys):
    delegate = a_delegate()
    lose_keys()

    asked(HERS)

    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(delegate.links.latest("pk"))]
    assert delegate.links.filter(revoked_at=None).count() == 2  # she may still have the other


def test_the_link_and_its_task_are_there_together_or_not_at_all(monkeypatch):
    monkeypatch.setattr(invitations, "_sent", lambda link: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        invitations.send(without_links())

    assert AccessLink.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["send", "renew"])
def test_two_who_send_at_once_leave_one_link_and_one_letter(verb):
    """faults.md 42 and 47."""
    delegate = a_delegate()
    link = delegate.links.get()
    if verb == "send":
        AccessLink.objects.all().delete()

    act = partial(getattr(invitations, verb), delegate if verb == "send" else link)
    made = [each for each in at_once(*[act] * 4) if each]
    work()

    assert len(made) == 1
    assert AccessLink.objects.valid().count() == 1
    assert len(mail.outbox) == 1


HELD = 'FROM "delegations_accesslink"'  # asked whether there is a link that holds


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_being_renewed_is_not_sent_again():
    """Else its letter would come, or be said to come, with a link that opens nothing."""
    old = a_delegate().links.get()

    new, again = in_between(partial(invitations.renew, old), HELD, partial(invitations.send_again, old))
    work()

    assert not again
    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(new)]


@pytest.mark.django_db(transaction=True)
def test_who_asks_twice_at_once_is_sent_one_link():
    delegate = a_delegate()
    delegate.links.update(expires_at=datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC))
    answer = partial(invitations.answer_request.func, ciphers.encrypt(HERS))

    with time_machine.travel(BEFORE):
        in_between(answer, HELD, answer)
        assert delegate.links.valid().count() == 1
