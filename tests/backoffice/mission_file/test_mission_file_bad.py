"""A bad file is answered with path, rule and value, for all its faults at once, and nothing of it is saved."""

import json

import pytest
from django.core.management import CommandError, call_command

from backoffice.mission_file import reading
from missions.models import Mission
from partners.models import Place
from tests import factories
from tests.backoffice.mission_files import (
    GROUP,
    ITEM,
    MISSION,
    PERSON,
    PLACE,
    STOP,
    UNION,
    dumped,
    faults,
    load,
    small,
)

pytestmark = pytest.mark.django_db

NOWHERE = "ffffffff-0000-4000-8000-000000000000"


def changed(path, value):
    """The small file with another value at a path (None: without the key)."""
    data = small()
    holder = data
    *steps, last = path
    for step in steps:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    return data


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            json.dumps(small())[:-30],
            "0.json: the file is no JSON, or cut off: line 1, column ",
            id="cut off",
        ),
        pytest.param(
            b"x" * (reading.LARGEST + 1),
            "0.json: the file has more than 20 MB; a mission file is never that large",
            id="too large",
        ),
        pytest.param(b"\xff\xfe{}", "0.json: the file is not UTF-8: byte 0 is no text", id="UTF-16"),
        pytest.param('{"a": ' * 10_000 + "1" + "}" * 10_000, "0.json: the file is nested", id="deep objects"),
        pytest.param("[" * 10_000 + "]" * 10_000, "0.json: the file is nested", id="deep lists"),
        pytest.param(
            "[" * 100 + "]" * 100, "0.json: the file is nested more than 40 levels deep", id="less deep"
        ),
        pytest.param('{"format": NaN}', "0.json: NaN is no number of JSON", id="NaN"),
        pytest.param('{"format": -Infinity}', "0.json: -Infinity is no number of JSON", id="Infinity"),
        pytest.param('{"format": 1e999}', "0.json: 1e999 is no number of JSON", id="too large for a float"),
        pytest.param(
            '{"format": ' + "9" * 5000 + "}", "0.json: 99999999999999999999… is no number", id="5000 digits"
        ),
        pytest.param(
            '{"format": 1, "format": 1}',
            '0.json: the key "format" stands twice in one object',
            id="key twice",
        ),
        pytest.param("", "0.json: the file is no JSON, or cut off: line 1, column 1", id="empty"),
        pytest.param(
            "<!DOCTYPE html><p>Sign in</p>",
            "0.json: the file is no JSON, or cut off: line 1, column 1",
            id="HTML",
        ),
        pytest.param([], "0.json: must be an object ([])", id="a list"),
        pytest.param('"mission"', '0.json: must be an object ("mission")', id="a text"),
        pytest.param(
            '{"format": "\\ud800"}', "0.json: format: holds a character that is no text", id="surrogate"
        ),
        pytest.param('{"\\u0000": 1}', "0.json: has a key that is no text", id="NUL as key"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_one_sentence(tmp_path, content, sentence):
    said = faults(tmp_path, content)

    assert [line[: len(sentence)] for line in said] == [sentence]
    assert not Mission.objects.exists()


def test_a_file_of_50_megabytes_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    with pytest.raises(CommandError, match="the file has more than 20 MB"):
        call_command("load_mission", str(path))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        CommandError, match=r"none\.json: the file cannot be opened: No such file or directory"
    ):
        call_command("load_mission", str(tmp_path / "none.json"))


@pytest.mark.once  # those of several rules at once, below, ask the database all that these do
@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("format",), 2, "format: must be 1 (2)"),
        (("mission",), None, "mission: is missing"),
        (("mission", "title"), None, "mission.title: is missing"),
        (("mission", "title"), {}, "mission.title: Give the title in at least one language"),
        (("mission", "colour"), "red", 'mission.colour: is no key that this format knows ("red")'),
        (
            ("mission", "ends_on"),
            "2023-12-03",
            "mission: A mission cannot end before it starts",
        ),
        (
            ("mission", "starts_on"),
            "2023-02-30",
            'mission.starts_on: is malformed: A day at the place itself: 2023-12-04 ("2023-02-30")',
        ),
        (("mission", "slug"), "a b", 'mission.slug: is malformed: Latin letters, digits, hyphens and underscores ("a b")'),
        (("mission", "slug"), "a" * 81, f'mission.slug: has more than 80 characters ("{"a" * 78}…)'),
        (("mission", "languages"), ["en", "en"], 'mission.languages: names something twice (["en", "en"])'),
        (("mission", "languages"), [], "mission.languages: must not be empty: what is not known is left out ([])"),
        (("mission", "languages"), ["de"], 'mission.languages[0]: must be one of “en”, “ru”, “kk”, “tk” ("de")'),
        (("mission", "staff_notes"), 7, "mission.staff_notes: must be text in quotation marks (7)"),
        (("mission", "home"), NOWHERE, f'mission.home: names nothing under “places” in this file ("{NOWHERE}")'),
        (("places", 0, "zone"), "Asia/Nowhere", "places[0].zone: “Asia/Nowhere” is no time zone. Give an IANA name such as Asia/Ashgabat (\"Asia/Nowhere\")"),
        (("places", 0, "latitude"), 91, "places[0].latitude: must be at most 90 (91)"),
        (("places", 0, "latitude"), -90.5, "places[0].latitude: must be at least -90 (-90.5)"),
        (("places", 0, "latitude"), 37.5, "places[0]: Give both latitude (−90 to 90) and longitude (−180 to 180), or neither"),
        (("items",), {}, "items: must be a list ({})"),
        (("items", 0), 7, "items[0]: must be an object (7)"),
        (("items", 0, "title", "en"), "x" * 251, "items[0].title.en: Ensure this value has at most 250 characters (it has 251) (\"" + "x" * 78 + "…)"),
        (("items", 0, "uid"), "7", 'items[0].uid: is malformed: A UUID in lower case, made once for a row and never changed ("7")'),
        (("items", 1, "uid"), ITEM, f'items[1].uid: stands twice in the file: items[0] has it already ("{ITEM}")'),
        (("items", 0, "day"), "2023-12-08", 'items[0].day: The day lies outside the mission\'s days, 2023-12-04 to 2023-12-07 ("2023-12-08")'),
        (("items", 0, "ends_on"), "2023-12-08", 'items[0].ends_on: The day lies outside the mission\'s days, 2023-12-04 to 2023-12-07 ("2023-12-08")'),
        (("stops", 0, "first_day"), "2023-12-03", 'stops[0].first_day: The day lies outside the mission\'s days, 2023-12-04 to 2023-12-07 ("2023-12-03")'),
        (("stops", 0, "last_day"), "2023-12-08", 'stops[0].last_day: The day lies outside the mission\'s days, 2023-12-04 to 2023-12-07 ("2023-12-08")'),
        (("stops", 0, "first_day"), "0001-01-01", 'stops[0].first_day: Give a year between 1900 and 2200 ("0001-01-01")'),
        (("items", 0, "day"), "9999-12-31", 'items[0].day: Give a year between 1900 and 2200 ("9999-12-31")'),
        (("mission", "ends_on"), "9999-12-31", 'mission.ends_on: Give a year between 1900 and 2200 ("9999-12-31")'),
        (("legs", 0, "departs_on"), "0001-01-01", 'legs[0].departs_on: Give a year between 1900 and 2200 ("0001-01-01")'),
        (("stays", 0, "leaves_on"), "9999-12-31", 'stays[0].leaves_on: Give a year between 1900 and 2200 ("9999-12-31")'),
        (("items", 0, "order"), 32768, "items[0].order: Give a whole number from 0 to 32,767 (32768)"),
        (("items", 0, "starts_at"), "25:00", 'items[0].starts_at: is malformed: Wall-clock time at the place itself: 09:00. Left out where it is not known ("25:00")'),
        (("items", 0, "host_unnamed"), "no", 'items[0].host_unnamed: must be true or false ("no")'),
        (("items", 0, "order"), 1.5, "items[0].order: must be a whole number (1.5)"),
        (("items", 0, "stop"), NOWHERE, f'items[0].stop: names nothing under “stops” in this file ("{NOWHERE}")'),
        (("items", 0, "stop"), GROUP, f'items[0].stop: names nothing under “stops” in this file ("{GROUP}")'),
        (("items", 0, "topics"), [NOWHERE], f'items[0].topics[0]: names nothing under “sectors” in this file ("{NOWHERE}")'),
        (("items", 1, "groups"), [NOWHERE], f'items[1].groups[0]: names nothing under “groups” in this file ("{NOWHERE}")'),
        (("items", 1, "groups"), [], "items[1].groups: is missing: an item that only those who take part may see needs a group"),
        (("items", 0, "hosts", 0, "state"), "maybe", 'items[0].hosts[0].state: must be one of “wished”, “asked”, “confirmed”, “declined” ("maybe")'),
        (("organisations", 0, "parent"), UNION, f'organisations[0].parent: The line of parents leads back to this organisation ("{UNION}")'),
        (("legs", 0, "arrives_at"), "10:00", "legs[0]: An arrival time needs its day"),
        (("stays", 0, "leaves_on"), "2023-12-04", "stays[0]: A stay has at least one night: it ends after the day it begins"),
        (("follow_ups", 0, "due_precision"), None, "follow_ups[0]: Give the due day with its precision, or neither"),
        (("follow_ups", 0, "result_mission"), "nowhere", 'follow_ups[0].result_mission: is the slug of no mission in the database ("nowhere")'),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_path_and_value(tmp_path, path, value, said):
    assert faults(tmp_path, changed(path, value)) == [f"0.json: {said}"]
    assert not Mission.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.once
def test_an_end_before_the_beginning_is_named(tmp_path):
    assert faults(tmp_path, changed(("items", 0, "ends_at"), "08:00")) == [
        "0.json: items[0]: An item cannot end before it begins, unless it ends on a later day",
        '0.json: items[0].ends_at: An item cannot end before it begins, unless it ends on a later day ("08:00")',
    ]


@pytest.mark.once
def test_a_local_time_that_does_not_exist_is_named(tmp_path):
    data = changed(("places", 0, "zone"), "Europe/London")
    data["mission"] |= {"starts_on": "2024-03-30", "ends_on": "2024-04-02"}
    data["items"][0] |= {"day": "2024-03-31", "starts_at": "01:30"}
    data["stops"][0]["first_day"] = "2024-03-31"

    assert faults(tmp_path, data) == [
        "0.json: items[0].starts_at: 01:30 does not exist on 2024-03-31 in Europe/London: "
        'the clocks were put forward ("01:30")'
    ]


def test_every_fault_is_named_at_once_in_the_order_of_the_file(tmp_path):
    """Faults of the schema hide neither those of names nor what the models say of the same row and of others."""
    data = small()
    data["mission"]["ends_on"] = "2023-12-01"
    data["mission"]["colour"] = "red"
    data["places"][0]["country"] = "tm"
    data["items"][0] |= {"kind": "party", "day": "2024-01-01", "stop": NOWHERE}
    data["items"][1]["groups"] = []
    data["items"].append({**data["items"][1], "title": {"de": "Besuch"}})
    data["delegates"][0]["person"] = NOWHERE
    data["delegates"][0]["precedence"] = -1

    assert faults(tmp_path, data) == [
        f"0.json: {said}"
        for said in [
            "mission: A mission cannot end before it starts",
            'mission.colour: is no key that this format knows ("red")',
            'places[0].country: “tm” is no country code. Give two letters of ISO 3166-1, such as TM ("tm")',
            'items[0].day: The day lies outside the mission\'s days, 2023-12-01 to 2023-12-04 ("2024-01-01")',
            "items[0].kind: must be one of “arrival”, “departure”, “transfer”, “site_visit”, “visit”, “meeting”, "
            "“negotiations”, “talks”, “b2b”, “presentation”, “exhibition”, “reception”, “ceremony”, “meal”, "
            '“free_time” ("party")',
            f'items[0].stop: names nothing under “stops” in this file ("{NOWHERE}")',
            "items[1].groups: is missing: an item that only those who take part may see needs a group",
            "items[2].groups: is missing: an item that only those who take part may see needs a group",
            'items[2].title.de: is no key that this format knows ("Besuch")',
            f'items[2].uid: stands twice in the file: items[1] has it already ("{data["items"][1]["uid"]}")',
            f'delegates[0].person: names nothing under “people” in this file ("{NOWHERE}")',
            "delegates[0].precedence: must be at least 0 (-1)",
        ]
    ]


def test_markup_is_text(tmp_path):
    data = small()
    data["items"][0]["title"]["en"] = "<script>alert(1)</script>"
    data["mission"]["staff_notes"] = "<img src=x onerror=alert(1)>"

    load(tmp_path, data)

    item = Mission.objects.get().items.get(uid=ITEM)
    assert item.title_en == "<script>alert(1)</script>"
    assert json.loads(dumped("small")) == data


def test_a_byte_order_mark_is_no_fault(tmp_path):
    assert load(tmp_path, b"\xef\xbb\xbf" + json.dumps(small()).encode()) == "small: loaded\n"


def test_one_bad_file_of_two_and_nothing_is_loaded(tmp_path):
    said = faults(tmp_path, small(), "{")

    assert said == [
        "1.json: the file is no JSON, or cut off: line 1, column 2: "
        "Expecting property name enclosed in double quotes"
    ]
    assert not Mission.objects.exists()


def test_a_slug_that_is_taken_is_named(tmp_path):
    other = factories.make_mission(slug="small")

    assert faults(tmp_path, small()) == [
        f'0.json: mission.slug: is taken by another mission, with the ref {other.ref} ("small")'
    ]


def test_what_belongs_to_another_mission_is_not_taken_from_it(tmp_path):
    other = factories.make_mission()
    factories.make_item(mission=other, uid=ITEM)
    factories.make_stop(mission=other, ref=STOP)

    assert faults(tmp_path, small()) == [
        f'0.json: stops[0].ref: belongs to another mission ("{STOP}")',
        f'0.json: items[0].uid: belongs to another mission ("{ITEM}")',
    ]
    assert other.items.count() == other.stops.count() == 1


def test_a_slug_of_another_organisation_is_named(tmp_path):
    other = factories.make_organisation(slug="union", name="Other union")

    assert faults(tmp_path, small()) == [
        "0.json: organisations[0].slug: another row of the database has it: "
        f'Other union with the ref {other.ref} ("union")'
    ]


def test_a_shared_row_that_differs_is_refused_and_named(tmp_path):
    factories.make_place(ref=PLACE, name={"en": "Merv"}, country="TM", zone="Asia/Almaty")
    factories.make_person(ref=PERSON, family_name="Otegen", given_name="Galym", email="galym@example.org")

    assert faults(tmp_path, small()) == [
        '0.json: places[0].name.en: differs from the database, which has “Merv”; --update-shared changes it there ("Mary")',
        '0.json: places[0].name.tk: differs from the database, which has “—”; --update-shared changes it there ("Mary")',
        '0.json: places[0].zone: differs from the database, which has “Asia/Almaty”; --update-shared changes it there ("Asia/Ashgabat")',
        "0.json: people[0].email: differs from the database, which has “galym@example.org”; --update-shared changes it there",
    ]
    assert Place.objects.get().name_en == "Merv"


def test_the_same_person_twice_among_the_delegates_is_named(tmp_path):
    data = small()
    data["delegates"].append({**data["delegates"][0], "ref": NOWHERE})

    assert faults(tmp_path, data) == [
        f'0.json: delegates[1].person: stands twice in the file: delegates[0] has it already ("{PERSON}")',
        "0.json: delegates[1].precedence: stands twice in the file: delegates[0] has it already (10)",
    ]


def test_two_files_of_one_mission_in_one_call_are_told_apart(tmp_path):
    """The second would silently undo the first."""
    other = small()
    other["mission"]["title"]["en"] = "Another"

    assert faults(tmp_path, small(), other) == [
        f'1.json: mission.ref: is in another file of this call too: {tmp_path}/0.json ("{MISSION}")'
    ]


@pytest.mark.once
@pytest.mark.parametrize("value", [{}, "x" * 200_000])  # others are tried by test_mission_file_round_trip.py
@pytest.mark.parametrize(
    "path",
    [
        ("mission", "slug"),
        ("mission", "ref"),
        ("mission", "starts_on"),
        ("mission", "zone"),
        ("places", 0, "ref"),
        ("organisations", 0, "parent"),
        ("items", 0, "uid"),
        ("items", 0, "title"),
        ("items", 0, "topics", 0),
        ("items", 0, "hosts", 0),
        ("items", 1, "groups"),
        ("delegations", 0, "head"),
        ("delegates", 0, "capacity"),
        ("follow_ups", 0, "result_mission"),
        ("stops",),
        ("groups", 0),
    ],
)
def test_any_wrong_type_is_a_fault_and_no_accident(tmp_path, path, value):
    said = faults(tmp_path, changed(path, value))

    assert said
    assert all(len(line) < 400 for line in said)
    assert not Mission.objects.exists()


def test_a_bad_row_of_a_mission_that_exists_is_named_alone(tmp_path):
    load(tmp_path, small())

    assert faults(tmp_path, changed(("mission", "title"), {})) == [
        "0.json: mission.title: Give the title in at least one language"
    ]
    assert faults(tmp_path, changed(("mission", "title"), None)) == ["0.json: mission.title: is missing"]
    assert Mission.objects.get().items.count() == 2


@pytest.mark.once
def test_endless_faults_are_not_all_named(tmp_path):
    said = faults(tmp_path, changed(("items",), [7] * 5000))

    assert len(said) == 1001
    assert said[0] == "0.json: has 1000 faults and more, which are not named"
