"""The row ID of a sheet: the reference of the record that a line was exported from."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.imports import values
from backoffice.imports.columns import Column
from backoffice.imports.entries import Entry
from backoffice.imports.table import Cell


def read(cell: Cell) -> str:
    """Return the row ID as it is compared; a text that is none, as it stands."""
    text = values.line(cell)
    try:
        return str(UUID(text))
    except ValueError:
        return text


def column(key: str, hint: Any, **earlier: tuple[str, ...]) -> Column:
    """Return the column of the row ID; `earlier` are the headings of earlier exports by language."""
    return Column(key, gettext_lazy("row ID"), read, aliases=earlier, hint=hint)


def drop_malformed(entries: Iterable[Entry], field: str) -> None:
    """Remark each row ID that is not a UUID, and leave it out."""
    for entry in entries:
        if (text := entry.get(field)) is not None:
            try:
                UUID(text)
            except ValueError:
                said = _("“%(value)s” is not a row ID; the row is matched by what it says.")
                entry.row.flags.append(said % {"value": values.shown(text)})
                del entry.values[field]


def remark_unknown(entry: Entry, field: str, *, of_mission: bool = False) -> None:
    """Remark that no record has the row ID, and leave it out."""
    entry.row.flags.append(
        _("No row of this mission has this row ID; the row is matched by what it says.")
        if of_mission
        else _("No row has this row ID; the row is matched by what it says.")
    )
    entry.values.pop(field, None)


def remark_copy(entry: Entry, first: Entry, field: str) -> None:
    """Remark that the row is a copy of another one of the sheet, and leave its row ID out."""
    said = _("Row %(row)d has the same row ID; this row is taken for a copy of it, and is new.")
    entry.row.flags.append(said % {"row": first.number})
    entry.values.pop(field, None)
