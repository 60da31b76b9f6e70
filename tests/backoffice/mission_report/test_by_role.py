"""What stands in a report that each kind of staff and each role in a mission takes away; faults.md 7, 21, 22 and 24.

The texts of the mission are the canaries of tests/reports/mission_report/test_who_reads_what.py.
"""

import io
import zipfile

import pytest
from django.test import Client

from missions.models import MissionRole
from tests import factories
from tests.backoffice.mission_report.test_page import asked
from tests.backoffice.pages import signed_in, staff
from tests.reports.mission_report import read_back
from tests.reports.mission_report.test_who_reads_what import FORMS, NEVER, PUBLIC, Canaries
from tests.reports.mission_report.test_who_reads_what import mission as mission_of_canaries  # noqa: F401  a fixture
from tests.walk.roles_table import KINDS, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def said():
    return Canaries()


@pytest.fixture
def mission(mission_of_canaries):  # noqa: F811  the fixture of that name
    return mission_of_canaries


def member(role, mission):
    """A client of a member of staff with this role in the mission, and nothing else."""
    user, client = staff("none"), Client()
    MissionRole.objects.create(mission=mission, user=user, role=role)
    client.force_login(user)
    return client


def read(said, mission, client):
    """What the three files hold, by what it stands for; what each is answered with where it is none."""
    answer = asked(client, mission, form="zip")
    if answer.status_code != 200:
        return answer.status_code
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        forms = {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}
    assert tuple(forms) == FORMS
    names = set().union(*(said.among(read_back.text_of(form, content)) for form, content in forms.items()))
    return {name.removesuffix(" en") for name in names}


def test_kinds_read_all_but_notes_and_addresses_and_who_only_releases_reads_none(said, mission):
    whole = read(said, mission, signed_in())

    found = {kind: read(said, mission, signed_in(kind)) for kind in KINDS}

    assert found == dict.fromkeys(KINDS, whole) | {"Releaser": 403}
    assert whole & NEVER == set()
    assert {"delegate name", "silent name", "confidential outcome", "staff visit", "other mission"} < whole


def test_roles_read_of_their_own_mission_alone(said, mission):
    whole = read(said, mission, signed_in())
    elsewhere = factories.make_mission()

    found = {role: read(said, mission, member(role, mission)) for role in ROLES}
    strangers = {role: read(said, mission, member(role, elsewhere)) for role in ROLES}

    assert found == dict.fromkeys(ROLES, whole - {"other mission"})
    assert strangers == dict.fromkeys(ROLES, 404)


def read_by_the_public(said, mission, client):
    """The same of one of the files for the public, which are made of what was released alone."""
    answer = asked(client, mission, form="docx", variant="public")
    if answer.status_code != 200:
        return answer.status_code
    return {name.removesuffix(" en") for name in said.among(read_back.text_of("docx", answer.content))}


def test_the_public_report_is_the_same_whoever_takes_it(said, mission):
    of_kinds = {kind: read_by_the_public(said, mission, signed_in(kind)) for kind in KINDS}
    of_roles = {role: read_by_the_public(said, mission, member(role, mission)) for role in ROLES}

    assert of_kinds == dict.fromkeys(KINDS, PUBLIC) | {"Releaser": 403}
    assert of_roles == dict.fromkeys(ROLES, PUBLIC)
