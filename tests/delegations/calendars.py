"""A delegate with an item and a flight, and her calendar as two libraries read it."""

import datetime

import icalendar
import vobject
from django.test import override_settings

from delegations import calendar
from delegations.models import Delegate
from missions.models import Visibility
from tests.factories import (
    make_delegate,
    make_group,
    make_item,
    make_leg,
    make_mission,
    make_place,
    make_stop,
)

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
