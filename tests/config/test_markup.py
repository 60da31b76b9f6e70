"""The HTML of the pages around the programme is valid."""

import pytest
from django.test import Client

from tests.accounts.people import make_staff
from tests.markup import faults

pytestmark = pytest.mark.once

PAGES = [
    "/en/",
    "/en/about/",
    "/ru/privacy/",
    "/kk/accessibility/",
    "/en/nonsense/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-a/",
    "/accounts/password/reset/key/done/",
]
OWN = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/logout/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_for_everyone_is_valid(client, db, path):
    assert faults(client.get(path).content.decode()) == []


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_ones_own_account_is_valid(client, db, path):
    client.force_login(make_staff())

    assert faults(client.get(path).content.decode()) == []


def test_a_refused_form_is_valid(db):
    page = Client().post("/accounts/login/", {"login": "", "password": ""}).content.decode()

    assert faults(page) == []


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><div><p>never opened</b></p></div>",
        "<!doctype html><p><b>never closed</p>",
        "<!doctype html><p>never closed",
        '<!doctype html><p id="a">one</p><p id="a">two</p>',
        '<!doctype html><p class="a" class="b">one</p>',
        '<!doctype html><p><a href="#nowhere">one</a></p>',
        "<p>no doctype</p>",
    ],
)
def test_a_fault_would_be_found(page):
    assert faults(page) != []


def test_a_good_page_has_no_fault():
    assert (
        faults(
            '<!doctype html><title>a</title><p id="a"><a href="#a">one</a><br><svg><path d="M0 0"/></svg></p>'
        )
        == []
    )
