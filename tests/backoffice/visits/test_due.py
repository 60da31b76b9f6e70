"""When something is due, as it is typed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from backoffice.visits import due
from missions.models import DuePrecision
from wording import dates
from wording.fields import YEARS

DAYS = st.dates(datetime.date(min(YEARS), 1, 1), datetime.date(max(YEARS), 12, 31))


@pytest.mark.parametrize(
    ("precision", "typed", "day"),
    [
        ("year", "2024", "2024-12-31"),
        ("quarter", "2/2024", "2024-06-30"),
        ("quarter", "Q1 2024", "2024-03-31"),
        ("quarter", "2024-Q4", "2024-12-31"),
        ("month", "2024-02", "2024-02-29"),
        ("month", "5/2024", "2024-05-31"),
        ("day", " 2024-05-20 ", "2024-05-20"),
        ("day", "20.5.2024", "2024-05-20"),
    ],
)
def test_the_last_day_of_a_period_is_kept(precision, typed, day):
    assert due.last_day(precision, typed).isoformat() == day


@pytest.mark.parametrize(
    ("precision", "typed", "sentence"),
    [
        ("year", "", "Give a year, such as 2024."),
        ("year", "20244", "Give a year, such as 2024."),
        ("year", "9999", "Give a year, such as 2024."),
        ("quarter", "5/2024", "Give a quarter, such as 2/2024."),
        ("month", "2024-13", "Give a month, such as 2024-05."),
        ("day", "2023-02-29", "Give a day, such as 2024-05-20."),
    ],
)
def test_what_is_no_period_is_refused_with_an_example(precision, typed, sentence):
    with pytest.raises(ValidationError) as refused:
        due.last_day(precision, typed)

    assert refused.value.messages == [sentence]


@given(DAYS, st.sampled_from(DuePrecision))
def test_every_day_typed_by_any_precision_stays_in_its_own_period(day, precision):
    typed = {
        DuePrecision.YEAR: f"{day.year}",
        DuePrecision.QUARTER: f"{(day.month + 2) // 3}/{day.year}",
        DuePrecision.MONTH: f"{day:%Y-%m}",
        DuePrecision.DAY: f"{day:%d.%m.%Y}",
    }[precision]

    last = due.last_day(precision, typed)

    assert last >= day
    assert dates.partial_date(last, precision, "en") == dates.partial_date(day, precision, "en")


@given(st.sampled_from(DuePrecision), st.text(max_size=20))
def test_anything_that_is_typed_is_a_day_or_a_sentence(precision, typed):
    try:
        said = str(due.last_day(precision, typed))
    except ValidationError as error:
        (said,) = error.messages

    assert said.startswith(("Give a ", "1", "2"))
