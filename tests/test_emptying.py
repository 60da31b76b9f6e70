"""Between two tests whose rows others can see the database is that of the migrations, on both engines."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from tests import emptying
from tests.walk import world

pytestmark = pytest.mark.django_db(transaction=True)


def held():
    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model._base_manager.exists() and not model._meta.proxy
    }


def empty():
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def test_all_rows_go_and_what_migrating_made_stays():
    before = emptying._rows()
    with world.circumstances():
        world.make()
    assert len(held()) > 60

    empty()

    assert held().keys() == set(emptying.MADE_BY_MIGRATING)
    assert emptying._rows() == before


@pytest.mark.parametrize("change", ["a kind more", "a right less", "a right with another name"])
def test_what_a_test_changed_of_that_is_made_anew(change):
    def told():
        return {
            (group.name, *sorted(group.permissions.values_list("name", flat=True)))
            for group in Group.objects.all()
        }

    before = told()
    match change:
        case "a kind more":
            Group.objects.create(name="Guests")
        case "a right less":
            group = Group.objects.exclude(permissions=None).earliest("pk")
            group.permissions.remove(group.permissions.earliest("pk"))
        case _:
            Permission.objects.filter(group__isnull=False).update(name="Can do anything")
    assert told() != before

    empty()

    assert told() == before
    assert emptying._rows() == emptying._made
