"""A document, line by line: the day it is under, the place, the hours and what is to be done."""

import datetime
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator

from backoffice.imports import marks, spoken
from backoffice.imports.programme import date_ranges, days, guesses, times
from backoffice.imports.programme.times import Hours
from backoffice.imports.remarks import QUOTED, Remark, remark, unread

SHORT = 60  # letters of a line that may be the name of a place
FEW = 3  # words of a bold line below a day that names a place nobody knows
MOST_QUOTED = 10  # lines above the first day
MOST_TITLE = 250  # characters of the title of an item
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
    notes: list[str] = field(default_factory=list)  # for staff: cells of columns that are not known
    flags: list[Remark] = field(default_factory=list)
    restricted: list[Remark] = field(default_factory=list)  # why only staff may see it


@dataclass
class Reading:
    """What the whole document says."""

    entries: list[Found] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)  # lines that are no entry: titles, days, towns


class Reader:
    """Reads the blocks of one document; `is_place` says whether a text names a place that is known."""

    def __init__(self, first: datetime.date, last: datetime.date, is_place: Callable[[str], bool]) -> None:
        self.first, self.last, self.is_place = first, last, is_place
        self.found = Reading()
        self.number = 0
        self.titles: list[str] = []  # lines above the first day
        self.day: datetime.date | None = None
        self.city = ""
        self.flags: list[Remark] = []
        self.marked: list[Remark] = []  # by the heading of the day: it restricts all its entries
        self.under = False  # under the heading of a day
        self.fresh = False  # nothing but the heading yet
        self.timed = False  # an entry of this day has hours

    def read(self, blocks: Iterable[dict[str, Any]]) -> Reading:
        """Return the entries of a document; each line that says something is in one of them or a heading."""
        for block in blocks:
            if "rows" in block:
                self._table(block["rows"])
            else:
                self._paragraph(str(block["text"]), bold=bool(block["bold"]))
        if self.titles:
            self.found.notes.append(remark("titles", number=len(self.titles), lines=_quoted(self.titles)))
        return self.found

    def _paragraph(self, text: str, *, bold: bool) -> None:
        """Read a paragraph; what follows a line break in it belongs to the entry that began in it."""
        entry: Found | None = None
        for line in text.split("\n"):
            self.number += 1
            if not (line := line.strip()):
                continue
            if entry is not None and not self._begins(line, bold=bold):
                self._continue(entry, line)
            else:
                before = len(self.found.entries)
                self._line(line, bold=bold)
                entry = self.found.entries[-1] if len(self.found.entries) > before else None

    def _begins(self, line: str, *, bold: bool) -> bool:
        """Whether a line behind a line break begins something of its own: a day or an entry with a time."""
        heading = self._heading_of(line)
        return (heading is not None and (heading.leads or bold)) or times.looks_timed(_bare(line))

    def _line(self, line: str, *, bold: bool) -> None:
        """Read a paragraph outside of tables. A line that is not understood is an entry of its own."""
        dated = bool(re.match(r"\d{1,2}\.\d{1,2}\.\d{2,4}\b", line) or date_ranges.find(line))
        hours = None if dated else times.leading(line)
        heading = None if hours else self._heading_of(line)
        if heading and (heading.leads or bold):
            self._heading(heading, line)
            return
        bullet = _bare(line)
        if not self.under and not (hours and hours.starts_at):
            if bold and self.is_place(line):
                self._town(line, line)
            else:
                self.titles.append(line)
                self.found.headings.append(line)
            return
        if date_ranges.find(line):
            hours = None
        else:
            hours = hours or times.leading(bullet) or times.leading(_NUMBERED.sub("", bullet, count=1))
        if hours:
            self._add(Found(self.number, hours=hours, title=hours.rest))
            return
        timed = times.looks_timed(bullet)
        if bold and not timed and self._names_place(line):
            self._town(line.strip(" .,:;"), line)
            return
        last = self.found.entries[-1] if self.found.entries and not self.fresh else None
        if marks.is_alone(line):
            if last is not None:
                self._continue(last, line)
            else:
                self.marked.append(remark("marked", text=marks.find(line)))
                self.found.headings.append(line)
        elif last is not None and (not last.title or (_PLACE_LINE.fullmatch(bullet) and not last.place)):
            self._continue(last, bullet)
        else:
            entry = Found(self.number, title=bullet)
            if timed or re.match(r"\d", line):
                entry.flags.append(unread(line))
            elif self.timed:
                entry.flags.append(remark("own_row"))
            self._add(entry)
            self.timed = self.timed or timed

    def _heading_of(self, text: str) -> days.Heading | None:
        """The day that a text is the heading of; a range of dates above the first day is a title."""
        found = date_ranges.find(text)
        if found:
            rest = marks.without(text.replace(found, "", 1)).strip(" ()[]")
            flags = [remark("several_days", text=text)]
            return days.Heading(None, rest, flags, text.startswith(found)) if self.under else None
        heading = days.read(text, self.first, self.last)
        if heading is None:
            return None
        whole = " ".join(text.split())
        # What stands behind the day, not before it: “Monday, June 11, 2012 – Beijing”.
        heading.leads = heading.leads or whole.rstrip(" .,:;)]").endswith(heading.rest.rstrip(" .,:;)]"))
        return heading

    def _heading(self, heading: days.Heading, line: str) -> None:
        rest, mark = marks.without(heading.rest), marks.find(line)
        self.day, self.flags = heading.day, heading.flags
        self.marked = [remark("marked_day", text=mark)] if mark else []
        self.under = self.fresh = True
        self.timed = False
        if (
            rest
            and not self.is_place(rest)
            and (guesses.kind_of(rest) or len(rest) > SHORT or rest[0].islower())
        ):
            self._add(Found(self.number, title=heading.rest))
            return
        self.found.headings.append(line)
        # A place goes on over the next day only where a line of its own named it.
        self.city = rest or self.city

    def _town(self, name: str, line: str) -> None:
        self.city = name
        self.found.headings.append(line)

    def _names_place(self, line: str) -> bool:
        """Whether a line is a town: one that is known, or a name of a few words right below the day."""
        if len(line) > SHORT or marks.find(line):
            return False
        few = self.fresh and len(line.split()) <= FEW and not guesses.kind_of(line)
        return self.is_place(line) or few

    def _add(self, entry: Found) -> None:
        if entry.day is None:
            entry.day = self.day
            entry.flags = [*self.flags, *entry.flags]
        entry.city = entry.city or self.city
        entry.restricted = [*self.marked, *entry.restricted]
        first, *more = [part.strip() for part in entry.title.split("\n") if part.strip()] or [""]
        entry.title = first.strip(" ;\t")
        entry.lines = [*more, *entry.lines]
        if len(entry.title) > MOST_TITLE:
            entry.lines.insert(0, entry.title)
            entry.title = (
                f"{entry.title[: MOST_TITLE - 10].rpartition(' ')[0] or entry.title[: MOST_TITLE - 10]}…"
            )
        if entry.day is None and not self.flags:
            entry.flags.append(remark("no_day"))
        self.found.entries.append(entry)
        self.under, self.fresh = True, False
        self.timed = self.timed or entry.hours.starts_at is not None or bool(entry.hours.part_of_day)

    def _continue(self, entry: Found, line: str) -> None:
        """Add a line to the entry that it belongs to for sure."""
        place = _PLACE_LINE.fullmatch(line)
        if not entry.title and not marks.is_alone(line):
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
                        self._paragraph(cell["text"], bold=cell["bold"])
                return
            self.found.notes.append(remark("no_headings"))
        for index, row in enumerate(grid):
            self.number += 1
            if index == at:
                self.found.headings += [cell["text"] for cell in row if cell["text"].strip()]
            elif any(cell["text"].strip() for cell in row):
                names = [cell["text"] for cell in grid[at]] if at >= 0 else []
                self._row(row, roles, names)

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

    def _row(self, row: list[dict[str, Any]], roles: dict[int, str], names: list[str]) -> None:
        """Read a row of a table under these columns; `names` are their headings."""
        cells: dict[str, str] = {}
        notes, restricted = [], []
        for index, cell in enumerate(row):
            if not (text := cell["text"].strip()) or text in ("-", "–", "—"):
                continue
            if role := roles.get(index):
                cells[role] = f"{cells[role]}\n{text}" if role in cells else text
            elif not re.fullmatch(r"(?:№\s*)?\d{1,3}[.)]?", text):  # rows are numbered
                name = " ".join(names[index].split()) if index < len(names) else ""
                notes.append(f"{name}: {text}" if name else text)
                if mark := marks.beside(name, text):
                    restricted.append(remark("marked", text=mark))
        if (only := _alone(row)) is not None:
            text = " ".join(only["text"].split())
            if heading := self._heading_of(text):
                self._heading(heading, text)
                return
            if (len(text) <= SHORT and self.is_place(text)) or (only["bold"] and self._names_place(text)):
                self._town(text.strip(" .,:;"), text)
                return
            if (hours := times.leading(text)) and hours.rest:
                self._add(Found(self.number, hours=hours, title=hours.rest))
                return
            if "title" not in cells:
                cells, notes = {"title": only["text"].strip()}, []
        entry = Found(self.number, notes=notes, restricted=restricted)
        if said := cells.get("day", ""):
            heading = self._heading_of(said)
            if heading is None:
                entry.flags.append(unread(said))
                entry.lines += said.split("\n")
            elif heading.day != self.day or heading.day is None:
                self._heading(heading, said)
        said = cells.get("time", "")
        hours = times.whole(said, among_hours=True)
        if hours is None and (heading := self._heading_of(said.partition("\n")[0])):
            self._heading(heading, said.partition("\n")[0])
            said = said.partition("\n")[2]
            hours = times.whole(said, among_hours=True)
        if hours is None and (begins := times.leading(said)) and begins.rest:
            hours = begins
            if marks.is_alone(begins.rest):
                entry.lines.append(begins.rest)
            else:
                cells["title"] = "\n".join(filter(None, (begins.rest, cells.get("title", ""))))
        if hours is None:
            entry.flags.append(unread(said))
            entry.lines += said.split("\n")
        first, *below = cells.get("title", "").split("\n")
        doubtful = below if cells.get("time") else [first, *below]
        entry.flags += [unread(line) for line in doubtful if times.looks_timed(line)]
        entry.hours = hours or Hours()
        entry.title, entry.place, entry.host = (cells.get(name, "") for name in ("title", "place", "host"))
        entry.place, entry.host = " ".join(entry.place.split()), " ".join(entry.host.split())
        entry.city = " ".join(cells.get("city", "").split())
        if remarks := cells.get("notes"):
            entry.lines += remarks.split("\n")
        if not entry.title and "time" not in cells:
            # A row without item and time belongs to no other one for sure: its first text is its title.
            entry.title, entry.lines = (entry.lines[0], entry.lines[1:]) if entry.lines else ("", [])
            entry.title = entry.title or entry.host or entry.place or entry.city
            if not entry.title and not entry.notes:
                return
            entry.title = entry.title or entry.notes.pop(0)
            entry.flags.append(remark("own_row"))
        self._add(entry)


def _bare(line: str) -> str:
    """A line without the sign of a list in front of it."""
    return line.lstrip("•·–—-*\t ")


def _quoted(lines: list[str]) -> str:
    """The first lines of several, as a sentence quotes them."""
    shown = [Truncator(" ".join(line.split())).chars(QUOTED) for line in lines[:MOST_QUOTED]]
    return "; ".join(shown) + ("; …" if len(lines) > MOST_QUOTED else "")


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
