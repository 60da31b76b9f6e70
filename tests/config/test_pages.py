"""The fixed public pages: in each language, the same for everyone, kept by proxies for a minute."""

import pytest

NAMES = ["about", "privacy", "accessibility"]
LANGUAGES = ["en", "ru", "kk", "tk"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fixed_page_stands_in_each_language(client, name, language):
    response = client.get(f"/{language}/{name}/", headers={"Accept-Language": "fr"})

    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_fixed_page_asks_nothing_of_the_database(client, name, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        client.get(f"/en/{name}/")


@pytest.mark.parametrize("name", NAMES)
def test_a_fixed_page_is_answered_with_304_when_nothing_changed(client, name):
    first = client.get(f"/en/{name}/")

    second = client.get(f"/en/{name}/", headers={"If-None-Match": first["ETag"]})

    assert not first["ETag"].startswith("W/")
    assert (second.status_code, second.content) == (304, b"")
    assert second["Cache-Control"] == first["Cache-Control"] == "public, max-age=0, s-maxage=60"


@pytest.mark.parametrize("name", NAMES)
def test_where_to_write_is_said(client, settings, name):
    settings.REPORT_ADDRESS = "mistakes@example.org"

    assert 'href="mailto:mistakes@example.org"' in client.get(f"/en/{name}/").content.decode()


def test_a_fixed_page_takes_no_form(client):
    assert client.post("/en/about/").status_code == 405
