"""A mission whose days are moved looks the same outside until the move is released, and then follows it."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.test import Client

from backoffice.shifting import acting, planning
from delegations import invitations, links, surveys, travel_documents
from delegations.models import AccessLink, Delegation, TravelDocument, members_of_groups
from missions import editions, release
from missions.models import Mission
from tests.walk import addresses, world

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(1)
BACK_OFFICE = ("admin/", "accounts/")
# Random in each response: the token of a form, the nonce of a script, the boundary of an e-mail.
RANDOM = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+|(nonce=")[^"]+')


@pytest.fixture
def outside():
    """The rows of the crawl without legs and hotels, which are read live; nobody signs in as staff."""
    with world.circumstances():
        made = world.make()
        made.mission.legs.all().delete()
        for delegate in made.mission.delegates.all():
            delegate.stays.all().delete()
        yield made


def browsers(outside):
    """The public, a delegate and a host."""
    host = Client()
    assert host.post(f"/h/{outside.host_token}/").status_code == 302
    return [Client(), world.client(outside, "delegate"), host]


def responses(outside):
    """What each reader gets at every address outside the back office."""
    cache.clear()
    editions.forget()
    readers = browsers(outside)
    found = {}
    for address in addresses.addresses(outside):
        if address.path.lstrip("/").startswith(BACK_OFFICE) or "/admin/" in address.path:
            continue
        for number, reader in enumerate(readers):
            response = reader.get(address.url)
            content = b"".join(response) if response.streaming else response.content
            found[address.url, number] = response.status_code, RANDOM.sub(rb"\1\2", content)
    return found


def computed(outside):
    """What no address shows at once: when links end, which survey is open, when a passport is deleted."""
    mission = Mission.objects.get(pk=outside.mission.pk)
    link = AccessLink.objects.get(pk=outside.link.pk)
    mail = invitations.letter(link, link.delegate)
    return {
        "ends": sorted(AccessLink.objects.values_list("pk", "expires_at")),
        "a new link ends": links.usual_end(mission),
        "survey": surveys.current(mission),
        "passports": [
            (row.pk, travel_documents.purge_day(mission, row.kept_days))
            for row in TravelDocument.objects.order_by("pk")
        ],
        "details until": sorted(
            Delegation.objects.values_list("pk", "details_until"), key=lambda pair: pair[0]
        ),
        "e-mail": (mail.subject, mail.body, [part.content for part in mail.alternatives]),
    }


def set_last_day(mission):
    for delegation in mission.delegations.all():
        delegation.details_until = mission.starts_on - 2 * DAY
        delegation.save()


def look(outside, moments, time_machine):
    found = {}
    for moment in moments:
        time_machine.move_to(moment, tick=False)
        found[moment] = responses(outside), computed(outside)
    return found


def move(mission, days):
    plan = planning.all_of_it(mission, days)
    assert plan.refusals == []
    acting.act(mission, lambda row: planning.all_of_it(row, days), plan.digest, None)


def moments(mission):
    """Before, during and soon after the mission, and where each of its dates would open or close something."""
    midday = datetime.datetime.combine(mission.ends_on, datetime.time(12), tzinfo=datetime.UTC)
    return [midday + days * DAY for days in (-8, 0, 2, 28)]


@pytest.mark.parametrize("days", [-3, 5])
def test_moved_mission_looks_the_same_outside_until_it_is_released(outside, days, time_machine):
    mission = outside.mission
    set_last_day(mission)
    AccessLink.objects.filter(expires_at__isnull=False).update(expires_at=links.usual_end(mission) + 60 * DAY)
    times = moments(mission)
    before = look(outside, times, time_machine)

    time_machine.move_to(times[0], tick=False)
    move(mission, days)
    after = look(outside, times, time_machine)

    for moment in times:
        assert after[moment][1] == before[moment][1]
        for address, response in before[moment][0].items():
            assert after[moment][0][address] == response, (moment, address)


@pytest.mark.parametrize("days", [-3, 5])
def test_released_move_is_followed_outside(outside, days, time_machine):
    mission = outside.mission
    moment = moments(mission)[0]
    time_machine.move_to(moment - DAY, tick=False)
    set_last_day(mission)
    time_machine.move_to(moment, tick=False)
    AccessLink.objects.filter(expires_at__isnull=False).update(expires_at=links.usual_end(mission) + 60 * DAY)
    before = computed(outside)
    move(mission, days)

    release.release(
        Mission.objects.get(pk=mission.pk), by=None, members=members_of_groups(mission), replaces=1
    )

    after = computed(outside)
    assert after["a new link ends"] == before["a new link ends"] + days * DAY
    assert after["passports"] == [(pk, day + days * DAY) for pk, day in before["passports"]]
    own = set(AccessLink.objects.filter(delegate__mission=mission).values_list("pk", flat=True))
    own |= set(AccessLink.objects.filter(mission=mission).values_list("pk", flat=True))
    assert after["ends"] == [
        (pk, end + days * DAY if pk in own and end else end) for pk, end in before["ends"]
    ]
    assert after["details until"] == [
        (pk, day + days * DAY if day else day) for pk, day in before["details until"]
    ]
