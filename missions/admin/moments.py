"""By whose clock the back office tells moments: a mission's, and which zone that is."""

import datetime
from typing import Any

from django.db.models import F, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from missions.models import Mission, Stop
from wording import zones


def with_clock[T: Model](rows: QuerySet[T], mission: Any) -> QuerySet[T]:
    """The rows, each with the zone of its mission as `clock`: as `zone_name` finds it, for a whole list.

    `mission` is the expression that leads from a row to the key of its mission.
    """
    first_stop = Stop.objects.filter(mission=OuterRef("pk")).order_by("order", "pk").values("place__zone")[:1]
    zone = Coalesce(NullIf(F("zone"), Value("")), Subquery(first_stop), Value("UTC"))
    missions = Mission.objects.filter(pk=OuterRef("clock_of")).order_by().values(clock=zone)
    with_its_zone: QuerySet[T] = rows.annotate(clock_of=mission).annotate(clock=Subquery(missions))
    return with_its_zone


def told(at: datetime.date | None, zone: str) -> str:
    """The moment by that clock, with the name of its zone, or the day alone; an en dash for none."""
    return zones.moment(at, zone, get_language() or "en") if at else "–"
