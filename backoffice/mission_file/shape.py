"""How rows and their values are written in a mission file.

What stands in the file is named by the tables of sections.py; everything that reads or writes it walks those.
"""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from missions.models import Mission
from wording.translated import translated_fields
from wording.words import LANGUAGES

type Model = type[models.Model]

# Degrees are JSON numbers. Sums have more digits than every reader of JSON keeps, so they are text.
LONGEST_NUMBER = 10


@dataclass(frozen=True)
class Section:
    """The rows of one model in the file.

    `fields` stand in the order in which they are written; those of `required` always are, the others where
    they say something. `key` tells rows apart, and each of `unique` must differ too. `owner` is the way from
    a row to its mission, None for rows that missions share; `order` is the order in the file. Fields that are
    `late` name rows of a later section. Rows `beside` are named by no field, but asked for what they say.
    """

    name: str
    model: Model
    fields: tuple[str, ...]
    required: tuple[str, ...]
    owner: str | None = "mission"
    order: tuple[Any, ...] = ("pk",)
    key: tuple[str, ...] = ("ref",)
    unique: tuple[tuple[str, ...], ...] = ()
    late: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @cached_property
    def translated(self) -> frozenset[str]:
        """The fields that are texts by language."""
        return frozenset(translated_fields(self.model)) & frozenset(self.fields)

    @cached_property
    def columns(self) -> dict[str, Any]:
        """Django's fields by name, without the texts by language."""
        return {name: self.model._meta.get_field(name) for name in self.fields if name not in self.translated}

    @cached_property
    def relations(self) -> dict[str, Model]:
        """The models of the fields that name one other row."""
        return {
            name: field.related_model
            for name, field in self.columns.items()
            if isinstance(field, models.ForeignKey)
        }

    @cached_property
    def many(self) -> dict[str, Model]:
        """The models of the fields that name any number of other rows."""
        return {
            name: field.related_model
            for name, field in self.columns.items()
            if isinstance(field, models.ManyToManyField)
        }

    def rows(self, mission: Mission) -> models.QuerySet[Any]:
        """The rows of one mission, in the order of the file. Only for rows that have an owner."""
        found = self.model._default_manager.filter(**{self.owner or "": mission})
        return found.order_by(*self.order).prefetch_related(*self.many, *self.beside)


def own_value(section: Section, row: models.Model, name: str) -> Any:
    """The value of a field that names no other row; None where the file leaves it out."""
    if name in section.translated:
        return translated_fields(section.model)[name].texts(row) or None
    value = getattr(row, name)
    if name not in section.required and value == section.columns[name].get_default():
        return None
    return as_json(section.columns[name], value)


def as_json(field: models.Field[Any, Any], value: Any) -> Any:
    """The value of a column as the file has it."""
    match value:
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
        case datetime.time():
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
        case datetime.date():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case Decimal():
            long = isinstance(field, models.DecimalField) and field.max_digits > LONGEST_NUMBER
            return str(value) if long else float(value)
    return value


def from_json(section: Section, name: str, value: Any) -> dict[str, Any]:
    """The columns of a row for one value of the file, or for None where the file has none.

    Raises ValidationError where a day, time or number is none.
    """
    if name in section.translated:
        return {f"{name}_{lang}": (value or {}).get(lang, "") for lang in LANGUAGES}
    field = section.columns[name]
    if value is None:
        return {name: field.get_default()}
    return {name: field.to_python(str(value) if isinstance(field, models.DecimalField) else value)}
