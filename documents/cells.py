"""Cells of a sheet by column: what both kinds of sheet, CSV and XLSX, are written from."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

type Cell = str | int | Decimal | datetime.date | datetime.time | datetime.datetime | None


class Sort(StrEnum):
    """What the cells of a column are; any may be None. Moments are naive, in the zone of the heading."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    DAY = "day"
    CLOCK = "clock"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column, what its cells are, and how many letters it is wide."""

    words: str
    sort: Sort
    letters: int = 18


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some hundred rows, column by column, each in the order of the headings."""

    rows: int
    columns: Sequence[Sequence[Cell]]
