"""Releasing: numbers, refusals, what happens in the same transaction, and taking back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from missions import editions, release
from missions.models import (
    Listing,
    ListingKind,
    Mission,
    Release,
    Stop,
    Withdrawal,
)
from missions.release import ReleasedMeanwhile
from tests.factories import (
    make_delegate,
    make_group,
    make_item,
    make_mission,
    make_organisation,
    make_stop,
    make_user,
)
from tests.missions.releases import AT, published_mission, released

pytestmark = pytest.mark.django_db

# Releasing


def test_a_release_freezes_the_programme_with_who_when_and_why():
    user = make_user()
    mission = make_mission()
    group = make_group(mission=mission)
    delegate = make_delegate(mission=mission, groups=[group])
    item = make_item(mission=mission, groups=[group])

    made = released(mission, by=user, note={"en": "First", "ru": "Первая"}, at=AT)

    made.refresh_from_db()
    assert (made.mission, made.number, made.by, made.at) == (mission, 1, user, AT)
    assert (made.note_en, made.note_ru, made.note_kk) == ("First", "Первая", "")
    assert [entry["uid"] for entry in made.document["items"]] == [str(item.uid)]
    assert made.document["groups"][0]["members"] == [str(delegate.ref)]
    assert release.newest(mission) == made


def test_a_release_holds_the_rows_as_saved_not_as_the_caller_remembers_them():
    """faults.md 41: what somebody else has saved meanwhile is in it."""
    mission = make_mission(title="Before")
    Mission.objects.filter(pk=mission.pk).update(title_en="After")

    assert released(mission).document["mission"]["title"] == {"en": "After"}


def test_a_release_is_made_now_unless_somebody_says_when(time_machine):
    time_machine.move_to(AT, tick=False)

    assert released(make_mission()).at == AT


def test_numbers_follow_one_another_in_each_mission():
    one, other = make_mission(), make_mission()

    numbers = [released(one).number, released(other).number]
    make_item(mission=one)

    assert [*numbers, released(one, replaces=1).number] == [1, 1, 2]


def test_a_number_is_never_used_again_though_its_release_is_withdrawn():
    mission = make_mission()
    first = released(mission)
    make_item(mission=mission)
    second = released(mission, replaces=1)
    release.withdraw(second, by=None, reason="A mistake")

    make_item(mission=mission)
    assert released(mission, replaces=1).number == 3

    release.withdraw(release.newest(mission), by=None, reason="A mistake")
    release.withdraw(first, by=None, reason="A mistake")
    assert release.newest(mission) is None
    assert released(mission, replaces=None).number == 4


def test_a_programme_that_has_not_changed_is_not_released_again():
    mission = make_mission()
    make_item(mission=mission)
    released(mission)

    with pytest.raises(ValidationError, match=r"Nothing has changed since version 1\.") as refused:
        released(mission, replaces=1)

    assert refused.value.code == "unchanged"
    assert mission.releases.count() == 1


def test_after_a_withdrawal_the_programme_of_the_version_left_is_not_released_again():
    mission = make_mission()
    released(mission)
    item = make_item(mission=mission)
    release.withdraw(released(mission, replaces=1), by=None, reason="A mistake")
    item.delete()

    with pytest.raises(ValidationError, match=r"Nothing has changed since version 1\."):
        released(mission, replaces=1)


def test_another_member_of_a_group_is_a_change():
    mission = make_mission()
    group = make_group(mission=mission)
    released(mission)
    make_delegate(mission=mission, groups=[group])

    assert released(mission, replaces=1).number == 2


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (None, "Version 2 was released meanwhile"),
        (1, "Version 2 was released meanwhile"),
        (3, "The version that you saw was withdrawn meanwhile"),
    ],
)
def test_who_has_not_seen_the_newest_version_is_told_so(seen, sentence):
    mission = make_mission()
    released(mission)
    make_item(mission=mission)
    released(mission, replaces=1)
    make_item(mission=mission)

    with pytest.raises(ReleasedMeanwhile, match=sentence) as refused:
        released(mission, replaces=seen)

    assert isinstance(refused.value, ValidationError)
    assert refused.value.code == "released_meanwhile"
    assert mission.releases.count() == 2


def test_who_saw_the_only_version_before_it_was_withdrawn_is_told_so():
    mission = make_mission()
    release.withdraw(released(mission), by=None, reason="A mistake")

    with pytest.raises(ReleasedMeanwhile, match="withdrawn meanwhile"):
        released(mission, replaces=1)


class Interrupting:
    """Changes rows after every query about stops, as another person may between two of our queries."""

    def __init__(self, stop, times):
        self.stop, self.times = stop, times

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if self.times and sql.startswith("SELECT") and 'FROM "missions_stop"' in sql and "LIMIT" not in sql:
            self.times -= 1
            Stop.objects.filter(pk=self.stop.pk).update(order=10 + self.times)
        return result


@pytest.mark.parametrize("times", [1, 3])
def test_a_release_is_of_one_moment_though_others_save_while_it_is_made(times):
    """faults.md 43: rows that were read before and after somebody's change are not mixed."""
    stop = make_stop()
    make_stop(mission=stop.mission, order=5)

    with connection.execute_wrapper(Interrupting(stop, times)):
        made = released(stop.mission)

    assert [entry["ref"] for entry in made.document["stops"]][1] == str(stop.ref)
    assert made.document == release.documents.make(stop.mission, {})


def test_a_mission_that_never_comes_to_rest_is_not_released():
    stop = make_stop()
    make_stop(mission=stop.mission, order=12)

    class Restless(Interrupting):
        def __call__(self, execute, sql, params, many, context):
            result = super().__call__(execute, sql, params, many, context)
            if sql.startswith("SELECT") and 'FROM "missions_stop"' in sql and "LIMIT" not in sql:
                Stop.objects.filter(pk=self.stop.pk).update(days_approximate=self.times % 2)
            return result

    with (
        connection.execute_wrapper(Restless(stop, 100)),
        pytest.raises(ValidationError, match="is being changed at this very moment") as refused,
    ):
        released(stop.mission)

    assert refused.value.code == "unsettled"
    assert not stop.mission.releases.exists()


# What happens with it


@pytest.fixture
def receivers():
    """Connects receivers of the signal for the length of a test."""
    connected = []

    def connect(receiver):
        release.released.connect(receiver)
        connected.append(receiver)

    yield connect
    for receiver in connected:
        release.released.disconnect(receiver)


def test_the_signal_is_sent_inside_the_transaction_with_the_release_and_its_listings(receivers):
    seen = []

    def receiver(sender, release, **_named):
        seen.append(
            (
                sender,
                release.number,
                transaction.get_connection().in_atomic_block,
                Release.objects.filter(pk=release.pk).exists(),
                Listing.objects.filter(mission=release.mission).count(),
            )
        )

    receivers(receiver)
    mission = published_mission()
    released(mission)

    assert seen == [(Release, 1, True, True, 1)]


def test_a_receiver_that_fails_takes_the_whole_release_back(receivers):
    mission = published_mission()
    released(mission)
    make_item(mission=mission)
    before = list(Listing.objects.values())

    def receiver(**_named):
        raise RuntimeError("no room for notices")

    receivers(receiver)
    with pytest.raises(RuntimeError, match="no room for notices"):
        released(mission, replaces=1)

    assert mission.releases.count() == 1
    assert list(Listing.objects.values()) == before
    assert editions.edition(mission.slug).number == 1


def test_only_a_release_of_the_programme_sends_the_signal(receivers):
    calls = []
    receivers(lambda **named: calls.append(named["release"].number))
    mission = make_mission()
    release.publish(mission, by=None)
    release.release_results(mission, by=None, replaces=None)

    assert calls == []


def test_a_release_remakes_what_the_public_finds():
    mission = published_mission()
    make_item(mission=mission, visibility="public", hosts=[make_organisation()])

    released(mission)

    assert {listing.kind for listing in mission.listings.all()} == {ListingKind.CARD, ListingKind.HOST}
    assert editions.edition(mission.slug).number == 1


# Withdrawing


def test_a_withdrawal_says_who_when_and_why_and_gives_readers_the_version_before():
    user = make_user()
    mission = published_mission(title="First")
    first = released(mission)
    Mission.objects.filter(pk=mission.pk).update(title_en="Second")
    second = released(mission, replaces=1)

    withdrawal = release.withdraw(second, by=user, reason="The wrong hall", at=AT)

    assert (withdrawal.release, withdrawal.by, withdrawal.reason, withdrawal.at) == (
        second,
        user,
        "The wrong hall",
        AT,
    )
    assert release.newest(mission) == first
    assert editions.edition(mission.slug).number == 1
    assert [listing.words["title"] for listing in mission.listings.all()] == [{"en": "First"}]


def test_without_any_release_left_the_public_finds_nothing():
    mission = published_mission()
    release.withdraw(released(mission), by=None, reason="A mistake")

    assert release.newest(mission) is None
    assert (editions.edition(mission.slug), mission.listings.count()) == (None, 0)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(reason):
    made = released(make_mission())

    with pytest.raises(ValidationError, match="Say why"):
        release.withdraw(made, by=None, reason=reason)

    assert release.newest(made.mission) == made


def test_a_release_is_withdrawn_once():
    made = released(make_mission())
    release.withdraw(made, by=None, reason="A mistake")

    with pytest.raises(ValidationError, match=r"Version 1 is withdrawn already\."):
        release.withdraw(made, by=None, reason="Once more")

    assert [withdrawal.reason for withdrawal in Withdrawal.objects.all()] == ["A mistake"]
