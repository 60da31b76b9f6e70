"""The file of an attachment stays while it can be brought back, and goes from the storage with it."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from backoffice.models import Deleted
from missions.models import Attachment, Mission
from tests import factories
from tests.backoffice.pages import address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(django_capture_on_commit_callbacks):
    """Send a form as a superuser, with all that follows the end of its transaction."""
    client = signed_in()

    def send(url, **data):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(url, data).status_code == 302

    return send


def delete(press, row, **data):
    press(address(row, "delete"), post="yes", **data)


def bring_back(press):
    press(reverse("admin:backoffice_deleted_bring_back"), entry=Deleted.objects.get().pk)


def throw_away(press):
    press(reverse("admin:backoffice_deleted_for_good"), entry=Deleted.objects.get().pk)


def lies(name):
    return default_storage.exists(name)


def test_a_file_lies_there_while_its_row_can_come_back_and_goes_with_it_for_good(press):
    row, other = factories.make_attachment(), factories.make_attachment()
    name = row.file.name

    delete(press, row)
    in_the_bin = lies(name)
    bring_back(press)
    with Attachment.objects.get(pk=row.pk).file.open() as file:
        back = file.read()
    delete(press, row)
    throw_away(press)

    assert (in_the_bin, back, lies(name), lies(other.file.name)) == (True, b"%PDF-1.4", False, True)


@pytest.mark.parametrize("days", [29, 31])
def test_a_file_goes_after_thirty_days(press, django_capture_on_commit_callbacks, days):
    name = (row := factories.make_attachment()).file.name
    delete(press, row)
    Deleted.objects.update(at=timezone.now() - datetime.timedelta(days))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_deleted")

    assert lies(name) == (days == 29)


@pytest.mark.parametrize("of", ["attachment", "item", "mission"])
def test_what_is_deleted_at_once_leaves_no_file(press, of):
    item = factories.make_item()
    row = factories.make_attachment(item=item)
    name = row.file.name

    delete(press, {"attachment": row, "item": item, "mission": item.mission}[of], for_good="1")

    assert (lies(name), Attachment.objects.count(), Deleted.objects.count()) == (False, 0, 0)


@pytest.mark.parametrize("end", ["thrown away", "brought back"])
def test_what_lay_in_the_bin_of_a_mission_goes_or_comes_with_the_mission(press, end):
    mission = factories.make_mission()
    name = (row := factories.make_attachment(mission=mission)).file.name
    delete(press, row)
    delete(press, mission)

    if end == "thrown away":
        throw_away(press)
    else:
        bring_back(press)  # the mission
        bring_back(press)  # the attachment

    kept = end == "brought back"
    assert (lies(name), Attachment.objects.count(), Mission.objects.count()) == (kept, kept, kept)
