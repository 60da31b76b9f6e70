"""What becomes of each row of a file: new, changed, deleted, or there already as it is."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backoffice.mission_file.shape import Section


class Done(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    DELETED = "deleted"
    SAME = "same"


@dataclass(slots=True)
class Fate:
    """What becomes of one row; `before` has by column what it had, of those that change."""

    section: Section
    path: str  # in the file; empty for a row that is deleted
    row: Any
    done: Done
    before: dict[str, Any] = field(default_factory=dict)
    words: str = ""  # what a row that is deleted is called


class Outcome:
    """The fates of the rows of one file, in the order in which they were met; the deleted ones come last."""

    def __init__(self) -> None:
        self._of_entries: dict[str, Fate] = {}
        self._gone: list[Fate] = []

    def note(
        self, section: Section, path: str, row: Any, done: Done, before: dict[str, Any] | None = None
    ) -> None:
        """Note what becomes of the entry at a path; what is said of it later adds to that."""
        fate = self._of_entries.setdefault(path, Fate(section, path, row, done))
        if fate.done is Done.SAME:
            fate.done = done
        fate.before |= before or {}

    def note_gone(self, section: Section, row: Any) -> None:
        """Note a row before it is deleted, while what it is called by is still there."""
        before = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
        self._gone.append(Fate(section, "", row, Done.DELETED, before, str(row)))

    def counts(self) -> dict[str, dict[str, int]]:
        """By section that the file has or loses something of, how many rows there are of each fate."""
        found: dict[str, dict[str, int]] = {}
        for fate in self:
            of_section = found.setdefault(fate.section.name, dict.fromkeys(Done, 0))
            of_section[fate.done] += 1
        return found

    def fingerprint(self) -> str:
        """Different wherever another row, or another value of a row, would be made, changed or deleted."""
        said = hashlib.sha256()
        for fate in self:
            if fate.done is not Done.SAME:
                before = sorted((name, _plain(value)) for name, value in fate.before.items())
                said.update(repr((fate.section.name, fate.path, fate.done.value, before)).encode())
        return said.hexdigest()[:24]

    def __iter__(self) -> Iterator[Fate]:
        yield from self._of_entries.values()
        yield from self._gone


def _plain(value: Any) -> str:
    return repr(sorted(value) if isinstance(value, set) else value)
