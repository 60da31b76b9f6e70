"""A process that is killed (kill -9) in the middle of a release or of taking one back leaves all or nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from delegations.models import members_of_groups
from missions import document as documents
from missions.models import Listing, Release
from tests import factories
from tests.backoffice.release_pages import made

ROOT = Path(__file__).resolve().parents[3]

# What the process does: everything but its last step, which waits for the end that comes instead.
BEGIN = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from missions.models import Mission
mission = Mission.objects.get(pk=int(sys.argv[2]))
def wait(*args, **kwargs):
    print("waiting", flush=True)
    time.sleep(60)
"""
RELEASE = """
from missions import release
release.released.connect(wait)
release.release(mission, by=None, members={}, replaces=1)
"""
TAKE_BACK = """
from backoffice.releasing import taking_back
from missions.models import Release
taking_back._TakingBack.remove_stops = wait
taking_back.take_back(mission, Release.objects.get(number=1).document, "Back")
"""


def killed(deed, mission):
    """Start the process, and kill it where it waits."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-c", BEGIN + deed, name, str(mission.pk)]
    with subprocess.Popen(  # our own words
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(20) == -signal.SIGKILL
    time.sleep(0.2)  # a server notices that a client is gone


def now(mission):
    return documents.make(mission, members_of_groups(mission))


@pytest.fixture
def mission(transactional_db):
    mission = factories.make_mission(languages=["en"])
    factories.make_item(mission=mission, title="Talks", visibility="public")
    made(mission)
    mission.items.update(title_en="Long talks")
    factories.make_item(mission=mission, title="Lunch", visibility="public")
    return mission


def test_a_release_is_there_or_not(mission):
    cards = list(Listing.objects.values())

    killed(RELEASE, mission)

    assert Release.objects.count() == 1
    assert list(Listing.objects.values()) == cards
    assert made(mission, replaces=1).number == 2


def test_a_version_is_taken_back_or_not(mission):
    before, entries = now(mission), mission.items.model.history.count()

    killed(TAKE_BACK, mission)

    assert now(mission) == before
    assert mission.items.model.history.count() == entries
