"""Every page of the back office in a browser: no barrier, no complaint, nothing too heavy or too wide.

The addresses are those of the walk (tests/walk), so that a new page is included by itself.
"""

import gzip

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests import factories
from tests.walk import world
from tests.walk.desk_pages import pages

LARGEST = 150_000  # bytes of a first view, as a server sends them
LOOKS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (820, "light"), (390, "dark")])
MAIN_PAGES = ("admin:index", "admin:search", "admin:records", "admin:current_mission")


@pytest.fixture
def desk(open_page, signed_in):
    """Pages of a superuser who has signed in and works on a mission."""

    def make(mission, **options):
        page = open_page(**options)
        page.context.set_default_timeout(30_000)  # there are a hundred pages to come
        signed_in(page, factories.make_user(is_superuser=True))
        page.goto(f"/admin/missions/mission/{mission.pk}/deadlines/")
        return page

    return make


@pytest.fixture
def made(db):
    cache.clear()
    return world.make()


@LOOKS
def test_no_page_has_a_fault_that_axe_finds(desk, made, axe, width, scheme):
    page, found, read = desk(made.mission, width=width, scheme=scheme), {}, 0

    for address in pages(made):
        page.goto(address.url)
        read += 1
        if faults := axe(page):
            found[address.name] = faults

    assert read > 60
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_switch_of_the_stock_pages_is_as_readable_as_the_devices_own(desk, made, axe, scheme):
    page = desk(made.mission, scheme=scheme)
    page.goto("/admin/missions/programmeitem/")
    page.locator(".theme-toggle").click()
    other = "light" if scheme == "dark" else "dark"
    assert page.evaluate("document.documentElement.dataset.theme") == other

    for path in (
        "/admin/missions/programmeitem/",
        "/admin/records/",
        f"/admin/missions/mission/{made.mission.pk}/change/",
    ):
        page.goto(path)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 255, 255)" if other == "light" else "rgb(16, 24, 29)"
        )
        assert axe(page) == []


def test_no_page_weighs_more_than_150_kilobytes(desk, made):
    page, heavy, known = desk(made.mission), {}, {}

    def sent(url):
        """The bytes of an answer as a server sends it; fonts are compressed already."""
        if url not in known:
            body = page.request.get(url).body()
            known[url] = len(body) if url.endswith(".woff2") else len(gzip.compress(body, 6))
        return known[url]

    for address in pages(made):
        page.goto(address.url)
        loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
        weight = sum(sent(url) for url in {page.url, *loaded})
        if weight > LARGEST:
            heavy[address.name] = weight

    assert heavy == {}


@pytest.mark.parametrize("width", [320, 390, 820])
def test_the_desks_pages_are_no_wider_than_the_screen(desk, made, width):
    page, wide = desk(made.mission, width=width), {}

    for address in pages(made):
        page.goto(address.url)
        if page.locator("body.desk").count() or address.name in MAIN_PAGES:
            over = page.evaluate("document.documentElement.scrollWidth") - width
            if over > 0:
                wide[address.name] = over

    assert wide == {}


def test_a_slash_leads_to_the_search_but_in_a_field_it_is_a_slash(desk, made):
    page = desk(made.mission)
    for path in ("/admin/", f"/admin/missions/mission/{made.mission.pk}/change/"):
        page.goto(path)
        page.keyboard.press("/")
        search = page.get_by_role("searchbox", name="Search missions, items, people and organisations")
        expect(search).to_be_focused()
        expect(search).to_have_value("")
        page.keyboard.type("a/b")
        expect(search).to_have_value("a/b")
    page.locator("#id_title_en").fill("")
    page.locator("#id_title_en").press("/")
    expect(page.locator("#id_title_en")).to_have_value("/")


def test_the_key_can_be_turned_off_and_stays_off(desk, made):
    """WCAG 2.1.4: a single key does nothing for who has turned it off."""
    page = desk(made.mission)
    page.goto("/admin/")
    page.get_by_role("button", name="Turn it off").click()
    for path in ("/admin/", "/admin/records/"):
        page.goto(path)
        page.keyboard.press("/")
        search = page.get_by_role("searchbox", name="Search missions, items, people and organisations")
        expect(search).not_to_be_focused()
        assert search.get_attribute("aria-keyshortcuts") is None

    page.get_by_role("button", name="Turn it on").click()
    page.keyboard.press("/")
    expect(search).to_be_focused()


def test_the_first_tab_leads_past_the_bar(desk, made):
    page = desk(made.mission)
    for path, target in (("/admin/", "main"), ("/admin/records/", "content-start")):
        page.goto(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == target


def test_each_way_of_the_bar_shows_where_the_focus_is(desk, made):
    page = desk(made.mission)
    for path in ("/admin/", "/admin/records/"):
        page.goto(path)
        seen = 0
        for _press in range(30):
            page.keyboard.press("Tab")
            outline = page.evaluate(
                """() => {
                    const one = document.activeElement;
                    if (!one.closest(".deskbar")) return null;
                    const style = getComputedStyle(one);
                    return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor];
                }"""
            )
            if outline:
                seen += 1
                assert outline == ["solid", 3, "rgb(255, 255, 255)"]
        assert seen > 15


def test_the_languages_fold_and_escape_closes_them(desk, made):
    page = desk(made.mission)
    page.goto("/admin/")
    page.locator(".fold summary").press("Enter")
    expect(page.get_by_role("link", name="Русский")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Русский")).to_be_hidden()
    expect(page.locator(".fold summary")).to_be_focused()
    page.keyboard.press("Enter")

    page.get_by_role("link", name="Русский").click()

    assert page.locator("html").get_attribute("lang") == "ru"


def test_without_scripts_a_mission_is_searched_for_worked_on_and_left(open_page, signed_in, made):
    page = open_page(java_script_enabled=False)
    signed_in(page, factories.make_user(is_superuser=True))
    page.goto("/admin/")
    page.get_by_role("searchbox").fill("Meeting")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: Meeting")
    page.goto("/admin/mission/")
    page.locator(f"button[value='{made.mission.pk}']").click()
    expect(page.locator(".deskbar-mission")).to_contain_text(str(made.mission))

    page.get_by_role("button", name="Leave this mission").click()

    expect(page.locator(".deskbar-mission")).to_have_count(0)


def test_a_deadline_is_done_by_keyboard_alone(desk, made):
    page = desk(made.mission)
    button = page.get_by_role("button", name="Done", exact=False).first
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("is done.")
    assert made.mission.deadlines.get().done_on == made.mission.today()
