"""A personal itinerary as one file of HTML that needs nothing else: fonts, map and style inside, no script.

It may be kept and opened years later without a network; its own policy forbids it to ask for anything.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from documents.paper import Block, Entry, Line, Paper, Section, text_of, together
from missions import route_map
from missions.pages import times
from missions.parts import Itinerary

STATIC = Path(settings.BASE_DIR, "static")
FONT = re.compile(r'url\("(fonts/[a-z-]+\.woff2)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in two languages; its time once where both say it alike."""

    when: tuple[tuple[str, Line], ...]
    entries: tuple[tuple[Paper, Entry], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop in two languages."""

    names: tuple[tuple[Paper, Block], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A section in two languages."""

    sections: tuple[tuple[Paper, Section], ...]
    stops: tuple[Stop, ...]


def made(papers: Sequence[Paper], itinerary: Itinerary) -> str:
    """One paper, or two side by side, as a whole page; the map is that of the itinerary, in its language."""
    with translation.override(itinerary.lang):
        return render_to_string(
            "delegations/one_file.html",
            {
                "papers": together(papers),
                "first": papers[0],
                "pairs": _side_by_side(papers) if len(papers) > 1 else (),
                "map": route_map.make(itinerary.stops, settled=times.settled(itinerary)),
                "style": style(),
            },
        )


def _side_by_side(papers: Sequence[Paper]) -> list[Pair]:
    """Two papers of one shape, section by section."""
    return [
        Pair(
            tuple(zip(papers, sections, strict=True)),
            tuple(
                _stop(papers, blocks)
                for blocks in zip(*(section.blocks for section in sections), strict=True)
            ),
        )
        for sections in zip(*(paper.sections for paper in papers), strict=True)
    ]


def _stop(papers: Sequence[Paper], blocks: tuple[Block, ...]) -> Stop:
    entries = zip(
        *([entry for part in block.parts for entry in part.entries] for block in blocks), strict=True
    )
    return Stop(tuple(zip(papers, blocks, strict=True)), tuple(_row(papers, both) for both in entries))


def _row(papers: Sequence[Paper], entries: tuple[Entry, ...]) -> Row:
    times_said = {
        text_of(entry.when): (paper.lang, entry.when) for paper, entry in zip(papers, entries, strict=True)
    }
    return Row(tuple(times_said.values()), tuple(zip(papers, entries, strict=True)))


@cache
def style() -> SafeString:
    """The stylesheet of the pages, with its fonts inside it."""
    css = COMMENT.sub("", (STATIC / "keruen.css").read_text(encoding="utf-8"))
    lines = "\n".join(line.strip() for line in FONT.sub(_embedded, css).splitlines() if line.strip())
    return mark_safe(lines)  # noqa: S308  a file of ours


def _embedded(found: re.Match[str]) -> str:
    font = base64.b64encode((STATIC / found[1]).read_bytes()).decode()
    return f'url("data:font/woff2;base64,{font}")'
