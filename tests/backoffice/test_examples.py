"""The examples: the real mission as it was reported, and an invented one with something of everything."""

import datetime
import json
from pathlib import Path

import pytest

from backoffice.mission_file import load
from examples import remake
from missions import changes, itinerary
from missions.changes import ChangeKind
from missions.models import Listing, Mission, MissionState
from wording import zones

FOLDER = Path(remake.__file__).parent
REAL = FOLDER / "kazakhstan-turkmenistan-december-2023.json"
INVENTED = FOLDER / "example-mission.json"

# The sheet, row by row: stop, kind, host (None: no name was reported), topics.
UNION = "Union of Industrialists and Entrepreneurs of"
ROWS = [
    ("Mary", "site_visit", None, {"Food processing"}),
    ("Mary", "site_visit", None, {"Light industry"}),
    ("Mary", "meeting", f"{UNION} Mary province", {"Transport", "Logistics", "Agriculture"}),
    (
        "Ashgabat",
        "meeting",
        f"{UNION} Turkmenistan",
        {"Education", "Agriculture", "Information technology", "Drip irrigation in horticulture"},
    ),
    ("Ashgabat", "exhibition", None, {"Food production"}),
    ("Arkadag", "site_visit", None, {"Smart city", "Energy saving", "Digitalisation", "Education"}),
    (None, "visit", "State Commodity Exchange of Turkmenistan", {"Trade"}),
    (
        None,
        "negotiations",
        "Agency for Transport and Communications under the Cabinet of Ministers of Turkmenistan",
        {
            *("Transport", "Logistics", "Road, rail and sea corridors", "Transit"),
            *("Human capital", "Scientific cooperation"),
        },
    ),
    (None, "presentation", None, {"Human capital", "Science", "Logistics"}),
    ("Turkmenbashi", "talks", None, {"Transport", "Logistics"}),
    ("Turkmenbashi", "site_visit", None, {"Shipbuilding"}),
    ("Turkmenbashi", "site_visit", None, {"Agriculture"}),
    ("Turkmenbashi", "site_visit", None, {"Plastics", "Logistics"}),
]

# What was agreed: state in the report's words, place, last day and precision, row of the sheet.
AGREED = [
    ("agreed", "Ashgabat", "2024-12-31", "year", 4),
    ("idea voiced and supported", "Avaza tourist zone", None, "", 4),
    ("invitation extended", None, None, "", 9),
    ("named highly promising", None, None, "", 6),
    ("contacts exchanged, interest expressed", None, None, "", 7),
]


def document(path, number=0):
    return json.loads(path.read_text(encoding="utf-8"))["releases"][number]["document"]


def public(path, number=0, lang="en"):
    return itinerary.make(document(path, number), itinerary.PUBLIC, lang)


@pytest.mark.once
def test_the_real_mission_shows_every_row_of_the_sheet():
    made = public(REAL)
    in_order_of_the_sheet = {
        entry["uid"]: made.item(entry["uid"])
        for entry in sorted(document(REAL)["items"], key=lambda item: item["order"])
    }

    assert [
        (
            item.stop.place.name.text if item.stop else None,
            item.kind,
            next((host.organisation.name.text for host in item.hosts), None),
            {topic.name.text for topic in item.topics},
        )
        for item in in_order_of_the_sheet.values()
    ] == ROWS
    assert [stop.place.name.text for stop in made.stops] == ["Mary", "Ashgabat", "Arkadag", "Turkmenbashi"]
    assert sum(item.host_unnamed for item in made.items) == 5


@pytest.mark.once
def test_what_was_not_reported_is_not_known():
    made = public(REAL)

    assert {(item.starts_at, item.ends_at, item.part_of_day) for item in made.items} == {(None, None, None)}
    assert {(item.stop is None, item.day is None) for item in made.items} == {(True, True), (False, False)}
    assert all(item.day_approximate for item in made.items if item.day)
    assert all(stop.days_approximate for stop in made.stops)
    assert (made.dates_precision, made.starts_on, made.ends_on) == (
        "approximate",
        datetime.date(2023, 12, 4),
        datetime.date(2023, 12, 7),
    )
    assert [party.role for party in made.parties] == ["organiser", "supporter", "participant"]
    rows = json.loads(REAL.read_text(encoding="utf-8"))
    assert {"delegates", "legs", "stays", "outcomes", "groups"}.isdisjoint(rows)


@pytest.mark.once
def test_the_five_follow_ups_are_as_they_were_reported():
    rows = json.loads(REAL.read_text(encoding="utf-8"))
    published = rows["results_releases"][0]["document"]
    orders = {item["uid"]: item["order"] // 10 for item in rows["items"]}

    assert [
        (
            entry["state_words"]["en"],
            entry["place"].get("en"),
            entry["due_on"],
            entry["due_precision"],
            orders[entry["item"]],
        )
        for entry in published["follow_ups"]
    ] == AGREED
    assert len(published["items"]) == 7


@pytest.mark.once
def test_every_text_of_the_real_mission_is_in_four_languages():
    def texts(value):
        if isinstance(value, dict):
            if value and set(value) <= {"en", "ru", "kk", "tk"}:
                yield value
            for entry in value.values():
                yield from texts(entry)
        elif isinstance(value, list):
            for entry in value:
                yield from texts(entry)

    found = list(texts(json.loads(REAL.read_text(encoding="utf-8"))))
    assert len(found) > 100
    assert [value for value in found if len(value) < 4] == []


@pytest.mark.once
def test_the_two_versions_of_the_invented_mission_differ_in_every_way():
    first, second = (public(INVENTED, number) for number in (0, 1))
    staff = [itinerary.make(document(INVENTED, number), itinerary.STAFF, "en") for number in (0, 1)]

    kinds = {kind for change in changes.compare(first, second).items for kind in change.kinds}
    assert kinds == {
        *(ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED, ChangeKind.RETIMED),
        *(ChangeKind.CANCELLED, ChangeKind.REWORDED),
    }
    # To staff the breakfast that became private is still there.
    assert ChangeKind.REMOVED not in {
        kind for change in changes.compare(*staff).items for kind in change.kinds
    }


@pytest.mark.once
def test_the_invented_mission_has_something_of_everything():
    rows = json.loads(INVENTED.read_text(encoding="utf-8"))
    items = rows["items"]

    assert {item["visibility"] for item in items} == {"public", "delegation", "participants", "staff"}
    assert {item["status"] for item in items if item["visibility"] == "public"} == {
        "tentative",
        "confirmed",
        "cancelled",
    }
    assert {host["state"] for item in items for host in item.get("hosts", ())} == {
        "wished",
        "asked",
        "confirmed",
        "declined",
    }
    staff_only = [item for item in items if item["visibility"] == "staff"]
    assert {"public_title" in item for item in staff_only} == {True, False}
    assert len(rows["delegates"]) == 30
    assert [one["precedence"] for one in rows["delegates"]] == list(range(10, 310, 10))
    assert [group.get("personal", False) for group in rows["groups"]] == [False, False, True]
    assert {contact.get("public", False) for contact in rows["contacts"]} == {True, False}
    assert any("kk" not in item["title"] for item in items)
    assert len(rows["releases"]) == 2


@pytest.mark.once
def test_the_flight_over_the_date_line_keeps_both_clocks():
    flight = next(item for item in public(INVENTED, 1).items if item.zone != item.end_zone)

    assert (flight.day, flight.starts_at, flight.zone) == (
        datetime.date(2030, 3, 7),
        datetime.time(21),
        "Asia/Tokyo",
    )
    assert (flight.ends_at, flight.end_zone) == (datetime.time(9, 20), "Pacific/Honolulu")
    assert flight.ends - flight.starts == datetime.timedelta(hours=7, minutes=20)


@pytest.mark.once
@pytest.mark.django_db
def test_both_are_loaded_together_and_the_invented_one_begins_in_a_week():
    begins = datetime.datetime.now(zones.zone_info("Asia/Tokyo")).date() + datetime.timedelta(7)

    load.load([REAL])
    load.load([INVENTED], starts_on=begins)

    invented = Mission.objects.get(slug="example-mission")
    assert invented.starts_on == begins
    assert invented.releases.last().document["mission"]["starts_on"] == begins.isoformat()
    assert invented.releases.last().at.date() < begins - datetime.timedelta(7)
    assert set(Mission.objects.values_list("state", flat=True)) == {MissionState.PUBLISHED}
    assert Listing.objects.filter(kind="card").count() == 2
