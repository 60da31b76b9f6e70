"""Partners met, or to be met: how many of them have no name, before the mission and after it."""

import datetime

import pytest
import time_machine

from tests.factories import make_item, make_mission
from tests.missions.published import publish, text_of

# Words of pages made of a document; pages are read on both databases in test_pages_answers.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

BEFORE = datetime.datetime(2023, 11, 1, 9, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2023, 12, 20, 9, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("kinds", "to_meet", "met"),
    [
        (
            ["site_visit"],
            "One enterprise whose name is not known yet",
            "One enterprise whose name was not reported",
        ),
        (
            ["site_visit"] * 9,
            "Nine enterprises whose names are not known yet",
            "Nine enterprises whose names were not reported",
        ),
        (
            ["site_visit"] * 10,
            "10 enterprises whose names are not known yet",
            "10 enterprises whose names were not reported",
        ),
        (["meeting"], "1 host whose name is not known yet", "1 host whose name was not reported"),
        (
            ["meeting", "site_visit"],
            "2 hosts whose names are not known yet",
            "2 hosts whose names were not reported",
        ),
    ],
)
def test_a_name_is_not_known_yet_before_the_mission_and_was_not_reported_after_it(
    client, kinds, to_meet, met
):
    mission = make_mission()
    for kind in kinds:
        make_item(mission=mission, kind=kind, visibility="public", host_unnamed=True)
    publish(mission)

    told = []
    for moment in (BEFORE, AFTER):
        with time_machine.travel(moment, tick=False):
            page = client.get(f"/en/missions/{mission.slug}/").content.decode()
        told.append(text_of(page, "[aria-labelledby=met] h3"))

    assert told == [to_meet, met]
