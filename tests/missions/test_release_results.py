"""Results are released apart from the programme, with numbers of their own."""

import pytest
from django.core.exceptions import ValidationError

from missions import release
from missions.models import (
    ListingKind,
)
from missions.release import ReleasedMeanwhile
from tests.factories import (
    make_follow_up,
    make_mission,
    make_user,
)
from tests.missions.releases import AT, published_mission, released

pytestmark = pytest.mark.django_db


def results_of(mission, replaces=None, **options):
    return release.release_results(mission, **{"by": None, "replaces": replaces, **options})


def test_results_are_released_apart_with_numbers_of_their_own():
    user = make_user()
    mission = published_mission()
    released(mission)
    make_follow_up(mission=mission, published=True, title="Forum")

    first = results_of(mission, by=user, at=AT)
    make_follow_up(mission=mission, published=True)
    second = results_of(mission, replaces=1, note={"en": "One more"})

    assert (first.number, first.by, first.at, first.note_en) == (1, user, AT, "")
    assert (second.number, second.note_en) == (2, "One more")
    assert [entry["title"] for entry in first.document["follow_ups"]] == [{"en": "Forum"}]
    assert release.newest_results(mission) == second
    assert mission.releases.count() == 1
    assert mission.listings.filter(kind=ListingKind.AGREED).count() == 2


@pytest.mark.parametrize("seen", [None, 2])
def test_results_that_somebody_else_published_meanwhile_are_looked_at_first(seen):
    mission = make_mission()
    results_of(mission)
    make_follow_up(mission=mission, published=True)

    with pytest.raises(ReleasedMeanwhile, match="Other results were published meanwhile"):
        results_of(mission, replaces=seen)


def test_results_that_have_not_changed_are_not_published_again():
    mission = make_mission()
    results_of(mission)

    with pytest.raises(ValidationError, match="Nothing has changed since these results") as refused:
        results_of(mission, replaces=1)

    assert refused.value.code == "unchanged"
