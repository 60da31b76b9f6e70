"""Editions: what the public reads of a mission at this moment, found with one query."""

import datetime

import pytest
from django.utils import timezone

from missions import editions, release
from missions.models import FormerSlug, Mission, MissionState, Visibility
from tests.factories import (
    make_contact,
    make_follow_up,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_person,
)
from wording.words import Words

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2023, 11, 1, 9, 7, 30, tzinfo=datetime.UTC)


def released(mission, replaces=None):
    return release.release(mission, by=None, members={}, replaces=replaces, at=AT)


def public_mission(**fields):
    mission = make_mission(**fields)
    release.publish(mission, by=None)
    return mission


def key_of(mission):
    editions.forget()
    return editions.edition(mission.slug).key


# Which one it is


def test_an_edition_is_the_newest_release_with_the_newest_results():
    mission = public_mission()
    released(mission)
    make_item(mission=mission)
    second = released(mission, replaces=1)
    of_results = release.release_results(mission, by=None, replaces=None)

    found = editions.edition(mission.slug)

    assert (found.mission_id, found.slug, found.state) == (mission.pk, mission.slug, MissionState.PUBLISHED)
    assert (found.release_id, found.number, found.released_at, found.replaces) == (second.pk, 2, AT, 1)
    assert (found.results_id, found.results_number, found.results_at) == (of_results.pk, 1, of_results.at)
    assert found.release() == second


def test_a_first_edition_replaces_none_and_has_no_results():
    mission = public_mission()
    released(mission)

    found = editions.edition(mission.slug)

    assert (found.replaces, found.results_id, found.results_number, found.results_at) == (None,) * 4
    assert found.results_document() is None


@pytest.mark.parametrize("state", [MissionState.PUBLISHED, MissionState.CANCELLED])
def test_a_mission_in_public_has_an_edition_that_says_its_state(state):
    mission = make_mission(state=state)
    released(mission)

    assert editions.edition(mission.slug).state == state


def test_a_draft_a_mission_without_release_and_an_unknown_one_do_not_exist_for_the_public():
    draft, unreleased, withdrawn = make_mission(), public_mission(), public_mission()
    released(draft)
    release.withdraw(released(withdrawn), by=None, reason="A mistake")

    slugs = [draft.slug, unreleased.slug, withdrawn.slug, "nowhere"]
    assert [editions.edition(slug) for slug in slugs] == [None] * 4


def test_after_a_withdrawal_readers_have_the_version_before():
    mission = public_mission()
    first = released(mission)
    make_item(mission=mission)
    second = released(mission, replaces=1)
    make_item(mission=mission)
    third = released(mission, replaces=2)

    release.withdraw(third, by=None, reason="A mistake")
    assert (editions.edition(mission.slug).release(), editions.edition(mission.slug).replaces) == (second, 1)

    release.withdraw(first, by=None, reason="A mistake")
    assert (editions.edition(mission.slug).release(), editions.edition(mission.slug).replaces) == (
        second,
        None,
    )


def test_what_was_replaced_while_the_mission_was_a_draft_is_not_told_as_replaced():
    mission = make_mission()
    for last in (None, 1):
        make_item(mission=mission)
        released(mission, replaces=last)
    release.publish(mission, by=None)
    first = editions.edition(mission.slug)
    make_item(mission=mission)
    third = release.release(mission, by=None, members={}, replaces=2)
    second = editions.edition(mission.slug)

    assert (first.replaces, first.as_read().replaces) == (1, None)
    assert (second.release_id, second.replaces, second.as_read().replaces) == (third.pk, 2, 2)


def test_a_first_edition_is_as_read_without_a_query(django_assert_num_queries):
    mission = public_mission()
    released(mission)
    found = editions.edition(mission.slug)

    with django_assert_num_queries(0):
        assert found.as_read() == found


# What it takes


@pytest.mark.parametrize("size", [1, 3])
def test_one_query_finds_an_edition_and_none_for_the_next_second(size, django_assert_num_queries):
    missions = [public_mission() for _ in range(size)]
    for mission in missions:
        released(mission)
        make_item(mission=mission)
        released(mission, replaces=1)
    editions.forget()

    with django_assert_num_queries(1):
        editions.edition(missions[0].slug)
    with django_assert_num_queries(0):
        assert editions.edition(missions[0].slug).number == 2
    editions.forget()
    with django_assert_num_queries(1):
        editions.edition(missions[0].slug)


def test_that_a_mission_does_not_exist_is_remembered_too(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert editions.edition("nowhere") is None
        assert editions.edition("nowhere") is None


def test_an_answer_is_remembered_for_a_second_and_no_longer(monkeypatch):
    mission = public_mission(title="Before")
    released(mission)
    seconds = [100.0]
    monkeypatch.setattr(editions.time, "monotonic", lambda: seconds[0])
    editions.forget()
    key = editions.edition(mission.slug).key
    # As another process would: this one is not told.
    Mission.objects.filter(pk=mission.pk).update(state=MissionState.CANCELLED)

    seconds[0] += 0.99
    assert editions.edition(mission.slug).key == key
    seconds[0] += 0.02
    assert editions.edition(mission.slug).state == MissionState.CANCELLED


def test_what_this_process_has_changed_itself_it_does_not_remember():
    mission = public_mission()
    released(mission)
    assert editions.edition(mission.slug).number == 1

    make_item(mission=mission)
    second = released(mission, replaces=1)
    assert editions.edition(mission.slug).number == 2

    release.withdraw(second, by=None, reason="A mistake")
    assert editions.edition(mission.slug).number == 1

    release.take_back(mission, by=None)
    assert editions.edition(mission.slug) is None


def test_the_editions_of_several_missions_are_remembered(django_assert_num_queries):
    missions = [public_mission() for _ in range(3)]
    for mission in missions:
        released(mission)
    for mission in missions:
        editions.edition(mission.slug)

    with django_assert_num_queries(0):
        assert [editions.edition(mission.slug).mission_id for mission in missions] == [
            mission.pk for mission in missions
        ]


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(editions, "MEMORY_ENTRIES", 3)

    for number in range(10):
        editions.edition(f"nowhere-{number}")

    assert len(editions._memory) <= 3


# Its key


@pytest.mark.parametrize(
    "change",
    [
        lambda mission: (make_item(mission=mission), released(mission, replaces=2)),
        lambda mission: release.release_results(mission, by=None, replaces=None),
        lambda mission: release.cancel(mission, by=None),
        lambda mission: (release.cancel(mission, by=None), release.publish(mission, by=None)),
        lambda mission: release.withdraw(mission.releases.first(), by=None, reason="A mistake"),
        lambda mission: mission.rename("another-slug"),
        lambda _mission: make_person(),
        lambda _mission: make_contact(),
    ],
    ids=[
        "release",
        "results",
        "state",
        "state and back",
        "withdrawal of an older one",
        "slug",
        "person",
        "contact",
    ],
)
def test_what_changes_what_is_rendered_changes_the_key(change):
    mission = public_mission()
    released(mission)
    make_item(mission=mission)
    released(mission, replaces=1)
    key = key_of(mission)

    change(mission)

    assert key_of(mission) != key


def test_the_key_of_the_same_edition_is_the_same_whatever_happens_to_others():
    mission, other = public_mission(), public_mission()
    released(mission)
    key = key_of(mission)

    make_item(mission=mission)
    released(other)
    release.cancel(other, by=None)

    assert key_of(mission) == key


def test_the_key_of_everything_takes_one_query_and_follows_each_change(django_assert_num_queries):
    assert editions.everything() == ()
    mission = public_mission()
    made = released(mission)
    keys = [editions.everything()]

    for change in (
        lambda: (make_item(mission=mission), released(mission, replaces=1)),
        lambda: release.release_results(mission, by=None, replaces=None),
        lambda: release.withdraw(made, by=None, reason="A mistake"),
        lambda: release.cancel(mission, by=None),
        lambda: mission.rename("another-slug"),
        make_organisation,
    ):
        change()
        editions.forget()
        with django_assert_num_queries(1):
            keys.append(editions.everything())
        assert editions.everything() == keys[-1]

    assert len(set(keys)) == len(keys)


# What it gives


def test_an_edition_gives_the_public_itinerary_and_results_of_what_is_released():
    mission = public_mission(title={"en": "Mission", "ru": "Миссия"})
    item = make_item(mission=mission, visibility=Visibility.PUBLIC, outcome="They agreed")
    make_item(mission=mission, visibility=Visibility.DELEGATION)
    make_follow_up(item=item, published=True)
    released(mission)
    release.release_results(mission, by=None, replaces=None)
    found = editions.edition(mission.slug)

    made = found.itinerary(found.release().document, "ru")
    of_results = found.results(made)

    assert (made.title, [seen.uid for seen in made.items]) == (Words("Миссия", "ru"), [str(item.uid)])
    assert (of_results.number, of_results.of_items, len(of_results.follow_ups)) == (
        1,
        {str(item.uid): Words("They agreed", "en")},
        1,
    )


def test_contacts_are_named_as_they_are_called_today_and_with_the_consent_of_today():
    mission = public_mission()
    contact = make_contact(public=True, person=make_person(family_name="Orazowa", given_name="Maral"))
    item = make_item(mission=mission, visibility=Visibility.PUBLIC)
    make_host(item=item, contact=contact)
    document = released(mission).document
    found = editions.edition(mission.slug)

    def named():
        (host,) = found.itinerary(document, "en").items[0].hosts
        return host.contact and (host.contact.name.text, host.contact.position.text)

    assert named() == ("Maral Orazowa", "Director")
    contact.person.family_name_en = "Berdiyewa"
    contact.person.save()
    assert named() == ("Maral Berdiyewa", "Director")
    contact.public = False
    contact.save()
    assert named() is None
    contact.delete()
    assert named() is None


def test_contacts_take_one_query_and_none_where_nobody_is_named(django_assert_num_queries):
    mission = make_mission()
    for _ in range(3):
        make_host(item=make_item(mission=mission), contact=make_contact())
    document = released(mission).document

    with django_assert_num_queries(1):
        assert len(editions.live_contacts(document, "en")) == 3
    with django_assert_num_queries(0):
        assert editions.live_contacts({"parties": [], "items": []}, "en") == {}


def test_a_person_without_any_name_is_not_named():
    contact = make_contact()
    document = released(make_host(contact=contact).item.mission).document
    type(contact.person).objects.filter(pk=contact.person.pk).update(family_name_en="")

    assert editions.live_contacts(document, "en") == {}


# Addresses of before


def test_a_former_slug_leads_to_the_present_one_of_a_mission_in_public():
    mission = public_mission(slug="first")
    released(mission)
    mission.rename("second")
    mission.rename("third")
    editions.forget()

    assert [editions.former(slug) for slug in ("first", "second", "third", "nowhere")] == [
        "third",
        "third",
        None,
        None,
    ]

    release.take_back(mission, by=None)
    assert editions.former("first") is None


def test_a_slug_that_was_never_released_leads_nowhere():
    mission = public_mission(slug="first")
    mission.rename("second")
    released(mission)

    assert editions.former("first") is None
    assert not FormerSlug.objects.exists()


@pytest.mark.parametrize(
    ("minute", "quarter"), [(0, "09:00"), (14, "09:00"), (15, "09:15"), (44, "09:30"), (59, "09:45")]
)
def test_the_quarter_of_an_hour_is_that_of_the_clock(minute, quarter, time_machine):
    time_machine.move_to(AT.replace(minute=minute), tick=False)

    assert editions.quarter_of_hour() == f"2023-11-01T{quarter}:00+00:00"
    assert timezone.now().minute == minute
