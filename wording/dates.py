"""Days, ranges of days, partial dates and times of day, as each language writes them.

Babel (CLDR) writes what CLDR has. Its texts hold non-breaking spaces, kept on purpose: U+202F between a year
and "г." or "ж.", so that the two stay on one line; fonts and tests must know it. CLDR shortens the months of
a range, so ranges are put together here. Every function takes its language: documents need all of them.
"""

import datetime as dt
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from wording.locales import locale_for
from wording.phrases import QUARTERS, phrase, turkmen_ordinal

PRECISIONS = ("day", "approximate", "month", "quarter", "year")
PARTS_OF_DAY = ("morning", "midday", "afternoon", "evening")

# One itinerary repeats a few days hundreds of times, and Babel takes some 20 µs for each.
_remembered = lru_cache(maxsize=4096)

_YEAR = {
    "en": "{text} {year}",
    "ru": "{text} {year}\N{NARROW NO-BREAK SPACE}г.",
    "kk": "{year}\N{NARROW NO-BREAK SPACE}ж. {text}",
    "tk": "{text} {year}",
}


@_remembered
def full_date(day: dt.date, lang: str) -> str:
    """The day with its weekday, for a day that is certain: "Wednesday, 6 December 2023".

    >>> full_date(dt.date(2023, 12, 6), "tk")
    '6 dekabr 2023 çarşenbe'
    """
    return format_date(day, "full", locale=locale_for(lang))


@_remembered
def long_date(day: dt.date, lang: str) -> str:
    """The day without its weekday: "6 December 2023".

    >>> long_date(dt.date(2023, 12, 6), "en")
    '6 December 2023'
    """
    return format_date(day, "long", locale=locale_for(lang))


@_remembered
def day_and_month(day: dt.date, lang: str) -> str:
    """The day without its year: "4 December"."""
    return format_skeleton("MMMMd", day, locale=locale_for(lang))


@_remembered
def month_and_year(day: dt.date, lang: str) -> str:
    """The month of a day: "December 2023"."""
    return format_skeleton("yMMMM", day, locale=locale_for(lang))


@_remembered
def weekday(day: dt.date, lang: str) -> str:
    """The day of the week alone, as it stands within a sentence: "Wednesday"."""
    return format_date(day, "EEEE", locale=locale_for(lang))


def month_name(month: int, lang: str) -> str:
    """A month (1 to 12) alone, in small letters where the language has it so: "December", "декабрь"."""
    # In kk and tk CLDR's stand-alone months are capitals, for calendars; only Russian has another form.
    return str(locale_for(lang).months["stand-alone" if lang == "ru" else "format"]["wide"][month])


@_remembered
def date_range(first: dt.date, last: dt.date | None, lang: str) -> str:
    """Both ends, with one year where they share it: "4 to 7 December 2023"; one day where they are the same.

    `last` may be None: a single day. A range that ends before it starts raises `ValueError`.

    >>> date_range(dt.date(2023, 12, 30), dt.date(2024, 1, 2), "en")
    '30 December 2023 to 2 January 2024'
    """
    if last is None or first == last:
        return long_date(first, lang)
    if first.year == last.year:
        return _with_year(_days(first, last, lang), first.year, lang)
    return phrase(
        "longer_range", lang, *_in_order(long_date(first, lang), long_date(last, lang), first < last)
    )


@_remembered
def day_range(first: dt.date, last: dt.date | None, lang: str) -> str:
    """As `date_range`, without the year where both ends share it: "4 to 7 December".

    >>> day_range(dt.date(2023, 11, 30), dt.date(2023, 12, 1), "en")
    '30 November to 1 December'
    """
    if last is None or first == last:
        return day_and_month(first, lang)
    return _days(first, last, lang) if first.year == last.year else date_range(first, last, lang)


def _days(first: dt.date, last: dt.date, lang: str) -> str:
    ordered = first < last
    if first.month == last.month:
        return phrase(
            "days_of_one_month", lang, *_in_order(str(first.day), day_and_month(last, lang), ordered)
        )
    return phrase(
        "longer_range", lang, *_in_order(day_and_month(first, lang), day_and_month(last, lang), ordered)
    )


def _in_order(first: str, last: str, ordered: bool) -> tuple[str, str]:
    if not ordered:
        raise ValueError(f"a range of dates ends before it starts: {first}, {last}")
    return first, last


def _with_year(text: str, year: int, lang: str) -> str:
    return _YEAR[lang].format(text=text, year=year)


def about(text: str, lang: str) -> str:
    """A day or a time that is not exact: "about 4 December", "about 15:30"."""
    return phrase("about", lang, text)


@_remembered
def partial_date(day: dt.date | None, precision: str, lang: str) -> str:
    """A date as far as it is known; `day` is any day of the period, None is "date open".

    `precision` is one of `PRECISIONS`, any other raises `ValueError`. None has a weekday.

    >>> partial_date(dt.date(2024, 12, 31), "year", "en"), partial_date(dt.date(2024, 6, 30), "quarter", "en")
    ('2024', '2nd quarter of 2024')
    """
    if day is None:
        return phrase("date_open", lang)
    match precision:
        case "day":
            return long_date(day, lang)
        case "approximate":
            return about(long_date(day, lang), lang)
        case "month":
            return month_and_year(day, lang)
        case "quarter":
            year = turkmen_ordinal(day.year) if lang == "tk" else str(day.year)
            return QUARTERS[lang][(day.month - 1) // 3].format(year)
        case "year":
            return str(day.year)
    raise ValueError(f"no precision of a date: {precision!r}")


def known_by(day: dt.date | None, precision: str, lang: str) -> str:
    """As `partial_date`, where a bare year would look like a slip: "2024, year only"."""
    text = partial_date(day, precision, lang)
    return phrase("year_only", lang, text) if day is not None and precision == "year" else text


@_remembered
def mission_dates(first: dt.date, last: dt.date, precision: str, lang: str) -> str:
    """A mission's dates as far as they are known: "4 to 7 December 2023, dates approximate".

    `precision` is one of `PRECISIONS`, any other raises `ValueError`, as does a last day before the first.

    >>> mission_dates(dt.date(2023, 11, 1), dt.date(2023, 12, 31), "month", "en")
    'November to December 2023'
    """
    if last < first:
        raise ValueError(f"a mission ends before it starts: {first}, {last}")
    if precision == "day":
        return date_range(first, last, lang)
    if precision == "approximate" and first != last:
        return phrase("dates_approximate", lang, date_range(first, last, lang))
    start, end = partial_date(first, precision, lang), partial_date(last, precision, lang)
    if start == end:
        return start
    if precision == "year":
        return phrase("days_of_one_month", lang, start, end)
    if precision == "month" and first.year == last.year:
        months = phrase("longer_range", lang, month_name(first.month, lang), month_name(last.month, lang))
        return _with_year(months, first.year, lang)
    return phrase("longer_range", lang, start, end)


def clock(time: dt.time) -> str:
    """A local time by the 24-hour clock, the same in every language.

    >>> clock(dt.time(9, 5))
    '09:05'
    """
    return f"{time.hour:02}:{time.minute:02}"


def clock_range(start: dt.time, end: dt.time) -> str:
    """From one local time to another, with an en dash and no spaces: "09:00–10:30"."""
    return f"{clock(start)}–{clock(end)}"


def part_of_day(code: str, lang: str) -> str:
    """One of `PARTS_OF_DAY` where an hour would stand; any other raises `ValueError`."""
    if code not in PARTS_OF_DAY:
        raise ValueError(f"no part of the day: {code!r}")
    return phrase(code, lang)


def time_of_day(
    start: dt.time | None, end: dt.time | None, lang: str, *, approximate: bool = False, part: str = ""
) -> str:
    """What is known of an item's time, always in words or digits: "09:00–10:30", "morning", "time not known".

    Times are local. `part` is one of `PARTS_OF_DAY` or empty, and counts only where there is no beginning.

    >>> time_of_day(dt.time(9), None, "en", approximate=True), time_of_day(None, None, "en")
    ('about 09:00', 'time not known')
    """
    if start is not None:
        exact = clock(start) if end is None else clock_range(start, end)
    elif part:
        return part_of_day(part, lang)
    elif end is not None:
        exact = phrase("until", lang, clock(end))
    else:
        return phrase("time_not_known", lang)
    return about(exact, lang) if approximate and start is not None else exact


def ended(text: str) -> str:
    """The sentences of a text with one full stop where a date at the end brings its own, as in Russian.

    >>> ended("Выпущена 13 декабря 2023 г.. Заменяет версию 1.")
    'Выпущена 13 декабря 2023 г. Заменяет версию 1.'
    """
    return text.replace("г..", "г.")


def as_known(moment: dt.datetime, hour_unknown: bool) -> dt.date:
    """The moment itself, or, where no hour is known, the day alone, which is that in UTC."""
    return moment.astimezone(dt.UTC).date() if hour_unknown else moment


def read_moment(text: str) -> dt.date:
    """What `isoformat` wrote of a moment, or of a day that is known without an hour."""
    day = dt.date.fromisoformat(text[:10])
    return day if len(text) == len(day.isoformat()) else dt.datetime.fromisoformat(text)


def released_at(moment: dt.date, zone: dt.tzinfo, lang: str) -> str:
    """The moment of a release by the clock of `zone`: "5 December 2023, 18:20"; `ValueError` if it is naive.

    Where the day alone is known, that day.

    >>> released_at(dt.datetime(2023, 12, 5, 13, 20, tzinfo=dt.UTC), dt.timezone(dt.timedelta(hours=5)), "en")
    '5 December 2023, 18:20'
    >>> released_at(dt.date(2023, 12, 5), dt.timezone(dt.timedelta(hours=5)), "en")
    '5 December 2023'
    """
    if not isinstance(moment, dt.datetime):
        return long_date(moment, lang)
    if moment.tzinfo is None:
        raise ValueError("the moment of a release has no zone")
    local = moment.astimezone(zone)
    return f"{long_date(local.date(), lang)}, {clock(local.time())}"
