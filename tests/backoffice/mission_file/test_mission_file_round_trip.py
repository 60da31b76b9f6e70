"""What is written is what was read: files and databases hold the same mission."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice.mission_file import dump, load, sections
from backoffice.mission_file.faults import Refused
from examples import remake
from missions.models import Mission
from tests import strategies
from tests.backoffice import mission_files

pytestmark = pytest.mark.django_db

EXAMPLES = sorted(Path(remake.__file__).parent.glob("*.json"))


@settings(max_examples=settings.default.max_examples // 4, suppress_health_check=list(HealthCheck))
@given(strategies.plans(odd=True))
def test_any_mission_is_dumped_as_it_was_loaded(plan):
    with strategies.undone():
        mission = strategies.build(plan)
        strategies.release(mission)
        strategies.release_results(mission)
        first = dump.text(dump.data(mission))
    with strategies.undone():
        again = dump.text(dump.data(strategies.build(json.loads(first))))

    assert again == first
    # Nothing was lost or made up on the way in: but for what nothing names, the plan stands there.
    assert by_key(json.loads(first), plan) == by_key(plan, json.loads(first))


def with_release():
    """The small file, with the document of another mission as if it were its own."""
    invented = json.loads(EXAMPLES[0].read_text(encoding="utf-8"))["releases"][0]
    document = invented["document"]
    document["mission"]["ref"] = mission_files.MISSION
    del document["items"][3:], document["groups"][1:]
    return mission_files.small() | {"releases": [invented]}


@st.composite
def spoiled(draw):
    """The small file with a release, and something else in up to three places of it."""
    data = with_release()
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(places(data))))
        if draw(st.booleans()):
            holder[key] = copy.deepcopy(draw(st.sampled_from(WRONG)))
        elif isinstance(holder, dict):
            del holder[key]
        else:
            holder.append(holder[key])
    return data


WRONG = [
    None,
    True,
    0,
    -1,
    2**40,
    1.5,
    "",
    "x",
    "2023-12-05",
    "23:59",
    "9999-12-31",
    [],
    ["x"],
    {},
    {"en": "x"},
]


def places(value):
    """Every place in JSON-ready data: what holds it, and under which key."""
    for key, entry in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(entry, dict | list):
            yield from places(entry)


@settings(max_examples=settings.default.max_examples * 4 // 5, suppress_health_check=list(HealthCheck))
@given(data=spoiled())
def test_whatever_stands_in_a_file_it_is_loaded_or_refused(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "spoiled.json"
    path.write_text(json.dumps(data), encoding="utf-8")

    with strategies.undone():
        try:
            mission = load.load([path])[0].mission
        except Refused:
            assert not Mission.objects.exists()
        else:
            dump.data(mission)
            assert load.load([path])[0].changes == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_documents_of_an_example_are_those_that_the_code_makes_of_its_rows(path):
    """Otherwise: python -m examples.remake"""
    written = path.read_text(encoding="utf-8")

    assert dump.text(remake.remade(json.loads(written))) == written
    assert not Mission.objects.exists()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_dumped_as_the_same_file(path):
    written = path.read_text(encoding="utf-8")

    mission = strategies.build(json.loads(written))

    assert dump.text(dump.data(mission)) == written
    assert mission.slug == path.stem


def by_key(data, other):
    """The entries of a file by section and key, in no order; shared rows as far as the other file has them."""
    found = {}
    for section in sections.TOP_LEVEL:
        if section.name in ("state_changes", "releases", "results_releases"):
            continue
        entries = [data["mission"]] if section is sections.MISSION else data.get(section.name, [])
        kept = [entry["ref"] for entry in other.get(section.name, [])] if section in sections.SHARED else None
        found[section.name] = {
            tuple(entry.get(name) for name in section.key): in_no_order(entry)
            for entry in entries
            if kept is None or entry["ref"] in kept
        }
    return found


def in_no_order(entry):
    if "state" in entry and "slug" in entry:
        entry = {**entry, "state": "published"}  # releasing changed the mission's
    return {
        name: sorted(value) if isinstance(value, list) and name not in ("hosts", "languages") else value
        for name, value in entry.items()
    }
