"""A letter to several: whom the filters find, what stands in braces, the draft, and that it is sent once."""

import datetime
from functools import partial

import pytest
from django.core import mail
from django.test import Client

from backoffice.letters import recipients
from backoffice.letters.recipients import Filters
from backoffice.rights import roles
from delegations import links, seen
from delegations.models import AccessLink, Capacity, Delegate, DelegateState, Mailing, Notice
from missions.models import MissionRole, Role
from tests import factories
from tests.backoffice.delegates import told
from tests.backoffice.letters.writing import crowd, letter, outbox, seal, travellers, words, work, write
from tests.backoffice.pages import signed_in
from tests.delegations.travellers import release
from tests.together import at_once

pytestmark = pytest.mark.django_db
TYPED = {"subject_en": "The bus, {name}", "text_en": "It leaves at 7. {link}", "do": "save"}


def drafted(client, mission, **typed):
    """A draft of these words, and its page."""
    answer = client.post(write(mission), {**TYPED, **typed}, follow=True)
    mailing = Mailing.objects.filter(mission=mission).latest("pk")
    assert answer.redirect_chain == [(letter(mailing), 302)]
    return mailing, answer


def send(client, mailing, page):
    """Press the button of the page that was looked at."""
    assert client.post(letter(mailing), {"do": "send", "seal": seal(page)}).status_code == 302


def found(mission, **filters):
    return [str(one) for one in recipients.travellers(mission).found(Filters(**filters))]


def test_each_filter_lets_those_through_whom_it_names():
    mission, (head, member, adviser, gone) = travellers("Aigul", "Berik", "Canat", "Dana")
    group, other = (factories.make_group(mission=mission) for _number in range(2))
    elsewhere = factories.make_organisation()
    member.groups.add(group)
    Delegate.objects.filter(pk=adviser.pk).update(organisation=elsewhere, capacity=Capacity.ADVISER)
    Delegate.objects.filter(pk=gone.pk).update(state=DelegateState.WITHDRAWN)
    head.delegation.appoint_head(head)
    Delegate.objects.filter(pk=member.pk).update(checked_at="2023-12-01T10:00Z")
    factories.make_item(mission=mission, visibility="public", for_everyone=True)
    release(mission)
    seen.say(head, 1)

    assert found(mission) == ["Aigul", "Berik", "Canat"]
    assert found(mission, groups=(group.pk,)) == ["Berik"]
    assert found(mission, groups=(group.pk, other.pk)) == ["Berik"]
    assert found(mission, groups=(other.pk,)) == []
    assert found(mission, organisations=(elsewhere.pk,)) == ["Canat"]
    assert found(mission, organisations=(head.delegation.organisation_id,)) == ["Aigul", "Berik"]
    assert found(mission, capacities=("head",)) == ["Aigul"]
    assert found(mission, capacities=("adviser", "member")) == ["Berik", "Canat"]
    assert found(mission, not_seen=True) == ["Berik", "Canat"]
    assert found(mission, not_checked=True) == ["Aigul", "Canat"]
    assert found(mission, not_seen=True, not_checked=True) == ["Canat"]
    assert found(mission, groups=(9999,)) == []


@pytest.mark.once
def test_a_draft_with_a_link_says_who_has_none():
    mission, (first, second, third) = travellers("Aigul", "Berik", "Canat")
    AccessLink.objects.filter(delegate=first).delete()
    links.revoke_all(AccessLink.objects.filter(delegate=second))
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    page = words(drafted(client, mission)[1])
    assert "1 of them has no personal link that holds: her letter brings a new one." in page
    assert "the address in theirs opens nothing. Berik Personal links" in page
    AccessLink.objects.filter(delegate__in=(second, third)).delete()
    page = words(drafted(client, mission)[1])
    assert "3 of them have no personal link that holds: the letter of each brings a new one." in page
    assert "opens nothing" not in page

    without = words(drafted(client, mission, text_en="It leaves at 7.")[1])
    assert "personal link" not in without


def test_a_draft_says_who_gets_it_and_shows_the_first_letter_before_anything_is_sent():
    mission, _delegates = travellers("Aigul", "Berik", "Nobody")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    mailing, page = drafted(client, mission)
    work()

    said = words(page)
    assert "2 of 3 delegates get it. Nobody has been written to yet." in said
    assert "2 letters, by rank Aigul Berik" in said
    assert "No e-mail address is known: Nobody" in said
    assert "The bus, Aigul" in said
    assert "Send 2 letters" in said
    assert (Notice.objects.count(), len(mail.outbox), mailing.state) == (0, 0, "prepared")


def test_it_goes_to_each_in_her_language_with_what_stands_in_braces():
    mission, (first, second) = travellers("Aigul", "Berik")
    type(first.person).objects.filter(pk=first.person_id).update(language="ru", family_name_ru="Айгуль")
    type(first.person).objects.filter(pk=second.person_id).update(language="kk")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission, subject_ru="Автобус, {name}", text_ru="{mission}: {dates}")

    answer = client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True)
    work()

    assert told(answer)[:1] == ["2 letters are given to be sent."]
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["aigul@example.org"], "Автобус, Айгуль"),
        (["berik@example.org"], "The bus, Berik"),  # nothing is written in Kazakh
    ]
    assert str(mail.outbox[0].body).startswith("Миссия: ")
    assert "It leaves at 7. http" in str(mail.outbox[1].body)
    assert [(one.state, str(one.delegate)) for one in Notice.objects.order_by("pk")] == [
        ("sent", "Aigul"),
        ("sent", "Berik"),
    ]


@pytest.mark.once
def test_what_is_filled_in_is_in_the_language_of_the_words_around_it():
    mission, [delegate] = travellers("Aigul")
    type(delegate.person).objects.update(language="ru", family_name_ru="Айгуль")
    mission.starts_on, mission.ends_on = datetime.date(2023, 12, 4), datetime.date(2023, 12, 7)
    mission.save()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission, text_en="{name}, {mission}, {dates}")

    send(client, mailing, page)
    work()

    [one] = mail.outbox
    assert one.subject == "The bus, Aigul"
    assert str(one.body).splitlines()[0] == "Aigul, The mission, 4 to 7 December 2023"


@pytest.mark.once
@pytest.mark.parametrize(("typed", "marked"), [({"urgent": "on"}, ["high", "1"]), ({}, [None, None])])
def test_an_urgent_letter_is_marked_as_important(typed, marked):
    mission, _delegates = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission, **typed)

    send(client, mailing, page)
    work()

    headers = mail.outbox[0].extra_headers
    assert [headers.get(name) for name in ("Importance", "X-Priority")] == marked


WRONG = [
    (
        {"text_en": "Dear {nom}, {nom} {link}"},
        "{nom} means nothing here. What can stand in braces: {name}",
    ),
    ({"subject_en": "See { Link }"}, "{link} stands in the text alone"),
    ({"subject_en": ""}, "Write both subject and text in this language, or neither."),
    ({"text_en": ""}, "Write both subject and text in this language, or neither."),
    ({"subject_en": "", "text_en": ""}, "Write subject and text in one language at least."),
    ({"subject_ru": "Тема"}, "Write both subject and text in this language, or neither."),
    ({"subject_en": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
]


@pytest.mark.once
def test_what_cannot_be_sent_is_not_saved_and_stays_typed():
    mission, _delegates = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    for typed, said in WRONG:
        page = client.post(write(mission), {**TYPED, **typed})

        assert said in words(page)
        assert Mailing.objects.count() == 0
        assert all(text in page.text for text in typed.values())


@pytest.mark.once
def test_names_and_typed_texts_stay_text():
    """faults.md 50 and 56"""
    mission, (first,) = travellers("Aigul")
    evil = '<a href="https://evil.example">x</a>'
    type(first.person).objects.filter(pk=first.person_id).update(family_name_en=f"{evil}{{link}}")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    mailing, page = drafted(client, mission, text_en=f"{evil} {{name}}\n<script>alert(1)</script>")
    send(client, mailing, page)
    work()

    assert '<a href="https://evil.example">' not in page.text
    assert "<script>alert" not in page.text
    assert 'sandbox=""' in page.text
    [(html, _kind)] = mail.outbox[0].alternatives
    assert '<a href="https://evil.example">' not in html
    assert "<script>" not in html
    assert "{link}" in str(mail.outbox[0].body)  # what is filled in is not read again


@pytest.mark.once
def test_the_page_shows_no_token():
    """faults.md 26"""
    mission, (first,) = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    mailing, page = drafted(client, mission)
    one = client.get(f"{letter(mailing)}one/?delegate={first.pk}")

    token = links.token_of(first.links.get())
    assert "/l/…/" in page.text
    assert [token in answer.text for answer in (page, one)] == [False, False]


def test_what_changed_since_it_was_looked_at_is_not_sent():
    mission, (first, _second) = travellers("Aigul", "Berik")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission)
    Delegate.objects.filter(pk=first.pk).update(state=DelegateState.WITHDRAWN)

    answer = client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True)

    assert told(answer)[:1] == [
        "The text, or who gets it, has changed since you looked. Look at it again, then send it."
    ]
    assert Notice.objects.count() == 0
    again = client.post(
        letter(mailing), {"do": "send", "seal": seal(client.get(letter(mailing)))}, follow=True
    )
    assert told(again)[:1] == ["1 letter is given to be sent."]


def test_who_saves_over_another_is_told_and_keeps_what_she_typed():
    mission, _delegates = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, _page = drafted(client, mission)
    version = str(mailing.history.latest("history_id").history_id)

    client.post(letter(mailing), {**TYPED, "version": version, "text_en": "First"})
    late = client.post(letter(mailing), {**TYPED, "version": version, "text_en": "Second"})

    mailing.refresh_from_db()
    assert mailing.text_en == "First"
    assert "Somebody changed this draft meanwhile." in words(late)
    assert "Second" in late.text


@pytest.mark.once
def test_nobody_is_written_to_where_the_filters_let_nobody_through():
    mission, _delegates = travellers("Aigul")
    group = factories.make_group(mission=mission)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission, groups=[group.pk])

    answer = client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True)

    assert "The filters let nobody through." in words(page)
    assert told(answer)[:1] == ["Nobody gets this letter, so it is not sent."]


def test_a_draft_that_is_put_aside_is_sent_no_more():
    mission, _delegates = travellers("Aigul")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, page = drafted(client, mission)

    aside = client.post(letter(mailing), {"do": "stop"}, follow=True)
    late = client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True)
    work()

    mailing.refresh_from_db()
    assert (mailing.state, len(mail.outbox)) == ("stopped", 0)
    assert told(aside)[:1] == ["The draft is put aside; nobody gets it."]
    assert told(late)[:1] == ["This was given to be sent, or put aside, meanwhile."]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_send_at_once_one_does_and_each_gets_one_letter():
    """faults.md 47"""
    mission, _delegates = travellers("Aigul", "Berik")
    mailing, page = drafted(signed_in(), mission)
    clients = [signed_in() for _number in range(3)]

    def press(client):
        return told(client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True))[0]

    said = at_once(*(partial(press, client) for client in clients))
    work()

    assert sorted(said) == [
        "2 letters are given to be sent.",
        "This was given to be sent, or put aside, meanwhile.",
        "This was given to be sent, or put aside, meanwhile.",
    ]
    assert sorted(one.to[0] for one in mail.outbox) == ["aigul@example.org", "berik@example.org"]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_save_one_draft_at_once_one_does_and_the_others_are_told():
    mission, _delegates = travellers("Aigul")
    mailing, _page = drafted(signed_in(), mission)
    version = str(mailing.history.latest("history_id").history_id)
    clients = [signed_in() for _number in range(3)]

    def save(client, number):
        typed = {**TYPED, "version": version, "text_en": f"Text {number}"}
        return client.post(letter(mailing), typed).status_code

    answers = at_once(*(partial(save, client, number) for number, client in enumerate(clients)))

    assert sorted(answers) == [200, 200, 302]
    assert mailing.history.count() == 2


@pytest.mark.once
def test_who_may_write_and_who_may_not():
    """faults.md 20 and 21"""
    mission, (first,) = travellers("Aigul")
    mailing, page = drafted(signed_in(), mission)
    stranger = factories.make_user(is_staff=True)
    MissionRole.objects.create(mission=factories.make_mission(), user=stranger, role=Role.COORDINATOR)
    client = Client()
    client.force_login(stranger)
    addresses = (
        outbox(mission),
        write(mission),
        letter(mailing),
        f"{letter(mailing)}one/?delegate={first.pk}",
    )

    def met(client):
        read = [client.get(address).status_code for address in addresses]
        posted = client.post(letter(mailing), {"do": "send", "seal": seal(page)}).status_code
        return [*read, posted]

    assert met(client) == [404] * 5
    for kind in (roles.VIEWER, roles.REPORTER, roles.EDITOR, roles.RELEASER):
        assert met(signed_in(kind)) == [403] * 5
    assert Notice.objects.count() == 0
    assert met(signed_in(roles.EDITOR_WITH_PEOPLE)) == [200, 200, 200, 200, 302]


@pytest.mark.once
def test_the_draft_stays_small_and_asks_little_though_three_hundred_get_it(django_assert_max_num_queries):
    mission, _delegates = crowd(300)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    mailing, _page = drafted(client, mission)

    with django_assert_max_num_queries(20):
        page = client.get(letter(mailing))

    assert len(page.content) < 150_000
