"""What every answer says of itself: what it may load, and who may keep it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.middleware import private_by_default

pytestmark = pytest.mark.once

PUBLIC = ["/en/about/", "/ru/privacy/", "/kk/accessibility/"]
ENTRANCE = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/"]
# What was typed when a session ended waits in the browser for the sign-in; see static/drafts.js.
SCRIPTS = {"/accounts/login/": ['<script src="/static/drafts.js" data-signed-out defer>']}
STAFF = ["/accounts/2fa/", "/accounts/password/change/", "/admin/", "/admin/accounts/user/"]


@pytest.fixture
def organiser(client, db):
    user = get_user_model().objects.create_superuser("organiser@example.org", "a long password indeed")
    client.force_login(user)
    return user


def assert_strict(policy: str) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert {word for words in rules.values() for word in words.split() if not word.startswith("'nonce-")} == {
        "'none'",
        "'self'",
    }


@pytest.mark.parametrize("path", PUBLIC + ENTRANCE)
def test_pages_load_nothing_from_elsewhere_and_run_nothing_inline(client, db, path):
    response = client.get(path)

    assert response.status_code == 200
    assert_strict(response["Content-Security-Policy"])
    page = response.content.decode()
    assert "<style" not in page
    assert re.findall("<script[^>]*>", page) == SCRIPTS.get(path, [])
    assert " style=" not in page
    assert "http" not in page.replace("http://127.0.0.1:8000", "")


@pytest.mark.parametrize("path", STAFF)
def test_pages_of_staff_have_the_same_policy(client, organiser, path):
    response = client.get(path)

    assert response.status_code == 200
    assert_strict(response["Content-Security-Policy"])


@pytest.mark.parametrize("path", ["/en/", *PUBLIC])
def test_a_public_page_knows_nobody(client, organiser, path):
    response = client.get(path)

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("cookie", ["csrftoken=short", "sessionid=abc", f"sessionid={'a' * 32}"])
@pytest.mark.parametrize("path", ["/en/", *PUBLIC, "/robots.txt", "/sitemap.xml"])
def test_a_public_page_does_not_answer_a_cookie_that_is_no_good(client, db, path, cookie):
    response = client.get(path, headers={"cookie": cookie})

    assert "private" not in response["Cache-Control"]
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


def test_a_form_gets_a_good_cookie_for_one_that_is_no_good(client, db):
    cookies = {"cookie": "csrftoken=short; sessionid=abc"}

    response = client.get("/accounts/login/", headers=cookies)

    assert len(response.cookies["csrftoken"].value) == 32


@pytest.mark.parametrize("path", ["/en/", *PUBLIC, "/robots.txt", "/sitemap.xml"])
def test_a_public_page_takes_nothing(db, path):
    assert Client(enforce_csrf_checks=True).post(path, {"name": "value"}).status_code == 405


@pytest.mark.parametrize("path", ["/en/", *PUBLIC])
def test_a_public_page_is_the_same_for_staff_and_strangers(client, organiser, path):
    """faults.md 72."""
    signed_in = client.get(path).content

    client.logout()

    assert client.get(path).content == signed_in


@pytest.mark.parametrize("path", STAFF)
def test_nobody_keeps_a_page_of_staff(client, organiser, path):
    """faults.md 72."""
    kept = client.get(path)["Cache-Control"]

    assert "private" in kept
    assert "no-store" in kept
    assert "public" not in kept


@pytest.mark.parametrize("path", ENTRANCE)
def test_nobody_keeps_a_page_of_the_entrance(client, db, path):
    assert client.get(path)["Cache-Control"] == "private, no-store"


def kept(response: HttpResponse) -> str:
    return private_by_default(lambda request: response)(RequestFactory().get("/"))["Cache-Control"]


def test_an_answer_that_says_nothing_is_private():
    assert kept(HttpResponse()) == "private, no-store"


def test_a_public_answer_that_depends_on_a_cookie_is_taken_back():
    """faults.md 72."""
    response = HttpResponse(headers={"Cache-Control": "public, s-maxage=60", "Vary": "Accept, Cookie"})

    assert kept(response) == "private, no-store"


def test_a_public_answer_that_sets_a_cookie_is_taken_back():
    response = HttpResponse(headers={"Cache-Control": "public, s-maxage=60"})
    response.set_cookie("reader", "7")

    assert kept(response) == "private, no-store"


def test_a_private_answer_is_never_stored():
    assert (
        kept(HttpResponse(headers={"Cache-Control": "private, max-age=60"}))
        == "private, max-age=60, no-store"
    )


def test_a_machines_answer_keeps_its_own_word():
    assert kept(HttpResponse(headers={"Cache-Control": "public, max-age=3600"})) == "public, max-age=3600"
