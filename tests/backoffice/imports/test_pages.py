"""The pages of bringing data in: who may, what a bad file gets, what is decided, what is told."""

import datetime
import io
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backoffice.imports.registry import KINDS
from backoffice.models import Import
from backoffice.rights.roles import EDITOR, EDITOR_WITH_PEOPLE, VIEWER
from delegations.models import Delegate
from partners.models import Person
from tests import factories
from tests.backoffice.imports.layouts import docx
from tests.backoffice.imports.sheets import (
    address_of,
    outcome,
    refusal,
    states,
    take,
    taken,
    upload,
    uploaded,
    xlsx,
)
from tests.backoffice.pages import said, signed_in

pytestmark = pytest.mark.django_db

PEOPLE = ["Family name (en)", "Given names (en)", "E-mail", "Organisation", "Phone"]


@pytest.fixture
def mission():
    factories.make_organisation(name="Union")
    return factories.make_mission()


def people(count, wrong=0):
    """Rows of so many people, the last of them with addresses that are none."""
    rows = [
        [f"Orazowa {number}", "Aýgül", f"a{number}@example.org", "Union", "+993 12 00 00"]
        for number in range(count)
    ]
    for row in rows[count - wrong :]:
        row[2] = "no address"
    return [PEOPLE, *rows]


def test_kinds_are_offered_to_who_may_change_their_rows(mission):
    def offered(*kinds):
        form = signed_in(*kinds).get(address_of(mission)).context["form"]
        return [value for value, _label in form.fields["kind"].choices]

    assert offered(EDITOR) == ["people", "organisations", "items", "programme", "calendar"]
    assert offered(EDITOR_WITH_PEOPLE, EDITOR) == [
        "people",
        "organisations",
        "items",
        "legs",
        *["programme", "calendar"],
    ]
    assert signed_in(VIEWER).get(address_of(mission)).status_code == 403


def test_an_editor_may_change_delegates_and_add_none(mission):
    there = factories.make_delegate(
        mission=mission, person=factories.make_person(family_name="Orazowa", given_name="Aýgül")
    )
    client = signed_in(EDITOR)

    address = uploaded(
        client,
        mission,
        "people",
        ["Family name (en)", "Given names (en)", "Precedence", "Organisation"],
        ["Orazowa", "Aýgül", 30, None],
        ["Annayew", "Meret", None, "Union"],
    )

    assert [
        (state, [reason for _column, reason in faults])
        for _n, state, _t, _c, faults in outcome(client, address)
    ] == [
        ("changed", []),
        ("wrong", ["You may not add any here: delegations.", "You may not add any here: delegates."]),
    ]
    take(client, address, leave_wrong_out="1")
    there.refresh_from_db()
    assert (there.precedence, Delegate.objects.count()) == (30, 1)


def test_without_the_permission_personal_columns_are_not_read_and_not_kept(mission):
    client = signed_in(EDITOR)
    there = factories.make_person(family_name="Orazowa", given_name="Aýgül", email="secret@example.org")
    factories.make_delegate(mission=mission, person=there)

    address = uploaded(client, mission, "people", PEOPLE, ["Orazowa", "Aýgül", "new@example.org", None, "+1"])

    page = client.get(address)
    assert page.context["preview"].notes == [
        "Not read, since you may not see personal data: E-mail address, Telephone."
    ]
    assert states(client, address) == ["unchanged"]
    assert not {"new@example.org", "secret@example.org"} & set(
        re.findall(r"\w+@[\w.]+", page.content.decode())
    )


def test_an_import_is_seen_by_its_maker_alone(mission):
    address = uploaded(signed_in(), mission, "people", *people(1))

    other = signed_in()

    assert other.get(address).status_code == 404
    assert other.post(address, {"action": "take", "seen": ""}).status_code == 404
    elsewhere = reverse(
        "admin:missions_mission_import_preview", args=[factories.make_mission().pk, Import.objects.get().pk]
    )
    assert signed_in().get(elsewhere).status_code == 404


def test_what_was_read_is_kept_encrypted_and_away_once_it_was_taken_in(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(1))
    imported = Import.objects.get()
    assert b"Orazowa" not in bytes(imported.rows_encrypted)
    assert "Orazowa" not in str(imported.decisions)

    take(client, address)

    imported.refresh_from_db()
    assert bytes(imported.rows_encrypted) == b""
    assert imported.decisions == {
        "done": {"wrong": 0, "question": 0, "left_out": 0, "new": 1, "changed": 0, "unchanged": 0}
    }
    assert "This file was taken in" in client.get(address).content.decode()


def test_a_file_that_is_taken_in_is_taken_in_once(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(1))
    seen = client.get(address).context["digest"]
    client.post(address, {"action": "take", "seen": seen})

    answer = client.post(address, {"action": "take", "seen": seen})

    assert said(client.get(answer["Location"]))[-1] == "This file was taken in already."
    assert Person.objects.count() == 1


def test_wrong_rows_are_left_out_on_purpose_alone(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(3, wrong=1))

    answer = take(client, address)
    assert said(client.get(answer["Location"])) == ["Some rows are wrong; mend the file, or leave them out."]
    assert Person.objects.count() == 0

    take(client, address, leave_wrong_out="1")
    assert Person.objects.count() == 2


@pytest.mark.once
def test_two_hundred_wrong_rows_are_counted_and_shown_page_by_page(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(220, wrong=200))

    page = client.get(address, {"state": "wrong"})

    assert [(label, count) for _value, label, count, _current in page.context["tabs"]] == [
        ("all", 220),
        ("wrong", 200),
        ("new", 20),
    ]
    assert len(page.context["rows"]) == 50
    assert [
        row.number
        for row, _look, _choices in client.get(address, {"state": "wrong", "page": "4"}).context["rows"]
    ] == list(range(172, 222))
    assert len(page.content) < 150_000


def test_a_likely_duplicate_is_offered_and_the_decision_counts(mission):
    """By e-mail address first, then by name in another alphabet, at the organisation or at another one."""
    union = factories.make_organisation(name="Ministry")
    by_mail = factories.make_person(family_name="Orazow", email="same@example.org")
    by_name = factories.make_contact(
        person=factories.make_person(family_name={"ru": "Бердиева"}, given_name={"ru": "Огулсапар"}),
        organisation=union,
    ).person
    client = signed_in()
    address = uploaded(
        client,
        mission,
        "people",
        PEOPLE,
        ["Orazowa", "Aýgül", "SAME@example.org", "Ministry", None],
        ["Berdiyewa", "Ogulsapar", None, "Ministry", None],
        ["Berdiyewa", "Ogulsapar", None, "Union", None],
    )
    assert states(client, address) == ["question", "question", "question"]
    answer = take(client, address)
    assert said(client.get(answer["Location"])) == ["Some rows still wait for a decision."]

    client.post(address, {"action": "decide", "row-2": "new", "row-3": str(by_name.pk), "row-4": "new"})

    assert states(client, address) == ["new", "new", "new"]
    take(client, address)
    by_name.refresh_from_db()
    assert (by_name.family_name_en, by_name.family_name_ru) == ("Berdiyewa", "Бердиева")
    by_mail.refresh_from_db()
    assert by_mail.family_name_en == "Orazow"
    assert Person.objects.count() == 4


def test_a_row_is_left_out_and_brought_back(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(2, wrong=1))

    client.post(address, {"action": "decide", "row-3": "leave_out"})
    assert states(client, address) == ["new", "left_out"]
    client.post(address, {"action": "decide", "row-3": ""})
    assert states(client, address) == ["new", "wrong"]


def test_what_changed_since_the_preview_is_told_and_nothing_is_taken_in(mission):
    """faults.md 39"""
    person = factories.make_person(family_name="Orazowa", given_name="Aýgül", phone="+1")
    factories.make_delegate(mission=mission, person=person)
    client = signed_in()
    address = uploaded(
        client,
        mission,
        "people",
        ["Family name (en)", "Given names (en)", "Phone"],
        ["Orazowa", "Aýgül", "+2"],
    )
    seen = client.get(address).context["digest"]
    person.phone = "+3"
    person.save()

    answer = client.post(address, {"action": "take", "seen": seen})

    assert said(client.get(answer["Location"])) == [
        "Nothing was taken in: what these rows meet has changed since you looked. Rows: 2."
    ]
    assert not taken(client, address)
    assert outcome(client, address)[0][3] == {"Telephone": ("+3", "+2")}
    take(client, address)
    person.refresh_from_db()
    assert person.phone == "+2"


def test_a_file_that_is_put_away_is_gone(mission):
    client = signed_in()
    address = uploaded(client, mission, "people", *people(1))

    client.post(address, {"action": "discard"})

    assert (Import.objects.count(), Person.objects.count()) == (0, 0)
    assert client.get(address).status_code == 404


def test_twenty_files_of_a_mission_may_wait_and_no_more(mission):
    client = signed_in()
    uploaded(client, mission, "people", *people(1))
    waiting = Import.objects.get()
    for _number in range(19):
        waiting.pk = None
        waiting.save()

    answer = upload(client, mission, "people", xlsx(*people(1)))

    assert refusal(answer).startswith("20 files of yours wait for a decision already")
    assert Import.objects.count() == 20


def test_imports_are_kept_seven_days(mission):
    client = signed_in()
    uploaded(client, mission, "people", *people(1))
    Import.objects.update(at=timezone.now() - datetime.timedelta(days=8))

    call_command("purge_imports", verbosity=0)

    assert Import.objects.count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "name", "content", "sentence"),
    [
        ("people", "a.xlsx", xlsx(["a"])[:100], "The file is broken or was cut off; save it again and upload that."),
        ("people", "a.txt", b"a,b", "“people with delegates” is read from files that end with .xlsx, .csv."),
        ("people", "a.csv", b"a,b\n1,2", "The sheet has no row with headings that are known. Its first row says: a, b."),
        ("people", "a.csv", b"Family name\n,\n", "The sheet has no rows below its headings."),
        ("legs", "a.csv", b"Number,Flight\n1,2", "Columns A and B have headings that say the same: “Flight”."),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence_and_nothing_is_kept(mission, kind, name, content, sentence):
    answer = upload(signed_in(), mission, kind, content, name)

    assert (answer.status_code, refusal(answer)) == (200, sentence)
    assert Import.objects.count() == 0


def test_a_request_that_is_too_large_is_refused_unread(mission):
    """A hundred megabytes: nothing of them is asked for."""
    asked = []

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            asked.append(size)
            return b"x" * max(size, 0)

    client = signed_in()
    answer = client.generic(
        "POST",
        address_of(mission),
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(100 * 1024 * 1024),
        **{"wsgi.input": Endless()},
    )

    assert (answer.status_code, asked) == (413, [])
    assert refusal(answer) == "The file is larger than 10 MB; no sheet that is taken is."


def test_an_upload_without_the_token_is_refused(mission):
    client = signed_in()
    client.handler.enforce_csrf_checks = True

    answer = upload(client, mission, "people", xlsx(*people(1)))

    assert (answer.status_code, Import.objects.count()) == (403, 0)


def document(count):
    """A programme in Word with so many entries, of which the days and kinds are told."""
    lines = []
    for number in range(count):
        if number % 16 == 0:
            lines.append(f"{number // 16 % 4 + 4}.12.2023, Mary")
        lines.append(f"{number % 16 + 7:02}:00–{number % 16 + 7:02}:45 Visit to the mill number {number}")
    return "a.docx", docx(*lines)


def events(count):
    """A calendar of so many events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for number in range(count):
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTART:20231204T100000"]
        lines += [f"SUMMARY:Visit to the mill number {number}", "LOCATION:Hall 2\\, Mary", "END:VEVENT"]
    return "a.ics", "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


FILES = {
    "people": lambda count: ("a.xlsx", xlsx(*people(count))),
    "organisations": lambda count: (
        "a.xlsx",
        xlsx(["Organisation", "Family name"], *([f"Org {n}", f"Orazowa {n}"] for n in range(count))),
    ),
    "items": lambda count: (
        "a.xlsx",
        xlsx(["Title", "Kind", "Hosts"], *([f"Visit {n}", "meeting", "Union"] for n in range(count))),
    ),
    "legs": lambda count: (
        "a.xlsx",
        xlsx(["Flight", "From", "To"], *([f"T5 {n}", "Mary", "Mary"] for n in range(count))),
    ),
    "programme": document,
    "calendar": events,
}


@pytest.mark.once
@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_takes_at_most_twenty_queries_and_150_kb_however_many_rows(mission, kind):
    factories.make_place(name="Mary")
    client = signed_in()
    client.get(address_of(mission))
    counts = []
    for count in (1, 60):  # more than one page shows
        name, content = FILES[kind](count)
        answer = upload(client, mission, kind, content, name)
        assert answer.status_code == 302, refusal(answer)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(answer["Location"])
        assert len(page.context["preview"].rows) == count
        assert len(page.content) < 150_000
        counts.append(len(queries))

    assert counts == [counts[0]] * 2
    assert counts[0] <= 20
