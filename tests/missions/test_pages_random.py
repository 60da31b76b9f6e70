"""Random missions as pages: nothing that the public may not read, valid, in the languages that they say.

faults.md 7, 22, 27 and 29: what a page, its data for search engines and its list of changes betray.
"""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from missions import itinerary, results, structured
from missions.models import MissionState
from missions.pages import changes_page, mission_page
from tests.markup import faults
from tests.missions import documents
from tests.missions.test_programme_json import AT, EDITION, URL

pytestmark = pytest.mark.once  # no database

LANGUAGES = ("en", "ru", "kk", "tk")
PUBLIC = itinerary.PUBLIC


def agreed(ref):
    """Every second contact has agreed to be named in public."""
    return int(ref[:8], 16) % 2 == 0


def read(document, lang):
    return itinerary.make(document, PUBLIC, lang, documents.contacts(document, agreed))


def mission_html(document, lang, before=None):
    """The mission's page with its data for search engines; the second version where there is one before."""
    with override(lang):
        public = read(document, lang)
        page = mission_page.make(
            public,
            results.NOTHING,
            EDITION,
            now=AT,
            before=itinerary.make(before, PUBLIC, lang) if before else None,
        )
        context = {
            "page": page,
            "menu": "missions",
            "structured": structured.script(structured.event(public, MissionState.PUBLISHED, URL)),
        }
        return render_to_string("mission.html", context, RequestFactory().get(f"/{lang}/missions/mission/"))


def changes_html(before, after, lang):
    with override(lang):
        versions = [
            changes_page.Version(
                number, AT + datetime.timedelta(number), None, itinerary.make(document, PUBLIC, lang)
            )
            for number, document in enumerate((before, after), start=1)
        ]
        page = changes_page.make(versions, "/en/missions/mission/")
        request = RequestFactory().get(f"/{lang}/missions/mission/changes/")
        return render_to_string("changes.html", {"page": page}, request)


def betrayed(page, document):
    return {words for words in documents.forbidden(document, PUBLIC, agreed) if words in page}


@settings(max_examples=500)
@given(documents.documents(), st.sampled_from(LANGUAGES))
def test_a_page_holds_what_the_public_sees_under_its_title_and_no_text_that_is_not_for_the_public(
    document, lang
):
    page = mission_html(document, lang)

    assert betrayed(page, document) == set()
    titles = re.findall(r"<h4( lang=\"\w+\")?>(.*?)</h4>", page)
    assert titles == [
        ("" if item.title.lang == lang else f' lang="{item.title.lang}"', item.title.text)
        for item in read(document, lang).items
    ]


@pytest.mark.thorough
@given(documents.documents(max_items=14), st.sampled_from(LANGUAGES))
def test_no_page_of_ten_thousand_holds_a_text_that_is_not_for_the_public(document, lang):
    assert betrayed(mission_html(document, lang), document) == set()


def nothing_is_told_of_two_versions_that_the_public_could_read_in_neither(data, lang):
    before = data.draw(documents.documents())
    after = data.draw(documents.successors(before))
    secret_in_both = documents.forbidden(after, PUBLIC, agreed) - documents.allowed(before, PUBLIC)

    told = changes_html(before, after, lang)

    assert {words for words in secret_in_both if words in told} == set()
    assert betrayed(mission_html(after, lang, before), after) - documents.allowed(before, PUBLIC) == set()


@settings(max_examples=200)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_no_page_of_two_versions_holds_what_the_public_could_read_in_neither(data, lang):
    """What was public and is not any more stands in the list of changes alone, with the words that it had."""
    nothing_is_told_of_two_versions_that_the_public_could_read_in_neither(data, lang)


@pytest.mark.thorough
@given(st.data(), st.sampled_from(LANGUAGES))
def test_no_page_of_two_of_ten_thousand_versions_holds_what_the_public_could_read_in_neither(data, lang):
    nothing_is_told_of_two_versions_that_the_public_could_read_in_neither(data, lang)


@settings(max_examples=50)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_every_page_is_valid(data, lang):
    before = data.draw(documents.documents(max_items=4))
    after = data.draw(documents.successors(before))

    assert faults(mission_html(after, lang, before)) == []
    assert faults(changes_html(before, after, lang)) == []
