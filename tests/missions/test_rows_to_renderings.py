"""From random rows with a canary in every field to what the public gets of them: no word that is not for it."""

import json

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations.models import members_of_groups
from missions import document as documents
from missions import itinerary, programme_json, results
from missions.document import ITEM_TEXTS
from tests import strategies
from tests.missions.calendars import feed
from tests.missions.documents import forbidden
from tests.missions.stories import released
from tests.missions.test_programme_json import EDITION, URL
from tests.unsaved import Unsaved

FRAME = ("title", "summary", "purpose", "background", "dates_note", "source")


def made(plan):
    unsaved = Unsaved(plan)
    return documents.make(unsaved.mission, unsaved.members, unsaved.rows)


@pytest.mark.django_db
@settings(max_examples=10)
@given(strategies.plans())
def test_rows_that_are_not_saved_make_the_document_of_those_that_are(plan):
    with strategies.undone():
        mission = strategies.build(plan)

        assert made(plan) == documents.make(mission, members_of_groups(mission))


def told(plan):
    """The texts of a plan that may stand in a document: nothing of people, and of an item for staff its mask."""
    found = [plan["mission"].get(name) for name in FRAME]
    found += [entry["title"] for entry in plan.get("series", ())]
    found += [
        entry["name"] for name in ("places", "sectors", "organisations") for entry in plan.get(name, ())
    ]
    found += [entry.get("name") for entry in plan.get("groups", ()) if not entry.get("personal")]
    for item in plan.get("items", ()):
        found.append(item.get("public_title"))
        found += [item.get(name) for name in ITEM_TEXTS if item["visibility"] != "staff"]
    return strategies.texts(found)


def no_word_of_a_row_is_told_to_whom_it_is_not_for(plan, lang):
    document = made(plan)
    assert strategies.texts(document) - told(plan) == set()

    public = itinerary.make(document, itinerary.PUBLIC, lang)
    data = programme_json.make(EDITION, public, results.NOTHING, url=URL)
    happened = released(document, lang=lang)
    with override(lang):
        outputs = (
            json.dumps(data, ensure_ascii=False),
            feed(happened).decode().replace("\r\n ", ""),
        )
    secret = (strategies.texts(plan) - strategies.texts(document)) | forbidden(document, itinerary.PUBLIC)
    assert [word for text in outputs for word in secret if word in text] == []


@pytest.mark.once
@settings(max_examples=500)
@given(strategies.plans(max_items=4), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_no_canary_of_a_row_stands_in_document_data_or_calendar(plan, lang):
    """faults.md 7, 22, 27 and 29: notes of staff, people and their details, items that are not public."""
    no_word_of_a_row_is_told_to_whom_it_is_not_for(plan, lang)


@pytest.mark.once
@pytest.mark.thorough
@given(strategies.plans(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_no_canary_of_a_row_of_ten_thousand_missions_stands_in_document_data_or_calendar(plan, lang):
    no_word_of_a_row_is_told_to_whom_it_is_not_for(plan, lang)
