"""A forgotten password: a letter, a link, a new password, and no way around the second factor."""

import re

import pytest
from django.test import Client

from tests.accounts.people import PASSWORD, code_of, give_second_factor, make_staff, sign_in

NEW = "a wholly new password"


def ask_for_letter(client, email="organiser@example.org", **headers):
    return client.post("/accounts/password/reset/", {"email": email}, headers=headers)


def link_in(letter) -> str:
    """The path of the link in a letter."""
    return re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", letter.body)[1]


def set_new_password(client, link, password=NEW):
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password})


def test_the_letter_leads_to_a_new_password(client, db, mailoutbox):
    user = make_staff()
    ask_for_letter(client)

    response = set_new_password(client, link_in(mailoutbox[0]))

    user.refresh_from_db()
    assert response["Location"] == "/accounts/password/reset/key/done/"
    assert user.check_password(NEW)
    assert (mailoutbox[0].to, mailoutbox[0].subject) == (
        ["organiser@example.org"],
        "Keruen: set a new password",
    )


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999"])
def test_the_link_is_built_from_the_installation_and_not_from_the_request(
    client, db, mailoutbox, settings, host
):
    """faults.md 68."""
    settings.SITE_URL = "https://missions.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    make_staff()

    ask_for_letter(client, host=host, x_forwarded_host=host)

    addresses = re.findall(r"\w+://[^/\s]+", mailoutbox[0].body + mailoutbox[0].subject)
    assert addresses == ["https://missions.example.org"]
    assert host not in mailoutbox[0].body


def test_a_host_that_is_not_ours_gets_no_letter_sent(client, db, mailoutbox):
    """faults.md 68."""
    make_staff()

    response = ask_for_letter(client, host="evil.example")

    assert (response.status_code, mailoutbox) == (400, [])


def test_the_answer_does_not_tell_whether_an_account_exists(client, db, mailoutbox):
    make_staff()

    known, unknown = ask_for_letter(client), ask_for_letter(client, "nobody@example.org")

    assert known["Location"] == unknown["Location"] == "/accounts/password/reset/done/"
    assert [letter.to for letter in mailoutbox] == [["organiser@example.org"]]


def test_a_link_works_once(client, db, mailoutbox):
    make_staff()
    ask_for_letter(client)
    link = link_in(mailoutbox[0])
    set_new_password(client, link)

    page = Client().get(link)

    assert "This link no longer works" in page.content.decode()


def test_a_new_password_ends_all_sessions(client, db, mailoutbox):
    """faults.md 73."""
    make_staff()
    elsewhere = Client()
    sign_in(elsewhere)
    ask_for_letter(client)

    set_new_password(client, link_in(mailoutbox[0]))

    assert elsewhere.get("/admin/").status_code == 302


def test_a_new_password_does_not_sign_in_by_itself(client, db, mailoutbox):
    make_staff()
    ask_for_letter(client)

    set_new_password(client, link_in(mailoutbox[0]))

    assert client.get("/admin/").status_code == 302


def test_a_new_password_does_not_get_around_the_second_factor(client, db, mailoutbox):
    """faults.md 73."""
    give_second_factor(make_staff())
    ask_for_letter(client)
    set_new_password(client, link_in(mailoutbox[0]))

    response = sign_in(client, password=NEW)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of()})
    assert client.get("/admin/").status_code == 200


@pytest.mark.once
@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("password1234", "This password is too common."),
        ("organiser@example.org", "The password is too similar to the e-mail address."),
    ],
)
def test_a_weak_password_is_refused_with_a_reason(client, db, mailoutbox, password, fault):
    make_staff()
    ask_for_letter(client)

    page = set_new_password(client, link_in(mailoutbox[0]), password).content.decode()

    assert fault in page


def test_a_closed_account_gets_no_letter(client, db, mailoutbox):
    make_staff(is_active=False)

    ask_for_letter(client)

    assert mailoutbox == []


def test_letters_to_one_address_are_few(client, db, mailoutbox):
    make_staff()

    answers = [ask_for_letter(client).status_code for _attempt in range(4)]

    assert answers == [302, 302, 302, 429]
    assert len(mailoutbox) == 3


def test_changing_the_password_ends_the_other_sessions(client, db):
    make_staff()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)

    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )

    assert response["Location"] == "/accounts/2fa/"
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
