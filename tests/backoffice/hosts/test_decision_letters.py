"""Whoever answered for a host is written to once the organiser has decided, where an address is known."""

import pytest
from django.core import mail

from missions.models import Host
from tests import factories
from tests.backoffice.hosts.test_answers_page import (  # noqa: F401 # a fixture is found by its name
    accept,
    address,
    answered,
    made,
    proposed,
    told,
)
from tests.backoffice.pages import signed_in
from tests.delegations.letters import work

pytestmark = pytest.mark.django_db


def named(made, **person):  # noqa: F811  the fixture
    """A contact of the host who is named in the programme."""
    person = factories.make_person(family_name="Kiln", given_name="Dana", **person)
    contact = factories.make_contact(person=person, organisation=made.host)
    Host.objects.filter(item=made.item).update(contact=contact)
    return contact


def test_the_contact_reads_what_was_answered_and_decided(made):  # noqa: F811  the fixture
    named(made, email="dana@example.org", language="en")
    client, proposal = signed_in(), proposed(made)
    made.item.title_en = "Canary, not released"
    made.item.save()

    accept(client, made, proposal, words="See <you> then")
    before = len(mail.outbox)
    work()

    [letter] = mail.outbox
    parts = letter.body, letter.alternatives[0][0]
    assert (before, letter.to, letter.subject) == (0, ["dana@example.org"], "Your answer: To Turkmenistan")
    for part in parts:
        assert "A tour of the kilns, 5 December 2023, 10:00–12:00" in part
        assert "Another time is proposed: 6 December 2023, 14:00–16:00" in part
        assert "Accepted. It stands in the programme with its next version." in part
        assert "Canary" not in part
    assert "The organiser says: “See <you> then”" in parts[0]
    assert "“See &lt;you&gt; then”" in parts[1]
    assert told(client, made)[0].endswith("The host is written to.")


@pytest.mark.once
def test_who_is_declined_reads_so_in_her_language(made):  # noqa: F811  the fixture
    named(made, email="dana@example.org", language="ru")
    client, proposal = signed_in(), answered(made, "cannot")

    client.post(address(made), {"do": f"decline {proposal.pk}"})
    work()

    [letter] = mail.outbox
    assert "Керамика" in letter.body
    assert '<html lang="ru">' in letter.alternatives[0][0]


@pytest.mark.once
@pytest.mark.parametrize("email", ["", None])
def test_where_nobody_can_be_written_to_the_page_says_so(made, email):  # noqa: F811  the fixture
    if email is not None:
        named(made, email=email)
    client, proposal = signed_in(), answered(made)

    accept(client, made, proposal)
    work()

    assert mail.outbox == []
    assert told(client, made)[0].endswith(
        "No contact of the host has an e-mail address, so tell it yourself."
    )


@pytest.mark.once
def test_what_was_refused_is_written_to_nobody(made):  # noqa: F811  the fixture
    named(made, email="dana@example.org")
    client, proposal = signed_in(), answered(made)

    accept(client, made, proposal, seen=1)
    work()

    assert mail.outbox == []


@pytest.mark.once
def test_a_server_that_does_not_take_it_is_logged_without_a_word_of_it(made, settings, caplog):  # noqa: F811  the fixture
    named(made, email="dana@example.org")
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 8239},
        }
    }
    accept(signed_in(), made, answered(made))

    work()

    assert [record.getMessage() for record in caplog.records if record.name.startswith("delegations")] == [
        "A letter to a host could not be sent: ConnectionRefusedError"
    ]
