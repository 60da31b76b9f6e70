"""When a mission was first changed since its release: held against a slow reading of each entry."""

import datetime as dt
import random

import pytest
import time_machine

from backoffice.week import first_changes
from delegations.models import Delegate, members_of_groups
from missions import document, release
from missions.models import Group, Host, ItemGroup, Mission, Party, ProgrammeItem, Stop
from partners.models import Organisation, Place, Sector
from tests import factories

pytestmark = pytest.mark.django_db

START = dt.datetime(2023, 11, 24, 6, 0, tzinfo=dt.UTC)
OF_MISSION = (
    (Mission, "id"),
    (Stop, "mission"),
    (Party, "mission"),
    (Group, "mission"),
    (ProgrammeItem, "mission"),
    (ItemGroup, "item__mission"),
    (Host, "item__mission"),
    (Delegate, "mission"),
)
SHARED = ((Organisation, "organisations"), (Place, "places"), (Sector, "sectors"))
SILENT = {
    Mission: {"staff_notes", "numbers", "outcome_summary", "state", "is_template"},
    ProgrammeItem: {"staff_notes", "outcome"},
    Delegate: {
        *("position", "capacity", "organisation", "person", "delegation"),
        *("languages", "diet", "access_needs", "consent_on", "arrival_wish", "checked_at", "checked_by"),
    },
}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def slowly(mission, at, now):
    """Each entry since the release is compared with the one before it, by the history itself."""
    entries = []
    for model, way in OF_MISSION:
        entries += model.history.filter(history_date__gt=at, **{way: mission.pk})
    for model, name in SHARED:
        refs = [entry["ref"] for entry in now[name]]
        entries += model.history.filter(history_date__gt=at, ref__in=refs)
    return min((entry.history_date for entry in entries if is_told(entry)), default=None)


def is_told(entry):
    earlier = entry.instance_type.history.filter(id=entry.id, history_date__lt=entry.history_date)
    before = earlier.order_by("history_date", "history_id").last() if entry.history_type == "~" else None
    if before is None:
        return True
    silent = SILENT.get(entry.instance_type, set())
    changed = entry.diff_against(before).changed_fields
    return not changed or any(name not in silent and name.rsplit("_", 1)[0] not in silent for name in changed)


def mission_of(clock):
    """A released mission with one row of each kind."""
    mission = factories.make_mission(home=factories.make_place(), sectors=[factories.make_sector()])
    stop = factories.make_stop(mission=mission)
    group = factories.make_group(mission=mission)
    factories.make_party(mission=mission)
    factories.make_delegate(mission=mission, groups=[group])
    item = factories.make_item(stop=stop, groups=[group])
    item.topics.set([factories.make_sector(), factories.make_sector()])
    item.save()
    factories.make_host(item=item)
    clock.shift(dt.timedelta(minutes=1))
    return mission, release.release(mission, by=None, members=members_of_groups(mission), replaces=None)


def a_change(mission, chance):
    """Something that somebody does, most of it told to nobody."""
    item, stop, delegate = mission.items.first(), mission.stops.get(), mission.delegates.get()
    stock = Sector.objects.first()

    def save(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    quiet = [
        lambda: save(item, staff_notes=f"Note {chance.random()}"),
        lambda: save(item, outcome_ru=f"Outcome {chance.random()}"),
        lambda: save(mission, staff_notes=f"Note {chance.random()}", outcome_summary_en="Well done"),
        lambda: save(delegate, diet=f"Diet {chance.random()}", position_tk="Minister"),
    ]
    told = [
        lambda: save(item),
        lambda: save(item, title_kk=f"Title {chance.random()}", staff_notes="Both"),
        lambda: (item.topics.remove(item.topics.first() or stock), save(item)),
        lambda: (item.topics.add(stock), save(item, staff_notes=f"With a topic {chance.random()}")),
        lambda: save(mission, dates_note_en=f"Note {chance.random()}"),
        lambda: (mission.sectors.add(stock), save(mission)),
        lambda: save(delegate, state="confirmed"),
        lambda: delegate.groups.clear(),
        lambda: save(stop, days_approximate=True),
        lambda: save(stop.place, name_ru=f"Place {chance.random()}"),
        lambda: save(item.hosts.first().organisation, legal_name=f"Name {chance.random()}"),
        lambda: save(item.topics.first() or stock, name_tk=f"Sector {chance.random()}"),
        lambda: factories.make_host(item=item),
        lambda: factories.make_item(stop=stop).delete(),
        lambda: item.item_groups.all().first() and item.item_groups.first().delete(),
    ]
    chance.choice(quiet if chance.random() < 0.8 else told)()


def changed(missions):
    rows = document.read_all([mission for mission, _last in missions])
    return {
        mission.pk: first_changes.Changed(
            last.at, document.make(mission, members_of_groups(mission), rows[mission.pk])
        )
        for mission, last in missions
    }


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.once) for seed in range(2, 6))]
)
def test_it_is_the_first_entry_that_changed_what_is_told(clock, seed):
    chance = random.Random(seed)  # noqa: S311  # a mission to try, no secret
    missions = []
    for _number in range(4):
        missions.append(mission_of(clock))
        for _change in range(chance.randrange(6)):
            clock.shift(dt.timedelta(minutes=chance.randrange(2)))
            a_change(chance.choice(missions)[0], chance)
    asked = changed(missions)

    found = first_changes.of(asked)

    assert {mission.pk: found.get(mission.pk) for mission, _last in missions} == {
        mission.pk: slowly(mission, last.at, asked[mission.pk].now) for mission, last in missions
    }


def test_a_note_of_staff_is_not_told_and_a_topic_is(clock):
    mission, last = mission_of(clock)
    item = mission.items.get()
    found = []
    for act in (
        lambda: setattr(item, "staff_notes", "A secret."),
        lambda: item.topics.remove(item.topics.first()),
        lambda: setattr(item, "title_en", "Other talks"),
    ):
        clock.shift(dt.timedelta(hours=1))
        act()
        item.save()
        found.append(first_changes.of(changed([(mission, last)])).get(mission.pk))

    assert found == [None, last.at + dt.timedelta(hours=2), last.at + dt.timedelta(hours=2)]
