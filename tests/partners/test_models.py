"""Partners: what their rows refuse, and how they are named."""

import pytest
from django.db.models import ProtectedError
from django.utils.translation import override

from partners.models import Contact, NameOrder, Organisation, Person, Place
from tests.factories import make_contact, make_organisation, make_person, make_place, make_sector
from tests.rules import assert_refused, assert_refused_by_database, constraints_of
from wording.words import Words

pytestmark = pytest.mark.django_db


def place(**fields):
    return Place(**{"name_en": "Mary", "country": "TM", "zone": "Asia/Ashgabat", **fields})


def own_parent():
    organisation = make_organisation()
    organisation.parent = organisation
    return organisation


def second_contact():
    contact = make_contact()
    return Contact(person=contact.person, organisation=contact.organisation)


COORDINATES = r"Give both latitude \(−90 to 90\) and longitude \(−180 to 180\), or neither\."
BAD_ROWS = {
    "partners_place_coordinates": (lambda: place(latitude=37), None, COORDINATES),
    "partners_organisation_kind_valid": (
        lambda: Organisation(slug="a", name_en="A", kind="shop"), "kind", "'shop' is not a valid choice",
    ),
    "partners_organisation_not_own_parent": (own_parent, "parent", "leads back to this organisation"),
    "partners_person_name_order_valid": (
        lambda: Person(family_name_en="A", name_order="nickname"), "name_order", "not a valid choice",
    ),
    "partners_person_language_valid": (
        lambda: Person(family_name_en="A", language="fr"), "language", "'fr' is not a valid choice",
    ),
    "partners_contact_unique": (second_contact, None, "This person is a contact of this organisation already"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(constraints_of("partners")))
def test_each_constraint_is_kept_by_a_sentence_and_by_the_database(name):
    make_row, field, sentence = BAD_ROWS[name]

    row = make_row()

    assert_refused(row, field, sentence)
    assert_refused_by_database(row)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"longitude": 61}, None, COORDINATES),
        ({"latitude": 91, "longitude": 61}, "latitude", "less than or equal to 90"),
        ({"latitude": 37, "longitude": -181}, "longitude", "greater than or equal to -180"),
        ({"zone": "Asia/Nowhere"}, "zone", "“Asia/Nowhere” is no time zone. Give an IANA name"),
        ({"zone": "EST"}, "zone", "“EST” is no time zone"),
        ({"country": "XX"}, "country", "“XX” is no country code. Give two letters of ISO 3166-1"),
        ({"name_en": ""}, "name_en", "Give the name in at least one language"),
    ],
)
def test_a_place_refuses_what_is_no_place(fields, field, sentence):
    assert_refused(place(**fields), field, sentence)


@pytest.mark.parametrize("fields", [{"latitude": 37}, {"longitude": 61}, {"latitude": 91, "longitude": 0}])
def test_the_database_refuses_half_a_coordinate(fields):
    """An unknown value makes a check unknown, and SQL lets what is unknown pass."""
    assert_refused_by_database(place(**fields))


def test_a_name_in_any_one_language_is_enough():
    make_place(name={"tk": "Mary"})
    make_sector(name={"kk": "Логистика"})


def test_a_line_of_parents_does_not_lead_back():
    top = make_organisation()
    middle = make_organisation(parent=top)
    top.parent = make_organisation(parent=middle)

    assert_refused(top, "parent", "The line of parents leads back to this organisation")


def test_a_long_line_of_parents_is_accepted():
    organisation = None
    for _ in range(5):
        organisation = make_organisation(parent=organisation)

    assert organisation.parent.parent.parent.parent.parent is None


@pytest.mark.parametrize("bad", ["Ünion", "a b", "a/b", ""])
def test_a_slug_is_ascii(bad):
    assert_refused(Organisation(slug=bad, name_en="A"), "slug", ".")


def test_slugs_are_unique():
    organisation = make_organisation()

    assert_refused(Organisation(slug=organisation.slug, name_en="A"), "slug", "already exists")


def test_an_organisation_that_something_names_cannot_be_deleted():
    contact = make_contact()

    with pytest.raises(ProtectedError):
        contact.organisation.delete()


def test_contacts_go_with_their_person():
    contact = make_contact()

    contact.person.delete()

    assert not Contact.objects.exists()
    assert Organisation.objects.filter(pk=contact.organisation.pk).exists()


def test_a_person_is_named_in_one_script_at_a_time():
    person = make_person(
        family_name={"en": "Berdiyewa", "ru": "Бердыева"},
        given_name={"en": "Ogulsapar"},
        patronymic={"ru": "Атаевна"},
    )

    assert person.full_name("en") == Words("Ogulsapar Berdiyewa", "en")
    assert person.full_name("ru") == Words("Атаевна Бердыева", "ru")
    assert person.full_name("kk") == Words("Атаевна Бердыева", "ru")
    with override("ru"):
        assert str(person) == "Атаевна Бердыева"


def test_the_family_name_comes_first_where_the_person_says_so():
    person = make_person(family_name="Berdiyewa", given_name="Ogulsapar", name_order=NameOrder.FAMILY_FIRST)

    assert str(person) == "Berdiyewa Ogulsapar"


def test_a_person_without_a_family_name_has_no_name():
    assert (Person().full_name("en"), str(Person())) == (None, "")
    assert_refused(Person(given_name_en="Ogulsapar"), "family_name_en", "in at least one language")


def test_rows_are_called_by_their_names_in_the_readers_language():
    contact = make_contact(
        person=make_person(family_name="Berdiyewa", given_name="Ogulsapar"), position={"en": "Director"}
    )
    organisation = make_organisation(name={"en": "Union", "tk": "Birleşme"})

    assert str(contact) == "Ogulsapar Berdiyewa, Director"
    assert str(make_contact(person=contact.person, position="")) == "Ogulsapar Berdiyewa"
    with override("tk"):
        assert str(organisation) == "Birleşme"
    assert str(make_sector(name="Logistics")) == "Logistics"


@pytest.mark.parametrize("make", [make_place, make_sector, make_organisation, make_person, make_contact])
def test_changes_are_kept_in_history(make):
    row = make()

    row.save()
    pk = row.pk
    row.delete()

    assert [entry.history_type for entry in type(row).history.filter(id=pk)] == ["-", "~", "+"]


def test_the_history_of_a_new_row_is_asked_for_no_links_and_keeps_those_that_come(django_assert_num_queries):
    row, sector = Organisation(slug="ceramics", name_en="Ceramics"), make_sector()

    with django_assert_num_queries(2):  # the row and its entry
        row.save()
    row.sectors.add(sector)
    row.save()

    assert [[str(each.sector) for each in entry.sectors.all()] for entry in row.history.all()] == [
        ["Logistics"],
        ["Logistics"],
        [],
    ]
