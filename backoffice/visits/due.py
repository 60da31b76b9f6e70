"""When something is due, as it is typed: “2024”, “Q2 2024”, “2024-05” or “2024-05-20”."""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from missions.models import DuePrecision
from wording.fields import is_likely

YEAR = r"(?P<year>\d{4})"
PATTERNS = {
    DuePrecision.YEAR: (YEAR,),
    DuePrecision.QUARTER: (
        rf"{YEAR}\s*[-/ ]?\s*[QК]?\s*(?P<part>[1-4])",
        rf"[QК]?\s*(?P<part>[1-4])\s*[-/. ]\s*{YEAR}",
    ),
    DuePrecision.MONTH: (rf"{YEAR}-(?P<part>\d\d?)", rf"(?P<part>\d\d?)[./]{YEAR}"),
    DuePrecision.DAY: (
        rf"{YEAR}-(?P<part>\d\d?)-(?P<day>\d\d?)",
        rf"(?P<day>\d\d?)\.(?P<part>\d\d?)\.{YEAR}",
    ),
}


def last_day(precision: str, typed: str) -> datetime.date:
    """The last day of the period that was typed. Raises ValidationError with an example."""
    for pattern in PATTERNS[DuePrecision(precision)]:
        found = re.fullmatch(pattern, typed.strip(), re.IGNORECASE | re.ASCII)
        if found and (day := _day(precision, found.groupdict())) and is_likely(day):
            return day
    raise ValidationError(
        {
            DuePrecision.YEAR: _("Give a year, such as 2024."),
            DuePrecision.QUARTER: _("Give a quarter, such as 2/2024."),
            DuePrecision.MONTH: _("Give a month, such as 2024-05."),
            DuePrecision.DAY: _("Give a day, such as 2024-05-20."),
        }[DuePrecision(precision)],
        code="due",
    )


def _day(precision: str, found: dict[str, str]) -> datetime.date | None:
    year = int(found["year"])
    part = int(found.get("part") or 0)
    month = {DuePrecision.YEAR: 12, DuePrecision.QUARTER: part * 3}.get(DuePrecision(precision), part)
    try:
        day = int(found["day"]) if found.get("day") else calendar.monthrange(year, month)[1]
        return datetime.date(year, month, day)
    except ValueError:  # IllegalMonthError is one too
        return None
