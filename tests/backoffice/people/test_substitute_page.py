"""The page on which one delegate comes in the place of another: what it says, whom it offers, what it refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from delegations.models import Delegate
from partners.models import Person
from tests import factories
from tests.backoffice.delegates import make, told
from tests.backoffice.pages import fields_of, signed_in

pytestmark = pytest.mark.django_db


def address(delegate, query=""):
    return reverse("admin:missions_mission_substitute", args=[delegate.mission_id, delegate.pk]) + query


def send(client, delegate, query="", **fields):
    page = client.get(address(delegate, query))
    assert page.status_code == 200
    data = {name: values for name, values in fields_of(page).items() if name != "q"}
    return client.post(address(delegate, query), {**data, **fields})


@pytest.fixture
def old():
    mission = factories.make_mission()
    [delegate] = make(mission, "Aigul", groups=[factories.make_group(mission=mission, name="Plants")])
    return delegate


def test_the_page_says_what_passes_before_anything_is_done(old):
    factories.make_leg(mission=old.mission, passengers=[old], carrier="Air Astana", number="KC 1")
    factories.make_stay(delegate=old, hotel="Grand")
    page = signed_in().get(address(old)).text

    for words in ("Plants", "Air Astana KC 1", "Grand", "Somebody else in the place of Aigul"):
        assert words in page
    assert Delegate.objects.get().state == "invited"


def test_somebody_known_comes(old):
    person = factories.make_person(family_name={"ru": "Бердыева"}, given_name="")
    client = signed_in()
    offered = client.get(address(old, "?q=берды")).text
    answer = send(client, old, "?q=берды", person=str(person.pk), position="Deputy", lang="en")

    new = Delegate.objects.get(person=person)
    assert f'value="{person.pk}"' in offered
    assert answer.url == f"/admin/missions/mission/{old.mission_id}/people/#delegate-{new.pk}"
    assert told(client.get(answer.url)) == ["Бердыева comes in the place of Aigul."]
    assert (new.precedence, new.position_en, old.mission.delegates.last()) == (10, "Deputy", old)


def test_somebody_new_comes(old):
    send(signed_in(), old, family_name="Ниязова", given_name="Огул", lang="ru")
    new = old.mission.delegates.first()
    assert (new.person.family_name_ru, new.person.given_name_ru) == ("Ниязова", "Огул")


def test_who_travels_already_is_not_offered_and_refused(old):
    [other] = make(old.mission, "Berik")
    client = signed_in()
    page = client.get(address(old, "?q=berik"))
    refused = send(client, old, person=str(other.person_id))

    assert "Nobody of this name is known, or she travels already." in page.text
    assert "Berik is a delegate of this mission already." in refused.text
    assert old.mission.delegates.first() == old


WRONG = [
    ({}, "Say who comes: choose somebody, or give a family name."),
    ({"person": "987654321"}, "Select a valid choice."),
    ({"person": "x"}, "Select a valid choice."),
    ({"family_name": "x" * 121}, "at most 120 characters"),
    ({"family_name": "Ниязова", "position": "x" * 201}, "at most 200 characters"),
    ({"family_name": "Ниязова", "lang": "de"}, "Select a valid choice."),
]


@pytest.mark.once
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(old):
    client = signed_in()
    for fields, sentence in WRONG:
        refused = send(client, old, **fields)
        assert (refused.status_code, sentence in refused.text) == (200, True)
        assert fields.get("family_name", "") in refused.text
    assert (Delegate.objects.count(), Person.objects.count()) == (1, 1)


@pytest.mark.once
def test_both_somebody_known_and_somebody_new_is_refused(old):
    person = factories.make_person(family_name="Dina")
    refused = send(signed_in(), old, person=str(person.pk), family_name="Ниязова")
    assert "Choose somebody known, or name somebody new: not both." in refused.text
    assert f'value="{person.pk}" id="person-{person.pk}" checked' in refused.text


def test_what_passes_may_have_changed_meanwhile(old):
    """faults.md 39"""
    client = signed_in()
    data = {**fields_of(client.get(address(old))), "family_name": "Ниязова", "lang": "ru"}
    factories.make_stay(delegate=old)
    refused = client.post(address(old), data)
    assert "What passes has changed meanwhile." in refused.text
    assert 'value="Ниязова"' in refused.text
    again = client.post(address(old), {**fields_of(refused), "lang": "ru"})
    assert (again.status_code, old.mission.delegates.first().stays.count()) == (302, 1)


@pytest.mark.once
def test_one_who_withdrew_has_no_form(old):
    Delegate.objects.update(state="withdrawn")
    page = signed_in().get(address(old)).text
    assert "Aigul has withdrawn already, so nobody can come in her place." in page
    assert 'name="family_name"' not in page


@pytest.mark.once
def test_who_may_not_add_delegates_does_not_get_there(old):
    for kind, status in ((roles.VIEWER, 403), (roles.EDITOR, 403), (roles.EDITOR_WITH_PEOPLE, 200)):
        assert signed_in(kind).get(address(old)).status_code == status


@pytest.mark.once
def test_a_delegate_of_another_mission_is_not_found(old):
    elsewhere = factories.make_delegate()
    url = reverse("admin:missions_mission_substitute", args=[old.mission_id, elsewhere.pk])
    assert signed_in().get(url).status_code == 404


@pytest.mark.once
def test_the_page_takes_few_queries_however_much_passes(old):
    client, counts = signed_in(), []
    client.get(address(old, "?q=ber"))
    for _number in range(3):
        factories.make_leg(mission=old.mission, passengers=[old])
        factories.make_stay(delegate=old)
        factories.make_attendance(item=factories.make_item(mission=old.mission), delegate=old)
        factories.make_stay(delegate=factories.make_delegate(mission=old.mission), shared_with=old)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(old, "?q=ber"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 20
