"""The links of hosts on the page of personal links: who sends, renews and ends them, and what is told."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink
from missions.models import Visibility
from tests import factories
from tests.backoffice.delegates import told
from tests.backoffice.pages import signed_in, staff
from tests.delegations.letters import token_in, work

pytestmark = pytest.mark.django_db


def a_host(name="Ceramics", email="host@example.org", mission=None):
    mission = mission or factories.make_mission()
    organisation = factories.make_organisation(name=name)
    person = factories.make_person(email=email, family_name="Ovezov", given_name="")
    contact = factories.make_contact(organisation=organisation, person=person)
    item = factories.make_item(mission=mission, visibility=Visibility.PUBLIC)
    factories.make_host(item=item, organisation=organisation, contact=contact)
    return mission, organisation


def address(mission):
    return reverse("admin:missions_mission_links", args=[mission.pk])


def line(page, organisation):
    [found] = re.findall(
        rf'<li id="host-{organisation.pk}".*?(?=<li id="host-|</ul></section>)', page.text, re.S
    )
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def press(client, mission, what, page=None):
    assert f'value="{what}"' in (page or client.get(address(mission))).text
    return client.post(address(mission), {"do": what}, follow=True)


def test_a_hosts_link_is_sent_sent_again_renewed_and_ended():
    mission, organisation = a_host()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    sent = press(client, mission, f"host {organisation.pk}")
    first = AccessLink.objects.get()
    work()
    again = press(client, mission, f"host-again {first.pk}", page=sent)
    work()
    renewed = press(client, mission, f"host-renew {first.pk}", page=again)
    work()
    second = AccessLink.objects.valid().get()
    ended = press(client, mission, f"host-revoke {second.pk}", page=renewed)

    assert told(sent)[:1] == ["Ceramics is sent a link."]
    assert told(again)[:1] == ["Ceramics is sent the same link once more."]
    assert told(renewed)[:1] == ["Ceramics is sent a new link; the one before opens nothing now."]
    assert told(ended)[:1] == ["The link of Ceramics is ended."]
    tokens = [links.token_of(first), links.token_of(first), links.token_of(second)]
    assert [token_in(letter) for letter in mail.outbox] == tokens
    assert not AccessLink.objects.valid().exists()
    said = line(ended, organisation)
    assert "Ovezov" in said
    assert "2 links have ended" in said
    bodies = "".join(answer.text for answer in (sent, again, renewed, ended))
    for row in AccessLink.objects.all():
        assert links.token_of(row) not in bodies
        assert row.token_hash not in bodies


@pytest.mark.once
def test_a_host_without_an_address_is_told_and_has_no_button():
    mission, organisation = a_host(email="")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    page = client.get(address(mission))
    answer = client.post(address(mission), {"do": f"host {organisation.pk}"}, follow=True)

    assert "No contact with an e-mail address is named in the programme." in line(page, organisation)
    assert f'value="host {organisation.pk}"' not in page.text
    assert "No contact of Ceramics with an e-mail address is named in the programme." in told(answer)[0]
    assert not AccessLink.objects.exists()


def test_the_link_of_who_is_no_host_any_more_can_be_ended():
    mission, organisation = a_host()
    link, _token = links.make_for_host(mission, organisation)
    mission.items.all().delete()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    assert "No host of this mission any more." in line(client.get(address(mission)), organisation)
    press(client, mission, f"host-revoke {link.pk}")

    assert not AccessLink.objects.valid().exists()


VERBS = ("host", "host-renew", "host-again", "host-revoke")


def test_a_host_of_another_mission_is_not_found():
    mission, _organisation = a_host()
    elsewhere, stranger = a_host("Stranger")
    link, _token = links.make_for_host(elsewhere, stranger)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    for verb in VERBS:
        number = stranger.pk if verb == "host" else link.pk
        assert client.post(address(mission), {"do": f"{verb} {number}"}).status_code == 404
        assert AccessLink.objects.valid().get() == link


@pytest.mark.once
def test_who_only_sees_links_does_nothing():
    mission, organisation = a_host()
    link, _token = links.make_for_host(mission, organisation)
    member, client = staff("no kind"), Client()
    sees = ("view_delegate", "view_accesslink", "view_mission")
    member.user_permissions.set(Permission.objects.filter(codename__in=sees))
    client.force_login(member)

    page = client.get(address(mission)).text

    assert "Ceramics" in page
    assert 'value="host' not in page
    for verb in VERBS:
        number = organisation.pk if verb == "host" else link.pk
        assert client.post(address(mission), {"do": f"{verb} {number}"}).status_code == 403
        assert AccessLink.objects.valid().get() == link
