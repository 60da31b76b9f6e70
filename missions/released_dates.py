"""First day, last day and time zone of missions as everything outside the back office follows them.

They are those of the newest release that is not withdrawn; before the first release, those of the row.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from missions.models import Listing, ListingKind, Mission, Release
from wording import zones


@dataclass(frozen=True, slots=True)
class ReleasedDates:
    """The days of a mission and its own zone, else that of its home, else UTC."""

    starts_on: datetime.date
    ends_on: datetime.date
    zone: str

    @classmethod
    def of_row(cls, mission: Mission) -> Self:
        """Return the dates that stand in the mission's row."""
        return cls(mission.starts_on, mission.ends_on, mission.zone_told())

    @classmethod
    def of_document(cls, frame: Mapping[str, Any], places: Iterable[Mapping[str, Any]]) -> Self:
        """Return the dates of a release, from `mission` and `places` of its document."""
        home = next((place["zone"] for place in places if place["ref"] == frame["home"]), "UTC")
        first, last = (datetime.date.fromisoformat(frame[name]) for name in ("starts_on", "ends_on"))
        return cls(first, last, frame["zone"] or home)

    def today(self) -> datetime.date:
        """Return the local date in the zone."""
        return timezone.now().astimezone(zones.zone_info(self.zone)).date()


def of(mission: Mission) -> ReleasedDates:
    """Return the dates that hold outside; one query, none for a mission that `remember` was called for."""
    known: ReleasedDates | None = getattr(mission, "_released_dates", None)
    return known or of_all([mission])[mission.pk]


def of_all(missions: Iterable[Mission]) -> dict[int, ReleasedDates]:
    """Return the dates that hold outside, by the mission's key; one query for any number of missions."""
    missions = list(missions)
    live = Release.objects.live()
    newest = live.filter(mission=OuterRef("mission")).order_by("-number").values("pk")[:1]
    rows = live.filter(mission__in=[mission.pk for mission in missions], pk=Subquery(newest)).order_by()
    found = {
        key: ReleasedDates.of_document(frame, places)
        for key, frame, places in rows.values_list("mission", "document__mission", "document__places")
    }
    return {mission.pk: found.get(mission.pk) or ReleasedDates.of_row(mission) for mission in missions}


def of_published(missions: Iterable[Mission]) -> dict[int, ReleasedDates]:
    """Return the days that hold outside, of published missions and by their clock as it is in the row.

    They are read from the listings, which are small; one query for any number of missions.
    """
    missions = list(missions)
    cards = Listing.objects.filter(kind=ListingKind.CARD, mission__in=[mission.pk for mission in missions])
    days = {
        key: (first, last)
        for key, first, last in cards.order_by().values_list("mission", "words__starts_on", "words__ends_on")
    }
    found = {}
    for mission in missions:
        row = ReleasedDates.of_row(mission)
        if mission.pk in days:
            first, last = (datetime.date.fromisoformat(day) for day in days[mission.pk])
            row = ReleasedDates(first, last, row.zone)
        found[mission.pk] = row
    return found


def annotated[Rows: QuerySet[Any]](rows: Rows, mission: str) -> Rows:
    """Add what `remember` needs to a query whose rows lead to a mission by the lookup `mission`."""
    newest = Release.objects.live().filter(mission=OuterRef(mission)).order_by("-number")

    def of_newest(key: str) -> Subquery:
        part = newest.annotate(part=KeyTransform(key, "document")).values("part")[:1]
        return Subquery(part, output_field=JSONField())

    annotated: Rows = rows.annotate(released_frame=of_newest("mission"), released_places=of_newest("places"))
    return annotated


def remember(row: Any, mission: Mission) -> None:
    """Keep the dates that `annotated` has read with the row on its mission, so that `of` asks nothing."""
    frame = row.released_frame
    dates = (
        ReleasedDates.of_row(mission)
        if frame is None
        else ReleasedDates.of_document(frame, row.released_places)
    )
    # Kept on the instance, not in a cache, so that it ends with the request. No field: `of` alone reads it.
    mission._released_dates = dates  # type: ignore[attr-defined]
