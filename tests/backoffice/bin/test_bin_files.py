"""The file of an attachment stays while it can be brought back, and goes from the storage with it."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from backoffice.mission_file import dump
from backoffice.models import Deleted
from missions.models import Attachment, FollowUp, Mission
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


def test_the_command_that_deletes_a_mission_leaves_no_file(press, django_capture_on_commit_callbacks):
    item = factories.make_item()
    rows = [factories.make_attachment(item=item), factories.make_attachment(mission=item.mission)]
    rows.append(in_the_bin := factories.make_attachment(mission=item.mission))
    other = factories.make_attachment()
    delete(press, in_the_bin)

    call_command("delete_mission", item.mission.slug)
    before = [lies(row.file.name) for row in rows]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("delete_mission", item.mission.slug, "--yes")

    after = [lies(row.file.name) for row in rows]
    assert (before, after, lies(other.file.name)) == ([True] * 3, [False] * 3, True)


def test_a_deletion_that_is_refused_keeps_the_files(django_capture_on_commit_callbacks):
    item = factories.make_item()
    row = factories.make_attachment(item=item)
    factories.make_follow_up(mission=item.mission, item=item)
    FollowUp.objects.update(mission=factories.make_mission())  # as no form lets it be

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CommandError):
        call_command("delete_mission", item.mission.slug, "--yes")

    assert (lies(row.file.name), Attachment.objects.count()) == (True, 1)


def test_an_item_that_a_file_has_no_more_leaves_no_file(tmp_path, django_capture_on_commit_callbacks):
    mission = factories.make_mission()
    path = tmp_path / "mission.json"
    path.write_text(dump.text(dump.data(mission)))
    gone = factories.make_attachment(item=factories.make_item(mission=mission))
    stays = factories.make_attachment(mission=mission)

    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_mission", path, verbosity=0)

    assert list(Attachment.objects.all()) == [stays]
    assert (lies(gone.file.name), lies(stays.file.name)) == (False, True)
