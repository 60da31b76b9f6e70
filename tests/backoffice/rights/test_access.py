"""Which missions a member of staff may do what in: kinds hold everywhere, roles in one mission."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import User
from backoffice.rights import access, belonging, roles
from missions.models import Mission, MissionRole, ProgrammeItem, Role
from partners.models import Person
from tests import factories
from tests.backoffice.members import member
from tests.backoffice.pages import staff
from tests.walk import foreign

pytestmark = pytest.mark.django_db

VIEW, CHANGE, RELEASE = "missions.view_mission", "missions.change_mission", "missions.release_mission"
ITEM, PERSONAL = "missions.change_programmeitem", "partners.view_personal_data"


def fresh(user):
    """The account as the next request reads it."""
    return User.objects.get(pk=user.pk)


def request_of(user):
    request = HttpRequest()
    request.user = user
    return request


def test_a_number_that_no_mission_can_have_is_not_found():
    everywhere = request_of(staff())

    for number in (2**63 - 1, 2**63, 10**40):
        with pytest.raises(Http404):
            access.mission_for(everywhere, number, ITEM)


def test_a_role_gives_its_rights_in_its_own_mission_alone():
    mine, hers, other = (factories.make_mission() for _number in range(3))
    user = member({mine: Role.EDITOR, hers: Role.VIEWER})

    assert set(access.missions_with(user, VIEW)) == {mine, hers}
    assert set(access.missions_with(user, ITEM)) == {mine}
    assert set(access.missions_with(user, RELEASE)) == set()
    assert [access.may(user, mission, VIEW) for mission in (mine, hers, other)] == [True, True, False]


def test_a_kind_and_a_role_add_up_in_the_roles_mission():
    mine, other = factories.make_mission(), factories.make_mission()
    user = member({mine: Role.PROTOCOL}, roles.REPORTER)

    assert set(access.missions_with(user, "missions.add_visitreport")) == {mine, other}
    # one right of the kind, one of the role: both in her mission, in no other
    assert set(access.missions_with(user, "missions.add_visitreport", PERSONAL)) == {mine}


@pytest.mark.parametrize(
    "permission",
    [VIEW, *(pytest.param(name, marks=pytest.mark.once) for name in (RELEASE, "accounts.change_user"))],
)
def test_superusers_may_do_everything_and_those_who_left_nothing(permission):
    mission = factories.make_mission()
    gone = staff(is_active=False)
    member_gone = member({mission: Role.COORDINATOR}, is_active=False)

    assert list(access.missions_with(staff(), permission)) == [mission]
    for user in (gone, member_gone, AnonymousUser()):
        assert list(access.missions_with(user, permission)) == []
        assert not user.has_perm(permission)
        assert not user.has_perm(permission, mission)


def test_a_page_answers_by_what_the_reader_may_do_where():
    mine, hers, other = (factories.make_mission() for _number in range(3))
    user = member({mine: Role.COORDINATOR, hers: Role.VIEWER})
    request = request_of(user)

    assert access.mission_for(request, mine.pk, RELEASE) == mine
    with pytest.raises(PermissionDenied):
        access.mission_for(request, hers.pk, RELEASE)
    for number in (other.pk, 987654321):
        with pytest.raises(Http404):
            access.mission_for(request, number, RELEASE)


def test_who_may_do_it_nowhere_is_not_told_what_exists():
    """faults.md 9"""
    mine, other = factories.make_mission(), factories.make_mission()
    request = request_of(member({mine: Role.VIEWER}))

    for number in (mine.pk, other.pk, 987654321):
        with pytest.raises(PermissionDenied):
            access.mission_for(request, number, RELEASE)


def test_a_role_that_ends_gives_nothing_at_the_next_request():
    """faults.md 17"""
    mission = factories.make_mission()
    user = member({mission: Role.EDITOR})
    before = access.may(user, mission, ITEM)

    MissionRole.objects.all().delete()

    assert before
    assert not access.may(fresh(user), mission, ITEM)


def test_a_right_holds_everywhere_when_every_mission_that_is_seen_gives_it():
    mine, hers = factories.make_mission(), factories.make_mission()

    assert access.everywhere(member({mine: Role.COORDINATOR, hers: Role.PROTOCOL}), PERSONAL)
    assert not access.everywhere(member({mine: Role.COORDINATOR, hers: Role.VIEWER}), PERSONAL)
    assert not access.everywhere(member({mine: Role.COORDINATOR}, roles.VIEWER), PERSONAL)
    assert access.everywhere(member({mine: Role.VIEWER}, roles.EDITOR_WITH_PEOPLE), PERSONAL)
    assert not access.everywhere(member({}), PERSONAL)


@pytest.mark.parametrize(
    "role",
    [
        pytest.param(role, marks=() if role in {Role.COORDINATOR, Role.PROTOCOL} else pytest.mark.once)
        for role in Role.values
    ],
)
def test_lists_and_single_rows_are_decided_alike(role):
    """faults.md 24: `narrow` and `has_perm` of every model, with rows of both missions there."""
    there = foreign.make(staff(roles.VIEWER))
    elsewhere = factories.make_mission()

    for mission, gives in ((there.mission, roles.ROLES[role]), (elsewhere, frozenset())):
        user = member({mission: role})
        asked = {}
        for model, row in there.rows.items():
            for action in ("view", "add", "change", "delete"):
                permission = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
                narrowed = access.narrow(user, model._default_manager.all(), permission)
                asked[permission] = (narrowed.filter(pk=row.pk).exists(), user.has_perm(permission, row))

        assert {permission: answers for permission, answers in asked.items() if len(set(answers)) > 1} == {}
        given = {permission for permission, answers in asked.items() if answers[0]}
        assert given == gives & set(asked)


def test_every_model_has_its_place():
    """A new model is seen by no role before somebody says which mission its rows belong to."""
    rooms = ("partners", "missions", "delegations", "reports", "backoffice")
    models = {
        model._meta.label
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if not model._meta.label.split(".")[1].startswith("Historical")
    }

    assert models == {*belonging.PATHS, *belonging.CATALOGUES, belonging.PERSON, *belonging.UNSEEN}


def test_a_person_belongs_to_the_missions_where_she_travels_or_is_named():
    mission, elsewhere = factories.make_mission(), factories.make_mission()
    user = member({mission: Role.COORDINATOR})
    travels = factories.make_delegate(mission=mission).person
    hosts = factories.make_host(item=factories.make_item(mission=mission), contact=factories.make_contact())
    party = factories.make_party(
        mission=mission, contact=(contact := factories.make_contact()), organisation=contact.organisation
    )
    owner = factories.make_follow_up(mission=mission, our_owner=factories.make_contact())
    present = factories.make_attendance(
        item=factories.make_item(mission=mission), contact=factories.make_contact()
    )
    factories.make_delegate(mission=elsewhere)
    factories.make_host(item=factories.make_item(mission=elsewhere), contact=factories.make_contact())
    factories.make_person()
    hers = {
        travels,
        *(row.person for row in (hosts.contact, party.contact, owner.our_owner, present.contact)),
    }

    assert set(access.narrow(user, Person.objects.all(), "view")) == hers
    assert {
        person for person in Person.objects.all() if user.has_perm("partners.view_person", person)
    } == hers
    assert {person for person in Person.objects.all() if user.has_perm(PERSONAL, person)} == hers


def test_a_row_whose_owner_is_deleted_is_nobodys():
    host = factories.make_host()
    user = member({host.item.mission: Role.COORDINATOR})
    entry = host.history.get().instance
    host.item.delete()

    assert not user.has_perm("missions.view_host", entry)
    assert staff().has_perm("missions.view_host", entry)


def test_a_model_that_stands_nowhere_is_no_roles():
    mission = factories.make_mission()
    user = member({mission: Role.COORDINATOR})

    assert list(access.narrow(user, User.objects.all(), VIEW)) == []
    assert not user.has_perm(VIEW, staff())


def test_rights_anywhere_are_told_without_a_row():
    mission = factories.make_mission()
    user = member({mission: Role.REPORTER})

    assert user.has_perm("missions.add_visitreport")
    assert not user.has_perm(ITEM)
    assert user.has_module_perms("missions")
    assert not user.has_module_perms("accounts")
    assert user.get_all_permissions() == roles.ROLES[Role.REPORTER]
    assert user.get_all_permissions(mission) == set()
    assert Mission.objects.count() == 1
    assert ProgrammeItem.objects.count() == 0
