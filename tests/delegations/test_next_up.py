"""What comes next, and how long it is until then."""

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from delegations import itinerary, next_up
from delegations.itinerary import Day, Entry, Halt
from missions.models import ItemStatus, Visibility
from missions.parts import Item, Place, Stop
from tests.delegations.travellers import press, read, release, words
from tests.factories import make_delegate, make_item, make_leg, make_mission, make_place, make_stop
from wording import zones
from wording.words import Words

ZONE = "Asia/Ashgabat"
FIFTH = dt.date(2023, 12, 5)
STOP = Stop("1", Place("1", Words("Mary", "en"), {"en": "Mary"}, "TM", ZONE, None, None), FIFTH, None, False)


def item(uid, day, hour=None, **fields):
    time = None if hour is None else dt.time(hour)
    known = day is not None and time is not None
    return Item(
        **{
            "uid": uid,
            "title": Words(uid, "en"),
            "stop": STOP,
            "day": day,
            "day_approximate": False,
            "ends_on": None,
            "starts_at": time,
            "ends_at": None,
            "time_approximate": False,
            "part_of_day": None,
            "status": ItemStatus.CONFIRMED,
            "zone": ZONE,
            "end_zone": ZONE,
            "starts": zones.instant(day, time, ZONE) if known else None,
            "ends": None,
            "takes_part": True,
            **fields,
        }
    )


def days(*items):
    found = {}
    for one in items:
        found.setdefault(one.day, []).append(Entry(one))
    return [Day(day, False, (Halt(STOP, tuple(entries)),)) for day, entries in found.items()]


def at(day, hour, minute=0):
    return zones.instant(day, dt.time(hour, minute), ZONE)


def next_of(items, now, declined=()):
    found = next_up.of(days(*items), now, declined)
    return found and (found.entry.item.uid, found.then and found.then.item.uid)


NINE, ELEVEN = item("nine", FIFTH, 9), item("eleven", FIFTH, 11)
SIXTH = item("sixth", dt.date(2023, 12, 6), 9)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(FIFTH, 8), ("nine", "eleven")),
        (at(FIFTH, 9), ("eleven", None)),
        (at(FIFTH, 10, 59), ("eleven", None)),
        (at(FIFTH, 11), ("sixth", None)),
        (at(dt.date(2023, 12, 6), 9), None),
    ],
)
def test_it_is_the_first_that_has_not_begun(now, expected):
    assert next_of([NINE, ELEVEN, SIXTH], now) == expected


def test_what_is_cancelled_or_declined_is_passed_over():
    gone = item("gone", FIFTH, 8, status=ItemStatus.CANCELLED)

    assert next_of([gone, NINE, ELEVEN], at(FIFTH, 7), {"nine"}) == ("eleven", None)


def test_an_item_without_an_hour_has_begun_when_a_later_one_has_or_its_day_is_over():
    whole = item("whole", FIFTH)

    assert next_of([whole, NINE], at(FIFTH, 8)) == ("whole", "nine")
    assert next_of([whole, NINE, ELEVEN], at(FIFTH, 9)) == ("eleven", None)
    assert next_of([whole, SIXTH], at(FIFTH, 23, 59)) == ("whole", None)
    assert next_of([whole, SIXTH], at(dt.date(2023, 12, 6), 0)) == ("sixth", None)


def test_an_item_without_a_day_never_comes_next():
    assert next_of([item("some day", None)], at(FIFTH, 8)) is None


def test_it_is_told_in_days_of_its_own_clock_and_within_a_day_in_hours():
    told = [
        next_up.how_long(Entry(one), one.day, now, "en")
        for one, now in [
            (NINE, at(FIFTH, 6, 25)),
            (NINE, at(FIFTH, 8, 59)),
            (NINE, at(dt.date(2023, 12, 4), 23)),
            (SIXTH, at(FIFTH, 8)),
            (SIXTH, at(dt.date(2023, 12, 3), 8)),
            (item("x", FIFTH), at(FIFTH, 8)),
        ]
    ]

    assert told == [
        "today, in 2 hours 35 minutes",
        "today, in 1 minute",
        "tomorrow, in 10 hours",
        "tomorrow",
        "in 3 days",
        "today",
    ]


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
@given(minutes=st.integers(1, 24 * 60 - 1))
def test_however_long_it_is_there_are_words_and_they_name_the_amount(lang, minutes):
    with override(lang):
        said = next_up.how_long(Entry(NINE), FIFTH, NINE.starts - dt.timedelta(minutes=minutes), lang)

    assert said.endswith(zones.time_left(minutes, lang))
    assert "{" not in said


@given(
    hours=st.lists(st.one_of(st.none(), st.integers(0, 23)), max_size=6),
    minutes=st.integers(0, 5 * 24 * 60),
)
def test_what_comes_next_has_never_begun(hours, minutes):
    now = dt.datetime(2023, 12, 3, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    known = sorted(hour for hour in hours if hour is not None)
    items = [item(f"{number}", FIFTH, hour) for number, hour in enumerate(known)]
    items += [item(f"none {number}", FIFTH) for number in range(len(hours) - len(known))]

    found = next_up.of(days(*items), now)

    if found is not None:
        assert not next_up.has_begun(found.day, found.entry, now)
    else:
        assert all(next_up.has_begun(Day(FIFTH, False, ()), Entry(one), now) for one in items[-1:])


# On the page

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def delegate():
    mission = make_mission(numbers="Organiser on duty: +7 700 000 00 01")
    mary = make_stop(mission=mission, place=make_place(name="Mary"))
    shown = {"visibility": Visibility.DELEGATION, "for_everyone": True, "stop": mary}
    for day, title, hour in [(4, "Arrival", 20), (5, "Talks", 9), (5, "Lunch", 13), (6, "Port", 10)]:
        make_item(
            day=dt.date(2023, 12, day), title=title, starts_at=dt.time(hour), dress="Warm coat", **shown
        )
    delegate = make_delegate(mission=mission)
    release(mission)
    return delegate


def seen_at(delegate, time_machine, moment, lang="en"):
    time_machine.move_to(moment, tick=False)
    return read(delegate, lang, press(delegate))


def test_the_page_begins_with_what_comes_next(delegate, time_machine):
    page = seen_at(delegate, time_machine, at(FIFTH, 6, 25))

    card = words(page).split("To call")[0]
    assert "09:00 Talks Next: Tuesday, 5 December 2023." in card
    assert (
        "Counted at 5 December 2023, 06:25 Mary time: today, in 2 hours 35 minutes. Where Mary "
        "Dress Warm coat Then 13:00 Lunch Call: Organiser on duty"
    ) in card
    assert 'href="tel:+77000000001"' in page


def test_days_that_are_over_are_put_away_and_nothing_is_lost(delegate, time_machine):
    before = words(seen_at(delegate, time_machine, at(dt.date(2023, 12, 3), 8)))
    within = words(seen_at(delegate, time_machine, at(FIFTH, 6, 25)))
    after = words(seen_at(delegate, time_machine, at(dt.date(2023, 12, 20), 8)))

    assert "Past days" not in before + after
    assert "Past days: 4 December Monday, 4 December 2023" in within
    assert within.index("Port") < within.index("Past days") < within.index("Arrival")
    assert "Counted at" not in after


def test_a_leg_comes_next_at_its_departure(delegate, time_machine):
    make_leg(
        mission=delegate.mission,
        passengers=[delegate],
        carrier="Bus 2",
        departs_on=FIFTH,
        departs_at=dt.time(8, 15),
        from_place=make_place(name="Mary"),
        to_place=make_place(name="Merv"),
    )

    page = words(seen_at(delegate, time_machine, at(FIFTH, 8)))

    assert "08:15 Mary to Merv Next: Tuesday, 5 December 2023." in page
    assert "today, in 15 minutes" in page


def test_it_is_the_same_entry_in_every_language(delegate, time_machine):
    pages = [seen_at(delegate, time_machine, at(FIFTH, 6, 25), lang) for lang in ("en", "ru", "kk", "tk")]

    made = itinerary.make(delegate, "en")
    talks = next(one for one in made.itinerary.items if one.title.text == "Talks")
    assert "Дальше: вторник, 5 декабря 2023 г. Посчитано: 5 декабря" in words(pages[1])
    for page in pages:
        assert f'<a href="#i-{talks.uid}">' in page
        assert f'id="i-{talks.uid}"' in page
