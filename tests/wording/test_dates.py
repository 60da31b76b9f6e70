"""Days, ranges, partial dates and times of day in the four languages."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import dates
from wording.words import LANGUAGES

DAY = dt.date(2023, 12, 6)
days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))
languages = st.sampled_from(LANGUAGES)
WEEKDAYS = {
    dates.weekday(dt.date(2024, 1, 1) + dt.timedelta(n), lang) for n in range(7) for lang in LANGUAGES
}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Wednesday, 6 December 2023"),
        ("ru", "среда, 6 декабря 2023\u202fг."),
        ("kk", "2023\u202fж. 6 желтоқсан, сәрсенбі"),
        ("tk", "6 dekabr 2023 çarşenbe"),
    ],
)
def test_full_date(lang, words):
    assert dates.full_date(DAY, lang) == words


@pytest.mark.parametrize(
    ("lang", "long", "short", "month", "weekday"),
    [
        ("en", "6 December 2023", "6 December", "December 2023", "Wednesday"),
        ("ru", "6 декабря 2023\u202fг.", "6 декабря", "декабрь 2023\u202fг.", "среда"),
        ("kk", "2023\u202fж. 6 желтоқсан", "6 желтоқсан", "2023\u202fж. желтоқсан", "сәрсенбі"),
        ("tk", "6 dekabr 2023", "6 dekabr", "dekabr 2023", "çarşenbe"),
    ],
)
def test_parts_of_a_date(lang, long, short, month, weekday):
    assert dates.long_date(DAY, lang) == long
    assert dates.day_and_month(DAY, lang) == short
    assert dates.month_and_year(DAY, lang) == month
    assert dates.weekday(DAY, lang) == weekday


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "December"), ("ru", "декабрь"), ("kk", "желтоқсан"), ("tk", "dekabr")]
)
def test_month_name(lang, name):
    assert dates.month_name(12, lang) == name


@pytest.mark.parametrize(
    ("lang", "one_month", "one_year", "two_years"),
    [
        (
            "en",
            "4 to 7 December 2023",
            "30 November to 4 December 2023",
            "30 December 2023 to 2 January 2024",
        ),
        (
            "ru",
            "4–7 декабря 2023\u202fг.",
            "30 ноября – 4 декабря 2023\u202fг.",
            "30 декабря 2023\u202fг. – 2 января 2024\u202fг.",
        ),
        (
            "kk",
            "2023\u202fж. 4–7 желтоқсан",
            "2023\u202fж. 30 қараша – 4 желтоқсан",
            "2023\u202fж. 30 желтоқсан – 2024\u202fж. 2 қаңтар",
        ),
        (
            "tk",
            "4–7 dekabr 2023",
            "30 noýabr – 4 dekabr 2023",
            "30 dekabr 2023 – 2 ýanwar 2024",
        ),
    ],
)
def test_range_of_dates(lang, one_month, one_year, two_years):
    fourth = dt.date(2023, 12, 4)

    assert dates.date_range(fourth, dt.date(2023, 12, 7), lang) == one_month
    assert dates.date_range(dt.date(2023, 11, 30), fourth, lang) == one_year
    assert dates.date_range(dt.date(2023, 12, 30), dt.date(2024, 1, 2), lang) == two_years
    assert dates.date_range(fourth, fourth, lang) == dates.long_date(fourth, lang)
    assert dates.date_range(fourth, None, lang) == dates.long_date(fourth, lang)


@pytest.mark.parametrize(
    ("lang", "one_month", "two_months"),
    [
        ("en", "4 to 7 December", "30 November to 4 December"),
        ("ru", "4–7 декабря", "30 ноября – 4 декабря"),
        ("kk", "4–7 желтоқсан", "30 қараша – 4 желтоқсан"),
        ("tk", "4–7 dekabr", "30 noýabr – 4 dekabr"),
    ],
)
def test_range_of_days_leaves_out_the_one_year(lang, one_month, two_months):
    fourth, new_year = dt.date(2023, 12, 4), dt.date(2024, 1, 1)

    assert dates.day_range(fourth, dt.date(2023, 12, 7), lang) == one_month
    assert dates.day_range(dt.date(2023, 11, 30), fourth, lang) == two_months
    assert dates.day_range(fourth, fourth, lang) == dates.day_range(fourth, None, lang)
    assert dates.day_range(fourth, None, lang) == dates.day_and_month(fourth, lang)
    assert dates.day_range(fourth, new_year, lang) == dates.date_range(fourth, new_year, lang)


@given(first=days, last=days, lang=languages)
def test_range_names_both_ends_and_each_year_once(first, last, lang):
    first, last = sorted((first, last))

    words = dates.date_range(first, last, lang)

    assert dates.day_and_month(last, lang) in words
    assert str(first.day) in words
    for year in {first.year, last.year}:
        assert words.count(str(year)) == 1


@given(first=days, last=days, lang=languages)
def test_range_that_ends_before_it_starts_is_refused(first, last, lang):
    first, last = sorted((first, last), reverse=True)
    if first == last:
        return

    with pytest.raises(ValueError, match="before it starts"):
        dates.date_range(first, last, lang)
    with pytest.raises(ValueError, match="before it starts"):
        dates.day_range(first, last, lang)
    with pytest.raises(ValueError, match="before it starts"):
        dates.mission_dates(first, last, "year", lang)


@pytest.mark.parametrize(
    ("lang", "day", "of_a_year"),
    [
        ("en", "about 4 December", "about 4 December 2023"),
        ("ru", "около 4 декабря", "около 4 декабря 2023\u202fг."),
        ("kk", "шамамен 4 желтоқсан", "шамамен 2023\u202fж. 4 желтоқсан"),
        ("tk", "takmynan 4 dekabr", "takmynan 4 dekabr 2023"),
    ],
)
def test_about(lang, day, of_a_year):
    fourth = dt.date(2023, 12, 4)

    assert dates.about(dates.day_and_month(fourth, lang), lang) == day
    assert dates.partial_date(fourth, "approximate", lang) == of_a_year


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        (
            "day",
            ["31 December 2024", "31 декабря 2024\u202fг.", "2024\u202fж. 31 желтоқсан", "31 dekabr 2024"],
        ),
        ("month", ["December 2024", "декабрь 2024\u202fг.", "2024\u202fж. желтоқсан", "dekabr 2024"]),
        (
            "quarter",
            [
                "4th quarter of 2024",
                "4-й квартал 2024\u202fг.",
                "2024\u202fж. 4-тоқсан",
                "2024-nji ýylyň 4-nji çärýegi",
            ],
        ),
        ("year", ["2024", "2024", "2024", "2024"]),
    ],
)
def test_partial_date(precision, words):
    last_day = dt.date(2024, 12, 31)

    assert [dates.partial_date(last_day, precision, lang) for lang in LANGUAGES] == words


@pytest.mark.parametrize(
    ("lang", "date_open", "year"),
    [
        ("en", "date open", "2024, year only"),
        ("ru", "дата не определена", "2024, известен только год"),
        ("kk", "күні белгіленбеген", "2024, тек жылы белгілі"),
        ("tk", "senesi bellenmedik", "2024, diňe ýyly belli"),
    ],
)
def test_open_date_and_bare_year_are_said_in_words(lang, date_open, year):
    last_day = dt.date(2024, 12, 31)

    assert dates.partial_date(None, "year", lang) == date_open
    assert dates.known_by(None, "year", lang) == date_open
    assert dates.known_by(last_day, "year", lang) == year
    assert dates.known_by(last_day, "day", lang) == dates.long_date(last_day, lang)


def test_quarters_follow_the_months():
    assert [
        dates.partial_date(dt.date(2024, month, 1), "quarter", "en")[0] for month in range(1, 13)
    ] == list("111222333444")


@given(first=days, last=days, precision=st.sampled_from(dates.PRECISIONS), lang=languages)
def test_no_partial_date_has_a_weekday(first, last, precision, lang):
    first, last = sorted((first, last))

    for words in (
        dates.partial_date(first, precision, lang),
        dates.mission_dates(first, last, precision, lang),
    ):
        assert not any(weekday in words for weekday in WEEKDAYS)


def test_unknown_precision_is_refused():
    with pytest.raises(ValueError, match="no precision"):
        dates.partial_date(DAY, "decade", "en")
    with pytest.raises(ValueError, match="no precision"):
        dates.mission_dates(DAY, DAY, "decade", "en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "4 to 7 December 2023, dates approximate"),
        ("ru", "4–7 декабря 2023\u202fг., даты приблизительные"),
        ("kk", "2023\u202fж. 4–7 желтоқсан, күндері шамамен көрсетілген"),
        ("tk", "4–7 dekabr 2023, seneleri takmyny"),
    ],
)
def test_approximate_dates_of_a_mission(lang, words):
    first, last = dt.date(2023, 12, 4), dt.date(2023, 12, 7)

    assert dates.mission_dates(first, last, "approximate", lang) == words
    assert dates.mission_dates(first, last, "day", lang) == dates.date_range(first, last, lang)
    assert dates.mission_dates(first, first, "approximate", lang) == dates.partial_date(
        first, "approximate", lang
    )


@pytest.mark.parametrize(
    ("precision", "first", "last", "words"),
    [
        (
            "month",
            (2023, 12, 1),
            (2023, 12, 31),
            ["December 2023", "декабрь 2023\u202fг.", "2023\u202fж. желтоқсан", "dekabr 2023"],
        ),
        (
            "month",
            (2023, 11, 1),
            (2023, 12, 31),
            [
                "November to December 2023",
                "ноябрь – декабрь 2023\u202fг.",
                "2023\u202fж. қараша – желтоқсан",
                "noýabr – dekabr 2023",
            ],
        ),
        (
            "month",
            (2023, 12, 1),
            (2024, 1, 31),
            [
                "December 2023 to January 2024",
                "декабрь 2023\u202fг. – январь 2024\u202fг.",
                "2023\u202fж. желтоқсан – 2024\u202fж. қаңтар",
                "dekabr 2023 – ýanwar 2024",
            ],
        ),
        (
            "quarter",
            (2023, 10, 1),
            (2024, 3, 31),
            [
                "4th quarter of 2023 to 1st quarter of 2024",
                "4-й квартал 2023\u202fг. – 1-й квартал 2024\u202fг.",
                "2023\u202fж. 4-тоқсан – 2024\u202fж. 1-тоқсан",
                "2023-nji ýylyň 4-nji çärýegi – 2024-nji ýylyň 1-nji çärýegi",
            ],
        ),
        ("year", (2023, 1, 1), (2023, 12, 31), ["2023", "2023", "2023", "2023"]),
        ("year", (2023, 1, 1), (2024, 12, 31), ["2023 to 2024", "2023–2024", "2023–2024", "2023–2024"]),
    ],
)
def test_longer_periods_of_a_mission(precision, first, last, words):
    assert [
        dates.mission_dates(dt.date(*first), dt.date(*last), precision, lang) for lang in LANGUAGES
    ] == words


def test_times_by_the_24_hour_clock():
    assert dates.clock(dt.time(0, 0)) == "00:00"
    assert dates.clock(dt.time(18, 20, 59)) == "18:20"
    assert dates.clock_range(dt.time(9), dt.time(10, 30)) == "09:00–10:30"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("morning", ["morning", "утром", "таңертең", "irden"]),
        ("midday", ["midday", "в полдень", "түсте", "günortan"]),
        ("afternoon", ["afternoon", "днём", "түстен кейін", "günortadan soň"]),
        ("evening", ["evening", "вечером", "кешке", "agşam"]),
    ],
)
def test_part_of_day(code, words):
    assert [dates.part_of_day(code, lang) for lang in LANGUAGES] == words


def test_unknown_part_of_day_is_refused():
    with pytest.raises(ValueError, match="no part of the day"):
        dates.part_of_day("date_open", "en")


@pytest.mark.parametrize(
    ("lang", "unknown", "until", "about"),
    [
        ("en", "time not known", "until 18:00", "about 09:00–18:00"),
        ("ru", "время не известно", "до 18:00", "около 09:00–18:00"),
        ("kk", "уақыты белгісіз", "аяқталуы 18:00", "шамамен 09:00–18:00"),
        ("tk", "wagty belli däl", "gutarýan wagty 18:00", "takmynan 09:00–18:00"),
    ],
)
def test_time_of_day_says_what_is_known(lang, unknown, until, about):
    nine, six = dt.time(9), dt.time(18)

    assert dates.time_of_day(None, None, lang) == unknown
    assert dates.time_of_day(None, six, lang) == until
    assert dates.time_of_day(nine, six, lang, approximate=True) == about
    assert dates.time_of_day(nine, None, lang, part="morning") == "09:00"
    assert dates.time_of_day(None, None, lang, part="morning") == dates.part_of_day("morning", lang)
    assert dates.time_of_day(None, six, lang, part="morning") == dates.part_of_day("morning", lang)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "5 December 2023, 18:20"),
        ("ru", "5 декабря 2023\u202fг., 18:20"),
        ("kk", "2023\u202fж. 5 желтоқсан, 18:20"),
        ("tk", "5 dekabr 2023, 18:20"),
    ],
)
def test_moment_of_a_release(lang, words):
    ashgabat = dt.timezone(dt.timedelta(hours=5))

    assert dates.released_at(dt.datetime(2023, 12, 5, 13, 20, tzinfo=dt.UTC), ashgabat, lang) == words


def test_release_without_a_zone_is_refused():
    naive = dt.datetime(2023, 12, 5, 13, 20)  # noqa: DTZ001  what is refused

    with pytest.raises(ValueError, match="no zone"):
        dates.released_at(naive, dt.UTC, "en")


def test_unknown_language_is_refused():
    with pytest.raises(KeyError):
        dates.long_date(DAY, "de")


def test_a_release_of_which_only_the_day_is_known_is_told_by_that_day():
    noon = dt.datetime(2023, 12, 5, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-2)))

    assert (dates.as_known(noon, False), dates.as_known(noon, True)) == (noon, dt.date(2023, 12, 6))
    assert dates.released_at(dt.date(2023, 12, 6), dt.UTC, "ru") == "6 декабря 2023\u202fг."
    for known in (noon, dt.date(2023, 12, 6)):
        assert dates.read_moment(known.isoformat()) == known
