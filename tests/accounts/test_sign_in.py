"""Signing in by e-mail: who gets in, where one is led, how often one may try."""

import re

import pytest
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings as our_settings
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.adapters import AccountAdapter
from tests.accounts.people import PASSWORD, make_staff, sign_in


def test_staff_sign_in_by_email_and_reach_the_back_office(client, db):
    make_staff()

    response = sign_in(client, "Organiser@Example.org")

    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_password_is_told_with_the_field_to_mend(client, db):
    make_staff()

    page = sign_in(client, password="wrong").content.decode()

    assert 'role="alert"' in page
    assert "The e-mail address or the password is not right." in page


@pytest.mark.parametrize("email", ["organiser@example.org", "nobody@example.org"])
def test_the_answer_does_not_tell_whether_an_account_exists(client, db, email):
    make_staff()

    page = sign_in(client, email, "wrong").content.decode()

    assert "The e-mail address or the password is not right." in page


def test_an_empty_form_is_answered_with_the_fields_that_miss(client, db):
    page = sign_in(client, "", "").content.decode()

    assert '<a href="#id_login">' in page
    assert 'aria-invalid="true" aria-describedby="id_login_error"' in page


def test_the_admin_has_no_sign_in_of_its_own(client, db):
    response = client.get("/admin/login/?next=/admin/accounts/")

    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2Faccounts%2F"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_a_stranger_is_led_through_sign_in_to_the_page_she_wanted(client, db):
    make_staff()
    asked = client.get("/admin/accounts/user/", follow=True)

    response = sign_in(client, next=asked.context["redirect_field_value"])

    assert response["Location"] == "/admin/accounts/user/"


def test_signing_out_ends_the_session(client, db):
    make_staff()
    sign_in(client)

    response = client.post("/accounts/logout/")

    assert response["Location"] == "/"
    assert client.get("/admin/").status_code == 302


def test_signing_out_needs_a_press_of_the_button(client, db):
    make_staff()
    sign_in(client)

    client.get("/accounts/logout/")

    assert client.get("/admin/").status_code == 200


def test_nobody_signs_up(client, db):
    assert "Accounts are made by an administrator" in client.get("/accounts/signup/").content.decode()
    assert (
        client.post("/accounts/signup/", {"email": "a@example.org", "password1": PASSWORD}).status_code == 405
    )


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "confirm-email/key/", "login/code/", "3rdparty/"]
)
def test_pages_of_allauth_that_make_no_sense_here_do_not_exist(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_session_ends_with_the_browser(client, db):
    make_staff()

    cookie = sign_in(client).cookies[our_settings.SESSION_COOKIE_NAME]

    assert cookie["max-age"] == ""
    assert cookie["httponly"]


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "https://127.0.0.1:8000@evil.example/",
    "http://127.0.0.1:8000.evil.example/",
    "ftp://127.0.0.1/",
    "/%5Cevil.example/../..//evil.example",
]
PIECES = st.sampled_from(
    [
        "/",
        "\\",
        "//",
        ":",
        "http",
        "https:",
        "evil.example",
        "@",
        "%2f",
        "%5c",
        "\t",
        "\n",
        " ",
        ".",
        "admin",
        "?",
        "#",
    ]
)


@pytest.mark.once
@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_sign_in(client, db, address):
    """faults.md 69."""
    make_staff()

    response = sign_in(client, next=address)

    assert response.status_code == 302
    assert leads_here(response["Location"])


@pytest.mark.once
@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_out(client, db, address):
    """faults.md 69."""
    make_staff()
    sign_in(client)

    assert leads_here(client.post("/accounts/logout/", {"next": address})["Location"])


@given(st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=30)))
@example("https://evil.example")
def test_next_is_a_path_of_this_site_or_not_followed(address):
    """faults.md 69: whatever stands in `next`, the browser stays on this site."""
    if AccountAdapter().is_safe_url(address):
        assert leads_here(address)


@pytest.mark.parametrize("address", ["/admin/", "/en/missions/a/?x=1#y", "relative"])
def test_a_path_of_this_site_is_followed(address):
    assert AccountAdapter().is_safe_url(address)


def leads_here(location: str) -> bool:
    """Whether a browser at http://127.0.0.1:8000/accounts/login/ stays on that host (as WHATWG URL reads it)."""
    address = "".join(letter for letter in location if letter not in "\t\n\r").strip(
        "".join(map(chr, range(33)))
    )
    address = address.split("#")[0].split("?")[0].replace("\\", "/")
    return not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address) and not address.startswith("//")


def test_the_sixth_wrong_password_for_one_account_is_refused(client, db):
    make_staff()
    for _attempt in range(5):
        sign_in(client, password="wrong")

    page = sign_in(client).content.decode()

    assert "Too many attempts. Wait a few minutes, then try again." in page
    assert client.get("/admin/").status_code == 302


def test_many_attempts_from_one_address_are_refused_whatever_accounts_they_name(client, db):
    """faults.md 70: a header that anybody can send does not make a new address."""
    make_staff()
    for number in range(30):
        client.post(
            "/accounts/login/",
            {"login": f"somebody{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"},
        )

    response = sign_in(client)

    assert response.status_code == 429
    assert "Wait a few minutes, then try again." in response.content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 192.0.2.1", "198.51.100.7"),
    ],
)
def test_the_address_of_a_visitor_is_what_our_own_proxies_saw(rf, settings, proxies, forwarded, address):
    """faults.md 70."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"X-Forwarded-For": forwarded})

    assert AccountAdapter().get_client_ip(request) == address


def test_visitors_of_one_ipv6_network_share_a_limit(rf):
    """faults.md 71."""

    def address(ip: str) -> str:
        return get_ip(rf.get("/", REMOTE_ADDR=ip))

    assert address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9") != address("2001:db8:1:3::1")
