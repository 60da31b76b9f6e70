"""A partner's page: who it is, and what the public may know of its part in missions."""

import datetime

import pytest

from tests.factories import (
    make_item,
    make_mission,
    make_organisation,
    make_place,
    make_sector,
    make_stop,
)
from tests.markup import faults
from tests.missions.published import afresh, load_reference, publish, text_of

pytestmark = pytest.mark.django_db

FIFTH = datetime.date(2023, 12, 5)


def partner_page(client, slug="union", lang="en"):
    answer = client.get(f"/{lang}/partners/{slug}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert faults(page) == []
    return page


def hosting(organisation, **fields):
    mission = make_mission(title="Silk Road")
    stop = make_stop(mission=mission, place=make_place())
    make_item(
        mission=mission,
        stop=stop,
        hosts=[organisation],
        **{"visibility": "public", "title": "Visit", **fields},
    )
    return publish(mission)


def union(**fields):
    return make_organisation(**{"slug": "union", "name": "Union", "kind": "union", **fields})


@pytest.mark.once
def test_it_tells_who_the_partner_is(client):
    parent = make_organisation(slug="national", name="National union")
    hosting(
        union(
            parent=parent,
            place=make_place(name="Mary"),
            sectors=[make_sector(name="Logistics")],
            website="https://union.example/",
        )
    )

    page = partner_page(client)

    assert text_of(page, "h1") == "Union"
    assert text_of(page, ".facts") == (
        "Kind Union of enterprises Place Mary Part of National union Sectors Logistics "
        "Website https://union.example/"
    )


def test_the_parent_is_a_link_where_it_has_a_page(client):
    parent = make_organisation(slug="national", name="National union")
    hosting(parent)
    hosting(union(parent=parent))

    assert '<a href="/en/partners/national/">National union</a>' in partner_page(client)


@pytest.mark.once
def test_an_unpublished_parent_is_not_named(client):
    """faults.md 22: unpublished records stand nested in no public page."""
    hosting(union(parent=make_organisation(name="Hidden", published=False)))

    assert "Hidden" not in partner_page(client)


def test_it_lists_its_public_items_of_all_missions_the_newest_first(client):
    organisation = union()
    one = hosting(organisation, day=FIFTH, title="First visit")
    two = hosting(organisation, title="Second visit", status="tentative")
    two.starts_on, two.ends_on = datetime.date(2024, 5, 1), datetime.date(2024, 5, 2)
    two.save()
    publish(two)

    page = partner_page(client)

    assert text_of(page, "[aria-labelledby=met]") == (
        "On missions 1 to 2 May 2024 Second visit Tentative Silk Road Kind Meeting Where Ashgabat "
        "5 December 2023 First visit Silk Road Kind Meeting Where Ashgabat"
    )
    assert f'<a href="/en/missions/{one.slug}/#item-{one.items.get().uid}">First visit</a>' in page


@pytest.mark.parametrize("visibility", ["delegation", "participants", "staff"])
def test_an_organisation_with_private_items_alone_has_no_page(client, visibility):
    """faults.md 2, 10: not by a guessed address either."""
    hosting(union(), visibility=visibility, public_title="Official meeting")

    assert client.get("/en/partners/union/").status_code == 404


def test_an_organisation_without_items_or_unpublished_has_no_page(client):
    union()
    hosting(make_organisation(slug="hidden", published=False))

    assert [client.get(f"/en/partners/{slug}/").status_code for slug in ("union", "hidden", "none")] == [
        404
    ] * 3


def test_an_organisation_unpublished_later_loses_its_page(client):
    organisation = union()
    hosting(organisation)
    partner_page(client)
    organisation.published = False
    organisation.save()
    from missions import editions

    editions.forget()

    assert client.get("/en/partners/union/").status_code == 404


def test_a_draft_mission_gives_its_hosts_no_page(client):
    mission = make_mission()
    make_item(mission=mission, hosts=[union()], visibility="public")

    assert client.get("/en/partners/union/").status_code == 404


@pytest.mark.once
def test_the_profile_is_markdown_and_nothing_else(client):
    hosting(union(profile="A **national** union. <script>alert(1)</script> [x](javascript:alert(1))"))

    page = partner_page(client)

    assert "<strong>national</strong>" in page
    assert "&lt;script&gt;" in page
    assert page.count("<script") == 1
    assert 'href="javascript' not in page


@pytest.mark.once
def test_words_in_another_language_are_marked(client):
    hosting(union(name={"ru": "Союз"}, profile={"ru": "Описание."}))
    afresh()

    page = partner_page(client)

    assert '<h1 lang="ru">Союз</h1>' in page
    assert '<div class="stack" lang="ru"><p>Описание.</p></div>' in page
    assert page.count("Shown in Russian: no English text yet.") == 1


@pytest.mark.once
@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_partners_of_the_reference_mission_have_pages(client, lang):
    load_reference()
    page = client.get(f"/{lang}/missions/kazakhstan-turkmenistan-december-2023/").content.decode()

    import re

    slugs = set(re.findall(rf'href="/{lang}/partners/([^/]+)/"', page))

    assert len(slugs) >= 4
    for slug in slugs:
        partner_page(client, slug, lang)
