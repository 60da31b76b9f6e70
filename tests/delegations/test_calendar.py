"""A delegate's own calendar, read back by two libraries: her items and legs over all releases, and nobody else's."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from delegations import calendar
from delegations.models import Delegate
from missions import release as releases
from missions.models import ItemStatus, MissionState, Visibility
from tests.delegations.calendars import (
    SITE,
    a_delegate,
    a_flight,
    an_item,
    events,
    feed,
)
from tests.delegations.travellers import release
from tests.factories import (
    make_delegate,
    make_group,
    make_item,
    make_mission,
    make_stay,
)

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_nine_in_ashgabat_is_ten_for_a_telephone_set_to_almaty():
    """Scenario 10: Almaty was at +06 in December 2023."""
    delegate = a_delegate()
    an_item(delegate)
    release(delegate.mission)

    text = feed(delegate)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    there = event.start.astimezone(ZoneInfo("Asia/Almaty"))
    # By a name that nobody knows, so that nothing counts but the rules in the file itself.
    unknown = re.sub("TZID(.)Asia/", r"TZID\1Only/", text.decode())
    other = vobject.readOne(unknown).vevent.dtstart.value.astimezone(ZoneInfo("Asia/Almaty"))

    assert b"DTSTART;TZID=Asia/Ashgabat:20231205T090000\r\n" in text
    assert [(at.day, at.hour, at.minute) for at in (there, other)] == [(5, 10, 0)] * 2


def test_what_she_takes_part_in_is_there_and_nothing_else():
    delegate = a_delegate()
    mission = delegate.mission
    others = make_delegate(mission=mission, groups=[make_group(mission=mission)])
    hers = an_item(delegate, title="Hers")
    everyones = an_item(delegate, title="Everyone’s", visibility=Visibility.DELEGATION, for_everyone=True)
    for number, visibility in enumerate(Visibility):
        an_item(
            delegate,
            title=f"Not hers {number}",
            public_title=f"Mask {number}",
            visibility=visibility,
            groups=list(others.groups.all()),
        )
    an_item(delegate, title="For staff", public_title="Mask", visibility=Visibility.STAFF)
    make_item(mission=make_mission(), title="Elsewhere", visibility=Visibility.PUBLIC, for_everyone=True)
    a_flight(others, carrier="Not hers")
    make_stay(delegate=delegate, hotel="Not in a calendar", room="12")
    release(mission)

    found = {uid: str(event["SUMMARY"]) for uid, event in events(delegate).items()}

    assert found == {str(hers.uid): "Hers", str(everyones.uid): "Everyone’s"}
    assert not {b"Not", b"Mask", b"Elsewhere"} & set(re.findall(rb"\w+", feed(delegate)))


def test_an_item_that_moves_is_the_same_event_with_a_higher_sequence():
    delegate = a_delegate()
    item = an_item(delegate)
    stays = an_item(delegate, title="Lunch", starts_at=datetime.time(13))
    release(delegate.mission)
    before = events(delegate)

    item.starts_at = datetime.time(11)
    item.save()
    release(delegate.mission)
    after = events(delegate)

    assert after.keys() == before.keys() == {str(item.uid), str(stays.uid)}
    assert [made[str(item.uid)].start.hour for made in (before, after)] == [9, 11]
    assert [made[str(item.uid)]["SEQUENCE"] for made in (before, after)] == [1, 2]
    assert [made[str(stays.uid)]["SEQUENCE"] for made in (before, after)] == [1, 1]


@pytest.mark.once
@pytest.mark.parametrize("how", ["deleted", "cancelled", "for staff", "left the group", "other group"])
def test_what_she_loses_is_cancelled_with_the_words_that_she_had(how):
    """faults.md 27."""
    delegate = a_delegate()
    item = an_item(delegate)
    an_item(delegate, title="Stays", for_everyone=True)
    release(delegate.mission)
    match how:
        case "deleted":
            item.delete()
        case "cancelled":
            item.status = ItemStatus.CANCELLED
            item.save()
        case "for staff":
            item.visibility, item.title_en = Visibility.STAFF, "Secret"
            item.save()
        case "left the group":
            delegate.groups.clear()
        case "other group":
            item.groups.set([make_group(mission=delegate.mission)])
    uid = str(item.uid)
    assert str(events(delegate)[uid]["STATUS"]) == "CONFIRMED"  # nothing before it is released

    release(delegate.mission)

    event = events(delegate)[uid]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)
    assert str(event["SUMMARY"]) in ("No longer in the programme: Talks", "Cancelled: Talks")
    assert len(events(delegate)) == 2


def test_what_only_a_withdrawn_release_showed_has_no_words():
    delegate = a_delegate()
    an_item(delegate, title="Stays")
    release(delegate.mission)
    mistake = an_item(delegate, title="By mistake")
    releases.withdraw(release(delegate.mission), by=None, reason="A mistake")

    event = events(delegate)[str(mistake.uid)]

    assert (str(event["STATUS"]), "SUMMARY" in event, "DESCRIPTION" in event) == ("CANCELLED", False, False)
    assert b"mistake" not in feed(delegate)


@pytest.mark.once
def test_alarms_ring_only_if_asked_for_and_only_where_there_is_an_hour():
    delegate = a_delegate()
    an_item(delegate)
    an_item(delegate, title="All day", starts_at=None)
    an_item(delegate, title="Off", status=ItemStatus.CANCELLED)
    a_flight(delegate)
    release(delegate.mission)

    read = icalendar.Calendar.from_ical(feed(delegate, alarm=60)).walk("VEVENT")
    rung = {str(event["SUMMARY"]): [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] for event in read}

    hour = [-datetime.timedelta(hours=1)]
    assert rung == {
        "Talks": hour,
        "All day": [],
        "Cancelled: Off": [],
        "Flight T5 702, Astana to Ashgabat": hour,
    }
    assert b"VALARM" not in feed(delegate)


@pytest.mark.once
def test_the_same_rows_give_the_same_bytes_and_no_secret():
    delegate = a_delegate()
    an_item(delegate)
    a_flight(delegate)
    release(delegate.mission)

    text = feed(delegate)

    assert feed(delegate) == text
    assert b"SOURCE" not in text
    assert f"URL:{SITE}/en/my/silk-road/\r\n".encode() in text
    assert f"UID:{delegate.ref}\r\n".encode() in text.split(b"BEGIN:VEVENT")[0]


@pytest.mark.once
def test_it_speaks_the_language_that_it_is_asked_for():
    delegate = a_delegate()
    an_item(delegate, title={"en": "Talks", "ru": "Переговоры"})
    release(delegate.mission)

    text = feed(delegate, lang="ru").decode()

    assert "SUMMARY:Переговоры\r\n" in text
    assert "X-WR-CALNAME:Шёлковый путь\r\n" in text
    assert f"{SITE}/ru/my/silk-road/" in text


@pytest.mark.once
def test_a_mission_of_which_nothing_is_released_has_an_empty_calendar():
    delegate = a_delegate()
    an_item(delegate)
    a_flight(delegate)

    read = icalendar.Calendar.from_ical(feed(delegate))

    assert read.walk("VEVENT") == []
    assert str(read["X-WR-CALNAME"]) == "Silk Road"
    assert vobject.readOne(feed(delegate).decode()).contents.get("vevent") is None


@pytest.mark.once
def test_a_cancelled_mission_cancels_her_items_and_legs():
    delegate = a_delegate()
    an_item(delegate)
    a_flight(delegate)
    release(delegate.mission)
    releases.publish(delegate.mission, by=None)
    releases.cancel(delegate.mission, by=None)
    assert delegate.mission.state == MissionState.CANCELLED

    assert {str(event["STATUS"]) for event in events(delegate).values()} == {"CANCELLED"}


@pytest.mark.once
def test_its_queries_do_not_grow_with_the_programme(django_assert_max_num_queries):
    delegate = a_delegate()
    for number in range(12):
        item = an_item(delegate, title=f"Item {number}")
        a_flight(delegate, item=item if number % 2 else None)
    release(delegate.mission)
    delegate = Delegate.objects.select_related("mission", "person").get()

    with django_assert_max_num_queries(11):
        calendar.make(delegate, "en")
