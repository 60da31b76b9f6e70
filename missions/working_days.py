"""Working days of a country: those that are neither of its weekend nor a public holiday there.

One calendar for deadlines, permits and cautions. Local days only; no clock is asked. Of a country whose
holidays are not known, and of none at all, Saturdays and Sundays alone are free: `knows` tells which.
"""

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import holidays

WEEKEND = frozenset((5, 6))  # Saturday and Sunday, as `date.weekday` counts
_DAY = dt.timedelta(days=1)


@cache
def _calendar(country: str) -> "holidays.HolidayBase | None":
    import holidays  # 2 MiB of memory, that no public page needs

    try:
        return holidays.country_holidays(country)  # fills itself, year by year, as it is asked
    except NotImplementedError:
        return None


def knows(country: str) -> bool:
    """Whether the public holidays of this country (ISO 3166-1, two letters) are known.

    >>> knows("KZ"), knows("")
    (True, False)
    """
    return _calendar(country) is not None


def is_weekend(day: dt.date, country: str) -> bool:
    """Whether the day of the week is free there; a working Saturday that makes up for a holiday is none.

    >>> is_weekend(dt.date(2023, 12, 9), "TM")
    True
    """
    calendar = _calendar(country)
    return day.weekday() in WEEKEND if calendar is None else bool(calendar.is_weekend(day))


def is_holiday(day: dt.date, country: str) -> bool:
    """Whether the day is a public holiday there, as far as holidays are known.

    >>> is_holiday(dt.date(2023, 9, 27), "TM"), is_holiday(dt.date(2023, 9, 27), "KZ")
    (True, False)
    """
    calendar = _calendar(country)
    return calendar is not None and day in calendar


def is_working_day(day: dt.date, country: str) -> bool:
    """Whether offices there are open on that day.

    >>> is_working_day(dt.date(2023, 12, 8), "TM"), is_working_day(dt.date(2023, 12, 9), "TM")
    (True, False)
    """
    calendar = _calendar(country)
    return not is_weekend(day, country) if calendar is None else bool(calendar.is_working_day(day))


def before(day: dt.date, count: int, country: str) -> dt.date:
    """The day from which `count` working days are left before `day`; `day` itself where it is 0.

    From Monday, 4 December, five working days back is Monday, 27 November. Before the first day that the
    calendar has, it is that day.

    >>> before(dt.date(2023, 12, 4), 5, "TM")
    datetime.date(2023, 11, 27)
    """
    while count > 0 and day > dt.date.min:
        day -= _DAY
        count -= is_working_day(day, country)
    return day


def between(first: dt.date, last: dt.date, country: str) -> int:
    """How many working days lie from `first` on and before `last`; 0 where `last` is not later.

    >>> between(dt.date(2023, 11, 27), dt.date(2023, 12, 4), "TM")
    5
    """
    days = (first + _DAY * number for number in range((last - first).days))
    return sum(is_working_day(day, country) for day in days)
