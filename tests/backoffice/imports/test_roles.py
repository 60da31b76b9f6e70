"""Who holds a role in one mission brings in there what it gives, and touches nobody of other missions."""

import pytest
from django.test import Client

from delegations.models import Delegate
from missions.models import MissionRole, Role
from tests import factories
from tests.backoffice.imports.sheets import address_of, outcome, states, take, uploaded

pytestmark = pytest.mark.django_db

HEADINGS = ["Family name (en)", "Given names (en)", "Organisation", "Phone"]


@pytest.fixture
def mission():
    factories.make_organisation(name="Union")
    return factories.make_mission()


def holding(role, mission, **also):
    """A client of somebody with this role in the mission, and others in other ones."""
    user = factories.make_user()
    for where, what in {mission: role, **also.get("elsewhere", {})}.items():
        MissionRole.objects.create(mission=where, user=user, role=what)
    client = Client()
    client.force_login(user)
    return client


def offered(client, mission):
    return [value for value, _label in client.get(address_of(mission)).context["form"].fields["kind"].choices]


def test_each_role_is_offered_its_kinds(mission):
    found = {
        role: offered(holding(role, mission), mission)
        for role in (Role.COORDINATOR, Role.EDITOR, Role.PROTOCOL)
    }

    assert found == {
        Role.COORDINATOR: ["people", "organisations", "items", "legs", "programme", "calendar"],
        Role.EDITOR: ["organisations", "items", "programme", "calendar"],
        Role.PROTOCOL: ["people", "legs"],
    }
    for role in (Role.REPORTER, Role.VIEWER):
        assert holding(role, mission).get(address_of(mission)).status_code == 403
    assert holding(Role.COORDINATOR, mission).get(address_of(factories.make_mission())).status_code == 404


def test_people_of_other_missions_are_not_told_of(mission):
    factories.make_delegate(
        mission=factories.make_mission(),
        person=factories.make_person(family_name="Orazowa", given_name="Aýgül"),
    )
    client = holding(Role.COORDINATOR, mission)

    address = uploaded(client, mission, "people", HEADINGS, ["Orazowa", "Aýgül", "Union", None])

    assert states(client, address) == ["new"]


def test_who_is_seen_in_another_mission_comes_along_and_is_not_changed(mission):
    other = factories.make_mission()
    person = factories.make_person(family_name="Orazowa", given_name="Aýgül", phone="+1")
    delegation = factories.make_delegation(
        mission=other, organisation=factories.make_organisation(name="Mill")
    )
    factories.make_delegate(mission=other, person=person, delegation=delegation)
    client = holding(Role.COORDINATOR, mission, elsewhere={other: Role.VIEWER})

    changing = uploaded(client, mission, "people", HEADINGS, ["Orazowa", "Aýgül", "Mill", "+2"])
    assert outcome(client, changing)[0][4] == [
        ("", "You may not change this person, who belongs to other missions.")
    ]
    along = uploaded(client, mission, "people", HEADINGS, ["Orazowa", "Aýgül", "Mill", None])
    take(client, along)

    assert Delegate.objects.filter(person=person).count() == 2
    person.refresh_from_db()
    assert person.phone == "+1"
