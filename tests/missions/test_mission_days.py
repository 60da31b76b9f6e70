"""A mission's days and languages: what they hold, and that its items and stops stay within them."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from missions.models import (
    Mission,
)
from tests.factories import (
    make_item,
    make_stop,
)
from tests.rules import assert_refused

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))


def mission(**fields):
    return Mission(**{"slug": "a", "title_en": "A", "starts_on": FOURTH, "ends_on": SIXTH, **fields})


def test_an_item_of_a_mission_whose_dates_are_being_corrected_is_not_outside_of_them():
    row = make_item(day=FIFTH)
    row.mission.starts_on = None

    row.full_clean()


@pytest.mark.parametrize("languages", [[], ["en", "en"], ["fr"], "en", None, {"en": 1}])
def test_the_languages_of_a_mission_are_an_order_of_ours(languages):
    with pytest.raises(ValidationError) as refused:
        mission(languages=languages).full_clean()

    assert list(refused.value.message_dict) == ["languages"]


def test_a_new_mission_has_all_languages_in_order():
    assert Mission().languages == ["en", "ru", "kk", "tk"]


def test_a_mission_does_not_leave_its_items_outside_its_days():
    row = make_item(title="Visit", day=FIFTH).mission
    row.starts_on = SIXTH

    assert_refused(row, None, r"“Visit” on 2023-12-05 would lie outside the mission's days\.")


def test_an_item_of_several_days_holds_the_missions_last_day():
    row = make_item(title="Exhibition", day=FOURTH, ends_on=SIXTH).mission
    row.ends_on = FIFTH

    assert_refused(row, None, "“Exhibition” on 2023-12-06 would lie outside")


def test_a_mission_does_not_leave_its_stops_outside_its_days():
    row = make_stop(first_day=FIFTH, last_day=FIFTH).mission
    make_stop(mission=row)

    row.starts_on = datetime.date(2023, 12, 6)

    assert_refused(row, None, r"“Ashgabat” on 2023-12-05 would lie outside the mission's days\.")
    row.starts_on, row.ends_on = FOURTH, FOURTH
    assert_refused(row, None, r"“Ashgabat” on 2023-12-05 would lie outside the mission's days\.")
    row.ends_on = FIFTH
    row.full_clean()


@pytest.mark.parametrize(
    ("precision", "days"),
    [
        ("day", ("2024-02-10", "2024-05-20")),
        ("approximate", ("2024-02-10", "2024-05-20")),
        ("month", ("2024-02-01", "2024-05-31")),
        ("quarter", ("2024-01-01", "2024-06-30")),
        ("year", ("2024-01-01", "2024-12-31")),
    ],
)
def test_a_mission_may_have_any_day_of_the_period_that_it_is_known_by(precision, days):
    row = mission(
        starts_on=datetime.date(2024, 2, 10), ends_on=datetime.date(2024, 5, 20), dates_precision=precision
    )

    assert row.days() == tuple(map(datetime.date.fromisoformat, days))
    row.starts_on = None
    assert row.days() is None
