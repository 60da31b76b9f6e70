"""To find people who are likely the same, no request makes the names of all of them comparable again."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.imports.entries import Entry
from backoffice.imports.finding_people import People
from backoffice.imports.preview import Row
from backoffice.mission_file import saving
from backoffice.people import compared
from partners.models import Person
from tests import factories
from tests.backoffice.pages import signed_in, staff

pytestmark = pytest.mark.django_db
MANY = 200
PAGE = "admin:partners_person_duplicates"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(compared, "_kept", None)


@pytest.fixture
def turned(monkeypatch):
    """Each name that was made comparable since the list was last cleared."""
    names = []

    def noting(name):
        names.append(name)
        return plain(name)

    plain = compared.skeleton
    monkeypatch.setattr(compared, "skeleton", noting)
    return names


@pytest.fixture
def people():
    made = [Person(family_name_ru=f"Жұма{name(number)}", given_name_ru="Ерлан") for number in range(MANY)]
    Person.objects.bulk_create(made)
    saving.write_history(Person, made, [], update=False, reason="")
    return made


def name(number):
    """Another one for each number, though a letter that is repeated counts once."""
    return "б".join(f"{number:04}")


def names_of(person):
    return compared.everybody().people[person.pk].names


def test_everybody_is_turned_once_then_only_who_changed(people, turned):
    client = signed_in()
    client.get(reverse(PAGE))
    at_first = len(turned)
    turned.clear()
    client.get(reverse(PAGE))
    again = len(turned)
    people[0].family_name_ru = people[1].family_name_ru
    people[0].save()
    factories.make_person(family_name="New", given_name="A")
    people[2].delete()

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse(PAGE))

    assert (at_first, again) == (MANY, 0)
    assert turned == ["Жұма0б0б0б1 Ерлан", "New A"]
    assert [(pair.first.pk, pair.second.pk) for pair in page.context["pairs"]] == [
        (people[0].pk, people[1].pk)
    ]
    assert len(queries) <= 20


@pytest.mark.once
def test_a_sheet_is_compared_with_those_whom_it_may_mean(people, turned):
    mission, user = factories.make_mission(), staff()
    compared.everybody()
    turned.clear()
    said = [
        {"person.family_name_en": f"Juma{name(7)}", "person.given_name_en": "Yerlan"},
        {"person.ref": str(people[9].ref)},
        {"person.ref": "no reference"},
    ]
    entries = [Entry(Row(number, []), values) for number, values in enumerate(said, start=2)]

    with CaptureQueriesContext(connection) as queries:
        found = People(entries, mission, user, by_email=True)

    assert turned == []
    assert list(found.known) == [people[7].pk, people[9].pk]
    assert len(queries) <= 12


@pytest.mark.once
def test_an_entry_in_the_place_of_one_that_was_taken_back_is_seen(people):
    """SQLite gives the number of an entry that was rolled back to the next one."""
    compared.everybody()
    newest = Person.history.latest("history_id")
    later = newest.history_date + dt.timedelta(seconds=1)
    Person.history.filter(pk=newest.pk).update(id=people[0].pk, history_date=later)
    Person.objects.filter(pk=people[0].pk).update(family_name_ru="Третья")

    assert names_of(people[0]) == {compared.skeleton("Третья Ерлан")}


def test_an_entry_that_came_after_one_with_a_higher_number_is_seen(people):
    """On PostgreSQL whoever began to write first may be done last."""
    entry = Person.history.get(id=people[0].pk)
    entry.pk = Person.history.latest("history_id").pk + 10
    entry.save(force_insert=True)
    compared.everybody()
    entry.pk -= 5
    entry.save(force_insert=True)
    Person.objects.filter(pk=people[0].pk).update(family_name_ru="Третья")

    assert names_of(people[0]) == {compared.skeleton("Третья Ерлан")}
