"""Hosts' links by e-mail: to which contact, in which language, once, and what ends them."""

from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from delegations import host_invitations, links
from delegations.models import AccessLink, LinkPurpose
from missions.models import HostState, Visibility
from tests import factories
from tests.delegations.letters import token_in, work
from tests.together import in_between

pytestmark = pytest.mark.django_db


def contact(organisation, email, **person):
    row = factories.make_person(email=email, **person)
    return factories.make_contact(organisation=organisation, person=row)


def visit(mission, organisation, of=None, *, state=HostState.CONFIRMED, **fields):
    item = factories.make_item(mission=mission, **{"visibility": Visibility.DELEGATION, **fields})
    return factories.make_host(item=item, organisation=organisation, contact=of, state=state)


def a_host(email="host@example.org", **person):
    mission = factories.make_mission(title={"en": "To Turkmenistan", "ru": "В Туркменистан"})
    organisation = factories.make_organisation(name={"en": "Ceramics <b>", "ru": "Керамика"})
    visit(mission, organisation, contact(organisation, email, **person))
    return mission, organisation


def test_a_link_is_sent_to_the_contact_by_a_worker_after_all():
    mission, organisation = a_host()

    link = host_invitations.send(mission, organisation)
    before = len(mail.outbox)
    work()

    (letter,) = mail.outbox
    assert before == 0
    assert letter.to == ["host@example.org"]
    assert links.find(token_in(letter), LinkPurpose.HOST) == link
    link.refresh_from_db()
    assert link.sent_at is not None


@pytest.mark.once
def test_the_letter_is_in_the_contacts_language_and_names_stay_text():
    """faults.md 50 and 53."""
    mission, organisation = a_host(language="ru", family_name={"en": "Host", "ru": "Хозяин"}, given_name="")
    russian = host_invitations.letter(
        host_invitations.send(mission, organisation), host_invitations.contact_of(mission, organisation)
    )
    contact_row = host_invitations.contact_of(mission, organisation)
    contact_row.person.language = ""
    english = host_invitations.letter(AccessLink.objects.get(), contact_row)

    assert russian.subject.endswith("В Туркменистан")
    assert "Хозяин" in russian.body
    assert "Керамика" in russian.body
    assert '<html lang="ru">' in russian.alternatives[0][0]
    assert "Ceramics <b>" in english.body
    assert "Ceramics &lt;b&gt;" in english.alternatives[0][0]
    assert english.extra_headers["Auto-Submitted"] == "auto-generated"


def test_of_several_contacts_the_first_in_the_programme_with_an_address_is_written_to():
    mission = factories.make_mission()
    organisation = factories.make_organisation()
    silent, late, early = (
        contact(organisation, email) for email in ("", "late@x.example", "early@x.example")
    )
    visit(mission, organisation, late, day="2023-12-06")
    visit(mission, organisation, early, day="2023-12-05")
    visit(mission, organisation, silent, day="2023-12-04")

    assert host_invitations.contact_of(mission, organisation) == early


@pytest.mark.parametrize(
    ("state", "visibility"),
    [
        (HostState.WISHED, Visibility.PUBLIC),
        (HostState.DECLINED, Visibility.PUBLIC),
        (HostState.CONFIRMED, Visibility.STAFF),
    ],
)
def test_who_is_not_to_know_of_an_item_is_written_nothing(state, visibility):
    mission, organisation = factories.make_mission(), factories.make_organisation()
    visit(mission, organisation, contact(organisation, "a@x.example"), state=state, visibility=visibility)

    assert host_invitations.of_mission(mission) == []
    with pytest.raises(ValidationError) as refused:
        host_invitations.send(mission, organisation)
    assert refused.value.code == "no_address"


def test_without_an_address_no_link_is_made():
    mission, organisation = a_host(email="")

    with pytest.raises(ValidationError):
        host_invitations.send(mission, organisation)

    assert not AccessLink.objects.exists()


def test_a_second_send_makes_no_second_link_and_a_renewal_ends_the_first():
    mission, organisation = a_host()
    other = factories.make_mission()
    elsewhere = links.make_for_host(other, organisation)[0]
    first = host_invitations.send(mission, organisation)

    again = host_invitations.send(mission, organisation)
    second = host_invitations.renew(first)
    late = host_invitations.renew(first)

    assert again is None
    assert late is None
    assert set(AccessLink.objects.valid()) == {second, elsewhere}


def test_a_link_is_sent_again_only_while_it_holds():
    mission, organisation = a_host()
    link = host_invitations.send(mission, organisation)
    work()

    assert host_invitations.send_again(link)
    work()
    links.revoke(link)
    assert not host_invitations.send_again(link)
    work()

    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(link)] * 2


def test_a_link_that_ended_before_the_worker_came_is_not_sent():
    mission, organisation = a_host()
    links.revoke(host_invitations.send(mission, organisation))

    work()

    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["send", "renew"])
def test_two_who_send_a_host_its_link_at_once_leave_one_link_and_one_letter(verb):
    """faults.md 42 and 47."""
    asked = a_host()
    if verb == "renew":
        asked = (links.make_for_host(*asked)[0],)

    act = partial(getattr(host_invitations, verb), *asked)
    made = [each for each in in_between(act, 'FROM "delegations_accesslink"', act) if each]
    work()

    assert len(made) == 1
    assert AccessLink.objects.valid().count() == 1
    assert len(mail.outbox) == 1
