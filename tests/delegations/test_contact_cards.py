"""Cards of contacts, and who gets which."""

import uuid

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from delegations import contact_cards
from missions.models import HostState, Visibility
from missions.parts import LiveContact, Organisation
from tests.delegations.travellers import press, read, release
from tests.factories import (
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_person,
    make_stop,
)
from wording.words import Words

REF = "5f0c1f0e-3a1b-4a54-9d0a-2f1b54a7c001"
# What no vCard may hold within a value, and what no database holds.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=120)
PARTS = ("Orazowa", "Maral", "")


def card(name="Maral Orazowa", position="Director", organisation="Union", parts=PARTS, **fields):
    told = Words(position, "en") if position else None
    contact = LiveContact(Words(name, "en"), told, True, REF, parts=parts, **fields)
    return contact_cards.made(contact, Organisation("1", "union", Words(organisation, "en"), "firm", None))


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.once
def test_a_card_says_who_where_and_how_to_reach_her():
    assert unfolded(card(phone="+993 12 46 88 02", email="m@example.org")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Maral Orazowa",
        "N:Orazowa;Maral;;;",
        "ORG:Union",
        "TITLE:Director",
        "TEL;TYPE=WORK,VOICE:+993 12 46 88 02",
        "EMAIL;TYPE=INTERNET:m@example.org",
        f"UID:urn:uuid:{REF}",
        "END:VCARD",
        "",
    ]


@pytest.mark.once
@given(name=TEXT, position=TEXT, organisation=TEXT, phone=TEXT, email=TEXT)
def test_whatever_a_name_holds_a_card_has_its_lines_alone(name, position, organisation, phone, email):
    """faults.md 30"""
    body = card(name, position, organisation, (name, position, name), phone=phone, email=email)

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert [line.split(":")[0].split(";")[0] for line in unfolded(body)] == [
        *("BEGIN", "VERSION", "FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "UID", "END", ""),
    ]


# Who gets which

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return make_delegate(mission=make_mission(), groups=[])


def get(delegate, contact, client=None, lang="en"):
    client = client or press(delegate)
    return client.get(f"/{lang}/my/{delegate.mission.slug}/contacts/{contact.ref}.vcf")


def met(delegate, public, **fields):
    """Somebody at an item of the whole delegation, or as `fields` say."""
    person = make_person(
        family_name={"en": "Orazowa", "ru": "Оразова"},
        given_name={"en": "Maral", "ru": "Марал"},
        patronymic={"ru": "Амановна"},
        phone="+993 1",
        email="m@example.org",
    )
    contact = make_contact(person=person, public=public)
    shown = {"visibility": Visibility.DELEGATION, "for_everyone": True, **fields}
    item = make_item(stop=make_stop(mission=delegate.mission), **shown)
    make_host(item=item, contact=contact, organisation=contact.organisation, state=HostState.CONFIRMED)
    return contact


@pytest.mark.once
def test_whom_her_programme_names_with_consent_she_may_save(delegate):
    contact = met(delegate, public=True)
    release(delegate.mission)

    answer = get(delegate, contact, lang="ru")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="contact.vcf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert unfolded(answer.content)[2:4] == ["FN:Марал Амановна Оразова", "N:Оразова;Марал;Амановна;;"]
    assert f"/contacts/{contact.ref}.vcf" in read(delegate)


@pytest.mark.once
def test_a_host_agreed_to_be_named_and_not_to_be_called(delegate):
    """The consent is to name and position; whoever speaks for a party is there to be called."""
    host = met(delegate, public=True)
    speaker = make_contact(person=make_person(phone="+7 700", email="s@example.org"), public=True)
    silent = make_contact(person=make_person(phone="+7 711 222 33 44"), public=False)
    for contact in (speaker, silent):
        make_party(mission=delegate.mission, contact=contact, organisation=contact.organisation)
    release(delegate.mission)

    page = read(delegate)

    assert b"TEL" not in get(delegate, host).content
    assert b"TEL;TYPE=WORK,VOICE:+7 700" in get(delegate, speaker).content
    assert 'href="tel:+7700"' in page
    assert "+993 1" not in page
    assert ("711 222 33 44" in page, "77112223344" in page) == (False, False)


def test_without_consent_or_outside_of_her_programme_there_is_no_card(delegate):
    elsewhere = met(make_delegate(mission=make_mission()), public=True)
    without = met(delegate, public=False)
    group = make_group(mission=delegate.mission)
    others = met(
        delegate, public=True, visibility=Visibility.PARTICIPANTS, for_everyone=False, groups=[group]
    )
    unnamed = make_contact(public=True, organisation=make_organisation())
    release(delegate.mission)
    client = press(delegate)

    found = [get(delegate, one, client).status_code for one in (elsewhere, without, others, unnamed)]

    assert found == [404, 404, 404, 404]
    assert ".vcf" not in read(delegate, client=client)


def test_nobody_else_gets_one(delegate):
    contact = met(delegate, public=True)
    release(delegate.mission)

    assert get(delegate, contact, Client()).status_code == 403
    assert (
        press(delegate).get(f"/en/my/{delegate.mission.slug}/contacts/{uuid.uuid4()}.vcf").status_code == 404
    )
