"""The calendar of due days: whose rows it has, what it says, and when its address opens nothing."""

import datetime as dt

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from missions import follow_ups, limits
from missions.follow_ups import Verb
from missions.models import MissionRole, Role
from reports import due_feed
from reports.models import DueFeed
from tests import factories
from tests.backoffice.pages import signed_in, staff
from tests.together import PEOPLE, at_once

pytestmark = pytest.mark.django_db

FORUM = dt.date(2024, 12, 31)
NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mission():
    return factories.make_mission(title="To Turkmenistan", zone="Asia/Ashgabat")


def path_of(feed):
    return due_feed.address(feed).removeprefix("http://127.0.0.1:8000")


def asked(feed, **headers):
    return Client().get(path_of(feed), headers=headers)


def events(feed):
    answer = asked(feed)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def due(mission, user, title, **fields):
    return factories.make_follow_up(
        **{
            "mission": mission,
            "responsible": user,
            "title": title,
            "due_on": FORUM,
            "due_precision": "year",
            **fields,
        }
    )


def test_each_is_a_whole_day_on_the_last_of_its_period_that_keeps_nobody_busy(mission):
    user = staff(roles.EDITOR)
    row = due(mission, user, "Forum; Ashgabat, 2024\nBEGIN:VEVENT")
    factories.make_follow_up(mission=mission, responsible=user, title="Whenever")

    [(summary, event)] = events(due_feed.subscribe(user)).items()

    assert summary == "Due: Forum; Ashgabat, 2024\nBEGIN:VEVENT"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (FORUM, dt.date(2025, 1, 1))
    assert (str(event["UID"]), event["TRANSP"], event["STATUS"]) == (str(row.ref), "TRANSPARENT", "CONFIRMED")
    assert "Due: 2024, year only" in event["DESCRIPTION"]
    assert reverse("admin:follow_up", args=[row.pk]) in event["URL"]


def test_what_changes_has_a_higher_sequence_and_what_is_closed_is_cancelled_and_later_gone(mission):
    user = staff(roles.EDITOR)
    feed, row = due_feed.subscribe(user), due(mission, user, "Forum")
    first = events(feed)["Due: Forum"]["SEQUENCE"]
    row.due_on = dt.date(2025, 12, 31)
    row.save()
    moved = events(feed)["Due: Forum"]
    assert (moved["SEQUENCE"], moved["DTSTART"].dt) == (first + 1, row.due_on)

    follow_ups.change(row, Verb.DROP, by=user, reason="No budget")
    event = events(feed)["Due: Forum"]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", first + 2)
    assert "No budget" not in asked(feed).content.decode()
    with time_machine.travel(NOW + dt.timedelta(61), tick=False):
        assert events(feed) == {}


def test_it_tells_hers_or_all_that_she_may_see_and_of_other_missions_nothing(mission):
    """faults.md 29"""
    user = factories.make_user()
    MissionRole.objects.create(mission=mission, user=user, role=Role.VIEWER)
    due(mission, user, "Hers")
    due(mission, None, "Another's")
    due(factories.make_mission(), user, "Secret")

    assert set(events(due_feed.subscribe(user))) == {"Due: Hers"}
    assert set(events(due_feed.subscribe(user, everything=True))) == {"Due: Hers", "Due: Another's"}


@pytest.mark.parametrize("why", ["ended", "renewed", "inactive", "no staff", "no right"])
def test_an_address_that_opens_nothing_any_more_says_so_and_nothing_else(mission, why):
    """faults.md 33"""
    user = staff(roles.EDITOR)
    feed = due_feed.subscribe(user)
    due(mission, user, "Forum")
    assert asked(feed).status_code == 200
    if why == "ended":
        due_feed.end(user)
    if why == "renewed":
        due_feed.subscribe(user, anew=True)
    user.is_active, user.is_staff = why != "inactive", why != "no staff"
    user.save()
    if why == "no right":
        user.groups.clear()

    answer = asked(feed)

    assert (answer.status_code, answer.content.decode()) == (410, "There is no calendar at this address.\n")


def test_an_address_that_never_was_is_not_found():
    answer = Client().get(reverse("due_feed", args=["no-token"]))

    assert (answer.status_code, answer.content.decode()) == (404, "There is no calendar at this address.\n")


def test_a_network_that_guesses_waits_but_a_right_address_of_it_is_answered(mission):
    """faults.md 71"""
    feed = due_feed.subscribe(staff(roles.EDITOR))
    wrong = reverse("due_feed", args=["no-token"])

    statuses = [Client().get(wrong).status_code for _ in range(limits.WRONG_LINKS + 1)]

    assert statuses == [404] * limits.WRONG_LINKS + [429]
    assert asked(feed).status_code == 200


def test_a_program_that_has_the_newest_is_told_so_and_no_cache_keeps_it(mission):
    user = staff(roles.EDITOR)
    feed = due_feed.subscribe(user)
    due(mission, user, "Forum")
    first = asked(feed)
    assert first["Cache-Control"] == "private, no-store"
    assert first["Referrer-Policy"] == "no-referrer"

    again = asked(feed, **{"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    due(mission, user, "Fair")
    assert asked(feed, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_it_speaks_the_language_that_the_address_asks_for(mission):
    user = staff(roles.EDITOR)
    due(mission, user, "Forum", title_ru="Форум")

    answer = Client().get(path_of(due_feed.subscribe(user)) + "?lang=ru")

    assert answer["Content-Language"] == "ru"
    assert "Форум" in answer.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("rows", [1, 5])
def test_it_takes_as_many_queries_whatever_the_number(mission, rows, django_assert_num_queries):
    user = staff(roles.EDITOR)
    feed = due_feed.subscribe(user)
    for number in range(rows):
        due(mission, user, f"Forum {number}")
    asked(feed)

    with django_assert_num_queries(4):
        asked(feed)


def test_the_page_makes_renews_and_ends_it_and_shows_it_to_her_alone():
    """faults.md 26"""
    client, other = signed_in(roles.EDITOR), signed_in(roles.EDITOR)
    page = reverse("admin:follow_up_calendar")
    client.post(page, {"do": "make", "everything": "1"})
    first = DueFeed.objects.get()
    assert first.everything
    address = due_feed.address(first)

    assert address in client.get(page).content.decode()
    assert address not in other.get(page).content.decode()
    client.post(page, {"do": "make"})
    assert [feed.everything for feed in DueFeed.objects.all()] == [False]
    client.post(page, {"do": "anew"})
    assert (asked(first).status_code, DueFeed.objects.filter(revoked_at=None).count()) == (410, 1)
    client.post(page, {"do": "end"})
    assert DueFeed.objects.filter(revoked_at=None).count() == 0


def test_she_says_whether_and_in_which_language_she_is_written_to():
    client = signed_in(roles.EDITOR)
    page = reverse("admin:follow_up_calendar")

    client.post(page, {"do": "letters", "lang": "ru"})
    setting = client.get(page).context["form"].instance

    assert (setting.letters, setting.lang) == (False, "ru")
    wrong = client.post(page, {"do": "letters", "lang": "de", "letters": "on"})
    assert "lang" in wrong.context["form"].errors
    setting.refresh_from_db()
    assert (setting.letters, setting.lang) == (False, "ru")


@pytest.mark.django_db(transaction=True)
def test_who_subscribes_many_times_at_once_has_one_calendar():
    """faults.md 42"""
    user = factories.make_user()

    at_once(*([lambda: due_feed.subscribe(user)] * PEOPLE))

    assert DueFeed.objects.count() == 1
