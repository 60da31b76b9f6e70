"""What is read of a file, whatever its kind: lines of cells, each with its number in the file."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from backoffice.imports.remarks import Remark

type Cell = str | int | float | bool | datetime.date | datetime.time | datetime.datetime | None

LARGEST = 10 * 1024 * 1024  # bytes of a file
MOST_ROWS = 10_000
MOST_COLUMNS = 200


class Unreadable(ValueError):
    """The file is none that is taken; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet, by its number there; cells at its end that are empty are left out."""

    number: int
    cells: list[Cell]


@dataclass
class Table:
    """The lines that say something, and sentences on how they were read."""

    lines: list[Line]
    notes: list[Remark] = field(default_factory=list)


def letter(index: int) -> str:
    """The letter over the column of this index, from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def trimmed(cells: list[Any]) -> list[Cell]:
    """The cells without the empty ones at the end; text of nothing but white space is None."""
    found: list[Cell] = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    while found and found[-1] is None:
        found.pop()
    return found


def as_json(cell: Cell) -> Any:
    """A cell as JSON: dates and times as an object of one key that says what they are."""
    match cell:
        case datetime.datetime():
            return {"moment": cell.isoformat()}
        case datetime.date():
            return {"day": cell.isoformat()}
        case datetime.time():
            return {"time": cell.isoformat()}
    return cell


def from_json(value: Any) -> Cell:
    """The cell that `as_json` wrote; raises ValueError for an object that it did not write."""
    match value:
        case {"moment": text}:
            return datetime.datetime.fromisoformat(text)
        case {"day": text}:
            return datetime.date.fromisoformat(text)
        case {"time": text}:
            return datetime.time.fromisoformat(text)
        case dict() | list():
            raise ValueError(f"no cell: {value!r}")
    return value  # type: ignore[no-any-return]  # what is left are plain values
