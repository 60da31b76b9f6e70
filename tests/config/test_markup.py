"""The HTML of the pages around the programme is valid."""

import pytest
from django.test import Client
from justhtml import JustHTML

from tests.accounts.people import make_staff

PAGES = [
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


def faults(page: str) -> list[str]:
    return [str(error) for error in JustHTML(page, collect_errors=True, sanitize=False).errors]


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


def test_a_fault_would_be_found():
    assert faults("<!doctype html><div><p>never opened</b></div>") != []
