"""Members of staff who hold roles in missions, and nothing else unless a kind is named."""

from django.contrib.auth.models import Group
from django.test import Client

from missions.models import MissionRole
from tests.factories import make_user


def member(roles, *kinds, **fields):
    """A member of staff with these roles, by mission, and of these kinds."""
    user = make_user(**fields)
    if kinds:
        user.groups.set(Group.objects.filter(name__in=kinds))
    for mission, role in roles.items():
        MissionRole.objects.create(mission=mission, user=user, role=role)
    return user


def signed_in_with(roles, *kinds, **fields):
    """A client of such a member of staff."""
    client = Client()
    client.force_login(member(roles, *kinds, **fields))
    return client
