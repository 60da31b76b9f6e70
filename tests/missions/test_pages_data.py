"""What search engines are told: data in the pages, and the sitemap."""

import datetime
import json
import re
from xml.etree import ElementTree

import pytest

from missions import release
from tests.factories import (
    make_item,
    make_mission,
    make_organisation,
    make_place,
    make_stop,
)
from tests.missions.published import afresh, load_reference, publish, published

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "ru", "kk", "tk"]
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def data_of(page):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert len(found) == 1
    return json.loads(found[0])


@pytest.mark.once
def test_search_engines_get_the_mission_as_an_event_with_its_items(client):
    mission = load_reference()

    data = data_of(client.get(f"/en/missions/{mission.slug}/").content.decode())

    assert data["@type"] == "Event"
    assert (data["startDate"], data["endDate"]) == ("2023-12", "2023-12")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert [place["name"] for place in data["location"]] == ["Mary", "Ashgabat", "Arkadag", "Turkmenbashi"]
    assert len(data["subEvent"]) == 13
    assert {event["identifier"] for event in data["subEvent"]} == {
        str(uid) for uid in mission.items.values_list("uid", flat=True)
    }
    dates = [event.get("startDate", "none") for event in data["subEvent"]]
    assert dates == ["2023-12"] * 10 + ["none"] * 3  # all its days are approximate


def test_what_the_public_does_not_see_is_in_no_data(client):
    mission = make_mission(slug="silk-road")
    make_item(
        mission=mission,
        title="Secret dinner",
        description="Secret words",
        public_title="Official meeting",
        hosts=[make_organisation(name="Secret host")],
    )
    make_item(mission=mission, title="Secret talks")
    publish(mission)

    page = client.get("/en/missions/silk-road/").content.decode()

    assert [event["name"] for event in data_of(page)["subEvent"]] == ["Official meeting"]
    assert "Secret" not in page


@pytest.mark.once
def test_texts_of_another_language_say_so_in_the_data(client):
    published(slug="silk-road", title={"ru": "Шёлковый путь"})

    data = data_of(client.get("/en/missions/silk-road/").content.decode())

    assert data["@context"] == ["https://schema.org", {"@language": "en"}]
    assert data["name"] == {"@value": "Шёлковый путь", "@language": "ru"}


@pytest.mark.once
def test_a_cancelled_mission_is_cancelled_in_the_data(client):
    mission = make_mission(slug="silk-road")
    make_item(mission=mission, visibility="public")
    publish(mission)
    release.cancel(mission, by=None)
    afresh()

    data = data_of(client.get("/en/missions/silk-road/").content.decode())

    statuses = [data["eventStatus"], data["subEvent"][0]["eventStatus"]]
    assert statuses == ["https://schema.org/EventCancelled"] * 2


@pytest.mark.once
@pytest.mark.parametrize(
    ("precision", "start"),
    [
        ("year", "2023"),
        ("quarter", "2023-12"),
        ("month", "2023-12"),
        ("approximate", "2023-12"),
        ("day", "2023-12-04"),
    ],
)
def test_a_date_in_the_data_is_no_more_precise_than_it_is_known(client, precision, start):
    published(slug="silk-road", dates_precision=precision)

    assert data_of(client.get("/en/missions/silk-road/").content.decode())["startDate"] == start


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({}, "2023-12-05T09:00+05:00", "2023-12-06T10:00+05:00"),
        ({"time_approximate": True}, "2023-12-05", "2023-12-06"),
        ({"day_approximate": True}, "2023-12", "2023-12"),
    ],
)
def test_an_item_in_the_data_is_no_more_precise_than_it_is_known(client, fields, start, end):
    mission = make_mission(slug="silk-road")
    make_item(
        mission=mission,
        stop=make_stop(mission=mission),
        visibility="public",
        day=datetime.date(2023, 12, 5),
        starts_at=datetime.time(9),
        ends_on=datetime.date(2023, 12, 6),
        ends_at=datetime.time(10),
        **fields,
    )
    publish(mission)

    (event,) = data_of(client.get("/en/missions/silk-road/").content.decode())["subEvent"]

    assert (event["startDate"], event["endDate"]) == (start, end)


@pytest.mark.once
def test_search_engines_get_a_partner_as_an_organisation(client, settings):
    settings.SITE_URL = "https://missions.example"
    mission = make_mission()
    host = make_organisation(slug="union", name="Union", place=make_place())
    make_item(mission=mission, hosts=[host], visibility="public")
    publish(mission)

    data = data_of(client.get("/en/partners/union/").content.decode())

    assert data == {
        "@context": ["https://schema.org", {"@language": "en"}],
        "@type": "Organization",
        "@id": "https://missions.example/en/partners/union/",
        "name": "Union",
        "url": "https://missions.example/en/partners/union/",
        "location": {"@type": "Place", "name": "Ashgabat"},
    }


def test_the_sitemap_lists_what_the_public_finds_and_nothing_else(client, settings):
    settings.SITE_URL = "https://missions.example"
    mission = make_mission(slug="silk-road")
    make_item(mission=mission, hosts=[make_organisation(slug="union")], visibility="public")
    make_item(mission=mission, hosts=[make_organisation(slug="secret")])
    make_item(mission=mission, hosts=[make_organisation(slug="hidden", published=False)], visibility="public")
    publish(mission)
    make_mission(slug="draft")
    taken_back = published(slug="taken-back")
    release.take_back(taken_back, by=None)
    afresh()

    answer = client.get("/sitemap.xml")

    root = ElementTree.fromstring(answer.content)  # noqa: S314  # our own
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = [url.findtext(f"{SITEMAP}loc") for url in root.iter(f"{SITEMAP}url")]
    paths = ["", "about/", "privacy/", "accessibility/", "missions/silk-road/", "partners/union/"]
    assert found == [f"https://missions.example/{lang}/{path}" for path in paths for lang in LANGUAGES]


@pytest.mark.once
def test_each_page_of_the_sitemap_has_its_languages_and_its_time(client):
    mission = published(slug="silk-road")

    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own

    url = next(
        url
        for url in root.iter(f"{SITEMAP}url")
        if "/en/missions/silk-road/" in url.findtext(f"{SITEMAP}loc")
    )
    links = url.findall("{http://www.w3.org/1999/xhtml}link")
    assert [link.get("hreflang") for link in links] == LANGUAGES
    assert url.findtext(f"{SITEMAP}lastmod") == mission.releases.get().at.isoformat(timespec="seconds")
