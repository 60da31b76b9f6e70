"""People with delegates, from a sheet: new, changed, unchanged, wrong, and perhaps there already."""

import pytest

from delegations.models import Delegate, Delegation
from partners.models import Person
from tests import factories
from tests.backoffice.imports.sheets import outcome, states, take, taken, uploaded
from tests.backoffice.pages import said, signed_in

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Family name (en)",
    "Фамилия",
    "Given names (en)",
    "E-mail",
    "Organisation",
    "Position (en)",
    "Groups",
]


@pytest.fixture
def mission():
    return factories.make_mission()


@pytest.fixture
def union():
    return factories.make_organisation(name={"en": "Union of enterprises", "ru": "Союз предприятий"})


def test_new_people_become_delegates_in_the_order_of_the_sheet(mission, union):
    factories.make_group(mission=mission, name="Food")
    client = signed_in()

    address = uploaded(
        client,
        mission,
        "people",
        HEADINGS,
        ["Berdiyewa", "Бердиева", "Ogulsapar", "o@example.org", "union OF enterprises", "Director", "food"],
        ["Sakhmetov", None, "Zhan-Ali", None, "Союз предприятий", None, None],
    )

    assert outcome(client, address) == [
        (
            2,
            "new",
            "Ogulsapar Berdiyewa",
            {
                "Family name (English)": ("", "Berdiyewa"),
                "Family name (Русский)": ("", "Бердиева"),
                "Given names (English)": ("", "Ogulsapar"),
                "E-mail address": ("", "o@example.org"),
                "Delegation": ("", "Union of enterprises"),
                "Position (English)": ("", "Director"),
                "Groups": ("", "Food"),
            },
            [],
        ),
        (
            3,
            "new",
            "Zhan-Ali Sakhmetov",
            {
                "Family name (English)": ("", "Sakhmetov"),
                "Given names (English)": ("", "Zhan-Ali"),
                "Delegation": ("", "Union of enterprises"),
            },
            [],
        ),
    ]
    assert Person.objects.count() == 0

    answer = take(client, address)

    assert said(client.get(answer["Location"])) == ["The file is taken in. 2 new, 0 changed."]
    assert Delegation.objects.get().organisation == union
    assert [
        (str(one), one.precedence, one.position_en, [str(group) for group in one.groups.all()])
        for one in Delegate.objects.all()
    ] == [("Ogulsapar Berdiyewa", 10, "Director", ["Food"]), ("Zhan-Ali Sakhmetov", 20, "", [])]
    assert Person.objects.get(family_name_en="Berdiyewa").email == "o@example.org"
    assert [(one.history_type, one.history_change_reason) for one in Delegate.history.all()] == [
        ("+", "import")
    ] * 2
    assert taken(client, address)


def test_the_same_file_twice_changes_nothing(mission, union):
    client = signed_in()
    rows = [
        HEADINGS,
        ["Berdiyewa", "Бердиева", "Ogulsapar", "o@example.org", "Union of enterprises", "Director", None],
        ["Sakhmetov", None, "Zhan-Ali", None, "Union of enterprises", None, None],
    ]
    take(client, uploaded(client, mission, "people", *rows))

    address = uploaded(client, mission, "people", *rows)

    assert states(client, address) == ["unchanged", "unchanged"]
    take(client, address)
    assert (Person.objects.count(), Delegate.objects.count()) == (2, 2)
    assert Person.history.count() == 2


def test_one_person_in_two_rows_and_two_alphabets_is_asked_about(mission, union):
    client = signed_in()
    rows = [
        ["Family name (en)", "Given names (en)", "Фамилия", "Имя", "Organisation"],
        ["Berdiyewa", "Ogulsapar", None, None, "Union of enterprises"],
        [None, None, "Бердиева", "Огулсапар", "Union of enterprises"],
        [None, None, "Аннаев", "Мерет", "Union of enterprises"],
    ]
    address = uploaded(client, mission, "people", *rows)

    assert states(client, address) == ["new", "question", "new"]
    choices = client.get(address).context["rows"][1][2]
    assert [(value, words) for value, words, _why, _chosen in choices] == [
        ("leave_out", "The same: row 2"),
        ("new", "A new one"),
    ]
    client.post(address, {"action": "decide", "row-3": "leave_out"})
    take(client, address)

    assert sorted(str(one) for one in Person.objects.all()) == ["Ogulsapar Berdiyewa", "Мерет Аннаев"]


def test_a_whole_name_in_one_cell_is_divided(mission, union):
    client = signed_in()
    rows = [
        ["ФИО", "Full name (en)", "Имя", "Organisation"],
        ["Бердиева Огулсапар Амановна", "Ogulsapar BERDIYEWA", None, "Union of enterprises"],
        ["Аннаев М.", "Annayew, Meret", "Мерет", "Union of enterprises"],
    ]

    take(client, uploaded(client, mission, "people", *rows))

    assert [
        (one.family_name_ru, one.given_name_ru, one.patronymic_ru, one.family_name_en, one.given_name_en)
        for one in Person.objects.order_by("pk")
    ] == [
        ("Бердиева", "Огулсапар", "Амановна", "BERDIYEWA", "Ogulsapar"),
        ("Аннаев", "Мерет", "", "Annayew", "Meret"),
    ]
    assert states(client, uploaded(client, mission, "people", *rows)) == ["unchanged", "unchanged"]


def test_a_personal_group_is_neither_given_nor_taken_by_a_sheet(mission, union):
    food = factories.make_group(mission=mission, name="Food")
    alone = factories.make_group(mission=mission, name="Orazow", personal=True)
    delegate = factories.make_delegate(
        mission=mission, person=factories.make_person(family_name="Orazow", given_name="Myrat")
    )
    delegate.groups.add(alone)
    client, ref = signed_in(), str(delegate.person.ref)

    take(client, uploaded(client, mission, "people", ["Reference", "Groups"], [ref, "Food"]))
    again = uploaded(client, mission, "people", ["Reference", "Groups"], [ref, "Food"])

    assert set(delegate.groups.all()) == {food, alone}
    assert states(client, again) == ["unchanged"]


def test_a_whole_name_beside_its_parts_says_nothing_more(mission, union):
    person = factories.make_person(family_name="Smith", given_name="Mary Ann", name_order="given_first")
    delegate = factories.make_delegate(mission=mission, person=person)
    headings = ["Full name", "Family name (en)", "Given names (en)", "Reference"]
    client = signed_in()

    row = ["Mary Ann Smith", "Smith", "Mary Ann", str(person.ref)]
    address = uploaded(client, mission, "people", headings, row)

    assert states(client, address) == ["unchanged"]
    assert delegate.person.patronymic_en == ""


def test_same_name_at_another_organisation_is_asked_about(mission, union):
    person = factories.make_person(family_name="Orazow", given_name="Myrat")
    factories.make_contact(person=person, organisation=factories.make_organisation(name="Cotton mill"))
    client = signed_in()

    address = uploaded(
        client,
        mission,
        "people",
        HEADINGS,
        ["Orazow", None, "Myrat", None, "Union of enterprises", None, None],
        ["Annayew", None, "Meret", None, "Union of enterprises", None, None],
    )

    rows = [row for row, _look, _choices in client.get(address).context["rows"]]
    assert [row.state for row in rows] == ["question", "new"]
    assert [(one.key, one.why) for one in rows[0].candidates] == [
        (str(person.pk), "The name is the same or similar, at another organisation: Cotton mill.")
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "Oil, gas and energy",
        "Oil, gas and energy; Finance",
        "Finance, Oil, gas and energy",
        "Oil, gas and energy, Finance",
        "“Oil, gas and energy”; Finance",
    ],
)
def test_group_whose_name_has_a_comma_is_found(mission, union, cell):
    energy = factories.make_group(mission=mission, name="Oil, gas and energy")
    finance = factories.make_group(mission=mission, name="Finance")
    client = signed_in()

    row = ["Orazow", None, "Myrat", None, "Union of enterprises", None, cell]
    take(client, uploaded(client, mission, "people", HEADINGS, row))

    expected = {energy, finance} if "Finance" in cell else {energy}
    assert set(Delegate.objects.get().groups.all()) == expected


def test_group_that_is_not_there_is_refused_with_how_several_are_written(mission, union):
    factories.make_group(mission=mission, name="Finance")
    client = signed_in()

    row = ["Orazow", None, "Myrat", None, "Union of enterprises", None, "Finance, Energy"]
    ((_number, state, _title, _changes, faults),) = outcome(
        client, uploaded(client, mission, "people", HEADINGS, row)
    )

    assert state == "wrong"
    assert faults == [
        (
            "G",
            "No group of this mission is called “Finance, Energy”; add it first. "
            "Write semicolons between several names; a name may have commas.",
        )
    ]
