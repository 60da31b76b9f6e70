"""The parts of the work, in the order of the menu, and which rows of the back office belong to which."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WEEK, PROGRAMME, PEOPLE, PARTNERS, REPORTS, UPKEEP, RECORDS = (
    "week",
    "programme",
    "people",
    "partners",
    "reports",
    "upkeep",
    "records",
)
PARTS = {
    PROGRAMME: _("Programme"),
    PEOPLE: _("People"),
    PARTNERS: _("Partners"),
    REPORTS: _("Reports"),
    UPKEEP: _("Staff and upkeep"),
}
# Rooms with a part of their own, then the rows that belong elsewhere than their room.
_ROOMS = {"missions": PROGRAMME, "delegations": PEOPLE, "partners": PARTNERS}
_ROWS = {
    "missions.sitevisit": REPORTS,
    "missions.visitreport": REPORTS,
    "missions.followup": REPORTS,
    "missions.outcome": REPORTS,
    "missions.cost": REPORTS,
    "missions.rate": REPORTS,
    "missions.resultsrelease": REPORTS,
    "missions.missionrole": UPKEEP,
    "backoffice.import": PROGRAMME,
}


def part_of(model: Any) -> str:
    """The part of the work that rows of this model belong to."""
    return _ROWS.get(model._meta.label_lower, _ROOMS.get(model._meta.app_label, UPKEEP))


def by_part(rooms: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The admin's list of rooms with their models, grouped by the work in their place."""
    models: dict[str, list[Any]] = {part: [] for part in PARTS}
    for room in rooms:
        for entry in room["models"]:
            models[part_of(entry["model"])].append(entry)
    return [
        {
            "name": PARTS[part],
            "app_label": part,
            "app_url": f"{reverse('admin:records')}#{part}",
            "has_module_perms": True,
            "models": sorted(entries, key=lambda entry: str(entry["name"])),
        }
        for part, entries in models.items()
        if entries
    ]
