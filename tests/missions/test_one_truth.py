"""Page, calendar, data and JSON-LD of one audience say the same of the same items, at the same instants."""

import datetime
import json
import re
from html.parser import HTMLParser

import icalendar
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import pdf
from missions import (
    calendar,
    history,
    itinerary,
    plain_text,
    printed,
    programme_json,
    results,
    structured,
)
from missions.history import Event
from missions.models import MissionState
from missions.pages import mission_page, times
from tests import papers
from tests.missions.documents import documents, forbidden
from tests.missions.test_programme_json import AT, EDITION, URL
from wording import zones

pytestmark = pytest.mark.once

# First days of missions of up to five: no clock changes, Almaty's do on 1 March 2024, London's on 28 March 2027.
CLOCKS_CHANGE = (
    datetime.date(2023, 12, 4),
    datetime.date(2024, 2, 28),
    datetime.date(2027, 3, 26),
)

STARTS, ENDS, TITLE, CANCELLED = "starts", "ends", "title", "cancelled"


def in_utc(instant):
    return instant.astimezone(datetime.UTC) if isinstance(instant, datetime.datetime) else None


def from_calendar(document, lang):
    read = history.reading({3: document}.get, lambda _document: itinerary.PUBLIC, lang)
    seen = history.follow([Event(AT, release=3)], read, MissionState.PUBLISHED)
    events = icalendar.Calendar.from_ical(calendar.make(seen, url=URL, source=URL)).walk("VEVENT")
    return {
        str(event["UID"]): {
            TITLE: str(event["SUMMARY"]).removeprefix(
                cancelled(event["SUMMARY"].params.get("LANGUAGE", lang))
            ),
            STARTS: in_utc(event.start),
            ENDS: in_utc(event.end) if "DTEND" in event else None,
            CANCELLED: event["STATUS"] == "CANCELLED",
        }
        for event in events
    }


def cancelled(lang):
    """What stands before the title of a cancelled event."""
    with override(lang):
        return str(calendar.SAID["cancelled_title"]).partition("%")[0]


def from_data(document, lang):
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    made = json.loads(programme_json.rendered(programme_json.make(EDITION, public, results.NOTHING, url=URL)))

    def instant(text):
        return datetime.datetime.fromisoformat(text) if text else None

    return {
        item["uid"]: {
            TITLE: item["title"]["text"],
            STARTS: instant(item["starts"]),
            ENDS: instant(item["ends"]),
            CANCELLED: item["status"] == "cancelled",
        }
        for item in made["items"]
    }


def from_json_ld(document, lang):
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    script = structured.script(structured.event(public, MissionState.PUBLISHED, URL))
    made = json.loads(script.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))

    def instant(text):
        return in_utc(datetime.datetime.fromisoformat(text)) if "T" in text else None

    def text_of(value):
        return value["@value"] if isinstance(value, dict) else value

    return {
        event["identifier"]: {
            TITLE: text_of(event.get("name", "")),
            STARTS: instant(event.get("startDate", "")),
            ENDS: instant(event.get("endDate", "")),
            CANCELLED: event.get("eventStatus") == "https://schema.org/EventCancelled",
        }
        for event in made.get("subEvent", ())
    }


def without_what_is_about(data, document, lang):
    """Search engines are told no instant of what is known about only: they have no word for it."""
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    about = {
        item.uid
        for item in public.items
        if public.approximate or item.day_approximate or item.time_approximate
    }
    return {uid: {**item, STARTS: None, ENDS: None} if uid in about else item for uid, item in data.items()}


class Items(HTMLParser):
    """The items of a page: title, the instants that its times stand for, whether it is marked as cancelled."""

    def __init__(self):
        super().__init__()
        self.items = {}
        self.item = None
        self.in_title = False
        self.stop = self.day = ""  # what is said beside a stop, and above its day
        self.said = ""  # which of the two is being read

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "li" and (attributes.get("id") or "").startswith("item-"):
            self.item = {TITLE: "", "times": [], CANCELLED: False, "clock": self.stop + self.day}
            self.items[attributes["id"].removeprefix("item-")] = self.item
        elif tag == "section":
            self.item = None
        if tag == "header":
            self.item, self.stop, self.day = None, "", ""
        elif tag == "p" and (attributes.get("class") or "").startswith("where"):
            self.said, self.item = "day" if "day-of-stop" in attributes["class"] else "stop", None
            self.day = ""
        if self.item is None:
            return
        self.in_title = tag == "h4"
        if tag == "time" and "T" in attributes["datetime"]:
            self.item["times"].append(in_utc(datetime.datetime.fromisoformat(attributes["datetime"])))
        if "state--cancelled" in (attributes.get("class") or ""):
            self.item[CANCELLED] = True

    def handle_data(self, data):
        if self.item is not None and self.in_title:
            self.item[TITLE] += data
        elif self.said == "day":
            self.day += data
        elif self.said == "stop":
            self.stop += data

    def handle_endtag(self, tag):
        if tag == "h4":
            self.in_title = False
        elif tag == "p":
            self.said = ""


def page_of(document, lang):
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    with override(lang):
        page = mission_page.make(public, results.NOTHING, EDITION, now=AT)
        request = RequestFactory().get(f"/{lang}/missions/mission/")
        return render_to_string("mission.html", {"page": page, "structured": "", "menu": "missions"}, request)


def from_page(document, lang):
    read = Items()
    read.feed(page_of(document, lang))
    return read.items


@given(documents(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_calendar_data_and_json_ld_agree_item_by_item(document, lang):
    """faults.md 35: the same rows, the same instants; what a calendar cannot say, it leaves out."""
    data = from_data(document, lang)

    assert from_json_ld(document, lang) == without_what_is_about(data, document, lang)
    in_calendar = from_calendar(document, lang)
    assert list(in_calendar) == list(data)
    for uid, item in data.items():
        # An event without a beginning is a whole day; one without length has no end.
        has_end = item[STARTS] and item[ENDS] and item[ENDS] > item[STARTS]
        assert in_calendar[uid] == {**item, ENDS: item[ENDS] if has_end else None}


@given(documents(max_items=5), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_page_and_data_agree_item_by_item(document, lang):
    """faults.md 29 and 35: the page has the same items in the same order, at the same instants."""
    data = from_data(document, lang)

    page = from_page(document, lang)

    assert list(page) == list(data)
    for uid, item in data.items():
        assert (page[uid][TITLE], page[uid][CANCELLED]) == (item[TITLE], item[CANCELLED])
        known = [instant for instant in (item[STARTS], item[ENDS]) if instant]
        if item[STARTS]:
            assert page[uid]["times"] == known
        else:
            # A part of the day may stand in the place of an end.
            assert page[uid]["times"] in (known, [])


@given(
    st.sampled_from(CLOCKS_CHANGE).flatmap(lambda first: documents(max_items=5, first_day=first)),
    st.sampled_from(["en", "ru", "kk", "tk"]),
)
def test_page_names_the_clock_that_the_times_of_each_day_follow(document, lang):
    """faults.md 38: the offset is that of the item's own day at its own place, also where clocks change."""
    public = itinerary.make(document, itinerary.PUBLIC, lang)

    page = from_page(document, lang)

    for item in public.items:
        if item.day and (item.starts_at or item.ends_at):
            noon = datetime.datetime.combine(item.day, datetime.time(12), zones.zone_info(item.zone))
            assert re.findall(r"\((UTC[^)]*)\)", page[item.uid]["clock"]) == [
                zones.utc_offset(item.zone, noon)
            ]


def from_paper(document, lang):
    """The words of the PDF, without the signs that tell lines and words apart."""
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    told = printed.released(public, 3, AT, 1)
    return squeezed(papers.printed(pdf.made([printed.programme(public, told)], at=AT)))


def squeezed(text):
    return "".join(text.split())


@given(documents(max_items=5), st.sampled_from(["en", "ru", "kk", "tk"]))
@settings(max_examples=25)
def test_paper_has_each_item_with_its_day_and_hour_and_nothing_that_is_hidden(document, lang):
    """faults.md 7, 29 and 35: in the order of the page, and no text that the public may not read."""
    public = itinerary.make(document, itinerary.PUBLIC, lang)

    text = from_paper(document, lang)

    position = 0
    for section in public.sections:
        for day in section.days:
            if day.date and any(item.day for item in day.items):
                with override(lang):
                    position = text.index(squeezed(times.day_label(day, public)), position)
            for item in day.items:
                if times.has_time(item):
                    hour = squeezed(plain_text.clock(item, lang))
                    assert hour in text[position:]
                position = text.index(squeezed(item.title.text), position)
    hidden = {squeezed(word) for word in forbidden(document, itinerary.PUBLIC)}
    assert [word for word in hidden if word in text] == []


@given(documents(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_local_times_and_zones_agree_between_calendar_and_data(document, lang):
    """faults.md 34: the zone of an event is the IANA name of the item's place."""
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    read = history.reading({3: document}.get, lambda _document: itinerary.PUBLIC, lang)
    seen = history.follow([Event(AT, release=3)], read, MissionState.PUBLISHED)
    text = calendar.make(seen, url=URL, source=URL).decode()

    starts = re.findall(r"UID:(\S+)\r\n(?:.*\r\n){4}DTSTART(?:;TZID=)?(.*):(\d{8}T\d{6}Z?)\r\n", text)

    assert starts == [
        (item.uid, "", f"{item.day:%Y%m%d}T{item.starts_at:%H%M%S}Z")
        if item.zone == "UTC"
        else (item.uid, item.zone, f"{item.day:%Y%m%d}T{item.starts_at:%H%M%S}")
        for item in public.items
        if item.day and item.starts_at
    ]
