"""What the page before the deletion of a mission tells, counted in one question, is what would really go."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from backoffice.rights import roles
from missions.models import Mission, MissionRole, Role
from partners import deletions, foretold
from tests import factories
from tests.backoffice.pages import address, signed_in, staff
from tests.walk import foreign

pytestmark = pytest.mark.django_db

# Whoever may delete a mission; for others there is no such page.
READERS = ["superuser", f"role {Role.COORDINATOR}", roles.EDITOR, roles.EDITOR_WITH_PEOPLE]


def reader(name, mission):
    """A superuser, somebody of a kind, or somebody who holds a role in the mission."""
    if name.startswith("role "):
        user = factories.make_user()
        MissionRole.objects.create(mission=mission, user=user, role=name.removeprefix("role "))
        return user
    return staff(*([] if name == "superuser" else [name]))


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_numbers_rights_and_refusals_are_those_of_the_deletion_itself():
    mission = foreign.make(factories.make_user()).mission
    other = factories.make_follow_up(result_mission=mission)

    for name in READERS:
        user = reader(name, mission)
        _going, counts, lacking, forbids = foretold.told(mission, request_of(user), admin.site)
        _named, really, lacks, protected = deletions.deleted_objects([mission], request_of(user), admin.site)
        assert counts == really, name
        assert lacking == lacks, name
        assert (bool(forbids), bool(protected)) == (True, True)
    assert other.result_mission == mission


def test_what_forbids_it_is_told_by_kind_with_numbers():
    mission = foreign.make(factories.make_user()).mission

    page = signed_in().get(address(mission, "delete"))

    assert page.context["protected"] == [
        f"Releases: {mission.releases.count()}",
        f"Releases of results: {mission.results_releases.count()}",
        "Visit reports: 1",
    ]


def test_a_mission_that_nothing_holds_is_deleted_after_a_look_at_what_goes():
    item = factories.make_item()
    factories.make_item(mission=item.mission)
    factories.make_host(item=item)
    client = signed_in()

    page = client.get(address(item.mission, "delete"))

    told = {str(kind): number for kind, number in page.context["model_count"]}
    assert (told["programme items"], told["hosts"], told["missions"]) == (2, 1, 1)
    assert client.post(address(item.mission, "delete"), {"post": "yes"}).status_code == 302
    assert not Mission.objects.filter(pk=item.mission.pk).exists()


def test_a_follow_up_elsewhere_that_loses_what_it_became_needs_the_right_there():
    mission, other = factories.make_mission(), factories.make_follow_up()
    other.result_mission = mission
    other.save()
    user = reader(f"role {Role.COORDINATOR}", mission)

    _going, _counts, lacking, _forbids = foretold.told(mission, request_of(user), admin.site)

    assert lacking == {"follow-up"}
