"""The legs of a delegate in her own calendar: by the clocks of their places, moved, lost, and one with their item."""

import datetime
import re

import pytest

from partners.merging import merge
from tests.delegations.calendars import (
    FIFTH,
    a_delegate,
    a_flight,
    an_item,
    events,
    feed,
    only,
    told,
)
from tests.delegations.travellers import release
from tests.factories import (
    make_delegate,
    make_group,
)

pytestmark = pytest.mark.django_db


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
def test_the_leg_of_an_item_that_is_not_hers_is_an_event_of_its_own():
    delegate = a_delegate()
    item = an_item(delegate, title="Not hers", groups=[make_group(mission=delegate.mission)])
    leg = a_flight(delegate, item=item)
    release(delegate.mission)

    assert str(only(delegate)["UID"]) == str(leg.ref)
    assert b"Not hers" not in feed(delegate)
