"""Who asks for her link by the public form is sent her own again, and nobody is told who has one."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from delegations import invitations, links
from delegations.models import AccessLink, DelegateState
from tests.delegations.asking import BEFORE, HERS, ITINERARY, a_delegate, asked, without_links
from tests.delegations.letters import token_in, work
from tests.factories import make_delegate, make_mission, make_person

pytestmark = pytest.mark.django_db


def test_who_asks_is_sent_her_own_link_again_and_no_link_ends():
    delegate = without_links()
    link = invitations.send(delegate)
    links.make(delegate, assistant="Dana")
    work()

    asked("GALYM@example.org")

    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(link)] * 2
    assert [letter.to for letter in mail.outbox] == [[HERS]] * 2  # as it is known, not as it was typed
    assert AccessLink.objects.valid().count() == 2


@pytest.mark.parametrize("renewed", [False, True])
def test_who_asks_and_whose_link_has_expired_is_sent_a_new_one(renewed):
    delegate = a_delegate()
    if renewed:
        links.renew(delegate)
    delegate.links.update(expires_at=datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC))
    old = set(delegate.links.values_list("pk", flat=True))

    asked(HERS)

    (letter,) = mail.outbox
    new = delegate.links.exclude(pk__in=old).get()
    assert token_in(letter) == links.token_of(new)


@pytest.mark.parametrize("before", ["nothing", "one expired", "an assistant"])
def test_who_asks_and_whose_last_link_was_ended_is_sent_nothing(before):
    """The address itself may be in wrong hands, so only an organiser sends the next one."""
    delegate = without_links()
    if before == "one expired":
        links.make(delegate, expires_at=datetime.datetime(2023, 11, 1, tzinfo=datetime.UTC))
    elif before == "an assistant":
        links.make(delegate, assistant="Dana")
    links.revoke(links.make(delegate)[0])
    number = delegate.links.count()

    asked(HERS)

    assert (mail.outbox, delegate.links.count()) == ([], number)
    invitations.send(delegate)
    asked(HERS)
    assert len(mail.outbox) == 1


def test_two_delegates_of_one_address_and_one_on_two_missions_get_a_letter_for_each():
    first = a_delegate()
    other = make_delegate(mission=make_mission(), person=first.person)
    mate = make_delegate(mission=first.mission, person=make_person(email=HERS))
    for delegate in (other, mate):
        links.make(delegate)

    asked(HERS)

    found = [links.find(token_in(letter), ITINERARY).delegate for letter in mail.outbox]
    assert found == [first, mate, other]


def test_whose_address_is_taken_away_meanwhile_keeps_no_one_else_from_a_link():
    first = a_delegate()
    mate = make_delegate(mission=first.mission, person=make_person(email=HERS))
    links.make(mate)

    def meanwhile(execute, sql, params, many, context):
        rows = execute(sql, params, many, context)
        if HERS in str(params):  # those who have the address have just been found
            type(first.person).objects.filter(pk=first.person.pk).update(email="")
        return rows

    invitations.ask(HERS)
    with time_machine.travel(BEFORE), connection.execute_wrapper(meanwhile):
        work()

    found = [links.find(token_in(letter), ITINERARY).delegate for letter in mail.outbox]
    assert found == [mate]


@pytest.mark.parametrize("why", ["unknown", "withdrawn", "never invited", "long over", "another"])
def test_who_is_not_to_have_one_is_sent_nothing(why):
    delegate = a_delegate()
    email = HERS
    match why:
        case "unknown":
            email = "somebody@example.org"
        case "withdrawn":
            delegate.state = DelegateState.WITHDRAWN
            delegate.save()
        case "never invited":
            AccessLink.objects.all().delete()
        case "another":
            email = "alym@example.org"
    before = AccessLink.objects.count()

    asked(email, at="2024-06-01" if why == "long over" else BEFORE)

    assert mail.outbox == []
    assert AccessLink.objects.count() == before


def test_the_row_of_the_task_does_not_tell_the_address():
    invitations.ask(HERS)

    row = DBTaskResult.objects.get()

    assert HERS not in str(row.args_kwargs)
