"""The entries of one file, row by row, and the rules among them: no row twice, no name that leads nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from backoffice.mission_file import sections
from backoffice.mission_file.faults import Fault, fault
from backoffice.mission_file.schema import MOST, at, more_faults, steps
from backoffice.mission_file.sections import HOSTS, ITEM_GROUPS
from backoffice.mission_file.shape import Model, Section
from missions.models.results import TOO_MUCH
from wording import numbers

CHECKED = (sections.MISSION, *sections.SHARED, *sections.OWNED, *sections.RECORDS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file: where it stands and what it says."""

    path: str
    data: dict[str, Any]

    def key(self, names: Iterable[str]) -> tuple[Any, ...]:
        """The values by which rows are told apart."""
        return tuple(self.data.get(name) for name in names)


@dataclass
class MissionFile:
    """A file whose outermost shape is right.

    `broken` are the paths of entries with faults, each with its keys at fault: these are not saved, and
    neither is what names them. Of faults without number the first are kept.
    """

    name: str
    data: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    broken: dict[str, set[str]] = field(default_factory=dict)
    more: bool = False

    def refuse(self, path: str, rule: object, *value: object) -> None:
        """Note a fault of the entry at or above the path."""
        self.found(fault(path, rule, *value))

    def found(self, fault: Fault) -> None:
        if len(self.faults) < MOST:
            self.faults.append(fault)
        else:
            self.more = True
        entry = _entry_path(fault.path)
        self.broken.setdefault(entry, set()).update(steps(fault.path.removeprefix(entry))[:1])

    def whole(self, entry: Entry) -> bool:
        """Whether nothing wrong is known of an entry, nor of the one that it stands in."""
        return entry.path not in self.broken and _entry_path(entry.path) not in self.broken

    def sorted_faults(self) -> list[Fault]:
        """The faults in the order of the file, each once."""
        sections_in_order = [section.name for section in sections.TOP_LEVEL]

        def where(fault: Fault) -> tuple[Any, ...]:
            name, *more = steps(fault.path) or [""]
            position = sections_in_order.index(name) if name in sections_in_order else -1
            places = [numbers.whole(step) for step in more]
            return position, [
                (-1, step) if place is None else (place, "") for step, place in zip(more, places, strict=True)
            ]

        found = sorted(dict.fromkeys(self.faults), key=where)
        return [more_faults(), *found] if self.more else found

    def fit(self, entry: Entry, names: Iterable[str]) -> bool:
        """Whether nothing wrong is known of these keys of an entry."""
        row = _entry_path(entry.path)
        if row != entry.path:
            return self.whole(entry)
        return self.broken.get(row, set()).isdisjoint(names)

    def certain(self, section: Section) -> bool:
        """Whether all names of a section's rows can be read: else nothing can be said to lead nowhere."""
        return section.name not in self.broken and not any(
            not keys or section.key[0] in keys
            for path, keys in self.broken.items()
            if path.startswith(f"{section.name}[")
        )

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """The entries of each section; hosts and groups of items come out of these."""
        found = {section.name: list(self._entries(section)) for section in sections.TOP_LEVEL}
        items = found["items"]
        found[HOSTS.name] = [
            Entry(at(item.path, HOSTS.name, index), {**host, "item": item.data.get("uid")})
            for item in items
            for index, host in enumerate(_list(item.data.get("hosts")))
            if isinstance(host, dict)
        ]
        found[ITEM_GROUPS.name] = [
            Entry(at(item.path, "groups", index), {"item": item.data.get("uid"), "group": group})
            for item in items
            for index, group in enumerate(_list(item.data.get("groups")))
        ]
        return found

    def _entries(self, section: Section) -> Iterator[Entry]:
        if section is sections.MISSION:
            yield Entry(section.name, self.data[section.name])
            return
        for index, data in enumerate(_list(self.data.get(section.name))):
            if isinstance(data, dict):
                yield Entry(at(section.name, index), data)


def check(file: MissionFile) -> None:
    """Note what is wrong among the entries of a file: rows that are there twice, and names of none."""
    known: dict[Model, set[Any]] = {}
    for section in CHECKED:
        if len(section.key) == 1 and file.certain(section):
            known[section.model] = {entry.data[section.key[0]] for entry in file.entries[section.name]}
    for section in CHECKED:
        for entry in file.entries[section.name]:
            _check_names(file, section, entry, known)
    for section in CHECKED:
        for names in (section.key, *section.unique):
            _check_unique(file, section, names)
    _check_parents(file)
    _check_years(file)


def _check_unique(file: MissionFile, section: Section, names: tuple[str, ...]) -> None:
    seen: dict[tuple[Any, ...], str] = {}
    for entry in file.entries[section.name]:
        key = entry.key(names)
        if all(value is None for value in key) or not file.fit(entry, names):
            continue
        if key in seen:
            rule = _("stands twice in the file: %(path)s has it already") % {"path": seen[key]}
            if len(names) == 1:
                file.refuse(at(entry.path, *names), rule, *key)
            else:
                file.refuse(entry.path, rule, entry.data)
        else:
            seen[key] = entry.path


def _check_names(file: MissionFile, section: Section, entry: Entry, known: Mapping[Model, set[Any]]) -> None:
    for name, model in section.relations.items():
        value = entry.data.get(name)
        # The mission that a follow-up became is in another file.
        if value is None or name == "result_mission" or not file.fit(entry, [name]):
            continue
        if model in known and value not in known[model]:
            path = entry.path if section is ITEM_GROUPS else at(entry.path, name)
            file.refuse(path, _nowhere(model), value)
    for name, model in section.many.items():
        if model in known and file.fit(entry, [name]):
            for index, value in enumerate(entry.data.get(name, ())):
                if value not in known[model]:
                    file.refuse(at(entry.path, name, index), _nowhere(model), value)


def _nowhere(model: Model) -> str:
    section = next(section for section in sections.TOP_LEVEL if section.model is model)
    return _("names nothing under “%(section)s” in this file") % {"section": section.name}


def _check_parents(file: MissionFile) -> None:
    found = [entry for entry in file.entries["organisations"] if file.fit(entry, ("ref", "parent"))]
    parents = {entry.data["ref"]: entry.data.get("parent") for entry in found}
    for entry in found:
        first, seen = entry.data["ref"], set()
        ref = parents[first]
        while ref is not None and ref not in seen and ref != first:
            seen.add(ref)
            ref = parents.get(ref)
        if ref == first:
            rule = _("The line of parents leads back to this organisation.")
            file.refuse(at(entry.path, "parent"), rule, entry.data["parent"])


def _check_years(file: MissionFile) -> None:
    """No outcome's years have more than its amount."""
    whole = [entry for entry in file.entries["outcomes"] if file.fit(entry, ("ref", "amount"))]
    left = {entry.data["ref"]: Decimal(entry.data.get("amount", 0)) for entry in whole}
    for entry in file.entries["outcome_years"]:
        if file.fit(entry, ("outcome", "amount")) and entry.data["outcome"] in left:
            left[entry.data["outcome"]] -= Decimal(entry.data["amount"])
            if left[entry.data["outcome"]] < 0:
                file.refuse(at(entry.path, "amount"), TOO_MUCH, entry.data["amount"])


def _entry_path(path: str) -> str:
    """The path of the row that a path lies in: `items[3]` of `items[3].hosts[0].state`."""
    first, *more = steps(path) or [""]
    place = numbers.whole(more[0]) if more and first != sections.MISSION.name else None
    return first if place is None else at(first, place)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
