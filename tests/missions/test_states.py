"""Publishing, cancelling and taking back: each change of state is written down, or refused in a sentence."""

import pytest
from django.core.exceptions import ValidationError

from missions import release
from missions.models import (
    Mission,
    MissionState,
    StateChange,
)
from tests.factories import (
    make_mission,
    make_user,
)
from tests.missions.releases import published_mission, released

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        (["publish"], "published"),
        (["publish", "cancel"], "cancelled"),
        (["publish", "take_back"], "draft"),
        (["publish", "cancel", "publish"], "published"),
        (["publish", "cancel", "take_back"], "draft"),
    ],
)
def test_each_change_of_state_is_written_down_with_who_made_it(verbs, state):
    user = make_user()
    mission = make_mission()

    for verb in verbs:
        getattr(release, verb)(mission, by=user)

    assert mission.state == state
    mission.refresh_from_db()
    assert mission.state == state
    changes = StateChange.objects.filter(mission=mission, by=user)
    assert (changes.count(), changes.last().state) == (len(verbs), state)
    assert mission.history.count() == 1 + len(verbs)


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (MissionState.PUBLISHED, "publish"),
        (MissionState.DRAFT, "cancel"),
        (MissionState.CANCELLED, "cancel"),
        (MissionState.DRAFT, "take_back"),
    ],
)
def test_a_change_of_state_that_makes_no_sense_is_refused_in_a_sentence(state, verb):
    mission = make_mission(state=state, title="Mission")

    with pytest.raises(ValidationError, match=rf"“Mission” is {state.label}; this cannot be done\."):
        getattr(release, verb)(mission, by=None)

    assert not mission.state_changes.exists()


def test_a_change_of_state_keeps_what_others_saved():
    """faults.md 41: it writes the state alone."""
    mission = make_mission(title="Before")
    Mission.objects.filter(pk=mission.pk).update(title_en="After")

    release.publish(mission, by=None)

    assert Mission.objects.get(pk=mission.pk).title_en == "After"


def test_the_public_finds_a_cancelled_mission_and_no_draft():
    mission = published_mission()
    released(mission)

    release.cancel(mission, by=None)
    assert [listing.words["state"] for listing in mission.listings.all()] == ["cancelled"]

    release.take_back(mission, by=None)
    assert not mission.listings.exists()


@pytest.mark.parametrize("verb", ["publish", "cancel", "take_back"])
def test_a_template_is_never_published(verb):
    template = make_mission(is_template=True, title="Visit abroad")

    with pytest.raises(ValidationError) as refused:
        getattr(release, verb)(template, by=None)

    assert refused.value.messages == [
        "“Visit abroad” is a template: missions are copied from it, and it is never released or published."
    ]
    assert not StateChange.objects.filter(mission=template).exists()


def test_a_template_is_never_released():
    template = make_mission(is_template=True, title="Visit abroad")

    with pytest.raises(ValidationError) as refused:
        released(template)

    assert refused.value.messages == [
        "“Visit abroad” is a template: missions are copied from it, and it is never released or published."
    ]
    assert not template.releases.exists()


def test_a_mission_that_came_cancelled_is_noted_as_such_before_it_is_published():
    user = make_user()
    mission = make_mission(state=MissionState.CANCELLED)

    release.publish(mission, by=user)

    changes = StateChange.objects.filter(mission=mission).order_by("pk")
    assert list(changes.values_list("state", "by")) == [("cancelled", None), ("published", user.pk)]
