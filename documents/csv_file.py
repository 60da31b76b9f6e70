"""A sheet as CSV: UTF-8 with its mark, commas, CRLF, made in pieces; no cell of it is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from documents.cells import Cell, Chunk, Heading, Sort
from documents.defusing import defused

MEDIA_TYPE = "text/csv; charset=utf-8"
MARK = b"\xef\xbb\xbf"
# What no text of a sheet holds, for no program reads it: control characters but tab and line breaks.
_UNREADABLE = bytes(set(range(32)) - {9, 10, 13})

# What begins so is no formula. To look here is cheaper than the whole rule, and nearly always enough.
_HARMLESS = frozenset(["", *filter(str.isalnum, map(chr, range(0x530)))])


def pieces(headings: Sequence[Heading], chunks: Iterable[Chunk]) -> Iterator[tuple[bytes, int]]:
    """The file piece by piece, each with how many rows it holds; the first has the headings alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([defused(heading.words) for heading in headings])
    yield MARK + _taken(text), 0
    sorts = [heading.sort for heading in headings]
    for chunk in chunks:
        written = [_WAYS[sort](cells) for sort, cells in zip(sorts, chunk.columns, strict=True)]
        writer.writerows(zip(*written, strict=True))
        yield _taken(text), chunk.rows


def _taken(text: io.StringIO) -> bytes:
    content = text.getvalue().encode("utf-8", "replace").translate(None, _UNREADABLE)
    text.seek(0)
    text.truncate()
    return content


def _texts(cells: Sequence[Any]) -> Sequence[Any]:
    try:
        return [cell if cell[:1] in _HARMLESS else defused(cell) for cell in cells]
    except TypeError:  # some are None
        return [cell and defused(cell) for cell in cells]


def _as_they_are(cells: Sequence[Cell]) -> Sequence[Cell]:
    return cells  # csv writes what str() says: ISO days, whole numbers, amounts with a point


def _clocks(cells: Sequence[Cell]) -> Sequence[object]:
    return [cell and format(cell, "%H:%M") for cell in cells]


def _moments(cells: Sequence[Cell]) -> Sequence[object]:
    return [cell and format(cell, "%Y-%m-%d %H:%M") for cell in cells]


_WAYS = {
    Sort.TEXT: _texts,
    Sort.NUMBER: _as_they_are,
    Sort.AMOUNT: _as_they_are,
    Sort.DAY: _as_they_are,
    Sort.CLOCK: _clocks,
    Sort.MOMENT: _moments,
}
