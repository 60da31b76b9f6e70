"""Releases, as the tests of releasing need them."""

import datetime

from delegations.models import members_of_groups
from missions import release
from tests.factories import (
    make_mission,
)

AT = datetime.datetime(2023, 11, 1, 9, tzinfo=datetime.UTC)


def released(mission, replaces=None, **options):
    options = {"by": None, "members": members_of_groups(mission), "replaces": replaces, **options}
    return release.release(mission, **options)


def published_mission(**fields):
    mission = make_mission(**fields)
    release.publish(mission, by=None)
    return mission
