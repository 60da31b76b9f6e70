"""The kinds of staff: what each may do, and that a migration brings back exactly that."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from backoffice.rights import roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def staff(*kinds):
    user = make_user()
    user.groups.set(Group.objects.filter(name__in=kinds))
    return user


def test_every_kind_has_its_group():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.KINDS)


@pytest.mark.parametrize(
    ("kind", "may", "may_not"),
    [
        (
            roles.VIEWER,
            ["missions.view_mission", "delegations.view_delegate"],
            ["missions.change_mission", "partners.view_personal_data", "delegations.view_accesslink"],
        ),
        (
            roles.REPORTER,
            ["missions.add_visitreport", "missions.change_followup", "delegations.add_attendance"],
            ["missions.change_programmeitem", "partners.view_personal_data", "partners.change_person"],
        ),
        (
            roles.EDITOR,
            ["missions.add_programmeitem", "partners.change_person", "delegations.change_delegate"],
            ["partners.view_personal_data", "delegations.view_accesslink", "missions.release_mission"],
        ),
        (
            roles.EDITOR_WITH_PEOPLE,
            ["partners.view_personal_data", "delegations.change_accesslink", "delegations.add_stay"],
            ["missions.release_mission", "accounts.change_user", "missions.change_release"],
        ),
        (roles.RELEASER, ["missions.release_mission"], ["missions.change_mission"]),
    ],
)
def test_a_kind_may_do_this_and_not_that(kind, may, may_not):
    user = staff(kind)

    assert [permission for permission in may if not user.has_perm(permission)] == []
    assert [permission for permission in may_not if user.has_perm(permission)] == []


def test_no_kind_may_keep_accounts_or_touch_what_was_released():
    given = set().union(*roles.KINDS.values())

    touched = {name.split("_", 1)[1] for name in given if not name.startswith("missions.view_")}
    assert touched.isdisjoint({"user", "resultsrelease", "release", "withdrawal", "statechange"})


def test_a_migration_brings_a_kind_back_to_what_it_is():
    viewer = Group.objects.get(name=roles.VIEWER)
    viewer.permissions.set([Permission.objects.get(codename="release_mission")])
    Group.objects.get(name=roles.EDITOR).delete()

    call_command("migrate", verbosity=0)

    assert {permission.user_perm_str for permission in viewer.permissions.all()} == roles.KINDS[roles.VIEWER]
    assert Group.objects.filter(name=roles.EDITOR).exists()
