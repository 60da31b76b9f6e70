"""From mission files to the database: all of it, or nothing and every fault by name."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backoffice.mission_file import approved, dump, entries, held, reading, records, schema, sections, shift
from backoffice.mission_file.asker import Asker
from backoffice.mission_file.entries import MissionFile
from backoffice.mission_file.faults import Fault, Refused
from backoffice.mission_file.outcome import Done, Outcome
from backoffice.mission_file.rows import Rows
from backoffice.mission_file.schema import at
from missions import listing, release, roles
from missions.models import FormerSlug, Mission
from wording import zones


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: the mission, how many rows were made, changed or deleted, and which."""

    name: str
    mission: Mission
    changes: int
    outcome: Outcome


@transaction.atomic
def load(
    paths: Sequence[Path], *, starts_on: datetime.date | None = None, update_shared: bool = False
) -> list[Loaded]:
    """Make the database's missions equal to these files, in one transaction.

    `starts_on` moves every date, so that the missions start on that day; they must be new. `update_shared`
    lets the files change places, organisations and people that are in the database already.

    Raises Refused with all faults of all files; nothing is saved then.
    """
    files = [_checked(str(path), *reading.read(path)) for path in paths]
    _refuse_repeated(files)
    if starts_on is not None:
        for file in files:
            _shift(file, starts_on)
    loaded = [_load(file, update_shared=update_shared) for file in _in_order(files)]
    if any(file.faults for file in files):
        raise Refused({file.name: file.sorted_faults() for file in files})
    return [found for found in loaded if found is not None]


@transaction.atomic
def load_for(user: Any, name: str, data: Any) -> Loaded:
    """Make a mission equal to one file that was read already, as far as this member of staff may.

    What it deletes can be brought back by her; shared rows stay as they are. Raises Refused with all faults,
    nothing is saved then. Nothing is told of rows that she may not see.
    """
    file = _checked(name, data, [])
    loaded = _load(file, by=Asker(user)) if file.data else None
    if file.faults or loaded is None:
        raise Refused({name: file.sorted_faults()})
    return loaded


def _checked(name: str, data: Any, faults: list[Fault]) -> MissionFile:
    """A file, with the faults that it has by itself; without data where nothing more can be said."""
    if faults:
        return MissionFile(name, {}, faults)
    found = schema.check(data)
    usable = isinstance(data, dict) and isinstance(data.get("mission"), dict) and data.get("format") == 1
    usable = usable and len(found) < schema.MOST
    file = MissionFile(name, data if usable else {})
    for one in found:
        file.found(one)
    if usable:
        entries.check(file)
    return file


def _refuse_repeated(files: list[MissionFile]) -> None:
    """A second file of one mission would undo the first."""
    seen: dict[Any, str] = {}
    for file in files:
        ref = file.data.get("mission", {}).get("ref")
        if isinstance(ref, str) and ref in seen:
            rule = _("is in another file of this call too: %(name)s") % {"name": seen[ref]}
            file.refuse("mission.ref", rule, ref)
            file.data = {}
        elif isinstance(ref, str):
            seen[ref] = file.name


def _shift(file: MissionFile, starts_on: datetime.date) -> None:
    if file.faults:
        return
    ref = file.data["mission"]["ref"]
    if Mission.objects.filter(ref=ref).exists():
        rule = _("is in the database already: only a new mission can be moved to another day")
        file.refuse("mission.ref", rule, ref)
    else:
        for one in shift.to_start(file.data, starts_on):
            file.found(one)
    if file.faults:
        file.data = {}  # nothing more can be said of it


def _in_order(files: list[MissionFile]) -> list[MissionFile]:
    """Files after those of the missions that their follow-ups became."""

    def became(file: MissionFile) -> list[Any]:
        return [entry.data.get("result_mission") for entry in file.entries["follow_ups"]]

    waiting, ordered = [file for file in files if file.data], []
    while waiting:
        slugs = {file.name: file.data["mission"].get("slug") for file in waiting}
        ready = [
            file
            for file in waiting
            if not any(slug in became(file) for name, slug in slugs.items() if slug and name != file.name)
        ]
        # A circle has no good order: the first of it will name the mission that is missing.
        ordered += ready or waiting
        waiting = [file for file in waiting if ready and file not in ready]
    return ordered


def _load(file: MissionFile, *, update_shared: bool = False, by: Asker | None = None) -> Loaded | None:
    data, before = file.data["mission"], len(file.faults)
    stored = None
    if "ref" in data and "ref" not in file.broken.get("mission", ()):
        stored = Mission.objects.select_for_update().filter(ref=data["ref"]).first()
    if by is not None:
        by.mission = stored
        if refusals := list(by.refusals(file)):
            for one in refusals:
                file.found(one)
            return None
    if stored and not file.faults and dump.data(stored) == file.data:
        return Loaded(file.name, stored, 0, _all_there(file, stored))
    if stored and file.data.get("without_people"):
        rule = _("is in the database already: a file without people would delete its delegates")
        file.refuse("mission.ref", rule, data["ref"])
        return None
    rows = Rows(file, new=stored is None, update_shared=update_shared, by=by)
    visits, told = approved.visits(stored), held.outcomes_of(stored)
    try:
        # A savepoint, so that the transaction can still be read from when the database refuses a row.
        with transaction.atomic():
            mission = _bring(file, rows, stored)
    except IntegrityError as error:
        if len(file.faults) == before:
            reason = str(error).partition("\n")[0]
            file.refuse("", _("the database refuses the rows: %(reason)s") % {"reason": reason})
        return None
    for one in (*approved.touched(rows.outcome, visits), *held.edited(rows.outcome, told)):
        file.found(one)
    if by is not None:
        for one in by.lacking(rows.outcome, mission):
            file.found(one)
    if rows.changes and not file.faults:
        listing.remake(mission)
        if by is not None and stored is None:
            roles.begin(mission, by.user)
    return Loaded(file.name, mission, rows.changes, rows.outcome)


def _all_there(file: MissionFile, mission: Mission) -> Outcome:
    """The outcome of a file that the database has already, without asking for its rows."""
    outcome = Outcome()
    for section in (*sections.TOP_LEVEL, sections.HOSTS, sections.ITEM_GROUPS):
        for entry in file.entries[section.name]:
            outcome.note(section, entry.path, mission if section is sections.MISSION else None, Done.SAME)
    return outcome


def _bring(file: MissionFile, rows: Rows, stored: Mission | None) -> Mission:
    """Everything of one file, in the order in which rows lean on one another."""
    for section in sections.SHARED:
        rows.bring(section)
    mission = rows.mission = _mission(file, rows, stored)
    postponed = rows.delete_missing() if stored else []
    for section in sections.OWNED:
        rows.bring(section)
    for section in sections.OWNED:
        if section.late:
            rows.bring(section, late=True)
    for row in postponed:
        if not rows.delete(row):
            rule = _("is not in the file, but something of another mission needs it: %(row)s")
            file.refuse("", rule % {"row": row})
    rows.changes += records.add(file, mission, rows.outcome)
    return mission


def _mission(file: MissionFile, rows: Rows, stored: Mission | None) -> Mission:
    """The mission's row, saved; for one with faults a stand-in, so that its programme can be checked."""
    entry = file.entries["mission"][0]
    slug, state = (stored.slug, stored.state) if stored else (None, None)
    _check_slug(file, rows.by)
    changes = rows.changes
    rows.bring(sections.MISSION)
    if not file.whole(entry):
        return _stand_in(entry.data, stored)
    mission: Mission = rows.known[Mission][entry.data["ref"]]
    if stored and rows.changes > changes:
        if slug != mission.slug and mission.releases.exists():
            FormerSlug.objects.filter(slug=mission.slug).delete()
            FormerSlug.objects.update_or_create(slug=slug, defaults={"mission": mission})
        told = {(change.data.get("state")) for change in file.entries["state_changes"]}
        if state != mission.state and mission.state not in told:
            # Calendars count changes of state, and this one is in no file.
            release.note_state(mission, state, by=rows.by.user if rows.by else None)
    return mission


def _check_slug(file: MissionFile, by: Asker | None) -> None:
    data = file.data["mission"]
    slug = data.get("slug")
    if isinstance(slug, str) and isinstance(data.get("ref"), str) and "mission" not in file.broken:
        other = Mission.objects.filter(slug=slug).exclude(ref=data["ref"]).first()
        if other is not None:
            rule = _("is taken by another mission, with the ref %(ref)s") % {"ref": other.ref}
            if by is not None and not by.missions().filter(pk=other.pk).exists():
                rule = _("is taken by another mission")
            file.refuse(at("mission", "slug"), rule, slug)


def _stand_in(data: dict[str, Any], stored: Mission | None) -> Mission:
    """A mission with the days of the file, if these can be read; it is never kept."""
    days = []
    for name, unknown in (("starts_on", datetime.date.min), ("ends_on", datetime.date.max)):
        try:
            days.append(datetime.date.fromisoformat(data.get(name, "")))
        except (TypeError, ValueError):
            days.append(unknown)
    zone = data.get("zone")
    mission = stored or Mission(slug=f"stand-in-{uuid.uuid4()}", title_en="?")
    mission.starts_on, mission.ends_on = sorted(days)
    mission.zone = zone if isinstance(zone, str) and zones.is_zone(zone) else "UTC"
    if stored is None:
        mission.save()
    return mission
