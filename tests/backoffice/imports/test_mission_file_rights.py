"""A mission file does what its reader may do by hand, and tells nothing of what she may not see."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from backoffice.rights.roles import EDITOR, EDITOR_WITH_PEOPLE, RELEASER, REPORTER, VIEWER
from missions.models import Mission, MissionRole, Role, VisitReport
from partners.models import Person
from tests import factories
from tests.backoffice.imports.mission_uploads import ADDRESS, faults, send, sent, take
from tests.backoffice.mission_files import MISSION, PERSON, small
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

ABOUT_PEOPLE = ("people", "contacts", "delegations", "delegates", "legs", "stays")
NO_PEOPLE = "You may not see personal data, so you may not bring people in by a mission file"
NO_RELEASE = "You may not release or publish, and the file brings releases or another state"


def without_people():
    """The small file without a person in it."""
    data = {name: value for name, value in small().items() if name not in ABOUT_PEOPLE}
    del data["parties"][0]["contact"], data["items"][0]["hosts"][0]["contact"]
    return data


def holding(role, mission):
    """Somebody with this role in the mission, and a client of hers."""
    user = factories.make_user()
    MissionRole.objects.create(mission=mission, user=user, role=role)
    client = Client()
    client.force_login(user)
    return user, client


def test_who_may_add_missions_may_bring_one_in():
    mission = factories.make_mission()
    met = {kind: signed_in(kind).get(ADDRESS).status_code for kind in (EDITOR, EDITOR_WITH_PEOPLE)}
    met |= {kind: signed_in(kind).get(ADDRESS).status_code for kind in (REPORTER, VIEWER, RELEASER)}
    met |= {role: holding(role, mission)[1].get(ADDRESS).status_code for role in Role}

    assert met == {
        EDITOR: 200,
        EDITOR_WITH_PEOPLE: 200,
        REPORTER: 403,
        VIEWER: 403,
        RELEASER: 403,
        Role.COORDINATOR: 200,
        Role.EDITOR: 403,
        Role.PROTOCOL: 403,
        Role.REPORTER: 403,
        Role.VIEWER: 403,
    }
    assert send(signed_in(VIEWER), small()).status_code == 403


def test_an_editor_brings_a_mission_without_people_and_no_other():
    client = signed_in(EDITOR)

    answer = send(client, small())
    assert [(path, rule) for path, rule, _value in faults(answer)] == [
        (name, NO_PEOPLE) for name in ABOUT_PEOPLE
    ]

    take(client, sent(client, without_people()))
    assert Mission.objects.get().slug == "small"
    assert MissionRole.objects.count() == 0


def test_who_may_not_release_brings_a_draft_alone():
    client = signed_in(EDITOR_WITH_PEOPLE)
    published = small()
    published["mission"]["state"] = "published"

    assert faults(send(client, published)) == [("", NO_RELEASE, "")]
    take(client, sent(client, small()))
    assert faults(send(client, published)) == [("", NO_RELEASE, "")]
    both = signed_in(EDITOR_WITH_PEOPLE, RELEASER)
    take(both, sent(both, published))
    assert Mission.objects.get().state == "published"


def test_who_brings_one_in_by_a_role_coordinates_it_and_releases_with_it():
    user, client = holding(Role.COORDINATOR, factories.make_mission())
    published = small()
    published["mission"]["state"] = "published"

    answer = take(client, sent(client, published))

    made = Mission.objects.get(slug="small")
    assert user.mission_roles.get(mission=made).role == Role.COORDINATOR
    assert client.get(answer["Location"]).context["brought"] == made


def test_a_mission_that_is_not_hers_is_neither_compared_nor_named():
    _user, client = holding(Role.COORDINATOR, factories.make_mission())
    factories.make_mission(ref=MISSION, slug="secret", title="Secret journey")
    factories.make_mission(slug="small")

    answer = send(client, small())

    assert faults(answer) == [
        ("mission.ref", "is the ref of a mission that you may not change", f'"{MISSION}"')
    ]
    assert "ecret" not in answer.content.decode()
    data = small()
    data["mission"]["ref"] = MISSION.replace("0", "a", 1)
    assert faults(send(client, data)) == [("mission.slug", "is taken by another mission", '"small"')]


def test_a_person_whom_she_does_not_see_is_not_compared():
    """Neither her e-mail address nor whether a guess at it is right."""
    _user, client = holding(Role.COORDINATOR, factories.make_mission())
    person = factories.make_person(
        ref=PERSON, family_name="Otegen", given_name="Galym", email="secret@example.org"
    )
    factories.make_delegate(person=person)
    guess = small()
    guess["people"][0]["email"] = "secret@example.org"

    for data in (small(), guess):
        answer = send(client, data)
        assert faults(answer) == [("people[0].ref", "belongs to another mission", f'"{PERSON}"')]
        assert answer.content.decode().count("secret@example.org") == 0
    assert Person.objects.get().email == "secret@example.org"


def test_of_a_person_seen_elsewhere_the_address_is_not_told():
    user, client = holding(Role.COORDINATOR, factories.make_mission())
    person = factories.make_person(
        ref=PERSON, family_name="Otegen", given_name="Galym", email="secret@example.org"
    )
    delegate = factories.make_delegate(person=person)
    MissionRole.objects.create(mission=delegate.mission, user=user, role=Role.VIEWER)

    answer = send(client, small())

    assert faults(answer) == [
        ("people[0].email", "differs from what is there, which other missions use too", "")
    ]
    assert "secret@example.org" not in answer.content.decode()


def test_a_follow_up_names_no_mission_that_she_does_not_see():
    _user, client = holding(Role.COORDINATOR, factories.make_mission())
    factories.make_mission(slug="hidden")
    data = small()
    data["follow_ups"][0]["result_mission"] = "hidden"

    assert faults(send(client, data)) == [
        ("follow_ups[0].result_mission", "is the slug of no mission in the database", '"hidden"')
    ]


def test_a_right_that_is_lost_since_the_preview_is_missed_when_it_is_taken_in():
    user, client = holding(Role.COORDINATOR, factories.make_mission())
    address = sent(client, small())
    seen = client.get(address).context["shown"]["fingerprint"]
    user.mission_roles.all().delete()

    assert client.post(address, {"action": "take", "seen": seen}).status_code == 403
    assert not Mission.objects.filter(slug="small").exists()


def test_who_may_not_approve_reports_brings_none_that_is_approved():
    client, user = signed_in(), factories.make_user()
    permissions = Permission.objects.exclude(codename="approve_visitreport")
    user.user_permissions.set(permissions)
    client.force_login(user)
    item = small()["items"][0]["uid"]
    report = {"ref": item[:-1] + "f", "item": item, "state": "submitted"}

    approved = send(client, small() | {"visit_reports": [report | {"state": "approved"}]})
    address = sent(client, small() | {"visit_reports": [report]})

    rule = "You may not approve reports, and the file changes approved ones"
    assert faults(approved) == [("visit_reports", rule, "")]
    take(client, address)
    assert VisitReport.objects.get().state == "submitted"
