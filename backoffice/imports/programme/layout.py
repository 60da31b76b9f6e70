"""A document, line by line: the day it is under, the place, the hours and what is to be done."""

import datetime
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from backoffice.imports import spoken
from backoffice.imports.programme import days, times
from backoffice.imports.programme.times import Hours
from backoffice.imports.remarks import Remark, remark, unread

SHORT = 60  # letters of a line that may be the name of a place
ROLES = {
    "day": "day date день дата күн күні gün güni sene",
    "time": "time hours время часы уақыт уақыты wagt wagty",
    "title": "event item activity programme program title мероприятие мероприятия событие содержание"
    " программа пункт іс-шара бағдарлама çäre maksatnama çäreler",
    "place": "place venue location where место где орны орын ýer ýeri orny",
    "city": "city town город қала şäher",
    "host": "host hosts organisation company partner организация компания предприятие"
    " принимающая ұйым gurama kompaniýa",
    "notes": "notes note remarks comment comments details примечание примечания комментарий"
    " ескерту bellik bellikler",
}
_PHRASES = {
    "принимающая сторона": "host",
    "место проведения": "place",
    "қабылдаушы тарап": "host",
    "өтетін орны": "place",
}
_PHRASES |= {
    "geçirilýän ýeri": "place",
    "kabul edýän tarap": "host",
    "дата и время": "time",
    "date and time": "time",
}
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_PLACE_LINE = re.compile(r"(?:место(?:\s+проведения)?|place|venue|орны|ýeri)\s*[:–]\s*(.+)", re.IGNORECASE)


@dataclass
class Found:
    """One entry of the programme as it stands there, with remarks on what is not sure."""

    number: int
    day: datetime.date | None = None
    hours: Hours = field(default_factory=Hours)
    title: str = ""
    city: str = ""  # of a heading, a bold line or a column for it
    place: str = ""  # of a column, which may be a town or a building
    host: str = ""
    lines: list[str] = field(default_factory=list)
    flags: list[Remark] = field(default_factory=list)


@dataclass
class Reading:
    """What the whole document says."""

    entries: list[Found] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


class Reader:
    """Reads the blocks of one document; `is_place` says whether a text names a place that is known."""

    def __init__(self, first: datetime.date, last: datetime.date, is_place: Callable[[str], bool]) -> None:
        self.first, self.last, self.is_place = first, last, is_place
        self.found = Reading()
        self.number = self.above = 0
        self.day: datetime.date | None = None
        self.city = ""
        self.flags: list[Remark] = []
        self.under = False  # under the heading of a day
        self.fresh = False  # nothing but the heading yet
        self.timed = False  # an entry of this day has hours

    def read(self, blocks: Iterable[dict[str, Any]]) -> Reading:
        for block in blocks:
            if "rows" in block:
                self._table(block["rows"])
            else:
                for line in str(block["text"]).split("\n"):
                    self.number += 1
                    if line.strip():
                        self._line(line.strip(), bold=bool(block["bold"]))
        if self.above:
            self.found.notes.append(remark("above", number=self.above))
        return self.found

    def _line(self, line: str, *, bold: bool) -> None:
        """A paragraph outside of tables."""
        hours = None if re.match(r"\d{1,2}\.\d{1,2}\.\d{2,4}\b", line) else times.leading(line)
        heading = None if hours else days.read(line, self.first, self.last)
        if heading and (heading.leads or bold):
            self._heading(heading)
            return
        bullet = line.lstrip("•·–—-*\t ")
        if not self.under and not (hours and hours.starts_at):
            if bold and self.is_place(line):
                self.city = line
            else:
                self.above += 1
            return
        hours = hours or times.leading(bullet) or times.leading(_NUMBERED.sub("", bullet, count=1))
        if hours:
            self._add(Found(self.number, hours=hours, title=hours.rest))
            return
        timed = times.looks_timed(bullet)
        if bold and not timed and len(line) <= SHORT and (self.is_place(line) or self.fresh):
            self.city = line.strip(" .,:;")
            return
        if self.found.entries and not self.fresh and self.timed and not timed:
            self._continue(self.found.entries[-1], bullet)
        else:
            entry = Found(self.number, title=bullet)
            if timed or re.match(r"\d", line):
                entry.flags.append(unread(line))
            self._add(entry)
            self.timed = self.timed or timed

    def _heading(self, heading: days.Heading) -> None:
        self.day, self.flags = heading.day, heading.flags
        if heading.rest or self.under:
            # A place goes on over the next day only where a line of its own named it.
            self.city = heading.rest or self.city
        self.under = self.fresh = True
        self.timed = False

    def _add(self, entry: Found) -> None:
        if entry.day is None:
            entry.day = self.day
            entry.flags = [*self.flags, *entry.flags]
        entry.city = entry.city or self.city
        first, *more = [part.strip() for part in entry.title.split("\n") if part.strip()] or [""]
        entry.title = first.strip(" ;\t")
        entry.lines = [*more, *entry.lines]
        if entry.day is None and not self.flags:
            entry.flags.append(remark("no_day"))
        self.found.entries.append(entry)
        self.under, self.fresh = True, False
        self.timed = self.timed or entry.hours.starts_at is not None or bool(entry.hours.part_of_day)

    def _continue(self, entry: Found, line: str) -> None:
        place = _PLACE_LINE.fullmatch(line)
        if not entry.title:
            entry.title = line.strip(" ;")
        elif place and not entry.place:
            entry.place = place[1].strip(" .")
        else:
            entry.lines.append(line)

    def _table(self, rows: list[list[dict[str, Any]]]) -> None:
        grid = [_spread(row) for row in rows]
        _fill(grid)
        width = max(map(len, grid), default=0)
        at, roles = next(
            ((index, found) for index, row in enumerate(grid[:5]) if (found := _roles(row))), (-1, {})
        )
        if not roles:
            roles = self._guessed(grid, width)
            if not roles:
                for row in rows:
                    for cell in row:
                        self.number += 1
                        for line in cell["text"].split("\n"):
                            if line.strip():
                                self._line(line.strip(), bold=cell["bold"])
                return
            self.found.notes.append(remark("no_headings"))
        for index, row in enumerate(grid):
            self.number += 1
            if index == at or not any(cell["text"].strip() for cell in row):
                continue
            self._row(row, roles)

    def _guessed(self, grid: list[list[dict[str, Any]]], width: int) -> dict[int, str]:
        """The columns of a table without headings: by hours and days in them, then by length."""
        roles: dict[int, str] = {}
        texts = [[row[i]["text"] for row in grid if i < len(row) and not _alone(row)] for i in range(width)]
        said = [[text for text in column if text.strip()] for column in texts]
        for index, column in enumerate(said):
            hours = sum(1 for text in column if times.whole(text) is not None)
            dated = sum(1 for text in column if days.read(text, self.first, self.last))
            if column and "time" not in roles.values() and hours > len(column) / 2:
                roles[index] = "time"
            elif column and "day" not in roles.values() and dated > len(column) / 2:
                roles[index] = "day"
        if "time" not in roles.values():
            return {}
        rest = [index for index in range(width) if index not in roles and said[index]]
        if not rest:
            return {}
        title = max(rest, key=lambda index: sum(map(len, said[index])) / len(said[index]))
        roles[title] = "title"
        for index in rest:
            if index != title:
                known = sum(1 for text in said[index] if self.is_place(text))
                place = "place" not in roles.values() and (known > 0 or index == title + 1)
                roles[index] = "place" if place else "notes"
        return roles

    def _row(self, row: list[dict[str, Any]], roles: dict[int, str]) -> None:
        cells: dict[str, str] = {}
        for index, role in roles.items():
            if index < len(row) and (text := row[index]["text"].strip()) and text not in ("-", "–", "—"):
                cells[role] = f"{cells[role]}\n{text}" if role in cells else text
        if (only := _alone(row)) is not None:
            text = " ".join(only["text"].split())
            if heading := days.read(text, self.first, self.last):
                self._heading(heading)
                return
            if len(text) <= SHORT and (self.is_place(text) or (only["bold"] and self.fresh)):
                self.city = text.strip(" .,:;")
                return
            if (hours := times.leading(text)) and hours.rest:
                self._add(Found(self.number, hours=hours, title=hours.rest))
                return
            if "title" not in cells:
                cells = {"title": text}
        entry = Found(self.number)
        if said := cells.get("day", ""):
            heading = days.read(said, self.first, self.last)
            if heading is None:
                entry.flags.append(unread(said))
            elif heading.day != self.day or heading.day is None:
                self._heading(heading)
        said = cells.get("time", "")
        hours = times.whole(said, among_hours=True)
        if hours is None and (heading := days.read(said.partition("\n")[0], self.first, self.last)):
            self._heading(heading)
            hours = times.whole(said.partition("\n")[2], among_hours=True)
        if hours is None and (begins := times.leading(said)) and begins.rest:
            hours = begins
            cells["title"] = "\n".join(filter(None, (begins.rest, cells.get("title", ""))))
        if hours is None:
            entry.flags.append(unread(said))
        first, *below = cells.get("title", "").split("\n")
        doubtful = below if cells.get("time") else [first, *below]
        entry.flags += [unread(line) for line in doubtful if times.looks_timed(line)]
        entry.hours = hours or Hours()
        entry.title, entry.place, entry.host = (cells.get(name, "") for name in ("title", "place", "host"))
        entry.place, entry.host = " ".join(entry.place.split()), " ".join(entry.host.split())
        entry.city = " ".join(cells.get("city", "").split())
        if notes := cells.get("notes"):
            entry.lines += notes.split("\n")
        if not entry.title and "time" not in cells and self.found.entries and not self.fresh:
            self.found.entries[-1].lines += [text for name, text in cells.items() if name != "day"]
        elif entry.title or "time" in cells:
            self._add(entry)


def _spread(row: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of a row where they stand: one over several columns has its text in the first."""
    found: list[dict[str, Any]] = []
    for cell in row:
        found.append(cell)
        found += [{"text": "", "bold": False, "goes_on": False, "span": 0}] * (cell["span"] - 1)
    return found


def _fill(grid: list[list[dict[str, Any]]]) -> None:
    """A cell that is merged with that above it says the same."""
    for above, row in itertools.pairwise(grid):
        for index, cell in enumerate(row):
            if cell["goes_on"] and index < len(above):
                row[index] = {**above[index], "goes_on": True}


def _alone(row: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The cell that is the whole row, one over all columns or the only one with text of its own."""
    said = [cell for cell in row if cell["text"].strip()]
    if len(said) == 1 and not said[0]["goes_on"] and (said[0]["span"] > 1 or said[0] is row[0]):
        return said[0]
    return None


def _roles(row: list[dict[str, Any]]) -> dict[int, str]:
    """What the columns under a row of headings are; nothing where it is none."""
    found: dict[int, str] = {}
    for index, cell in enumerate(row):
        if cell["span"] and (role := _role(spoken.folded(cell["text"]))):
            found.setdefault(index, role)
    return found if len(set(found.values())) >= 2 and "title" in found.values() else {}


def _role(heading: str) -> str:
    if heading in _PHRASES:
        return _PHRASES[heading]
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", heading)
    if not words or len(words) > 5:
        return ""
    return next((role for role, known in ROLES.items() if words[0] in known.split()), "")
