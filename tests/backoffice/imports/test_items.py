"""Programme items from a sheet."""

import datetime

import pytest

from missions.models import Host, ItemGroup, ProgrammeItem, Visibility
from tests import factories
from tests.backoffice.imports.sheets import outcome, states, take, uploaded
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

HEADINGS = [
    "Дата",
    "Время",
    "Название (ru)",
    "Title (en)",
    "Вид",
    "Место",
    "Группы",
    "Hosts",
    "Кто может видеть",
]
DAY = datetime.date(2023, 12, 5)


@pytest.fixture
def mission():
    mission = factories.make_mission()
    for name, first, last in [("Mary", 4, 4), ("Ashgabat", 5, 6), ("Mary", 7, 7)]:
        factories.make_stop(
            mission=mission,
            place=factories.make_place(name={"en": name, "ru": {"Mary": "Мары"}.get(name, "Ашхабад")}),
            first_day=datetime.date(2023, 12, first),
            last_day=datetime.date(2023, 12, last),
        )
    factories.make_group(mission=mission, name={"ru": "Группа А", "en": "Group A"})
    factories.make_organisation(name="Mill")
    return mission


def test_new_items_come_with_stop_group_and_host(mission):
    client = signed_in()
    rows = [
        HEADINGS,
        [
            "2023-12-04",
            "09:00–10:30",
            "Посещение комбината",
            "Visit to the mill",
            "посещение объекта",
            "Мары",
            None,
            "mill",
            None,
        ],
        ["7 декабря 2023 г.", "15.00", "Ужин", "Dinner", "meal", "Мары", "group a", None, "participants"],
    ]

    address = uploaded(client, mission, "items", *rows)

    assert [row[:3] for row in outcome(client, address)] == [
        (2, "new", "Visit to the mill"),
        (3, "new", "Dinner"),
    ]
    take(client, address)
    visit, dinner = ProgrammeItem.objects.order_by("day")
    assert (visit.stop.first_day, visit.starts_at, visit.ends_at, visit.for_everyone) == (
        datetime.date(2023, 12, 4),
        datetime.time(9),
        datetime.time(10, 30),
        True,
    )
    assert (
        dinner.stop.first_day,
        dinner.starts_at,
        dinner.ends_at,
        dinner.for_everyone,
        dinner.visibility,
    ) == (
        datetime.date(2023, 12, 7),
        datetime.time(15),
        None,
        False,
        Visibility.PARTICIPANTS,
    )
    assert [(str(host.item), str(host)) for host in Host.objects.all()] == [("Visit to the mill", "Mill")]
    assert [str(link.group) for link in ItemGroup.objects.all()] == ["Group A"]
    assert (visit.order, dinner.order) == (1, 2)
    for item in (visit, dinner):
        item.full_clean()

    again = uploaded(client, mission, "items", *rows)
    assert states(client, again) == ["unchanged", "unchanged"]


def test_an_item_moved_to_another_day_is_asked_about(mission):
    item = factories.make_item(mission=mission, title="Dinner", day=DAY)
    client = signed_in()
    address = uploaded(
        client, mission, "items", ["Date", "Title (en)", "Kind"], ["2023-12-06", "Dinner", "meal"]
    )
    assert states(client, address) == ["question"]

    client.post(address, {"action": "decide", "row-2": str(item.pk)})

    assert outcome(client, address) == [
        (
            2,
            "changed",
            "Dinner",
            {"Day": ("5 December 2023", "6 December 2023"), "Kind": ("Meeting", "Meal")},
            [],
        )
    ]
    take(client, address)
    item.refresh_from_db()
    assert (item.day, item.kind) == (datetime.date(2023, 12, 6), "meal")
    assert [one.history_change_reason for one in item.history.all()] == ["import", None]


def test_groups_take_the_place_of_those_that_were_there(mission):
    old = factories.make_group(mission=mission, name="Old")
    factories.make_item(mission=mission, title="Dinner", day=DAY, groups=[old])
    client = signed_in()

    address = uploaded(
        client, mission, "items", ["Date", "Title (en)", "Groups"], ["2023-12-05", "Dinner", "Group A"]
    )

    assert outcome(client, address) == [
        (2, "changed", "Dinner", {"Groups that take part": ("Old", "Group A")}, [])
    ]
    take(client, address)
    assert [str(link.group) for link in ItemGroup.objects.all()] == ["Group A"]
    assert [one.history_type for one in ItemGroup.history.filter(group_id=old.pk)] == ["-"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [
        ("Place", "Balkanabat", "No stop of this mission is called “Balkanabat”; add it to the route first."),
        ("Groups", "Group B", "No group of this mission is called “Group B”; add it first."),
        ("Hosts", "Nobody", "No organisation is called “Nobody”; bring it in first, or add it."),
        ("Ends on", "2023-12-30", "The day lies outside the mission's days, 2023-12-04 to 2023-12-07."),
        ("Begins at", "25:00", "“25:00” is not a time. Enter one such as 09:30."),
        ("Kind", "Ball", "“Ball” is not among the choices: "),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column(mission, heading, value, reason):
    headings = ["Date", "Title (en)", "Kind" if heading != "Kind" else "Remark", heading]
    if heading == "Ends on":
        headings[3] = "Last day"
    rows = [headings, ["2023-12-05", "Dinner", "meal" if heading != "Kind" else None, value]]

    client = signed_in()
    [(number, state, _title, _changes, faults)] = outcome(client, uploaded(client, mission, "items", *rows))

    assert (number, state) == (2, "wrong")
    assert [(column, said[: len(reason)]) for column, said in faults] == [("D", reason)]


def test_an_empty_cell_that_must_not_be_names_its_field_and_what_may_stand_there(mission):
    client = signed_in()
    found = outcome(client, uploaded(client, mission, "items", ["Title (en)", "Kind"], ["Talks", None]))

    [[(_column, reason)]] = [row[4] for row in found]
    assert reason.startswith("“Kind” must not be empty; write one of these: Arrival, ")


@pytest.mark.parametrize(
    ("day", "said", "at"),
    [
        (4, 4, 2),  # an untouched row, though the item stands at the later stop of the name
        (4, None, 2),
        (4, 7, 2),
        (7, 4, 0),  # moved to the day of the other stop
        (7, 5, 2),  # no stop of the name has this day
    ],
)
def test_of_several_stops_of_a_name_that_of_the_item_is_meant_or_of_its_new_day(mission, day, said, at):
    stops = list(mission.stops.order_by("order"))
    item = factories.make_item(
        mission=mission, title="Talks", kind="talks", stop=stops[2], day=datetime.date(2023, 12, day)
    )
    row = [str(item.uid), said and f"2023-12-0{said}", "Мары"]
    client = signed_in()

    take(client, uploaded(client, mission, "items", ["UID", "Date", "Stop"], row))

    item.refresh_from_db()
    assert item.stop == stops[at]


def test_a_new_item_at_one_of_several_stops_of_a_name_needs_a_day_of_one(mission):
    rows = [
        ["Title", "Kind", "Stop", "Date"],
        ["Talks", "talks", "Mary", None],
        ["Dinner", "meal", "Mary", "2023-12-05"],
    ]
    client = signed_in()
    found = outcome(client, uploaded(client, mission, "items", *rows))

    reason = "Several stops of this mission are called “Mary”, and the day tells them apart no more."
    assert [faults for *_rest, faults in found] == [[("C", reason)], [("C", reason)]]


def test_a_personal_group_is_neither_given_nor_taken_by_a_sheet(mission):
    named = mission.groups.get()
    alone = factories.make_group(mission=mission, name="Orazow", personal=True)
    item = factories.make_item(mission=mission, title="Talks", kind="talks", groups=[alone])
    client = signed_in()

    take(client, uploaded(client, mission, "items", ["Title", "Groups"], ["Talks", "Group A"]))
    again = uploaded(client, mission, "items", ["Title", "Groups"], ["Talks", "Group A"])

    assert set(item.groups.all()) == {named, alone}
    assert states(client, again) == ["unchanged"]
