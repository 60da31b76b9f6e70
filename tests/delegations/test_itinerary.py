"""A delegate's own itinerary: the released programme for her groups of then, and her legs and stays of now."""

import datetime

import pytest

from delegations import itinerary
from delegations.models import DelegateState, LegMode
from missions import release as releases
from missions.models import ItemStatus, Visibility
from tests.delegations.travellers import release
from tests.factories import (
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 12, 5)
NINE = datetime.time(9)


def titles(days) -> list[str]:
    """The titles of the items in these days; a leg by itself as "from – to"."""
    return [
        entry.item.title.text
        if entry.item
        else f"{entry.journeys[0].origin.name} – {entry.journeys[0].destination.name}"
        for day in days
        for halt in day.halts
        for entry in halt.entries
    ]


def entries(days):
    return [entry for day in days for halt in day.halts for entry in halt.entries]


def test_nothing_released_is_nothing_to_read():
    assert itinerary.make(make_delegate(), "en") is None


@pytest.mark.once
def test_she_takes_part_in_what_is_for_everyone_and_for_her_groups():
    mission = make_mission()
    a, b = make_group(mission=mission), make_group(mission=mission)
    delegate = make_delegate(groups=[b])
    make_item(mission=mission, title="For everyone", visibility=Visibility.PUBLIC)
    make_item(mission=mission, title="Ours", groups=[b], visibility=Visibility.PARTICIPANTS)
    make_item(mission=mission, title="Theirs, seen by all", groups=[a], visibility=Visibility.DELEGATION)
    make_item(mission=mission, title="Theirs", groups=[a], visibility=Visibility.PARTICIPANTS)
    make_item(
        mission=mission,
        title="Theirs, masked",
        public_title="A visit",
        groups=[a],
        visibility=Visibility.PARTICIPANTS,
    )
    make_item(mission=mission, title="For staff", visibility=Visibility.STAFF)
    make_item(mission=mission, title="Staff, masked", public_title="Reserved", visibility=Visibility.STAFF)
    release(mission)

    personal = itinerary.make(delegate, "en")

    assert titles(personal.days) == ["For everyone", "Ours"]
    assert titles(personal.also) == ["Theirs, seen by all", "A visit", "Reserved"]


def test_a_change_of_groups_counts_from_the_next_release():
    mission = make_mission()
    group = make_group(mission=mission)
    delegate = make_delegate(mission=mission)
    make_item(mission=mission, title="Ours", groups=[group], visibility=Visibility.PARTICIPANTS)
    release(mission)
    delegate.groups.add(group)

    before = titles(itinerary.make(delegate, "en").days)
    release(mission)
    after = titles(itinerary.make(delegate, "en").days)
    delegate.groups.clear()
    still = titles(itinerary.make(delegate, "en").days)

    assert (before, after, still) == ([], ["Ours"], ["Ours"])


def test_she_reads_the_newest_version_that_was_not_withdrawn():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    item = make_item(mission=mission, title="First words")
    release(mission)
    item.title_en = "Second words"
    item.save()
    second = release(mission)
    item.title_en = "Words of tomorrow"
    item.save()
    newest = itinerary.make(delegate, "en")

    releases.withdraw(second, by=None, reason="A slip.")
    left = itinerary.make(delegate, "en")

    assert (newest.number, newest.replaces, titles(newest.days)) == (2, 1, ["Second words"])
    assert (left.number, left.replaces, titles(left.days)) == (1, None, ["First words"])


def test_a_version_replaces_the_one_before_it_that_still_stands():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    item = make_item(mission=mission)
    for number in (1, 2, 3):
        item.title_en = f"Words {number}"
        item.save()
        made = release(mission)
        if number == 2:
            releases.withdraw(made, by=None, reason="A slip.")

    personal = itinerary.make(delegate, "en")

    assert (personal.number, personal.replaces) == (3, 1)


@pytest.mark.once
def test_a_mission_that_was_cancelled_says_so():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    release(mission)
    releases.publish(mission, by=None)
    before = itinerary.make(delegate, "en").cancelled

    releases.cancel(mission, by=None)
    delegate.mission.refresh_from_db()

    assert (before, itinerary.make(delegate, "en").cancelled) == (False, True)


def test_legs_and_stays_are_hers_alone_and_of_this_moment():
    mission = make_mission()
    mine, other = make_delegate(mission=mission), make_delegate(mission=mission)
    release(mission)
    make_leg(mission=mission, passengers=[mine], number="T5 702", departs_on=DAY)
    make_leg(mission=mission, passengers=[other], number="T5 999", departs_on=DAY)
    make_stay(delegate=mine, hotel="Mine", shared_with=other)
    make_stay(delegate=other, hotel="Theirs")

    personal = itinerary.make(mine, "en")

    assert [journey.name for entry in entries(personal.days) for journey in entry.journeys] == ["T5 702"]
    assert [night.hotel for night in personal.nights] == ["Mine"]
    assert personal.nights[0].room_mate == other.person.full_name("en")


def test_a_room_mate_who_withdrew_is_not_named():
    mine = make_delegate()
    other = make_delegate(mission=mine.mission, state=DelegateState.WITHDRAWN)
    release(mine.mission)
    make_stay(delegate=mine, shared_with=other)

    assert itinerary.make(mine, "en").nights[0].room_mate is None


@pytest.mark.once
def test_a_leg_says_when_it_was_changed_after_it_was_made():
    mine = make_delegate()
    release(mine.mission)
    rows = [
        make_leg(mission=mine.mission, passengers=[mine], departs_on=DAY),
        make_stay(delegate=mine),
    ]

    def told():
        personal = itinerary.make(mine, "en")
        return [entries(personal.days)[0].journeys[0].altered_at, personal.nights[0].altered_at]

    before = told()
    for row in rows:
        row.save()

    assert before == [None, None]
    assert told() == [row.changed_at for row in rows]


@pytest.mark.once
def test_the_leg_of_a_shared_item_is_shown_once_with_it():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    transfer = make_item(mission=mission, title="Transfer", day=DAY, starts_at=NINE)
    release(mission)
    make_leg(
        mission=mission,
        item=transfer,
        passengers=[delegate],
        departs_on=DAY,
        number="Bus 2",
        mode=LegMode.BUS,
    )

    (entry,) = entries(itinerary.make(delegate, "en").days)

    assert entry.item.title.text == "Transfer"
    assert [journey.name for journey in entry.journeys] == ["Bus 2"]


@pytest.mark.parametrize("visibility", [Visibility.DELEGATION, Visibility.PARTICIPANTS, Visibility.STAFF])
def test_the_leg_of_an_item_of_others_is_hers_and_shown_once(visibility):
    """Its item is in no list: who travels on it has it as her leg."""
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    transfer = make_item(
        mission=mission,
        title="Theirs",
        public_title="A transfer",
        groups=[make_group(mission=mission)],
        visibility=visibility,
    )
    release(mission)
    make_leg(mission=mission, item=transfer, passengers=[delegate], departs_on=DAY)

    personal = itinerary.make(delegate, "en")

    assert titles(personal.days) == ["Ashgabat – Ashgabat"]
    assert personal.also == ()


@pytest.mark.once
def test_a_flight_over_the_date_line_keeps_both_local_times():
    mine = make_delegate()
    release(mine.mission)
    make_leg(
        mission=mine.mission,
        passengers=[mine],
        from_place=make_place(name="Auckland", country="NZ", zone="Pacific/Auckland"),
        to_place=make_place(name="Honolulu", country="US", zone="Pacific/Honolulu"),
        departs_on=DAY,
        departs_at=datetime.time(0, 30),
        arrives_on=datetime.date(2023, 12, 4),
        arrives_at=datetime.time(10),
    )

    (entry,) = entries(itinerary.make(mine, "en").days)
    journey = entry.journeys[0]

    assert (journey.departs_on, journey.departs_at) == (DAY, datetime.time(0, 30))
    assert (journey.arrives_on, journey.arrives_at) == (datetime.date(2023, 12, 4), datetime.time(10))
    assert journey.arrives - journey.departs == datetime.timedelta(hours=8, minutes=30)


@pytest.mark.once
def test_a_time_that_a_later_change_of_the_zone_makes_impossible_is_still_shown():
    mine = make_delegate()
    release(mine.mission)
    leg = make_leg(mission=mine.mission, passengers=[mine], departs_on=DAY, departs_at=NINE)
    type(leg).objects.update(departs_on=datetime.date(2024, 3, 31), departs_at=datetime.time(2, 30))
    type(leg.from_place).objects.update(zone="Europe/Berlin")

    (entry,) = entries(itinerary.make(mine, "en").days)

    assert entry.journeys[0].departs_at == datetime.time(2, 30)
    assert entry.journeys[0].departs is None


@pytest.fixture
def route():
    """Astana, home; the stops Mary on the first day and Ashgabat on the second."""
    mission = make_mission()
    home = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    mary, ashgabat = make_place(name="Mary"), make_place(name="Ashgabat")
    first = make_stop(mission=mission, place=mary, first_day=mission.starts_on)
    second = make_stop(mission=mission, place=ashgabat, first_day=DAY)
    return mission, home, first, second


@pytest.mark.once
def test_legs_stand_among_the_items_in_order(route):
    mission, home, first, second = route
    delegate = make_delegate(mission=mission)
    make_item(stop=first, title="In Mary", day=mission.starts_on)
    make_item(stop=second, title="Talks", day=DAY, starts_at=datetime.time(11))
    make_item(stop=second, title="Dinner", day=DAY, starts_at=datetime.time(19))
    release(mission)
    make_leg(
        mission=mission,
        passengers=[delegate],
        from_place=home,
        to_place=first.place,
        departs_on=mission.starts_on,
    )
    make_leg(
        mission=mission,
        passengers=[delegate],
        from_place=first.place,
        to_place=second.place,
        departs_on=DAY,
        departs_at=datetime.time(8),
    )
    make_leg(
        mission=mission,
        passengers=[delegate],
        from_place=second.place,
        to_place=home,
        departs_on=DAY,
        departs_at=datetime.time(23),
    )
    make_leg(mission=mission, passengers=[delegate], from_place=home, to_place=home)

    personal = itinerary.make(delegate, "en")

    assert titles(personal.days) == [
        "Astana – Mary",
        "In Mary",
        "Mary – Ashgabat",
        "Talks",
        "Dinner",
        "Ashgabat – Astana",
        "Astana – Astana",
    ]
    assert [
        [(halt.stop.place.name.text, len(halt.entries)) for halt in day.halts] for day in personal.days
    ] == [[("Astana", 1), ("Mary", 1)], [("Mary", 1), ("Ashgabat", 3)], [("Astana", 1)]]
    assert [day.date for day in personal.days] == [mission.starts_on, DAY, None]


@pytest.mark.once
def test_a_leg_without_hour_stands_before_the_items_where_it_leads_and_after_those_where_it_begins(route):
    mission, _home, first, second = route
    delegate = make_delegate(mission=mission)
    make_item(stop=first, title="Leaving", day=DAY, order=1)
    make_item(stop=second, title="Arrived", day=DAY, order=2)
    release(mission)
    make_leg(
        mission=mission, passengers=[delegate], from_place=first.place, to_place=second.place, departs_on=DAY
    )

    assert titles(itinerary.make(delegate, "en").days) == ["Leaving", "Mary – Ashgabat", "Arrived"]


@pytest.mark.once
def test_a_day_is_approximate_if_that_of_all_its_entries_is(route):
    mission, _home, first, second = route
    delegate = make_delegate(mission=mission)
    make_item(stop=first, day=mission.starts_on, day_approximate=True)
    make_item(stop=first)
    make_item(stop=second, day=DAY, day_approximate=True)
    make_item(stop=second, day=DAY)
    make_item(mission=mission)
    release(mission)

    personal = itinerary.make(delegate, "en")

    assert [(day.date, day.approximate) for day in personal.days] == [
        (mission.starts_on, True),
        (DAY, False),
        (None, True),
    ]


@pytest.mark.once
def test_cancelled_items_stay_listed():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    make_item(mission=mission, title="Lunch", status=ItemStatus.CANCELLED)
    release(mission)

    (entry,) = entries(itinerary.make(delegate, "en").days)

    assert entry.item.cancelled


def test_hosts_are_named_as_they_are_called_today():
    mission = make_mission()
    delegate = make_delegate(mission=mission)
    contact = make_contact(public=False)
    make_host(item=make_item(mission=mission), contact=contact)
    release(mission)
    contact.person.family_name_en = "Newname"
    contact.person.save()

    (entry,) = entries(itinerary.make(delegate, "en").days)

    assert entry.item.hosts[0].contact.name.text == "Ogulsapar Newname"


@pytest.mark.once
@pytest.mark.parametrize("count", [14, 400])
def test_it_takes_five_queries_however_long_it_is(django_assert_num_queries, count):
    mission = make_mission()
    stop = make_stop(mission=mission)
    delegate = make_delegate(mission=mission)
    host = make_contact()
    for number in range(count):
        item = make_item(stop=stop, day=DAY, title=f"Item {number}")
        if number % 10 == 0:
            make_host(item=item, contact=host)
            make_leg(mission=mission, passengers=[delegate], departs_on=DAY)
    make_stay(delegate=delegate)
    release(mission)

    with django_assert_num_queries(5):
        personal = itinerary.make(delegate, "en")

    assert len(entries(personal.days)) == count + (count + 9) // 10
