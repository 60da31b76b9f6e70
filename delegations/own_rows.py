"""What a delegate's itinerary is made of, asked at every visit: the release that holds, her legs, her stays.

Each question is put together once in a process, and depends on her key and that of her mission alone.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from delegations.models import Delegate, Leg, Stay
from missions.models import Release
from missions.questions import KEY, Prepared


def releases(mission: int, known: Collection[int]) -> tuple[Any, list[Release]]:
    """The newest release that holds, with the number that it `replaced`, and the others of these numbers."""
    rows = _newest_and(len(known))(mission, *known)
    newest = next((row for row in rows if row.number == row.newest), None)
    return newest, [row for row in rows if row is not newest]


def legs(delegate: Delegate) -> list[Leg]:
    """Hers alone, in the order of departure; those without a day come last."""
    return _LEGS(delegate.pk, delegate.mission_id)


def stays(delegate: Delegate) -> list[Stay]:
    """Hers, by the day on which she arrives."""
    return _STAYS(delegate.pk, delegate.mission_id)


@lru_cache(maxsize=16)
def _newest_and(number: int) -> Prepared:
    """The newest release of a mission that holds, beside so many others by their numbers."""

    def asked(mission: Any, *known: Any) -> QuerySet[Any]:
        live = Release.objects.live().filter(mission=mission).order_by("-number").values("number")
        older = Release.objects.live().filter(mission=OuterRef("mission"), number__lt=OuterRef("number"))
        rows = Release.objects.filter(mission=mission).annotate(
            newest=Subquery(live[:1]), replaced=Subquery(older.order_by("-number").values("number")[:1])
        )
        found: QuerySet[Any] = rows.filter(Q(number=F("newest")) | Q(number__in=known))
        return found

    return Prepared(asked, *[KEY] * (number + 1))


def _with_beginnings(rows: QuerySet[Any], mission: Any) -> QuerySet[Any]:
    """These rows with when each was made, and when the first version of the mission was released."""
    history: Any = rows.model.history.model
    made = history.objects.filter(id=OuterRef("pk"), history_type="+").order_by("history_date")
    released = Release.objects.filter(mission=mission).order_by("number")
    annotated: QuerySet[Any] = rows.annotate(
        made_at=Subquery(made.values("history_date")[:1]), first_told_at=Subquery(released.values("at")[:1])
    )
    return annotated


_LEGS = Prepared(
    lambda delegate, mission: _with_beginnings(
        Leg.objects.filter(passengers=delegate, mission_id=mission), mission
    ).select_related("from_place", "to_place", "item"),
    KEY,
    KEY,
)
_STAYS = Prepared(
    lambda delegate, mission: _with_beginnings(
        Stay.objects.filter(delegate=delegate), mission
    ).select_related("place", "shared_with__person"),
    KEY,
    KEY,
)
