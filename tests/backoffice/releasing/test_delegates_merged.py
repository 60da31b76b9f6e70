"""A delegate who was merged into another row since a release reads it by her groups, as on her own page."""

import pytest
from django.urls import reverse

from backoffice.releasing import readers
from delegations.models import members_of_groups
from missions import document as documents
from missions import itinerary, release
from partners import merging
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    """Released with a group for the row that went; the one that stayed has the group since."""
    mission = factories.make_mission(languages=["en"])
    group = factories.make_group(mission=mission, name="Transport")
    kept, gone = (
        factories.make_delegate(mission=mission),
        factories.make_delegate(mission=mission, groups=[group]),
    )
    factories.make_item(mission=mission, title="Depot", visibility="participants", groups=[group])
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    merging.merge(kept, gone, by=None)
    mission.gone = gone
    return mission


def test_she_is_one_reader_who_read_the_same_before(mission):
    travelling = readers.travelling(mission)
    old = documents.current(mission.releases.get().document)
    now = documents.make(mission, readers.members(travelling))

    [_public, reader] = readers.of(old, now, travelling, "en", names=True)

    group = itinerary.delegate({str(mission.groups.get().ref)})
    assert (reader.before, reader.now, reader.label, reader.delegates) == (group, group, "Transport", 1)


@pytest.mark.parametrize("asked", ["kept", "gone"])
def test_versions_are_compared_as_her(mission, asked):
    """By the reference of either row, as an address may have been kept."""
    ref = mission.gone.ref if asked == "gone" else mission.delegates.get().ref
    mission.items.update(title_en="Long depot")
    address = reverse("admin:missions_mission_compare", args=[mission.pk])

    page = signed_in().get(address, {"from": "1", "to": "now", "as": f"delegate-{ref}"})

    [row] = page.context["rows"]
    assert (str(row.title), bool(row.before), bool(row.after)) == ("Long depot", True, True)
