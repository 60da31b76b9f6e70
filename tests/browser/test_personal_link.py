"""A delegate's way in a browser: the link in her mail, its one button, and her programme behind it."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from delegations import links
from missions.models import ItemKind, ItemStatus, ProgrammeItem, Visibility
from tests.browser import looks
from tests.delegations.travellers import release
from tests.factories import (
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
    make_stop,
)

DAY = datetime.date(2023, 12, 5)


@pytest.fixture
def delegate(db):
    """In group B, with a flight, a hotel, own items of all states, and items of others."""
    home = make_place(name={"en": "Astana", "ru": "Астана", "kk": "Астана"}, country="KZ", zone="Asia/Almaty")
    mission = make_mission(
        title={"en": "Kazakhstan to Turkmenistan", "ru": "Казахстан – Туркменистан"}, home=home
    )
    mary = make_place(name={"en": "Mary", "ru": "Мары", "tk": "Mary"})
    ashgabat = make_place(name={"en": "Ashgabat", "ru": "Ашхабад", "tk": "Aşgabat"})
    first = make_stop(mission=mission, place=mary, first_day=mission.starts_on)
    second = make_stop(mission=mission, place=ashgabat, first_day=DAY)
    a, b = make_group(mission=mission, name="Group A"), make_group(mission=mission, name="Group B")
    person = make_person(
        family_name={"en": "Otegenov", "ru": "Отегенов", "kk": "Өтегенов"},
        given_name={"en": "Galym", "ru": "Галым", "kk": "Ғалым"},
    )
    delegate = make_delegate(groups=[b], person=person)
    make_item(
        stop=first,
        title="An enterprise making shoes",
        kind=ItemKind.SITE_VISIT,
        day=mission.starts_on,
        day_approximate=True,
    )
    make_item(
        stop=second,
        title={"en": "Union of Industrialists", "ru": "Союз промышленников"},
        description={"ru": "Обсуждение транспортных коридоров; состав участников уточняется."},
        kind=ItemKind.NEGOTIATIONS,
        day=DAY,
        starts_at=datetime.time(9),
        ends_at=datetime.time(10, 30),
        status=ItemStatus.TENTATIVE,
        dress="business",
        interpreter="Turkmen and Russian",
    )
    make_item(
        stop=second,
        title="Lunch with the hosts",
        kind=ItemKind.MEAL,
        day=DAY,
        starts_at=datetime.time(13),
        status=ItemStatus.CANCELLED,
    )
    make_item(
        stop=second,
        title="Commodity Exchange",
        kind=ItemKind.VISIT,
        day=DAY,
        starts_at=datetime.time(15, 30),
        time_approximate=True,
        groups=[b],
        visibility=Visibility.PARTICIPANTS,
    )
    make_item(mission=mission, title="Farewell", kind=ItemKind.RECEPTION)
    make_item(
        stop=second,
        title="Port of Turkmenbashi",
        kind=ItemKind.SITE_VISIT,
        day=mission.ends_on,
        groups=[a],
        visibility=Visibility.PARTICIPANTS,
        public_title="A visit",
    )
    make_item(stop=second, title="Seen by all", kind=ItemKind.SITE_VISIT, day=mission.ends_on, groups=[a])
    release(mission)
    make_leg(
        mission=mission,
        passengers=[delegate],
        from_place=home,
        to_place=ashgabat,
        carrier="Air Astana",
        number="KC 123",
        departs_on=mission.starts_on,
        departs_at=datetime.time(6, 15),
        arrives_on=mission.starts_on,
        arrives_at=datetime.time(8),
    )
    make_stay(
        delegate=delegate,
        hotel="Yyldyz",
        place=ashgabat,
        address="Bagtyýarlyk köçesi 17, Aşgabat",
        room="412",
    )
    return delegate


def press(page, token) -> None:
    page.goto(f"/l/{token}/")
    page.get_by_role("button").click()
    page.wait_for_url("**/my/*/")


def test_the_button_leads_to_my_programme(page, delegate):
    """Scenario 7: a delegate in group B sees public items, her group's and her own, in every language."""
    token = links.renew(delegate)

    page.goto(f"/l/{token}/")
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="Open my programme").click()

    slug = delegate.mission.slug
    expect(page).to_have_url(re.compile(f"/en/my/{slug}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Programme of Galym Otegenov")
    assert page.get_by_role("heading", level=4).all_inner_texts() == [
        "Astana to Ashgabat",
        "An enterprise making shoes",
        "Union of Industrialists",
        "Lunch with the hosts",
        "Commodity Exchange",
        "Farewell",
        "A visit",
        "Seen by all",
    ]
    assert "Port of Turkmenbashi" not in page.content()
    assert token not in page.content()

    for code, name in [("ru", "Русский"), ("kk", "Қазақша"), ("tk", "Türkmençe")]:
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"/{code}/my/{slug}/$"))
        assert page.evaluate("document.documentElement.lang") == code
        expect(page.get_by_text("09:00–10:30")).to_be_visible()
        assert "Port of Turkmenbashi" not in page.content()


def test_it_works_without_scripts(open_page, delegate):
    page = open_page(java_script_enabled=False)

    press(page, links.renew(delegate))

    expect(page.get_by_text("Commodity Exchange")).to_be_visible()


def test_opening_the_link_with_scripts_running_presses_nothing(page, delegate):
    """faults.md 51."""
    token = links.renew(delegate)

    page.goto(f"/l/{token}/")
    page.wait_for_load_state("networkidle")

    delegate.links.get(revoked_at=None, last_used_at=None)
    assert page.url.endswith(f"/l/{token}/")


def test_no_request_carries_the_token_in_its_referrer(page, site, delegate):
    """faults.md 26."""
    token = links.renew(delegate)
    sent = []
    page.on("request", lambda request: sent.append(request.all_headers().get("referer", "")))

    press(page, token)
    page.get_by_role("link", name="Русский").click()
    page.wait_for_url("**/ru/my/*/")

    assert [referrer for referrer in sent if token in referrer] == []
    assert f"{site}/" in sent


def test_choosing_a_language_before_pressing_keeps_it(page, delegate):
    token = links.renew(delegate)
    page.goto(f"/l/{token}/")

    page.get_by_role("link", name="Қазақша").click()
    expect(page.get_by_text("Ғалым Өтегенов")).to_be_visible()
    page.get_by_role("button").click()

    expect(page).to_have_url(re.compile(r"/kk/my/[\w-]+/$"))


def test_revoking_closes_an_open_page_at_the_next_step(page, delegate):
    """faults.md 33."""
    press(page, links.renew(delegate))

    links.renew(delegate)
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link")
    assert [complaint for complaint in page.complaints if "403" not in complaint] == []
    page.complaints.clear()


def test_signing_out_closes_the_page(page, delegate):
    press(page, links.renew(delegate))

    page.get_by_role("button", name="Sign out on this device").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link")
    page.complaints.clear()


def test_pages_have_no_barrier_and_nothing_runs_out_of_narrow_ones(page, axe, delegate):
    token = links.renew(delegate)

    page.goto(f"/l/{token}/")
    assert axe(page) == []
    assert looks.too_wide(page, [320]) == []
    press(page, token)
    assert axe(page) == []
    assert looks.too_wide(page, [320]) == []
    for path in ["/en/my/", f"/ru/my/{delegate.mission.slug}/"]:
        page.goto(path)
        assert axe(page) == []


@pytest.mark.parametrize("path", ["/l/wrong/", "/en/my/"])
def test_pages_that_refuse_have_no_barrier(page, axe, path):
    page.goto(path)

    assert axe(page) == []
    page.complaints.clear()


def test_a_second_host_stands_below_the_first(open_page, delegate):
    """Two descriptions under one term: the second may not slip into the column of the terms."""
    item = ProgrammeItem.objects.get(mission=delegate.mission, title_en="Union of Industrialists")
    for name in ("Example Embassy", "Example Noodles"):
        make_host(item=item, organisation=make_organisation(name=name))
    release(delegate.mission)
    page = open_page(390)

    press(page, links.renew(delegate))

    hosts = page.get_by_role("definition").filter(has_text="Example ")
    starts = hosts.evaluate_all("them => them.map(it => it.getBoundingClientRect().left)")
    assert len(starts) == 2
    assert starts[0] == starts[1]
