"""A mission file written before two rows were merged still means the one that was kept."""

import json

import pytest

from backoffice.mission_file import dump
from partners import merging
from partners.models import Contact, Person
from tests import factories
from tests.backoffice.mission_files import load

pytestmark = pytest.mark.django_db


def test_a_file_from_before_a_merge_is_loaded_and_brings_nobody_back(tmp_path):
    kept, gone = (factories.make_person(family_name="Berdiyewa") for _number in range(2))
    mission = factories.make_mission()
    contact = factories.make_contact(person=gone)
    factories.make_party(mission=mission, contact=contact, organisation=contact.organisation)
    factories.make_delegate(mission=mission, person=gone)
    written = json.loads(json.dumps(dump.data(mission)))
    merging.merge(kept, gone, by=None)

    load(tmp_path, written)

    assert list(Person.objects.all()) == [kept]
    assert (Contact.objects.get().person, mission.delegates.get().person) == (kept, kept)
