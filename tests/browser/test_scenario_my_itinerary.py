"""Scenario 7 of the field: a delegate of group B opens her link and has her own itinerary, in four languages."""

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import expect

from delegations import links
from delegations.models import Delegate, Regret
from missions.models import HostState, ItemKind, Visibility
from tests import factories
from tests.browser import looks
from tests.browser.steps import words_of
from tests.delegations.travellers import release

pytestmark = pytest.mark.postgresql

LANGUAGES = ["en", "ru", "kk", "tk"]
FOURTH, FIFTH = dt.date(2023, 12, 4), dt.date(2023, 12, 5)
MORNING = dt.datetime(2023, 12, 4, 1, 25, tzinfo=dt.UTC)  # 06:25 in Ashgabat
SECRET = "Secretword"
TITLES = {
    "Arrival": {"en": "Arrival", "ru": "Прилёт", "kk": "Келу", "tk": "Geliş"},
    "Shoe factory": {"en": "Shoe factory", "ru": "Обувная фабрика", "kk": "Аяқ киім фабрикасы"},
    "Port": {"ru": "Порт"},
}
# In each language: the titles as she reads them, untranslated ones in the next language of the mission.
READ = {
    "en": ["Arrival", "Shoe factory", "Порт"],
    "ru": ["Прилёт", "Обувная фабрика", "Порт"],
    "kk": ["Келу", "Аяқ киім фабрикасы", "Порт"],
    "tk": ["Geliş", "Shoe factory", "Порт"],
}
CLOCKS = {
    "en": "Ashgabat time (UTC+5)",
    "ru": "время Ашхабада (UTC+5)",
    "kk": "Ашхабад уақыты (UTC+5)",
    "tk": "Aşgabat wagty (UTC+5)",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(MORNING):
        yield


@pytest.fixture
def delegate():
    """Of group B: a public arrival, her group's visit with a private host, a port for the delegation; her leg and bed."""
    mission = factories.make_mission(
        slug="silk-road",
        title={"en": "Silk Road", "ru": "Шёлковый путь"},
        numbers="Organiser on duty: +7 700 000 00 01",
        languages=["en", "ru", "kk", "tk"],
    )
    ashgabat = factories.make_place(
        name={"en": "Ashgabat", "ru": "Ашхабад", "kk": "Ашхабад", "tk": "Aşgabat"}
    )
    stop = factories.make_stop(mission=mission, place=ashgabat, first_day=FOURTH, last_day=FIFTH)
    a, b = (factories.make_group(mission=mission, name=name) for name in (f"{SECRET} A", "B"))
    notes = {"staff_notes": SECRET, "stop": stop}
    factories.make_item(
        title=TITLES["Arrival"],
        day=FOURTH,
        starts_at=dt.time(9),
        visibility=Visibility.PUBLIC,
        for_everyone=True,
        kind=ItemKind.ARRIVAL,
        **notes,
    )
    visit = factories.make_item(
        title=TITLES["Shoe factory"],
        day=FOURTH,
        starts_at=dt.time(11),
        visibility=Visibility.PARTICIPANTS,
        groups=[b],
        venue={"ru": "Цех 2", "tk": "2-nji sehde"},
        address={"ru": "ул. Мира, 5", "tk": "Parahat 5"},
        dress="Closed shoes",
        **notes,
    )
    factories.make_item(
        title=SECRET,
        description=SECRET,
        day=FOURTH,
        starts_at=dt.time(11),
        visibility=Visibility.PARTICIPANTS,
        groups=[a],
        **notes,
    )
    factories.make_item(
        title=TITLES["Port"],
        day=FIFTH,
        starts_at=dt.time(10),
        visibility=Visibility.DELEGATION,
        for_everyone=True,
        **notes,
    )
    names = {"en": "Orazowa", "ru": "Оразова", "tk": "Orazowa"}
    host = factories.make_contact(
        person=factories.make_person(
            family_name=names, given_name={"en": "Maral", "ru": "Марал", "tk": "Maral"}
        ),
        organisation=factories.make_organisation(name="Union"),
        position="Director",
        public=True,
    )
    factories.make_host(item=visit, contact=host, organisation=host.organisation, state=HostState.CONFIRMED)
    person = factories.make_person(family_name="Otegenov", given_name="Galym")
    delegate = factories.make_delegate(mission=mission, person=person, groups=[b])
    factories.make_leg(
        mission=mission,
        passengers=[delegate],
        carrier="Bus 2",
        mode="bus",
        departs_on=FOURTH,
        departs_at=dt.time(8, 15),
        from_place=ashgabat,
        to_place=factories.make_place(name="Anew"),
    )
    factories.make_stay(delegate=delegate, hotel="Grand", address="Myhmanhana, Aşgabat", place=ashgabat)
    factories.make_attachment(mission=mission, title="Map of the port", visibility=Visibility.DELEGATION)
    factories.make_attachment(mission=mission, title=SECRET, visibility=Visibility.STAFF)
    delegate.delegation.details_until = FIFTH
    delegate.delegation.save()
    release(mission)
    return delegate


def open_link(page, delegate):
    _link, token = links.make(delegate)
    page.goto(f"/l/{token}/")
    page.get_by_role("button").click()
    page.wait_for_url("**/my/silk-road/")


def titles(page):
    return words_of(page.locator("main .item h4"))


def test_a_delegate_has_her_own_itinerary_and_nothing_of_others(open_page, delegate):
    page = open_page(390, "dark")
    page.set_default_timeout(20_000)
    open_link(page, delegate)
    for lang in LANGUAGES:
        page.goto(f"/{lang}/my/silk-road/")
        shown = [title for title in titles(page) if title in READ[lang]]
        assert shown == READ[lang]
        assert len(titles(page)) == 4  # and her bus
        assert words_of(page.locator("main .item-when b")) == ["08:15", "09:00", "11:00", "10:00"]
        assert CLOCKS[lang] in page.locator(".version").inner_text()
        assert page.locator(".next h2 time").inner_text() == "08:15"
        assert SECRET.casefold() not in page.content().casefold()
        assert page.get_by_role("link", name="+7 700 000 00 01").get_attribute("href") == "tel:+77000000001"


def test_the_language_switch_keeps_the_place(open_page, delegate):
    page = open_page(390)
    page.set_default_timeout(20_000)
    open_link(page, delegate)
    page.goto("/en/my/silk-road/")
    visit = page.locator("main .item", has_text="Shoe factory")
    anchor = visit.get_attribute("id")
    for name, lang in [("Русский", "ru"), ("Қазақша", "kk"), ("Türkmençe", "tk"), ("English", "en")]:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
        page.get_by_role("link", name=name, exact=True).evaluate("link => link.click()")
        page.wait_for_url(f"**/{lang}/my/silk-road/#{anchor}")
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_what_she_needs_on_the_way_works_without_scripts(open_page, delegate, axe):
    """The address for a driver, a contact to save, declining an item, and her own details."""
    page = open_page(1280, java_script_enabled=False)
    page.set_default_timeout(20_000)
    open_link(page, delegate)
    page.goto("/en/my/silk-road/")
    page.get_by_text("Show the address large").click()
    expect(page.get_by_text("Parahat 5")).to_be_visible()
    expect(page.get_by_role("link", name="Map of the port")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save contact").click()
    assert "FN:Maral Orazowa" in saved.value.path().read_text()

    page.locator("main .item", has_text="Shoe factory").get_by_role("link", name="I cannot come").click()
    page.get_by_label("A word to the organiser").fill("I see the embassy then.")
    page.get_by_role("button", name="I do not come to this").click()
    page.wait_for_url("**/my/silk-road/#i-*")
    expect(page.locator("main .item", has_text="Shoe factory")).to_contain_text("You do not come")
    assert [row.words for row in Regret.objects.all()] == ["I see the embassy then."]

    page.get_by_role("link", name="Check and complete my details").click()
    page.get_by_label("What you do not eat").fill("Nuts")
    page.get_by_role("button", name="Save; these details are right").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you, your details are checked.")
    kept = Delegate.objects.get(pk=delegate.pk)
    assert (kept.diet, kept.checked_at is not None) == ("Nuts", True)


@pytest.mark.parametrize("address", ["", "details/", "items/{uid}/"])
def test_no_page_of_hers_has_a_barrier(page, delegate, axe, address):
    """Axe looks at a language of each of the two alphabets; how wide words are differs in all."""
    page.set_default_timeout(20_000)
    open_link(page, delegate)
    uid = delegate.mission.items.get(title_en="Shoe factory").uid
    for lang in LANGUAGES:
        page.goto(f"/{lang}/my/silk-road/{address.format(uid=uid)}")
        assert lang not in ("kk", "tk") or axe(page) == []
        assert looks.too_wide(page) == []
