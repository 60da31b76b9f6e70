"""Several people release, withdraw and publish at once, in threads and transactions of their own.

faults.md 41, 42 and 43: whatever the order, one of them wins or all follow one another; nothing is lost or mixed.
"""

from functools import partial
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from missions import document, release, results
from missions.models import ListingKind, Release, ResultsRelease, StateChange, Stop
from missions.release import ReleasedMeanwhile
from tests.factories import make_follow_up, make_item, make_mission, make_place, make_stop, make_user
from tests.together import at_once, codes, in_between

pytestmark = pytest.mark.django_db(transaction=True)


def live_listing(mission):
    """The versions on the mission's cards: what the public would find."""
    return [card.words["version"] for card in mission.listings.filter(kind=ListingKind.CARD)]


@pytest.mark.parametrize("people", [2, 8])
def test_of_those_who_release_what_they_all_saw_one_wins(people):
    mission = make_mission()
    release.publish(mission, by=None)
    make_item(mission=mission)
    users = [make_user() for _ in range(people)]

    outcomes = at_once(
        *(lambda user=user: release.release(mission, by=user, members={}, replaces=None) for user in users)
    )

    (made,) = [outcome for outcome in outcomes if isinstance(outcome, Release)]
    assert codes(outcomes) == ["released_meanwhile"] * (people - 1)
    assert all("Version 1 was released" in str(outcome) for outcome in outcomes if outcome is not made)
    stored = Release.objects.get(mission=mission)
    assert (stored.number, stored.by) == (1, users[outcomes.index(made)])
    assert stored.document == document.make(mission, {})
    assert live_listing(mission) == [1]


@pytest.mark.parametrize("people", [2, 8])
def test_all_who_change_and_release_until_it_is_out_lose_nothing(people):
    """Numbers follow one another, each version holds the items of the one before, the last one holds all."""
    mission = make_mission()
    release.publish(mission, by=None)

    def change_and_release():
        make_item(mission=mission)
        while True:
            last = release.newest(mission)
            try:
                return release.release(
                    mission, by=None, members={}, replaces=last.number if last else None
                ).number
            except ReleasedMeanwhile:
                continue

    outcomes = at_once(*[change_and_release] * people)

    numbers = sorted(outcome for outcome in outcomes if isinstance(outcome, int))
    assert numbers == list(range(1, len(numbers) + 1))
    # Who comes after somebody whose version held her item too is told that nothing has changed.
    assert codes(outcomes) == ["unchanged"] * (people - len(numbers))
    stored = list(Release.objects.filter(mission=mission).order_by("number"))
    assert [made.number for made in stored] == numbers
    held = [{item["uid"] for item in made.document["items"]} for made in stored]
    assert all(before < after for before, after in pairwise(held))
    assert stored[-1].document == document.make(mission, {})
    assert len(held[-1]) == people
    assert live_listing(mission) == [numbers[-1]]


@pytest.fixture
def replaced():
    """Version 1 of a mission in which an item came since."""
    mission = make_mission()
    release.publish(mission, by=None)
    first = release.release(mission, by=None, members={}, replaces=None)
    make_item(mission=mission)
    return first


def test_who_withdraws_what_is_being_replaced_comes_after_the_release(replaced):
    mission = replaced.mission

    made, withdrawal = in_between(
        lambda: release.release(mission, by=None, members={}, replaces=1),
        'FROM "missions_release"',
        lambda: release.withdraw(replaced, by=None, reason="A mistake"),
    )

    assert (made.number, release.newest(mission), live_listing(mission)) == (2, made, [2])
    assert made.at < withdrawal.at
    assert release.next_number(mission) == 3


def test_who_replaces_what_is_being_withdrawn_is_told(replaced):
    mission = replaced.mission

    _withdrawal, refusal = in_between(
        lambda: release.withdraw(replaced, by=None, reason="A mistake"),
        'INSERT INTO "missions_withdrawal"',
        lambda: release.release(mission, by=None, members={}, replaces=1),
    )

    assert isinstance(refusal, ReleasedMeanwhile)
    assert (release.newest(mission), live_listing(mission)) == (None, [])
    assert release.next_number(mission) == 2


def test_a_release_is_withdrawn_once_though_two_do():
    mission = make_mission()
    made = release.release(mission, by=None, members={}, replaces=None)

    withdraw = partial(release.withdraw, made, by=None, reason="A mistake")
    outcomes = in_between(withdraw, 'FROM "missions_withdrawal"', withdraw)

    assert codes(outcomes) == ["withdrawn"]
    assert release.newest(mission) is None


@pytest.mark.parametrize("people", [2, 8])
def test_of_those_who_publish_the_same_results_one_wins(people):
    mission = make_mission()
    make_follow_up(mission=mission, published=True)

    outcomes = at_once(*[lambda: release.release_results(mission, by=None, replaces=None)] * people)

    assert codes(outcomes) == ["released_meanwhile"] * (people - 1)
    stored = ResultsRelease.objects.get(mission=mission)
    assert (stored.number, stored.document) == (1, results.document(mission))


def test_programme_and_results_released_at_once_are_both_found():
    mission = make_mission()
    release.publish(mission, by=None)
    release.release(mission, by=None, members={}, replaces=None)
    make_item(mission=mission)
    make_follow_up(mission=mission, published=True)

    made, of_results = in_between(
        lambda: release.release(mission, by=None, members={}, replaces=1),
        'INSERT INTO "missions_listing"',
        lambda: release.release_results(mission, by=None, replaces=None),
    )

    assert (made.number, of_results.number) == (2, 1)
    assert live_listing(mission) == [2]
    assert mission.listings.filter(kind=ListingKind.AGREED).count() == 1


@pytest.mark.parametrize("people", [2, 8])
def test_a_mission_is_published_once_though_many_do(people):
    mission = make_mission()

    outcomes = at_once(*[lambda: release.publish(type(mission)(pk=mission.pk), by=None)] * people)

    assert codes(outcomes) == ["state"] * (people - 1)
    assert StateChange.objects.filter(mission=mission).count() == 1


def test_a_release_is_of_one_moment_while_somebody_moves_items_and_deletes_stops():
    """Every stop that an item of a version names is in it: each version can be read for good."""
    mission = make_mission()
    place = make_place()
    stops = [make_stop(mission=mission, place=place) for _ in range(13)]
    for _ in range(5):
        make_item(stop=stops[0])

    def move_on():
        # No row is added: adding one to a mission waits for whoever releases it, changing one does not.
        for before, after in pairwise(stops):
            with transaction.atomic():
                mission.items.update(stop=after)
                Stop.objects.filter(pk=before.pk).delete()

    def release_again():
        for _ in stops:
            last = release.newest(mission)
            try:
                release.release(mission, by=None, members={}, replaces=last.number if last else None)
            except ValidationError as refusal:
                assert refusal.code in {"unchanged", "unsettled"}  # noqa: PT017

    assert at_once(move_on, release_again) == [None, None]
    versions = Release.objects.filter(mission=mission)
    assert versions.count() >= 1
    for version in versions:
        (stop,) = {item["stop"] for item in version.document["items"]}
        assert stop in {entry["ref"] for entry in version.document["stops"]}
