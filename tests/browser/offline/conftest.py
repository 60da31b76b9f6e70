"""The house that is stopped and started, and who travels in scenario 8."""

import datetime

import pytest

from missions.models import HostState, ItemKind, ItemStatus, Visibility
from tests import factories
from tests.browser.offline.steps import (
    FIFTH,
    next_version,
    traveller,
)
from tests.browser.stopping import server


@pytest.fixture
def house(db, settings):
    """A Keruen that can be stopped and started again at the same address."""
    with server() as running:
        settings.SITE_URL = running.url
        settings.CSRF_TRUSTED_ORIGINS = [running.url]
        yield running


@pytest.fixture
def site(house):
    """In the place of the server that runs as long as a test."""
    return house.url


@pytest.fixture
def mission(db):
    """Version 4, released at 18:20 in Ashgabat: public items, one of each group, and two papers."""
    mission = factories.make_mission(
        slug="silk-road",
        starts_on=FIFTH - datetime.timedelta(days=1),
        ends_on=FIFTH + datetime.timedelta(days=2),
        title={"en": "Silk Road", "ru": "Шёлковый путь", "kk": "Жібек жолы", "tk": "Ýüpek ýoly"},
    )
    ashgabat = factories.make_place(
        name={"en": "Ashgabat", "ru": "Ашхабад", "kk": "Ашхабад", "tk": "Aşgabat"}
    )
    stop = factories.make_stop(mission=mission, place=ashgabat, first_day=mission.starts_on)
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    of_group = {"visibility": Visibility.PARTICIPANTS, "day": FIFTH, "stop": stop}
    talks = factories.make_item(
        stop=stop,
        title={"en": "Talks", "ru": "Переговоры", "kk": "Келіссөздер", "tk": "Gepleşikler"},
        kind=ItemKind.NEGOTIATIONS,
        day=FIFTH,
        starts_at=datetime.time(9),
        visibility=Visibility.PUBLIC,
    )
    contact = factories.make_contact(person=factories.make_person(family_name="Orazowa"), public=True)
    factories.make_host(item=talks, contact=contact, state=HostState.CONFIRMED)
    factories.make_item(stop=stop, title="Lunch", day=FIFTH, status=ItemStatus.CANCELLED)
    shoes = factories.make_item(title="Canary of shoes", groups=[a], **of_group)
    food = factories.make_item(
        title={"ru": "Пищевой завод"}, groups=[b], starts_at=datetime.time(11), **of_group
    )
    factories.make_attachment(
        item=food, visibility=Visibility.PARTICIPANTS, content=b"%PDF-1.4 paper of food"
    )
    factories.make_attachment(
        item=shoes, visibility=Visibility.PARTICIPANTS, content=b"%PDF-1.4 canary paper"
    )
    factories.make_attachment(mission=mission, content=b"%PDF-1.4 canary of staff")
    return mission


@pytest.fixture
def delegates(mission):
    """One of group B and one of group A, when version 4 was released."""
    both = [traveller(mission, "Otegenov", "Group B"), traveller(mission, "Berdiyewa", "Group A")]
    for number in range(1, 5):
        assert next_version(mission, venue_en=f"Hall {number}").number == number
    return both


@pytest.fixture
def delegate(delegates):
    return delegates[0]
