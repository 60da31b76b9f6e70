"""What the models say about a row of the file: their fields, their `clean`, their constraints."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from backoffice.mission_file import constraints
from backoffice.mission_file.entries import Entry
from backoffice.mission_file.faults import NOTHING, Fault, fault
from backoffice.mission_file.schema import at
from backoffice.mission_file.shape import Section
from missions.models import ProgrammeItem, Visibility
from wording.translated import translated_fields


def faults_of(
    section: Section, row: models.Model, entry: Entry, broken: Container[str] = ()
) -> Iterator[Fault]:
    """Every rule that the row breaks by itself, as `full_clean` would say, without asking what else there is.

    What names other rows must be set, but nothing is said of fields that are `broken`. Uniqueness is looked
    at elsewhere, for all rows at once.
    """
    said = set()
    for error in _errors(section, row, broken):
        for name, found in _faults(section, entry, error):
            # `clean` and a constraint may say the same.
            if found not in said and name not in broken:
                said.add(found)
                yield found
    if isinstance(row, ProgrammeItem) and "groups" not in broken and _nobody_takes_part(row, entry):
        rule = _("is missing: an item that only those who take part may see needs a group")
        yield fault(at(entry.path, "groups"), rule)


def place_of(section: Section, entry: Entry, column: str) -> tuple[str, Any]:
    """Where the file has the value of a column, and that value."""
    for name, field in translated_fields(section.model).items():
        if column in field.columns:
            lang, texts = column.removeprefix(f"{name}_"), entry.data.get(name)
            if not texts or not isinstance(texts, dict):
                return at(entry.path, name), NOTHING
            return at(entry.path, name, lang), texts.get(lang, NOTHING)
    return at(entry.path, column), entry.data.get(column, NOTHING)


def _nobody_takes_part(item: ProgrammeItem, entry: Entry) -> bool:
    return (
        item.visibility == Visibility.PARTICIPANTS and not item.for_everyone and not entry.data.get("groups")
    )


def _errors(section: Section, row: models.Model, broken: Container[str]) -> Iterator[ValidationError]:
    columns = [column for name in section.fields if name in broken for column in _columns(section, name)]
    try:
        # What names other rows was found in the file already; a query for each would take long.
        row.clean_fields(exclude=[*columns, *section.relations, "mission"])
    except ValidationError as error:
        yield error
        return  # `clean` may lean on its fields
    try:
        row.clean()
    except ValidationError as error:
        yield error
    yield from constraints.broken(row, set(columns))


def _columns(section: Section, name: str) -> Iterable[str]:
    return translated_fields(section.model)[name].columns if name in section.translated else [name]


def _faults(section: Section, entry: Entry, error: ValidationError) -> Iterator[tuple[str, Fault]]:
    """The faults of an error, each with the field that it is about."""
    if hasattr(error, "error_dict"):
        for column, errors in error.error_dict.items():
            path, value = place_of(section, entry, column)
            name = path.removeprefix(entry.path).strip(".").partition(".")[0]
            yield from ((name, fault(path, message, value)) for one in errors for message in one.messages)
        return
    for one in error.error_list:
        # A row outside the days that its mission has in the file is named where it stands.
        if one.code != "row_outside":
            yield from (("", fault(entry.path, message)) for message in one.messages)
