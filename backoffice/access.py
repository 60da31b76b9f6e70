"""Who may do what in which mission: the one place that the pages of the desk ask.

A kind of staff (backoffice/roles.py) holds in every mission, a role in the one that it was given for.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from missions.models import Mission


def missions_with(user: object, *permissions: str) -> QuerySet[Mission]:
    """The missions in which a member of staff has all of these permissions (“missions.view_mission”, …)."""
    allowed = all(user.has_perm(permission) for permission in permissions)  # type: ignore[attr-defined]  # staff
    return Mission.objects.all() if allowed else Mission.objects.none()


def may(user: object, mission: Mission, *permissions: str) -> bool:
    """Whether this member of staff has all of these permissions in the mission."""
    return missions_with(user, *permissions).filter(pk=mission.pk).exists()


def mission_for(request: HttpRequest, pk: int, *permissions: str) -> Mission:
    """The mission of this number, for a page that needs these permissions in it.

    Raises PermissionDenied where no mission gives them to the reader, before any row is looked for; Http404
    where it does not exist or is not one she may see; PermissionDenied where she sees it and may not do this.
    """
    anywhere = missions_with(request.user, *permissions)
    if not anywhere.exists() and not all(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied
    mission = anywhere.filter(pk=pk).first()
    if mission is not None:
        return mission
    if missions_with(request.user, "missions.view_mission").filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404
