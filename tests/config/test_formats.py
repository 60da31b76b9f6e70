"""Dates as each language writes them: what Django gets wrong is put right in config/."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import formats, translation

DAY = date(2023, 12, 1)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1 December 2023"),
        ("ru", "1 декабря 2023 г."),
        ("kk", "2023 ж. 1 желтоқсан"),
        ("tk", "1 dekabr 2023"),
    ],
)
def test_a_date_stands_as_the_language_writes_it(language, written):
    with translation.override(language):
        assert formats.date_format(DAY) == written


@pytest.mark.parametrize(
    ("language", "written"), [("ru", "1 декабря"), ("kk", "1 желтоқсан"), ("tk", "1 dekabr")]
)
def test_a_day_of_a_month_is_in_lower_case(language, written):
    with translation.override(language):
        assert formats.date_format(DAY, "MONTH_DAY_FORMAT") == written


@pytest.mark.parametrize(("language", "written"), [("kk", "жұма"), ("tk", "anna")])
def test_friday_has_its_name(language, written):
    with translation.override(language):
        assert formats.date_format(DAY, "l") == written


@pytest.mark.parametrize("language", ["kk", "tk"])
def test_time_figures_and_weeks_are_those_of_the_region(language):
    with translation.override(language):
        assert formats.time_format(time(14, 5)) == "14:05"
        assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "01.12.2023"
        assert formats.number_format(1234.5, use_l10n=True, force_grouping=True) == "1\xa0234,5"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_a_kazakh_count_shows_no_syntax_of_its_translation():
    with translation.override("kk"):
        counted = translation.ngettext("%(total_count)s selected", "All %(total_count)s selected", 3)

    assert counted % {"total_count": 3} == "Барлығы 3 таңдалды"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1 December 2023, 14:05 UTC"),
        ("ru", "1 декабря 2023 г., 14:05 UTC"),
        ("kk", "2023 ж. 1 желтоқсан, 14:05 UTC"),
        ("tk", "1 dekabr 2023, 14:05 UTC"),
    ],
)
def test_a_moment_says_its_zone(language, written):
    with translation.override(language):
        assert formats.date_format(datetime(2023, 12, 1, 14, 5, tzinfo=UTC), "DATETIME_FORMAT") == written
