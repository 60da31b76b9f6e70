"""Whatever changes has a name for whoever is about to release it."""

import pytest

from backoffice import change_lines
from missions import changes, itinerary
from missions.parts import Itinerary
from tests.missions.stories import a_document, a_place, a_stop, an_item

pytestmark = pytest.mark.once  # no database


def read(document) -> Itinerary:
    return itinerary.make(document, itinerary.STAFF, "en")


@pytest.mark.parametrize("name", [*changes.FRAMED_BY, "stops", "items"])
def test_every_change_of_the_mission_has_a_label(name):
    assert change_lines.frame_labels(changes.Changes((name,), (), (), (), ()))


@pytest.mark.parametrize("name", [*changes.PLACED_BY, *changes.TIMED_BY, *changes.WORDED_BY])
def test_every_change_of_an_item_has_a_label(name):
    (item,) = read(a_document(an_item())).items
    change = changes.Change((changes.ChangeKind.REWORDED,), item, item, (name,))

    (line,) = change_lines.lines(changes.Changes((), (), (), (), (change,)), "en")

    assert [bool(difference.label) for difference in line.differences] == [True]


def test_another_order_is_told_before_it_is_released():
    mary, ashgabat = a_place("Mary"), a_place("Ashgabat")
    stops = [a_stop(mary), a_stop(ashgabat)]
    before = a_document(an_item(1), an_item(2), places=[mary, ashgabat], stops=stops)
    after = a_document(an_item(1, order=3), an_item(2), places=[mary, ashgabat], stops=stops[::-1])

    labels = change_lines.frame_labels(changes.compare(read(before), read(after)))

    assert labels == ["Order of the stops", "Order of the items"]
