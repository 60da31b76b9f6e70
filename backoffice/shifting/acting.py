"""Doing what was planned and looked at, in one transaction that locks the mission's row first."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backoffice.mission_file.saving import write_history
from backoffice.shifting.planning import Plan
from delegations.models import Leg
from missions.models import Mission, ProgrammeItem

REASON = gettext_noop("moved with its mission")
MANY = {Mission: ["sectors"], ProgrammeItem: ["topics"], Leg: ["passengers"]}


class ChangedMeanwhile(ValidationError):
    """The mission is not the one that was looked at."""


@transaction.atomic
def act(mission: Mission, make: Callable[[Mission], Plan], saw: str, by: Any) -> Plan:
    """Save what `make` plans for the mission as it is now. Returns the plan.

    Raises ChangedMeanwhile where that is not what was looked at, whose digest is `saw`, and ValidationError
    with every reason where it cannot be done; nothing is saved then.
    """
    plan = make(Mission.objects.select_for_update().get(pk=mission.pk))
    if plan.digest != saw:
        raise ChangedMeanwhile(
            _("The mission was changed while you looked at it. Here is what would move now; look again."),
            code="changed_meanwhile",
        )
    if plan.refusals:
        raise ValidationError(plan.refusals)
    groups: dict[type, dict[int, tuple[Any, set[str]]]] = {}
    for row, names in plan.changed:
        known = groups.setdefault(type(row), {}).setdefault(row.pk, (row, set()))
        known[1].update(names)
    for kind, found in groups.items():
        _save(kind, found, by)
    return plan


def _save(model: Any, found: dict[int, tuple[Any, set[str]]], by: Any) -> None:
    rows = [row for row, _names in found.values()]
    columns = set().union(*(names for _row, names in found.values()))
    columns = {name.removesuffix("_id") for name in columns}
    if any(one.name == "changed_at" for one in model._meta.fields):
        columns.add("changed_at")
        for row in rows:
            row.changed_at = timezone.now()
    model._base_manager.bulk_update(rows, sorted(columns))
    if not hasattr(model, "history"):
        return  # personal links, of which nothing else is kept either
    write_history(model, rows, MANY.get(model, []), update=True, reason=REASON, by=by)
