"""Two administrators on one account: who saves second is told, and nothing is lost (faults.md 39, 41)."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.backoffice.pages import address, address_of, fields_of, save, sentences, signed_in, staff
from tests.together import PEOPLE, pressed_at_once

User = get_user_model()


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor@example.org", is_staff=True)


def member(email, **names):
    client = signed_in()
    client.force_login(staff(email=email, **names))
    return client


def test_who_saves_after_somebody_else_is_told_and_takes_no_right_back_unsaid(editor):
    group = Group.objects.get(name="Viewer")
    aida, berik = member("aida@example.org", first_name="Aida", last_name="A"), member("berik@example.org")
    stale = fields_of(berik.get(address(editor))) | {"_save": ["Save"]}
    save(aida, address(editor), first_name="Mary", is_superuser="on", groups=str(group.pk))
    save(aida, address(editor), first_name="Maria")

    refused = berik.post(address(editor), stale | {"last_name": ["Orazova"]})
    editor.refresh_from_db()
    meanwhile = (editor.first_name, editor.last_name, editor.is_superuser)
    again = fields_of(refused) | {"_save": ["Save"]}
    saved = berik.post(address(editor), again)

    [sentence] = sentences(refused)
    assert re.sub(" at .*?, while", " at …, while", sentence) == (
        "Aida A saved this at …, while it lay open here. Changed meanwhile: First name: – → “Maria”; "
        "Groups: – → Viewer; Superuser status: no → yes. "
        "Your entries stand below, not saved yet; saving again puts them in the place of the others."
    )
    assert meanwhile == ("Maria", "", True)
    assert (again["last_name"], "is_superuser" in again) == (["Orazova"], False)
    editor.refresh_from_db()
    assert (saved.status_code, editor.last_name, editor.is_superuser) == (302, "Orazova", False)


def test_of_those_who_save_one_account_at_once_one_does_and_the_others_are_told(transactional_db):
    editor = User.objects.create_user("editor@example.org", is_staff=True)
    form = fields_of(signed_in().get(address(editor))) | {"_save": ["Save"]}

    answers = pressed_at_once(
        lambda client, number: client.post(address(editor), form | {"first_name": [f"Name {number}"]})
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    told = [sentences(answer) for answer in answers if answer.status_code == 200]
    assert all("saved this at" in sentence for [sentence] in told)
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    editor.refresh_from_db()
    assert editor.first_name == f"Name {saved}"


def test_of_those_who_make_an_account_of_one_address_at_once_one_does(transactional_db):
    form = {"email": "new@example.org", "is_staff": "on", "_save": "Save"}

    answers = pressed_at_once(lambda client, number: client.post(address_of(User, "add"), form))

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    assert User.objects.filter(email="new@example.org").count() == 1


def test_the_log_of_an_account_says_from_what_to_what(editor):
    administrator = member("aida@example.org")
    save(administrator, address(editor), first_name="Mary", is_superuser="on")
    save(administrator, address(editor), email="mary@example.org")

    page = administrator.get(address(editor, "history")).content.decode()

    assert re.findall(r"<td>([^<]*→[^<]*)</td>", page) == [
        "First name: – → “Mary”; Superuser status: no → yes",
        "E-mail address: “editor@example.org” → “mary@example.org”",
    ]


def test_what_is_done_beside_the_form_is_told_too(editor):
    administrator = member("aida@example.org")
    stale = fields_of(administrator.get(address(editor))) | {"_save": ["Save"]}
    LogEntry.objects.log_actions(
        administrator.session["_auth_user_id"], [editor], 2, "Second factor removed."
    )

    [sentence] = sentences(administrator.post(address(editor), stale))

    assert "Changed meanwhile: Second factor removed. Your entries" in sentence


def test_an_older_entry_without_values_is_still_told(editor):
    administrator = member("aida@example.org")
    LogEntry.objects.log_actions(
        administrator.session["_auth_user_id"], [editor], 2, [{"changed": {"fields": ["Superuser status"]}}]
    )

    assert "Changed Superuser status." in administrator.get(address(editor, "history")).content.decode()
