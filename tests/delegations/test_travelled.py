"""An item that is a leg of hers has the leg's day, hours and place wherever it is told."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest

from delegations import next_up, regrets
from delegations.itinerary import Day, Entry, Halt, Journey
from delegations.models import LegMode, Mailing, Regret
from delegations.models.notices import MailingKind
from delegations.notices import letters
from delegations.travelled import is_away, travelled
from missions.models import ItemStatus, PartOfDay, ProgrammeItem, Visibility
from missions.parts import Item, Place, Stop
from tests import papers
from tests.delegations.calendars import events, told
from tests.delegations.travellers import press, read, release, words
from tests.factories import make_delegate, make_item, make_leg, make_mission, make_place, make_stop
from wording import zones
from wording.words import Words

SECOND, THIRD = dt.date(2023, 12, 2), dt.date(2023, 12, 3)


def place(ref, name, zone):
    return Place(ref, Words(name, "en"), {"en": name}, "KZ", zone, None, None)


ASTANA = place("1", "Astana", "Asia/Almaty")
TOKYO = place("2", "Tokyo", "Asia/Tokyo")
STOP = Stop("s", TOKYO, THIRD, None, False)


def at(day, hour, minute, zone):
    return zones.instant(day, dt.time(hour, minute), zone)


ARRIVAL = Item(
    uid="i",
    title=Words("Arrival from Astana", "en"),
    stop=STOP,
    day=THIRD,
    day_approximate=False,
    ends_on=None,
    starts_at=dt.time(7, 40),
    ends_at=None,
    time_approximate=True,
    part_of_day=None,
    status=ItemStatus.CONFIRMED,
    zone=TOKYO.zone,
    end_zone=TOKYO.zone,
    starts=at(THIRD, 7, 40, TOKYO.zone),
    ends=None,
    takes_part=True,
)
FLIGHT = Journey(
    ref="l",
    mode=LegMode.FLIGHT,
    name="KC 1",
    origin=ASTANA,
    destination=TOKYO,
    departs_on=SECOND,
    departs_at=dt.time(22, 5),
    departs=at(SECOND, 22, 5, ASTANA.zone),
    arrives_on=THIRD,
    arrives_at=dt.time(9, 30),
    arrives=at(THIRD, 9, 30, TOKYO.zone),
    changed_at=at(SECOND, 9, 0, TOKYO.zone),
    altered_at=None,
    item_uid="i",
)
NO_ARRIVAL = {"arrives_on": None, "arrives_at": None, "arrives": None}
NO_HOUR = {"departs_at": None, "departs": None}
NO_DAY = {"departs_on": None, **NO_HOUR}
UNTIL_TEN = {"ends_at": dt.time(10), "ends": at(THIRD, 10, 0, TOKYO.zone)}
AT_HOME = Stop("h", ASTANA, SECOND, None, False)
DEPARTURE = replace(
    ARRIVAL,
    stop=AT_HOME,
    day=SECOND,
    starts_at=dt.time(21),
    starts=at(SECOND, 21, 0, ASTANA.zone),
    zone=ASTANA.zone,
    end_zone=ASTANA.zone,
)


def hours(item):
    """Where and when it begins, then when and by whose clock it ends."""
    where = item.stop.place.name.text if item.stop else ""
    start = item.starts_at and f"{item.starts_at:%H:%M}"
    end = item.ends_at and f"{item.ends_at:%H:%M}"
    assert item.starts is None or item.starts.astimezone(zones.zone_info(item.zone)).time() == item.starts_at
    return where, item.day, start, item.zone, item.ends_on, end, item.end_zone


@pytest.mark.once
@pytest.mark.parametrize(
    ("item", "legs", "expected"),
    [
        (ARRIVAL, [], ("Tokyo", THIRD, "07:40", TOKYO.zone, None, None, TOKYO.zone)),
        (ARRIVAL, [FLIGHT], ("Astana", SECOND, "22:05", ASTANA.zone, THIRD, "09:30", TOKYO.zone)),
        (
            ARRIVAL,
            [replace(FLIGHT, **NO_ARRIVAL)],
            ("Astana", SECOND, "22:05", ASTANA.zone, None, None, TOKYO.zone),
        ),
        (
            replace(ARRIVAL, **UNTIL_TEN),
            [replace(FLIGHT, **NO_ARRIVAL)],
            ("Astana", SECOND, "22:05", ASTANA.zone, THIRD, "10:00", TOKYO.zone),
        ),
        (
            ARRIVAL,
            [replace(FLIGHT, **NO_HOUR)],
            ("Astana", SECOND, None, ASTANA.zone, THIRD, "09:30", TOKYO.zone),
        ),
        (ARRIVAL, [replace(FLIGHT, **NO_DAY)], ("Tokyo", THIRD, "09:30", TOKYO.zone, None, None, TOKYO.zone)),
        (
            replace(ARRIVAL, **UNTIL_TEN),
            [replace(FLIGHT, **NO_DAY)],
            ("Tokyo", THIRD, "09:30", TOKYO.zone, THIRD, "10:00", TOKYO.zone),
        ),
        (
            ARRIVAL,
            [replace(FLIGHT, **NO_DAY, **NO_ARRIVAL)],
            ("Tokyo", THIRD, "07:40", TOKYO.zone, None, None, TOKYO.zone),
        ),
        (DEPARTURE, [FLIGHT], ("Astana", SECOND, "22:05", ASTANA.zone, THIRD, "09:30", TOKYO.zone)),
        (
            DEPARTURE,
            [replace(FLIGHT, **NO_HOUR)],
            ("Astana", SECOND, "21:00", ASTANA.zone, None, None, ASTANA.zone),
        ),
        (
            replace(DEPARTURE, ends_at=dt.time(23), ends=at(SECOND, 23, 0, ASTANA.zone)),
            [replace(FLIGHT, **NO_HOUR)],
            ("Astana", SECOND, "21:00", ASTANA.zone, THIRD, "09:30", TOKYO.zone),
        ),
        (
            replace(ARRIVAL, stop=None, starts_at=None, starts=None, part_of_day=PartOfDay.MORNING),
            [FLIGHT],
            ("Astana", SECOND, "22:05", ASTANA.zone, THIRD, "09:30", TOKYO.zone),
        ),
    ],
)
def test_what_is_known_of_the_leg_comes_before_what_the_programme_says(item, legs, expected):
    made = travelled(item, legs)

    assert hours(made) == expected
    assert is_away(made) == (made.stop is not item.stop)


@pytest.mark.once
def test_of_several_legs_the_first_departure_and_the_last_arrival_count():
    almaty = place("3", "Almaty", "Asia/Almaty")
    to_almaty = replace(FLIGHT, destination=almaty, arrives_on=SECOND, arrives_at=dt.time(23), arrives=None)

    made = travelled(ARRIVAL, [to_almaty, replace(FLIGHT, origin=almaty, departs_at=dt.time(23, 55))])

    assert hours(made) == ("Astana", SECOND, "22:05", ASTANA.zone, THIRD, "09:30", TOKYO.zone)
    assert made.to_place == TOKYO


@pytest.mark.once
def test_what_comes_next_is_the_departure_with_its_hour_its_day_and_its_place():
    entry = Entry(travelled(ARRIVAL, [FLIGHT]), (FLIGHT,))
    day = Day(entry.day, False, (Halt(entry.item.stop, (entry,)),))
    now = at(SECOND, 19, 0, ASTANA.zone)

    found = next_up.of([day], now)

    assert (found.entry, found.day.date, found.entry.place) == (entry, SECOND, ASTANA)
    assert next_up.zone_of(found.entry) == ASTANA.zone
    assert next_up.of([day], at(SECOND, 22, 5, ASTANA.zone)) is None


# On the page, on paper, in the file and in the calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    """To Tokyo with everybody: the programme has 07:40, the flight lands at 09:30."""
    mission = make_mission(
        slug="tokyo", title="Tokyo", starts_on=THIRD, ends_on=THIRD + dt.timedelta(2), languages=["en"]
    )
    tokyo = make_place(name="Tokyo", country="JP", zone="Asia/Tokyo", latitude=35, longitude=139)
    astana = make_place(name="Astana", country="KZ", zone="Asia/Almaty", latitude=51, longitude=71)
    stop = make_stop(mission=mission, place=tokyo, first_day=THIRD)
    shown = {"visibility": Visibility.DELEGATION, "for_everyone": True, "stop": stop, "day": THIRD}
    arrival = make_item(title="Arrival from Astana", starts_at=dt.time(7, 40), venue="Narita", **shown)
    make_item(title="Lunch", starts_at=dt.time(13), **shown)
    delegate = make_delegate(mission=mission)
    make_leg(
        mission=mission,
        item=arrival,
        passengers=[delegate],
        number="KC 1",
        from_place=astana,
        to_place=tokyo,
        departs_on=SECOND,
        departs_at=dt.time(22, 5),
        arrives_on=THIRD,
        arrives_at=dt.time(9, 30),
    )
    release(mission)
    return delegate


@pytest.mark.once
def test_three_hours_before_it_leaves_the_flight_is_next_where_it_leaves(delegate, time_machine):
    time_machine.move_to(at(SECOND, 19, 0, "Asia/Almaty"), tick=False)

    page = words(read(delegate))

    assert "22:05 Arrival from Astana Next: Saturday, 2 December 2023, Astana time (UTC+6)." in page
    assert "today, in 3 hours 5 minutes. Where Astana Flight" in page
    assert "Saturday, 2 December 2023 Astana Astana time (UTC+6) 22:05" in page
    assert "Ends: 09:30, 3 December 2023, Tokyo time (UTC+9)" in page
    assert "07:40" not in page
    assert page.index("Saturday, 2 December 2023 Astana") < page.index("Sunday, 3 December 2023 Tokyo")


def test_she_declines_the_item_that_was_released_whenever_she_flies(delegate, time_machine):
    time_machine.move_to(at(SECOND, 9, 0, "Asia/Almaty"))
    item = ProgrammeItem.objects.get(title_en="Arrival from Astana")
    client = press(delegate)
    address = f"/en/my/{delegate.mission.slug}/items/{item.uid}/"

    assert "22:05" in words(client.get(address).content.decode())
    assert client.post(address, {"do": "decline", "words": ""}).status_code == 302

    assert Regret.objects.get().told == regrets.told_of_row(item, item.stop)
    page, of_item = read(delegate, client=client), client.get(address).content.decode()
    assert "You do not come" in page
    assert "It has been moved since you said so." not in page + of_item


@pytest.mark.once
def test_page_paper_file_letter_and_calendar_agree_on_the_hours_of_a_leg(delegate, time_machine):
    time_machine.move_to(at(dt.date(2023, 12, 20), 9, 0, "Asia/Almaty"))  # when nothing comes next
    letter = letters.preview(Mailing(mission=delegate.mission, kind=MailingKind.RELEASE), delegate)
    client = press(delegate)
    page = words(read(delegate, client=client))
    base = f"/en/my/{delegate.mission.slug}"
    file = client.get(f"{base}/itinerary.html").content.decode()
    sheets = {
        "letter": " ".join(letter.body.split()),
        "page": page,
        "paper": papers.printed(client.get(f"{base}/itinerary.pdf").content),
        "pocket": papers.printed(client.get(f"{base}/pocket.pdf").content),
        "file": " ".join(html.unescape(re.sub(r"<[^>]+>", " ", file.split("<body", 1)[1])).split()),
    }
    event = next(one for one in events(delegate).values() if str(one["SUMMARY"]) == "Arrival from Astana")

    for name, said in sheets.items():
        days = said.partition("Saturday, 2 December 2023")[2]
        assert sorted(set(re.findall(r"\b\d\d:\d\d\b", days))) == ["09:30", "13:00", "22:05"], name
        assert days.index("Astana") < days.index("22:05") < days.index("Tokyo") < days.index("13:00"), name
    assert (event.start.isoformat(), event.end.isoformat()) == (
        "2023-12-02T22:05:00+06:00",
        "2023-12-03T09:30:00+09:00",
    )
    assert (str(event["LOCATION"]), "GEO" in event) == ("Astana", False)
    assert "Venue: Narita" in told(event)
