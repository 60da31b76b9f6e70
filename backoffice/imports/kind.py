"""What every kind of import is: permissions, a way to read a file, a way to preview it, and what it saves."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from backoffice.imports import entries as reading_entries
from backoffice.imports import headings, reading, remarks
from backoffice.imports.columns import Column
from backoffice.imports.entries import Entry
from backoffice.imports.preview import LEAVE_OUT, NEW, Candidate, Preview
from backoffice.imports.remarks import remark
from backoffice.imports.storage import Content
from backoffice.imports.table import MOST_ROWS, Line, Unreadable, as_json, from_json
from backoffice.imports.targets import Target
from backoffice.models import ImportKind
from backoffice.rights import access
from missions.models import Mission
from partners.desk import PERSONAL_DATA


@dataclass
class Circumstances:
    """Who brings something into which mission, in which language, and what she has decided about its rows."""

    mission: Mission
    user: Any
    lang: str
    decisions: dict[str, str] = field(default_factory=dict)
    text_lang: str = ""  # of the texts in the file, where she chose one
    extra: dict[str, Any] = field(default_factory=dict)  # what the file says besides its rows
    _answers: dict[str, bool] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        """Whether she has this permission in the mission; asked once."""
        if permission not in self._answers:
            self._answers[permission] = access.may(self.user, self.mission, permission)
        return self._answers[permission]

    @property
    def sees_personal_data(self) -> bool:
        return self.may(PERSONAL_DATA)


class Kind(ABC):
    """One kind of file. `saves` are its models in the order of saving, each with what it names many of."""

    key: ClassVar[ImportKind]
    suffixes: ClassVar[tuple[str, ...]]
    permissions: ClassVar[tuple[str, ...]]
    saves: ClassVar[tuple[tuple[type[models.Model], tuple[str, ...]], ...]]
    columns: ClassVar[Sequence[Column]] = ()
    hint: ClassVar[Any] = ""
    fills_in: ClassVar[bool] = False  # whether there is a template
    corrects: ClassVar[tuple[str, ...]] = ()  # columns whose cells are corrected in the preview

    @property
    def label(self) -> Any:
        return self.key.label

    @abstractmethod
    def read(self, name: str, content: bytes, at: Circumstances) -> Content:
        """What a file says. Raises Unreadable with one sentence."""

    @abstractmethod
    def preview(self, content: Content, at: Circumstances) -> Preview:
        """What would come of it now. Saves nothing, and raises nothing whatever the content says."""

    def offered(self, column: Column, at: Circumstances) -> list[str]:
        """What a template offers to choose from in a column."""
        return [str(label) for label in column.choices.labels] if column.choices else []


class SheetKind(Kind):
    """A kind that is a sheet with one row for each line."""

    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".csv")
    fills_in = True
    questions: ClassVar[tuple[str, ...]] = ()  # of a row, besides the first

    def read(self, name: str, content: bytes, at: Circumstances) -> Content:
        table = reading.read_sheet(name, content)
        found = headings.find(table, self.columns, at.lang, at.mission.languages)
        places = found.places
        notes = found.notes
        if not at.sees_personal_data and (personal := [one for one in places if one.column.personal]):
            places = [one for one in places if not one.column.personal]
            names = ", ".join(one.column.heading(one.lang) for one in personal)
            notes.append(remark("personal", columns=names))
        lines = [line for line in found.lines if not headings.is_example(line, found.places)]
        if examples := len(found.lines) - len(lines):
            notes.append(remark("examples", number=examples))
        kept = [_kept(line, [one.index for one in places]) for line in lines]
        kept = [line for line in kept if any(cell is not None for cell in line[1])]
        if not kept:
            raise Unreadable(_("The sheet has no rows below its headings."))
        if len(kept) > MOST_ROWS:
            raise Unreadable(
                _("The sheet has more than %(number)d rows; divide it, or delete what stands far below.")
                % {"number": MOST_ROWS}
            )
        return Content(
            [[one.index, one.column.key, one.lang] for one in places],
            kept,
            notes,
            found.ignored,
            assumed=[one.index for one in places if one.assumed],
            extra=self.beside(found),
        )

    def beside(self, headings: headings.Headings) -> dict[str, Any]:
        """Return what is kept of a sheet besides the cells of its columns."""
        return {}

    def preview(self, content: Content, at: Circumstances) -> Preview:
        at.extra = content.extra
        indexes = [index for index, _key, _lang in content.places]
        places = reading_entries.places_of(content.places, self.columns, content.assumed)
        if not at.sees_personal_data:
            places = [one for one in places if not one.column.personal]
        lines = [Line(number, _spread(cells, indexes)) for number, cells in content.lines]
        found = reading_entries.read(lines, places)
        for entry in found:
            if LEAVE_OUT in (at.decisions.get(f"{entry.number}{about}") for about in ("", *self.questions)):
                entry.row.decision = LEAVE_OUT
        self.compare([entry for entry in found if entry.row.decision != LEAVE_OUT], at)
        for entry in found:
            entry.row.title = entry.row.title or self.title_of(entry)
            entry.row.faults.sort(key=lambda fault: (not fault.column, len(fault.column), fault.column))
        notes = [remarks.worded(note) for note in content.notes]
        return Preview([entry.row for entry in found], notes, list(content.ignored))

    @abstractmethod
    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        """Say in the row of each entry what would come of it: changes, faults, candidates and targets."""

    def title_of(self, entry: Entry) -> str:
        """What the row is called in the preview, where nothing better is known: its first texts."""
        return ", ".join([value for value in entry.values.values() if isinstance(value, str)][:2])


def may_add(entry: Entry, target: Target, at: Circumstances) -> None:
    """A row that would be new is wrong for who may only change such rows, and the other way round."""
    opts = target.model._meta
    action = "add" if target.is_new else "change"
    if target.is_changed and not at.may(f"{opts.app_label}.{action}_{opts.model_name}"):
        said = (
            _("You may not add any here: %(rows)s.")
            if target.is_new
            else _("You may not change any here: %(rows)s.")
        )
        entry.row.fault(said % {"rows": opts.verbose_name_plural})


def decided(entry: Entry, candidates: list[Candidate], at: Circumstances, about: str = "") -> str:
    """What was decided about a likely duplicate: NEW, the key of a candidate, or nothing that counts.

    `about` tells a second question about a row from the first.
    """
    entry.row.candidates, entry.row.about, entry.row.decision = candidates, about, ""
    decision = at.decisions.get(entry.row.decision_key, "")
    if decision == NEW or any(candidate.key == decision for candidate in candidates):
        entry.row.decision = decision
        return decision
    return ""


def _kept(line: Line, indexes: list[int]) -> list[Any]:
    cells = [line.cells[index] if index < len(line.cells) else None for index in indexes]
    return [line.number, [as_json(cell) for cell in cells]]


def _spread(cells: list[Any], indexes: list[int]) -> list[Any]:
    """The cells where they stood in the sheet."""
    spread: list[Any] = [None] * (max(indexes, default=-1) + 1)
    for index, cell in zip(indexes, cells, strict=True):
        spread[index] = from_json(cell)
    return spread
