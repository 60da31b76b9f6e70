"""Fields that suggest rows, given what no page of ours sends."""

import pytest

from missions.models import Host, Mission, ProgrammeItem
from tests.backoffice.pages import address_of, signed_in
from tests.factories import make_mission

pytestmark = pytest.mark.django_db

# One of them is a number, larger than any of a database.
NO_KEYS = ["9" * 40, *(pytest.param(key, marks=pytest.mark.once) for key in ("abc", "-1", "1.5", "²", "<b>"))]


@pytest.mark.parametrize("value", NO_KEYS)
def test_a_key_that_no_row_can_have_is_refused_in_a_sentence(value):
    sent = {"slug": "m", "title_en": "M", "starts_on": "2030-01-01", "ends_on": "2030-01-02", "home": value}

    page = signed_in().post(address_of(Mission, "add"), sent)

    assert page.status_code == 200
    assert "Select a valid choice. That choice is not one of the available choices." in page.text
    assert Mission.objects.count() == 0


@pytest.mark.parametrize("value", NO_KEYS)
def test_so_are_several_keys_and_those_of_inlines(value):
    mission = make_mission()
    sent = {"kind": "meeting", "title_en": "T", "topics": [value], "hosts-0-organisation": value}
    sent |= {"hosts-TOTAL_FORMS": "1", "hosts-INITIAL_FORMS": "0"}

    page = signed_in().post(f"{address_of(ProgrammeItem, 'add')}?mission={mission.pk}", sent)

    assert page.status_code == 200
    assert (ProgrammeItem.objects.count(), Host.objects.count()) == (0, 0)
