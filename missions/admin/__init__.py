"""The missions' pages in the back office, by noun."""

from missions.admin import (
    attachments,
    beside,
    costs,
    follow_ups,
    items,
    missions,
    outcomes,
    planning,
    rates,
    releases,
    visit_reports,
)

__all__ = [
    "attachments",
    "beside",
    "costs",
    "follow_ups",
    "items",
    "missions",
    "outcomes",
    "planning",
    "rates",
    "releases",
    "visit_reports",
]
