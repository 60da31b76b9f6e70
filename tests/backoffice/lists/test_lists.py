"""Lists for organisers: their rows in protocol order, on the page, as XLSX and as PDF, each for who may see it."""

import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from backoffice.lists import tables
from backoffice.rights import roles
from delegations.models import Delegate, DelegateState, LegMode
from missions.models import ItemStatus
from partners.models import Person, Place
from tests import factories, papers
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 4)
NINE = datetime.time(9)


@pytest.fixture
def mission():
    """Three who travel and one who has withdrawn; a flight, a bus, a hotel, a meeting with an interpreter."""
    mission = factories.make_mission(slug="spring", title="Spring", zone="Asia/Ashgabat")
    firm = factories.make_organisation(name="Plants & Co")
    names = ("Akimova", "Berdiyewa", "Caryyew", "Dovletov")
    people = [
        factories.make_delegate(
            mission=mission,
            organisation=firm,
            precedence=rank,
            person=factories.make_person(family_name=name, given_name="A"),
        )
        # the last made is the first in rank
        for name, rank in zip(names, (30, 20, 10, 40), strict=True)
    ]
    people[3].state = DelegateState.WITHDRAWN
    people[3].save()
    mary = factories.make_place(name="Mary")
    almaty = factories.make_place(name="Almaty", zone="Asia/Almaty")
    way = {"mission": mission, "from_place": almaty, "to_place": mary, "passengers": people}
    factories.make_leg(**way, number="T5 702", departs_on=DAY, departs_at=NINE, arrives_on=DAY)
    factories.make_leg(**{**way, "passengers": [people[0]]}, mode=LegMode.BUS, carrier="=1+1", departs_on=DAY)
    factories.make_leg(**{**way, "passengers": []}, mode=LegMode.TRAIN)
    room = {"place": mary, "hotel": "Grand", "room": "12", "arrives_on": DAY}
    factories.make_stay(**room, delegate=people[0], shared_with=people[1])
    factories.make_stay(**room, delegate=people[1], shared_with=people[3])
    factories.make_stay(**room, delegate=people[3])
    stop = factories.make_stop(mission=mission, place=mary)
    factories.make_item(stop=stop, title="Second", day=DAY, starts_at=datetime.time(11), language="Turkmen")
    factories.make_item(
        stop=stop, title="First", day=DAY, starts_at=NINE, interpreter="Ogulsapar", venue="Town hall"
    )
    factories.make_item(stop=stop, title="Off", language="Turkmen", status=ItemStatus.CANCELLED)
    factories.make_item(stop=stop, title="Dinner", day=DAY)
    return mission


def address(name, mission, query=""):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk]) + query


def rows(mission, key, *, personal=True, lang="en"):
    """A list as people read it."""
    with translation.override(lang):
        (table,) = tables.made(mission, lang, [key], personal=personal)
        return [[str(cell) for cell in row] for row in table.said(lang)]


def sheets(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(answer):
    """The text of each sheet as it stands in the file."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return [file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name]


def test_the_delegation_is_listed_by_rank_with_positions_in_the_language_of_the_list(mission):
    Delegate.objects.filter(precedence=20).update(
        position_en="Director", position_ru="Директор", organisation=None, capacity="press"
    )
    person = Delegate.objects.get(precedence=20).person
    person.family_name_ru, person.given_name_ru = "Бердыева", "А"
    person.save()
    sending = Delegate.objects.get(precedence=20).delegation.organisation

    assert rows(mission, "delegation") == [
        ["1", "A Caryyew", "", "Plants & Co", "Member"],
        ["2", "A Berdiyewa", "Director", str(sending), "Press"],
        ["3", "A Akimova", "", "Plants & Co", "Member"],
    ]
    assert rows(mission, "delegation", lang="ru")[1][1:3] == ["А Бердыева", "Директор"]


def test_arrivals_and_departures_are_by_day_and_in_protocol_order(mission):
    train = ["day not known", "time not known", "", "Train", "Almaty", "Mary", "", "Nobody yet", ""]

    def flight(time, zone):
        return [
            ["4 December 2023", time, zone, "T5 702", "Almaty", "Mary", number, name, "Plants & Co"]
            for number, name in (("1", "A Caryyew"), ("2", "A Berdiyewa"), ("3", "A Akimova"))
        ]

    assert rows(mission, "departures") == [*flight("09:00", "UTC+6"), train]
    assert rows(mission, "arrivals", personal=False) == [*flight("time not known", ""), train]


@pytest.mark.once
def test_each_hour_of_a_list_is_told_with_its_zone(mission):
    """An arrival by the clock there, a departure by the clock here; in summer another than in winter."""
    mission.legs.filter(number="T5 702").update(arrives_at=NINE)

    assert {row[2] for row in rows(mission, "departures")} == {"UTC+6", ""}
    assert {row[2] for row in rows(mission, "arrivals")} == {"UTC+5", ""}
    Place.objects.filter(name_en="Mary").update(zone="Europe/Berlin")
    assert {row[2] for row in rows(mission, "arrivals")} == {"UTC+1", ""}
    mission.legs.filter(number="T5 702").update(arrives_on=datetime.date(2023, 7, 4))
    assert {row[2] for row in rows(mission, "arrivals")} == {"UTC+2", ""}


@pytest.mark.once
def test_what_they_wish_for_the_journey_stands_beside_arrivals_for_who_may_see_it(mission):
    Delegate.objects.filter(person__family_name_en="Berdiyewa").update(arrival_wish="A seat at the window")

    wishes = {row[7]: row[9:] for row in rows(mission, "arrivals")}

    assert wishes == {
        "A Caryyew": ["–"],
        "A Berdiyewa": ["A seat at the window"],
        "A Akimova": ["–"],
        "Nobody yet": ["–"],
    }
    assert {len(row) for row in rows(mission, "arrivals", personal=False)} == {9}


def test_who_rides_in_a_vehicle_is_in_no_list_of_flights(mission):
    assert rows(mission, "vehicles") == [
        ["4 December 2023", "time not known", "", "=1+1", "Almaty", "Mary", "3", "A Akimova", "Plants & Co"]
    ]


def test_a_rooming_list_has_rooms_and_mates_for_who_may_see_them(mission):
    nights = ["Grand", "Mary", "4 December 2023", "7 December 2023", "3"]
    hers, other = ["2", "A Berdiyewa", "Plants & Co"], ["3", "A Akimova", "Plants & Co"]

    # whoever has withdrawn shares no room
    assert rows(mission, "rooming") == [
        [*nights, "12", "", *hers],
        [*nights, "12", "A Berdiyewa", *other],
    ]
    assert rows(mission, "rooming", personal=False) == [[*nights, *hers], [*nights, *other]]


def test_hotels_come_by_their_first_nights(mission):
    first = mission.delegates.get(precedence=10)
    factories.make_stay(delegate=first, hotel="An inn", arrives_on=DAY + datetime.timedelta(1))

    assert [row[0] for row in rows(mission, "rooming")] == ["Grand", "Grand", "An inn"]


def test_interpreters_are_told_for_each_item_that_has_one_or_a_language(mission):
    when = "4 December 2023"

    assert rows(mission, "interpreters") == [
        [when, "09:00", "UTC+5", "First", "Mary", "Town hall", "", "Ogulsapar"],
        [when, "11:00", "UTC+5", "Second", "Mary", "", "Turkmen", "nobody named"],
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"family_name_ru": "Петров", "family_name_tk": "Petrow"}, "Petrow"),
        ({"family_name_ru": "Петров", "family_name_en": "Petrov", "family_name_tk": "Petrow"}, "Petrov"),
        ({"family_name_ru": "Петров"}, "Петров"),
    ],
)
def test_a_name_is_in_latin_letters_where_it_is_known_in_them(names, said):
    assert str(tables.latin(Person(**names))) == said


@pytest.mark.once
def test_the_page_shows_all_lists_or_one_and_asks_few_questions(mission):
    client = signed_in()
    assert address("lists", mission) in client.get(address("people", mission)).text
    client.get(address("lists", mission))
    with CaptureQueriesContext(connection) as queries:
        whole = client.get(address("lists", mission))
    one = client.get(address("lists", mission, "?list=rooming&lang=ru"))

    assert len(queries) <= 20
    assert [table.key for _title, table, _rows in whole.context["lists"]] == list(tables.TITLES)
    assert [table.key for _title, table, _rows in one.context["lists"]] == ["rooming"]
    assert "As the records were on" in whole.text


@pytest.mark.once
def test_a_list_or_language_that_there_is_not_is_not_found(mission):
    client = signed_in()
    for name in ("lists", "lists_pdf", "lists_xlsx"):
        for query in ("?list=wages", "?lang=xx"):
            assert client.get(address(name, mission, query)).status_code == 404


@pytest.mark.once
def test_a_sheet_has_typed_values_fixed_headings_and_no_formula(mission):
    answer = signed_in().get(address("lists_xlsx", mission))
    found = sheets(answer)

    assert answer["Content-Disposition"] == 'attachment; filename="spring-lists-en.xlsx"'
    assert list(found) == [
        "Delegation list",
        "Arrivals",
        "Departures",
        "Passengers by vehicle",
        "Rooming list",
        "Interpreters",
    ]
    first = ["Almaty", "Mary", 1.0, "A Caryyew", "Plants & Co"]
    assert found["Departures"][1] == [DAY, NINE, "UTC+6", "T5 702", *first]
    assert found["Departures"][-1] == ["", "", "", "Train", "Almaty", "Mary", "", "", ""]  # what is not known
    assert found["Passengers by vehicle"][1][3] == "=1+1"
    assert found["Rooming list"][1][4:6] == [3.0, "12"]
    assert [("<f>" in part, 'ySplit="1"' in part) for part in parts(answer)] == [(False, True)] * 6


@pytest.mark.once
def test_a_printed_list_says_of_when_it_is(mission):
    answer = signed_in().get(address("lists_pdf", mission, "?list=rooming&lang=en"))
    said = papers.printed(answer.content)

    assert answer["Content-Disposition"] == 'inline; filename="spring-rooming-en.pdf"'
    assert said.startswith("Spring As the records were on ")
    assert "(Ashgabat, UTC+5). Rooming list" in said
    assert "Rooming list Hotel Place First night Leaves on Nights Room Shared with" in said
    assert "Arrivals" not in said
    assert "pdfuaid" in papers.metadata(answer.content)


@pytest.mark.once
@pytest.mark.parametrize(("kind", "seen"), [(roles.VIEWER, False), (roles.EDITOR_WITH_PEOPLE, True)])
def test_rooms_are_in_no_answer_for_who_may_not_see_them(mission, kind, seen):
    client = signed_in(kind)
    page = client.get(address("lists", mission, "?list=rooming"))
    sheet = sheets(client.get(address("lists_xlsx", mission)))["Rooming list"]
    paper = papers.printed(client.get(address("lists_pdf", mission)).content)

    assert ("Shared with" in page.text, "Shared with" in paper) == (seen, seen)
    assert ("Room" in sheet[0]) == seen
