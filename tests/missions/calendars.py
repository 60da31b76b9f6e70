"""Calendar feeds of random and of small missions, read back."""

import icalendar

from missions import calendar
from tests.missions.stories import (
    a_document,
    a_place,
    a_stop,
    an_item,
    released,
)

URL = "https://example.org/en/missions/mission/"
ASHGABAT = a_place()
IN_ASHGABAT = a_stop(ASHGABAT)
ALMATY = a_place("Almaty", zone="Asia/Almaty", country="KZ")
STOPS = {"places": [ASHGABAT, ALMATY], "stops": [IN_ASHGABAT]}


def feed(history):
    return calendar.make(history, url=URL, source=f"{URL}programme.ics")


def events(history):
    """The events of the feed as icalendar reads them, by UID."""
    read = icalendar.Calendar.from_ical(feed(history))
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


def only(history):
    (event,) = events(history).values()
    return event


def at_stop(**fields):
    """The one event of an item in Ashgabat."""
    return only(released(a_document(an_item(stop=IN_ASHGABAT["ref"], **fields), **STOPS)))


def lines_of(event):
    return str(event["DESCRIPTION"]).split("\n")
