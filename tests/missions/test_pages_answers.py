"""How the public pages are answered: queries, caches, headers and addresses."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from missions import editions, release
from missions.models import MissionState
from tests.factories import (
    make_contact,
    make_follow_up,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_place,
    make_sector,
    make_stop,
)
from tests.missions.published import load_reference, publish, publish_results, published

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "ru", "kk", "tk"]


def full_mission(items=14, slug="silk-road"):
    """A mission in its second version, with results, contacts, hosts and topics."""
    mission = make_mission(slug=slug)
    contact = make_contact(public=True)
    make_party(mission=mission, organisation=contact.organisation, contact=contact)
    stop = make_stop(mission=mission, place=make_place(latitude=37, longitude=58))
    hosts, topics = [make_organisation(), make_organisation()], [make_sector()]
    for _number in range(items):
        item = make_item(mission=mission, stop=stop, hosts=hosts, topics=topics, visibility="public")
    publish(mission)
    make_follow_up(mission=mission, item=item, counterparts=hosts, published=True)
    publish_results(mission)
    item.title_en = "Reworded"
    item.save()
    return publish(mission)


@pytest.mark.once
@pytest.mark.parametrize("items", [14, 400])
def test_the_first_rendering_of_a_mission_takes_six_queries_and_a_repeated_one_one_whatever_its_size(
    client, django_assert_num_queries, items
):
    full_mission(items)

    with django_assert_num_queries(6):
        client.get("/en/missions/silk-road/")
    editions.forget()

    with django_assert_num_queries(1):
        client.get("/en/missions/silk-road/")


@pytest.mark.once
def test_a_page_that_has_not_changed_is_answered_304_with_one_query(client, django_assert_num_queries):
    full_mission()
    etag = client.get("/en/missions/silk-road/")["ETag"]
    editions.forget()

    with django_assert_num_queries(1):
        answer = client.get("/en/missions/silk-road/", headers={"if-none-match": etag})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


@pytest.mark.once
@pytest.mark.parametrize("missions", [1, 3])
def test_the_first_page_takes_two_queries_and_three_with_a_filter(
    client, django_assert_num_queries, missions
):
    for number in range(missions):
        full_mission(2, f"mission-{number}")

    with django_assert_num_queries(2):
        client.get("/en/")
    editions.forget()
    with django_assert_num_queries(3):
        client.get("/en/?country=TM")
    editions.forget()
    with django_assert_num_queries(1):
        client.get("/en/?country=TM")


@pytest.mark.once
@pytest.mark.parametrize("missions", [1, 3])
def test_a_partner_and_the_sitemap_take_queries_of_a_fixed_number(
    client, django_assert_num_queries, missions
):
    host = make_organisation(slug="union")
    for _number in range(missions):
        mission = make_mission()
        make_item(mission=mission, hosts=[host], visibility="public")
        publish(mission)

    with django_assert_num_queries(5):
        client.get("/en/partners/union/")
    editions.forget()
    with django_assert_num_queries(4):
        client.get("/sitemap.xml")


@pytest.mark.once
@pytest.mark.parametrize("versions", [1, 3])
def test_the_changes_take_three_queries(client, django_assert_num_queries, versions):
    mission = published(slug="silk-road")
    for _number in range(versions - 1):
        make_item(mission=mission, visibility="public")
        publish(mission)

    with django_assert_num_queries(3):
        client.get("/en/missions/silk-road/changes/")


FIXED = ("about/", "privacy/", "accessibility/")
PAGES = [
    "/en/",
    "/en/missions/silk-road/",
    "/en/missions/silk-road/changes/",
    "/en/partners/union/",
    "/sitemap.xml",
]


@pytest.mark.once
@pytest.mark.parametrize("path", PAGES)
def test_public_pages_know_no_reader(client, admin_client, path):
    """faults.md 72: no cookie, no Vary: Cookie, and the same bytes for staff and strangers."""
    mission = make_mission(slug="silk-road")
    make_item(mission=mission, hosts=[make_organisation(slug="union")], visibility="public")
    publish(mission)

    answers = [each.get(path) for each in (client, admin_client)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    for answer in answers:
        assert "cookie" not in answer["Vary"].lower()
        assert answer["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert not answer.cookies
        assert re.fullmatch(r'"[0-9a-f]{32}"', answer["ETag"])


@pytest.mark.once
@pytest.mark.parametrize("path", PAGES)
def test_public_pages_are_read_and_nothing_else(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.once
def test_no_page_asks_another_host_for_anything(client):
    mission = load_reference()
    for lang in LANGUAGES:
        page = client.get(f"/{lang}/missions/{mission.slug}/").content.decode()

        asked = re.findall(
            r'(?:src|srcset|poster)="([^"]*)"|<link rel="(?:stylesheet|icon)[^>]*href="([^"]*)"', page
        )
        assert [
            address for pair in asked for address in pair if address and not address.startswith("/static/")
        ] == []


@pytest.mark.once
def test_a_page_has_one_address_and_names_its_other_languages(client, settings):
    settings.SITE_URL = "https://missions.example"
    published(slug="silk-road")

    page = client.get("/ru/missions/silk-road/").content.decode()

    address = "https://missions.example/{}missions/silk-road/"
    assert f'<link rel="canonical" href="{address.format("ru/")}">' in page
    for lang in LANGUAGES:
        assert f'<link rel="alternate" hreflang="{lang}" href="{address.format(f"{lang}/")}">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="{address.format("")}">' in page
    assert f'<meta property="og:url" content="{address.format("ru/")}">' in page
    assert "webcal://missions.example/ru/missions/silk-road/programme.ics" in page


@pytest.mark.once
def test_a_shared_link_shows_what_each_public_page_is(client, settings):
    settings.SITE_URL = "https://missions.example"
    mission = make_mission(slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"})
    ashgabat = make_place(name={"en": "Ashgabat", "ru": "Ашхабад"})
    union = make_organisation(
        slug="union", name={"en": "Union", "ru": "Союз"}, kind="company", place=ashgabat
    )
    make_item(mission=mission, hosts=[union], visibility="public")
    publish(mission)

    told = {}
    for path in ("", "missions/silk-road/", "missions/silk-road/changes/", "partners/union/", *FIXED):
        page = client.get(f"/ru/{path}").content.decode()
        tags = re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)"', page)
        told[path] = dict(tags).get("title", ""), dict(tags).get("description", "")
        assert [tag for tag in tags if tag[0] not in ("title", "description")] == [
            ("type", "website"),
            ("site_name", "Keruen"),
            ("url", f"https://missions.example/ru/{path}"),
            ("image", "https://missions.example/static/social.png"),
            ("image:width", "1200"),
            ("image:height", "630"),
            ("locale:alternate", "en_GB"),
            ("locale", "ru_RU"),
            ("locale:alternate", "kk_KZ"),
            ("locale:alternate", "tk_TM"),
        ]

    assert [path for path, (title, _description) in told.items() if not title] == []
    assert told["missions/silk-road/changes/"][0].endswith(": Шёлковый путь")
    title, description = told["partners/union/"]
    assert (title, description) == ("Союз", "Компания, Ашхабад")


@pytest.mark.once
def test_the_picture_of_a_shared_link_has_the_size_that_is_told():
    head = Path("static/social.png").read_bytes()[:24]

    assert (head[1:4], head[16:20], head[20:24]) == (
        b"PNG",
        (1200).to_bytes(4, "big"),
        (630).to_bytes(4, "big"),
    )


@pytest.mark.once
def test_the_host_that_a_reader_asks_for_stands_in_no_address(client, settings):
    """faults.md 68."""
    settings.ALLOWED_HOSTS = ["*"]
    published(slug="silk-road")

    page = client.get("/en/missions/silk-road/", headers={"host": "evil.example"}).content.decode()

    assert "evil.example" not in page


def test_a_page_follows_a_release_a_withdrawal_and_a_change_of_state(client):
    mission = published(slug="silk-road", title="First")
    titles = []
    for act in (
        lambda: None,
        lambda: (setattr(mission, "title_en", "Second"), mission.save(), _again(mission)),
        lambda: release.withdraw(mission.releases.get(number=2), by=None, reason="Wrong"),
        lambda: release.take_back(mission, by=None),
    ):
        act()
        answer = client.get("/en/missions/silk-road/")
        titles.append(re.findall(r"<h1>(.*?)</h1>", answer.content.decode())[0])

    assert titles == ["First", "Second", "First", "No page at this address"]
    assert mission.state == MissionState.DRAFT


def _again(mission):
    return release.release(
        mission, by=None, members={}, replaces=release.newest(mission).number, at=timezone.now()
    )
