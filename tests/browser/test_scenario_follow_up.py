"""Scenario 13 of the field: a forum is agreed for 2024, is overdue from 2025, and becomes a mission that knows it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from backoffice.rights import roles
from missions.models import FollowUp, Mission, Visibility
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks, steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.postgresql

FORUM = "Business forum, Ashgabat, 2024"
EVENING = dt.datetime(2023, 12, 5, 15, 0, tzinfo=dt.UTC)
LAST_HOUR = dt.datetime(2024, 12, 31, 18, 59, tzinfo=dt.UTC)  # in Ashgabat it is still 2024
NEW_YEAR = dt.datetime(2024, 12, 31, 19, 1, tzinfo=dt.UTC)


@pytest.fixture
def mission(db):
    """The mission on which the forum is agreed, at the meeting with the union."""
    made = factories.make_mission(
        slug="december-2023", title={"en": "Kazakhstan in Turkmenistan"}, zone="Asia/Ashgabat"
    )
    union = factories.make_organisation(name={"en": "Union of Industrialists"})
    club = factories.make_organisation(name={"en": "Business Club"})
    person = factories.make_person(family_name="Omarova", given_name="Aigerim")
    factories.make_contact(organisation=club, person=person)
    stop = factories.make_stop(mission=made, place=factories.make_place(name={"en": "Ashgabat"}))
    factories.make_item(
        stop=stop, title={"en": "Meeting at the union"}, visibility=Visibility.PUBLIC, hosts=[union]
    )
    return made


@HANDS
def test_a_forum_is_agreed_is_overdue_and_becomes_a_mission(open_page, signed_in, mission, hand):
    user = staff(roles.EDITOR, first_name="Dana", last_name="Akhmetova")

    def at(moment, address):
        """A page that the member of staff opens at a moment."""
        clock.move_to(moment)
        page = open_page()
        signed_in(page, user)
        page.goto(address)
        return page, hand(page)

    with time_machine.travel(EVENING) as clock:
        page, hands = at(EVENING, f"{reverse('admin:missions_followup_add')}?mission={mission.pk}")
        hands.write(page.get_by_label("Title (English)"), FORUM)
        hands.choose(page.locator("#id_item"), "Meeting at the union")
        hands.suggest("place", "Ashgabat")
        hands.write(page.locator("#id_due_on"), "2024-12-31")
        hands.choose(page.locator("#id_due_precision"), "year")
        hands.suggest("our_organisation", "Business Club")
        hands.suggest("our_owner", "Omarova")
        hands.choose(page.locator("#id_responsible"), "Dana Akhmetova")
        hands.write(page.locator("#id_counterparts + .select2 .select2-search__field"), "Union")
        page.locator(".select2-results__option--highlighted", has_text="Union").wait_for()
        page.keyboard.press("Enter")
        hands.press(page.get_by_role("button", name="Save", exact=True))
        expect(page.locator(".messagelist")).to_contain_text("was added successfully")
        row = FollowUp.objects.get()

        page, hands = at(LAST_HOUR, reverse("admin:follow_ups"))
        hands.press(page.get_by_role("link", name="Overdue: 0"))
        expect(page.get_by_role("main")).to_contain_text("Nothing is overdue.")

        page, hands = at(NEW_YEAR, "/admin/")
        hands.press(page.get_by_role("link", name="Overdue follow-up"))
        steps.heading(page, FORUM)
        hands.press(page.get_by_role("navigation", name="Reports").get_by_role("link", name="Follow-ups"))
        hands.press(page.get_by_role("link", name="Overdue: 1"))
        told = page.locator(".entries > li")
        expect(told).to_contain_text("2024, year only overdue")
        assert steps.words_of(told.locator("dd")) == [
            "Business Club, Aigerim Omarova",
            "Union of Industrialists",
            "Dana Akhmetova",
        ]
        expect(told).to_contain_text("Kazakhstan in Turkmenistan, Meeting at the union")

        hands.press(told.get_by_role("link", name=FORUM))
        steps.heading(page, FORUM)
        hands.press(page.locator("summary", has_text="Done"))
        done = page.locator("#do-done")
        hands.press(done.get_by_role("button"))
        expect(page.get_by_role("alert")).to_contain_text("or say why it is done.")
        row.refresh_from_db()
        assert row.state == "proposed"

        hands.press(page.get_by_role("link", name="Make a mission of this"))
        steps.heading(page, "Make a mission of this")
        page.get_by_label("First day").fill("2025-03-03")  # which each browser asks for in its own way
        page.get_by_label("Last day").fill("2025-03-05")
        hands.choose(page.get_by_label("How far the days are known"), "to the day")
        hands.press(page.get_by_role("button", name="Make the mission"))
        steps.heading(page, f"Programme: {FORUM}")
        expect(page.get_by_role("main")).to_contain_text(f"Came from: {FORUM}, Kazakhstan in Turkmenistan")
        made = Mission.objects.get(came_from=row)
        assert (made.state, made.starts_on, [str(each) for each in made.parties.all()]) == (
            "draft",
            dt.date(2025, 3, 3),
            ["Business Club (organiser)", "Union of Industrialists (host)"],
        )

        hands.press(page.get_by_role("main").get_by_role("link", name=FORUM))
        expect(page.locator(".lede .state").first).to_have_text("In progress")
        hands.press(page.locator("summary", has_text="Done"))
        assert page.get_by_label("Mission", exact=True).input_value() == str(made.pk)
        hands.press(page.locator("#do-done").get_by_role("button"))
        expect(page.locator(".messages")).to_contain_text(f"“{FORUM}”: done.")
        row.refresh_from_db()
        assert (row.state, row.result_mission, row.closed_on) == ("done", made, dt.date(2025, 1, 1))


@pytest.fixture
def row(mission):
    """A follow-up of which much is known."""
    made = factories.make_follow_up(
        item=mission.items.get(),
        title={"en": FORUM, "ru": "Бизнес-форум, Ашхабад, 2024"},
        due_on=dt.date(2024, 12, 31),
        due_precision="year",
        state_words={"en": "voiced and supported"},
        priority="high",
        responsible=staff(roles.EDITOR),
        counterparts=[factories.make_organisation()],
        place=factories.make_place(),
    )
    factories.make_follow_up(mission=mission, title="Return visit")
    return made


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", ["follow_ups", "follow_up", "follow_up_mission", "follow_up_calendar"])
def test_its_pages_have_no_barrier_and_fit_a_telephone(page, axe, signed_in, site, settings, row, name, lang):
    signed_in(page, row.responsible)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": lang, "url": site}])
    page.goto(reverse(f"admin:{name}", args=[row.pk] if name in ("follow_up", "follow_up_mission") else []))
    if name == "follow_up_calendar":
        page.locator("button[value=make]").click()
    for fold in page.locator("main summary").all():
        fold.click()

    assert page.locator("html").get_attribute("lang") == lang
    assert (axe(page), looks.too_wide(page)) == ([], [])
