"""Who finds which entry of the bin: by its mission, its kind, and whether it is about people."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db.models import Model, Q, QuerySet

from backoffice.bin import keeping
from backoffice.models import Deleted
from backoffice.rights import access, belonging
from backoffice.rights.roles import KINDS, ROLES
from partners.desk import PERSONAL_DATA


def found_by(user: Any) -> QuerySet[Deleted]:
    """The entries of kinds that she may change in missions that she sees, newest first.

    What belonged to no mission that is left is found by those who see every mission and by whoever deleted
    it; what all missions share, by all who may change it.
    """
    kept = Deleted.objects.filter(at__gte=keeping.oldest())
    seen = Q(pk__in=[])
    for label in kept.order_by().values_list("model", flat=True).distinct():
        seen |= Q(model=label) & _of_kind(user, label)
    return kept.filter(seen)


def may(user: Any, entry: Deleted, action: str) -> bool:
    """Whether she may “add” rows such as these where they were, or “delete” them."""
    return _may_with(user, entry, entry.model, action)


def _may_with(user: Any, entry: Deleted, label: str, action: str) -> bool:
    """The same of rows of another kind in the entry."""
    permission = _permission(label, action)
    if entry.mission is None:
        return bool(user.has_perm(permission))
    return access.may(user, entry.mission, permission)


def not_addable(user: Any, entry: Deleted, kinds: Iterable[type[Model]]) -> list[type[Model]]:
    """Those of these kinds, among the rows of an entry, that she may not add where they were.

    Kinds that nobody adds by hand come with what they belong to.
    """
    by_hand = set().union(*KINDS.values(), *ROLES.values())
    return [
        kind
        for kind in kinds
        if _permission(kind._meta.label_lower, "add") in by_hand
        and not _may_with(user, entry, kind._meta.label_lower, "add")
    ]


def _of_kind(user: Any, label: str) -> Q:
    change = _permission(label, "change")
    in_missions = access.missions_with(user, access.SEES_A_MISSION, change)
    with_people = access.missions_with(user, access.SEES_A_MISSION, change, PERSONAL_DATA)
    found = Q(mission__in=in_missions, personal=False) | Q(mission__in=with_people, personal=True)
    if user.has_perm(change):
        shared = belonging.is_shared(apps.get_model(label)) or access.sees_all(user)
        mine = Q(mission=None) & (Q() if shared else Q(by=user))
        found |= mine if user.has_perm(PERSONAL_DATA) else mine & Q(personal=False)
    return found


def _permission(label: str, action: str) -> str:
    opts = apps.get_model(label)._meta
    return f"{opts.app_label}.{get_permission_codename(action, opts)}"
