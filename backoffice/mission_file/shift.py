"""The same mission on other days: every date of a file moved by whole days."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from backoffice.mission_file import schema
from backoffice.mission_file.faults import Fault, fault


def to_start(data: dict[str, Any], starts_on: datetime.date) -> list[Fault]:
    """Move every day and moment of a valid file, those of its releases too, so that the mission starts then.

    Clock times stay as they are. Returns the faults of days that no calendar has.
    """
    days = starts_on - datetime.date.fromisoformat(data["mission"]["starts_on"])
    faults = []
    for holder, key, path, kind in list(schema.moments(data)):
        try:
            holder[key] = moved(holder[key], kind, days)
        except OverflowError:
            faults.append(fault(path, _("cannot be moved that far"), holder[key]))
    return faults


def moved(text: str, kind: str, days: datetime.timedelta) -> str:
    """A day ("date") or moment ("date-time") of the file, some days later. Raises OverflowError."""
    if kind == "date":
        return (datetime.date.fromisoformat(text) + days).isoformat()
    # The day stands first: a moment in UTC keeps its clock.
    return (datetime.date.fromisoformat(text[:10]) + days).isoformat() + text[10:]
