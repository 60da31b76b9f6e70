"""The mission whose rows go into the bin."""

import pytest

from tests import factories


@pytest.fixture
def mission():
    """A draft in which one thing leans on another."""
    mission = factories.make_mission(slug="whole", sectors=[factories.make_sector()])
    stop = factories.make_stop(mission=mission)
    group = factories.make_group(mission=mission)
    item = factories.make_item(
        stop=stop, title="Visit", groups=[group], hosts=[factories.make_organisation()]
    )
    delegate = factories.make_delegate(mission=mission, groups=[group])
    factories.make_attendance(item=item, delegate=delegate)
    factories.make_leg(mission=mission, item=item, passengers=[delegate])
    factories.make_stay(delegate=delegate)
    factories.make_party(mission=mission)
    return mission
