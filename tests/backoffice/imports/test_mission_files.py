"""A whole mission brought in by its file in the browser: what is shown is what comes, to the row."""

import copy
import io
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backoffice.mission_file import reading
from backoffice.models import Deleted, Import
from delegations.models import Delegate
from missions.models import Mission, ProgrammeItem, Release, Stop
from partners.models import Organisation, Person
from tests import factories
from tests.backoffice.imports.mission_uploads import ADDRESS, counts, faults, send, sent, take
from tests.backoffice.imports.sheets import xlsx
from tests.backoffice.mission_files import DELEGATE, ITEM, MISSION, OTHER_ITEM, dumped, small
from tests.backoffice.pages import said, signed_in

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[3] / "examples"


def with_items(count):
    """The small file with so many items more."""
    data = small()
    for number in range(count):
        uid = f"{number:08x}-1111-4000-8000-000000000000"
        data["items"].append({**data["items"][0], "uid": uid, "title": {"en": f"Meeting {number}"}})
    return data


def rows_there():
    """How many rows there are of what a file brings."""
    models = (Mission, Stop, ProgrammeItem, Organisation, Person, Delegate, Release)
    return [model.objects.count() for model in models]


def test_a_new_mission_is_shown_and_nothing_of_it_is_there_before_it_is_taken_in():
    client = signed_in()

    address = sent(client, small())

    assert rows_there() == [0] * 7
    imported = Import.objects.get()
    assert (imported.mission, imported.kind, imported.file_name) == (None, "mission_file", "mission.json")
    assert b"Otegen" not in bytes(imported.rows_encrypted)
    page = client.get(address)
    assert page.context["shown"]["mission"] == {
        "title": "Small mission",
        "slug": "small",
        "state": "draft",
        "was": "",
        "public": False,
        "dates": "4 to 7 December 2023",
        "languages": ["en", "ru", "kk", "tk"],
        "new": True,
        "changes": [],
    }
    assert counts(client, address) == {
        "places": (1, 0, 0, 0),
        "sectors": (1, 0, 0, 0),
        "organisations": (1, 0, 0, 0),
        "people": (1, 0, 0, 0),
        "contacts": (1, 0, 0, 0),
        "parties": (1, 0, 0, 0),
        "stops": (1, 0, 0, 0),
        "groups": (1, 0, 0, 0),
        "items": (2, 0, 0, 0),
        "hosts": (1, 0, 0, 0),
        "item_groups": (1, 0, 0, 0),
        "delegations": (1, 0, 0, 0),
        "delegates": (1, 0, 0, 0),
        "legs": (1, 0, 0, 0),
        "stays": (1, 0, 0, 0),
        "follow_ups": (1, 0, 0, 0),
    }
    listed = {
        name: [(row["words"], row["when"]) for row in rows]
        for name, _w, _o, rows, *_rest in page.context["lists"]
    }
    assert listed["stops"] == [("Mary", "4 December 2023")]
    assert listed["items"] == [
        ("Meeting", "4 December 2023, 09:00–10:30"),
        ("Visit", "The day is not known."),
    ]
    assert listed["delegates"] == [("Galym Otegen", "")]


def test_what_was_shown_is_taken_in_and_the_way_to_the_mission_is_told():
    client = signed_in()
    address = sent(client, small())

    answer = take(client, address)

    mission = Mission.objects.get()
    page = client.get(answer["Location"])
    assert said(page) == ["“Small mission” is taken in."]
    assert (page.context["brought"], page.context["address"]) == (
        mission,
        f"/admin/missions/mission/{mission.pk}/board/",
    )
    assert json.loads(dumped("small")) == small()
    imported = Import.objects.get()
    assert (imported.mission, bytes(imported.rows_encrypted)) == (mission, b"")
    assert imported.decisions["done"]["items"] == {"new": 2, "changed": 0, "deleted": 0, "same": 0}
    (entry,) = Delegate.history.all()
    assert (entry.history_user, entry.history_change_reason) == (imported.by, "mission file")


def test_the_same_file_twice_changes_nothing_and_says_so():
    client = signed_in()
    take(client, sent(client, small()))
    before = rows_there(), ProgrammeItem.history.count()

    address = sent(client, small())

    page = client.get(address)
    assert "Nothing would change" in page.content.decode()
    assert 'value="take"' not in page.content.decode()
    assert {numbers[:3] for numbers in counts(client, address).values()} == {(0, 0, 0)}
    take(client, address)
    assert (rows_there(), ProgrammeItem.history.count()) == before


def test_of_a_mission_that_is_there_what_changes_and_goes_is_shown_and_can_be_brought_back():
    client = signed_in()
    take(client, sent(client, small()))
    data = small()
    data["mission"]["title"]["en"] = "Other title"
    data["items"][0]["starts_at"] = "09:30"
    del data["items"][1]

    address = sent(client, data)

    page = client.get(address)
    assert counts(client, address) == {
        **dict.fromkeys(counts(client, address), (0, 0, 0, 1)),
        "items": (0, 1, 1, 0),
        "item_groups": (0, 0, 1, 0),
    }
    assert page.context["shown"]["mission"]["changes"] == [
        {"label": "title (English)", "old": "Small mission", "new": "Other title"}
    ]
    items = next(rows for name, _w, _o, rows, *_rest in page.context["lists"] if name == "items")
    assert [(row["done"], row["words"], row["changes"]) for row in items] == [
        ("deleted", "Visit", []),
        ("changed", "Meeting", [{"label": "begins at", "old": "09:00", "new": "09:30"}]),
    ]
    assert "2 rows that the file does not have are deleted" in page.content.decode()
    assert Deleted.objects.count() == 0
    take(client, address)
    assert list(ProgrammeItem.objects.values_list("uid", flat=True).order_by("uid")) == [
        ProgrammeItem.objects.get().uid
    ]
    assert [(one.words, one.by) for one in Deleted.objects.filter(model="missions.programmeitem")] == [
        ("Visit", Import.objects.latest("pk").by)
    ]


def test_the_example_with_releases_is_brought_in_and_says_that_the_public_sees_it():
    client = signed_in()
    data = json.loads((EXAMPLES / "kazakhstan-turkmenistan-december-2023.json").read_text())

    address = sent(client, data)

    page = client.get(address)
    assert [(row["words"], row["done"], row["withdrawn"]) for row in page.context["releases"]] == [
        (f"version {release['number']}", "new", "withdrawn" in release) for release in data["releases"]
    ] + [
        (f"results, version {release['number']}", "new", False)
        for release in data.get("results_releases", ())
    ]
    assert "The public sees this at once" in page.content.decode()
    take(client, address)
    assert json.loads(dumped(data["mission"]["slug"])) == data


def test_a_preview_that_is_stale_is_said_and_the_new_one_shown():
    """faults.md 39"""
    client = signed_in()
    take(client, sent(client, small()))
    data = small()
    data["items"][0]["starts_at"] = "09:30"
    address = sent(client, data)
    seen = client.get(address).context["shown"]["fingerprint"]
    ProgrammeItem.objects.filter(uid=ITEM).update(starts_at="10:00")

    answer = client.post(address, {"action": "take", "seen": seen})

    page = client.get(answer["Location"])
    assert said(page) == [
        "Nothing was taken in: something has changed since you looked. This is how it stands now."
    ]
    items = next(rows for name, _w, _o, rows, *_rest in page.context["lists"] if name == "items")
    assert items[0]["changes"] == [{"label": "begins at", "old": "10:00", "new": "09:30"}]
    assert ProgrammeItem.objects.get(uid=ITEM).starts_at.hour == 10
    take(client, address)
    assert ProgrammeItem.objects.get(uid=ITEM).starts_at.minute == 30


def test_what_became_wrong_since_the_preview_is_listed_and_can_be_looked_at_again():
    client = signed_in()
    address = sent(client, small())
    seen = client.get(address).context["shown"]["fingerprint"]
    other = factories.make_mission(slug="small")

    client.post(address, {"action": "take", "seen": seen})

    page = client.get(address)
    assert faults(page) == [
        ("mission.slug", f"is taken by another mission, with the ref {other.ref}", '"small"')
    ]
    assert "Small mission" in page.content.decode()
    other.delete()
    client.post(address, {"action": "look"})
    assert counts(client, address)["items"] == (2, 0, 0, 0)


def test_a_row_that_goes_and_was_changed_since_is_looked_at_first():
    client = signed_in()
    take(client, sent(client, small()))
    data = small()
    del data["items"][1]
    address = sent(client, data)
    seen = client.get(address).context["shown"]["fingerprint"]
    ProgrammeItem.objects.filter(uid=OTHER_ITEM).update(staff_notes="Not to be lost")

    client.post(address, {"action": "take", "seen": seen})

    assert ProgrammeItem.objects.filter(uid=OTHER_ITEM).exists()


def test_every_fault_is_listed_at_once_with_place_field_rule_and_what_the_row_is_called():
    data = small()
    data["format"] = 2
    answer = send(signed_in(), data)
    assert faults(answer) == [("format", "must be 1", "2")]

    data = small()
    data["mission"]["colour"] = "red"
    data["items"][0] |= {"kind": "party", "day": "2024-01-01"}
    data["delegates"][0]["precedence"] = -1
    answer = send(signed_in(), data)

    assert [(path, value) for path, _rule, value in faults(answer)] == [
        ("mission.colour", '"red"'),
        ("items[0].day", '"2024-01-01"'),
        ("items[0].kind", '"party"'),
        ("delegates[0].precedence", "-1"),
    ]
    assert [one["row"] for one in answer.context["faults"]] == ["Small mission", "Meeting", "Meeting", ""]
    assert (answer.status_code, Import.objects.count(), rows_there()) == (200, 0, [0] * 7)


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        pytest.param(json.dumps(small())[:-30], "a.json", "the file is no JSON, or cut off: line 1", id="cut off"),
        pytest.param("{}x", "a.txt", "a mission file is JSON, and its name ends with .json", id="name"),
        pytest.param(xlsx(["a"]), "a.json", "the file is not UTF-8", id="workbook"),
        pytest.param(json.dumps(small()).encode("utf-16"), "a.json", "the file is not UTF-8: byte 0", id="UTF-16"),
        pytest.param('{"title": "Пример"}'.encode("cp1251"), "a.json", "the file is not UTF-8: byte 11", id="cp1251"),
        pytest.param("[" * 10_000 + "]" * 10_000, "a.json", "the file is nested more than 40 levels deep", id="deep"),
        pytest.param('{"format": 1, "format": 1}', "a.json", 'the key "format" stands twice in one object', id="twice"),
        pytest.param("[" + "[]," * 300_000 + "[]]", "a.json", "the file has more than 500000 values", id="values"),
        pytest.param('{"format": 1, "items": [' + "{}," * 1500 + "{}]}", "a.json", "the file has more than 1500 rows", id="rows"),
        pytest.param('{"format": 1, "items": [{"hosts": [' + "{}," * 1500 + "{}]}]}", "a.json", "the file has more than 1500 rows", id="hosts"),
        pytest.param(b" " * (reading.LARGEST + 1), "a.json", "the file has more than 20 MB", id="large"),
        pytest.param('{"format": "\\ud800"}', "a.json", "holds a character that is no text", id="surrogate"),
        pytest.param("null", "a.json", "must be an object", id="null"),
        pytest.param(json.dumps({**small(), "items[²]": 1}), "a.json", "is no key that this format knows", id="small 2"),
        pytest.param(json.dumps({**small(), f"items[{'9' * 5000}]": 1}), "a.json", "is no key that this format knows", id="no place"),
        pytest.param("<!DOCTYPE html>", "a.json", "the file is no JSON, or cut off: line 1, column 1", id="HTML"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence_and_nothing_is_kept(content, name, rule):
    answer = send(signed_in(), content, name)

    assert answer.status_code == 200
    assert [said[: len(rule)] for _path, said, _value in faults(answer)] == [rule]
    assert Import.objects.count() == 0


def test_a_byte_order_mark_is_no_fault():
    assert send(signed_in(), b"\xef\xbb\xbf" + json.dumps(small()).encode()).status_code == 302


@pytest.mark.once
def test_a_file_with_thousands_of_faults_is_answered_with_a_page_of_them():
    data = small()
    data["items"] += [{**data["items"][0], "uid": f"{number:08x}-1111-4000-8000-000000000000", "stop": ITEM}
                      for number in range(1400)]  # fmt: skip

    answer = send(signed_in(), data)

    assert (len(answer.context["faults"]), answer.context["number"], answer.context["left"]) == (
        200,
        1001,
        801,
    )
    assert answer.context["faults"][0]["rule"] == "has 1000 faults and more, which are not named"
    assert len(answer.content) < 150_000


def test_a_request_that_is_too_large_is_refused_unread():
    asked = []

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            asked.append(size)
            return b"x" * max(size, 0)

    answer = signed_in().generic(
        "POST",
        ADDRESS,
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 * 1024 * 1024),
        **{"wsgi.input": Endless()},
    )

    assert (answer.status_code, asked) == (413, [])
    assert faults(answer) == [("", "the file has more than 20 MB; a mission file is never that large", "")]


def test_an_upload_without_the_token_is_refused():
    client = signed_in()
    client.handler.enforce_csrf_checks = True

    assert (send(client, small()).status_code, Import.objects.count()) == (403, 0)


def test_a_preview_is_seen_by_its_maker_alone_and_kept_when_her_session_ends():
    client = signed_in()
    address = sent(client, small())
    seen = client.get(address).context["shown"]["fingerprint"]
    user = Import.objects.get().by
    assert signed_in().get(address).status_code == 404
    client.logout()

    answer = client.post(address, {"action": "take", "seen": seen})

    assert answer["Location"].endswith(f"next={address}")
    assert rows_there() == [0] * 7
    again = Client()
    again.force_login(user)
    again.post(address, {"action": "take", "seen": seen})
    assert Mission.objects.get().slug == "small"


def test_a_preview_is_read_in_the_language_of_its_reader():
    client = signed_in()
    address = sent(client, small())
    english = client.get(address).text
    client.cookies["django_language"] = "ru"

    russian = client.get(address).text

    assert ("December 2023" in english, "декабря 2023" in english) == (True, False)
    assert ("December 2023" in russian, "декабря 2023" in russian) == (False, True)
    take(client, address)
    assert Mission.objects.count() == 1


def test_twenty_files_may_wait_and_no_more():
    client = signed_in()
    sent(client, small())
    waiting = Import.objects.get()
    for _number in range(19):
        waiting.pk = None
        waiting.save()

    answer = send(client, small())

    rule = "20 files of yours wait for a decision already: take one in or put one away before the next."
    assert faults(answer) == [("", rule, "")]
    assert len(answer.context["waiting"]) == 20
    Import.objects.latest("pk").delete()
    assert send(client, small()).status_code == 302


def test_a_file_that_is_put_away_is_gone():
    client = signed_in()
    address = sent(client, small())

    answer = client.post(address, {"action": "discard"})

    assert (answer["Location"], Import.objects.count(), rows_there()) == (ADDRESS, 0, [0] * 7)
    assert client.get(address).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("count", [0, 60])  # more than are shown
def test_a_preview_is_read_with_few_queries_and_is_small_however_large_the_mission(count):
    client = signed_in()
    address = sent(client, with_items(count))
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert counts(client, address)["items"] == (count + 2, 0, 0, 0)
    assert len(queries) <= 20
    assert len(page.content) < 150_000


def test_a_file_does_not_move_an_item_of_another_mission_nor_name_it():
    other = factories.make_item(uid=ITEM, title="Somebody else's")

    answer = send(signed_in(), small())

    assert faults(answer) == [("items[0].uid", "belongs to another mission", f'"{ITEM}"')]
    other.refresh_from_db()
    assert str(other) == "Somebody else's"


def test_what_others_use_too_is_matched_and_never_changed():
    client = signed_in()
    take(client, sent(client, small()))
    data = copy.deepcopy(small())
    data["mission"] |= {"ref": MISSION.replace("0", "a", 1), "slug": "second"}
    for name in ("follow_ups", "stays", "legs", "delegates", "delegations", "items", "groups", "stops"):
        del data[name]
    address = sent(client, data)
    assert counts(client, address)["people"] == (0, 0, 0, 1)
    data["organisations"][0]["name"]["en"] = "Renamed"

    answer = send(client, data)

    assert faults(answer) == [
        (
            "organisations[0].name.en",
            "differs from what is there, which other missions use too: “Union”",
            '"Renamed"',
        )
    ]


def test_the_head_and_the_people_of_a_leg_come_along():
    client = signed_in()
    take(client, sent(client, small()))

    delegate = Delegate.objects.get()
    assert str(delegate.ref) == DELEGATE
    assert (delegate.delegation.head, list(delegate.legs.values_list("mode"))) == (delegate, [("flight",)])
