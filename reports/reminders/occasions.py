"""Of what somebody is reminded on a day.

A follow-up that is due on a day is told fourteen and three days before; one of a month, quarter or year once,
when the last thirty days of its period begin; each once more when it is overdue. From Monday to Wednesday the
first letter is the digest of the week, so that a machine which was off on Monday still sends it. Days are
those of each mission; the week is that of UTC.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet

from missions import due
from missions.models import DuePrecision, FollowUp
from partners.narrowing import narrow
from reports.models import ReminderKind

SOON, NEAR, PERIOD = 14, 3, 30  # days before
LAST_DAY_OF_DIGEST = 2  # Wednesday, where Monday is 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing to be told once: of a digest, `about` is the Monday, else the day on which it is due."""

    kind: ReminderKind
    follow_up: int | None
    about: dt.date


def hers(user: Any, now: dt.datetime) -> list[Any]:
    """The open follow-ups that she is responsible for and may see, each with `today` at its mission."""
    if not (user.is_active and user.is_staff):
        return []
    rows = due.with_today(narrow(user, FollowUp.objects.filter(responsible=user), "view"), now)
    whole = rows.filter(due.OPEN).select_related("mission", "our_organisation")
    return list(whole.order_by(F("due_on").asc(nulls_last=True), "mission_id", "order", "pk"))


def of(rows: Iterable[Any], now: dt.datetime) -> Iterator[Occasion]:
    """What these follow-ups give to tell at a moment, whether it was told before or not."""
    rows = list(rows)
    week = now.astimezone(dt.UTC).date()
    if rows and week.weekday() <= LAST_DAY_OF_DIGEST:
        yield Occasion(ReminderKind.DIGEST, None, week - dt.timedelta(week.weekday()))
    for row in rows:
        if row.due_on is not None and (kind := kind_of(row.due_on, row.due_precision, row.today)):
            yield Occasion(kind, row.pk, row.due_on)


def kind_of(due_on: dt.date, precision: str, today: dt.date) -> ReminderKind | None:
    """Of what one that is due by then is reminded on that day; None while it is too early.

    >>> kind_of(dt.date(2024, 12, 31), "year", dt.date(2024, 12, 1))
    ReminderKind.PERIOD
    """
    left = (due_on - today).days
    if left < 0:
        return ReminderKind.OVERDUE
    if precision != DuePrecision.DAY:
        return ReminderKind.PERIOD if left <= PERIOD else None
    if left <= NEAR:
        return ReminderKind.NEAR
    return ReminderKind.SOON if left <= SOON else None


def people() -> QuerySet[Any]:
    """Whoever may have to be reminded: active members of staff with follow-ups that are open."""
    named = FollowUp.objects.filter(due.OPEN, responsible__isnull=False).order_by().values("responsible")
    users: QuerySet[Any] = get_user_model().objects.filter(pk__in=named, is_active=True, is_staff=True)
    return users.order_by("pk")
