"""Calendar files become programme items on the clock of their stop."""

import datetime
import uuid

import pytest

from backoffice.imports import storage
from backoffice.models import Import
from missions.models import ProgrammeItem
from tests import factories
from tests.backoffice.imports.sheets import outcome, refusal, states, take, upload
from tests.backoffice.pages import signed_in
from tests.missions import published

pytestmark = pytest.mark.django_db

OWN = "0af47335-b652-4160-aaf4-53c2fb9d0e88"


@pytest.fixture
def mission():
    mission = factories.make_mission(starts_on=datetime.date(2023, 12, 4), ends_on=datetime.date(2023, 12, 8))
    place = factories.make_place(name={"en": "Ashgabat", "ru": "Ашхабад"}, zone="Asia/Ashgabat")
    factories.make_stop(mission=mission, place=place)
    return mission


def ics(*events, product="-//Example//EN"):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


MEETING = [
    f"UID:{OWN}",
    "DTSTART:20231204T050000Z",
    "DTEND:20231204T063000Z",
    "SUMMARY:Meeting at the Chamber",
    "LOCATION:Hall 2\\, Ashgabat",
    "STATUS:TENTATIVE",
]
DAY = ["UID:abc@example.org", "DTSTART;VALUE=DATE:20231205", "SUMMARY:Деловой ужин", "LOCATION:Somewhere"]


def read(client, mission, content):
    answer = upload(client, mission, "calendar", content, name="a.ics")
    assert answer.status_code == 302, refusal(answer)
    return answer["Location"]


def test_events_become_items_and_the_same_file_twice_changes_nothing(mission):
    client = signed_in()
    address = read(client, mission, ics(MEETING, DAY))
    flags = [row.flags for row, _look, _choices in client.get(address).context["rows"]]
    assert flags == [
        [
            "The time was told by another clock; it is 10:00 in Asia/Ashgabat.",
            "The time was told by another clock; it is 11:30 in Asia/Ashgabat.",
            "The kind is guessed from the words.",
        ],
        [
            "The UID of the event cannot be kept here; the item gets a new one.",
            "The kind is guessed from the words.",
        ],
    ]
    take(client, address)

    meeting, dinner = ProgrammeItem.objects.order_by("day")
    assert (meeting.uid, meeting.starts_at, meeting.ends_at, meeting.status, meeting.title_en) == (
        uuid.UUID(OWN),
        datetime.time(10),
        datetime.time(11, 30),
        "tentative",
        "Meeting at the Chamber",
    )
    assert (str(meeting.stop), meeting.venue_en) == ("Ashgabat", "Hall 2")
    assert (dinner.day, dinner.starts_at, dinner.stop, dinner.venue_ru, dinner.title_ru) == (
        datetime.date(2023, 12, 5),
        None,
        None,
        "Somewhere",
        "Деловой ужин",
    )
    assert states(client, read(client, mission, ics(MEETING, DAY))) == ["unchanged", "unchanged"]


def test_a_uid_of_another_mission_is_not_taken_from_it(mission):
    other = factories.make_item(uid=uuid.UUID(OWN), title="Another")
    client = signed_in()
    take(client, read(client, mission, ics(MEETING)))
    other.refresh_from_db()
    assert (other.title_en, ProgrammeItem.objects.exclude(pk=other.pk).get().uid == other.uid) == (
        "Another",
        False,
    )


def test_recurring_events_are_not_read_and_this_is_said(mission):
    client = signed_in()
    address = read(client, mission, ics(MEETING, [*DAY, "RRULE:FREQ=DAILY"]))
    page = client.get(address)
    assert page.context["preview"].notes == [
        "1 recurring event was not read: write each of its days as an event."
    ]
    assert [row[:3] for row in outcome(client, address)] == [(1, "new", "Meeting at the Chamber")]


def test_our_own_calendar_changes_nothing(mission):
    stop = mission.stops.get()
    factories.make_item(
        mission=mission,
        stop=stop,
        title={"en": "Dinner", "ru": "Ужин"},
        day=datetime.date(2023, 12, 5),
        starts_at=datetime.time(19),
        ends_at=datetime.time(21),
        venue={"en": "Hall"},
        visibility="public",
    )
    factories.make_item(mission=mission, title="Some day", day=None, visibility="public")
    published.publish(mission)
    client = signed_in()
    feed = client.get(f"/en/missions/{mission.slug}/programme.ics").content
    assert feed.count(b"BEGIN:VEVENT") == 2
    assert states(client, read(client, mission, feed)) == ["unchanged", "unchanged"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"no calendar", "The file is no calendar (.ics)."),
        ("BEGIN:VCALENDAR Ж".encode("cp1251"), "The calendar is not in UTF-8; export it again."),
        (
            ics(*[DAY] * 1001),
            "The calendar has more than 1000 events; export a shorter time.",
        ),
        (ics(), "The calendar has no event that becomes an item."),
        (
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VTODO\r\n" * 9_000,
            "The file is broken or was cut off; save it again and upload that.",
        ),
    ],
)
def test_a_bad_file_gets_a_sentence(mission, content, sentence):
    answer = upload(signed_in(), mission, "calendar", content, name="a.ics")
    assert (refusal(answer) or answer.context["form"].errors["file"][0], Import.objects.count()) == (
        sentence,
        0,
    )


@pytest.mark.once
@pytest.mark.parametrize(
    "times",
    [
        ["DTSTART:99991231T235959Z"],
        ["DTSTART:20231204T100000", "DURATION:P99999999D"],
        ["DTSTART;VALUE=DATE:20231204", "DTEND;VALUE=DATE:00010101"],
    ],
    ids=["after the last year", "for 270,000 years", "before the first day"],
)
def test_a_time_that_no_calendar_has_is_not_known(mission, times):
    client = signed_in()

    address = read(client, mission, ics([f"UID:{OWN}", *times, "SUMMARY:Meeting"]))

    ((row, _look, _choices),) = client.get(address).context["rows"]
    assert "The day is not known." in row.flags


@pytest.mark.once
def test_a_title_of_200_000_letters_makes_no_large_page_and_is_not_cut_by_a_decision(mission):
    client = signed_in()
    title = "Meeting " + "x" * 200_000
    address = read(client, mission, ics([f"UID:{OWN}", "DTSTART:20231204T100000", f"SUMMARY:{title}"]))
    page = client.get(address)
    assert len(page.content) < 20_000
    ((row, _look, _choices),) = page.context["rows"]
    before = storage.unpacked(Import.objects.get()).lines

    typed = {f"cell-{row.number}-{index}": text for index, _heading, text in row.cells}
    client.post(address, {"action": "decide", **typed})

    assert storage.unpacked(Import.objects.get()).lines == before
