"""The personal links of a mission in the back office: who sees, sends, renews and ends them, and what is told."""

import re
import time
from threading import Event

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts import ciphers
from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, DelegateState, LinkPurpose
from missions.models import Role
from tests import factories
from tests.backoffice.delegates import told
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import signed_in, staff
from tests.delegations.letters import token_in, work
from tests.together import at_once

pytestmark = pytest.mark.django_db


def address(mission, query=""):
    return reverse("admin:missions_mission_links", args=[mission.pk]) + query


def permission(name):
    app, _dot, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def travellers(*names, mission=None):
    """Delegates of these names, by rank; an address is made of each name, but none for “Nobody”."""
    mission = mission or factories.make_mission(zone="Asia/Ashgabat")
    return [
        factories.make_delegate(
            mission=mission,
            person=factories.make_person(
                family_name=name,
                given_name="",
                email="" if name == "Nobody" else f"{name.lower()}@example.org",
            ),
        )
        for name in names
    ]


def line(page, delegate):
    [found] = re.findall(rf'<li id="delegate-{delegate.pk}".*?(?=<li id="delegate-|</ol>)', page.text, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def press(client, mission, what, query="", page=None, **typed):
    """Press the button of these words, as the page has it, or as it is now; read what the page says then."""
    assert f'value="{what}"' in (page or client.get(address(mission, query))).text
    return client.post(address(mission, query), {"do": what, **typed}, follow=True)


def test_the_delegates_stand_in_protocol_order_with_their_links():
    first, second = travellers("Berik", "Aigul")
    links.make(second)
    links.make(second, assistant="Dana")
    links.make(second, LinkPurpose.CALENDAR)
    links.revoke(links.make(first)[0])

    page = signed_in(roles.EDITOR_WITH_PEOPLE).get(address(first.mission))

    assert page.text.index("Berik") < page.text.index("Aigul")
    assert "No link holds." in line(page, first)
    assert "1 link has ended" in line(page, first)
    said = line(page, second)
    assert re.findall(r"(Itinerary, assistant Dana|Itinerary|Calendar) Made", said) == [
        "Calendar",
        "Itinerary",
        "Itinerary, assistant Dana",
    ]
    assert said.count("Sent not yet") == 2
    assert said.count("Last used not yet") == 3
    assert "(Ashgabat, UTC+5)" in said


@pytest.mark.once
def test_no_token_comes_near_the_page():
    """faults.md 26."""
    (delegate,) = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    answers = [press(client, delegate.mission, f"send {delegate.pk}")]
    link = delegate.links.get()
    work()
    answers += [
        press(client, delegate.mission, f"again {link.pk}"),
        press(client, delegate.mission, f"renew {link.pk}"),
        client.get(address(delegate.mission)),
    ]

    bodies = "".join(answer.text + str(answer.headers) for answer in answers)
    for row in AccessLink.objects.all():
        assert links.token_of(row) not in bodies
        assert row.token_hash not in bodies
        assert row.token_encrypted not in bodies


def test_a_link_is_sent_renewed_and_ended():
    (delegate,) = travellers("Aigul")
    mission, client = delegate.mission, signed_in(roles.EDITOR_WITH_PEOPLE)

    sent = press(client, mission, f"send {delegate.pk}")
    first = delegate.links.get()
    work()
    renewed = press(client, mission, f"renew {first.pk}", page=sent)
    work()
    second = delegate.links.valid().get()
    ended = press(client, mission, f"revoke {second.pk}", page=renewed)

    assert told(sent)[:1] == ["Aigul is sent a link."]
    assert told(renewed)[:1] == ["Aigul is sent a new link; the one before opens nothing now."]
    assert told(ended)[:1] == ["The link of Aigul is ended."]
    assert [token_in(letter) for letter in mail.outbox] == [links.token_of(first), links.token_of(second)]
    assert not delegate.links.valid().exists()


def test_what_was_sent_meanwhile_is_not_sent_twice():
    """faults.md 42 and 47."""
    (delegate,) = travellers("Aigul")
    mission, client = delegate.mission, signed_in(roles.EDITOR_WITH_PEOPLE)
    first = links.make(delegate)[0]

    twice = client.post(address(mission), {"do": f"send {delegate.pk}"}, follow=True)
    press(client, mission, f"renew {first.pk}")
    late = client.post(address(mission), {"do": f"renew {first.pk}"}, follow=True)
    again = client.post(address(mission), {"do": f"again {first.pk}"}, follow=True)
    work()

    assert told(twice)[:1] == ["Aigul has a link already."]
    assert told(late)[:1] == ["This link of Aigul had ended already; nothing was sent."]
    assert told(again)[:1] == ["This link of Aigul had ended already; nothing was sent."]
    assert len(mail.outbox) == 1
    assert delegate.links.valid().count() == 1


@pytest.mark.once
def test_an_assistant_gets_a_link_named_as_such_by_the_delegates_address():
    (delegate,) = travellers("Aigul")
    mission, client = delegate.mission, signed_in(roles.EDITOR_WITH_PEOPLE)

    nobody = press(client, mission, f"assistant {delegate.pk}", **{f"assistant-{delegate.pk}": " "})
    sent = press(client, mission, f"assistant {delegate.pk}", **{f"assistant-{delegate.pk}": " Dana  O. "})
    work()

    assert told(nobody)[:1] == ["Say who the assistant is, in at most 120 letters."]
    assert told(sent)[:1] == ["Aigul is sent a link for the assistant Dana O.."]
    assert [link.assistant for link in delegate.links.all()] == ["Dana O."]
    assert [letter.to for letter in mail.outbox] == [["aigul@example.org"]]


@pytest.mark.once
def test_who_has_no_address_is_listed_and_can_be_sent_nothing():
    known, unknown = travellers("Aigul", "Nobody")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    page = client.get(address(known.mission))
    refused = client.post(address(known.mission), {"do": f"send {unknown.pk}"}, follow=True)

    assert f'<li><a href="/admin/partners/person/{unknown.person_id}/change/"' in page.text
    assert "No e-mail address: show or print the link." in line(page, unknown)
    assert f'value="send {unknown.pk}"' not in page.text
    assert "Nobody has no e-mail address, so no link can be sent." in told(refused)[0]
    assert AccessLink.objects.count() == 0


def test_a_whole_delegation_is_sent_renewed_and_ended_together():
    first, second, third = travellers("Aigul", "Berik", "Nobody")
    other = factories.make_delegate(
        delegation=factories.make_delegation(mission=first.mission),
        person=factories.make_person(email="other@example.org"),
    )
    mission, client = first.mission, signed_in(roles.EDITOR_WITH_PEOPLE)
    ours = f"?delegation={first.delegation_id}"
    kept = links.make(first)[0]

    sent = press(client, mission, "send-all", ours)
    held = set(AccessLink.objects.values_list("delegate", flat=True))
    renewed = press(client, mission, "renew-all", ours, page=sent)
    links.make(other)
    ended = press(client, mission, "revoke-all", ours, page=renewed)
    work()

    assert told(sent)[0] == "1 delegate is sent a link."
    assert held == {first.pk, second.pk}
    assert told(renewed)[0] == "2 links are renewed."
    assert told(ended)[0] == "2 links are ended."
    kept.refresh_from_db()
    assert kept.revoked_at is not None
    assert [link.delegate for link in AccessLink.objects.valid()] == [other]
    assert mail.outbox == []  # what had ended before the worker came is not sent
    assert third.links.count() == 0


@pytest.mark.once
def test_who_withdrew_is_not_listed():
    first, second = travellers("Aigul", "Berik")
    second.state = DelegateState.WITHDRAWN
    second.save()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    client.post(address(first.mission), {"do": "send-all"})

    assert "Berik" not in client.get(address(first.mission)).text
    assert AccessLink.objects.get().delegate == first


def test_rows_of_another_mission_are_not_found():
    """faults.md 9."""
    (mine,) = travellers("Aigul")
    (other,) = travellers("Berik")
    link = links.make(other)[0]
    client = signed_in()
    keys = {"send": other.pk, "assistant": other.pk, "renew": link.pk, "again": link.pk, "revoke": link.pk}

    statuses = {
        what: {
            client.post(
                address(mine.mission), {"do": f"{what} {number}", f"assistant-{key}": "Dana"}
            ).status_code
            for number in (key, "", "x", "9" * 30)
        }
        for what, key in keys.items()
    }

    assert statuses == {what: {404} for what in keys}
    assert AccessLink.objects.valid().count() == 1
    assert client.get(address(mine.mission, f"?delegation={other.delegation_id}")).status_code == 404


@pytest.mark.once
def test_what_no_button_says_does_nothing():
    (delegate,) = travellers("Aigul")

    answer = signed_in().post(address(delegate.mission), {"do": "delete 1"}, follow=True)

    assert told(answer)[0] == "Nothing was done: the form did not say what to do."


@pytest.mark.once
def test_who_only_ends_sends_nothing_and_who_sees_does_neither():
    (delegate,) = travellers("Aigul")
    link = links.make(delegate)[0]
    mission = delegate.mission
    sees = ["delegations.view_delegate", "delegations.view_accesslink", "missions.view_mission"]
    met = {}
    for name, rights in {"sees": sees, "ends": [*sees, "delegations.change_accesslink"]}.items():
        client = signed_in()
        member = staff("no kind")
        member.user_permissions.set(permission(right) for right in rights)
        client.force_login(member)
        page = client.get(address(mission)).text
        posted = [
            client.post(address(mission), {"do": what}).status_code
            for what in (f"renew {link.pk}", "send-all", f"revoke {link.pk}")
        ]
        met[name] = (f'value="renew {link.pk}"' in page, f'value="revoke {link.pk}"' in page, posted)

    assert met == {"sees": (False, False, [403, 403, 403]), "ends": (False, True, [403, 403, 302])}


@pytest.mark.once
def test_coordinator_and_protocol_of_the_mission_have_the_page_and_the_way_to_it():
    (delegate,) = travellers("Aigul")
    statuses = {Role.COORDINATOR: 200, Role.PROTOCOL: 200, Role.EDITOR: 403, Role.VIEWER: 403}
    for role, status in statuses.items():
        client = signed_in_with({delegate.mission: role})

        people = client.get(reverse("admin:missions_mission_people", args=[delegate.mission.pk])).text

        assert client.get(address(delegate.mission)).status_code == status
        assert (address(delegate.mission) in people) == (status == 200)


@pytest.mark.once
def test_its_queries_do_not_grow_with_the_delegates():
    counts = []
    for number in (1, 3):
        mission = travellers(*(f"Name{each}" for each in range(number)))[0].mission
        for delegate in mission.delegates.all():
            links.make(delegate)
            links.revoke(links.make(delegate)[0])
        client = signed_in()
        client.get(address(mission))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(mission))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.once
def test_reading_the_page_sends_nothing():
    """faults.md 51."""
    (delegate,) = travellers("Aigul")

    signed_in().get(address(delegate.mission), {"do": f"send {delegate.pk}"})

    assert AccessLink.objects.count() == DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["send-all", "renew-all"])
def test_who_works_on_all_and_who_ends_all_do_not_wait_for_each_other(what):
    """Each locks the delegates in the order of their keys, whatever their rank."""
    first, second = travellers("Berik", "Aigul")
    type(first).objects.filter(pk=first.pk).update(precedence=1000)
    for delegate in (first, second):
        links.make(delegate)
    client, locked = signed_in(), Event()

    def slowly(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "FOR UPDATE" in sql and 'FROM "delegations_delegate"' in sql:
            locked.set()
            time.sleep(0.5)
        return answer

    def works():
        with connection.execute_wrapper(slowly):
            return client.post(address(first.mission), {"do": what}).status_code

    def ends():
        if connection.features.has_select_for_update:
            locked.wait(10)
        links.revoke_all(AccessLink.objects.all())

    assert at_once(works, ends) == [302, None]


@pytest.mark.once
def test_a_link_whose_key_is_gone_says_so_until_it_is_renewed(settings):
    (delegate,) = travellers("Aigul")
    links.make(delegate)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    ciphers.field_cipher.cache_clear()
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    try:
        page = client.get(address(delegate.mission))
        press(client, delegate.mission, f"renew {delegate.links.get().pk}")
        renewed = client.get(address(delegate.mission))
    finally:
        ciphers.field_cipher.cache_clear()

    lost = "Sent it cannot be: the key that it was encrypted with is gone. Send a new one in its place."
    assert lost in line(page, delegate)
    assert "Sent not yet" in line(renewed, delegate)
