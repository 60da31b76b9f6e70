"""Scenario 10 of the field: a delegate subscribes by an address that needs no sign-in, in four languages.

Nine in Ashgabat is ten for a telephone set to Astana in December 2023; what is moved moves and is there once;
what is cancelled is cancelled; a revoked address tells nothing of whose it was.
"""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

from delegations import links
from delegations.models import AccessLink, LinkPurpose
from missions.models import ItemStatus, Visibility
from tests import factories
from tests.browser import steps
from tests.browser.hands import HANDS_IN_LANGUAGES
from tests.delegations.travellers import release

pytestmark = pytest.mark.postgresql

FIFTH = datetime.date(2023, 12, 5)
SQUARE = "Square code for the camera of a telephone; the same as the address below"
ASTANA = ZoneInfo("Asia/Almaty")


@pytest.fixture
def delegate(db):
    mission = factories.make_mission(slug="silk-road", title={"en": "Silk Road"})
    stop = factories.make_stop(mission=mission, place=factories.make_place(zone="Asia/Ashgabat"))
    group = factories.make_group(mission=mission)
    of_hers = {"stop": stop, "day": FIFTH, "visibility": Visibility.PARTICIPANTS, "groups": [group]}
    factories.make_item(**of_hers, title="Talks", starts_at=datetime.time(9))
    factories.make_item(**of_hers, title="Lunch", starts_at=datetime.time(13))
    other = {"visibility": Visibility.PARTICIPANTS, "groups": [factories.make_group(mission=mission)]}
    factories.make_item(stop=stop, day=FIFTH, title="Of others", **other)
    release(mission)
    return factories.make_delegate(
        mission=mission, groups=[group], person=factories.make_person(family_name="Otegenov")
    )


def events(path):
    """What a telephone set to Astana shows of the feed: the event by title, with its hour there."""
    calendar = icalendar.Calendar.from_ical(Client().get(path).content)
    return {
        str(event["SUMMARY"]): (
            str(event["UID"]),
            event.start.astimezone(ASTANA).strftime("%H:%M"),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
            str(event["DTSTART"].params["TZID"]),
        )
        for event in calendar.walk("VEVENT")
    }


@HANDS_IN_LANGUAGES
def test_she_subscribes_and_what_moves_moves_until_the_address_is_revoked(
    open_page, site, delegate, hand, lang
):
    release_again(delegate)
    page = open_page(390, locale=lang)
    hands = hand(page)
    page.goto(f"/l/{links.renew(delegate)}/")
    hands.press(page.get_by_role("main").get_by_role("button"))
    page.wait_for_url(f"**/{lang}/my/**")
    hands.press(page.locator("main a[href$='/calendar/']").first)
    hands.press(page.get_by_role("button", name=steps.said(lang, "Make my calendar address")))
    address = page.get_by_label(steps.said(lang, "Address to copy into a calendar")).input_value()
    button = page.get_by_role("link", name=steps.said(lang, "Subscribe on this device")).get_attribute("href")
    code = page.get_by_role("img", name=steps.said(lang, SQUARE))

    assert button == address.replace("http://", "webcal://")
    assert code.locator("svg").count() == 1
    assert address.endswith(f"?lang={lang}")
    path = address.removeprefix(site)
    before = events(path)
    assert {title: event[1:4] for title, event in before.items()} == {
        "Talks": ("10:00", "CONFIRMED", 2),
        "Lunch": ("14:00", "CONFIRMED", 2),
    }
    assert {event[4] for event in before.values()} == {"Asia/Ashgabat"}

    talks, lunch = delegate.mission.items.filter(groups__delegates=delegate).order_by("starts_at")
    talks.starts_at = datetime.time(11)
    talks.save()
    lunch.status = ItemStatus.CANCELLED
    lunch.save()
    release(delegate.mission)

    after = events(path)
    assert {event[0] for event in after.values()} == {event[0] for event in before.values()}
    assert {event[0]: event[1:4] for event in after.values()} == {
        before["Talks"][0]: ("12:00", "CONFIRMED", 3),
        before["Lunch"][0]: ("14:00", "CANCELLED", 3),
    }
    assert "Of others" not in Client().get(path).content.decode()

    links.revoke(AccessLink.objects.get(purpose=LinkPurpose.CALENDAR))
    ended = Client().get(path)
    assert ended.status_code == 410
    for word in ("Talks", "Lunch", "Silk", "Otegenov", "VCALENDAR"):
        assert word not in ended.content.decode()


def release_again(delegate):
    """The version in which she is a member of her group."""
    delegate.mission.summary_en = "Four days"
    delegate.mission.save()
    release(delegate.mission)
