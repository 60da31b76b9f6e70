"""Moments in the admin: those of a mission by its own clock, all others in UTC, and each says which."""

import datetime

import pytest
import time_machine

from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, members_of_groups
from missions import release
from missions.models import Mission, MissionState, Release
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, save, sentences, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # words of pages

AT = datetime.datetime(2023, 12, 5, 20, 30, tzinfo=datetime.UTC)
TOLD = "6 December 2023, 01:30 (Ashgabat, UTC+5)"
TOLD_IN_UTC = "5 December 2023, 20:30 UTC"


@pytest.fixture
def mission():
    """A mission whose clock is that of its first stop."""
    mission = factories.make_mission(state=MissionState.PUBLISHED, zone="")
    factories.make_stop(mission=mission, place=factories.make_place(name="Mary", zone="Asia/Ashgabat"))
    factories.make_stop(mission=mission, place=factories.make_place(name="Moscow", zone="Europe/Moscow"))
    return mission


def made(mission, replaces=None):
    with time_machine.travel(AT, tick=False):
        return release.release(mission, by=None, members=members_of_groups(mission), replaces=replaces)


def text(page):
    return page.content.decode()


def test_a_release_was_made_and_withdrawn_by_the_missions_clock(mission):
    version, client = made(mission), signed_in()
    with time_machine.travel(AT, tick=False):
        release.withdraw(version, by=None, reason="Too early")

    listed, page = client.get(address_of(Release)), client.get(address(version))

    assert [text(page).count(TOLD), text(listed).count(TOLD)] == [2, 2]
    assert [text(page).count("20:30"), text(listed).count("20:30")] == [0, 0]


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Europe/London", "5 December 2023, 20:30 (London, UTC)"), ("", "5 December 2023, 20:30 (UTC)")],
)
def test_a_zone_of_its_own_goes_before_that_of_a_stop_and_without_both_it_is_utc(mission, zone, told):
    if zone:
        Mission.objects.filter(pk=mission.pk).update(zone=zone)
    else:
        mission.stops.all().delete()
    version = made(mission)

    assert text(signed_in().get(address(version))).count(told) == 1


def test_results_were_published_by_the_missions_clock(mission):
    mission.outcome_summary_en = "All went well."
    mission.save()
    with time_machine.travel(AT, tick=False):
        results = release.release_results(mission, by=None, replaces=None)

    assert text(signed_in().get(address_of(type(results)))).count(TOLD) == 1


def test_the_state_of_a_mission_changed_by_its_clock(mission):
    with time_machine.travel(AT, tick=False):
        release.take_back(mission, by=None)

    assert f"<div>{TOLD}: draft (–)</div>" in text(signed_in().get(address(mission)))


def test_the_page_that_releases_says_whose_clock_the_last_release_is_told_by(mission):
    made(mission)

    page = signed_in().get(f"{address_of(Mission)}{mission.pk}/release/")

    assert f"Replaces version 1, released {TOLD}." in text(page)


def test_history_of_a_mission_and_of_its_rows_is_told_by_its_clock(mission):
    with time_machine.travel(AT, tick=False):
        item = factories.make_item(mission=mission)
        delegate = factories.make_delegate(mission=mission)
        attendance = factories.make_attendance(item=item, delegate=delegate)
        stay = factories.make_stay(delegate=delegate)
        report = factories.make_visit_report(item=item)
        leg = factories.make_leg(mission=mission)
        mission.save()
    client = signed_in()

    found = {
        row._meta.model_name: text(client.get(address(row, "history"))).count(f">{TOLD}<")
        for row in (mission, item, delegate, attendance, stay, report, leg)
    }

    assert found == dict.fromkeys(found, 1)


def test_history_beside_a_row_is_told_by_the_same_clock(mission):
    item = factories.make_item(mission=mission)
    with time_machine.travel(AT, tick=False):
        factories.make_host(item=item)

    assert text(signed_in().get(address(item, "history"))).count(TOLD) == 1


def test_history_of_what_belongs_to_no_mission_says_utc(mission):
    with time_machine.travel(AT, tick=False):
        place = factories.make_place()

    assert text(signed_in().get(address(place, "history"))).count("5 December 2023, 20:30 (UTC)") == 1


def test_history_of_a_deleted_row_is_told_in_utc(mission):
    with time_machine.travel(AT, tick=False):
        item = factories.make_item(mission=mission)
        page = address(item, "history")
        item.delete()

    assert text(signed_in().get(page)).count("5 December 2023, 20:30 (UTC)") == 2


@pytest.mark.parametrize("kind", ["mission", "item"])
def test_who_saved_meanwhile_is_told_by_the_missions_clock(mission, kind):
    row = mission if kind == "mission" else factories.make_item(mission=mission)
    client = signed_in()
    stale = fields_of(client.get(address(row)))
    with time_machine.travel(AT, tick=False):
        row.save()

    refused = client.post(address(row), stale | {"_save": ["Save"]})

    [sentence] = [each for each in sentences(refused) if "saved this" in each]
    assert sentence.startswith(f"Somebody saved this at {TOLD}, while it lay open here.")


def test_personal_links_are_told_by_the_clock_of_their_mission(mission):
    with time_machine.travel(AT, tick=False):
        links.make(factories.make_delegate(mission=mission))
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    assert text(client.get(address_of(AccessLink))).count(TOLD) == 1
    assert text(client.get(address(AccessLink.objects.get()))).count(TOLD) == 1


def test_whatever_django_tells_by_itself_says_utc():
    user = factories.make_user(last_login=AT)

    page = signed_in().get(address(user))

    assert TOLD_IN_UTC in text(page)


def test_a_moment_is_told_in_the_language_of_the_page(mission):
    made(mission)
    client = signed_in()
    client.cookies["django_language"] = "ru"

    assert "6 декабря 2023\N{NARROW NO-BREAK SPACE}г., 01:30 (Ашхабад, UTC+5)" in text(
        client.get(address_of(Release))
    )


def test_saving_leaves_a_release_as_it_was_told(mission):
    """The clock is found anew: a mission that moves to another zone tells its releases by that."""
    version, client = made(mission), signed_in()

    save(client, address(mission), zone="Asia/Almaty")

    assert text(client.get(address(version))).count("6 December 2023, 02:30 (Almaty, UTC+6)") == 1
