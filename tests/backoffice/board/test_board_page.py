"""What the board shows: days and stops in the order of travel, and whatever is not the normal state of things."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.board import reading
from backoffice.board.forms import EditForm
from delegations.models import members_of_groups
from missions import release
from missions.models import DatesPrecision, Group, ItemStatus, Visibility
from tests import factories
from tests.backoffice.boards import board, columns, looks, slot
from tests.backoffice.pages import signed_in, staff

pytestmark = pytest.mark.django_db

MON, TUE, WED, THU = (datetime.date(2023, 12, day) for day in (4, 5, 6, 7))
TEN, NOON = datetime.time(10), datetime.time(12)


@pytest.fixture
def client():
    return signed_in("Editor")


def stop(mission, name, **fields):
    return factories.make_stop(mission=mission, place=factories.make_place(name=name), **fields)


def item(mission, title, **fields):
    return factories.make_item(mission=mission, title=title, **fields)


def test_columns_are_the_days_at_the_stops_in_the_order_of_travel(client):
    mission = factories.make_mission()
    ashgabat = stop(mission, "Ashgabat", order=2, first_day=TUE, last_day=WED)
    mary = stop(mission, "Mary", order=1, first_day=MON)
    open_stop = stop(mission, "Arkadag", order=3)
    item(mission, "Farewell", stop=ashgabat, day=THU)
    item(mission, "Plant", stop=mary, day=MON)
    item(mission, "Somewhere", day=None)
    item(mission, "City", stop=open_stop)
    item(mission, "Late", stop=mary)

    assert columns(client.get(board(mission))) == {
        f"2023-12-04_{mary.pk}": ["Plant"],
        f"2023-12-05_{ashgabat.pk}": [],
        f"2023-12-06_{ashgabat.pk}": [],
        f"2023-12-07_{ashgabat.pk}": ["Farewell"],
        f"_{open_stop.pk}": ["City"],
        # “Late” has a stop with days, but is on none of them
        "_": ["Late", "Somewhere"],
    }


@pytest.mark.once
def test_a_day_of_the_mission_without_a_stop_can_be_planned_too(client):
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=TUE)

    page = client.get(board(mission))

    assert list(columns(page)) == ["2023-12-04_", f"2023-12-05_{mary.pk}", "2023-12-06_", "2023-12-07_", "_"]
    assert page.text.count("data-add") == 5


@pytest.mark.once
def test_a_mission_known_to_the_year_has_no_column_for_each_day(client):
    mission = factories.make_mission(
        dates_precision=DatesPrecision.YEAR,
        starts_on=datetime.date(2024, 1, 1),
        ends_on=datetime.date(2024, 12, 31),
    )

    assert list(columns(client.get(board(mission)))) == ["_"]


def test_items_of_a_day_stand_as_every_reader_sees_them(client):
    """By hour; without one, after the item before it by number."""
    mission = factories.make_mission()
    for number, (title, hour) in enumerate(
        [
            ("Late", datetime.time(16)),
            ("After late", None),
            ("Early", datetime.time(9)),
            ("After early", None),
        ]
    ):
        item(mission, title, day=MON, starts_at=hour, order=number)

    assert columns(client.get(board(mission)))["2023-12-04_"] == [
        "Early",
        "After early",
        "Late",
        "After late",
    ]


@pytest.mark.once
def test_groups_stand_side_by_side_where_they_split(client):
    """Scenario 2 of the field: the same hours for different groups are no clash."""
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    first, second = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    hours = {"stop": mary, "day": MON, "starts_at": TEN, "ends_at": NOON}
    food = item(mission, "Food plant", groups=[first], **hours)
    shoes = item(mission, "Shoe factory", groups=[second], **hours)
    lunch = item(mission, "Lunch", stop=mary, day=MON, starts_at=NOON)

    page = client.get(board(mission))

    split = page.text.split('<li class="split">')[1].split("</ol></li>")[0]
    assert [f'id="item-{one.pk}"' in split for one in (food, shoes, lunch)] == [True, True, False]
    assert "Group A, at the same time; no clash" in slot(page, food)
    assert looks(page, food) == looks(page, shoes) == []


@pytest.mark.parametrize("same", ["group", "everyone", "cancelled"])
@pytest.mark.once
def test_what_is_no_split_stands_below_one_another(client, same):
    mission = factories.make_mission()
    first, second = (factories.make_group(mission=mission) for _number in range(2))
    hours = {"day": MON, "starts_at": TEN}
    item(mission, "Food plant", groups=[first], **hours)
    item(
        mission,
        "Shoe factory",
        groups={"group": [first], "everyone": [], "cancelled": [second]}[same],
        status=ItemStatus.CANCELLED if same == "cancelled" else ItemStatus.CONFIRMED,
        **hours,
    )

    assert '<li class="split">' not in client.get(board(mission)).text


@pytest.mark.once
def test_states_are_said_in_words_and_silence_means_settled(client):
    mission = factories.make_mission(languages=["en", "kk"])
    plain = item(mission, "", title_en="Talks", title_kk="Кездесу", visibility=Visibility.PUBLIC, day=MON)
    tentative = item(mission, "Visit", status=ItemStatus.TENTATIVE, visibility=Visibility.PUBLIC)
    masked = item(
        mission,
        "Agency",
        public_title="Official meeting",
        visibility=Visibility.PARTICIPANTS,
        groups=[factories.make_group(mission=mission, name="Group A")],
    )
    staff_only = item(mission, "Call", visibility=Visibility.STAFF)
    personal = Group.objects.create(mission=mission, personal=True)
    own = item(mission, "Own", groups=[personal])
    left = item(mission, "Left", groups=[Group.objects.create(mission=mission, personal=True)])
    person = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    factories.make_delegate(mission=mission, person=person, groups=[personal])

    page = client.get(board(mission))

    assert slot(page, plain).startswith("time not known Meeting Talks All")
    assert "No Kazakh text" not in slot(page, plain)
    assert "Tentative No Kazakh text" in slot(page, tentative)
    assert looks(page, tentative) == ["tentative"]
    assert "Group A. Shown publicly as “Official meeting”" in slot(page, masked)
    assert "Only those who take part" in slot(page, masked)
    assert "Staff only" in slot(page, staff_only)
    assert "Own Ogulsapar Berdiyewa" in slot(page, own)
    assert "Not public" in slot(page, own)
    assert "Left Nobody yet" in slot(page, left)


@pytest.mark.parametrize(("names", "who"), [(True, "Berdiyewa"), (False, "1 delegate")])
def test_who_is_in_a_personal_group_is_named_to_those_who_may_see_it(names, who):
    mission = factories.make_mission()
    groups = [Group.objects.create(mission=mission, personal=True), factories.make_group(mission=mission)]
    item(mission, "Own", groups=groups[:1])
    person = factories.make_person(family_name="Berdiyewa", given_name="")
    factories.make_delegate(mission=mission, person=person, groups=groups)

    ((shown,),) = [row for day in reading.board(mission, names=names).days for row in day.rows]
    form = EditForm(instance=mission.items.get())
    form.tell_names(names)

    assert shown.who == who
    assert [one.choice_label for one in form["taking_part"]] == [who, str(groups[1])]


@pytest.mark.once
def test_what_changed_since_the_last_version_is_said_with_what_was(client):
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    hours = {"stop": mary, "day": MON}
    still = item(mission, "Still", starts_at=TEN, **hours)
    moved = item(mission, "City", starts_at=datetime.time(9), ends_at=TEN, **hours)
    lunch = item(mission, "Lunch", starts_at=datetime.time(13), **hours)
    away = item(mission, "Away", starts_at=TEN, **hours)
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    moved.starts_at, moved.ends_at = datetime.time(11), datetime.time(13)
    moved.save()
    lunch.status = ItemStatus.CANCELLED
    lunch.save()
    away.day = TUE
    away.save()
    new = item(mission, "Bus", **hours)

    page = client.get(board(mission))

    assert slot(page, moved).startswith("was 09:00 11:00–13:00 Meeting City All Visit report Moved")
    assert looks(page, moved) == ["moved"]
    assert slot(page, lunch).startswith("13:00 Meeting Lunch All Cancelled")
    assert looks(page, lunch) == ["cancelled"]
    assert slot(page, away).startswith("was 4 December, 10:00 10:00 Meeting Away")
    assert "New" in slot(page, new)
    assert "Moved" not in slot(page, still)
    assert "Items since then: 1 added, 3 changed, 0 removed." in page.text


@pytest.mark.once
def test_a_clash_names_itself_on_both_slots(client):
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    group = factories.make_group(mission=mission, name="Group A")
    factories.make_delegate(mission=mission, groups=[group])
    both = [
        item(mission, title, stop=mary, day=MON, starts_at=hour, ends_at=NOON, groups=[group])
        for title, hour in (("Port", TEN), ("Yard", datetime.time(11)))
    ]

    page = client.get(board(mission))

    assert [looks(page, one) for one in both] == [["clash"], ["clash"]]
    assert "“Yard”" in slot(page, both[0])
    assert "“Port”" in slot(page, both[1])


@pytest.mark.once
def test_an_item_of_which_nobody_can_tell_whether_it_is_over_says_so(client):
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    factories.make_delegate(mission=mission)
    first, then = (
        item(mission, title, stop=mary, day=MON, starts_at=hour)
        for title, hour in (("Port", TEN), ("Yard", NOON))
    )

    page = client.get(board(mission))

    assert "Cannot tell The whole delegation: cannot tell whether “Port”" in slot(page, first)
    assert "Cannot tell" not in slot(page, then)


@pytest.mark.once
def test_two_stops_at_one_place_on_one_day_are_told_apart(client):
    """Else two parts of the page would have the same name."""
    mission = factories.make_mission()
    mary = factories.make_place(name="Mary")
    first = factories.make_stop(mission=mission, place=mary, order=1, first_day=MON)
    again = factories.make_stop(mission=mission, place=mary, order=2, first_day=WED)
    item(mission, "Early", stop=again, day=MON)

    days = reading.board(mission, names=True).days
    page = client.get(f"{board(mission)}?move={item(mission, 'Late', stop=first, day=MON).pk}").text

    assert [(day.key, day.day) for day in days][:2] == [
        (f"2023-12-04_{first.pk}", "Mon 4 Dec, stop 1"),
        (f"2023-12-04_{again.pk}", "Mon 4 Dec, stop 2"),
    ]
    assert "Mary, Mon 4 Dec, stop 2</option>" in page
    assert "stop" not in days[-2].day


@pytest.mark.once
def test_who_only_reads_gets_no_buttons(client):
    mission = factories.make_mission()
    shown = item(mission, "Talks")

    page = signed_in("Viewer").get(board(mission))

    assert slot(page, shown).startswith("time not known Meeting Talks All")
    assert [
        word
        for word in ("<button", "data-add", "?edit=")
        if word in page.text.split("<main")[1].split("</main>")[0]
    ] == []


@pytest.mark.once
def test_who_may_not_see_the_programme_gets_none():
    mission = factories.make_mission()

    assert signed_in("Releaser").get(board(mission)).status_code == 403
    assert signed_in("Viewer").get(board(mission).replace(str(mission.pk), "987654321")).status_code == 404


@pytest.mark.parametrize(
    "query", ["?edit=987654321", "?edit=no", "?move=1_0", "?add=2023-02-30_", "?add=x", "?edit="]
)
def test_a_form_of_what_is_not_there_is_not_found(client, query):
    assert client.get(board(factories.make_mission(), query)).status_code == 404


def test_an_item_of_another_mission_is_not_found(client):
    """faults.md 1"""
    mission, other = factories.make_mission(), factories.make_item()

    for query in (f"?edit={other.pk}", f"?move={other.pk}"):
        assert client.get(board(mission, query)).status_code == 404


@pytest.mark.once
def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    """One question more for each item would be more than these."""
    count = 60
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    groups = [factories.make_group(mission=mission) for _number in range(2)]
    for number in range(count):
        item(
            mission,
            f"Visit {number}",
            stop=mary if number % 2 else None,
            day=MON if number % 3 else None,
            groups=[groups[number % 2]],
            hosts=[factories.make_organisation()],
        )
        factories.make_delegate(mission=mission, groups=groups[:1])
    release.release(mission, by=None, members={}, replaces=None)
    client = signed_in("Editor")
    client.get(board(mission))

    with django_assert_max_num_queries(20):
        page = client.get(board(mission))

    assert sum(map(len, columns(page).values())) == count
    assert len(page.content) < 110_000


@pytest.mark.once
def test_an_editors_name_is_not_needed_to_read():
    """A board without items is a board too."""
    mission = factories.make_mission()
    client = signed_in()
    client.force_login(staff("Viewer"))

    assert columns(client.get(board(mission)))["_"] == []


def test_a_board_is_kept_until_something_that_it_shows_changes(client):
    """Each change is of another row; what is kept is asked about once."""
    mission = factories.make_mission()
    place = factories.make_place(name="Mary")
    personal = Group.objects.create(mission=mission, personal=True)
    talks = item(mission, "Talks", stop=factories.make_stop(mission=mission, place=place), groups=[personal])
    person = factories.make_person(family_name="Berdiyewa", given_name="")
    delegate = factories.make_delegate(mission=mission, person=person, groups=[personal])

    def shown():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(board(mission))
        return slot(page, talks), page.context["board"], len(queries)

    def change(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        return shown()

    _slot, made, first = shown()
    _slot, kept, again = shown()
    assert (kept, again <= first - 8) == (made, True)

    assert "Long talks" in change(talks, title_en="Long talks")[0]
    assert "Annayeva" in change(person, family_name_en="Annayeva")[0]
    assert "Arkadag" in [day.place.text for day in change(place, name_en="Arkadag")[1].days if day.rows]
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    assert shown()[1].last.number == 1
    assert "Nobody yet" in change(delegate, state="withdrawn")[0]
    assert shown()[2] == again


def test_board_counts_every_kind_of_change_since_the_last_version(client):
    mission = factories.make_mission()
    mary = stop(mission, "Mary", first_day=MON)
    named, placed, settled, gone = (
        item(mission, title, stop=mary, day=MON) for title in ("Talks", "City", "Mill", "Bus")
    )
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    item(mission, "Port", stop=mary, day=MON)
    mission.items.filter(pk=named.pk).update(title_en="Meeting")
    mission.items.filter(pk=placed.pk).update(venue_en="Hall")
    mission.items.filter(pk=settled.pk).update(status=ItemStatus.TENTATIVE)
    gone.delete()

    page = client.get(board(mission))

    assert "Items since then: 1 added, 3 changed, 1 removed." in page.text
    assert "The mission or its stops have changed, too." not in page.text
