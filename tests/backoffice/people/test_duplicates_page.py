"""Which people are proposed as possible duplicates, and what is shown of each."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db
PAGE = "admin:partners_person_duplicates"


def at(name, **person):
    """Somebody who is a contact of the organisation of this name."""
    person = factories.make_person(**person)
    factories.make_contact(person=person, organisation=factories.make_organisation(name=name))
    return person


@pytest.mark.parametrize(
    "other",
    [
        {"family_name": "Zhumabayev", "given_name": "Yerlan"},
        {"family_name_ru": "Жұмабаев", "given_name_ru": "Ерлан", "family_name": "", "given_name": ""},
        {"family_name": "Yerlan", "given_name": "Zhumabayev"},
        {"family_name": "Zhumabayev", "given_name": "Yerlan", "patronymic": "Asqarovich"},
    ],
    ids=["same", "other alphabet", "other order", "with patronymic"],
)
def test_same_name_at_different_organisations_is_proposed_with_both(other):
    first = at("Union of enterprises", family_name="Zhumabayev", given_name="Yerlan")
    second = at("Cotton mill", **other)

    page = signed_in().get(reverse(PAGE))

    (pair,) = page.context["pairs"]
    assert (pair.first, pair.second) == (first, second)
    words = " ".join(re.sub("<[^>]+>", " ", html.unescape(page.content.decode())).split())
    assert "Union of enterprises" in words
    assert "Cotton mill" in words
    assert "The name is the same or similar; the organisations differ." in words


def test_pairs_at_one_organisation_stand_before_those_at_several():
    elsewhere = at("Cotton mill", family_name="Orazow", given_name="Myrat")
    one = at("Union", family_name="Orazow", given_name="Myrat")
    two = factories.make_person(family_name="Orazow", given_name="Myrat")
    factories.make_contact(person=two, organisation=one.contacts.get().organisation)

    pairs = signed_in().get(reverse(PAGE)).context["pairs"]

    assert [(pair.first, pair.second) for pair in pairs] == [(one, two), (elsewhere, one), (elsewhere, two)]


def test_number_of_queries_does_not_grow_with_the_pairs():
    client = signed_in()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(PAGE))
        return len(captured)

    for number in range(2):
        at(f"Mill {number}", family_name="Orazow", given_name="Myrat")
    client.get(reverse(PAGE))
    few = queries()
    for number in range(20):
        at(f"Union {number}", family_name=f"Annayew{number // 2 * 'b' * 3}", given_name="Meret")
    client.get(reverse(PAGE))

    assert queries() == few
