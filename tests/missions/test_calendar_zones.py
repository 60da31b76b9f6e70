"""Zones in the calendar feed: their hours are those of the zone database."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import vobject

from missions import time_zones

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Almaty",
        "Asia/Ashgabat",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Tehran",
    ],
)
def test_zone_component_has_the_hours_of_its_zone(zone):
    """faults.md 34 and 38: four hours of each day of two years, by the file's own rules, as the database has it."""
    component = [line.replace("TZID:", "TZID:Only/") for line in time_zones.component(zone, 2023, 2024)]
    lines = ["BEGIN:VCALENDAR", *component]
    for number, instant in enumerate(instants(2023, 2025)):
        local = instant.astimezone(ZoneInfo(zone))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}",
            f"DTSTART;TZID=Only/{zone}:{local:%Y%m%dT%H%M%S}",
            f"COMMENT:{local.isoformat()}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")

    read = vobject.readOne("\r\n".join(lines))

    for event in read.vevent_list:
        # An hour that comes twice is the first of the two in a file; the other has no name there.
        expected = datetime.datetime.fromisoformat(event.comment.value)
        local = expected.replace(tzinfo=ZoneInfo(zone), fold=0)
        assert event.dtstart.value.utcoffset() == local.utcoffset(), event.comment.value


def instants(first_year, last_year):
    """Every sixth hour of some years."""
    at = datetime.datetime(first_year, 1, 1, 12, tzinfo=datetime.UTC)
    while at.year < last_year:
        yield at
        at += datetime.timedelta(hours=6)


def test_summer_time_begins_at_the_hour_that_the_clocks_leave():
    component = time_zones.component("America/New_York", 2024, 2024)

    daylight = component.index("BEGIN:DAYLIGHT")
    assert component[daylight + 1 : daylight + 5] == (
        "DTSTART:20230312T020000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
    )


def test_zone_component_is_made_once():
    assert time_zones.component("Asia/Almaty", 2023, 2023) is time_zones.component("Asia/Almaty", 2023, 2023)
