"""schema.json is what the code reads and writes: the same keys, choices and rules."""

import datetime
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from backoffice.mission_file import schema, sections
from missions import document, results
from tests import factories

pytestmark = pytest.mark.once

SECTIONS = [*sections.TOP_LEVEL, sections.HOSTS]
DOCUMENTATION = Path(__file__).parents[3] / "docs" / "mission-file.md"


def entry_rule(section):
    properties = schema.schema()["properties"]
    if section is sections.HOSTS:
        return properties["items"]["items"]["properties"]["hosts"]["items"]
    return properties["mission"] if section is sections.MISSION else properties[section.name]["items"]


def test_the_schema_is_one():
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_section_has_the_keys_of_its_table(section):
    rule = entry_rule(section)
    beside = {"items": {"hosts", "groups"}, "releases": {"withdrawn"}}.get(section.name, set())
    own = set(section.fields) - ({"item"} if section is sections.HOSTS else set())

    assert set(rule["properties"]) == own | beside
    assert set(rule["required"]) == set(section.required)
    assert rule["additionalProperties"] is False


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_choice_of_a_field_is_one_of_the_schema(section):
    for name, field in section.columns.items():
        if field.choices:
            values = [value for value, _label in field.choices if value]
            assert entry_rule(section)["properties"][name]["enum"] == values


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_every_field_of_a_model_is_in_the_file_or_left_out_on_purpose(section):
    """A field that somebody adds to a model is asked about here."""
    left_out = {
        "deadlines": {"owner"},
        "delegations": set(),
        "delegates": {"checked_at", "checked_by"},  # what she checked was true of one installation's page
        "legs": {"changed_at"},
        "stays": {"changed_at"},
        "visit_reports": {"author", "submitted_by", "approved_by"},
        "follow_ups": {"responsible", "result_document"},  # staff, and a file that is not in this one
        "outcomes": {"confirmation_noted_by", "paper"},  # of this installation
        "releases": {"by", "document"},
        "results_releases": {"by", "document"},
        "state_changes": {"by"},
    }.get(section.name, set())
    columns = {
        field.name
        for field in (*section.model._meta.fields, *section.model._meta.many_to_many)
        if field.name not in ("id", "mission")
    }
    texts = {f"{name}_{lang}" for name in section.translated for lang in ("en", "ru", "kk", "tk")}

    assert columns - texts - set(section.columns) - left_out == (
        {"groups"} if section.name == "items" else set()
    )


def test_everything_in_the_schema_is_described():
    bare = [
        f"{name}.{key}"
        for name, rule in schema.schema()["properties"].items()
        for key, inner in (rule.get("items", rule).get("properties") or {}).items()
        if not (inner.get("description") or inner.get("$ref") in ("#/$defs/ref", "#/$defs/languages"))
    ]

    assert bare == []


def test_no_object_of_the_schema_takes_other_keys():
    def objects(value, path=""):
        if isinstance(value, dict):
            if value.get("type") == "object" and "additionalProperties" not in value and "if" not in value:
                yield path
            for key, entry in value.items():
                yield from objects(entry, f"{path}/{key}")
        elif isinstance(value, list):
            for entry in value:
                yield from objects(entry, path)

    assert list(objects(schema.schema())) == []


@pytest.mark.django_db
def test_documents_have_the_keys_of_the_schema():
    """A key that the document gets must be in the schema, or no release could be loaded again."""
    group = factories.make_group()
    place = factories.make_place()
    stop = factories.make_stop(mission=group.mission, place=place)
    item = factories.make_item(
        stop=stop,
        hosts=[factories.make_organisation(place=place)],
        topics=[factories.make_sector()],
        groups=[group],
    )
    factories.make_item(mission=group.mission, visibility="staff", public_title="Working session")
    factories.make_party(mission=group.mission)
    factories.make_follow_up(item=item, published=True, counterparts=[factories.make_organisation()])
    factories.make_outcome(
        item=item, published=True, confidential=False, confirmed_on=datetime.date(2024, 3, 1)
    )
    factories.make_visit_report(item=item, state="approved", cleared=True, summary="They grow.")

    assert faults("programme", document.make(group.mission, {})) == []
    assert faults("results", results.document(group.mission)) == []


def faults(name, value):
    rule = {**schema.schema()["$defs"][name], "$defs": schema.schema()["$defs"]}
    return [error.message for error in Draft202012Validator(rule).iter_errors(value)]


def test_the_example_of_the_documentation_is_a_mission_file():
    text = DOCUMENTATION.read_text(encoding="utf-8")
    example = json.loads(text.split("```json\n")[1].split("```")[0])

    assert schema.check(example) == []
    assert set(example) <= set(schema.schema()["properties"])


def test_the_documentation_names_every_section():
    text = DOCUMENTATION.read_text(encoding="utf-8")

    assert [section.name for section in SECTIONS if f"`{section.name}`" not in text] == []
