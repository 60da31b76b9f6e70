"""Personal links and calendars in a browser: an organiser sends a link, a delegate opens it and subscribes."""

import datetime
import re
from contextlib import suppress
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Error, expect

from delegations import links
from delegations.models import AccessLink, LinkPurpose
from missions.models import Visibility
from tests import factories
from tests.browser import looks
from tests.delegations.letters import token_in, work
from tests.delegations.travellers import release

FIFTH = datetime.date(2023, 12, 5)


@pytest.fixture
def delegate(db):
    """Of two on a mission with an item at nine o'clock in Ashgabat; the other one has no e-mail address."""
    mission = factories.make_mission(slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"})
    stop = factories.make_stop(mission=mission, place=factories.make_place())
    factories.make_item(
        stop=stop,
        title={"en": "Talks", "ru": "Переговоры"},
        day=FIFTH,
        starts_at=datetime.time(9),
        visibility=Visibility.DELEGATION,
        for_everyone=True,
    )
    person = factories.make_person(family_name="Otegenov", given_name="Galym", email="galym@example.org")
    delegate = factories.make_delegate(mission=mission, person=person)
    factories.make_delegate(mission=mission, person=factories.make_person(email=""))
    release(mission)
    return delegate


@pytest.fixture
def organiser(open_page, signed_in):
    def make(**options):
        page = open_page(**options)
        page.set_default_timeout(20_000)
        signed_in(page, factories.make_user(is_superuser=True))
        return page

    return make


def press(page, token):
    page.goto(f"/l/{token}/")
    page.get_by_role("button").click()
    page.wait_for_url("**/my/*/")


def page_of_links(mission):
    return reverse("admin:missions_mission_links", args=[mission.pk])


def test_a_link_is_sent_opened_renewed_and_asked_for_again(organiser, open_page, delegate):
    """The organiser never sees what opens it; the delegate has it from her mail alone."""
    delegate.mission.ends_on = delegate.mission.today() + datetime.timedelta(days=7)
    delegate.mission.save()  # of one that is long over nobody is sent a link for the asking
    release(delegate.mission)
    desk = organiser()
    desk.goto(reverse("admin:missions_mission_people", args=[delegate.mission.pk]))
    desk.get_by_role("link", name="Personal links").click()
    desk.get_by_role("button", name="Send a link to 1 delegate who has none").click()
    expect(desk.get_by_text("1 delegate is sent a link.")).to_be_visible()
    work()
    phone = open_page(390)
    press(phone, token_in(mail.outbox[0]))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Programme of Galym Otegenov")

    desk.reload()
    desk.get_by_role("button", name=re.compile("^Send a new one in its place")).click()
    expect(desk.get_by_text("the one before opens nothing now")).to_be_visible()
    with suppress(Error):  # what keeps her copy may have found out first, and leads the page away itself
        phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Open your personal link")
    phone.get_by_role("link", name="Ask for your link again").click()
    phone.get_by_label("E-mail address to which your link was sent").fill("galym@example.org")
    phone.get_by_role("button", name="Send me my link").click()
    expect(phone.get_by_role("status")).to_contain_text("If a delegate has this e-mail address")
    work()
    press(phone, token_in(mail.outbox[-1]))

    expect(phone.get_by_role("heading", level=1)).to_have_text("Programme of Galym Otegenov")
    for link in AccessLink.objects.all():
        assert links.token_of(link) not in desk.content()
    phone.complaints.clear()  # a 403, which was meant


@pytest.mark.parametrize("scripts", [True, False])
def test_she_subscribes_and_nine_in_ashgabat_is_ten_in_almaty(open_page, site, delegate, scripts):
    """Scenario 10, from the button to what a telephone makes of the file, and until the link is revoked."""
    page = open_page(390, java_script_enabled=scripts)
    press(page, links.renew(delegate))

    page.get_by_role("link", name="Subscribe to my programme").first.click()
    page.get_by_role("button", name="Make my calendar address").click()
    address = page.get_by_label("Address to copy into a calendar").input_value()
    button = page.get_by_role("link", name="Subscribe on this device").get_attribute("href")

    assert button == address.replace("http://", "webcal://")
    path = address.removeprefix(site)
    (event,) = icalendar.Calendar.from_ical(Client().get(path).content).walk("VEVENT")
    assert event.start.astimezone(ZoneInfo("Asia/Almaty")).hour == 10
    links.revoke(AccessLink.objects.get(purpose=LinkPurpose.CALENDAR))
    assert Client().get(path).status_code == 410
    page.reload()
    expect(page.get_by_role("button", name="Make my calendar address")).to_be_visible()


@pytest.mark.parametrize("lang", ["kk", "tk"])
def test_the_pages_of_a_delegate_have_no_barrier(page, axe, lang, delegate):
    """In a language of each of the two alphabets."""
    token = links.make(delegate, assistant="Dana")[1]
    found = []

    page.goto(f"/l/{token}/")
    found += axe(page)
    press(page, token)
    for path in (
        f"/{lang}/my/silk-road/calendar/",
        f"/{lang}/my/~new-link/",
        f"/{lang}/my/~new-link/?asked",
    ):
        page.goto(path)
        found += axe(page)
        found += looks.too_wide(page, [320])
    page.goto(f"/{lang}/my/silk-road/calendar/")
    page.locator("button[value=make]").click()
    page.locator("#address").wait_for()
    found += axe(page)
    found += looks.too_wide(page, [320])

    assert found == []


def test_a_wrong_address_is_told_without_a_barrier(open_page, axe, delegate):
    page = open_page(390)
    page.goto("/en/my/~new-link/")
    page.get_by_label("E-mail address to which your link was sent").fill("galym")

    page.get_by_role("button", name="Send me my link").click()

    expect(page.get_by_role("alert")).to_contain_text("Give a whole e-mail address")
    assert axe(page) == []


def test_the_page_of_links_has_no_barrier(organiser, axe, delegate):
    links.renew(delegate)
    links.renew(delegate)
    links.make(delegate, assistant="Dana")
    page = organiser()

    page.goto(page_of_links(delegate.mission))
    for fold in page.locator("main details > summary").all():
        fold.click()

    assert axe(page) == []
    assert looks.too_wide(page, [320]) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_link_is_shown_copied_and_printed(organiser, open_page, axe, delegate, width):
    """Without any e-mail: one link by its own page, then the sheet of all."""
    desk = organiser(width=width)
    desk.goto(page_of_links(delegate.mission))
    desk.get_by_role("link", name="Show or print the link : Galym Otegenov").click()
    assert axe(desk) == []
    desk.get_by_role("button", name="Show the link").click()
    address = desk.get_by_label("Address", exact=True).input_value()
    desk.get_by_role("button", name="Copy", exact=True).click()
    assert axe(desk) == []
    assert looks.too_wide(desk, [320]) == []
    expect(desk.get_by_text("Link shown")).to_be_visible()
    phone = open_page(390)
    press(phone, address.rstrip("/").rsplit("/", 1)[1])
    expect(phone.get_by_role("heading", level=1)).to_have_text("Programme of Galym Otegenov")

    desk.get_by_role("link", name="Personal links").last.click()
    desk.get_by_role("link", name="Print personal links").click()
    assert axe(desk) == []
    desk.get_by_role("button", name="Show the sheet").click()
    expect(desk.locator(".link-cards")).to_contain_text(address)
    assert axe(desk) == []
    assert looks.too_wide(desk, [320]) == []
    assert AccessLink.objects.filter(delegate=delegate).count() == 1
