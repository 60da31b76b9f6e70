"""Deadlines travel with their mission in a mission file, without who does them."""

import datetime
import json

import pytest

from backoffice.mission_file import load
from missions import deadlines
from missions.models import Deadline, Mission
from tests import factories
from tests.backoffice import mission_files
from tests.backoffice.test_examples import INVENTED

pytestmark = pytest.mark.django_db

DEADLINES = [
    {
        "ref": "00000101-0000-4000-8000-000000000000",
        "title": {"en": "Visas", "ru": "Визы"},
        "count": 15,
        "unit": "working_days",
        "done_on": "2023-11-10",
        "note": "By courier.",
    },
    {"ref": "00000102-0000-4000-8000-000000000000", "title": {"en": "Badges"}, "count": 0},
]


def file():
    return mission_files.small() | {"deadlines": [dict(entry) for entry in DEADLINES]}


def told():
    return [
        (row.title_en, row.title_ru, row.count, row.unit, row.done_on, row.note)
        for row in Deadline.objects.order_by("ref")
    ]


def test_deadlines_are_loaded_and_dumped_as_they_were(tmp_path):
    mission_files.load(tmp_path, file())

    assert told() == [
        ("Visas", "Визы", 15, "working_days", datetime.date(2023, 11, 10), "By courier."),
        ("Badges", "", 0, "days", None, ""),
    ]
    assert json.loads(mission_files.dumped("small"))["deadlines"] == DEADLINES


def test_a_file_that_is_loaded_again_leaves_who_does_a_deadline(tmp_path):
    mission_files.load(tmp_path, file())
    staff = factories.make_user()
    Deadline.objects.update(owner=staff)
    changed = file()
    changed["deadlines"][1]["count"] = 2

    mission_files.load(tmp_path, changed)

    assert list(Deadline.objects.order_by("ref").values_list("count", "owner")) == [
        (15, staff.pk),
        (2, staff.pk),
    ]


def test_a_deadline_that_the_file_has_not_is_deleted(tmp_path):
    mission_files.load(tmp_path, file())

    mission_files.load(tmp_path, mission_files.small())

    assert told() == []


def test_a_mission_that_is_moved_moves_the_day_on_which_something_was_done(tmp_path):
    mission_files.load(tmp_path, file(), starts_on=datetime.date(2024, 12, 4))

    # 366 days later; what is still to do is counted from the new first day by itself.
    assert list(Deadline.objects.order_by("ref").values_list("done_on", flat=True)) == [
        datetime.date(2024, 11, 10),
        None,
    ]


def test_a_wrong_deadline_is_named(tmp_path):
    wrong = file()
    wrong["deadlines"][0] |= {"count": 1001, "unit": "weeks", "owner": "organiser@example.org"}
    del wrong["deadlines"][1]["title"]

    assert sorted(mission_files.faults(tmp_path, wrong)) == [
        "0.json: deadlines[0].count: must be at most 1000 (1001)",
        '0.json: deadlines[0].owner: is no key that this format knows ("organiser@example.org")',
        '0.json: deadlines[0].unit: must be one of “days”, “working_days” ("weeks")',
        "0.json: deadlines[1].title: is missing",
    ]


def test_of_the_invented_mission_in_a_week_one_deadline_is_done_one_late_and_the_others_ahead():
    today = datetime.date(2026, 10, 5)

    load.load([INVENTED], starts_on=today + datetime.timedelta(7))

    mission = Mission.objects.get()
    steps = deadlines.steps(mission, mission.deadlines.all(), today)
    assert [step.state for step in steps] == ["done", "late", "next", "ahead", "ahead", "ahead"]
