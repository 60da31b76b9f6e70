"""Scenario 15 of the field: a host's link, its visitors, another time proposed; the organiser sees it pending.

The host's part is walked in four languages, the organiser's in one.

Nothing changes until she accepts, and nobody outside reads of it before the next release.
"""

import datetime

import pytest
import time_machine
from playwright.sync_api import expect

from backoffice.hosts import answers
from backoffice.rights import roles
from delegations import host_answers, links
from delegations.models import Proposal
from missions.models import Host, HostState, ProgrammeItem, Visibility
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks, readers, steps
from tests.browser.hands import HANDS, HANDS_IN_LANGUAGES
from tests.delegations.travellers import release

pytestmark = pytest.mark.postgresql

DAY = datetime.date(2023, 12, 5)
NOON = datetime.datetime(2023, 12, 1, 7, tzinfo=datetime.UTC)
TEN, TWELVE, TWO, FOUR = (datetime.time(hour) for hour in (10, 12, 14, 16))
SECRETS = ("N00secret", "+7 700 secret", "room secret", "hotel secret", "diet secret", "Dinner of the other")


@pytest.fixture
def clock():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def mission(clock):
    """A host that was asked for ten o'clock, another host, and two visitors whose ranks are not in their names."""
    mission = factories.make_mission(slug="silk-road", title={"en": "Silk Road"})
    place = factories.make_place(
        name={"en": "Ashgabat", "ru": "Ашхабад", "tk": "Aşgabat"}, zone="Asia/Ashgabat"
    )
    stop = factories.make_stop(mission=mission, place=place)
    host = factories.make_organisation(name={"en": "Ceramics", "ru": "Керамика", "tk": "Keramika"})
    other = factories.make_organisation(name="Glassworks")
    group = factories.make_group(mission=mission)
    firm = factories.make_organisation(
        name={"en": "Steel", "ru": "Сталь", "tk": "Polat"},
        profile={"ru": "Мы делаем рельсы.", "tk": "Biz relsleri ýasaýarys."},
    )
    sends = factories.make_delegation(mission=mission, organisation=firm)
    for rank, (name, position) in enumerate((("Zhanar", "Minister"), ("Aman", "Engineer")), start=1):
        person = factories.make_person(family_name=name, given_name="", phone="+7 700 secret")
        delegate = factories.make_delegate(
            delegation=sends,
            mission=mission,
            person=person,
            position=position,
            precedence=10 * rank,
            groups=[group],
            diet="diet secret",
        )
        factories.make_stay(delegate=delegate, hotel="hotel secret", room="room secret")
        factories.make_travel_document(delegate=delegate, number="N00secret")
    seen_by = {"visibility": Visibility.PARTICIPANTS, "groups": [group], "stop": stop, "day": DAY}
    visit = factories.make_item(**seen_by, title="A tour of the kilns", starts_at=TEN, ends_at=TWELVE)
    factories.make_host(item=visit, organisation=host, state=HostState.ASKED)
    factories.make_item(**seen_by, title="Dinner of the other", hosts=[other])
    release(mission)
    return mission


def opened(open_page, mission, hand, **options):
    page = open_page(**options)
    hands = hand(page)
    token = links.make_for_host(mission, Host.objects.get(state=HostState.ASKED).organisation)[1]
    page.goto(f"/h/{token}/")
    hands.press(page.get_by_role("main").get_by_role("button"))
    page.wait_for_url("**/host/silk-road/")
    return page, hands


def propose(hands, lang):
    """The host opens the form beside its visit, and proposes the afternoon."""
    page = hands.page
    hands.press(page.get_by_text(steps.said(lang, "Does this time fit? Answer the organiser")))
    answer = page.get_by_role("group", name=steps.said(lang, "Your answer"))
    hands.pick(answer, steps.said(lang, "We propose another time"))
    for label, hour in (("From", "14:00"), ("Until", "16:00")):
        hands.write(page.get_by_label(steps.said(lang, label, "the hour"), exact=True), hour)
    words = page.get_by_label(steps.said(lang, "Words to the organiser"))
    hands.write(words, "The kilns are cold until noon.")
    hands.write(page.get_by_label(steps.said(lang, "Your name and office")), "Dana, director")
    hands.press(page.get_by_role("button", name=steps.said(lang, "Send the answer")))


def visit():
    """When the row of the visit is, and what is known of its host."""
    found = ProgrammeItem.objects.get(title_en="A tour of the kilns")
    return found.day, found.starts_at, found.ends_at, found.hosts.get().state


@HANDS
def test_a_host_proposes_another_time_and_nothing_changes_until_it_is_accepted(
    open_page, signed_in, mission, hand
):
    page, hands = opened(open_page, mission, hand)

    assert readers.itinerary(page) == [("10:00–12:00 Meeting", "A tour of the kilns")]
    assert steps.words_of(page.locator(".item ol > li")) == [
        "Zhanar, Minister, Steel",
        "Aman, Engineer, Steel",
    ]
    assert [secret for secret in SECRETS if secret in page.content()] == []
    page.goto("/tk/host/silk-road/")
    expect(page.get_by_role("main")).to_contain_text("Biz relsleri ýasaýarys.")
    page.goto("/ru/host/silk-road/")
    expect(page.get_by_role("main")).to_contain_text("Мы делаем рельсы.")

    page.goto("/en/host/silk-road/")
    propose(hands, "en")
    waits = "Another time is proposed: 5 December 2023, 14:00–16:00 waiting"
    expect(page.get_by_role("status")).to_contain_text(waits)
    assert visit() == (DAY, TEN, TWELVE, HostState.ASKED)
    assert readers.itinerary(page)[0][:2] == ("10:00–12:00 Meeting", "A tour of the kilns")

    desk = open_page()
    signed_in(desk, staff(roles.EDITOR, roles.RELEASER))
    organiser = hand(desk)
    desk.goto("/admin/")
    organiser.press(desk.get_by_role("link", name="Item a host has answered about"))
    steps.heading(desk, "Answers of hosts")
    told = desk.locator(".entries > li").first
    expect(told).to_contain_text("“The kilns are cold until noon.”")
    assert steps.words_of(told.locator("dd")) == [
        "5 December 2023, 10:00–12:00",
        "5 December 2023, 14:00–16:00",
    ]
    desk.goto(steps.page_of(mission, "board"))
    expect(steps.slot(desk, "A tour of the kilns")).to_contain_text("A host has answered")
    assert visit() == (DAY, TEN, TWELVE, HostState.ASKED)

    organiser.press(desk.get_by_role("link", name="About 1 item a host has answered"))
    organiser.write(desk.get_by_label("A word back to the host"), "We shall be there at two.")
    organiser.press(desk.get_by_role("button", name="Accept"))
    expect(desk.locator(".messages")).to_contain_text("The item is moved and its host confirmed.")
    assert visit() == (DAY, TWO, FOUR, HostState.CONFIRMED)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("“We shall be there at two.”")
    assert readers.itinerary(page)[0][:2] == ("10:00–12:00 Meeting", "A tour of the kilns")

    release(mission)
    page.reload()
    assert readers.itinerary(page)[0][:2] == ("14:00–16:00 Meeting", "A tour of the kilns")


@HANDS_IN_LANGUAGES
def test_what_a_host_proposes_and_is_answered_is_told_in_her_language(open_page, mission, hand, lang):
    page, hands = opened(open_page, mission, hand, locale=lang)
    page.wait_for_url(f"**/{lang}/host/silk-road/")
    propose(hands, lang)
    proposed = host_answers.said(DAY, TWO, FOUR, lang)
    state = page.get_by_role("status")
    expect(state).to_contain_text(steps.said(lang, "Another time is proposed: %(time)s", time=proposed))
    expect(state).to_contain_text(steps.said(lang, "waiting", "host’s answer"))

    proposal = Proposal.objects.get()
    seen = proposal.item.history.latest("history_id").history_id
    answers.accept(mission, proposal.pk, staff(), seen=seen, words="We shall be there at two.")
    page.reload()
    expect(state).to_contain_text(steps.said(lang, "accepted", "host’s answer"))
    expect(state).to_contain_text("“We shall be there at two.”")
    release(mission)
    page.reload()
    assert readers.itinerary(page)[0][0].startswith("14:00–16:00")


@pytest.mark.parametrize("lang", ["kk", "tk"])
def test_answering_has_no_barrier(page, axe, mission, lang):
    """In a language of each of the two alphabets."""
    token = links.make_for_host(mission, Host.objects.get(state=HostState.ASKED).organisation)[1]
    page.goto(f"/h/{token}/")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url("**/host/silk-road/")
    page.goto(f"/{lang}/host/silk-road/")
    found = []

    page.locator("main details > summary").click()
    found += axe(page)
    page.locator("main form button").click()  # nothing was typed
    page.locator("main .notice--stop").wait_for()
    found += axe(page)
    page.locator("input[value=cannot]").click()
    page.locator("input[name=answered_by]").fill("Дана")
    page.locator("main form button").click()
    page.get_by_role("status").wait_for()
    found += axe(page)

    assert found == []
    assert looks.too_wide(page) == []


def test_the_organisers_page_has_no_barrier(page, signed_in, axe, mission):
    item = ProgrammeItem.objects.select_related("stop").get(title_en="A tour of the kilns")
    Proposal.objects.create(
        item=item,
        organisation=item.hosts.get().organisation,
        kind="other_time",
        day=DAY,
        starts_at=TWO,
        ends_at=FOUR,
        words="After noon",
        answered_by="Dana",
        seen=host_answers.standing_of(item),
    )
    signed_in(page, staff())
    page.goto(steps.page_of(mission, "hosts"))

    assert axe(page) == []
    assert looks.too_wide(page) == []
