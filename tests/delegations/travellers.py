"""Delegates with personal links, as the tests of this room need them."""

import re
from typing import Any

from django.test import Client

from delegations import links
from delegations.models import Delegate, members_of_groups
from missions import release as releases
from missions.models import Mission, Release
from tests.factories import (
    make_delegate,
    make_mission,
    make_person,
)


def release(mission: Mission) -> Release:
    """The next version of the mission, as it is now."""
    last = releases.newest(mission)
    return releases.release(
        mission, by=None, members=members_of_groups(mission), replaces=last.number if last else None
    )


def press(delegate: Delegate, client: Client | None = None) -> Client:
    """A browser in which a new link of the delegate has been pressed."""
    client = client or Client()
    _link, token = links.make(delegate)
    assert client.post(f"/l/{token}/").status_code == 302
    return client


def text(response: Any) -> str:
    """The source of an answer."""
    return response.content.decode()


def invited(**person: Any) -> tuple[Delegate, str]:
    """A delegate of a released mission, and the token of her link."""
    mission = make_mission(title={"en": "Mission to Turkmenistan", "ru": "Миссия в Туркменистан"})
    names = {"en": "Otegenov", "ru": "Отегенов", "kk": "Өтегенов"}
    given = {"en": "Galym", "ru": "Галым", "kk": "Ғалым"}
    delegate = make_delegate(
        mission=mission, person=make_person(family_name=names, given_name=given, **person)
    )
    release(mission)
    return delegate, links.make(delegate)[1]


def read(delegate: Delegate, lang: str = "en", client: Client | None = None) -> str:
    """Her page in a language, as one line of text with tags."""
    client = client or press(delegate)
    response = client.get(f"/{lang}/my/{delegate.mission.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def words(page: str) -> str:
    """The page without tags, each run of white space one space."""
    main = page.split("<main", 1)[1].split(">", 1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</?(a|b|span|time|del)\b[^>]*>", "", main)).split())
