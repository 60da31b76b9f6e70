"""Missions and their pages, as the tests of the mission's page need them."""

import datetime

from tests.factories import (
    make_item,
    make_mission,
    make_place,
    make_stop,
)
from tests.missions.published import text_of

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))


def page_of(client, mission, lang="en"):
    answer = client.get(f"/{lang}/missions/{mission.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def item_at(mission, **fields):
    return make_item(mission=mission, **{"visibility": "public", "title": "Visit", **fields})


def at_ashgabat(**fields):
    """A mission with a stop in Ashgabat on 5 December 2023."""
    mission = make_mission(**fields)
    return mission, make_stop(mission=mission, place=make_place(), first_day=FIFTH)


def entry(client, mission, selector=".item"):
    """The words of an item on the page."""
    return text_of(page_of(client, mission), selector)
