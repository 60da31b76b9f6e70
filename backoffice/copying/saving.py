"""Saving a planned mission: all of it in one transaction, each row with its line in the history."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backoffice.copying.planning import Plan
from backoffice.mission_file.saving import save_many, write_history
from delegations.models import Delegate, Delegation
from missions import roles
from missions.models import Deadline, Group, Host, ItemGroup, Mission, Party, ProgrammeItem, Stop

REASON = gettext_noop("copied from another mission")
IN_ORDER: tuple[Any, ...] = (
    Party,
    Stop,
    Group,
    ProgrammeItem,
    ItemGroup,
    Host,
    Deadline,
    Delegation,
    Delegate,
)
MANY = {ProgrammeItem: ["topics"], Delegate: ["groups"]}


@transaction.atomic
def save(plan: Plan, by: Any) -> Mission:
    """Save the plan; who does so by a role is its coordinator. Raises ValidationError, naming the row."""
    mission = plan.mission
    mission.full_clean()
    mission.save_base(raw=True, force_insert=True)
    save_many(Mission, "sectors", [(mission, set(plan.sectors), set())])
    write_history(Mission, [mission], ["sectors"], update=False, reason=REASON, by=by)
    for model in IN_ORDER:
        model._base_manager.bulk_create(plan.of(model))
        if model in (Stop, ProgrammeItem):
            _check(plan.of(model))
    save_many(ProgrammeItem, "topics", [(item, set(topics), set()) for item, topics in plan.topics])
    members: list[tuple[Any, set[Any], set[Any]]] = [
        (delegate, {group.pk for group in groups}, set()) for delegate, groups in plan.members
    ]
    save_many(Delegate, "groups", members)
    for delegation, head in plan.heads:
        delegation.head = head
    Delegation._base_manager.bulk_update([delegation for delegation, _head in plan.heads], ["head"])
    for model in IN_ORDER:
        write_history(model, plan.of(model), MANY.get(model, []), update=False, reason=REASON, by=by)
    roles.begin(mission, by=by)
    return mission


def _check(rows: list[Any]) -> None:
    for row in rows:
        try:
            row.clean()
        except ValidationError as error:
            raise ValidationError(
                _("“%(row)s” cannot be copied so: %(why)s"),
                code="row",
                params={"row": row, "why": " ".join(error.messages)},
            ) from None
