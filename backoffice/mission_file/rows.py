"""The rows of a file brought into the database, section by section; what is wrong with them is noted.

A row with a fault is not saved, and neither is what names it: the transaction is undone in the end, but until
then every other row is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from backoffice.mission_file import checks, kept, sections
from backoffice.mission_file.asker import Asker
from backoffice.mission_file.entries import Entry, MissionFile
from backoffice.mission_file.faults import fault
from backoffice.mission_file.outcome import Done, Outcome
from backoffice.mission_file.saving import Batch, save
from backoffice.mission_file.schema import at
from backoffice.mission_file.shape import Model, Section, as_json, from_json
from missions.models import Mission
from partners import deletions, merged
from partners.models import Person


class Rows:
    """The rows of one file. `changes` counts what was made, changed or deleted, `outcome` says it row by row.

    With `by` it is done for somebody who may not see all: of what is hidden from her nothing is told.
    """

    def __init__(self, file: MissionFile, *, new: bool, update_shared: bool, by: Asker | None = None) -> None:
        self.file = file
        self.by = by
        self.outcome = Outcome()
        # A new mission has no rows to look for.
        self.new = new
        self.update_shared = update_shared
        self.mission: Mission | None = None
        self.changes = 0
        self.known: dict[Model, dict[Any, Any]] = defaultdict(dict)

    def bring(self, section: Section, *, late: bool = False) -> None:
        """Save the rows of one section; `late` for those fields alone that name rows of later sections."""
        every = self.file.entries[section.name]
        entries = [entry for entry in every if self.file.whole(entry)]
        # Of a file with more faults than are named no other is looked for.
        if section in sections.TOP_LEVEL and not late and not self.file.more:
            for entry in every:
                if not self.file.whole(entry):
                    self.probe(section, entry)
        if not entries:
            return
        if late:
            names = section.late
            existing = {(ref,): row for ref, row in self.known[section.model].items()}
        else:
            names = tuple(name for name in section.fields if name not in section.late)
            existing = self.existing(section, entries)
        for level in _levels(section, entries):
            batch = Batch(section, many={name: [] for name in section.many if name in names})
            for entry in level:
                row = existing.get(entry.key(section.key))
                self.bring_row(batch, entry, row, names)
            self.changes += save(batch)

    def bring_row(self, batch: Batch, entry: Entry, row: Any, names: Iterable[str]) -> None:
        section, new = batch.section, row is None
        if row is not None and section.key == ("ref",) and str(row.ref) != entry.data["ref"]:
            # Merged into another since the file was written: what names it means that one, left as it is.
            self.known[section.model][entry.data["ref"]] = row
            self.outcome.note(section, entry.path, row, Done.SAME)
            return
        entry = kept.said(row, entry)
        row = self.row(section, row)
        differences, unknown = self.assign(section, row, entry, names)
        if unknown:
            self.file.broken.setdefault(entry.path, set())
            self.probe(section, entry)
            return
        many = {name: self.named(section, row, entry, name, new) for name in batch.many}
        differences |= {name: had for name, (wanted, had) in many.items() if wanted != had}
        found = list(checks.faults_of(section, row, entry))
        if section in sections.SHARED and differences and not found:
            found += self.shared_faults(section, row, entry, {} if new else differences)
        for one in found:
            self.file.found(one)
        if found:
            return
        if len(section.key) == 1:
            self.known[section.model][entry.data[section.key[0]]] = row
        done = Done.NEW if new else Done.CHANGED if differences else Done.SAME
        self.outcome.note(section, entry.path, row, done, {} if new else differences)
        if new:
            batch.new.append(row)
        elif differences:
            batch.changed[row] = set(differences) - set(batch.many)
        for name, (wanted, had) in many.items():
            batch.many[name].append((row, wanted, had))

    def row(self, section: Section, row: Any) -> Any:
        """A row of this mission, new if there is none."""
        row = row or section.model()
        if section.owner == "mission":
            row.mission = self.mission
        if section is sections.OUTCOMES:
            row.years_follow = True  # the file has been asked about all of them
        return row

    def probe(self, section: Section, entry: Entry) -> None:
        """Look at the rest of an entry that will not be saved, so that its other faults are named too."""
        broken = self.file.broken[entry.path]
        rest = {name: value for name, value in entry.data.items() if name not in broken}
        row = self.row(section, None)
        _before, unknown = self.assign(
            section, row, Entry(entry.path, rest), [name for name in section.fields if name not in broken]
        )
        # Without its place nobody knows whether a time exists.
        clock = {"starts_at", "ends_at"} if unknown else set()
        for found in list(checks.faults_of(section, row, entry, broken | unknown | clock)):
            self.file.found(found)

    def existing(self, section: Section, entries: list[Entry]) -> dict[tuple[Any, ...], Any]:
        """The rows that are there already, by the key that the file has for them."""
        name = section.key[0]
        keys = [entry.data[name] for entry in entries]
        if section.owner is None:
            found = section.model._default_manager.filter(**{f"{name}__in": keys})
            found = found.prefetch_related(*section.many)
            there = {_key(section, row): row for row in found} | self.merged(section, keys)
            if self.by is not None and section.model is Person:
                self.refuse_hidden(entries, there, self.by)
            return there
        else:
            if entries and len(section.key) == 1:
                self.refuse_taken(section, entries, keys)
            assert self.mission is not None  # noqa: S101  sections with an owner come after the mission
            if self.new:
                return {}
            found = section.rows(self.mission)
            if named := [name for name in section.key if name in section.relations]:
                found = found.select_related(*named)
        return {_key(section, row): row for row in found}

    def merged(self, section: Section, keys: list[str]) -> dict[tuple[Any, ...], Any]:
        """The rows into which those of the file were merged, by the references that the file has."""
        present = merged.present(keys) if section.key == ("ref",) else {}
        if not present:
            return {}
        rows = section.model._default_manager.filter(ref__in=present.values())
        found = {_key(section, row)[0]: row for row in rows.prefetch_related(*section.many)}
        return {(ref,): found[now] for ref, now in present.items() if now in found}

    def refuse_hidden(self, entries: list[Entry], there: dict[tuple[Any, ...], Any], by: Asker) -> None:
        """Refuse people who are there and whom the reader may not see: nothing of them is compared."""
        seen = by.seen(there.values())
        for entry in list(entries):
            row = there.get((entry.data["ref"],))
            if row is not None and row.pk not in seen:
                entries.remove(entry)
                self.file.refuse(at(entry.path, "ref"), _("belongs to another mission"), entry.data["ref"])

    def refuse_taken(self, section: Section, entries: list[Entry], keys: list[str]) -> None:
        name = section.key[0]
        others = section.model._default_manager.filter(**{f"{name}__in": keys})
        taken = others.exclude(**{section.owner or "": self.mission}).values_list(name, flat=True)
        refs = {str(ref) for ref in taken}
        for entry in list(entries):
            if entry.data[name] in refs:
                entries.remove(entry)
                self.file.refuse(at(entry.path, name), _("belongs to another mission"), entry.data[name])

    def assign(
        self, section: Section, row: Any, entry: Entry, names: Iterable[str]
    ) -> tuple[dict[str, Any], set[str]]:
        """Give the row the values of the file.

        Returns what differed before, by column, and the fields that name a row with faults, which stay unset.
        """
        before: dict[str, Any] = {}
        unknown: set[str] = set()
        for name in names:
            value = entry.data.get(name)
            if name in section.relations:
                other = self.related(section.relations[name], name, value, entry)
                if value is not None and other is None:
                    unknown.add(name)
                    continue
                if getattr(row, f"{name}_id") != (other and other.pk):
                    before[name] = getattr(row, f"{name}_id")
                if other is not None or section.columns[name].null:
                    setattr(row, name, other)
            elif name not in section.many:
                for column, one in from_json(section, name, value).items():
                    if getattr(row, column) != one:
                        before[column] = getattr(row, column)
                    setattr(row, column, one)
        return before, unknown

    def related(self, model: Model, name: str, value: Any, entry: Entry) -> Any:
        if value is None:
            return None
        if model is Mission:
            missions = Mission.objects.all() if self.by is None else self.by.missions()
            found = missions.filter(slug=value).first()
            if found is None:
                self.file.refuse(at(entry.path, name), _("is the slug of no mission in the database"), value)
            return found
        return self.known[model].get(value)

    def named(
        self, section: Section, row: Any, entry: Entry, name: str, new: bool
    ) -> tuple[set[Any], set[Any]]:
        known = self.known[section.many[name]]
        # A row with faults is missing here; nothing will be saved then.
        wanted = {known[ref].pk for ref in entry.data.get(name, ()) if ref in known}
        return wanted, set() if new else {other.pk for other in getattr(row, name).all()}

    def shared_faults(
        self, section: Section, row: Any, entry: Entry, before: dict[str, Any]
    ) -> Iterator[Any]:
        """Why a new or changed shared row cannot be saved: it differs, or another has what must be unique."""
        for names in section.unique:
            values = {name: getattr(row, name) for name in names}
            others = section.model._default_manager.filter(**values) if all(values.values()) else None
            other: Any = others and others.exclude(ref=row.ref).first()
            if other:
                where = at(entry.path, *names) if len(names) == 1 else entry.path
                rule = _("another row of the database has it: %(row)s with the ref %(ref)s")
                yield fault(where, rule % {"row": other, "ref": other.ref}, entry.data.get(names[0]))
        if self.update_shared:
            return
        for column, value in before.items():
            path, here = checks.place_of(section, entry, column)
            named = column in section.relations or column in section.many
            if named or (self.by is not None and not self.by.reads(row, column)):
                rule = _("differs from the database; --update-shared changes it there")
                if self.by is not None:
                    rule = _("differs from what is there, which other missions use too")
                yield fault(path, rule, here)
            else:
                rule = _("differs from the database, which has %(value)s; --update-shared changes it there")
                if self.by is not None:
                    rule = _("differs from what is there, which other missions use too: %(value)s")
                there = "—" if value in (None, "") else as_json(row._meta.get_field(column), value)
                yield fault(path, rule % {"value": f"“{there}”"}, here)

    def delete_missing(self) -> list[Any]:
        """Delete the mission's rows that the file does not have. Returns those that another still needs."""
        postponed = []
        for section in reversed(sections.OWNED):
            keys = {entry.key(section.key) for entry in self.file.entries[section.name]}
            assert self.mission is not None  # noqa: S101  sections with an owner come after the mission
            for key, row in self.existing(section, []).items():
                if key not in keys:
                    self.outcome.note_gone(section, row)
                    if not self.delete(row):
                        postponed.append(row)
        return postponed

    def delete(self, row: Any) -> bool:
        """Delete a row, with an entry in its history. Returns whether nothing needs it any more.

        What somebody deletes can be brought back by her.
        """
        try:
            with transaction.atomic():
                if self.by is None:
                    deletions.delete([row], None, for_good=True)
                else:
                    deletions.delete([row], self.by.user)
        except ProtectedError:
            return False
        self.changes += 1
        return True


def _key(section: Section, row: Any) -> tuple[Any, ...]:
    """What the file has as the key of a row."""
    found = []
    for name in section.key:
        value = getattr(row, name)
        if name in section.relations:
            value = value and str(value.uid if name == "item" else value.ref)
        else:
            value = as_json(section.columns[name], value)
        found.append(value)
    return tuple(found)


def _levels(section: Section, entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries in such an order that parents are saved before their branches."""
    if "parent" not in section.fields:
        yield entries
        return
    waiting = {entry.data["ref"]: entry for entry in entries}
    while waiting:
        # Lines of parents that lead in a circle were refused before.
        level = [entry for entry in waiting.values() if entry.data.get("parent") not in waiting]
        yield level
        for entry in level:
            del waiting[entry.data["ref"]]
