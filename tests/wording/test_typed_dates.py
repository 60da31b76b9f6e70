"""Dates that people type are read right or refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import dates
from wording.typed_dates import NotADate, TypedDate, parse_date
from wording.words import LANGUAGES

FORMS = ["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%A, %d %b %Y"]
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-07", "2027-05-07"),
        ("07.05.2027", "2027-05-07"),
        ("7.5.27", "2027-05-07"),
        ("3 May 2027", "2027-05-03"),
        ("May 3, 2027", "2027-05-03"),
        ("3 May 27", "2027-05-03"),
        ("3 Sep 2027", "2027-09-03"),
        ("3 мая 2027", "2027-05-03"),
        ("3 мая 2027 г.", "2027-05-03"),
        ("в понедельник, 3 мая 2027 года", "2027-05-03"),
        ("2023 жылғы 13 желтоқсан", "2023-12-13"),
        ("2023 ж. 6 желтоқсан, сәрсенбі", "2023-12-06"),
        ("13 желтоқсан 2023", "2023-12-13"),
        ("6 dekabr 2023", "2023-12-06"),
        ("2023-nji ýylyň 13-nji dekabry", "2023-12-13"),
        ("05/13/2027", "2027-05-13"),
        ("пн 03.05.2027", "2027-05-03"),
    ],
)
def test_usual_forms_are_read(text, day):
    assert parse_date(text) == TypedDate(datetime.date.fromisoformat(day))


def test_a_date_of_two_meanings_is_read_day_first_and_marked():
    assert parse_date("03/05/2027") == TypedDate(datetime.date(2027, 5, 3), ambiguous=True)
    assert parse_date("05/05/2027") == TypedDate(datetime.date(2027, 5, 5))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31.02.2027", "“31.02.2027” is not in the calendar. Check the day and the month."),
        (
            "Tuesday, 3 May 2027",
            "“Tuesday, 3 May 2027” names the wrong weekday. The date is Monday, 3 May 2027.",
        ),
        ("3 May", "“3 May” has no year."),
        ("soon", "“soon” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        ("27 May 3", "“27 May 3” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text, sentence):
    with pytest.raises(NotADate) as refused:
        parse_date(text)

    assert str(refused.value) == sentence


@given(DAYS, st.sampled_from(FORMS))
def test_a_written_date_is_read_back(day, form):
    assert parse_date(day.strftime(form)).day == day


@given(DAYS, st.sampled_from(LANGUAGES))
def test_a_date_in_words_of_any_language_is_read_back(day, lang):
    assert [parse_date(dates.long_date(day, lang)).day, parse_date(dates.full_date(day, lang)).day] == [
        day,
        day,
    ]


@given(st.text(max_size=80) | st.from_regex(r"[0-9./ \-]{1,12}", fullmatch=True))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        parse_date(text)
    except NotADate as error:
        str(error).encode()
