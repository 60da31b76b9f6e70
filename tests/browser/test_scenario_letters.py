"""Scenario 3 of the field, its letters: whom a version changes something for is told once, and says that she knows.

The visit of group A is moved after the release of version 3. Aman gets one letter, Bahar none; he says that he has
seen it by the page to which the letter leads, and the organiser calls her who has said nothing yet. His part is
walked in four languages.
"""

import datetime
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from delegations import links, seen
from delegations.models import AccessLink, Notice, members_of_groups
from missions import release
from missions.models import Release, Role
from partners.models import Person
from tests import factories
from tests.backoffice.letters.writing import work
from tests.browser import looks, steps
from tests.browser.hands import HANDS, HANDS_IN_LANGUAGES
from tests.delegations.travellers import release as next_version

pytestmark = pytest.mark.scenario

DAY = datetime.date(2023, 12, 5)
NINE, ELEVEN = datetime.time(9), datetime.time(11)


@pytest.fixture
def mission(settings):
    """Two groups, a delegate and an item in each; both know version 3, and have said so of version 1."""
    settings.NOTICES_WAIT = 0
    mission = factories.make_mission(slug="mission", title="Mission to Turkmenistan", languages=["en"])
    stop = factories.make_stop(mission=mission, place=factories.make_place(), first_day=DAY)
    delegates = []
    for name in ("A", "B"):
        group = factories.make_group(mission=mission, name=f"Group {name}")
        family = {"A": "Aman", "B": "Bahar"}[name]
        person = factories.make_person(
            family_name=family,
            given_name="",
            email=f"{family.lower()}@example.org",
            phone="+993 12 00-00-01",
        )
        delegates.append(factories.make_delegate(mission=mission, person=person, groups=[group]))
        of_group = {"stop": stop, "day": DAY, "visibility": "participants", "groups": [group]}
        factories.make_item(**of_group, title="Plant" if name == "A" else "Talks", starts_at=NINE)
        links.make(delegates[-1])
    for number in (1, 2, 3):
        factories.make_item(stop=stop, day=DAY, title=f"Dinner {number}", for_everyone=True)
        next_version(mission)
    release.publish(mission, by=None)
    AccessLink.objects.update(sent_at=Release.objects.latest("number").at)
    AccessLink.objects.update(made_at=Release.objects.latest("number").at)
    seen.say(delegates[0], 3)
    seen.say(delegates[1], 1)
    plant = mission.items.get(title_en="Plant")
    plant.starts_at = ELEVEN
    plant.save()
    return mission


def coordinator(mission):
    user = factories.make_user(is_staff=True)
    mission.roles.create(user=user, role=Role.COORDINATOR)
    return user


@HANDS
def test_a_release_is_told_to_whom_it_concerns_who_says_that_he_knows_it(
    open_page, signed_in, axe, mission, hand
):
    page = open_page()
    signed_in(page, coordinator(mission))
    hands = hand(page)

    # Looked at before
    page.goto(steps.page_of(mission, "release"))
    hands.press(page.get_by_role("link", name="Who is written to, and what"))
    steps.heading(page, "Who is written to")
    expect(page.locator(".lede")).to_contain_text("1 of 2 delegates would get a letter.")
    assert axe(page) == []
    hands.press(page.get_by_text("1 letter, by rank"))
    hands.press(page.get_by_role("link", name="Aman"))
    steps.heading(page, "Letter to Aman")
    letter = page.get_by_role("region", name="Text of the letter to Aman")
    expect(letter).to_contain_text("09:00")
    expect(letter).to_contain_text("11:00")
    hands.press(page.get_by_text("As HTML"))
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("Mission to Turkmenistan")
    assert page.frame_locator("iframe").locator("script").count() == 0

    # Told now
    page.goto(steps.page_of(mission, "release"))
    assert page.get_by_label("Tell them now, by e-mail").is_checked()
    hands.press(page.get_by_role("button", name="Release version 4"))
    expect(page.locator(".messagelist")).to_contain_text("Version 4 is released.")
    work()
    work()
    [sent] = mail.outbox
    assert sent.to == ["aman@example.org"]
    calendar = next(str(part.content) for part in sent.attachments if str(part.filename).endswith(".ics"))
    assert "METHOD:PUBLISH" in calendar
    assert sorted(Notice.objects.filter(mailing__release__number=4).values_list("state", "reason")) == [
        ("sent", ""),
        ("skipped", "unchanged"),
    ]

    # He says that he knows it
    [address] = set(re.findall(r"https?://[^/\s]+(/l/[\w-]+/seen/4/)", str(sent.body)))
    his = open_page(390)
    his.goto(address)
    assert axe(his) == []
    his.get_by_role("button", name="I have seen version 4").click()
    expect(his.get_by_text("You have seen version 4.")).to_be_visible()
    assert axe(his) == []

    # Who has not is called
    hands.press(steps.ways(page).get_by_role("link", name="Outbox"))
    steps.heading(page, "Outbox")
    expect(page.locator("li", has_text="Version 4")).to_contain_text("1 sent")
    assert axe(page) == []
    hands.press(page.get_by_role("link", name="1 delegate has not seen version 4"))
    steps.heading(page, "Who has not seen version 4")
    assert axe(page) == []
    her = page.locator("li", has=page.get_by_role("heading", name="Bahar"))
    expect(her.get_by_role("link")).to_have_attribute("href", "tel:+99312000001")
    hands.press(her.get_by_role("button", name="Told on the telephone"))
    expect(page.get_by_text("Everybody has seen what concerns her.")).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("Bahar is noted as told of version 4.")


@HANDS_IN_LANGUAGES
def test_the_letter_and_the_page_to_which_it_leads_are_in_his_language(open_page, mission, hand, lang):
    Person.objects.filter(family_name_en="Aman").update(language=lang)
    release.release(mission, by=None, members=members_of_groups(mission), replaces=3, tell=True)
    work()
    work()
    [sent] = mail.outbox
    for text, values in (
        ("What changed for you since version %(since)s", {"since": 3}),
        ("Your whole programme, always in its newest version:", {}),
        ("When you have read it, say so by one press; else somebody calls you:", {}),
    ):
        assert steps.said(lang, text, **values) in sent.body
    [address] = set(re.findall(r"https?://[^/\s]+(/l/[\w-]+/seen/4/)", str(sent.body)))

    page = open_page(390, locale="de")
    hands = hand(page)
    page.goto(address)
    steps.heading(page, steps.said(lang, "Version %(number)s of your programme", number=4))
    hands.press(page.get_by_role("button", name=steps.said(lang, "I have seen version %(number)s", number=4)))
    page.wait_for_url(f"**/{lang}/my/mission/")
    expect(page.get_by_text(steps.said(lang, "You have seen version %(number)s.", number=4))).to_be_visible()


def test_pages_of_letters_have_no_barrier_narrow_or_wide_light_or_dark(page, signed_in, axe, mission):
    signed_in(page, coordinator(mission))
    for name, fields in (
        ("write", "Subject (English)"),
        ("seen", None),
        ("foreseen", None),
        ("letters", None),
    ):
        page.goto(steps.page_of(mission, name))
        assert axe(page) == [], name
        assert looks.too_wide(page) == [], name
        if fields:
            page.get_by_label(fields).fill("The bus, {name}")
            page.get_by_label("Text (English)").fill("It leaves at 7. {link}")
            page.get_by_role("button", name="Save the draft").click()
            steps.heading(page, "A letter to several")
            assert axe(page) == []
            page.get_by_role("button", name="Send 2 letters").click()
            expect(page.locator(".messages")).to_contain_text("2 letters are given to be sent.")
            assert axe(page) == []
