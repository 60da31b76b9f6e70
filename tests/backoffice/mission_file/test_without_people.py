"""A mission file without people names nobody, and takes nobody away."""

import json

import pytest

from backoffice.mission_file import dump
from delegations.models import Delegate
from partners.models import Person
from tests import strategies
from tests.backoffice.mission_files import (
    DELEGATE,
    DELEGATION,
    MISSION,
    PERSON,
    STAY,
    UNION,
    dumped,
    faults,
    load,
    small,
)

pytestmark = pytest.mark.django_db


def test_a_file_without_people_names_nobody_and_can_be_loaded(tmp_path):
    data = small()
    data["groups"].append({"ref": STAY, "name": {"en": "Galym Otegen"}, "personal": True})
    data["items"][0]["hosts"].append({"organisation": UNION, "state": "asked", "order": 10})
    mission = strategies.build(data)
    strategies.release(mission)
    written = dumped("small", without_people=True)

    for secret in ("Otegen", "Galym", "Director", "Hotel", PERSON):
        assert secret not in written
    without = json.loads(written)
    assert {"people", "contacts", "delegates", "stays", "attendances"}.isdisjoint(without)
    assert without["legs"] == [
        {name: value for name, value in data["legs"][0].items() if name != "passengers"}
    ]
    assert without["items"][0]["hosts"] == [{"organisation": UNION, "state": "confirmed"}]
    assert without["delegations"] == [{"ref": DELEGATION, "organisation": UNION}]
    # Documents keep the refs of members and contacts, which lead to nobody.
    assert DELEGATE in json.dumps(without["releases"])

    strategies.forget_everything()
    load(tmp_path, without)
    assert dumped("small", without_people=True) == written
    assert not Person.objects.exists()


def test_a_file_without_people_does_not_delete_the_delegates(tmp_path):
    mission = strategies.build(small())
    without = dump.data(mission, people=False)

    assert faults(tmp_path, without) == [
        "0.json: mission.ref: is in the database already: a file without people would delete its delegates "
        f'("{MISSION}")'
    ]
    assert Delegate.objects.count() == 1
