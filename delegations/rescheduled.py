"""Move the ends of personal links and the last days for details when a release has moved the mission.

Both are stored. They move with a release and with its withdrawal, never with the mission's rows alone.
"""

import datetime
from typing import Any

from django.db.models import Q

from delegations import links
from delegations.models import AccessLink, Delegation
from missions.models import Mission
from missions.released_dates import ReleasedDates
from wording import zones


def follow(*, mission: Mission, before: ReleasedDates, after: ReleasedDates, **kwargs: Any) -> None:
    """Receive `days_moved`: move what is stored from the days `before` to those `after`.

    A last day for details that an organiser has set since they moved the mission stays as it is.
    """
    if after.ends_on != before.ends_on:
        _move_links(mission, before, after)
    if days := after.starts_on - before.starts_on:
        _move_last_days(mission, before, days)


def _move_links(mission: Mission, before: ReleasedDates, after: ReleasedDates) -> None:
    """Move the ends of links that hold, none to before the end that a new link would have."""
    usual, zone = links.usual_end_by(after), zones.zone_info(after.zone)
    held = AccessLink.objects.valid().filter(Q(delegate__mission=mission) | Q(mission=mission))
    rows = list(held.exclude(expires_at=None).order_by("pk"))
    for link in rows:
        ends: Any = link.expires_at
        moved = ends.astimezone(zone) + (after.ends_on - before.ends_on)  # by the clock there
        link.expires_at = max(moved, min(ends, usual))
    AccessLink.objects.bulk_update(rows, ["expires_at"])


def _move_last_days(mission: Mission, before: ReleasedDates, days: datetime.timedelta) -> None:
    moved = mission.history.exclude(starts_on=before.starts_on).order_by("-history_date", "-history_id")
    entry = moved.first()
    for delegation in mission.delegations.exclude(details_until=None).order_by("pk"):
        last: Any = delegation.details_until
        if entry is None or not _set_since(delegation, entry.history_date):
            delegation.details_until = last + days
            delegation.save(update_fields=["details_until"])


def _set_since(delegation: Delegation, moment: datetime.datetime) -> bool:
    """Whether the last day for details is another one than at the moment."""
    known = delegation.history.filter(history_date__lte=moment).order_by("history_date", "history_id").last()
    return known is not None and known.details_until != delegation.details_until
