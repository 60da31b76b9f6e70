"""When follow-ups are due: a period is kept as its last day, and is over from the day after.

Days are local: each follow-up is judged by the date at its own mission, never by the server's.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.db.models import Case, DateField, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from missions.models import CLOSED_STATES, FollowUp, Mission
from missions.models.missions import MONTHS_OF
from wording import zones

SOON = 30  # days
UTC = "UTC"

# Of the rows of `with_today`: what is left to do, what of it is late, what falls due within thirty days.
OPEN = ~Q(state__in=CLOSED_STATES)
OVERDUE = OPEN & Q(due_on__lt=F("today"))
DUE_SOON = OPEN & Q(due_on__gte=F("today"), due_on__lte=F("soon_until"))


class Standing(StrEnum):
    """How a follow-up stands on a day. SOON is due within thirty days, today among them."""

    CLOSED = "closed"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"  # its date is open


def first_day(day: dt.date, precision: str) -> dt.date:
    """The first day of the period of this length in which the day lies."""
    months = MONTHS_OF.get(precision)
    return day if months is None else day.replace(month=(day.month - 1) // months * months + 1, day=1)


def standing(follow_up: FollowUp, today: dt.date, soon: int = SOON) -> Standing:
    """How it stands on a local date of its mission; `soon` is a number of days."""
    if follow_up.state in CLOSED_STATES:
        return Standing.CLOSED
    if follow_up.due_on is None:
        return Standing.OPEN
    if follow_up.due_on < today:
        return Standing.OVERDUE
    return Standing.SOON if (follow_up.due_on - today).days <= soon else Standing.LATER


def with_today[T: Model](rows: QuerySet[T], now: dt.datetime | None = None) -> QuerySet[T]:
    """The follow-ups with `today`, the date at their mission, and `soon_until`, thirty days later.

    One query more, for the zones that missions have.
    """
    now = now or timezone.now()
    told = Mission.objects.order_by().values_list("zone", "home__zone").distinct()
    dates = days_of_zones((own or home or UTC for own, home in told), now)
    here = now.astimezone(dt.UTC).date()
    clock = Coalesce(NullIf("mission__zone", Value("")), "mission__home__zone", Value(UTC))
    found: QuerySet[T] = rows.alias(clock=clock).annotate(
        today=_later(dates, here, 0), soon_until=_later(dates, here, SOON)
    )
    return found


def days_of_zones(names: Iterable[str], now: dt.datetime) -> dict[dt.date, list[str]]:
    """The zones by the date that they have at the moment; there are three dates on Earth at most."""
    found: dict[dt.date, list[str]] = {}
    for name in sorted(set(names)):
        found.setdefault(now.astimezone(zones.zone_info(name)).date(), []).append(name)
    return found


def _later(dates: Mapping[dt.date, list[str]], here: dt.date, days: int) -> Case:
    on = dt.timedelta(days)
    cases = (When(clock__in=names, then=Value(day + on)) for day, names in dates.items())
    return Case(*cases, default=Value(here + on), output_field=DateField())
