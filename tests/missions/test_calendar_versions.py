"""What a calendar says when the programme changes: states, sequences, withdrawals and masks."""

import datetime

import pytest

from missions.models import MissionState
from tests.missions.calendars import IN_ASHGABAT, STOPS, events, feed, lines_of, only
from tests.missions.stories import (
    a_document,
    an_item,
    followed,
    released,
    uid_of,
)

pytestmark = pytest.mark.once


def test_tentative_and_cancelled_items_are_marked_in_words():
    document = a_document(an_item(1, "Lunch", status="tentative"), an_item(2, "Dinner", status="cancelled"))

    lunch, dinner = events(released(document)).values()

    assert (lunch["STATUS"], lunch["SUMMARY"], lines_of(lunch)[0]) == ("TENTATIVE", "Lunch", "Tentative.")
    assert (dinner["STATUS"], dinner["SUMMARY"], lines_of(dinner)[0]) == (
        "CANCELLED",
        "Cancelled: Dinner",
        "Cancelled.",
    )


def test_cancelled_mission_cancels_all_its_events():
    history = followed(
        [("release", 1), ("state", MissionState.PUBLISHED), ("state", MissionState.CANCELLED)],
        a_document(an_item(1, "Lunch"), an_item(2, "Dinner", day=None)),
        state=MissionState.CANCELLED,
    )

    read = events(history).values()

    assert [(event["STATUS"], event["SEQUENCE"], lines_of(event)[0]) for event in read] == [
        ("CANCELLED", 3, "The mission is cancelled.")
    ] * 2
    assert b"DESCRIPTION:The mission is cancelled.\\nVersion 1" in feed(history)


def test_removed_item_stays_as_cancelled_with_a_higher_sequence():
    """faults.md 27."""
    history = released(a_document(an_item(1, "Lunch"), an_item(2, "Visit")), a_document(an_item(2, "Visit")))

    gone = events(history)[uid_of(1)]

    assert (gone["STATUS"], gone["SEQUENCE"], gone["SUMMARY"], lines_of(gone)) == (
        "CANCELLED",
        2,
        "No longer in the programme: Lunch",
        ["No longer in the programme.", "Time: time not known", "Kind: Meeting", "As of version 2."],
    )
    assert (
        gone["LAST-MODIFIED"].dt
        == gone["DTSTAMP"].dt
        == datetime.datetime(2023, 11, 3, 9, tzinfo=datetime.UTC)
    )


def test_item_of_a_withdrawn_release_has_uid_and_day_alone():
    one = a_document(an_item(1, "Lunch"))
    two = a_document(an_item(1, "Lunch"), an_item(2, "Secret", starts_at="09:00", venue={"en": "Bunker"}))

    text = feed(followed([("release", 1), ("release", 2), ("withdrawal", 2)], one, two)).decode()

    assert text[text.rindex("BEGIN:VEVENT") :].split("\r\n") == [
        "BEGIN:VEVENT",
        f"UID:{uid_of(2)}",
        "DTSTAMP:20231104T090000Z",
        "LAST-MODIFIED:20231104T090000Z",
        "SEQUENCE:3",
        "STATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20231205",
        "DTEND;VALUE=DATE:20231206",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_mask_shows_day_time_stop_status_and_its_title_alone():
    masked = an_item(
        title="Talks with the ministry",
        visibility="delegation",
        public_title={"en": "Official meeting"},
        stop=IN_ASHGABAT["ref"],
        starts_at="09:00",
        status="tentative",
        venue={"en": "Hall"},
        dress={"en": "Uniform"},
    )

    event = only(released(a_document(masked, **STOPS)))

    assert {
        name: str(event[name]) for name in event if name in {"SUMMARY", "LOCATION", "DESCRIPTION", "GEO"}
    } == {
        "SUMMARY": "Official meeting",
        "LOCATION": "Ashgabat",
        "DESCRIPTION": "Tentative.\nTime: 09:00 Ashgabat time (UTC+5)\nThe end is not known.\nAs of version 1.",
    }


def test_same_history_gives_the_same_bytes():
    documents = [a_document(an_item(starts_at="09:00", stop=IN_ASHGABAT["ref"]), **STOPS), a_document()]

    assert feed(released(*documents)) == feed(released(*documents))


def test_mission_without_a_programme_has_no_calendar():
    with pytest.raises(ValueError, match="no calendar"):
        feed(followed([("release", 1), ("withdrawal", 1)], a_document()))
