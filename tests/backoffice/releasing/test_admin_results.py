"""Publishing results in the admin: what is new, changed or gone, and who sees it."""

import pytest

from backoffice.rights import roles
from missions import outcomes, release
from missions.models import (
    MissionState,
    ResultsRelease,
    Visibility,
)
from tests import factories
from tests.backoffice.pages import fields_of, said, save, sentences, signed_in
from tests.backoffice.release_pages import made, results_of
from wording import dates

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    """A published mission with one public item, not released yet."""
    mission = factories.make_mission(
        state=MissionState.PUBLISHED, languages=["en", "ru"], zone="Asia/Ashgabat"
    )
    factories.make_item(mission=mission, title="Visit to the port", visibility=Visibility.PUBLIC)
    return mission


@pytest.fixture
def client():
    return signed_in(roles.EDITOR, roles.RELEASER)


def test_results_are_shown_with_who_sees_them_and_published(client, mission):
    made(mission)
    talks = factories.make_item(mission=mission, title="Talks")
    factories.make_follow_up(mission=mission, title="Forum", published=True)
    factories.make_follow_up(item=talks, title="Joint project", published=True)
    factories.make_follow_up(mission=mission, title="Not yet", published=False)

    page = client.get(results_of(mission))
    done = save(client, results_of(mission), note_en="For the first time")

    assert [(line.what, str(line.title), line.state, line.public) for line in page.context["lines"]] == [
        ("follow-up", "Forum", "new", True),
        ("follow-up", "Joint project", "new", False),
    ]
    [results] = ResultsRelease.objects.all()
    assert (results.number, results.note_en) == (1, "For the first time")
    assert said(client.get(done.url))[0].startswith("Results, version 1, are published.")


def test_results_published_meanwhile_are_told_and_the_note_kept(client, mission):
    follow_up = factories.make_follow_up(mission=mission, title="Forum", published=True)
    stale = client.get(results_of(mission))
    release.release_results(mission, by=None, replaces=None)
    follow_up.title_en = "Forum in Mary"
    follow_up.save()

    refused = client.post(results_of(mission), fields_of(stale) | {"note_tk": ["Düzediş"]})

    assert sentences(refused) == [
        "Other results were published meanwhile. Look at what has changed since, then publish again."
    ]
    assert "Düzediş" in refused.content.decode()
    assert [line.state for line in refused.context["lines"]] == ["changed"]
    assert client.post(results_of(mission), fields_of(refused)).status_code == 302


def test_outcomes_and_what_came_of_items_are_among_the_results(client, mission):
    made(mission)
    port = mission.items.get()
    port.outcome_en = "A second visit is planned."
    port.save()
    factories.make_outcome(mission=mission, title="Memorandum", published=True, confidential=False)
    factories.make_outcome(mission=mission, title="Secret", confidential=True)

    page = client.get(results_of(mission))

    assert [(line.what, str(line.title), line.public) for line in page.context["lines"]] == [
        ("outcome of an item", "A second visit is planned.", True),
        ("outcome", "Memorandum", True),
    ]


@pytest.mark.once
def test_results_that_disappear_are_shown_and_unchanged_ones_not_published_again(client, mission):
    follow_up = factories.make_follow_up(mission=mission, title="Forum", published=True)
    mission.outcome_summary_en = "All went well."
    mission.save()
    release.release_results(mission, by=None, replaces=None)
    unchanged = client.get(results_of(mission))
    follow_up.published = False
    follow_up.save()

    page = client.get(results_of(mission))

    assert "Nothing has changed since these results were published." in unchanged.content.decode()
    assert [(line.what, line.state) for line in page.context["lines"]] == [
        ("summary", "as before"),
        ("follow-up", "no longer there"),
    ]


def test_a_report_that_is_cleared_is_among_the_results_with_who_sees_it(client, mission):
    made(mission)
    port = mission.items.get()
    talks = factories.make_item(mission=mission, title="Talks")
    for item in (port, talks):
        factories.make_visit_report(item=item, state="approved", cleared=True, summary=f"About {item}")

    page = client.get(results_of(mission))

    assert [(line.what, str(line.title), line.state, line.public) for line in page.context["lines"]] == [
        ("report of a visit", "About Visit to the port", "new", True),
        ("report of a visit", "About Talks", "new", False),
    ]


@pytest.mark.once
def test_what_changed_is_shown_as_it_is_read_now_and_as_it_will_be(client, mission):
    made(mission)
    outcome = factories.make_outcome(
        mission=mission, title="Contract", amount=1200, currency="USD", published=True, confidential=False
    )
    release.release_results(mission, by=None, replaces=None)
    outcomes.correct(outcome, {"amount": 1300}, {"en": "Was 1,200"}, by=None)

    page = client.get(results_of(mission))

    [line] = page.context["lines"]
    day = dates.long_date(mission.today(), "en")
    assert (line.state, line.was, line.says) == (
        "changed",
        "Contract; Preliminary; 1,200\N{NO-BREAK SPACE}USD",
        f"Contract; Preliminary; 1,300\N{NO-BREAK SPACE}USD; {day}; Was 1,200",
    )
    assert f"<del>{line.was}</del>" in page.content.decode()
