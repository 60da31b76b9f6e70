"""Every page of the back office in a browser: no barrier, no complaint, nothing too heavy or too wide.

The addresses are those of the walk (tests/walk), so that a new page is included by itself.
"""

import gzip
from itertools import islice

import pytest
from django.core.cache import cache
from playwright.sync_api import Error, expect

from tests import factories
from tests.browser import looks
from tests.walk import verdicts, world
from tests.walk.desk_pages import of_the_desk

LARGEST = 150_000  # bytes of a first view, as a server sends them
# From the widest to the narrowest or back, from where the page before was left: in two of them axe looks at it.
WIDTHS = (1280, 820, 390, 320)
LOOKS = {width: scheme for width, (scheme,) in looks.OF_THE_DESK.items()}
SHARES = 4  # of the addresses, so that they are read by several workers at once
RECORDS = "#nav-sidebar"  # all models, on every page of theirs
READ = f"""() => [performance.getEntriesByType("resource").map(entry => entry.name),
    document.body.matches(".desk"), !!document.querySelector("{RECORDS}")]"""
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


@pytest.mark.parametrize("share", range(SHARES))
def test_each_page_is_light_fits_its_screen_and_has_no_fault_that_axe_finds(desk, made, share):
    """Each is loaded once, in the width in which the one before was left, and then turned to the others."""
    page, known, read = desk(made.mission), {}, 0
    faulty, heavy, wide, beside = {}, {}, {}, ""

    def sent(url):
        """The bytes of what a page loads as a server sends it; fonts are compressed already."""
        if url not in known:
            body = page.request.get(url).body()
            known[url] = len(body) if url.endswith(".woff2") else weight(body)
        return known[url]

    page.add_init_script(looks.AXE)
    page.set_viewport_size({"width": 1280, "height": 900})
    for address in pages(made, share):
        try:
            body = page.goto(address.url).body()
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            continue
        read += 1
        loaded, ours, has_records = page.evaluate(READ)
        total = weight(body) + sum(sent(url) for url in set(loaded) - {page.url})
        if total > LARGEST:
            heavy[address.name] = total
        widths = WIDTHS if ours or address.name in MAIN_PAGES else LOOKS
        faults, over = [], []
        for width in sorted(widths, reverse=page.viewport_size["width"] > 800):
            page.set_viewport_size({"width": width, "height": 900})
            if scheme := LOOKS.get(width):
                page.emulate_media(color_scheme=scheme)
                faults += looks.look(page, width, scheme, beside=beside)
            if width < 1280 and len(widths) > 2 and page.evaluate(looks.TOO_WIDE):
                over.append(width)
        if faults:
            faulty[address.name] = faults
        if over:
            wide[address.name] = over
        if has_records:
            beside = RECORDS

    assert read > 150 / SHARES
    assert (faulty, heavy, wide) == ({}, {}, {})


def pages(made, share):
    """Of the equal shares one, of all addresses of the back office where a superuser finds something to read."""
    for address in islice(of_the_desk(made), share, None, SHARES):
        if verdicts.stated()[address.name]["superuser"] in {"page", "form"}:
            yield address


def weight(body):
    """The bytes of a text as a server sends it."""
    return len(gzip.compress(body, 6))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_switch_of_the_stock_pages_is_as_readable_as_the_devices_own(desk, made, scheme):
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
        looks.prepare(page)
        for width in looks.in_every_width(page):
            assert looks.look(page, width, scheme, rules=looks.OF_COLOURS) == []


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


def test_on_a_laptop_the_line_of_the_mission_is_one_with_the_way_out_in_sight(desk, made):
    page = desk(made.mission)
    for path in ("/admin/", "/admin/records/"):
        page.goto(path)
        line = page.locator(".deskbar-mission").bounding_box()
        way_out = page.get_by_role("button", name="Leave this mission").bounding_box()
        assert line["height"] < 60
        assert way_out["x"] + way_out["width"] <= 1280


def test_a_deadline_is_done_by_keyboard_alone(desk, made):
    page = desk(made.mission)
    button = page.get_by_role("button", name="Done", exact=False).first
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("is done.")
    assert made.mission.deadlines.get().done_on == made.mission.today()
