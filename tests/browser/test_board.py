"""The programme board in a real browser: keys, dragging, forms in their place, a session that ends."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from missions import release
from missions.models import ItemStatus, ProgrammeItem
from tests import factories
from tests.browser import looks
from tests.browser.hands import Keyboard

MON, TUE = datetime.date(2023, 12, 4), datetime.date(2023, 12, 5)


@pytest.fixture
def mission():
    """Two stops, a split, a clash, and one item of each state."""
    mission = factories.make_mission(title="Mission to Turkmenistan")
    mary, ashgabat = (
        factories.make_stop(mission=mission, place=factories.make_place(name=name), first_day=day)
        for name, day in (("Mary", MON), ("Ashgabat", TUE))
    )
    groups = [factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B")]
    delegate = factories.make_delegate(mission=mission, groups=groups[:1])
    for title, group in zip(("Food plant", "Shoe factory"), groups, strict=True):
        factories.make_item(
            stop=mary,
            title=title,
            day=MON,
            starts_at=datetime.time(10),
            ends_at=datetime.time(12),
            groups=[group],
        )
    factories.make_item(stop=mary, title="Union", day=MON, visibility="public")
    factories.make_item(stop=mary, title="Chamber", day=MON, public_title="Official meeting")
    factories.make_item(stop=ashgabat, title="Talks", day=TUE, status=ItemStatus.TENTATIVE)
    factories.make_item(stop=ashgabat, title="Lunch", day=TUE, status=ItemStatus.CANCELLED)
    factories.make_item(mission=mission, title="Somewhere")
    release.release(mission, by=None, members={}, replaces=None)
    for hour, title in ((9, "Port"), (10, "Yard")):
        factories.make_item(
            stop=ashgabat,
            title=title,
            day=TUE,
            starts_at=datetime.time(hour),
            ends_at=datetime.time(11),
            groups=groups[:1],
        )
    assert delegate.pk
    return mission


@pytest.fixture
def desk(open_page, signed_in, mission):
    """The board, open for a superuser who has signed in."""

    def make(query="", **options):
        page = open_page(**options)
        signed_in(page, factories.make_user(is_superuser=True, email="me@example.org"))
        page.goto(board(mission, query))
        return page

    return make


def board(mission, query=""):
    return reverse("admin:missions_mission_board", args=[mission.pk]) + query


def slot(page, title):
    return page.locator(".slot", has=page.get_by_role("heading", level=4, name=title, exact=True)).first


def column(page, name):
    return page.locator(".day", has=page.get_by_role("heading", level=3, name=name, exact=True))


def titles(page, name):
    return column(page, name).locator("h4")


def live(page):
    return page.locator("#board-said")


def number(title):
    return ProgrammeItem.objects.get(title_en=title).pk


def test_no_page_is_scrolled_sideways_or_has_a_fault_that_axe_finds(desk, mission, axe):
    page = desk()
    wide, found = {}, {}
    for opened in ("", "?edit={}", "?move={}", "?add=_"):
        page.goto(board(mission, opened.format(number("Talks"))))
        wide[opened] = looks.too_wide(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found[opened] = axe(page)

    assert [{key: faults for key, faults in each.items() if faults} for each in (wide, found)] == [{}, {}]


def test_a_refused_form_and_an_item_outside_the_days_of_its_stop_have_no_fault(desk, mission, axe):
    """Two stops at one place on one day had one name, and the sentence of what is wrong a heading too high."""
    mary = mission.stops.get(place__name_en="Mary")
    again = factories.make_stop(mission=mission, place=mary.place, order=9, first_day=TUE)
    factories.make_item(stop=again, title="Too early", day=MON)
    page = desk(f"?edit={number('Food plant')}")
    page.locator("#board_ends_at").fill("09:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This could not be done")

    assert axe(page) == []


@pytest.mark.parametrize("path", ["", "../change/"])
def test_the_bar_leaves_a_telephone_room_for_the_page(desk, mission, path):
    """Three lines, of which longer ones move by themselves; on a stock page the switch of colours is one more."""
    page = desk(width=390)
    page.goto(board(mission) + path)

    assert page.locator(".deskbar").bounding_box()["height"] <= 160
    for words in ("All records", "Leave this mission"):
        target = page.locator(".deskbar").get_by_text(words)
        target.focus()
        expect(target).to_be_in_viewport()


def test_targets_are_large_enough_for_a_finger(desk):
    page = desk(f"?edit={number('Talks')}", width=820, has_touch=True)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main .button, main summary, main input:not([type=hidden]), main select")]
        .map(one => [one.textContent || one.name, one.getBoundingClientRect().height, one.getBoundingClientRect().width])
        .filter(([, height, width]) => height < 24 || width < 24)"""
    )

    assert small == []


def test_the_first_view_weighs_at_most_150_kilobytes(open_page, signed_in, mission):
    for day in range(50):
        factories.make_item(mission=mission, title=f"Visit to a plant of some name {day}", day=MON)
    page = open_page()
    signed_in(page, factories.make_user(is_superuser=True))
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())) if response.ok else None)
    page.goto(board(mission), wait_until="networkidle")

    assert page.locator(".slot").count() == 59
    assert sum(sizes) <= 150_000


def test_keys_move_an_item_and_the_focus_stays_with_it(desk):
    page = desk()
    hands = Keyboard(page)
    hands.reach(slot(page, "Chamber").get_by_role("link", name="Edit"))

    page.keyboard.press("Alt+ArrowUp")
    expect(live(page)).to_have_text("“Chamber” now stands earlier.")
    expect(titles(page, "Mary")).to_have_text(["Food plant", "Shoe factory", "Chamber", "Union"])
    expect(slot(page, "Chamber").get_by_role("link", name="Edit")).to_be_focused()

    page.keyboard.press("Alt+ArrowRight")
    expect(live(page)).to_have_text("“Chamber” is moved: Ashgabat, 5 December 2023.")
    expect(slot(page, "Chamber").get_by_role("link", name="Edit")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Control+z")
    expect(live(page)).to_contain_text("Undone: “Chamber” was moved.")


def test_keys_open_forms_copy_and_say_what_cannot_be(desk):
    page = desk()
    hands = Keyboard(page)
    hands.reach(slot(page, "Port").get_by_role("link", name="Edit"))

    page.keyboard.press("Alt+ArrowDown")
    expect(live(page)).to_have_text(
        "Day and hour settle the order of “Port” and “Yard”. Change one of them instead."
    )
    page.keyboard.press("m")
    expect(page.get_by_label("Where to")).to_be_focused()
    hands.press(page.get_by_role("link", name="Close"))
    expect(slot(page, "Port").get_by_role("link", name="Edit")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_label("Title (English)")).to_be_focused()
    hands.write(page.get_by_label("Begins at"), "25:00")
    page.keyboard.press("Enter")
    expect(live(page)).to_contain_text("“25:00” is not a time. Enter one such as 09:30.")
    expect(page.get_by_label("Begins at")).to_be_focused()
    expect(page.get_by_label("Begins at")).to_have_value("25:00")
    hands.write(page.get_by_label("Begins at"), "8.30")
    page.keyboard.press("Enter")
    expect(live(page)).to_have_text("“Port” is saved. 08:30–11:00, Ashgabat time (UTC+5).")
    expect(slot(page, "Port")).to_contain_text("08:30–11:00")
    page.keyboard.press("c")
    expect(live(page)).to_have_text("This is a copy: tentative, its hosts not asked yet.")


def test_a_slot_is_dragged_to_another_day_and_place(desk):
    page = desk()
    page.set_viewport_size({"width": 1280, "height": 4000})  # Playwright cannot scroll while it drags

    slot(page, "Union").locator("h4").drag_to(slot(page, "Lunch"), target_position={"x": 20, "y": 4})
    expect(live(page)).to_have_text("“Union” is moved: Ashgabat, 5 December 2023.")
    expect(titles(page, "Ashgabat")).to_have_text(["Talks", "Union", "Lunch", "Port", "Yard"])
    slot(page, "Union").locator("h4").drag_to(column(page, "Day not known").get_by_role("heading", level=3))
    expect(titles(page, "Day not known")).to_have_text(["Union", "Somewhere"])
    slot(page, "Talks").locator("h4").drag_to(slot(page, "Lunch"), target_position={"x": 20, "y": 250})
    expect(titles(page, "Ashgabat")).to_have_text(["Lunch", "Talks", "Port", "Yard"])
    page.get_by_role("button", name="Undo “Talks” was moved").click()
    expect(titles(page, "Ashgabat")).to_have_text(["Talks", "Lunch", "Port", "Yard"])


def test_what_is_typed_is_not_lost_by_another_act(desk):
    page = desk()
    slot(page, "Talks").get_by_role("link", name="Edit").click()
    page.get_by_label("Title (English)").fill("Long talks")

    slot(page, "Union").get_by_role("button", name="Later").click()

    expect(live(page)).to_have_text("Save or close the form that is open first.")
    expect(page.get_by_label("Title (English)")).to_have_value("Long talks")
    page.get_by_role("link", name="Close").click()
    expect(slot(page, "Talks").get_by_role("link", name="Edit")).to_be_focused()
    assert ProgrammeItem.objects.filter(title_en="Long talks").count() == 0


def test_who_comes_second_is_told_in_the_form_and_may_save_on_purpose(desk, mission):
    """faults.md 39"""
    page = desk()
    slot(page, "Talks").get_by_role("link", name="Edit").click()
    page.get_by_label("Title (English)").fill("Mine")
    talks = ProgrammeItem.objects.get(title_en="Talks")
    talks.starts_at = datetime.time(15)
    talks._history_user = factories.make_user(email="aida@example.org")
    talks.save()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(live(page)).to_contain_text("aida@example.org saved this at")
    expect(live(page)).to_contain_text("Begins at: – → 15:00")
    expect(page.get_by_label("Title (English)")).to_have_value("Mine")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(live(page)).to_have_text("“Mine” is saved.")


def sign_in_again(page, email="me@example.org"):
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()


RESTORED = "Your session had ended. What you typed stands here again; it is not saved yet."


def test_a_session_that_ended_costs_nothing_typed_on_the_board(desk):
    page = desk()
    slot(page, "Talks").get_by_role("link", name="Edit").click()
    page.get_by_label("Title (English)").fill("Long talks")
    page.get_by_label("Group A").check()
    Session.objects.all().delete()

    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_again(page)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.get_by_label("Title (English)")).to_have_value("Long talks")
    expect(page.get_by_label("Group A")).to_be_checked()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(slot(page, "Long talks")).to_contain_text("is saved.")
    page.reload()
    assert page.evaluate("sessionStorage.getItem('keruen-drafts')") is None


def test_a_session_that_ended_costs_nothing_typed_in_a_full_form(desk, mission):
    host = factories.make_organisation(name="Chamber of commerce")
    page = desk()
    page.goto(reverse("admin:missions_programmeitem_change", args=[number("Talks")]))
    page.fill("#id_title_en", "Long talks")
    page.get_by_role("button", name="Add another Host").click()
    page.locator("#id_hosts-0-organisation + .select2 .select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").fill("commerce")
    page.locator(".select2-results__option--highlighted", has_text="commerce").click()
    page.fill("#id_hosts-0-order", "3")
    Session.objects.all().delete()

    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_again(page)
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.locator("#select2-id_hosts-0-organisation-container")).to_contain_text("Chamber of commerce")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    talks = ProgrammeItem.objects.get(title_en="Long talks")
    assert [(one.organisation, one.order) for one in talks.hosts.all()] == [(host, 3)]


def test_what_somebody_typed_is_not_shown_to_the_next_who_signs_in(desk):
    page = desk()
    factories.make_user(is_superuser=True, email="other@example.org")
    slot(page, "Talks").get_by_role("link", name="Edit").click()
    page.get_by_label("Title (English)").fill("A secret")
    Session.objects.all().delete()

    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_again(page, "other@example.org")

    expect(page.get_by_label("Title (English)")).to_have_value("Talks")
    assert "A secret" not in page.content()
    assert page.evaluate("sessionStorage.getItem('keruen-drafts')") is None


def test_what_was_restored_can_be_thrown_away(desk):
    page = desk()
    slot(page, "Talks").get_by_role("link", name="Edit").click()
    page.get_by_label("Title (English)").fill("Wrong")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in_again(page)

    page.get_by_role("button", name="Throw away what I typed").click()

    expect(page.get_by_text(RESTORED)).to_have_count(0)
    expect(page.get_by_label("Title (English)")).to_have_value("Talks")
