"""Cells as values: dates, times, yes and no, choices, in four languages."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.imports import values
from delegations.models import Capacity
from missions.models import ItemKind
from wording import dates
from wording.words import LANGUAGES

DAY = datetime.date(2023, 12, 4)
MOMENT = datetime.datetime(2023, 12, 4, 9, 30)  # noqa: DTZ001  # cells have no zone


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        MOMENT,
        45264,
        45264.0,
        "45264",
        "2023-12-04",
        "2023-12-04 00:00:00",
        "4.12.2023",
        "04.12.23",
        "04.12.2023 г.",
        "4-12-2023",
        "4 December 2023",
        "December 4, 2023",
        "Monday, 4 December 2023",
        "4th of Dec 2023",
        "4 декабря 2023 г.",
        "понедельник, 4 декабря 2023 года",
        "4 дек. 2023",
        "2023 жылғы 4 желтоқсан",
        "2023 ж. 4 желтоқсан",
        "4 dekabr 2023",
    ],
    ids=repr,
)
def test_days(cell):
    assert values.day(cell) == DAY


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_day_as_each_language_writes_it_is_that_day(day, lang):
    assert values.day(dates.long_date(day, lang)) == day
    assert values.day(dates.full_date(day, lang)) == day


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31.02.2023", "“31.02.2023” is not in the calendar. Check the day and the month."),
        (
            "Friday, 4.12.2023",
            "“Friday, 4.12.2023” names the wrong weekday. The date is Monday, 4 December 2023.",
        ),
        ("4 декабря", "“4 декабря” has no year."),
        ("soon", "“soon” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        (
            "5² December 2023",
            "“5² December 2023” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027.",
        ),
        ("9" * 400, f"“{'9' * 60}…” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        (2023, "“2023” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        (True, "“True” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        ("x" * 100, f"“{'x' * 60}…” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
    ],
    ids=repr,
)
def test_what_is_no_day_is_said(cell, sentence):
    with pytest.raises(values.Wrong) as caught:
        values.day(cell)
    assert str(caught.value) == sentence


def test_a_day_without_a_year_is_of_the_year_that_is_given():
    assert values.day("4 декабря", 2023) == DAY


@pytest.mark.parametrize("word", ["?", "tbc", "уточняется", "белгісіз", "näbelli"])
def test_what_is_not_known_stays_unknown(word):
    assert (values.day(word), values.clock(word), values.yes_no(word)) == (None, None, None)


@pytest.mark.parametrize(
    "cell",
    [datetime.time(9, 30), MOMENT, 0.3958333, "9:30", "09.30", "09:30:00", "9-30", "9:30 am", "9h30"],
    ids=repr,
)
def test_times(cell):
    assert values.clock(cell) == datetime.time(9, 30)


@pytest.mark.parametrize("cell", ["24:00", "9-15", "9:75", "13:00 pm", 1.5, True, DAY, "morning"], ids=repr)
def test_what_is_no_time_is_refused(cell):
    with pytest.raises(values.Wrong):
        values.clock(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("09:00–10:30", [datetime.time(9), datetime.time(10, 30)]),
        ("09.00-10.30", [datetime.time(9), datetime.time(10, 30)]),
        ("с 9:00 до 10:30", [datetime.time(9), datetime.time(10, 30)]),
        ("9:00 to 10:30", [datetime.time(9), datetime.time(10, 30)]),
        ("9-30", [datetime.time(9, 30), None]),
        (datetime.time(9), [datetime.time(9), None]),
    ],
    ids=repr,
)
def test_hours_in_one_cell(cell, found):
    assert values.hours(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [*[(word, True) for word in ("Yes", "да", "ИӘ", "hawa", True, 1)], *[(word, False) for word in ("no", "Нет", "жоқ", "ýok", False, 0)]],
    ids=repr,
)  # fmt: skip
def test_yes_and_no_in_four_languages(cell, found):
    assert values.yes_no(cell) is found


def test_choices_by_code_and_by_label_in_any_language():
    kind = values.choice_of(ItemKind)
    assert [kind(cell) for cell in ("site_visit", "Site visit", "SITE VISIT", " посещение объекта ")] == [
        "site_visit"
    ] * 4
    assert values.choice_of(Capacity)("Deputy head") == "deputy"
    with pytest.raises(values.Wrong, match="“boss” is not among the choices: head, deputy head, "):
        values.choice_of(Capacity)("boss")


def test_names_are_divided_by_semicolons_and_lines():
    assert values.names("A;  B b ;\nC, D;A;;") == ["A", "B b", "C, D"]


@pytest.mark.parametrize("text", ["+993 12 34", "-5", "=1+1", "@x", "'quoted"])
def test_text_is_text(text):
    """faults.md 63, 64"""
    assert (values.line(text), values.block(text)) == (text, text)


@given(
    st.one_of(
        st.none(),
        st.text(),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.times(),
        st.datetimes(),
    ).filter(lambda cell: cell is not None),
    st.sampled_from(
        [
            values.block,
            values.line,
            values.names,
            values.whole,
            values.yes_no,
            values.day,
            values.clock,
            values.hours,
            values.choice_of(ItemKind),
        ]
    ),
)
def test_any_cell_is_read_or_refused_in_a_sentence(cell, read):
    try:
        read(cell)
    except values.Wrong as error:
        assert str(error)  # noqa: PT017  # either is right
