"""The programme as data, against its published schema."""

import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from missions import itinerary, programme_json, results
from missions.editions import Edition
from missions.models import MissionState
from tests.missions.documents import documents, forbidden
from tests.missions.stories import a_document, a_place, a_stop, an_item, an_organisation, uid_of

pytestmark = pytest.mark.once

SCHEMA = json.loads(Path(settings.BASE_DIR, "docs", "programme.schema.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
URL = "https://example.org/en/missions/mission/"
AT = datetime.datetime(2023, 12, 1, 9, tzinfo=datetime.UTC)

EDITION = Edition(
    mission_id=1,
    slug="mission",
    state=MissionState.PUBLISHED,
    release_id=1,
    number=3,
    released_at=AT,
    replaces=1,
    results_id=1,
    results_number=2,
    results_at=AT,
    names=(None, None),
    events=(None, None),
)


def programme(document, lang="en", came_of_it=None):
    public = itinerary.make(document, itinerary.PUBLIC, lang)
    found = results.make(came_of_it, public, 2 if came_of_it else None)
    return json.loads(programme_json.rendered(programme_json.make(EDITION, public, found, url=URL)))


def test_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_programme_says_which_one_it_is():
    made = programme(a_document())

    assert {name: made[name] for name in ("format", "language", "version", "released_at", "replaces")} == {
        "format": 1,
        "language": "en",
        "version": 3,
        "released_at": "2023-12-01T09:00:00Z",
        "replaces": 1,
    }
    assert made["mission"]["title"] == {"text": "Mission to Turkmenistan", "lang": "en"}
    assert made["results"] is None


@pytest.mark.parametrize(
    ("at", "day", "instant"),
    [
        (datetime.datetime(2023, 12, 1, 20, tzinfo=datetime.UTC), "2023-12-02", "2023-12-01T20:00:00Z"),
        (datetime.date(2023, 12, 1), "2023-12-01", None),
    ],
)
def test_release_has_its_day_by_the_missions_clock_and_an_instant_only_where_one_is_known(at, day, instant):
    edition = dataclasses.replace(EDITION, released_at=at, results_at=at)
    public = itinerary.make(a_document(), itinerary.PUBLIC, "en")
    found = results.make(came_of_it(), public, 2)
    made = programme_json.make(edition, public, found, url=URL)

    VALIDATOR.validate(made)
    for part in (made, made["results"]):
        assert (part["released_on"], part["released_at"]) == (day, instant)


def test_item_has_its_times_as_local_time_zone_and_instant():
    """faults.md 35."""
    ashgabat, almaty = a_place(), a_place("Almaty", zone="Asia/Almaty")
    flight = an_item(
        stop=a_stop(ashgabat)["ref"],
        starts_at="09:00",
        ends_at="13:10",
        to_place=almaty["ref"],
        hosts=[
            {"organisation": "organisation-Line", "contact": "somebody", "state": "confirmed"},
            {"organisation": "organisation-Line", "contact": "another", "state": "confirmed"},
        ],
    )
    document = a_document(
        flight,
        places=[ashgabat, almaty],
        stops=[a_stop(ashgabat)],
        organisations=[an_organisation("Line")],
    )

    (item,) = programme(document)["items"]

    assert {name: item[name] for name in ("uid", "day", "starts_at", "zone", "starts", "ends_at")} == {
        "uid": uid_of(1),
        "day": "2023-12-05",
        "starts_at": "09:00",
        "zone": "Asia/Ashgabat",
        "starts": "2023-12-05T04:00:00Z",
        "ends_at": "13:10",
    }
    assert (item["end_zone"], item["ends"]) == ("Asia/Almaty", "2023-12-05T07:10:00Z")
    assert [host["slug"] for host in item["hosts"]] == ["line"]


def test_unknown_is_null_and_never_midnight():
    (item,) = programme(a_document(an_item(day=None, starts_at="09:00")))["items"]

    unknown = ("stop", "day", "ends_on", "ends_at", "part_of_day", "starts", "ends", "venue", "to_place")
    assert [item[name] for name in unknown] == [None] * len(unknown)
    assert item["starts_at"] == "09:00"


def test_mask_is_all_that_there_is():
    document = a_document(an_item(visibility="delegation", public_title={"en": "Official meeting"}))

    (item,) = programme(document)["items"]

    assert set(item) == set(SCHEMA["$defs"]["mask"]["required"])
    assert item["title"] == {"text": "Official meeting", "lang": "en"}


def test_text_that_is_no_text_is_sent_all_the_same():
    (item,) = programme(a_document(an_item(title="half a letter: \ud800")))["items"]

    assert item["title"]["text"] == "half a letter: ?"


def came_of_it(**fields):
    return {
        "format": 1,
        "mission": uid_of(1000),
        "languages": ["en", "ru", "kk", "tk"],
        "summary": {"en": "Five things were agreed."},
        "items": [{"uid": uid_of(1), "outcome": {"en": "Interest was shown."}}],
        "follow_ups": [
            {
                "ref": uid_of(20),
                "item": uid_of(1),
                "title": {"en": "Forum"},
                "kind": "forum",
                "state": "agreed",
                "state_words": {"en": "voiced and supported"},
                "place": {"en": "Almaty"},
                "ours": None,
                "counterparts": [
                    {"ref": uid_of(21), "slug": "union", "name": {"en": "Union"}, "published": True}
                ],
                "sides_words": {},
                "due_on": "2024-12-31",
                "due_precision": "year",
                **fields,
            }
        ],
        "outcomes": [
            {
                "ref": uid_of(30),
                "item": None,
                "title": {"en": "Contract"},
                "kind": "contract",
                "ours": [],
                "theirs": [],
                "amount": "1250000.50",
                "currency": "USD",
                "certainty": "signed",
                "dated_on": "2023-12-06",
                "corrected_on": None,
                "correction": {},
            }
        ],
    }


def test_results_stand_beside_the_programme_with_a_version_of_their_own():
    made = programme(a_document(an_item(1)), came_of_it=came_of_it())

    VALIDATOR.validate(made)
    assert (made["results"]["version"], made["results"]["released_at"]) == (2, "2023-12-01T09:00:00Z")
    assert made["results"]["items"] == [
        {"uid": uid_of(1), "outcome": {"text": "Interest was shown.", "lang": "en"}}
    ]
    (follow_up,) = made["results"]["follow_ups"]
    assert (follow_up["due_on"], follow_up["due_precision"]) == ("2024-12-31", "year")
    assert [outcome["amount"] for outcome in made["results"]["outcomes"]] == ["1250000.50"]


def test_result_of_an_item_that_is_not_public_is_not_there():
    made = programme(a_document(an_item(1, visibility="delegation")), came_of_it=came_of_it())

    assert (made["items"], made["results"]["items"], made["results"]["follow_ups"]) == ([], [], [])


def it_keeps_to_the_schema_and_holds_nothing_hidden(document, lang):
    made = programme(document, lang)

    VALIDATOR.validate(made)
    text = json.dumps(made, ensure_ascii=False)
    assert [secret for secret in forbidden(document, itinerary.PUBLIC) if secret in text] == []


@given(documents(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_every_programme_keeps_to_the_schema_and_holds_nothing_hidden(document, lang):
    """faults.md 29: the data obey the rule of the page, item by item."""
    it_keeps_to_the_schema_and_holds_nothing_hidden(document, lang)


@pytest.mark.thorough
@given(documents(max_items=14), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_every_programme_of_ten_thousand_keeps_to_the_schema_and_holds_nothing_hidden(document, lang):
    it_keeps_to_the_schema_and_holds_nothing_hidden(document, lang)


@pytest.mark.parametrize("what", ["items", "mission", "version"])
def test_schema_asks_for_every_key(what):
    made = programme(a_document())
    del made[what]

    assert not VALIDATOR.is_valid(made)
