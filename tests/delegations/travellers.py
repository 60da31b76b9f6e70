"""Delegates with personal links, as the tests of this room need them."""

from django.test import Client

from delegations import links
from delegations.models import Delegate, members_of_groups
from missions import release as releases
from missions.models import Mission, Release


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
