"""Working days: weekends and holidays are skipped, and counting back and forth is the same."""

import datetime as dt
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions import working_days

COUNTRIES = st.sampled_from(["KZ", "TM", "IR", "XX", ""])
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


def test_examples_hold():
    assert doctest.testmod(working_days).failed == 0
    assert doctest.testmod(working_days).attempted >= 6


@pytest.mark.parametrize(
    ("country", "count", "due"),
    [
        # 16 December, a holiday of Kazakhstan, is a Saturday in 2023: Monday the 18th is free in its place.
        ("KZ", 1, dt.date(2023, 12, 15)),
        ("TM", 1, dt.date(2023, 12, 18)),
        ("", 1, dt.date(2023, 12, 18)),
        ("KZ", 0, dt.date(2023, 12, 19)),
        ("KZ", 5, dt.date(2023, 12, 11)),
    ],
)
def test_what_is_due_so_many_working_days_before(country, count, due):
    assert working_days.before(dt.date(2023, 12, 19), count, country) == due


def test_where_holidays_are_not_known_weekends_are():
    assert (working_days.knows("XX"), working_days.knows("KZ")) == (working_days.knows(""), True)
    assert not working_days.is_working_day(dt.date(2023, 12, 9), "")
    assert working_days.is_working_day(dt.date(2023, 12, 8), "")


def test_friday_is_the_weekend_of_some():
    assert not working_days.is_working_day(dt.date(2023, 12, 8), "IR")


def test_the_calendar_ends_without_a_fault():
    assert working_days.before(dt.date(1, 1, 3), 900, "KZ") == dt.date.min


@given(day=DAYS, count=st.integers(1, 60), country=COUNTRIES)
def test_so_many_working_days_are_left_from_the_day_that_is_counted_back_to(day, count, country):
    due = working_days.before(day, count, country)

    assert working_days.is_working_day(due, country)
    assert working_days.between(due, day, country) == count
    assert working_days.between(due + dt.timedelta(1), day, country) == count - 1
