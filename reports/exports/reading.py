"""A list as tuples from one query, some hundred rows at a time, and as cells column by column."""

from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet

from documents.cells import Cell, Chunk, Heading
from reports.exports.columns import Column, Part, Reader

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a list with the columns that were chosen; nothing is asked before its chunks are."""

    rows: QuerySet[Any]
    parts: tuple[Part, ...]

    @property
    def headings(self) -> list[Heading]:
        return [part.heading for part in self.parts]

    def chunks(self, *, held: bool = True) -> Iterator[Chunk]:
        """The rows as they stood when the first was read, in order, in one query.

        On PostgreSQL they come as they are asked for within a transaction, so that the first does not wait
        for the last; `held` False is for who writes meanwhile: the database then puts all of them by first.
        """
        # SQLite reads from a snapshot by itself, and a transaction of ours there would make writers wait.
        own = connections[self.rows.db].vendor == "postgresql" and held
        sources: list[Any] = []
        places = [[_place(source, sources) for source in part.sources] for part in self.parts]
        if self.rows.query.distinct:
            sources.append("pk")  # two rows that say the same are two
        tuples: Any = self.rows.values_list(*sources).iterator(chunk_size=AT_ONCE)
        # Closed before the transaction ends: whoever breaks off leaves no cursor open behind it.
        with transaction.atomic(using=self.rows.db) if own else nullcontext(), closing(tuples):
            for batch in batched(tuples, AT_ONCE):  # the last is shorter
                columns = list(zip(*batch, strict=True))
                yield Chunk(
                    len(batch),
                    [
                        _cells(part, [columns[index] for index in indexes])
                        for part, indexes in zip(self.parts, places, strict=True)
                    ],
                )


def table(rows: QuerySet[Any], columns: Sequence[Column], reader: Reader) -> Table:
    """The table of these rows for a reader, in whose language the headings are: her language is active."""
    return Table(rows, tuple(part for column in columns for part in column.of(reader)))


def _place(source: Any, sources: list[Any]) -> int:
    """Where the source stands among those that are asked for; each once."""
    if isinstance(source, str) and source in sources:
        return sources.index(source)
    sources.append(source)
    return len(sources) - 1


def _cells(part: Part, columns: Sequence[Sequence[Any]]) -> Sequence[Cell]:
    return part.make(*columns) if part.make else columns[0]
