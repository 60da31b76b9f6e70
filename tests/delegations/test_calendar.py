"""A delegate's own calendar, read back by two libraries: her items and legs over all releases, and nobody else's."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.test import override_settings

from delegations import calendar
from delegations.models import Delegate
from missions import release as releases
from missions.models import ItemStatus, MissionState, Visibility
from partners.merging import merge
from tests.delegations.travellers import release
from tests.factories import (
    make_delegate,
    make_group,
    make_item,
    make_leg,
    make_mission,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db
FIFTH = datetime.date(2023, 12, 5)
NINE = datetime.time(9)
SITE = "https://keruen.example"


def a_delegate(**mission) -> Delegate:
    """A delegate in a group of her own, on a mission with a stop in Ashgabat."""
    made = make_mission(slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"}, **mission)
    make_stop(mission=made, place=make_place())
    return make_delegate(mission=made, groups=[make_group(mission=made)])


def an_item(delegate, **fields):
    """An item of her group at nine o'clock in Ashgabat on 5 December 2023."""
    mission = delegate.mission
    given = {"stop": mission.stops.get(), "day": FIFTH, "starts_at": NINE, "title": "Talks", **fields}
    if "groups" not in given and not given.get("for_everyone"):
        given["groups"] = list(delegate.groups.all())
    return make_item(**{"visibility": Visibility.PARTICIPANTS, **given})


def a_flight(delegate, **fields):
    """From Astana, 5 December 08:40, to Ashgabat, 10:05, each by its own clock."""
    astana = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    return make_leg(
        **{
            "mission": delegate.mission,
            "from_place": astana,
            "to_place": delegate.mission.stops.get().place,
            "carrier": "T5",
            "number": "702",
            "departs_on": FIFTH,
            "departs_at": datetime.time(8, 40),
            "arrives_on": FIFTH,
            "arrives_at": datetime.time(10, 5),
            "passengers": [delegate],
            **fields,
        }
    )


def feed(delegate, lang="en", alarm=None) -> bytes:
    delegate = Delegate.objects.select_related("mission", "person").get(pk=delegate.pk)
    with override_settings(SITE_URL=SITE):
        return calendar.make(delegate, lang, alarm)


def events(delegate, **how):
    """The events as icalendar reads them, by UID; vobject reads the same times."""
    text = feed(delegate, **how)
    read = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    theirs = vobject.readOne(text.decode()).contents.get("vevent", [])
    for event in theirs:
        ours = read[event.uid.value]
        assert not ours.errors
        assert event.dtstart.value == ours.start
        assert ours.get("DTEND") is None or event.dtend.value == ours.end
    assert len(theirs) == len(read)
    return read


def only(delegate, **how):
    (event,) = events(delegate, **how).values()
    return event


def told(event) -> list[str]:
    return str(event["DESCRIPTION"]).split("\n")


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


def test_a_leg_begins_and_ends_by_the_clock_of_its_own_places():
    delegate = a_delegate()
    leg = a_flight(delegate)
    release(delegate.mission)

    leg.save()

    text, event = feed(delegate), only(delegate)

    assert str(event["UID"]) == str(leg.ref)
    assert str(event["SUMMARY"]) == "Flight T5 702, Astana to Ashgabat"
    assert b"DTSTART;TZID=Asia/Almaty:20231205T084000\r\n" in text
    assert b"DTEND;TZID=Asia/Ashgabat:20231205T100500\r\n" in text
    assert event.end - event.start == datetime.timedelta(hours=2, minutes=25)
    assert str(event["LOCATION"]) == "Astana"
    assert told(event)[:4] == [
        "Time: 5 December 2023, 08:40 Astana time (UTC+6) – 5 December 2023, 10:05 Ashgabat time (UTC+5)",
        "Flight: T5 702",
        "Departs: Astana, 5 December 2023, 08:40, Astana time (UTC+6)",
        "Arrives: Ashgabat, 5 December 2023, 10:05, Ashgabat time (UTC+5)",
    ]
    assert re.fullmatch(r"Changed: \d+ \w+ \d{4}, \d\d:\d\d, Ashgabat time", told(event)[4])


def test_a_leg_of_which_hours_or_days_are_not_known_is_told_as_far_as_it_is():
    delegate = a_delegate()
    dayless = a_flight(delegate, departs_on=None, departs_at=None, arrives_on=None, arrives_at=None)
    hourless = a_flight(delegate, departs_at=None, arrives_at=None, number="")
    open_end = a_flight(delegate, arrives_on=None, arrives_at=None)
    release(delegate.mission)

    read = events(delegate)

    days = (delegate.mission.starts_on, delegate.mission.ends_on + datetime.timedelta(1))
    assert (read[str(dayless.ref)].start, read[str(dayless.ref)].end) == days
    assert read[str(hourless.ref)].start == FIFTH
    assert "number not known yet" not in told(read[str(hourless.ref)])
    assert "Departs: Astana, 5 December 2023, time not known" in told(read[str(hourless.ref)])
    assert read[str(open_end.ref)].start.hour == 8
    assert "DTEND" not in read[str(open_end.ref)]


def test_a_leg_that_moves_is_the_same_event_at_once_and_needs_no_release():
    delegate = a_delegate()
    leg = a_flight(delegate)
    release(delegate.mission)
    before = only(delegate)

    leg.departs_at = datetime.time(9, 10)
    leg.save()
    after = only(delegate)

    assert after["UID"] == before["UID"]
    assert (before.start.hour, after.start.hour) == (8, 9)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


@pytest.mark.parametrize("how", ["no passenger", "deleted"])
def test_a_leg_that_is_hers_no_more_is_cancelled_without_a_word(how):
    delegate = a_delegate()
    leg = a_flight(delegate)
    ref = str(leg.ref)
    release(delegate.mission)
    before = only(delegate)

    if how == "deleted":
        leg.delete()
    else:
        leg.passengers.clear()
    event = only(delegate)

    assert str(event["UID"]) == ref
    assert str(event["STATUS"]) == "CANCELLED"
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert event.start == FIFTH
    assert not {"SUMMARY", "DESCRIPTION", "LOCATION", "URL"} & set(event)
    assert b"T5" not in feed(delegate)


def test_a_leg_that_she_lost_before_she_was_merged_is_cancelled():
    """Whoever subscribed as the row that went has it in her calendar yet."""
    kept = a_delegate()
    gone = make_delegate(mission=kept.mission)
    leg = a_flight(kept, passengers=[gone])
    release(kept.mission)
    before = only(gone)
    leg.passengers.clear()

    merge(kept, gone, by=None)
    event = only(kept)

    assert (str(event["UID"]), str(event["STATUS"])) == (str(before["UID"]), "CANCELLED")
    assert event["SEQUENCE"] > before["SEQUENCE"]


def test_a_leg_of_an_item_is_one_event_with_it_at_the_hours_of_the_leg():
    delegate = a_delegate()
    item = an_item(delegate, title="Flight to Ashgabat", for_everyone=True)
    release(delegate.mission)
    before = only(delegate)

    leg = a_flight(delegate, item=item)
    with_leg = only(delegate)
    leg.item = None
    leg.save()
    apart = events(delegate)

    assert str(with_leg["UID"]) == str(item.uid)
    assert str(with_leg["SUMMARY"]) == "Flight to Ashgabat"
    assert (with_leg.start.hour, with_leg.end.hour) == (8, 10)
    assert "Flight: T5 702" in told(with_leg)
    assert apart.keys() == {str(item.uid), str(leg.ref)}
    assert apart[str(item.uid)].start.hour == 9
    numbers = [made["SEQUENCE"] for made in (before, with_leg, apart[str(item.uid)])]
    assert numbers == sorted(set(numbers))
    item.delete()
    release(delegate.mission)
    assert events(delegate)[str(item.uid)]["SEQUENCE"] > numbers[-1]


def test_a_leg_that_becomes_an_item_is_cancelled_as_an_event_of_its_own():
    """Else whoever saved the calendar as a file keeps it beside the item's."""
    delegate = a_delegate()
    item = an_item(delegate)
    leg = a_flight(delegate)
    release(delegate.mission)
    before = events(delegate)[str(leg.ref)]

    leg.item = item
    leg.save()
    after = events(delegate)

    assert after.keys() == {str(item.uid), str(leg.ref)}
    assert str(after[str(leg.ref)]["STATUS"]) == "CANCELLED"
    assert after[str(leg.ref)]["SEQUENCE"] > before["SEQUENCE"]


def test_the_leg_of_an_item_that_is_not_hers_is_an_event_of_its_own():
    delegate = a_delegate()
    item = an_item(delegate, title="Not hers", groups=[make_group(mission=delegate.mission)])
    leg = a_flight(delegate, item=item)
    release(delegate.mission)

    assert str(only(delegate)["UID"]) == str(leg.ref)
    assert b"Not hers" not in feed(delegate)


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


def test_it_speaks_the_language_that_it_is_asked_for():
    delegate = a_delegate()
    an_item(delegate, title={"en": "Talks", "ru": "Переговоры"})
    release(delegate.mission)

    text = feed(delegate, lang="ru").decode()

    assert "SUMMARY:Переговоры\r\n" in text
    assert "X-WR-CALNAME:Шёлковый путь\r\n" in text
    assert f"{SITE}/ru/my/silk-road/" in text


def test_a_mission_of_which_nothing_is_released_has_an_empty_calendar():
    delegate = a_delegate()
    an_item(delegate)
    a_flight(delegate)

    read = icalendar.Calendar.from_ical(feed(delegate))

    assert read.walk("VEVENT") == []
    assert str(read["X-WR-CALNAME"]) == "Silk Road"
    assert vobject.readOne(feed(delegate).decode()).contents.get("vevent") is None


def test_a_cancelled_mission_cancels_her_items_and_legs():
    delegate = a_delegate()
    an_item(delegate)
    a_flight(delegate)
    release(delegate.mission)
    releases.publish(delegate.mission, by=None)
    releases.cancel(delegate.mission, by=None)
    assert delegate.mission.state == MissionState.CANCELLED

    assert {str(event["STATUS"]) for event in events(delegate).values()} == {"CANCELLED"}


def test_its_queries_do_not_grow_with_the_programme(django_assert_max_num_queries):
    delegate = a_delegate()
    for number in range(12):
        item = an_item(delegate, title=f"Item {number}")
        a_flight(delegate, item=item if number % 2 else None)
    release(delegate.mission)
    delegate = Delegate.objects.select_related("mission", "person").get()

    with django_assert_max_num_queries(11):
        calendar.make(delegate, "en")
