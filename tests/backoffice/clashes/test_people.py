"""People in two places: at the same time, too far apart, or where an end that is not known cannot tell."""

import dataclasses
import datetime as dt

import pytest
from django.utils import translation

from backoffice.clashes import again
from backoffice.clashes.cautions import Kind, Level
from backoffice.clashes.check import check
from backoffice.clashes.programme import Programme
from missions.models import ItemKind, ItemStatus
from tests.backoffice.clashes.missions import (
    ASHGABAT,
    ASTANA,
    LAST,
    MARY,
    MONDAY,
    TURKMENBASHI,
    delegate,
    group,
    item,
    leg,
    mission,
    place,
    stop,
)

A, B = group("Group A"), group("Group B")
AT_MARY, AT_ASHGABAT, AT_TURKMENBASHI = stop(MARY), stop(ASHGABAT), stop(TURKMENBASHI)
STOPS = (AT_MARY, AT_ASHGABAT, AT_TURKMENBASHI)
TUESDAY = MONDAY + dt.timedelta(1)


def found(facts, *kinds):
    """The sentences of these kinds, each with its level."""
    return [(one.level, one.words) for one in check(facts) if one.kind in kinds]


def of_people(*items, **fields):
    fields = {"groups": (A, B), "stops": STOPS, **fields}
    return found(mission(*items, **fields), Kind.TWO_PLACES, Kind.END_UNKNOWN, Kind.TOO_FAR)


def test_two_groups_at_the_same_time_are_no_clash_but_somebody_in_both_is():
    """domain.md, scenario 2."""
    food = item("Food plant", "10:00", "12:00", A, at=AT_MARY)
    shoes = item("Shoe factory", "10:00", "12:00", B, at=AT_MARY)
    apart = [delegate("Aina", A), delegate("Berik", B)]

    assert of_people(food, shoes, delegates=apart) == []
    assert of_people(food, shoes, delegates=[*apart, delegate("Ogulsapar Berdiyewa", A, B)]) == [
        (
            Level.CLASH,
            "Ogulsapar Berdiyewa: “Food plant” (4 December, 10:00–12:00) and “Shoe factory”"
            " (4 December, 10:00–12:00) are at the same time.",
        )
    ]


def test_of_two_at_one_hour_the_first_in_the_programme_is_named_first():
    later = item("Later", "10:00", "11:00", at=AT_MARY, order=2)
    zoo = item("Zoo", "10:00", "11:00", at=AT_MARY, order=1)
    port = item("A port", "10:00", "11:00", at=AT_TURKMENBASHI, order=0)

    named = [
        words.split("“")[1::1] for _level, words in of_people(later, zoo, port, delegates=[delegate("Aina")])
    ]

    assert sorted([part.partition("”")[0] for part in parts] for parts in named) == [
        ["Later", "A port"],
        ["Zoo", "A port"],
        ["Zoo", "Later"],
    ]


def test_a_caution_names_groups_and_those_beside_them_in_protocol_order_and_leads_to_both_items():
    both, other = group("Both"), group("Other")
    people = [delegate("First", B, other), delegate("Second", both), delegate("Third", B, other)]
    visit = item("Visit", "10:00", "12:00", B, both, at=AT_MARY)
    talks = item("Talks", "11:00", "13:00", other, both, at=AT_MARY)

    (caution,) = check(mission(visit, talks, groups=(B, both, other), stops=STOPS, delegates=people))

    assert caution.words.startswith("Both, First, Third: “Visit”")
    assert caution.words_without_names.startswith("Both, 2 delegates: “Visit”")
    assert caution.people == ("First", "Second", "Third")
    assert caution.items == (visit.pk, talks.pk)
    assert [(link.url, link.words) for link in caution.links] == [
        (f"/admin/missions/programmeitem/{visit.pk}/change/", "Visit"),
        (f"/admin/missions/programmeitem/{talks.pk}/change/", "Talks"),
    ]
    assert caution.resolve == "Move or shorten one of the two, or change who takes part."


def test_an_item_for_everyone_clashes_with_one_for_a_group():
    one, other = item("Reception", "18:00", "20:00"), item("Talks", "19:00", "19:30", A)

    ((level, words),) = of_people(one, other)

    assert (level, words.partition(":")[0]) == (Level.CLASH, "Group A")


def test_the_whole_delegation_is_called_that_though_nobody_is_in_it_yet():
    one, other = item("Reception", "18:00", "20:00"), item("Dinner", "19:00", "21:00")

    ((level, words),) = of_people(one, other)

    assert (level, words.partition(":")[0]) == (Level.CLASH, "The whole delegation")


def test_a_personal_group_is_its_delegate():
    own = group(personal=True)
    head = delegate("Head", A, own)
    one, other = item("Visit", "10:00", "12:00", A), item("Audience", "11:00", "11:30", own)

    ((level, words),) = of_people(one, other, groups=(A, own), delegates=[head])

    assert (level, words.partition(":")[0]) == (Level.CLASH, "Head")


def test_a_personal_group_of_somebody_who_withdrew_is_nobody():
    own = group(personal=True)
    one, other = item("Visit", "10:00", "12:00", own), item("Audience", "11:00", "11:30")

    assert of_people(one, other, groups=(own,)) == []


@pytest.mark.parametrize(
    ("begins", "ends"), [("12:00", "13:00"), ("09:00", "10:00"), ("10:00", "10:00"), ("12:00", "12:00")]
)
def test_what_ends_in_the_minute_in_which_another_begins_is_no_clash(begins, ends):
    for name in ("Talks", "Walk"):  # of two that begin at once, one by its key is the first
        assert of_people(item("Visit", "10:00", "12:00"), item(name, begins, ends)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"status": ItemStatus.CANCELLED.value},
        {"kind": ItemKind.FREE_TIME.value},
        {"starts_at": None},
        {"day": None},
        {"day": TUESDAY},
        {"for_everyone": False},
    ],
    ids=str,
)
def test_what_is_cancelled_free_without_hours_or_for_nobody_clashes_with_nothing(changed):
    visit, talks = item("Visit", "10:00", "12:00"), item("Talks", "11:00", "13:00")

    assert len(of_people(visit, talks)) == 1
    assert of_people(visit, dataclasses.replace(talks, **changed)) == []


@pytest.mark.parametrize(
    "changed", [{"status": ItemStatus.TENTATIVE.value}, {"time_approximate": True}, {"day_approximate": True}]
)
def test_what_is_not_settled_may_be_a_clash(changed):
    visit, talks = item("Visit", "10:00", "12:00"), item("Talks", "11:00", "13:00", **changed)

    ((level, words),) = of_people(visit, talks)

    assert level == Level.CAUTION
    assert words.endswith("may be at the same time.")


def test_an_end_that_is_not_known_is_said_once_for_an_item():
    visit = item("Visit", "10:00")
    later = [item("Talks", "14:00", "15:00"), item("Dinner", "19:00", "21:00")]

    assert of_people(visit, *later) == [
        (
            Level.UNKNOWN,
            "The whole delegation: cannot tell whether “Visit” (4 December, 10:00), whose end is not known,"
            " is over before “Talks” (4 December, 14:00–15:00) begins.",
        )
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "level"),
    [("09:00", "10:01", Level.CLASH), ("10:00", None, Level.CLASH), ("09:00", None, Level.UNKNOWN)],
)
def test_an_item_without_an_end_is_there_when_it_begins(begins, ends, level):
    assert [one for one, _words in of_people(item("Visit", "10:00"), item("Talks", begins, ends))] == [level]


def test_an_arrival_is_a_moment_and_what_is_over_by_midnight_says_nothing_of_the_next_day():
    landed = item("Arrival", "07:40", kind=ItemKind.ARRIVAL.value)
    dinner = item("Dinner", "20:00")

    assert of_people(landed, dinner, item("Visit", "00:00", "01:00", day=TUESDAY)) == []
    assert of_people(landed, item("Breakfast", "07:40", "08:30")) == []
    assert len(of_people(landed, item("Breakfast", "07:30", "08:30"))) == 1


def test_an_item_of_several_days_lasts_until_the_last_of_them_begins_whatever_its_end():
    fair = item("Fair", "10:00", ends_on=LAST)

    talks = of_people(fair, item("Talks", "23:00", "23:30", day=LAST - dt.timedelta(1)))
    visit = of_people(fair, item("Visit", "09:00", "10:00", day=LAST))

    assert [level for level, _words in talks] == [Level.CLASH]
    assert [level for level, _words in visit] == [Level.UNKNOWN]


def test_instants_are_compared_over_the_date_line_and_when_clocks_are_put_back():
    honolulu, tokyo = (
        stop(place("Honolulu", zone="Pacific/Honolulu")),
        stop(place("Tokyo", zone="Asia/Tokyo")),
    )
    london = stop(place("London", zone="Europe/London"))
    sunday = dt.date(2023, 10, 29)  # 01:00 to 02:00 comes twice
    there = item("Talks", "10:00", "11:00", at=tokyo, day=TUESDAY)
    here = item("Visit", "15:30", "16:30", at=honolulu)
    night = [
        item("First", "00:30", "01:30", at=london, day=sunday),
        item("Second", "02:15", "03:00", at=london, day=sunday),
    ]

    ((level, words),) = of_people(there, here, stops=(honolulu, tokyo))

    assert level == Level.CLASH
    assert "“Talks” (5 December, 10:00–11:00, UTC+9)" in words
    assert "“Visit” (4 December, 15:30–16:30, UTC−10)" in words
    assert of_people(*night, stops=(london,)) == []


def test_an_hour_that_the_clocks_jump_over_is_no_hour():
    london = stop(place("London", zone="Europe/London"))
    spring = dt.date(2024, 3, 31)
    items = [item(name, "01:30", "02:30", at=london, day=spring) for name in ("First", "Second")]

    assert of_people(*items, stops=(london,)) == []


# Ways


def test_ways_that_take_longer_than_there_is_time_are_told_with_their_lower_bound():
    visit = item("Visit", "10:00", "12:00", A, at=AT_MARY)
    talks = item("Talks", "13:30", "15:00", A, at=AT_ASHGABAT)

    assert of_people(visit, talks) == [
        (
            Level.CLASH,
            "Group A: “Visit” (4 December, 10:00–12:00) ends 1 h 30 min before “Talks”"
            " (4 December, 13:30–15:00) begins; the 311 km from Mary to Ashgabat take at least 1 h 51 min.",
        )
    ]
    assert of_people(visit, dataclasses.replace(talks, starts_at=dt.time(13, 51))) == []


def test_the_mode_of_a_leg_between_them_counts_for_its_passengers():
    somebody = delegate("Somebody", A)
    visit = item("Visit", "10:00", "12:00", A, at=AT_MARY)
    talks = item("Talks", "14:30", "16:00", A, at=AT_ASHGABAT)
    bus, back = leg(MARY, ASHGABAT, somebody, mode="bus"), leg(ASHGABAT, MARY, somebody, mode="bus")
    others = leg(MARY, ASHGABAT, delegate("Other", B), mode="bus")

    def at_all(*legs):
        return [level for level, _words in of_people(visit, talks, delegates=[somebody], legs=legs)]

    assert at_all() == at_all(back) == at_all(others) == []
    assert at_all(bus) == [Level.CLASH]
    assert at_all(bus, leg(MARY, ASHGABAT, mode="train")) == []


def test_a_transfer_ends_where_it_arrives():
    transfer = item("Bus", "10:00", "14:00", at=AT_MARY, to_place=ASHGABAT, kind=ItemKind.TRANSFER.value)
    talks = item("Talks", "14:00", "15:00", at=AT_ASHGABAT)

    assert of_people(transfer, talks) == []
    assert len(of_people(transfer, dataclasses.replace(talks, stop=AT_MARY.pk))) == 1


def test_the_end_of_a_transfer_is_told_by_the_clock_of_where_it_arrives():
    stops = (AT_MARY, stop(ASTANA))
    flight = item("Flight", "10:00", "14:00", at=AT_MARY, to_place=ASTANA, kind=ItemKind.TRANSFER.value)
    fair = item("Fair", "11:00", ends_on=TUESDAY, at=AT_MARY)
    tour = item("Tour", "11:30", "12:00", at=AT_MARY, to_place=ASHGABAT, day_approximate=True)

    words = " ".join(words for _level, words in of_people(flight, fair, tour, stops=stops))

    assert "“Flight” (4 December, 10:00, UTC+5 – 4 December, 14:00, UTC+6)" in words
    assert "“Fair” (4 December, 11:00, UTC+5 – 5 December, UTC+5)" in words
    assert "“Tour” (about 4 December, 11:30–12:00, UTC+5)" in words


def test_from_each_item_the_way_to_the_next_alone_counts_also_when_one_is_checked_again():
    visit = item("Visit", "10:00", "11:00", A, at=AT_MARY)
    between = item("Tea", "11:10", "11:15", at=AT_MARY)
    talks = item("Talks", "12:00", "13:00", A, at=AT_ASHGABAT)
    facts = mission(visit, between, talks, groups=(A,), stops=STOPS)

    assert [one.items for one in check(facts)] == [(between.pk, talks.pk)]
    assert again.about(Programme(facts), visit.pk) == []
    assert [one.items for one in again.about(Programme(facts), talks.pk)] == [(between.pk, talks.pk)]


def test_places_whose_coordinates_are_not_known_are_not_guessed_but_looked_past():
    nowhere = stop(place("Nowhere"))
    visit = item("Visit", "10:00", "12:00", at=AT_MARY)
    between = item("Tea", "12:10", "12:20", at=nowhere)
    talks = item("Talks", "13:00", "15:00", at=AT_ASHGABAT)

    assert of_people(visit, between, stops=(AT_MARY, nowhere)) == []
    assert len(of_people(visit, between, talks, stops=(AT_MARY, AT_ASHGABAT, nowhere))) == 1


def test_from_an_item_without_an_end_there_is_less_time_than_from_its_beginning():
    visit = item("Visit", "10:00", at=AT_MARY)
    talks = item("Talks", "11:00", "12:00", at=AT_TURKMENBASHI)

    (clash, unknown) = of_people(visit, talks)

    assert clash[1].startswith(
        "The whole delegation: “Visit” (4 December, 10:00) begins 1 h 0 min before “Talks”"
    )
    assert (clash[0], unknown[0]) == (Level.CLASH, Level.UNKNOWN)


def test_a_flight_over_the_date_line_arrives_on_the_day_before_and_is_in_time():
    tokyo = place("Tokyo", zone="Asia/Tokyo", latitude=35.68, longitude=139.69)
    honolulu = place("Honolulu", zone="Pacific/Honolulu", latitude=21.31, longitude=-157.86)
    stops = (stop(tokyo), stop(honolulu))
    visit = item("Visit", "10:00", "12:00", at=stops[0], day=TUESDAY)

    def at(begins):
        return of_people(visit, item("Talks", begins, "09:00", at=stops[1], day=TUESDAY), stops=stops)

    assert at("01:30") == []  # 13:30 in UTC+9 and 19 hours: 8 h 30 min after noon in Tokyo
    assert len(at("00:00")) == 1


def test_russian_words_are_looked_for_when_they_are_read():
    one, other = item("Visit", "10:00", "12:00"), item("Talks", "11:00", "13:00")
    (caution,) = check(mission(dataclasses.replace(one, titles={"en": "Visit", "ru": "Визит"}), other))

    with translation.override("ru"):
        assert "Визит" in caution.words
    assert "Visit" in caution.words


def test_somebody_from_astana_is_as_far_as_it_is():
    stops = (AT_MARY, stop(ASTANA))
    facts = mission(
        item("Visit", "10:00", "12:00", at=stops[0]),
        item("Talks", "15:00", "16:00", at=stops[1]),
        stops=stops,
    )

    ((_level, words),) = found(facts, Kind.TOO_FAR)

    assert "2 h 0 min before" in words  # 15:00 in UTC+6 is 14:00 in UTC+5


NOWHERE = stop(place("Nowhere"))


def ways_unknown(*items, **fields):
    return found(mission(*items, **{"stops": (*STOPS, NOWHERE), **fields}), Kind.PLACE_UNKNOWN, Kind.TOO_FAR)


def test_a_way_to_a_place_without_coordinates_is_said_once_for_the_two_places():
    there = item("Talks", "09:00", "10:00", at=AT_MARY)
    then = item("Visit", "10:05", "11:00", at=NOWHERE)
    back = item("Lunch", "11:05", "12:00", at=AT_MARY)

    assert ways_unknown(there, then, back) == [
        (
            Level.UNKNOWN,
            "Cannot tell whether the way from Mary to Nowhere leaves time enough, first between “Talks”"
            " (4 December, 09:00–10:00) and “Visit” (4 December, 10:05–11:00): the coordinates of Nowhere are"
            " not known.",
        )
    ]


def test_such_a_way_is_said_for_one_day_one_group_and_two_places_alone():
    there = item("Talks", "09:00", "10:00", A, at=AT_MARY)
    visit = {"at": NOWHERE}

    assert ways_unknown(there, item("Visit", "10:05", "11:00", B, **visit), groups=(A, B)) == []
    assert ways_unknown(there, item("Visit", "10:05", "11:00", A, day=TUESDAY, **visit), groups=(A, B)) == []
    assert ways_unknown(item("Talks", "09:00", "10:00", **visit), item("Visit", "10:05", None, **visit)) == []
    assert ways_unknown(there, item("Visit", "10:05", "11:00", A), groups=(A, B)) == []
