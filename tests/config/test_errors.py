"""What a reader gets when something is not right: a page in her language that tells no secret."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from django.utils import translation
from django.views.defaults import server_error

from config import urls

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@login_not_required
def breaks(request):
    raise RuntimeError("a secret of the server")


@login_not_required
def hides(request):
    raise Http404("a secret that exists")


@login_not_required
def suspects(request):
    raise SuspiciousOperation("a secret of the request")


urlpatterns = [
    path("breaks", breaks),
    path("hides", hides),
    path("suspects", suspects),
    *urls.urlpatterns,
]

ours = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_address_is_answered_in_the_language_of_the_address(client, language):
    response = client.get(f"/{language}/nonsense/", headers={"Accept-Language": "fr"})

    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_address_without_language_is_answered_in_that_of_the_reader(client, language):
    response = client.get("/nonsense", headers={"Accept-Language": language})

    assert response.status_code == 404
    assert f'<html lang="{language}">' in response.content.decode()


@ours
def test_what_one_may_not_see_is_answered_as_what_does_not_exist(client):
    hidden = client.get("/hides")

    missing = client.get("/nonsense")

    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
    assert dict(hidden.headers) == dict(missing.headers)


def test_the_page_of_a_wrong_address_knows_nobody(client):
    response = client.get("/en/nonsense/")

    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert 'rel="canonical"' not in response.content.decode()


@ours
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_ours_tells_nothing_of_itself(language):
    client = Client(raise_request_exception=False)

    response = client.get("/breaks", headers={"Accept-Language": language})

    page = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}">' in page
    assert "secret" not in page


def test_the_page_of_a_fault_needs_no_database_and_no_context(rf, django_assert_num_queries, db):
    with django_assert_num_queries(0), translation.override("kk"):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert '<html lang="kk">' in response.content.decode()
    assert "{" not in response.content.decode()


@ours
def test_a_damaged_request_is_told_so(client):
    response = client.get("/suspects")

    assert response.status_code == 400
    assert "secret" not in response.content.decode()


def test_a_wrong_host_is_told_so(client):
    assert client.get("/en/about/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_from_elsewhere_is_refused_with_a_page_of_ours(db):
    """faults.md 74."""
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})

    assert response.status_code == 403
    assert '<a class="skip" href="#main">' in response.content.decode()
