"""The state of a follow-up and its date stand beside the report's words wherever the public reads it."""

import datetime as dt
import json
from pathlib import Path

import pytest
import time_machine

from missions import follow_ups, itinerary, release, results
from missions.follow_ups import Verb
from missions.models import FollowUp, Visibility
from tests import papers
from tests.factories import make_follow_up, make_item, make_mission, make_place, make_stop, make_user
from tests.missions.published import afresh, publish, publish_results, text_of

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent / "samples" / "results-2.json"
WORDS = {"en": "voiced", "ru": "озвучено", "kk": "айтылды", "tk": "aýdyldy"}
DONE = {
    "en": "Done, 3 March 2025; in the report’s words: voiced",
    "ru": "Выполнено, 3 марта 2025 г.; словами отчёта: озвучено",
    "kk": "Орындалған, 2025 ж. 3 наурыз; есептің сөзімен: айтылды",
    "tk": "Ýerine ýetirildi, 3 mart 2025; hasabatyň sözi bilen: aýdyldy",
}


@pytest.fixture
def mission():
    mission = make_mission(slug="silk-road", title="Silk Road")
    make_stop(mission=mission, place=make_place())
    return mission


def changed(row, verb, **said):
    """The follow-up after this change of its state on 3 March 2025."""
    with time_machine.travel(dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC), tick=False):
        return follow_ups.change(row, verb, by=make_user(), **said)


def page_of(client, lang="en", ends=""):
    afresh()
    return client.get(f"/{lang}/missions/silk-road/{ends}").content.decode()


@pytest.mark.parametrize("lang", DONE)
def test_completed_follow_up_says_state_and_date_beside_the_reports_words(client, mission, lang):
    row = make_follow_up(mission=mission, published=True, title="Forum", state="agreed", state_words=WORDS)
    changed(row, Verb.FINISH, reason="Held")
    publish(mission)
    publish_results(mission)

    page = text_of(page_of(client, lang), "[aria-labelledby=agreed]")
    home = text_of(client.get(f"/{lang}/").content.decode(), "[aria-labelledby=agreed]")
    paper = papers.printed(client.get(f"/{lang}/missions/silk-road/results.pdf").content)

    said = DONE[lang]
    assert [said in " ".join(text.split()) for text in (page, home, paper)] == [True, True, True]


@pytest.mark.once
def test_follow_up_of_unknown_date_says_its_state_alone(client, mission):
    make_follow_up(mission=mission, published=True, title="Forum", state="in_progress", state_words=WORDS)
    publish(mission)
    publish_results(mission)

    assert text_of(page_of(client), "[aria-labelledby=agreed] .entries li p").startswith(
        "In progress; in the report’s words: voiced"
    )


@pytest.mark.once
def test_published_data_has_state_and_the_date_of_its_change(client, mission):
    row = make_follow_up(mission=mission, published=True, title="Forum", state_words=WORDS)
    changed(row, Verb.START)
    publish(mission)
    publish_results(mission)

    data = json.loads(page_of(client, ends="programme.json"))

    (entry,) = data["results"]["follow_ups"]
    assert (entry["state"], entry["state_changed_on"], entry["state_words"]["text"]) == (
        "in_progress",
        "2025-03-03",
        "voiced",
    )


def test_dropping_takes_a_follow_up_out_of_what_is_published_next(client, mission):
    row = make_follow_up(mission=mission, published=True, title="Forum", state_words=WORDS)
    publish(mission)
    publish_results(mission)
    row = changed(row, Verb.DROP, reason="No budget")
    publish_results(mission)

    assert (row.published, "Forum" in page_of(client)) == (False, False)


def test_dropped_follow_up_that_is_published_again_says_dropped(client, mission):
    row = make_follow_up(mission=mission, published=True, title="Forum", state_words=WORDS)
    changed(row, Verb.DROP, reason="No budget")
    FollowUp.objects.filter(pk=row.pk).update(published=True)
    publish(mission)
    publish_results(mission)

    assert "Dropped, 3 March 2025; in the report’s words: voiced" in text_of(
        page_of(client), "[aria-labelledby=agreed]"
    )
    assert "No budget" not in page_of(client)
    assert "Forum" not in text_of(client.get("/en/").content.decode())  # what is left to do, alone


def test_results_published_before_show_no_dropped_follow_up():
    """Nobody decided then that it stays public: documents of formats 1 and 2 know no such decision."""
    item = make_item(visibility=Visibility.PUBLIC)
    release.release(item.mission, by=None, members={}, replaces=None)
    document = release.newest(item.mission).document
    public = itinerary.make(document, itinerary.PUBLIC, "en")
    kept = json.loads(SAMPLE.read_text())
    kept["follow_ups"] = [
        {**kept["follow_ups"][0], "ref": state, "state": state, "item": None} for state in ("done", "dropped")
    ]

    read = results.make(kept, public)

    assert [(one.state, one.state_changed_on) for one in read.follow_ups] == [("done", None)]
