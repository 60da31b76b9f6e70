"""Rows of the database as they would be: new ones, or copies of those that are there; not saved yet."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from backoffice.imports.preview import Change, Row, worded
from backoffice.mission_file import constraints

EMPTY = ("blank", "null")  # the codes of Django's own sentences, which name no field


class Target:
    """A row to be saved: with the `columns` that change, and the keys that it is to name and names by now."""

    def __init__(self, row: models.Model, *, is_new: bool, counts: bool = True) -> None:
        """`counts` is false for what only hangs on another row: a new one of these makes no line new."""
        self.row: Any = row
        self.is_new = is_new
        self.columns: set[str] = set()
        self.many: dict[str, tuple[set[int], set[int]]] = {}
        self.broken = False
        self.is_gone = False
        self.counts = counts

    @classmethod
    def of(cls, row: models.Model) -> Self:
        """A copy of a row that is there."""
        return cls(copy.copy(row), is_new=False)

    @classmethod
    def without(cls, row: models.Model) -> Self:
        """A row that is there and is to be deleted."""
        found = cls(row, is_new=False)
        found.is_gone = True
        return found

    @property
    def model(self) -> type[models.Model]:
        return type(self.row)

    @property
    def identity(self) -> str:
        return f"{self.model._meta.model_name} {'new' if self.is_new else self.row.pk}"

    @property
    def is_changed(self) -> bool:
        return self.is_new or self.is_gone or bool(self.columns) or bool(self.many)

    def field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    def give(self, name: str, value: Any, row: Row, lang: str, *, words: str = "", had: str = "") -> None:
        """Give a field this value, and tell the row of the sheet if that changes it.

        `words` and `had` are how the new and the old value are called, where they are not said by themselves.
        """
        one = self.field(name)
        old, new = getattr(self.row, one.attname), value
        if old == new:
            return
        setattr(self.row, one.attname, new)
        if not self.is_new:
            self.columns.add(name)
        self.tell(
            row,
            name,
            had or self._worded(one, old, lang),
            words or self._worded(one, new, lang),
            one.verbose_name,
        )

    def name(self, name: str, other: models.Model | None, row: Row, words: str) -> None:
        """Let a field name another row, which is called by these words."""
        one = self.field(name)
        old = getattr(self.row, name) if getattr(self.row, one.attname) is not None else None
        self.give(name, other.pk if other else None, row, "", words=words, had=str(old or ""))
        setattr(self.row, name, other)

    def give_many(self, name: str, wanted: set[int], had: set[int], row: Row, words: dict[int, str]) -> None:
        """Let a field name these rows; `words` are their names by key."""
        if wanted == had:
            return
        self.many[name] = (wanted, had)
        old, new = ("; ".join(sorted(words.get(key, str(key)) for key in keys)) for keys in (had, wanted))
        self.tell(row, name, old, new, self.field(name).verbose_name)

    def tell(self, row: Row, name: str, old: str, new: str, label: Any) -> None:
        """Put a change of one field down in the row of the sheet."""
        row.changes.append(Change(f"{self.identity} {name}", _capital(str(label)), old, new))

    def _worded(self, one: Any, value: Any, lang: str) -> str:
        if one.choices and value:
            return str(dict(one.flatchoices).get(value, value))
        return worded(value, lang)

    def faults(self, unchecked: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """Every rule of the model that the row breaks by itself: (field or "", sentence).

        As `full_clean`, without a question to the database: that named rows exist and that nothing is there
        twice is looked at for the whole sheet.
        """
        if not self.is_changed:
            return
        relations = [one.name for one in self.model._meta.fields if isinstance(one, models.ForeignKey)]
        for check in (lambda: self.row.clean_fields(exclude={*relations, *unchecked}), self.row.clean):
            try:
                check()
            except ValidationError as error:
                self.broken = True
                yield from self._sentences(error)
                return  # what comes after may lean on the fields
        for found in constraints.broken(self.row):
            self.broken = True
            yield from self._sentences(found)

    def _sentences(self, error: ValidationError) -> Iterator[tuple[str, str]]:
        if not hasattr(error, "error_dict"):
            yield from (("", message) for message in error.messages)
            return
        for name, errors in error.error_dict.items():
            named = "" if name == NON_FIELD_ERRORS else name
            for one in errors:
                messages = [_empty(self.field(name))] if named and one.code in EMPTY else one.messages
                yield from ((named, message) for message in messages)


def _empty(one: Any) -> str:
    """That a field is empty which must not be, by name, and what may stand there."""
    field = _capital(str(one.verbose_name))
    if choices := ", ".join(str(words) for key, words in one.flatchoices if key):
        said = {"field": field, "choices": choices}
        return _("“%(field)s” must not be empty; write one of these: %(choices)s.") % said
    return _("“%(field)s” must not be empty.") % {"field": field}


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
