"""Nights, languages and permits: an example of each kind, and its limits."""

import datetime as dt

import pytest

from backoffice.clashes.cautions import Kind, Level
from backoffice.clashes.check import check
from backoffice.clashes.languages import known
from missions.models import HostState
from tests.backoffice.clashes.missions import (
    ASHGABAT,
    ASTANA,
    LAST,
    MARY,
    MONDAY,
    TURKMENBASHI,
    delegate,
    group,
    host,
    item,
    leg,
    mission,
    place,
    stay,
    stop,
)

A, B = group("Group A"), group("Group B")
AT_MARY, AT_ASHGABAT = stop(MARY), stop(ASHGABAT)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(1), MONDAY + dt.timedelta(2)
DECLINED = HostState.DECLINED.value


def found(kind, *items, **fields):
    """The sentences of one kind, each with its level."""
    fields = {"groups": (A, B), "stops": (AT_MARY, AT_ASHGABAT), **fields}
    return [(one.level, one.words) for one in check(mission(*items, **fields)) if one.kind == kind]


# Nights

ONE, TWO, THREE = delegate("One"), delegate("Two"), delegate("Three")


def nights(*stays, **fields):
    return found(Kind.NIGHT_WITHOUT_STAY, stays=stays, **{"delegates": (ONE, TWO, THREE), **fields})


def test_those_who_lack_the_same_nights_are_named_together():
    assert nights(stay(ONE), stay(TWO, MONDAY, TUESDAY), stay(THREE, MONDAY, TUESDAY)) == [
        (Level.CAUTION, "Two, Three: no stay for the nights that begin on 5 December, 6 December.")
    ]


def test_while_no_stay_is_kept_that_is_said_once_from_a_fortnight_before():
    """A mission whose hotels were forgotten is not in order; one that is still being planned is."""
    out = leg(ASTANA, MARY, ONE, departs_on=MONDAY, arrives_on=LAST)

    assert nights(today=MONDAY - dt.timedelta(15)) == []
    for today in (MONDAY - dt.timedelta(14), WEDNESDAY):
        assert nights(today=today) == [
            (Level.CAUTION, "The whole delegation: no night of the mission has a stay yet.")
        ]
    assert nights(today=MONDAY, legs=[out]) == [
        (Level.CAUTION, "Two, Three: no night of the mission has a stay yet.")
    ]
    assert nights(today=LAST) == []
    assert nights(today=MONDAY, delegates=()) == []


def test_approximate_days_are_not_judged():
    ((level, words),) = nights(stay(ONE), delegates=(ONE, TWO), days_exact=False)

    assert level == Level.UNKNOWN
    assert words.startswith("Two: cannot tell whether stays are missing")


def test_a_night_on_the_way_needs_no_bed_nor_do_those_before_leaving_home_and_after_coming_back():
    out = leg(ASTANA, MARY, TWO, departs_on=TUESDAY, arrives_on=WEDNESDAY)
    back = leg(ASHGABAT, ASTANA, TWO, departs_on=WEDNESDAY, arrives_on=WEDNESDAY)
    between = leg(MARY, ASHGABAT, TWO, departs_on=MONDAY, arrives_on=TUESDAY)

    def lacking(*legs):
        return [words for _level, words in nights(stay(ONE), delegates=(ONE, TWO), legs=legs, home=ASTANA.pk)]

    assert lacking(out, back) == []
    assert lacking(out) == ["Two: no stay for the night that begins on 6 December."]
    assert lacking(between) == ["Two: no stay for the nights that begin on 5 December, 6 December."]


# Languages


TURKMEN = (host(1, 5, language="tk"),)


def language(*speak, hosts=TURKMEN, **fields):
    people = [delegate(f"Person {number}", languages=text) for number, text in enumerate(speak)]
    return found(Kind.NO_LANGUAGE, item("Talks", hosts=hosts, **fields), delegates=people)


def test_nobody_who_takes_part_speaks_the_language_of_the_host():
    assert language("English", "ru, kk") == [
        (
            Level.CAUTION,
            "“Talks” (4 December, time not known): nobody who takes part speaks the language of the hosts, and no"
            " interpreter is named.",
        )
    ]
    assert language("English", "ru, түрікмен") == []
    assert language("English", interpreter=True) == []
    assert language("English", languages={"ru": "русский, английский"}) == []
    assert language("English", hosts=()) == []
    assert language("English", hosts=(host(1, 5, language="tk", state=DECLINED),)) == []


@pytest.mark.parametrize(
    ("speak", "hosts"),
    [(("English", ""), None), (("English", "a little of all"), None), (("English",), (host(1),))],
)
def test_which_language_is_spoken_is_not_guessed(speak, hosts):
    more = {} if hosts is None else {"hosts": hosts}

    assert language(*speak, **more) == [
        (
            Level.UNKNOWN,
            "Cannot tell whether 1 item needs an interpreter, since not all languages are known: “Talks”.",
        )
    ]


def test_an_interpreter_of_the_delegation_takes_part():
    with_one = [delegate("A", languages="en"), delegate("B", interprets=True)]
    talks = item("Talks", hosts=(host(1, 5, language="tk"),))

    assert found(Kind.NO_LANGUAGE, talks, delegates=with_one) == []
    assert len(found(Kind.NO_LANGUAGE, talks, delegates=with_one[:1])) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("en", "en"),
        ("English, Russian", "en ru"),
        ("английский (B2), казахский", "en kk"),
        ("қазақ тілі; орыс тілі", "kk ru"),
        ("türkmen dili we rus dili", "ru tk"),
        ("English C1 / немецкий язык", "de en"),
    ],
)
def test_languages_are_known_by_names_and_codes_in_our_languages(text, codes):
    assert sorted(known(text) or ()) == codes.split()


# Permits


def permit(today, **fields):
    zone = place("Garabogaz", restricted=True, **{"permit_working_days": 10, **fields})
    return found(Kind.PERMIT_LATE, stops=[stop(zone, first_day=LAST)], today=today)


def test_a_permit_that_comes_too_late():
    assert permit(dt.date(2023, 11, 23)) == []
    assert permit(dt.date(2023, 11, 24)) == [
        (
            Level.CAUTION,
            "Garabogaz is a restricted zone whose permit takes this many working days: 10. Left before Thursday,"
            " 7 December 2023: 9 working days. Concerned: the whole delegation.",
        )
    ]
    assert permit(LAST) == []


def test_where_the_lead_time_is_not_recorded_that_is_said():
    ((level, words),) = permit(dt.date(2023, 1, 1), permit_working_days=None)

    assert level == Level.UNKNOWN
    assert words.startswith("Cannot tell whether a permit for Garabogaz, a restricted zone, comes in time")


def test_who_needs_a_permit_and_for_what_is_named():
    zone = stop(place("Garabogaz", restricted=True, permit_working_days=10), first_day=LAST)
    buyers = group("Buyers")
    members = [delegate("One", buyers), delegate("Two", buyers), delegate("Three")]
    walk, talks = (
        item("Walk", "15:00", None, buyers, at=zone, day=LAST),
        item("Talks", "09:00", at=zone, day=LAST),
    )
    facts = {"stops": [zone], "groups": [buyers], "delegates": members, "today": dt.date(2023, 12, 1)}

    (divided,), (all_of_them,) = (
        [one for one in check(mission(*items, **facts)) if one.kind == Kind.PERMIT_LATE]
        for items in ([walk], [walk, talks])
    )

    assert divided.words.endswith(" Concerned: Buyers; “Walk”.")
    assert divided.people == ("One", "Two")
    assert all_of_them.words.endswith(" Concerned: the whole delegation; “Talks”, “Walk”.")
    assert all_of_them.people == ("One", "Two", "Three")
    assert divided.cause != all_of_them.cause


def test_its_cause_stays_the_same_while_days_go_by():
    zone = place("Garabogaz", restricted=True, permit_working_days=10)
    stops = [stop(zone, first_day=LAST)]
    causes = {
        one.cause
        for day in range(24, 30)
        for one in check(mission(stops=stops, today=dt.date(2023, 11, day)))
    }

    assert len(causes) == 1


def test_places_that_are_not_restricted_need_none():
    assert (
        found(Kind.PERMIT_LATE, stops=[stop(TURKMENBASHI, first_day=LAST)], today=dt.date(2023, 12, 1)) == []
    )
