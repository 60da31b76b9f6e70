"""What has left the house: changes of state, releases and withdrawals of a file. They are only ever added."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from backoffice.mission_file import sections
from backoffice.mission_file.entries import Entry, MissionFile
from backoffice.mission_file.faults import Fault, fault
from backoffice.mission_file.outcome import Done, Outcome
from backoffice.mission_file.schema import at
from backoffice.mission_file.shape import Section, from_json
from missions import itinerary
from missions.document import Document
from missions.models import Mission, Release, StateChange, Withdrawal
from wording import countries
from wording.words import LANGUAGES


def add(file: MissionFile, mission: Mission, outcome: Outcome) -> int:
    """Add what the mission does not have yet, and refuse what differs from what it has.

    Returns how many rows were added; `outcome` is told which.
    """
    added = _add_state_changes(file, mission, outcome)
    for section in (sections.RELEASES, sections.RESULTS_RELEASES):
        stored = {row.number: row for row in section.rows(mission)}
        for entry in file.entries[section.name]:
            if file.whole(entry):
                found = list(_unreadable(section, entry, file))
                row = stored.get(entry.data["number"])
                if row is not None:
                    found += _differences(section, row, entry)
                for one in found:
                    file.found(one)
                if found:
                    continue
                done = Done.SAME if row else Done.NEW
                if row is None:
                    row = _row(section, mission, entry)
                    row.save()
                    added += 1
                if withdrawn := _add_withdrawal(file, row, entry):
                    added += withdrawn
                    done = Done.NEW if done is Done.NEW else Done.CHANGED
                outcome.note(section, entry.path, row, done)
    return added


def _add_state_changes(file: MissionFile, mission: Mission, outcome: Outcome) -> int:
    section = sections.STATE_CHANGES
    had = {(row.at, row.state) for row in section.rows(mission)}
    new = []
    for entry in file.entries[section.name]:
        if file.whole(entry):
            row = _row(section, mission, entry)
            known = (row.at, row.state) in had
            outcome.note(section, entry.path, row, Done.SAME if known else Done.NEW)
            new += [] if known else [row]
    StateChange.objects.bulk_create(new)
    return len(new)


def _row(section: Section, mission: Mission, entry: Entry) -> Any:
    columns: dict[str, Any] = {}
    for name in section.fields:
        columns |= from_json(section, name, entry.data.get(name))
    return section.model(mission=mission, **columns)


def _differences(section: Section, row: models.Model, entry: Entry) -> Iterator[Fault]:
    rule = _("differs from the release in the database, and a release is never changed")
    for name in section.fields:
        columns = from_json(section, name, entry.data.get(name))
        if any(getattr(row, column) != value for column, value in columns.items()):
            yield fault(at(entry.path, name), rule, entry.data.get(name))


def _add_withdrawal(file: MissionFile, row: Any, entry: Entry) -> int:
    """A release that is withdrawn here stays so, whatever an older file says."""
    withdrawn = entry.data.get("withdrawn")
    if not isinstance(row, Release) or withdrawn is None:
        return 0
    moment, reason = datetime.datetime.fromisoformat(withdrawn["at"]), withdrawn["reason"]
    stored = Withdrawal.objects.filter(release=row).first()
    if stored is None:
        Withdrawal.objects.create(release=row, at=moment, reason=reason)
        return 1
    if (stored.at, stored.reason) != (moment, reason):
        rule = _("differs from the withdrawal in the database, and that is never changed")
        file.refuse(at(entry.path, "withdrawn"), rule, withdrawn)
    return 0


def _unreadable(section: Section, entry: Entry, file: MissionFile) -> Iterator[Fault]:
    """Why no page could be made of a document: it is another mission's, or names what it does not have."""
    document, path = entry.data["document"], at(entry.path, "document")
    programme = section is sections.RELEASES
    ref = document["mission"]["ref"] if programme else document["mission"]
    if ref != file.data["mission"].get("ref"):
        where = at(path, "mission", "ref") if programme else at(path, "mission")
        yield fault(where, _("is the ref of another mission"), ref)
    # Of results the schema says all that there is to say.
    if programme:
        for index, place in enumerate(document["places"]):
            if not countries.is_country(place["country"]):
                where = at(path, "places", index, "country")
                yield fault(where, _("is no country code"), place["country"])
        try:
            _read(document)
        except KeyError as error:
            yield fault(path, _("names something that it does not have"), error.args[0])
        except ValueError as error:
            yield fault(path, _("cannot be read: %(reason)s") % {"reason": error})


def _read(document: Document) -> None:
    """Read a programme as those would who render it. Raises KeyError and ValueError."""
    for audience in (itinerary.STAFF, itinerary.PUBLIC, itinerary.delegate(())):
        itinerary.make(document, audience, LANGUAGES[0])
