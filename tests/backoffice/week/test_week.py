"""This week: what needs somebody, where it is put right, and on whose clock the day is told."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from backoffice.rights import roles
from backoffice.week import dated
from delegations.models import Delegate, members_of_groups
from missions import release
from missions.models import FollowUp, Group, Mission, MissionState, ProgrammeItem
from tests import factories
from tests.backoffice.pages import address, address_of, signed_in

pytestmark = pytest.mark.django_db

WEEK = "/admin/"
NOW = dt.datetime(2023, 11, 24, 6, 0, tzinfo=dt.UTC)  # a Friday, ten days before the mission of the factories


@pytest.fixture(autouse=True)
def friday():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def page(*kinds):
    response = signed_in(*kinds).get(WEEK)
    assert response.status_code == 200
    return response


def told(response):
    """Count, words, sentence and lateness of each entry."""
    return [(entry.count, entry.words, entry.sentence, entry.late) for entry in response.context["attention"]]


def only(response, words):
    [entry] = [entry for entry in response.context["attention"] if entry.words == words]
    return entry


def russian_mission(**fields):
    """A mission whose one text lacks no language, so that it says nothing by itself."""
    return factories.make_mission(**{"title": "To Turkmenistan", "languages": ["en"], **fields})


def released(mission):
    return release.release(
        mission, by=factories.make_user(), members=members_of_groups(mission), replaces=None
    )


@pytest.mark.once
def test_the_day_of_today_begins_as_a_sentence_does():
    factories.make_mission()

    response = signed_in().get(reverse("admin:index"), headers={"accept-language": "ru"})

    assert re.findall(r'<p class="lede">([^,]*),', response.text) == ["Пятница"]


@pytest.mark.once
def test_without_any_mission_it_says_what_to_do_first():
    first = page()
    assert "There is no mission yet." in first.content.decode()
    assert address_of(Mission, "add") in first.content.decode()

    viewer = page(roles.VIEWER).content.decode()
    assert "No mission is open to you yet." in viewer
    assert address_of(Mission, "add") not in viewer


@pytest.mark.once
def test_where_nothing_needs_anybody_it_says_so():
    russian_mission()

    response = page()

    assert told(response) == []
    assert "Nothing needs anybody" in response.content.decode()


@pytest.mark.once
def test_the_day_and_the_days_left_are_told(friday):
    mission = russian_mission()

    assert "Friday, 24 November 2023. 10 days before: To Turkmenistan." in page().content.decode()

    friday.move_to(dt.datetime(2023, 12, 3, 6, tzinfo=dt.UTC))
    assert "1 day before: To Turkmenistan." in page().content.decode()
    friday.move_to(dt.datetime(2023, 12, 4, 6, tzinfo=dt.UTC))
    assert "It begins today: To Turkmenistan." in page().content.decode()
    friday.move_to(dt.datetime(2023, 12, 6, 6, tzinfo=dt.UTC))
    assert "Day 3 of 4: To Turkmenistan." in page().content.decode()
    mission.dates_precision = "approximate"
    mission.save()
    assert "Day 3 of 4: To Turkmenistan, dates approximate." in page().content.decode()


@pytest.mark.once
def test_today_is_that_of_the_mission(friday):
    """faults.md: at 20:00 in London it is tomorrow in Ashgabat."""
    russian_mission(zone="Asia/Ashgabat")
    friday.move_to(dt.datetime(2023, 11, 24, 20, 0, tzinfo=dt.UTC))

    assert "Saturday, 25 November 2023. 9 days before" in page().content.decode()


def test_changes_that_are_not_released_are_counted_with_their_beginning(friday):
    mission = russian_mission(zone="Asia/Ashgabat")
    first, second = (factories.make_item(mission=mission, title=name) for name in ("Talks", "Visit"))
    released(mission)
    assert told(page()) == []
    friday.shift(dt.timedelta(hours=1))
    mission.staff_notes = "Readers get nothing of this."
    mission.save()
    friday.shift(dt.timedelta(hours=1))
    first.title_en = "Long talks"
    first.save()
    friday.shift(dt.timedelta(hours=1))
    second.delete()

    response = page()

    assert told(response) == [
        (2, "Changes not released", "First changed 24 November, 13:00; readers still have version 1.", False)
    ]
    entry = only(response, "Changes not released")
    assert entry.address == reverse("admin:missions_mission_release", args=[mission.pk])
    assert entry.actions == (("See what changes", entry.address),)
    assert only(page(roles.VIEWER), "Changes not released").actions == ()


def test_what_changes_nothing_for_readers_is_not_waiting_for_a_release(friday):
    mission = russian_mission()
    item = factories.make_item(mission=mission)
    released(mission)
    friday.shift(dt.timedelta(hours=1))
    item.staff_notes = "A secret."
    item.save()

    assert told(page()) == []


def test_a_change_that_was_taken_back_is_none(friday):
    mission = russian_mission()
    item = factories.make_item(mission=mission, title="Talks")
    released(mission)
    for title in ("Other talks", "Talks"):
        friday.shift(dt.timedelta(minutes=1))
        item.title_en = title
        item.save()
        counts = [entry.count for entry in page().context["attention"]]

    assert counts == []


def test_a_place_with_another_name_is_a_change_of_the_missions_that_go_there(friday):
    mission = russian_mission()
    stop = factories.make_stop(mission=mission)
    released(mission)
    friday.shift(dt.timedelta(hours=1))
    stop.place.name_en = "Aşgabat"
    stop.place.save()

    entry = only(page(), "Changes not released")

    assert (entry.count, "07:00" in entry.sentence or "12:00" in entry.sentence) == (1, True)


@pytest.mark.once
def test_missing_translations_are_counted_by_language():
    mission = factories.make_mission(title={"en": "To Turkmenistan", "ru": "В Туркменистан"})
    mission.languages = ["en", "ru", "kk"]
    mission.save()
    factories.make_item(mission=mission, title={"en": "Talks"})

    entry = only(page(), "Texts without a translation")

    assert entry.count == 3
    assert entry.sentence.startswith("Russian 1, Kazakh 2, of 2 texts.")
    listed = signed_in().get(entry.address)
    assert [(line["of"], line["languages"]) for line in listed.context["lines"]] == [
        ("To Turkmenistan", "Kazakh"),
        ("Talks", "Russian, Kazakh"),
    ]
    assert [line["address"] for line in listed.context["lines"]] == [
        address(mission),
        address(ProgrammeItem.objects.get()),
    ]


def test_clashes_are_late_and_lead_to_their_page():
    mission = russian_mission()
    stop = factories.make_stop(mission=mission)
    delegate_groups = [factories.make_group(mission=mission)]
    factories.make_delegate(mission=mission, groups=delegate_groups, state="confirmed")
    for title in ("Talks", "Visit"):
        factories.make_item(
            stop=stop,
            title=title,
            day=dt.date(2023, 12, 5),
            starts_at=dt.time(10),
            ends_at=dt.time(12),
            groups=delegate_groups,
        )

    entry = only(page(), "Clashes and cautions")

    assert (entry.late, entry.count >= 1) == (True, True)
    assert entry.address == reverse("admin:missions_mission_cautions", args=[mission.pk])
    assert "Talks" in entry.sentence
    assert "Visit" in entry.sentence


@pytest.mark.once
def test_what_cannot_be_told_is_counted_and_its_first_is_named():
    mission = russian_mission()
    factories.make_delegate(mission=mission, state="confirmed")
    for title, hour in (("Talks", 10), ("Visit", 12)):
        factories.make_item(mission=mission, title=title, day=dt.date(2023, 12, 5), starts_at=dt.time(hour))

    entry = only(page(), "Cannot tell whether it fits")

    assert (entry.count, entry.late) == (1, False)
    assert entry.address == reverse("admin:missions_mission_cautions", args=[mission.pk])
    assert "cannot tell whether “Talks”" in entry.sentence


@pytest.mark.once
def test_a_permit_that_comes_too_late_tomorrow_is_found_tomorrow(friday):
    """What is kept of a mission is forgotten at midnight where each day counts."""
    place = factories.make_place(restricted=True, permit_working_days=7)
    mission = russian_mission(zone="Asia/Ashgabat")
    factories.make_stop(mission=mission, place=place, first_day=dt.date(2023, 12, 5))
    assert [entry.words for entry in page().context["attention"]] == []

    friday.shift(dt.timedelta(days=5))

    assert [entry.words for entry in page().context["attention"]] == ["Caution in the programme"]


@pytest.mark.parametrize(
    ("day", "near"),
    [(None, True), (dt.date(2023, 12, 4), True), (dt.date(2023, 12, 8), True), (dt.date(2023, 12, 9), False)],
)
@pytest.mark.once
def test_tentative_items_within_14_days(day, near):
    mission = russian_mission(ends_on=dt.date(2023, 12, 9))
    factories.make_item(mission=mission, title="Talks", status="tentative", day=day)
    factories.make_item(mission=mission, status="confirmed", day=day)

    entries = [
        entry for entry in page().context["attention"] if entry.words == "Tentative item within 14 days"
    ]

    assert [entry.count for entry in entries] == [1] * near
    if near:
        listed = signed_in().get(entries[0].address)
        assert [item.title for item in listed.context["cl"].result_list] == ["Talks"]


def test_delegates_without_a_confirmed_state():
    mission = russian_mission()
    for state in ("invited", "invited", "applied", "confirmed", "withdrawn"):
        factories.make_delegate(mission=mission, state=state)

    entry = only(page(), "Delegates not confirmed yet")

    assert (entry.count, entry.sentence, entry.late) == (3, "Invited 2, applied 1.", True)
    mission.starts_on, mission.ends_on = dt.date(2023, 12, 20), dt.date(2023, 12, 21)
    mission.save()
    assert only(page(), "Delegates not confirmed yet").late is False


def test_visit_reports_are_due_after_the_visit_and_late_after_a_week(friday):
    mission = russian_mission()
    factories.make_item(mission=mission, kind="visit", title="Port", day=dt.date(2023, 12, 4))
    written = factories.make_item(mission=mission, kind="visit", day=dt.date(2023, 12, 4))
    factories.make_visit_report(item=written, state="submitted")
    factories.make_item(mission=mission, kind="visit", status="cancelled", day=dt.date(2023, 12, 4))
    factories.make_item(mission=mission, kind="meal", day=dt.date(2023, 12, 4))
    due = {}
    for day in (4, 5, 11, 12):
        friday.move_to(dt.datetime(2023, 12, day, 6, tzinfo=dt.UTC))
        entries = [
            entry for entry in page().context["attention"] if entry.words == "Visit report to be written"
        ]
        due[day] = [(entry.count, entry.sentence, entry.late) for entry in entries]

    assert due == {
        4: [],
        5: [(1, "Port, 4 December.", False)],
        11: [(1, "Port, 4 December.", False)],
        12: [(1, "Port, 4 December.", True)],
    }
    entry = only(page(), "Visit report to be written")
    assert entry.address == f"{reverse('admin:visits')}?mission={mission.pk}"


def test_follow_ups_that_are_due_and_overdue():
    mission = russian_mission()
    for day, state in ((10, "agreed"), (30, "proposed"), (9, "done"), (8, "dropped")):
        factories.make_follow_up(
            mission=mission,
            title=f"Forum {day}",
            due_on=dt.date(2023, 11, day),
            due_precision="day",
            state=state,
        )
    factories.make_follow_up(mission=mission, due_on=dt.date(2023, 12, 31), due_precision="month")
    factories.make_follow_up(mission=mission)

    assert told(page()) == [
        (1, "Overdue follow-up", "Due 10 November 2023: Forum 10.", True),
        (1, "Follow-up due within 14 days", "Due 30 November 2023: Forum 30.", False),
    ]
    entry = only(page(), "Overdue follow-up")
    assert entry.address == reverse("admin:follow_up", args=[FollowUp.objects.get(title_en="Forum 10").pk])


@pytest.mark.once
def test_one_mission_with_very_many_takes_none_from_another(monkeypatch):
    monkeypatch.setattr(dated, "ROWS", 2)
    crowded, other = russian_mission(), factories.make_mission(slug="other", title="Other")
    for mission, day in ((crowded, 1), (crowded, 2), (crowded, 3), (other, 9)):
        factories.make_follow_up(
            mission=mission, title=f"Forum {day}", due_on=dt.date(2023, 11, day), due_precision="day"
        )

    late = [line[:2] for line in told(page()) if line[1].startswith("Overdue")]

    assert late == [(1, "Overdue follow-up"), (2, "Overdue follow-ups")]


@pytest.mark.once
def test_what_is_due_within_14_days_is_reckoned_by_the_missions_own_today(friday):
    """In Tokyo it is Saturday by then: what is due there on the fifteenth day from Friday is within fourteen."""
    friday.move_to(dt.datetime(2023, 11, 17, 18, tzinfo=dt.UTC))
    for zone, slug in (("Asia/Tokyo", "east"), ("Europe/London", "west")):
        mission = factories.make_mission(slug=slug, title=slug, zone=zone)
        factories.make_follow_up(
            mission=mission, title=f"Forum {slug}", due_on=dt.date(2023, 12, 2), due_precision="day"
        )

    assert [line for line in told(page()) if line[1].startswith("Follow-up")] == [
        (1, "Follow-up due within 14 days", "Due 2 December 2023: Forum east.", False)
    ]


def test_what_is_over_cancelled_or_a_template_asks_for_nothing(friday):
    for fields in (
        {"starts_on": dt.date(2023, 5, 1), "ends_on": dt.date(2023, 5, 2)},
        {"is_template": True},
    ):
        mission = factories.make_mission(**fields)
        factories.make_delegate(mission=mission)
        factories.make_item(mission=mission, status="tentative")
        factories.make_deadline(mission=mission, count=100)
    cancelled = russian_mission()
    factories.make_delegate(mission=cancelled)
    Mission.objects.filter(pk=cancelled.pk).update(state=MissionState.CANCELLED)

    assert told(page()) == []


@pytest.mark.once
def test_missions_under_way_and_next_stand_before_those_that_are_over():
    for title, first in (("Over", (2023, 10, 1)), ("Next", (2024, 3, 1)), ("Under way", (2023, 11, 23))):
        start = dt.date(*first)
        russian_mission(title=title, starts_on=start, ends_on=start + dt.timedelta(3))

    response = page()

    assert [mission["words"] for mission in response.context["missions"]] == ["Under way", "Next", "Over"]
    assert response.context["missions"][0]["sentence"] == ("23 to 26 November 2023. Draft, nothing released.")


@pytest.mark.once
def test_the_latest_edits_are_told_by_the_clock_of_their_mission(friday):
    mission = russian_mission(zone="Asia/Ashgabat")
    user = factories.make_user(first_name="Aigerim", last_name="Omarova")
    friday.shift(dt.timedelta(minutes=1))
    item = factories.make_item(mission=mission, title="Talks")
    item._history_user = user
    friday.shift(dt.timedelta(minutes=1))
    item.title_en = "Long talks"
    item.save()

    response = page()

    assert [
        (line["edit"].words, line["edit"].done, line["when"], line["edit"].by)
        for line in response.context["edits"]
    ] == [
        ("Long talks", "changed", "24 November, 11:02", "Aigerim Omarova"),
        ("Talks", "added", "24 November, 11:01", "not by a member of staff"),
        ("To Turkmenistan", "added", "24 November, 11:00", "not by a member of staff"),
    ]
    assert response.context["edits"][0]["edit"].address == address(item, "history")


def test_who_sees_only_missions_is_told_only_of_them():
    """faults.md 11"""
    mission = russian_mission()
    factories.make_delegate(mission=mission)
    factories.make_item(mission=mission, title="Talks", status="tentative")
    factories.make_follow_up(mission=mission, title="Forum", due_on=dt.date(2023, 11, 1), due_precision="day")
    factories.make_deadline(mission=mission, title="Visa list", count=30)

    response = page(roles.RELEASER)

    assert told(response) == []
    content = response.content.decode()
    assert [word for word in ("Talks", "Forum", "Visa list") if word in content] == []
    assert Delegate.objects.count() == 1


@pytest.mark.parametrize("for_good", ["", "1"])
def test_nothing_that_is_kept_names_who_was_deleted(for_good, django_capture_on_commit_callbacks):
    mission = russian_mission()
    group = Group.objects.create(mission=mission, personal=True)
    person = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    delegate = factories.make_delegate(mission=mission, person=person, groups=[group])
    for hour in (9, 10):
        factories.make_item(
            mission=mission,
            day=mission.starts_on,
            starts_at=dt.time(hour),
            ends_at=dt.time(12),
            groups=[group],
        )
    client = signed_in()

    def names_kept():
        return sum(b"Berdiyewa" in value for value in cache._cache.values())

    for looked_at in (WEEK, reverse("admin:missions_mission_board", args=[mission.pk])):
        assert client.get(looked_at).status_code == 200
    before = names_kept()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(delegate, "delete"), {"post": "yes", "for_good": for_good})

    assert (before, names_kept()) == (2, 0)
