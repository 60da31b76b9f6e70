"""Roles on the page of a mission: given by its coordinators, and never taken from the last one."""

import pytest
from django.test import Client

from backoffice.rights import roles
from missions.models import Mission, MissionRole, Role
from tests import factories
from tests.backoffice.members import member, signed_in_with
from tests.backoffice.pages import address, address_of, fields_of, save, sentences, signed_in, staff

pytestmark = pytest.mark.django_db

LAST = "A mission keeps a coordinator. Name another one before you give the role up."


def signed_in_as(user):
    client = Client()
    client.force_login(user)
    return client


def held(mission):
    return {role.user: role.role for role in mission.roles.select_related("user")}


def give(client, mission, user, role, number):
    """Add a row to the roles, as the button below them does."""
    return save(
        client,
        address(mission),
        **{
            "roles-TOTAL_FORMS": str(number + 1),
            f"roles-{number}-user": str(user.pk),
            f"roles-{number}-role": role,
            f"roles-{number}-mission": str(mission.pk),
        },
    )


def test_a_coordinator_gives_roles_and_they_count_at_once():
    mission = factories.make_mission()
    coordinator, colleague = member({mission: Role.COORDINATOR}), staff("none")
    client = signed_in_as(coordinator)

    assert signed_in_as(colleague).get(address(mission)).status_code == 403
    assert give(client, mission, colleague, "reporter", 1).status_code == 302

    assert held(mission) == {coordinator: "coordinator", colleague: "reporter"}
    assert signed_in_as(colleague).get(address(mission)).status_code == 200
    assert mission.roles.get(user=colleague).history.get().history_user == coordinator


def test_a_role_that_is_taken_away_is_gone_and_its_history_stays():
    mission = factories.make_mission()
    coordinator = member({mission: Role.COORDINATOR})
    colleague = member({mission: Role.EDITOR})
    numbers = list(mission.roles.values_list("user", flat=True))

    save(signed_in_as(coordinator), address(mission), **{f"roles-{numbers.index(colleague.pk)}-DELETE": "on"})

    assert held(mission) == {coordinator: "coordinator"}
    assert MissionRole.history.filter(user=colleague, history_type="-").count() == 1
    assert signed_in_as(colleague).get(address(mission)).status_code == 403


@pytest.mark.parametrize("role", [role for role in Role.values if role != "coordinator"])
@pytest.mark.once
def test_no_other_role_gives_roles(role):
    """faults.md 16: nor does posting the fields that the page does not have."""
    mission = factories.make_mission()
    user = member({mission: role})
    client = signed_in_as(user)

    page = client.get(address(mission))
    typed = fields_of(page) | {
        "_save": ["Save"],
        "roles-TOTAL_FORMS": ["1"],
        "roles-INITIAL_FORMS": ["1"],
        "roles-0-id": [str(mission.roles.get().pk)],
        "roles-0-mission": [str(mission.pk)],
        "roles-0-user": [str(user.pk)],
        "roles-0-role": ["coordinator"],
    }
    client.post(address(mission), typed)

    assert "roles-0-role" not in fields_of(page)
    assert held(mission) == {user: role}


@pytest.mark.parametrize("kind", [roles.EDITOR, roles.EDITOR_WITH_PEOPLE, roles.RELEASER])
@pytest.mark.once
def test_no_kind_gives_roles(kind):
    """faults.md 16"""
    mission = factories.make_mission()
    client = signed_in(kind)
    user = staff("none")

    page = client.get(address(mission))
    typed = fields_of(page) | {
        "_save": ["Save"],
        "roles-TOTAL_FORMS": ["1"],
        "roles-INITIAL_FORMS": ["0"],
        "roles-0-mission": [str(mission.pk)],
        "roles-0-user": [str(user.pk)],
        "roles-0-role": ["coordinator"],
    }
    client.post(address(mission), typed)

    assert held(mission) == {}


@pytest.mark.parametrize(
    "change", [{"roles-0-DELETE": "on"}, pytest.param({"roles-0-role": "viewer"}, marks=pytest.mark.once)]
)
def test_the_last_coordinator_stays(change):
    mission = factories.make_mission()
    user = member({mission: Role.COORDINATOR})

    answer = save(signed_in_as(user), address(mission), **change)

    assert sentences(answer) == [LAST]
    assert held(mission) == {user: "coordinator"}


@pytest.mark.parametrize("change", [{"roles-0-DELETE": "on"}, {"roles-0-role": "viewer"}])
@pytest.mark.once
def test_a_superuser_takes_the_last_one_away(change):
    mission = factories.make_mission()
    member({mission: Role.COORDINATOR})

    assert save(signed_in(), address(mission), **change).status_code == 302

    assert set(held(mission).values()) <= {"viewer"}


def test_one_of_two_coordinators_gives_the_role_up():
    mission = factories.make_mission()
    first, second = (member({mission: Role.COORDINATOR}) for _number in range(2))

    assert save(signed_in_as(first), address(mission), **{"roles-0-role": "editor"}).status_code == 302

    assert held(mission) == {first: "editor", second: "coordinator"}


@pytest.mark.once
def test_a_mission_without_a_coordinator_is_saved_by_editors_of_a_kind():
    mission = factories.make_mission()
    member({mission: Role.VIEWER})

    assert save(signed_in(roles.EDITOR), address(mission), title_en="Renamed").status_code == 302


@pytest.mark.once
def test_roles_are_given_to_staff_who_may_sign_in():
    mission = factories.make_mission()
    coordinator = member({mission: Role.COORDINATOR})
    client = signed_in_as(coordinator)
    people = [staff("none", is_active=False), staff("none", is_staff=False)]

    refused = [sentences(give(client, mission, person, "viewer", 1)) for person in people]
    twice = sentences(give(client, mission, coordinator, "viewer", 1))

    assert refused == [["Choose a member of staff who may sign in."]] * 2
    assert twice == ["This member of staff has a role in the mission already."]
    assert held(mission) == {coordinator: "coordinator"}


@pytest.mark.once
def test_who_left_keeps_her_row_until_it_is_taken_away():
    mission = factories.make_mission()
    coordinator, gone = member({mission: Role.COORDINATOR}), member({mission: Role.EDITOR})
    gone.is_active = False
    gone.save()

    assert save(signed_in_as(coordinator), address(mission), title_en="Renamed").status_code == 302

    assert held(mission) == {coordinator: "coordinator", gone: "editor"}


@pytest.mark.parametrize("who", ["an editor by kind", "a coordinator of another mission"])
def test_who_adds_a_mission_by_a_role_is_its_coordinator_and_a_kind_gives_no_more_by_that(who):
    by_role = who == "a coordinator of another mission"
    user = member({factories.make_mission(): Role.COORDINATOR}) if by_role else staff(roles.EDITOR)
    client = signed_in_as(user)

    page = client.get(address_of(Mission, "add"))
    answer = save(
        client,
        address_of(Mission, "add"),
        title_en="New",
        slug="new",
        starts_on="2024-02-01",
        ends_on="2024-02-02",
    )

    assert "roles-TOTAL_FORMS" not in fields_of(page)
    assert answer.status_code == 302
    assert held(Mission.objects.get(slug="new")) == ({user: "coordinator"} if by_role else {})


@pytest.mark.once
def test_an_editor_by_kind_reads_no_telephone_of_whom_she_adds_to_a_mission_of_her_own():
    client = signed_in_as(staff(roles.EDITOR))
    dates = {"starts_on": "2024-02-01", "ends_on": "2024-02-02"}
    save(client, address_of(Mission, "add"), title_en="New", slug="new", **dates)
    person = factories.make_person(email="canary@example.org")
    factories.make_delegate(mission=Mission.objects.get(slug="new"), person=person)

    page = client.get(address(person))

    assert (page.status_code, "canary@example.org" in page.text) == (200, False)


@pytest.mark.parametrize("role", [role for role in Role.values if role != "coordinator"])
@pytest.mark.once
def test_other_roles_add_no_mission(role):
    client = signed_in_with({factories.make_mission(): role})

    assert client.get(address_of(Mission, "add")).status_code == 403
    assert client.post(address_of(Mission, "add"), {"title_en": "New", "slug": "new"}).status_code == 403
    assert Mission.objects.count() == 1


@pytest.mark.once
def test_superusers_need_no_role():
    save(
        signed_in(),
        address_of(Mission, "add"),
        title_en="New",
        slug="new",
        starts_on="2024-02-01",
        ends_on="2024-02-02",
    )

    assert held(Mission.objects.get(slug="new")) == {}


@pytest.mark.once
def test_the_page_of_a_mission_asks_few_questions_however_many_roles(django_assert_max_num_queries):
    mission = factories.make_mission()
    client = signed_in_with({mission: Role.COORDINATOR})
    for _number in range(21):
        member({mission: Role.VIEWER})
    client.get(address(mission))

    with django_assert_max_num_queries(20):
        client.get(address(mission))
