"""Roles in missions: who holds which, and the first one of a mission. What they give: backoffice/roles.py."""

from accounts.models import User
from missions.models import Mission, MissionRole, Role

HELD = "_roles_by_mission"


def held(user: User) -> dict[int, str]:
    """The role of a member of staff by the key of the mission; read once for each time she is loaded."""
    found: dict[int, str] | None = getattr(user, HELD, None)
    if found is None:
        found = {} if user.pk is None else dict(user.mission_roles.order_by().values_list("mission", "role"))
        setattr(user, HELD, found)
    return found


def begin(mission: Mission, by: User) -> None:
    """Make who adds a mission its coordinator. Superusers need no role."""
    if not by.is_superuser:
        MissionRole.objects.create(mission=mission, user=by, role=Role.COORDINATOR)
        if hasattr(by, HELD):
            delattr(by, HELD)
