"""The public pages in a browser: no barrier, no script needed, no other host, narrow and on paper."""

import datetime
from decimal import Decimal

import pytest

from tests.browser import looks
from tests.factories import make_item, make_mission, make_organisation, make_place, make_stop
from tests.missions.published import REFERENCE, load_reference, publish, publish_results

FIFTH = datetime.date(2023, 12, 5)


def every_state():
    """A mission with items in every state, in its second version, over the date line."""
    mission = make_mission(slug="states", title="A mission of states", summary={"ru": "Только по-русски."})
    tokyo = make_stop(
        mission=mission,
        place=make_place(
            name="Tokyo",
            country="JP",
            zone="Asia/Tokyo",
            latitude=Decimal("35.68"),
            longitude=Decimal("139.69"),
        ),
        first_day=datetime.date(2023, 12, 4),
        last_day=FIFTH,
    )
    honolulu = make_place(
        name="Honolulu",
        country="US",
        zone="Pacific/Honolulu",
        latitude=Decimal("21.3"),
        longitude=Decimal("-157.86"),
    )
    make_stop(mission=mission, place=honolulu, first_day=FIFTH)
    common = {"mission": mission, "stop": tokyo, "visibility": "public"}
    moved = make_item(
        **common, day=FIFTH, starts_at=datetime.time(9), hosts=[make_organisation(slug="chamber")]
    )
    make_item(**common, day=FIFTH, status="tentative", venue="Hall", title={"ru": "Визит"})
    cancelled = make_item(**common, day=FIFTH, part_of_day="morning", outcome="Nothing.")
    make_item(**common, day=datetime.date(2023, 12, 4), title="Fair", ends_on=FIFTH)
    make_item(
        **common,
        day=FIFTH,
        starts_at=datetime.time(20),
        ends_on=FIFTH,
        ends_at=datetime.time(8),
        to_place=honolulu,
        kind="transfer",
    )
    make_item(mission=mission, public_title="Official meeting", title="Hidden")
    publish(mission)
    moved.starts_at = datetime.time(11)
    moved.save()
    cancelled.status = "cancelled"
    cancelled.save()
    publish(mission, en="Begins later.")
    publish_results(mission)
    return mission


PAGES = [
    "/en/",
    "/en/?status=completed&country=TM",
    f"/en/missions/{REFERENCE}/",
    f"/ru/missions/{REFERENCE}/",
    f"/kk/missions/{REFERENCE}/",
    f"/tk/missions/{REFERENCE}/",
    "/en/missions/states/",
    "/en/missions/states/changes/",
    "/en/partners/chamber/",
]


@pytest.fixture
def missions(site):
    load_reference()
    every_state()


def test_no_public_page_has_a_barrier_and_all_fit_the_narrowest_screens(missions, page, axe):
    """Neither axe nor the console (where violations of the content policy would stand) finds anything."""
    found = {}
    for path in PAGES:
        page.goto(path)
        found[path] = (axe(page), looks.too_wide(page, [320]))

    assert found == dict.fromkeys(PAGES, ([], []))


def test_the_programme_is_read_without_scripts_with_five_requests_at_most(missions, open_page):
    page = open_page(390, java_script_enabled=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"/en/missions/{REFERENCE}/")

    assert len(asked) <= 5
    assert page.locator(".item").count() == 13
    assert page.locator("h1").inner_text() == "Kazakhstan to Turkmenistan"


def test_the_filter_works_without_scripts_and_keeps_its_values(missions, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/en/")

    page.get_by_label("Country").select_option("Japan")
    page.get_by_role("button", name="Show missions").click()

    assert page.locator("h3").all_inner_texts() == ["A mission of states"]
    assert page.get_by_label("Country").input_value() == "JP"
    page.get_by_role("link", name="Русский").click()
    assert page.url.endswith("/ru/?country=JP")


def test_a_stop_on_the_cover_leads_to_its_part_of_the_programme(missions, page):
    page.goto(f"/en/missions/{REFERENCE}/")

    page.get_by_role("navigation", name="This mission").get_by_role("link", name="Itinerary").click()
    page.locator(".route").get_by_role("link", name="Arkadag").click()

    assert page.url.endswith("#stop-3")
    assert page.locator("#stop-3").inner_text() == "Arkadag"


def test_the_keyboard_reaches_every_link_in_reading_order(missions, page):
    page.goto(f"/en/missions/{REFERENCE}/")
    links = page.locator("a[href]").count()
    reached = []
    for _number in range(links):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"

    assert page.evaluate("document.activeElement.tagName") == "A"
    assert (
        page.evaluate("[...document.querySelectorAll('a[href]')].indexOf(document.activeElement)")
        == links - 1
    )


def test_subscribing_downloading_and_printing_are_three_buttons_with_words_of_their_own(missions, page):
    page.goto(f"/en/missions/{REFERENCE}/")

    buttons = page.locator("div.actions a")

    assert buttons.count() == 3
    assert buttons.nth(0).get_attribute("href").startswith("webcal://")
    assert buttons.nth(0).inner_text().startswith("Subscribe")
    assert buttons.nth(1).inner_text().startswith("Download")
    with page.expect_download() as download:
        buttons.nth(1).click()
    assert download.value.suggested_filename.endswith(".ics")
    assert buttons.nth(2).get_attribute("href") == f"/en/missions/{REFERENCE}/programme.pdf"


def test_on_paper_there_is_the_programme_and_no_button(missions, page):
    page.goto(f"/en/missions/{REFERENCE}/")
    page.emulate_media(media="print")

    assert [each.is_hidden() for each in page.locator(".actions").all()] == [True, True]
    assert page.locator(".menu").first.is_hidden()
    assert page.locator(".version").is_visible()
    assert page.locator(".item").first.is_visible()
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")


def test_a_wrong_address_is_answered_in_the_language_of_the_page(missions, page):
    page.goto("/tk/missions/nothing/")

    assert page.locator("html").get_attribute("lang") == "tk"
    assert [complaint for complaint in page.complaints if "404" not in complaint] == []
    page.complaints.clear()
