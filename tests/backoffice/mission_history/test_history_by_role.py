"""Each role reads the history of what docs/roles.md lets her see, and puts back earlier states of what she writes."""

import pytest
from django.urls import reverse

from missions.models import Role
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.mission_history.test_restore import first, way_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Rows of one mission that were changed once, by their kinds."""
    mission = factories.make_mission()
    delegate = factories.make_delegate(mission=mission, diet="none")
    made = {
        "mission": mission,
        "item": factories.make_item(mission=mission),
        "delegation": delegate.delegation,
        "delegate": delegate,
        "person": delegate.person,
        "leg": factories.make_leg(mission=mission, passengers=[delegate]),
        "stay": factories.make_stay(delegate=delegate, room="12"),
    }
    delegate.diet = "vegetarian"
    for row in made.values():
        row.save()
    return made


KINDS = {"Mission", "Programme item", "Delegation", "Delegate", "Leg", "Stay", "Role in a mission"}
PEOPLE = {"delegation", "delegate", "person", "leg", "stay"}


@pytest.mark.parametrize(
    ("role", "writes", "personal"),
    [
        (Role.COORDINATOR, {"mission", "item", *PEOPLE}, True),
        (Role.EDITOR, {"mission", "item", "person"}, False),
        (Role.PROTOCOL, PEOPLE, True),
        (Role.REPORTER, set(), False),
        (Role.VIEWER, set(), False),
    ],
)
def test_history_is_read_by_who_sees_and_put_back_by_who_writes(rows, role, writes, personal):
    mission = rows["mission"]
    client = signed_in_with({mission: role})

    page = client.get(reverse("admin:missions_mission_changes", args=[mission.pk]))
    told = {change.field for _at, entry in page.context["lines"] for change in entry.changes}
    kinds = {entry.kind for _at, entry in page.context["lines"]}
    histories = {
        name: client.get(
            reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_history", args=[row.pk])
        ).status_code
        for name, row in rows.items()
    }
    back = {name for name, row in rows.items() if client.get(way_back(row, first(row))).status_code == 200}

    assert kinds == KINDS
    assert ("Diet" in told) == personal
    assert histories == dict.fromkeys(rows, 200)
    assert back == writes
