"""Files of every kind that wait for a decision: each would change one row that is there, and add others."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from backoffice.imports import registry, storage, taking_in
from backoffice.imports.kind import Circumstances
from backoffice.imports.mission_files import taking_in as mission_files
from backoffice.mission_file import dump, load
from backoffice.models import Import, ImportKind
from delegations.models import Delegate, Leg
from missions.models import Mission, ProgrammeItem, Stop
from partners.models import Contact, Organisation, Person
from tests import factories
from tests.backoffice.imports.layouts import docx
from tests.backoffice.imports.sheets import xlsx
from tests.backoffice.mission_files import OTHER_ITEM, small

UID = "0af47335-b652-4160-aaf4-53c2fb9d0e88"
EIGHT, NINE = datetime.time(8), datetime.time(9)


@dataclass
class Waiting:
    """An import with the digest of its preview, and the row that it changes: which field, and what else it may be."""

    imported: Import
    digest: str
    row: models.Model
    name: str
    other: Any

    def edit(self) -> None:
        """Give the field another value: of rows that a mission file may change, as who works on the mission."""
        with transaction.atomic():
            if self.imported.kind == ImportKind.MISSION_FILE:
                list(Mission.objects.select_for_update())
            type(self.row)._base_manager.filter(pk=self.row.pk).update(**{self.name: self.other})

    def value(self) -> Any:
        """What the field has now."""
        return type(self.row)._base_manager.values_list(self.name, flat=True).get(pk=self.row.pk)

    def take(self) -> Any:
        if self.imported.kind == ImportKind.MISSION_FILE:
            return mission_files.take_in(self.imported.by, self.imported.pk, self.digest)
        at = Circumstances(self.imported.mission, self.imported.by, "en")
        return taking_in.take_in(registry.KINDS[self.imported.kind], self.imported.pk, at, seen=self.digest)

    def look(self) -> Any:
        """What its preview reads."""
        if self.imported.kind == ImportKind.MISSION_FILE:
            return mission_files.look(self.imported.by, "a.json", mission_files.kept(self.imported)[0])
        at = Circumstances(self.imported.mission, self.imported.by, "en")
        return taking_in.look(registry.KINDS[self.imported.kind], self.imported, at)

    def again(self) -> "Waiting":
        """The same file, brought in once more."""
        other = Import.objects.get(pk=self.imported.pk)
        other.pk = None
        other.save()
        return Waiting(other, self.digest, self.row, self.name, self.other)


def people(mission):
    union = factories.make_organisation(name="Union")
    delegation = factories.make_delegation(mission=mission, organisation=union)
    person = factories.make_person(family_name="Orazowa", given_name="A")
    row = factories.make_delegate(mission=mission, delegation=delegation, person=person, precedence=10)
    content = xlsx(
        ["Family name (en)", "Given names (en)", "Organisation", "Precedence"],
        ["Orazowa", "A", None, 20],
        *([f"Annayew{number}", "Meret", "Union", None] for number in range(5)),
    )
    return "a.xlsx", content, row, "precedence", 15


def organisations(mission):
    row = factories.make_organisation(name="Union", website="https://before.example")
    content = xlsx(
        ["Organisation", "Website", "Family name", "Given names"],
        ["Union", "https://file.example", None, None],
        *([f"Mill {number}", None, f"Annayew{number}", "Meret"] for number in range(5)),
    )
    return "a.xlsx", content, row, "website", "https://other.example"


def items(mission):
    row = factories.make_item(mission=mission, title="Visit", day=mission.starts_on, starts_at=EIGHT)
    content = xlsx(
        ["UID", "Title", "Kind", "Begins at"],
        [str(row.uid), "Visit", None, "09:30"],
        *([None, f"Meeting {number}", "meeting", None] for number in range(5)),
    )
    return "a.xlsx", content, row, "starts_at", NINE


def legs(mission):
    place = factories.make_place(name="Mary")
    row = factories.make_leg(
        mission=mission, number="T5 1", from_place=place, to_place=place,
        departs_on=mission.starts_on, departs_at=EIGHT,
    )  # fmt: skip
    content = xlsx(
        ["Reference of the leg", "Flight", "From", "To", "Departs on", "Departs at"],
        [str(row.ref), "T5 1", "Mary", "Mary", mission.starts_on.isoformat(), "09:30"],
        *([None, f"T5 2{number}", "Mary", "Mary", None, None] for number in range(5)),
    )
    return "a.xlsx", content, row, "departs_at", NINE


def programme(mission):
    place = factories.make_place(name="Mary")
    stop = factories.make_stop(mission=mission, place=place)
    row = factories.make_item(
        mission=mission, stop=stop, title="Meeting at the mill", kind="meeting",
        day=mission.starts_on, starts_at=EIGHT, ends_at=NINE, venue="",
    )  # fmt: skip
    content = docx(
        f"{mission.starts_on:%d.%m.%Y}, Mary",
        "08:00–09:30 Meeting at the mill",
        *(f"1{number}:00–1{number}:30 Visit to mill {number}" for number in range(5)),
    )
    return "a.docx", content, row, "ends_at", datetime.time(9, 15)


def calendar(mission):
    factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    row = factories.make_item(
        mission=mission, uid=UID, title="Meeting", kind="meeting", day=mission.starts_on, starts_at=EIGHT
    )
    day = f"{mission.starts_on:%Y%m%d}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for number in range(6):
        uid, title = (UID, "Meeting") if number == 0 else (f"{number}@example.org", f"Meeting {number}")
        hour = "093000" if number == 0 else f"1{number}0000"
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{day}T{hour}", f"SUMMARY:{title}", "END:VEVENT"]
    content = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    return "a.ics", content, row, "starts_at", NINE


def mission_file(user):
    loaded = load.load_for(user, "a.json", small())
    data = dump.data(loaded.mission)
    data["items"][0]["starts_at"] = "09:30"
    data["items"] = [item for item in data["items"] if item["uid"] != OTHER_ITEM]
    for number in range(5):
        uid = f"{number:08x}-1111-4000-8000-000000000000"
        data["items"].append({**data["items"][0], "uid": uid, "title": {"en": f"Meeting {number}"}})
    imported = Import(kind=ImportKind.MISSION_FILE, by=user, file_name="a.json")
    shown = mission_files.look(user, "a.json", data)
    mission_files.keep(imported, data, shown)
    imported.save()
    row = loaded.mission.items.get(uid=data["items"][0]["uid"])
    return Waiting(imported, shown["fingerprint"], row, "starts_at", EIGHT)


MAKERS: dict[str, Callable[[Any], Any]] = {
    "people": people,
    "organisations": organisations,
    "items": items,
    "legs": legs,
    "programme": programme,
    "calendar": calendar,
}
KINDS = [*MAKERS, "mission_file"]
MODELS = (Person, Delegate, Organisation, Contact, ProgrammeItem, Leg, Stop, ProgrammeItem.history.model)


def make(kind: str) -> Waiting:
    """A file of this kind, whose preview was looked at: every row of it can be taken in."""
    user = factories.make_user(is_superuser=True)
    if kind == "mission_file":
        return mission_file(user)
    mission = factories.make_mission()
    name, content, row, field, other = MAKERS[kind](mission)
    reader, at = registry.KINDS[kind], Circumstances(mission, user, "en")
    imported = Import(kind=reader.key, mission=mission, by=user, file_name=name)
    imported.rows_encrypted = storage.packed(reader.read(name, content, at))
    preview = taking_in.look(reader, imported, at)
    taking_in.remember(imported, preview)
    imported.save()
    said = [(one.title, one.state.value, one.faults, one.candidates) for one in preview.rows]
    assert {row.state.value for row in preview.rows} == {"changed", "new"}, said
    return Waiting(imported, preview.digest(), row, field, other)


def rows_there() -> list[list[tuple[Any, ...]]]:
    """Every row of the models that a file may bring, with all that it says."""
    return [list(model._base_manager.order_by("pk").values_list()) for model in MODELS]
