"""All that decides what a member of staff may is one question for each request."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from backoffice.rights import access, roles
from missions import roles as in_missions
from missions.models import MissionRole, Role
from tests import factories
from tests.backoffice.pages import staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kinds", [(), (roles.VIEWER,), (roles.EDITOR, roles.RELEASER)])
def test_what_is_read_at_once_is_what_is_asked_one_by_one(kinds, django_assert_num_queries):
    user = staff(*kinds, email="me@example.org")
    user.is_superuser = False
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="view_rate"))
    first, second = factories.make_mission(), factories.make_mission()
    MissionRole.objects.create(mission=first, user=user, role=Role.COORDINATOR)
    MissionRole.objects.create(mission=second, user=user, role=Role.VIEWER)
    one_by_one, at_once = (get_user_model().objects.get(pk=user.pk) for _time in range(2))

    with django_assert_num_queries(1):
        access.read_rights(at_once)
        found = (at_once.get_all_permissions(), in_missions.held(at_once))

    assert found == (one_by_one.get_all_permissions(), in_missions.held(one_by_one))
    assert found[1] == {first.pk: Role.COORDINATOR, second.pk: Role.VIEWER}


@pytest.mark.parametrize("state", [{"is_superuser": True}, {"is_active": False}])
def test_who_may_all_or_nothing_is_not_asked_about(state, django_assert_num_queries):
    user = factories.make_user(**state)

    with django_assert_num_queries(0):
        access.read_rights(user)

    assert not hasattr(user, "_perm_cache")
