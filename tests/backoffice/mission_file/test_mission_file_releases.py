"""What has left the house is in the file as it was, is only ever added, and moves with the mission's days."""

import copy
import datetime
import json
import re
from functools import cache

import pytest
from django.core.management import CommandError, call_command

from backoffice.mission_file import dump
from missions import history
from missions import release as releases
from missions.models import (
    FormerSlug,
    Listing,
    Mission,
    ProgrammeItem,
    Release,
    ResultsRelease,
    StateChange,
    Withdrawal,
)
from partners.models import Place
from tests import strategies
from tests.backoffice.mission_files import (
    ITEM,
    MISSION,
    OTHER_ITEM,
    STOP,
    dumped,
    faults,
    load,
    small,
)
from tests.missions.published import afresh

pytestmark = pytest.mark.django_db


def released():
    """The small mission with one release, as a file."""
    mission = strategies.build(small())
    strategies.release(mission)
    return mission, dump.data(mission)


@cache
def written():
    """The text of such a file, of a mission that is not there."""
    with strategies.undone():
        _mission, data = released()
    return dump.text(data)


def test_releases_come_back_as_they_were(tmp_path):
    mission, _data = released()
    releases.withdraw(mission.releases.get(), by=None, reason="Too early")
    mission.stops.create(place=Place.objects.get(), order=5)
    strategies.release(mission)
    strategies.release_results(mission)
    data = dump.data(mission)
    strategies.forget_everything()

    load(tmp_path, data)

    assert dumped("small") == dump.text(data)
    assert [release.by for release in Release.objects.all()] == [None, None]
    assert Withdrawal.objects.get().reason == "Too early"
    assert ResultsRelease.objects.get().number == 1
    assert StateChange.objects.get().state == "published"
    assert Listing.objects.filter(kind="card").count() == 1


def test_loading_a_release_tells_nobody(tmp_path):
    """Notices are for what is released here and now; the sender of a file has sent his own."""
    told = []

    def tell(**kwargs):
        told.append(kwargs["release"])

    releases.released.connect(tell)
    try:
        _mission, data = released()
        assert len(told) == 1
        strategies.forget_everything()
        load(tmp_path, data)
    finally:
        releases.released.disconnect(tell)

    assert len(told) == 1
    assert Release.objects.count() == 1


def test_a_release_is_added_to_those_that_are_there(tmp_path):
    _mission, data = released()
    more = copy.deepcopy(data)
    document = more["releases"][0]["document"]
    more["releases"].append({"number": 3, "at": "2024-01-05T10:00:00.123456Z", "document": document})
    more["results_releases"] = [
        {
            "number": 1,
            "at": "2024-01-05T10:00:00Z",
            "document": {
                "format": 1,
                "mission": MISSION,
                "languages": ["en"],
                "summary": {"en": "Done"},
                "items": [],
                "follow_ups": [],
                "outcomes": [],
            },
        }
    ]

    load(tmp_path, more)

    assert list(Release.objects.values_list("number", flat=True)) == [1, 3]
    assert json.loads(dumped("small")) == more
    assert load(tmp_path, data) == "small: nothing to change\n"
    assert Release.objects.count() == 2


def test_a_release_that_differs_is_refused(tmp_path):
    _mission, data = released()
    data["releases"][0]["document"]["mission"]["title"]["en"] = "Rewritten"
    data["releases"][0]["at"] = "2023-12-13T00:00:00Z"

    rule = "differs from the release in the database, and a release is never changed"
    assert [line.partition(" (")[0] for line in faults(tmp_path, data)] == [
        f"0.json: releases[0].at: {rule}",
        f"0.json: releases[0].document: {rule}",
    ]


def test_that_only_the_day_of_a_release_is_known_comes_back_and_is_never_changed(tmp_path):
    mission, _data = released()
    strategies.release_results(mission)
    data = dump.data(mission)
    for name in ("state_changes", "releases", "results_releases"):
        data[name][0]["hour_unknown"] = True
    strategies.forget_everything()

    load(tmp_path, data)

    rows = [model.objects.get() for model in (StateChange, Release, ResultsRelease)]
    assert [row.hour_unknown for row in rows] == [True] * 3
    assert json.loads(dumped("small")) == data
    del data["releases"][0]["hour_unknown"]
    rule = "differs from the release in the database, and a release is never changed"
    assert faults(tmp_path, data) == [f"0.json: releases[0].hour_unknown: {rule} (null)"]


def test_a_withdrawal_is_added_and_never_undone(tmp_path):
    _mission, data = released()
    withdrawn = copy.deepcopy(data)
    withdrawn["releases"][0]["withdrawn"] = {"at": "2023-12-14T00:00:00Z", "reason": "Too early"}

    assert load(tmp_path, withdrawn) == "small: loaded\n"
    assert not Listing.objects.exists()
    assert load(tmp_path, data) == "small: nothing to change\n"
    assert Withdrawal.objects.count() == 1

    withdrawn["releases"][0]["withdrawn"]["reason"] = "Another"
    assert faults(tmp_path, withdrawn) == [
        "0.json: releases[0].withdrawn: differs from the withdrawal in the database, and that is never changed "
        '({"at": "2023-12-14T00:00:00Z", "reason": "Another"})'
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda document: document["mission"].update(ref=OTHER_ITEM),
            f'releases[0].document.mission.ref: is the ref of another mission ("{OTHER_ITEM}")',
        ),
        (
            lambda document: document["stops"].clear(),
            f'releases[0].document: names something that it does not have ("{STOP}")',
        ),
        (
            lambda document: document["places"][0].update(zone="Asia/Nowhere"),
            "releases[0].document: cannot be read: no time zone: 'Asia/Nowhere'",
        ),
        (
            lambda document: document["places"][0].update(country="XX"),
            'releases[0].document.places[0].country: is no country code ("XX")',
        ),
        (
            lambda document: document["items"][0].update(staff_notes="secret"),
            'releases[0].document.items[0].staff_notes: is no key that this format knows ("secret")',
        ),
        (
            lambda document: document["mission"].update(series={"ref": STOP, "slug": "s"}),
            "releases[0].document.mission.series.title: is missing",
        ),
        (lambda document: document.update(format=2), "releases[0].document.format: must be 1 (2)"),
        (
            lambda document: document["items"][0].update(masked=True, public_title={"en": "Meeting"}),
            "releases[0].document.items[0].address: is no key that this format knows ({})",
        ),
    ],
)
def test_a_document_that_no_page_could_show_is_refused(tmp_path, spoil, said):
    data = json.loads(written())
    spoil(data["releases"][0]["document"])

    assert faults(tmp_path, data)[0] == f"0.json: {said}"


def test_a_change_of_state_that_no_file_tells_is_noted(tmp_path):
    """Calendars count changes of state: a number that went down would make them ignore what follows."""
    _mission, data = released()
    data["mission"]["state"] = "cancelled"

    load(tmp_path, data)

    assert list(StateChange.objects.values_list("state", flat=True)) == ["published", "cancelled"]


def test_a_new_slug_leaves_the_old_address_leading_to_it(tmp_path):
    _mission, data = released()
    data["mission"]["slug"] = "renamed"

    load(tmp_path, data)

    assert [(old.slug, old.mission.slug) for old in FormerSlug.objects.all()] == [("small", "renamed")]


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_mission_that_came_cancelled_was_public_before_it_is_published_again(tmp_path, client, by_hand):
    """Without a word of its states, its releases were once read and must not count as those of a draft."""
    with strategies.undone():
        mission, _data = released()
        mission.items.filter(uid=ITEM).update(title_en="Renamed")
        strategies.release(mission)
        data = dump.data(mission)
    del data["state_changes"]
    data["mission"]["state"] = "cancelled"
    load(tmp_path, data)
    mission = Mission.objects.get()
    feed = f"/en/missions/{mission.slug}/programme.ics"
    was = client.get(feed).content.decode()

    if by_hand:
        releases.publish(mission, by=None)
    else:
        data["mission"]["state"] = "published"
        load(tmp_path, data)
    mission.refresh_from_db()

    assert history.public_versions(mission.pk, mission.state) == [1, 2]
    assert list(StateChange.objects.values_list("state", flat=True)) == ["cancelled", "published"]
    afresh()
    now = client.get(feed).content.decode()
    told = [re.findall(r"\r\n(?:UID|SEQUENCE|STATUS):(.*?)(?=\r\n)", one)[-3:] for one in (was, now)]
    assert told == [[ITEM, "2", "CANCELLED"], [ITEM, "4", "CONFIRMED"]]


def test_all_dates_move_with_the_first_day(tmp_path):
    with strategies.undone():
        mission, _data = released()
        releases.withdraw(mission.releases.get(), by=None, reason="Too early")
        strategies.release_results(mission)
        data = dump.data(mission)
        data["results_releases"][0]["document"]["follow_ups"] = []
    was = dates(data)

    load(tmp_path, data, starts_on=datetime.date(2024, 3, 1))

    now = dates(json.loads(dumped("small")))
    assert was.keys() == now.keys()
    # a period moves with its last day, and ends with the period in which that comes to lie
    due = "follow_ups.0.due_on"
    assert (was.pop(due), now[due]) == (datetime.date(2024, 12, 31), datetime.date(2025, 12, 31))
    assert {now[path] - was[path] for path in was} == {datetime.timedelta(88)}
    assert now["mission.starts_on"] == datetime.date(2024, 3, 1)
    assert ("follow_ups.0.due_on" in now, "releases.0.withdrawn.at" in now) == (True, True)
    assert ("releases.0.document.items.0.day" in now, "legs.0.departs_on" in now) == (True, True)
    assert ProgrammeItem.objects.get(uid=ITEM).starts_at == datetime.time(9)


def dates(value, path=""):
    """Every day in JSON-ready data by its path: that of a moment too."""
    if isinstance(value, str) and value[:2] == "20" and value[4:5] == "-":
        return {path: datetime.date.fromisoformat(value[:10])}
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return {
        found: day
        for key, entry in entries
        for found, day in dates(entry, f"{path}.{key}".lstrip(".")).items()
    }


def test_only_a_new_mission_is_moved(tmp_path):
    load(tmp_path, small())

    assert faults(tmp_path, small(), starts_on=datetime.date(2024, 1, 1)) == [
        f'0.json: mission.ref: is in the database already: only a new mission can be moved to another day ("{MISSION}")'
    ]


def test_a_mission_is_not_moved_past_the_end_of_the_calendar(tmp_path):
    said = faults(tmp_path, small(), starts_on=datetime.date(9999, 12, 31))

    assert said[0] == '0.json: mission.ends_on: cannot be moved that far ("2023-12-07")'


def test_the_first_day_may_be_given_as_text_and_must_be_a_day(tmp_path):
    path = tmp_path / "small.json"
    path.write_text(json.dumps(small()))

    call_command("load_mission", str(path), "--starts-on", "2024-01-01", verbosity=0)
    assert Mission.objects.get().starts_on == datetime.date(2024, 1, 1)

    with pytest.raises(CommandError, match="“2024-1-x” is not a date"):
        call_command("load_mission", str(path), "--starts-on", "2024-1-x")
