"""A process that is killed (kill -9) in the middle of a release or of taking one back leaves all or nothing."""

import pytest

from delegations.models import members_of_groups
from missions import document as documents
from missions.models import Listing, Release
from tests import factories
from tests.backoffice.release_pages import made
from tests.together import killed

# What the process does: everything but its last step, where it waits for the end that comes instead.
RELEASE = """
from missions import release
from missions.models import Mission
mission = Mission.objects.get(pk=int(sys.argv[1]))
release.released.connect(wait)
release.release(mission, by=None, members={}, replaces=1)
"""
TAKE_BACK = """
from backoffice.releasing import taking_back
from missions.models import Mission, Release
mission = Mission.objects.get(pk=int(sys.argv[1]))
taking_back._TakingBack.remove_stops = wait
taking_back.take_back(mission, Release.objects.get(number=1).document, "Back")
"""


def now(mission):
    return documents.make(mission, members_of_groups(mission))


@pytest.fixture
def mission(transactional_db):
    mission = factories.make_mission(languages=["en"])
    factories.make_item(mission=mission, title="Talks", visibility="public")
    made(mission)
    mission.items.update(title_en="Long talks")
    factories.make_item(mission=mission, title="Lunch", visibility="public")
    return mission


def test_a_release_is_there_or_not(mission):
    cards = list(Listing.objects.values())

    killed(RELEASE, mission.pk)

    assert Release.objects.count() == 1
    assert list(Listing.objects.values()) == cards
    assert made(mission, replaces=1).number == 2


def test_a_version_is_taken_back_or_not(mission):
    before, entries = now(mission), mission.items.model.history.count()

    killed(TAKE_BACK, mission.pk)

    assert now(mission) == before
    assert mission.items.model.history.count() == entries
