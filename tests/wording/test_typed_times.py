"""Times that people type are read right or refused."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.typed_times import NotATime, parse_time, parse_times


def test_every_text_of_up_to_four_digits_is_read_right_or_refused():
    for length in range(1, 5):
        for digits in map("".join, product("0123456789", repeat=length)):
            hour, minute = (int(digits), 0) if length < 3 else (int(digits[:-2]), int(digits[-2:]))
            right = datetime.time(hour, minute) if hour < 24 and minute < 60 else None
            try:
                read = parse_time(digits)
            except NotATime:
                read = None
            assert (digits, read) == (digits, right)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9:30", "09:30", None),
        ("9.30", "09:30", None),
        ("1 pm", "13:00", None),
        ("9am", "09:00", None),
        ("12 am", "00:00", None),
        ("noon", "12:00", None),
        ("18 часов", "18:00", None),
        ("3 часа дня", "15:00", None),
        ("9 утра", "09:00", None),
        ("9-30", "09:30", None),
        ("15-10", "15:10", None),
        ("\uff11\uff10\uff1a\uff13\uff10", "10:30", None),
        ("9am-10.30", "09:00", "10:30"),
        ("10.00-11.30", "10:00", "11:30"),
        ("10–12", "10:00", "12:00"),
        ("9-5", "09:00", "17:00"),
        ("9am-5", "09:00", "17:00"),
        ("930-1030", "09:30", "10:30"),
        ("3:30–4 pm", "15:30", "16:00"),
        ("с 10 до 12", "10:00", "12:00"),
        ("22:00–24:00", "22:00", "00:00"),
        ("сағат 14-тен 16-ға дейін", "14:00", "16:00"),
    ],
)
def test_usual_forms_are_read(text, start, end):
    read = parse_times(text)

    assert [time and f"{time:%H:%M}" for time in read] == [start, end]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "24",
        "24:00",
        "2460",
        "1375",
        "13 pm",
        "0 am",
        "9:75",
        "9-15",
        "about 10",
        "10:00-10:00",
        "soon",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(NotATime):
        parse_times(text)


def test_a_range_is_refused_where_one_time_is_asked():
    with pytest.raises(NotATime, match=r"^“9-10” is a range\. Enter one time, such as 09:30\.$"):
        parse_time("9-10")


@given(st.text(max_size=80) | st.from_regex(r"[0-9:. \-–apm]{1,12}", fullmatch=True))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        start, end = parse_times(text)
    except NotATime as error:
        str(error).encode()
    else:
        assert (start.second, end is None or end != start) == (0, True)


@given(
    st.times(), st.sampled_from(["%H:%M", "%H.%M", "%H%M", "%I:%M %p", "%I.%M%p", "%H h %M", "%H ч %M мин"])
)
def test_a_written_time_is_read_back(time, form):
    assert parse_time(f"{time:{form}}") == time.replace(second=0, microsecond=0)
