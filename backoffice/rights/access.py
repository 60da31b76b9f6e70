"""Who may do what in which mission: the one place that decides.

A kind of staff (roles.py) holds in every mission, a role in the one that it was given for. Pages of the desk
ask `missions_with`, `may` and `mission_for`; the pages of the admin ask Django, which asks `MissionRoles`.
Which row belongs to which mission stands in belonging.py.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Model, QuerySet, Value
from django.http import Http404, HttpRequest

from backoffice.rights import belonging
from backoffice.rights.roles import ROLES
from missions import roles
from missions.models import Mission, MissionRole, Role
from missions.questions import KEY, Prepared

SEES_A_MISSION = "missions.view_mission"
MISSION = Prepared(lambda pk: Mission.objects.filter(pk=pk).order_by(), KEY)  # asked for by most pages

# What somebody's kinds and her account give (in mission 0), and which role she holds in which mission.
RIGHTS = Prepared(
    lambda user: (
        _given(Permission.objects.filter(user=user))
        .union(
            _given(Permission.objects.filter(group__user=user)),
            MissionRole.objects.filter(user=user).order_by().values_list("mission_id", Value(""), "role"),
            all=True,
        )
        .order_by()
    ),
    KEY,
)


def read_rights(user: Any) -> None:
    """Ask at once for all that decides what she may, which Django and `roles.held` would ask one by one."""
    if not user.is_active or user.is_superuser or hasattr(user, roles.HELD):
        return
    rows = RIGHTS(user.pk)
    user._perm_cache = {f"{app}.{codename}" for mission, app, codename in rows if not mission}
    setattr(user, roles.HELD, {mission: role for mission, _app, role in rows if mission})


def missions_with(user: object, *permissions: str) -> QuerySet[Mission]:
    """The missions in which a member of staff has all of these permissions (“missions.view_mission”, …)."""
    if (keys := _missions(user, *permissions)) is None:
        return Mission.objects.all()
    return Mission.objects.filter(pk__in=keys) if keys else Mission.objects.none()


def allowed(user: object, missions: Iterable[Mission], *permissions: str) -> list[int]:
    """The keys of those of the missions in which a member of staff has all of these permissions."""
    keys = _missions(user, *permissions)
    return [mission.pk for mission in missions if keys is None or mission.pk in keys]


def keys_with(user: object, *permissions: str) -> set[int] | None:
    """The keys of the missions in which she has all of these permissions; None for every mission there is."""
    return _missions(user, *permissions)


def may(user: object, mission: Mission, *permissions: str) -> bool:
    """Whether this member of staff has all of these permissions in the mission."""
    keys = _missions(user, *permissions)
    return keys is None or mission.pk in keys


def may_in_a_new_one(user: Any, *permissions: str) -> bool:
    """Whether this member of staff may add a mission, and will have all of these permissions in it."""
    if not user.is_active or user.is_superuser:
        return bool(user.is_active)
    given = ModelBackend().get_all_permissions(user)
    if roles.ADDS not in given and _missions(user, roles.ADDS):
        given = given | ROLES[Role.COORDINATOR]  # as missions/roles.py begins it
    return given.issuperset((roles.ADDS, *permissions))


def mission_for(request: HttpRequest, pk: int, *permissions: str) -> Mission:
    """The mission of this number, for a page that needs these permissions in it.

    Raises PermissionDenied where no mission gives them to the reader, before any row is looked for; Http404
    where it does not exist or is not one she may see; PermissionDenied where she sees it and may not do this.
    """
    keys = _missions(request.user, *permissions)
    if keys is not None and not keys:
        raise PermissionDenied
    seen = _missions(request.user, SEES_A_MISSION)
    may, sees = keys is None or pk in keys, seen is None or pk in seen
    found = MISSION(pk) if (may or sees) and pk <= BigIntegerField.MAX_BIGINT else ()
    for mission in found:
        if may:
            return mission  # type: ignore[no-any-return]  # a question answers with what it was asked for
        raise PermissionDenied
    raise Http404


def row_for[T: Model](request: HttpRequest, rows: QuerySet[T], pk: int, *permissions: str) -> T:
    """The row of this number, for a page that needs these permissions in its mission.

    Raises what `mission_for` raises.
    """
    keys = _missions(request.user, *permissions)
    if keys is not None and not keys:
        raise PermissionDenied
    row = _of(rows, keys, request.user).filter(pk=pk).first()
    if row is not None:
        return row
    if _of(rows, _missions(request.user, SEES_A_MISSION), request.user).filter(pk=pk).exists():
        raise PermissionDenied
    raise Http404


def narrow[T: Model](user: object, rows: QuerySet[T], action: str) -> QuerySet[T]:
    """Those of the rows with which a member of staff may do this: “view”, or a whole permission."""
    return _of(rows, _missions(user, _permission(rows.model, action)), user)


def everywhere(user: object, permission: str) -> bool:
    """Whether she has the permission in every mission that she sees, and sees one."""
    has, sees = _missions(user, permission), _missions(user, SEES_A_MISSION)
    return has is None or bool(sees is not None and sees and sees <= has)


def sees_all(user: object) -> bool:
    """Whether no mission is hidden from her."""
    return _missions(user, SEES_A_MISSION) is None


class MissionRoles(BaseBackend):
    """Tells Django what roles give: without a row, whether any mission does; with one, whether its own."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or obj is not None:
            return set()
        return set().union(*(ROLES[role] for role in roles.held(user_obj).values()))

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        keys = _missions(user_obj, perm)
        if keys is None or obj is None or not keys:
            return keys is None or bool(keys)
        return bool(belonging.missions_of(obj, keys, user_obj))

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions(user_obj))

    def narrow[T: Model](self, user_obj: Any, rows: QuerySet[T], action: str) -> QuerySet[T]:
        """Those of the rows with which she may do this."""
        return narrow(user_obj, rows, action)

    def everywhere(self, user_obj: Any, permission: str) -> bool:
        """Whether she has the permission in every mission that she sees."""
        return everywhere(user_obj, permission)


def _given(permissions: QuerySet[Permission]) -> Any:
    return permissions.order_by().values_list(Value(0), "content_type__app_label", "codename")


def _missions(user: Any, *permissions: str) -> set[int] | None:
    """The keys of the missions in which she has all of these permissions; None for every mission there is."""
    if not user.is_active:
        return set()
    if user.is_superuser:
        return None
    lacking = set(permissions) - ModelBackend().get_all_permissions(user)
    if not lacking:
        return None
    return {mission for mission, role in roles.held(user).items() if lacking <= ROLES[role]}


def _of[T: Model](rows: QuerySet[T], keys: Collection[int] | None, user: Any) -> QuerySet[T]:
    if keys is None:
        return rows
    return belonging.of_missions(rows, keys, user) if keys else rows.none()


def _permission(model: type[Model], action: str) -> str:
    if "." in action:
        return action
    return f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
