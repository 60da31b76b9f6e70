"""A file of a released mission is seen as soon as it is saved: its form says so, before and after."""

import pytest
from django.test import Client
from django.urls import reverse

from missions import release
from tests import factories
from tests.backoffice.pages import address, save, signed_in

pytestmark = pytest.mark.django_db

LOUD = "The programme is released: as soon as this is saved"


@pytest.fixture
def row():
    return factories.make_attachment(title="Map")


def saved(client, row, **changes):
    """The page that answers, with what it says."""
    return client.get(save(client, address(row), **changes)["Location"]).text


def test_who_makes_a_file_of_a_released_mission_public_is_warned_before_and_after(row):
    client = signed_in()
    release.publish(row.mission, by=None)
    release.release(row.mission, by=None, members={}, replaces=None)

    before = client.get(address(row)).text
    answer = saved(client, row, visibility="public")

    assert LOUD in before
    assert "“Map” is public now: anybody can fetch it, before any further release." in answer
    anybody = Client().get(reverse("delegations:attachment", args=[row.ref]))
    assert b"".join(anybody.streaming_content) == b"%PDF-1.4"
    assert "is public now" not in saved(client, row)


def test_before_the_first_release_nothing_is_loud(row):
    client = signed_in()

    answer = saved(client, row, visibility="public")

    assert LOUD not in client.get(address(row)).text
    assert "is public now" not in answer
