"""One address per language, and the right one found for those who ask without."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from config.addresses import Here


def here(path: str, language: str) -> Here:
    with translation.override(language):
        return Here(RequestFactory().get(path))


def test_the_languages_of_a_page_are_the_same_page():
    links = here("/ru/missions/a-b/", "ru").languages

    assert [(link.name, link.path, link.current) for link in links] == [
        ("English", "/en/missions/a-b/", False),
        ("Русский", "/ru/missions/a-b/", True),
        ("Қазақша", "/kk/missions/a-b/", False),
        ("Türkmençe", "/tk/missions/a-b/", False),
    ]


def test_the_languages_of_a_page_without_one_are_chosen_there():
    assert [link.path for link in here("/accounts/login/", "en").languages] == [
        "?language=en",
        "?language=ru",
        "?language=kk",
        "?language=tk",
    ]


def test_the_languages_of_no_page_at_all_lead_home():
    assert [link.path for link in here("/nonsense", "en").languages] == ["/en/", "/ru/", "/kk/", "/tk/"]


def test_a_path_is_written_so_that_it_cannot_leave_its_attribute():
    assert here('/en/"><b>/', "en").languages[1].path == "/ru/%22%3E%3Cb%3E/"


def test_the_canonical_address_is_that_of_the_installation(client, settings):
    settings.SITE_URL = "https://missions.example.org"

    page = client.get("/kk/about/?utm=1").content.decode()

    assert '<link rel="canonical" href="https://missions.example.org/kk/about/">' in page
    assert '<link rel="alternate" hreflang="ru" href="https://missions.example.org/ru/about/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="https://missions.example.org/about/">' in page


@pytest.mark.parametrize(
    ("asked", "accept", "lead"),
    [
        ("/about/", "ru", "/ru/about/"),
        ("/about/", "tk,ru;q=0.5", "/tk/about/"),
        ("/about/", "de", "/en/about/"),
        ("/about/?a=1", "kk", "/kk/about/?a=1"),
        ("/about", "kk", "/kk/about/"),
    ],
)
def test_an_address_without_language_leads_to_the_readers(client, asked, accept, lead):
    response = client.get(asked, headers={"Accept-Language": accept})

    assert (response.status_code, response["Location"]) == (302, lead)


def test_a_language_chosen_at_sign_in_is_remembered(client, db):
    response = client.get("/accounts/login/?next=/admin/&language=tk")

    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert '<html lang="tk">' in client.get("/accounts/login/").content.decode()


def test_a_language_that_we_do_not_speak_is_not_remembered(client, db):
    response = client.get("/accounts/login/?language=xx")

    assert (response["Location"], dict(response.cookies)) == ("/accounts/login/", {})


@pytest.mark.parametrize("path", ["/en/about/?language=kk", "/about/?language=kk"])
def test_a_public_page_sets_no_cookie_of_language(client, path):
    assert dict(client.get(path).cookies) == {}
