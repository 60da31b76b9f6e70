"""Organisations with contacts from a sheet."""

import pytest

from partners.models import Contact, Organisation, Person
from tests import factories
from tests.backoffice.imports.sheets import outcome, states, take, uploaded
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Name (en)",
    "Название",
    "Kind",
    "City",
    "Sectors",
    "Website",
    "Фамилия (en)",
    "Position (en)",
    "E-mail",
]


@pytest.fixture
def mission():
    factories.make_place(name={"en": "Mary", "ru": "Мары"})
    factories.make_sector(name={"en": "Logistics", "ru": "Логистика"}, slug="logistics")
    return factories.make_mission()


def rows(*lines):
    return [HEADINGS, *([*line, *[None] * (len(HEADINGS) - len(line))] for line in lines)]


def test_an_organisation_comes_once_with_each_of_its_contacts(mission):
    client = signed_in()
    sheet = rows(
        [
            "Cotton Mill",
            "Хлопковый комбинат",
            "company",
            "мары",
            "логистика",
            "https://mill.example.org",
            "Orazowa",
            "Head",
        ],
        ["Cotton Mill", None, None, None, None, None, "Annayew", None, "a@example.org"],
        ["Chamber", None, "Торгово-промышленная палата"],
    )
    sheet[3][2] = "chamber"

    address = uploaded(client, mission, "organisations", *sheet)

    assert [row[:3] for row in outcome(client, address)] == [
        (2, "new", "Cotton Mill, Orazowa"),
        (3, "new", "Cotton Mill, Annayew"),
        (4, "new", "Chamber"),
    ]
    take(client, address)
    mill = Organisation.objects.get(slug="cotton-mill")
    assert (
        mill.name_ru,
        mill.kind,
        str(mill.place),
        [str(one) for one in mill.sectors.all()],
        mill.website,
    ) == (
        "Хлопковый комбинат",
        "company",
        "Mary",
        ["Logistics"],
        "https://mill.example.org",
    )
    assert [(str(one), one.organisation) for one in Contact.objects.all()] == [
        ("Orazowa, Head", mill),
        ("Annayew", mill),
    ]
    assert Person.objects.get(family_name_en="Annayew").email == "a@example.org"
    again = uploaded(client, mission, "organisations", *sheet)
    assert states(client, again) == ["unchanged"] * 3
    assert [one.history_change_reason for one in Organisation.history.all()] == ["import"] * 2


def test_a_name_in_the_other_alphabet_is_asked_about(mission):
    there = factories.make_organisation(name={"ru": "Бердиев и сыновья"}, slug="berdiyew")
    client = signed_in()
    address = uploaded(client, mission, "organisations", *rows(["Berdiyew i synowya", None, "company"]))
    assert states(client, address) == ["question"]

    client.post(address, {"action": "decide", "row-2": str(there.pk)})
    take(client, address)

    there.refresh_from_db()
    assert (there.name_en, there.name_ru, there.kind) == (
        "Berdiyew i synowya",
        "Бердиев и сыновья",
        "company",
    )
    assert Organisation.objects.count() == 1


def test_lines_that_contradict_each_other_are_wrong_and_so_are_the_others_of_a_wrong_organisation(mission):
    client = signed_in()

    address = uploaded(
        client,
        mission,
        "organisations",
        *rows(
            ["Mill", None, "company", None, None, "https://mill.example.org", "Orazowa"],
            ["Mill", None, "ministry", None, None, None, "Annayew"],
            ["Bank", None, None, None, None, "no address", "Orazowa"],
            ["Bank", None, None, None, None, None, "Annayew"],
        ),
    )

    assert [row[4] for row in outcome(client, address)] == [
        [],
        [("C", "Row 2 says something else of the same organisation.")],
        [("F", "Enter a valid URL.")],
        [("", "Row 4, with the same organisation, is wrong.")],
    ]


def test_russian_organisation_needs_neither_slug_nor_english_name(mission):
    client = signed_in()
    rows = (["Банк", None], ["Союз", "soyuz"], ["Қазақ банкі", None], ["Сбербанк", "bank-2"], ["Bank", None])

    address = uploaded(client, mission, "organisations", ["Название", "Slug"], *rows)
    assert [row[1] for row in outcome(client, address)] == ["new"] * 5
    take(client, address)

    assert set(Organisation.objects.values_list("slug", "name_ru")) == {
        ("bank", "Банк"),
        ("soyuz", "Союз"),
        ("qazaq-banki", "Қазақ банкі"),
        ("bank-2", "Сбербанк"),
        ("bank-3", "Bank"),
    }
