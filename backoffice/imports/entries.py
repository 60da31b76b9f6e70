"""The lines of a file with their cells read: what a kind compares with the rows that there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from backoffice.imports import values
from backoffice.imports.columns import Column
from backoffice.imports.headings import Place
from backoffice.imports.preview import Row
from backoffice.imports.table import Line, letter
from backoffice.imports.targets import Target
from wording.translated import texts


@dataclass
class Entry:
    """One line: its values by field (“person.email”, “leg.mode”), without those that are empty or wrong."""

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)  # fields of which something was said already
    full_names: dict[str, str] = field(default_factory=dict)  # by language, where divided

    @property
    def number(self) -> int:
        return self.row.number

    def get(self, name: str) -> Any:
        """The value of a field, None where the line says nothing or nothing right."""
        return self.values.get(name)

    def of(self, model: type[models.Model]) -> Iterator[tuple[str, Any]]:
        """The values of the fields of one model."""
        prefix = f"{model._meta.model_name}."
        for name, value in self.values.items():
            if name.startswith(prefix):
                yield name.removeprefix(prefix), value

    def is_shown(self, row: models.Model, name: str, value: Any) -> bool:
        """Whether the value is no text of the row's own, but what is shown there for want of one."""
        place = self.places.get(f"{row._meta.model_name}.{name}")
        if row.pk is None or place is None or not place.assumed or getattr(row, name):
            return False
        return bool(value == next(iter(texts(row, name.removesuffix(f"_{place.lang}")).values()), ""))

    def fault(self, name: str, reason: str) -> None:
        """Say that the value of a field is wrong, with its column; without one, that the row is."""
        self.wrong.add(name)
        place = self.places.get(name)
        if place is None:
            self.row.fault(reason)
        else:
            self.row.fault(reason, letter(place.index), place.column.heading(place.lang))

    def check(self, target: Target) -> None:
        """Say what the model says of the row as it would be, but of fields whose cells are wrong anyway."""
        prefix = f"{target.model._meta.model_name}."
        wrong = {name.removeprefix(prefix) for name in self.wrong if name.startswith(prefix)}
        for name, reason in target.faults(wrong):
            if name not in wrong:
                self.fault(prefix + name, reason)


def read(lines: Iterable[Line], places: Sequence[Place]) -> list[Entry]:
    """The lines with their cells read, each wrong one named in its row. An empty cell says nothing."""
    entries = []
    for line in lines:
        entry = Entry(Row(line.number))
        for place in places:
            entry.places[place.field] = place
            cell = line.cells[place.index] if place.index < len(line.cells) else None
            if cell is None:
                continue
            try:
                value = place.column.read(cell)
            except values.Wrong as error:
                entry.fault(place.field, str(error))
            else:
                if isinstance(cell, str) and place.column.read is values.day and values.is_ambiguous(cell):
                    entry.row.flags.append(values.read_as(cell, value))
                if value is not None and value not in ("", []):
                    entry.values[place.field] = value
        entries.append(entry)
    return entries


def places_of(
    stored: Iterable[Sequence[Any]], columns: Sequence[Column], assumed: Sequence[int]
) -> list[Place]:
    """The places that an import keeps as (index, key, language), without those of columns that are gone.

    Of those with an index in `assumed` the heading names no language.
    """
    known = {column.key: column for column in columns}
    return [Place(index, known[key], lang, index in assumed) for index, key, lang in stored if key in known]
