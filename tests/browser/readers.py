"""What each reader of a mission is told of its items, so that they can be held against one another."""

import json
from typing import Any

import icalendar
from playwright.sync_api import Page

from tests.browser.steps import words_of


def itinerary(page: Page) -> list[tuple[str, ...]]:
    """The items of a page for readers: when, title, and what is said of their state."""
    return [
        (
            *words_of(item.locator(".item-when").first),
            *words_of(item.locator("h4").first),
            *words_of(item.locator(".state")),
        )
        for item in page.locator("main .item").all()
    ]


def of_calendar(body: bytes) -> dict[str, tuple[str, str, str, int]]:
    """Of each event, by UID: title, local beginning, status, sequence."""
    return {
        str(event["UID"]): (
            str(event["SUMMARY"]),
            event["DTSTART"].dt.isoformat(),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
        )
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
    }


def of_data(body: bytes) -> dict[str, tuple[str, str, str, str]]:
    """Of each item of the JSON, by UID: title, day, local beginning, status."""
    return {
        item["uid"]: (item["title"]["text"], item["day"], item["starts_at"], item["status"])
        for item in json.loads(body)["items"]
    }


def of_file(data: dict[str, Any]) -> dict[str, tuple[str, str, str | None, str]]:
    """Of each item of a mission file, by UID: title, day, hour, status."""
    return {
        item["uid"]: (item["title"]["en"], item["day"], item.get("starts_at"), item["status"])
        for item in data["items"]
    }
