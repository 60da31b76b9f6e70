"""Days and hours that are not known, in the calendar feed: said in words, never guessed."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.missions.calendars import ASHGABAT, at_stop, lines_of, only
from tests.missions.stories import (
    a_document,
    a_stop,
    an_item,
    released,
)

pytestmark = pytest.mark.once


def test_item_without_an_hour_is_a_whole_day():
    event = at_stop(day="2023-12-05")

    assert (event.start, event.end) == (datetime.date(2023, 12, 5), datetime.date(2023, 12, 6))
    assert lines_of(event)[0] == "Time: time not known"


def test_item_of_several_days_without_an_hour_ends_with_its_last():
    event = at_stop(day="2023-12-05", ends_on="2023-12-06", ends_at="18:00")

    assert (event.start, event.end) == (datetime.date(2023, 12, 5), datetime.date(2023, 12, 7))
    assert lines_of(event)[0] == "Time: until 18:00 Ashgabat time (UTC+5)"


def test_part_of_the_day_is_said_in_words():
    assert lines_of(at_stop(part_of_day="evening"))[0] == "Time: evening"


def test_item_without_an_end_has_none():
    event = at_stop(starts_at="09:00")

    assert event.start == datetime.datetime(2023, 12, 5, 9, tzinfo=ZoneInfo("Asia/Ashgabat"))
    assert "DTEND" not in event
    assert lines_of(event)[:2] == ["Time: 09:00 Ashgabat time (UTC+5)", "The end is not known."]


def test_item_that_ends_on_a_later_day_at_an_unknown_hour_says_so():
    event = at_stop(starts_at="09:00", ends_on="2023-12-06")

    assert "DTEND" not in event
    assert lines_of(event)[:3] == [
        "Time: 09:00 Ashgabat time (UTC+5)",
        "Last day: 6 December 2023",
        "The end is not known.",
    ]


def test_item_over_night_says_both_days():
    event = at_stop(starts_at="22:00", ends_at="06:10", ends_on="2023-12-06")

    assert event.duration == datetime.timedelta(hours=8, minutes=10)
    assert lines_of(event)[0] == (
        "Time: 5 December 2023, 22:00 Ashgabat time (UTC+5) – 6 December 2023, 06:10 Ashgabat time (UTC+5)"
    )


def test_approximate_day_and_time_are_said():
    event = at_stop(starts_at="15:30", ends_at="16:00", time_approximate=True, day_approximate=True)

    assert lines_of(event)[:2] == [
        "The day is not exact: about 5 December 2023.",
        "Time: about 15:30–16:00 Ashgabat time (UTC+5)",
    ]


def test_dates_of_a_mission_that_are_approximate_are_said():
    event = only(released(a_document(an_item(), dates_precision="approximate")))

    assert lines_of(event)[0] == "The dates of the mission are not exact."


@pytest.mark.parametrize(
    ("stop", "first", "last", "said"),
    [
        (
            {"first_day": "2023-12-05", "last_day": "2023-12-06"},
            5,
            7,
            "The day is not known; the event is shown over the days of the stop.",
        ),
        (
            {"first_day": "2023-12-05", "last_day": None},
            5,
            6,
            "The day is not known; the event is shown over the days of the stop.",
        ),
        (
            {"first_day": None, "last_day": None},
            4,
            8,
            "The day is not known; the event is shown over the days of the mission.",
        ),
    ],
)
def test_item_without_a_day_spans_what_is_known(stop, first, last, said):
    stop = a_stop(ASHGABAT, **stop)
    document = a_document(
        an_item(day=None, starts_at="09:00", stop=stop["ref"]), places=[ASHGABAT], stops=[stop]
    )

    event = only(released(document))

    assert (event.start, event.end) == (datetime.date(2023, 12, first), datetime.date(2023, 12, last))
    assert (event["TRANSP"], event["STATUS"]) == ("TRANSPARENT", "TENTATIVE")
    assert lines_of(event)[:2] == [said, "Time: 09:00 Ashgabat time"]


def test_item_with_neither_day_nor_stop_spans_the_mission():
    event = only(released(a_document(an_item(day=None))))

    assert (event.start, event.end) == (datetime.date(2023, 12, 4), datetime.date(2023, 12, 8))
