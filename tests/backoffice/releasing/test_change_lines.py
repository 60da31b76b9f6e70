"""Whatever changes has a name for whoever is about to release it."""

import pytest

from backoffice.releasing import change_lines, rows
from missions import changes, itinerary
from missions.models import Mission, ProgrammeItem
from missions.parts import Itinerary
from tests.missions.stories import a_document, a_place, a_stop, an_item

pytestmark = pytest.mark.once  # no database


def read(document) -> Itinerary:
    return itinerary.make(document, itinerary.STAFF, "en")


@pytest.mark.parametrize("name", [*changes.FRAMED_BY, "stops", "items"])
def test_every_change_of_the_mission_has_a_label(name):
    assert change_lines.label(Mission, name)


@pytest.mark.parametrize("name", [*changes.PLACED_BY, *changes.TIMED_BY, *changes.WORDED_BY])
def test_every_change_of_an_item_has_a_label(name):
    assert change_lines.label(ProgrammeItem, name)


def test_another_order_is_told_before_it_is_released():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    stops = [a_stop(mary), a_stop(ashgabat)]
    before = a_document(an_item(1), an_item(2), places=[mary, ashgabat], stops=stops)
    after = a_document(an_item(1, order=3), an_item(2), places=[mary, ashgabat], stops=stops[::-1])

    found = changes.compare(read(before), read(after))

    assert [str(row.title) for row in rows.of(found, read(before), read(after))] == [
        "The mission: order of the stops",
        "The mission: order of the items",
    ]
