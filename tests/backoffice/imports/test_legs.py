"""Legs from a sheet."""

import datetime

import pytest

from delegations.models import Leg
from tests import factories
from tests.backoffice.imports.sheets import outcome, states, take, uploaded
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Mode",
    "Flight",
    "Откуда",
    "Departs on",
    "Departs at",
    "Куда",
    "Arrives on",
    "Arrives at",
    "Passengers",
]
FLIGHT = ["flight", "T5 702", "Mary", "04.12.2023", "07:40", "Ashgabat", "04.12.2023", "08:30"]


@pytest.fixture
def mission():
    factories.make_place(name="Mary")
    factories.make_place(name={"en": "Ashgabat", "ru": "Ашхабад"})
    mission = factories.make_mission()
    for family, given in [("Orazowa", "Aýgül"), ("Annayew", "Meret"), ("Berdiyew", "Kerim")]:
        factories.make_delegate(
            mission=mission, person=factories.make_person(family_name=family, given_name=given)
        )
    return mission


def passengers():
    return [str(delegate) for delegate in Leg.objects.get().passengers.order_by("precedence")]


def test_a_leg_with_its_passengers_in_one_line_or_in_several(mission):
    client = signed_in()
    several = [
        HEADINGS,
        [*FLIGHT, "Orazowa Aýgül"],
        [*FLIGHT, "Meret Annayew; berdiyew kerim"],
    ]

    address = uploaded(client, mission, "legs", *several)

    assert states(client, address) == ["new", "new"]
    take(client, address)
    leg = Leg.objects.get()
    assert (leg.mode, leg.number, str(leg.from_place), leg.departs_on, leg.departs_at, leg.arrives_at) == (
        "flight",
        "T5 702",
        "Mary",
        datetime.date(2023, 12, 4),
        datetime.time(7, 40),
        datetime.time(8, 30),
    )
    assert passengers() == ["Aýgül Orazowa", "Meret Annayew", "Kerim Berdiyew"]
    assert states(client, uploaded(client, mission, "legs", *several)) == ["unchanged", "unchanged"]

    one = uploaded(client, mission, "legs", HEADINGS, [*FLIGHT, "Orazowa Aýgül; Annayew Meret"])

    [(_number, state, _title, changes, _faults)] = outcome(client, one)
    assert (state, changes) == (
        "changed",
        {"Passengers": ("Aýgül Orazowa; Kerim Berdiyew; Meret Annayew", "Aýgül Orazowa; Meret Annayew")},
    )
    take(client, one)
    assert passengers() == ["Aýgül Orazowa", "Meret Annayew"]


def test_what_is_wrong_with_a_leg_is_said(mission):
    client = signed_in()
    late = [*FLIGHT[:7], "07:00"]

    address = uploaded(
        client,
        mission,
        "legs",
        HEADINGS,
        [*FLIGHT, "Nobody"],
        [*late, None],
        [*FLIGHT[:2], "Baku", *FLIGHT[3:8], None],
        ["train", None, None, None, None, "Mary"],
    )

    assert [row[4] for row in outcome(client, address)] == [
        [("I", "No delegate of this mission is called “Nobody”.")],
        [
            ("H", "Row 2 says something else of the same leg."),
            ("", "The same leg stands in row 2."),
            ("", "Row 2, of the same leg, is wrong."),
        ],
        [("C", "No place is called “Baku”; add it first."), ("C", "Name the place.")],
        [("C", "Name the place.")],
    ]


def test_an_arrival_before_the_departure_is_wrong(mission):
    client = signed_in()

    address = uploaded(client, mission, "legs", HEADINGS, [*FLIGHT[:7], "07:00", None])

    assert [row[4] for row in outcome(client, address)] == [[("H", "A leg cannot arrive before it departs.")]]


def test_a_leg_on_another_day_is_asked_about(mission):
    client = signed_in()
    take(client, uploaded(client, mission, "legs", HEADINGS, [*FLIGHT, None]))
    later = [cell.replace("04.12", "05.12") for cell in FLIGHT]

    address = uploaded(client, mission, "legs", HEADINGS, [*later, None])

    assert states(client, address) == ["question"]
    client.post(address, {"action": "decide", "row-2": "new"})
    take(client, address)
    assert Leg.objects.count() == 2


def test_a_date_of_two_meanings_is_read_day_first_with_a_remark(mission):
    client = signed_in()
    flight = ["flight", "T5 702", "Mary", "04/12/2023", "7.40", "Ashgabat", "4 декабря 2023", "830"]

    address = uploaded(client, mission, "legs", HEADINGS, [*flight, "Orazowa Aýgül"])

    assert [flag for row, *_ in client.get(address).context["rows"] for flag in row.flags] == [
        "“04/12/2023” was read as 4 December 2023."
    ]
    take(client, address)
    leg = Leg.objects.get()
    assert (leg.departs_on, leg.departs_at) == (datetime.date(2023, 12, 4), datetime.time(7, 40))
    assert (leg.arrives_on, leg.arrives_at) == (datetime.date(2023, 12, 4), datetime.time(8, 30))
