"""Lists of who was where and who sleeps where follow the precedence, whoever was put in first."""

import pytest

from delegations.models import Attendance, Stay
from tests import factories
from tests.backoffice.pages import address_of, signed_in

pytestmark = pytest.mark.django_db


def delegates():
    """Two of a mission: who was put in first is ranked last."""
    mission = factories.make_mission()
    second, first = (factories.make_delegate(mission=mission, precedence=rank) for rank in (20, 10))
    return first, second


def listed(model):
    return list(signed_in().get(address_of(model)).context["cl"].result_list)


def test_who_was_there_stands_by_rank_and_contacts_after():
    first, second = delegates()
    item = factories.make_item(mission=first.mission)
    contact = factories.make_attendance(item=item, contact=factories.make_contact())
    of_second, of_first = (factories.make_attendance(item=item, delegate=one) for one in (second, first))

    assert listed(Attendance) == [of_first, of_second, contact]


def test_nights_stand_by_rank():
    first, second = delegates()
    of_second, of_first = (factories.make_stay(delegate=one) for one in (second, first))

    assert listed(Stay) == [of_first, of_second]
