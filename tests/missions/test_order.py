"""The order of an itinerary: total, by time as far as it is known, with the route opened where it comes back."""

import datetime

import pytest
from django.utils.functional import partition
from hypothesis import given, settings
from hypothesis import strategies as st

from missions import itinerary
from tests.missions import documents
from tests.missions.stories import a_document, a_place, a_stop, an_item

pytestmark = pytest.mark.once  # no database


def read(document, audience=itinerary.PUBLIC):
    return itinerary.make(document, audience, "en")


def titles(made):
    return [item.title.text for item in made.items]


def test_a_day_is_ordered_by_hour_part_of_day_and_the_item_before():
    document = a_document(
        an_item(1, "Dinner", part_of_day="evening"),
        an_item(2, "after dinner"),
        an_item(3, "Breakfast", starts_at="08:30"),
        an_item(4, "after breakfast"),
        an_item(5, "Midday", part_of_day="midday"),
        an_item(6, "Morning", part_of_day="morning"),
        an_item(7, "Afternoon", part_of_day="afternoon"),
        an_item(8, "at 13:30", starts_at="13:30"),
        an_item(0, "first of the day"),
    )

    assert titles(read(document)) == [
        "first of the day", "Morning", "Breakfast", "after breakfast", "Midday", "Afternoon", "at 13:30",
        "Dinner", "after dinner",
    ]  # fmt: skip


def test_an_item_at_midnight_is_an_anchor_like_any_other():
    document = a_document(
        an_item(1, "Flight", starts_at="00:00"),
        an_item(2, "after the flight"),
        an_item(3, "Breakfast", starts_at="08:00"),
    )

    assert titles(read(document)) == ["Flight", "after the flight", "Breakfast"]


def test_the_item_before_is_that_of_the_item_order_whatever_its_stop():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    first, second = a_stop(mary), a_stop(ashgabat)
    document = a_document(
        an_item(1, "Mill", stop=first["ref"], starts_at="09:00"),
        an_item(2, "Union", stop=second["ref"], starts_at="14:00"),
        an_item(3, "Dinner", stop=second["ref"]),
        an_item(4, "back in Mary", stop=first["ref"]),
        an_item(5, "Exhibition", stop=second["ref"], starts_at="11:00"),
        places=[mary, ashgabat],
        stops=[first, second],
    )

    assert titles(read(document)) == ["Mill", "Exhibition", "back in Mary", "Union", "Dinner"]


def test_equal_hours_are_ordered_by_stop_number_and_uid_and_no_stop_comes_last():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    first, second = a_stop(mary), a_stop(ashgabat)
    at = {"starts_at": "09:00", "order": 1}
    document = a_document(
        an_item(5, "nowhere", **at),
        an_item(4, "Ashgabat", stop=second["ref"], **at),
        an_item(3, "Mary, UID 3", stop=first["ref"], **at),
        an_item(2, "Mary, UID 2", stop=first["ref"], **at),
        an_item(1, "Mary, number 2", stop=first["ref"], starts_at="09:00", order=2),
        places=[mary, ashgabat],
        stops=[first, second],
    )

    assert titles(read(document)) == ["Mary, UID 2", "Mary, UID 3", "Mary, number 2", "Ashgabat", "nowhere"]


def test_an_item_without_a_day_takes_its_stops_first_day_and_one_without_both_comes_last():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    dated = a_stop(mary, first_day="2023-12-05", last_day="2023-12-06")
    undated = a_stop(ashgabat, first_day=None, last_day=None)
    document = a_document(
        an_item(1, "unknown day and place", day=None),
        an_item(2, "unknown day in Ashgabat", day=None, stop=undated["ref"]),
        an_item(3, "unknown day in Mary", day=None, stop=dated["ref"]),
        an_item(4, "the day after", day="2023-12-06", stop=dated["ref"]),
        an_item(5, "known place of unknown day", day="2023-12-05"),
        places=[mary, ashgabat],
        stops=[dated, undated],
    )

    made = read(document)

    assert titles(made) == [
        "unknown day in Mary",
        "known place of unknown day",
        "the day after",
        "unknown day in Ashgabat",
        "unknown day and place",
    ]
    assert [
        (section.stop and section.stop.place.name.text, [(day.date, day.approximate) for day in section.days])
        for section in made.sections
    ] == [
        ("Mary", [(datetime.date(2023, 12, 5), True)]),
        (None, [(datetime.date(2023, 12, 5), False)]),
        ("Mary", [(datetime.date(2023, 12, 6), False)]),
        ("Ashgabat", [(None, False)]),
        (None, [(None, False)]),
    ]


def test_a_route_that_comes_back_to_a_stop_opens_it_again():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    first, second = a_stop(mary), a_stop(ashgabat)
    document = a_document(
        an_item(1, "Arrival", stop=first["ref"], starts_at="09:00"),
        an_item(2, "Union", stop=second["ref"], starts_at="12:00"),
        an_item(3, "Departure", stop=first["ref"], starts_at="18:00"),
        places=[mary, ashgabat],
        stops=[first, second],
    )

    made = read(document)

    assert [(section.stop.place.name.text, [item.title.text for item in section.items]) for section in made.sections] == [
        ("Mary", ["Arrival"]),
        ("Ashgabat", ["Union"]),
        ("Mary", ["Departure"]),
    ]  # fmt: skip
    assert [stop.place.name.text for stop in made.stops] == ["Mary", "Ashgabat"]


def test_a_stop_without_a_plan_stands_after_the_one_before_it_on_the_route():
    places = [a_place(name) for name in ("Astana", "Mary", "Ashgabat", "Arkadag")]
    stops = [a_stop(place) for place in places]
    document = a_document(
        an_item(1, stop=stops[1]["ref"], starts_at="09:00"),
        an_item(2, stop=stops[2]["ref"], starts_at="10:00"),
        an_item(3, stop=stops[1]["ref"], starts_at="11:00"),
        an_item(4, day=None),
        places=places,
        stops=stops,
    )

    route = [section.stop and section.stop.place.name.text for section in read(document).sections]

    assert route == ["Astana", "Mary", "Ashgabat", "Mary", "Arkadag", None]


def test_a_stop_of_private_items_alone_is_not_told_to_those_who_see_none_of_them():
    mary = a_place("Mary")
    stop = a_stop(mary)
    document = a_document(an_item(stop=stop["ref"], visibility="delegation"), places=[mary], stops=[stop])

    assert (read(document).stops, read(document).sections) == ((), ())
    assert len(read(document, itinerary.delegate([])).stops) == 1


def test_a_stop_seen_through_a_mask_is_told():
    mary = a_place("Mary")
    stop = a_stop(mary)
    item = an_item(stop=stop["ref"], visibility="delegation", public_title={"en": "Official meeting"})

    assert len(read(a_document(item, places=[mary], stops=[stop])).stops) == 1


def order_is_total(document, order):
    for audience in (itinerary.PUBLIC, itinerary.STAFF, itinerary.delegate([])):
        made = read(document, audience)
        shuffled = read({**document, "items": order}, audience)
        assert shuffled == made
        uids = [item.uid for item in made.items]
        assert len(set(uids)) == len(uids)
        assert [item for section in made.sections for item in section.items] == list(made.items)
        assert {section.stop for section in made.sections} - {None} == set(made.stops)
        known, unknown = partition(lambda day: day is None, [sorting_day(item) for item in made.items])
        assert known == sorted(known)
        assert [sorting_day(item) for item in made.items] == [*known, *unknown]


def sorting_day(item):
    return item.day or (item.stop.first_day if item.stop else None)


@settings(max_examples=300)
@given(documents.documents(), st.randoms(use_true_random=False))
def test_the_order_is_total_and_does_not_depend_on_that_of_the_document(document, random):
    """Every item once; days ascend, unknown ones last; the sections hold the items in their order."""
    order_is_total(document, random.sample(document["items"], len(document["items"])))


@pytest.mark.thorough
@given(documents.documents(max_items=14), st.randoms(use_true_random=False))
def test_the_order_is_total_in_ten_thousand_documents(document, random):
    order_is_total(document, random.sample(document["items"], len(document["items"])))
