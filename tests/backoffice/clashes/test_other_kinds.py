"""Hosts and venues twice, legs and days: an example of each kind, and its limits."""

import dataclasses
import datetime as dt

import pytest

from backoffice.clashes.cautions import Kind, Level
from backoffice.clashes.check import check
from missions.models import HostState, ItemKind
from tests.backoffice.clashes.missions import (
    ASHGABAT,
    ASTANA,
    MARY,
    MONDAY,
    SATURDAY,
    delegate,
    group,
    host,
    item,
    leg,
    mission,
    stop,
)

A, B = group("Group A"), group("Group B")
AT_MARY, AT_ASHGABAT = stop(MARY), stop(ASHGABAT)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(2)
ASKED, DECLINED, WISHED = (state.value for state in (HostState.ASKED, HostState.DECLINED, HostState.WISHED))


def found(kind, *items, **fields):
    """The sentences of one kind, each with its level."""
    fields = {"groups": (A, B), "stops": (AT_MARY, AT_ASHGABAT), **fields}
    return [(one.level, one.words) for one in check(mission(*items, **fields)) if one.kind == kind]


def levels(kind, *items, **fields):
    return [level for level, _words in found(kind, *items, **fields)]


# Hosts


def two_visits(*hosts):
    """Groups A and B at the same time, each with one of the hosts."""
    return [
        item(name, "10:00", "12:00", one, hosts=(by,))
        for name, one, by in zip(("Visit", "Talks"), (A, B), hosts, strict=True)
    ]


def test_a_person_receives_once_at_a_time():
    assert found(Kind.HOST_TWICE, *two_visits(host(1, 5), host(1, 5))) == [
        (
            Level.CLASH,
            "Person 5 receives twice at a time: “Talks” (4 December, 10:00–12:00) and “Visit”"
            " (4 December, 10:00–12:00).",
        )
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (host(1), host(1), [Level.CAUTION]),
        (host(1), host(1, 5), [Level.CAUTION]),
        (host(1, 5), host(1, 6), []),
        (host(1, 5), host(2, 5), [Level.CLASH]),
        (host(1), host(2), []),
        (host(1, 5), host(1, 5, state=ASKED), [Level.CAUTION]),
        (host(1, 5), host(1, 5, state=DECLINED), []),
        (host(1, 5), host(1, 5, state=WISHED), []),
    ],
)
def test_which_hosts_are_needed_twice(one, other, expected):
    assert levels(Kind.HOST_TWICE, *two_visits(one, other)) == expected


@pytest.mark.parametrize("turn", [1, -1])
def test_who_has_confirmed_once_has_whatever_she_was_asked_besides(turn):
    one, other = two_visits(host(), host())
    both = (host(1, 5, state=ASKED), host(2, 5))

    visits = [dataclasses.replace(each, hosts=both[::turn]) for each in (one, other)]

    assert levels(Kind.HOST_TWICE, *visits) == [Level.CLASH]


def test_the_words_that_are_kept_name_the_organisation_in_place_of_its_person():
    (caution,) = [
        one
        for one in check(mission(*two_visits(host(1, 5), host(1, 5)), groups=(A, B)))
        if one.kind == Kind.HOST_TWICE
    ]

    assert caution.words_without_names.startswith("Organisation 1 receives twice")


# Venues


@pytest.mark.parametrize(
    ("venue", "where", "count"),
    [
        ({"en": " great  HALL "}, AT_MARY, 1),
        ({"en": "Great Hall"}, AT_ASHGABAT, 0),
        ({"en": "Small hall"}, AT_MARY, 0),
        ({"ru": "Great Hall"}, AT_MARY, 0),
        (None, AT_MARY, 0),
    ],
)
def test_a_venue_at_one_place_is_the_same_whatever_its_spaces_and_capitals(venue, where, count):
    one = item("Visit", "10:00", "12:00", A, at=AT_MARY, venues={"en": "Great hall", "ru": "Зал"})
    other = item("Talks", "11:00", "12:00", B, at=where, venues=venue)

    assert levels(Kind.ROOM_TWICE, one, other) == [Level.CAUTION] * count


def test_a_venue_twice_is_told_with_both_items():
    one, other = (
        item(name, "10:00", "12:00", of, at=AT_MARY, venues={"en": "Great hall"})
        for name, of in (("Visit", A), ("Talks", B))
    )

    assert found(Kind.ROOM_TWICE, one, other)[0][1] == (
        "Great hall: “Talks” (4 December, 10:00–12:00) and “Visit” (4 December, 10:00–12:00)"
        " are there at the same time."
    )


# Legs

FLIES, STAYS = delegate("Flies", A), delegate("Stays", A)


def flight(**fields):
    days = {"departs_on": MONDAY, "departs_at": "08:00", "arrives_on": MONDAY, "arrives_at": "10:30"}
    return leg(ASTANA, MARY, FLIES, **{**days, "mode": "flight", "name": "T5 702", **fields})


def late(talks, *legs):
    return found(Kind.LEG_ARRIVES_LATE, talks, delegates=(STAYS, FLIES), legs=legs)


def test_who_is_still_in_the_air_is_late():
    talks = item("Talks", "10:00", "11:00", A, at=AT_MARY)

    assert late(talks, flight()) == [
        (
            Level.CLASH,
            "Flies: “Talks” (4 December, 10:00–11:00, UTC+5) begins before T5 702, Astana – Mary"
            " arrives (4 December, 10:30, UTC+5).",
        )
    ]
    assert late(dataclasses.replace(talks, starts_at=dt.time(10, 30)), flight()) == []
    assert (
        late(dataclasses.replace(talks, starts_at=dt.time(6, 59)), flight()) == []
    )  # 08:00 in UTC+6 is 07:00
    assert late(talks, flight(item=talks.pk)) == []
    assert late(dataclasses.replace(talks, groups=(B.pk,)), flight()) == []


def test_where_the_departure_is_not_known_items_at_the_goal_count_on_the_day_of_arrival():
    leg_ = flight(departs_at=None)
    here = item("Talks", "10:00", "11:00", A, at=AT_MARY)

    assert len(late(here, leg_)) == 1
    assert late(dataclasses.replace(here, stop=AT_ASHGABAT.pk), leg_) == []
    assert late(dataclasses.replace(here, day=MONDAY - dt.timedelta(1)), leg_) == []


def test_where_the_hour_of_arrival_is_not_known_that_is_said_once():
    talks = item("Talks", "10:00", "11:00", A, at=AT_MARY)

    ((level, words),) = late(talks, flight(arrives_at=None))

    assert level == Level.UNKNOWN
    assert words.startswith(
        "Flies: cannot tell whether T5 702, Astana – Mary, whose hour of arrival is not known,"
    )


def test_who_has_left_is_not_there_until_the_end():
    dinner = item("Dinner", "19:00", "21:00", at=AT_MARY)
    home = leg(MARY, ASTANA, FLIES, departs_on=MONDAY, departs_at="20:30", mode="train", name="")

    assert found(Kind.LEG_DEPARTS_EARLY, dinner, delegates=(FLIES, STAYS), legs=[home]) == [
        (
            Level.CLASH,
            "Flies: train, Mary – Astana departs (4 December, 20:30, UTC+5) before “Dinner”"
            " (4 December, 19:00–21:00, UTC+5) ends.",
        )
    ]
    assert found(Kind.LEG_DEPARTS_EARLY, dinner, delegates=(STAYS,), legs=[home]) == []


# Days


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"day": TUESDAY}, []),
        ({"day": WEDNESDAY}, [Level.CAUTION]),
        ({"day": WEDNESDAY, "day_approximate": True}, [Level.UNKNOWN]),
        ({"day": TUESDAY, "ends_on": WEDNESDAY}, [Level.CAUTION]),
        ({"day": TUESDAY, "ends_on": WEDNESDAY, "to_place": MARY}, []),
        ({"day": None}, []),
    ],
)
def test_an_item_outside_the_days_of_its_stop(fields, expected):
    here = stop(ASHGABAT, first_day=MONDAY, last_day=TUESDAY)

    assert levels(Kind.OUTSIDE_STOP, item("Visit", at=here, **fields), stops=[here]) == expected


def test_a_stop_of_one_day_with_approximate_days_or_without_any():
    day = stop(MARY, first_day=MONDAY)
    visit = item("Visit", at=day, day=TUESDAY)

    assert found(Kind.OUTSIDE_STOP, visit, stops=[day]) == [
        (
            Level.CAUTION,
            "“Visit” (5 December, time not known) is outside the days of its stop Mary, 4 December.",
        )
    ]
    assert levels(Kind.OUTSIDE_STOP, visit, stops=[dataclasses.replace(day, days_approximate=True)]) == [
        Level.UNKNOWN
    ]
    assert levels(Kind.OUTSIDE_STOP, visit, stops=[dataclasses.replace(day, first_day=None)]) == []


SUNDAY = SATURDAY + dt.timedelta(1)
NEUTRALITY = dt.date(2023, 12, 12)  # a holiday of Turkmenistan, a Tuesday


def test_weekends_and_holidays_are_those_of_the_country_of_the_host():
    weekend = item("Visit", "10:00", at=AT_MARY, day=SATURDAY, kind=ItemKind.SITE_VISIT.value)
    holiday = item("Talks", at=AT_MARY, day=NEUTRALITY, hosts=(host(1, country="TM"),))

    assert found(Kind.DAY_OFF, weekend, holiday) == [
        (
            Level.CAUTION,
            "“Visit” (9 December, 10:00): Saturday, 9 December 2023 is a day of the weekend in this country:"
            " Turkmenistan.",
        ),
        (
            Level.CAUTION,
            "“Talks” (12 December, time not known): Tuesday, 12 December 2023 is a public holiday in this country:"
            " Turkmenistan.",
        ),
    ]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"hosts": (host(1, country="KZ"),)}, 0),
        ({"hosts": (host(1, country="KZ"), host(2))}, 1),
        ({"hosts": (host(1, country="TM", state=DECLINED),), "kind": ItemKind.MEAL.value}, 0),
        ({"hosts": (host(1, country="TM"),), "kind": ItemKind.MEAL.value}, 1),
        ({"host_unnamed": True, "kind": ItemKind.EXHIBITION.value}, 1),
        ({"kind": ItemKind.EXHIBITION.value}, 0),
        ({"kind": ItemKind.FREE_TIME.value, "host_unnamed": True}, 0),
        ({"kind": ItemKind.TRANSFER.value, "hosts": (host(1, country="TM"),)}, 0),
        ({"day": NEUTRALITY + dt.timedelta(1), "ends_on": SUNDAY}, 0),
    ],
    ids=str,
)
def test_what_somebody_receives_at_is_looked_at_on_its_first_day(fields, count):
    assert len(found(Kind.DAY_OFF, item("Talks", at=AT_MARY, **{"day": NEUTRALITY, **fields}))) == count


def test_approximate_days_are_not_judged_and_one_line_says_so():
    items = [item(name, at=AT_MARY, day=SATURDAY, day_approximate=True) for name in ("First", "Second")]

    assert found(Kind.DAY_OFF, *items) == [
        (
            Level.UNKNOWN,
            "Cannot tell whether 2 items are on working days of their hosts, since their days are approximate:"
            " “First”, “Second”.",
        )
    ]
