"""Roles in missions: who holds which, and the first of a mission. What they give: backoffice/rights."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from missions.models import Mission, MissionRole, Role
from missions.questions import KEY, Prepared

HELD = "_roles_by_mission"
ADDS = "missions.add_mission"
HELD_BY = Prepared(
    lambda user: MissionRole.objects.filter(user=user).order_by().values_list("mission", "role"), KEY
)


def held(user: User) -> dict[int, str]:
    """The role of a member of staff by the key of the mission; read once for each time she is loaded."""
    found: dict[int, str] | None = getattr(user, HELD, None)
    if found is None:
        found = {} if user.pk is None else dict(HELD_BY(user.pk))
        setattr(user, HELD, found)
    return found


def begin(mission: Mission, by: User) -> None:
    """Make whoever adds a mission by a role that she holds its coordinator.

    Who may add one by a kind of staff, or as a superuser, gets no role: what the kind gives holds in the new
    mission as it is, and a role on top would let her read personal data that the kind keeps from her.
    """
    if not ModelBackend().has_perm(by, ADDS):
        MissionRole.objects.create(mission=mission, user=by, role=Role.COORDINATOR)
        if hasattr(by, HELD):
            delattr(by, HELD)
