"""A release of which only the day is known: no reader is told an hour that nobody reported.

In Auckland it is the 14th already; the day that was reported is that of the moment in UTC.
"""

import datetime
import json
import re

import pytest
from django.test import Client

from delegations import links
from missions import document as documents
from missions import listing, release, results
from missions.models import MissionState, Release, ResultsRelease, StateChange
from tests.backoffice.pages import signed_in
from tests.factories import make_delegate, make_delegation, make_follow_up, make_mission
from tests.missions.published import REFERENCE, afresh, load_reference, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOON = datetime.datetime(2023, 12, 13, 12, tzinfo=datetime.UTC)


@pytest.fixture
def mission():
    made = make_mission(zone="Pacific/Auckland", state=MissionState.PUBLISHED)
    StateChange.objects.create(mission=made, state=made.state, at=NOON, hour_unknown=True)
    make_follow_up(mission=made, published=True)
    for number in (1, 2):
        at = NOON + datetime.timedelta(days=number - 1)
        note = {"note_en": f"Note {number}"}
        programme, came_of_it = documents.make(made, {}), results.document(made)
        both = {"mission": made, "number": number, "at": at, "hour_unknown": True, **note}
        Release(document=programme, **both).save()
        ResultsRelease(document=came_of_it, **both).save()
    listing.remake(made)
    afresh()
    return made


def read(path, client=None):
    return (client or Client()).get(path).content.decode()


def test_the_page_tells_the_day_alone(mission):
    page = text_of(read(f"/en/missions/{mission.slug}/"))

    assert "Programme, version 2, released 14 December 2023; replaces version 1." in page
    assert "Results, version 2, published 14 December 2023." in page


def test_a_first_version_replaces_none(mission):
    release.withdraw(mission.releases.get(number=2), by=None, reason="A mistake")
    afresh()

    page = text_of(read(f"/en/missions/{mission.slug}/"))

    assert "Programme, version 1, released 13 December 2023." in page


def test_the_list_of_changes_tells_the_day_alone(mission):
    page = text_of(read(f"/en/missions/{mission.slug}/changes/"))

    assert re.findall(r"Released [^.]*\.", page) == [
        "Released 14 December 2023.",
        "Released 13 December 2023.",
    ]


def test_the_calendar_tells_the_day_alone(mission):
    feed = read(f"/en/missions/{mission.slug}/programme.ics").replace("\r\n ", "")

    (about,) = re.findall(r"\r\nDESCRIPTION:(.*)\r\n", feed)
    assert about.split("\\n")[-1] == "Version 2\\, released 14 December 2023."


def test_the_data_has_the_day_and_no_instant(mission):
    data = json.loads(read(f"/en/missions/{mission.slug}/programme.json"))

    assert (data["released_on"], data["released_at"]) == ("2023-12-14", None)
    assert (data["results"]["released_on"], data["results"]["released_at"]) == ("2023-12-14", None)


def test_home_and_the_sitemap_tell_the_day_alone(mission):
    assert "version 2, released 14 December 2023" in text_of(read("/en/"))
    assert re.findall("<lastmod>(.*?)</lastmod>", read("/sitemap.xml")) == ["2023-12-14"] * 8


def test_a_delegate_is_told_the_day_alone(mission):
    delegate = make_delegate(delegation=make_delegation(mission=mission))
    client = Client()
    client.post(f"/l/{links.make(delegate)[1]}/")

    page = text_of(read(f"/en/my/{mission.slug}/", client))

    assert "Programme, version 2, released 14 December 2023; replaces version 1." in page


@pytest.mark.parametrize("model", ["release", "resultsrelease"])
def test_the_back_office_tells_the_day_alone(mission, model):
    page = read(f"/admin/missions/{model}/", signed_in())

    rows = re.findall(r'<td class="field-made_at[^>]*>(.*?)</td>', page)
    assert rows == ["14 December 2023", "13 December 2023"]


def test_the_back_office_tells_the_day_of_a_change_of_state_alone(mission):
    page = read(f"/admin/missions/mission/{mission.pk}/change/", signed_in())

    assert re.findall("<div>([^<]*: published[^<]*)</div>", page) == ["13 December 2023: published (–)"]


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_the_reference_mission_tells_no_hour_in_any_language(lang):
    load_reference()

    for path in (f"missions/{REFERENCE}/", f"missions/{REFERENCE}/changes/", ""):
        assert re.findall(r"\b\d\d?:\d\d\b", text_of(read(f"/{lang}/{path}"))) == []
