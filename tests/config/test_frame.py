"""The frame around every page links only to what exists, in each language."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

LANGUAGES = [code for code, _name in settings.LANGUAGES]
START = ["/{}/", "/{}/about/", "/{}/nonsense/"]


def links_in(page: str) -> set[str]:
    return {
        link
        for link in re.findall(r'href="([^"]+)"', page)
        if link.startswith("/") and not link.startswith("/static/")
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("start", START)
def test_every_link_of_the_frame_leads_somewhere(client, db, language, start):
    page = client.get(start.format(language)).content.decode()

    answers = {link: client.get(link).status_code for link in links_in(page) if "nonsense" not in link}

    assert {f"/{language}/", f"/{language}/about/", f"/{language}/privacy/", "/accounts/login/"} <= set(
        answers
    )
    assert set(answers.values()) == {200}


def test_the_menu_marks_where_one_is(client, db):
    home, elsewhere = (client.get(path).content.decode() for path in ("/en/", "/en/about/"))

    assert '<a href="/en/" aria-current="page">Missions</a>' in home
    assert 'aria-current="page"' not in elsewhere


@pytest.mark.parametrize(
    "path", ["/", "/missions/nowhere/", "/missions/nowhere/programme.ics", "/partners/nowhere/"]
)
def test_an_address_of_the_contract_without_language_leads_to_one_with(client, db, path):
    response = client.get(path, headers={"Accept-Language": "kk"})

    assert (response.status_code, response["Location"]) == (302, f"/kk{path}")


def test_the_sitemap_is_where_robots_are_told(client, db):
    told = client.get("/robots.txt").content.decode().split("Sitemap: ")[1].strip()

    response = client.get(told.removeprefix(settings.SITE_URL))

    assert response.status_code == 200
    assert f"<loc>{settings.SITE_URL}/tk/privacy/</loc>" in response.content.decode()
