"""What would come of a file: one outcome for each of its rows, before anything is saved."""

import datetime
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from missions.models import Visibility
from wording import dates

if TYPE_CHECKING:
    from backoffice.imports.targets import Target


class State(StrEnum):
    """What a row is. A row of several is the first of these."""

    WRONG = "wrong"
    QUESTION = "question"
    LEFT_OUT = "left_out"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS = {
    State.WRONG: _("wrong"),
    State.QUESTION: _("to decide"),
    State.LEFT_OUT: _("left out"),
    State.NEW: _("new"),
    State.CHANGED: _("changed"),
    State.UNCHANGED: _("unchanged"),
}
NEW = "new"
LEAVE_OUT = "leave_out"
NOT_SAVED = (State.LEFT_OUT, State.UNCHANGED)


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row: the letter and heading of the column, where it is about one, and the reason."""

    column: str
    heading: str
    reason: str


@dataclass(frozen=True)
class Change:
    """One field of a row of the database, as it is and as it would be, in words of the reader."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Candidate:
    """A row of the database that may be meant; `why` is a sentence."""

    key: str
    text: str
    why: str


@dataclass
class Row:
    """The outcome of one row of the sheet."""

    number: int
    title: str = ""
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)  # a likely duplicate, whatever was decided
    decision: str = ""  # NEW, LEAVE_OUT, the key of a candidate, or nothing yet
    targets: list["Target"] = field(default_factory=list)
    about: str = ""  # which of several questions is asked
    question: str = ""  # where it is not whether the row is there already
    new_words: str = ""  # what NEW means then
    flags: list[str] = field(default_factory=list)  # what was guessed or could not be read
    marks: list[str] = field(default_factory=list)  # why only staff may see it, unless somebody decides
    visibility: Visibility | None = None  # who may see the item
    visibilities: list[tuple[str, str, bool]] = field(default_factory=list)  # value, label, is chosen
    cells: list[tuple[int, str, str]] = field(default_factory=list)  # to correct: index, heading, text

    @property
    def decision_key(self) -> str:
        """Under what the decision about the question is kept."""
        return f"{self.number}{self.about}"

    def fault(self, reason: str, column: str = "", heading: str = "") -> None:
        """Add a fault, unless the same was said."""
        if all(one.reason != reason or one.column != column for one in self.faults):
            self.faults.append(Fault(column, heading, reason))

    @property
    def is_restricted(self) -> bool:
        """Whether the import brings an item that only staff may see because of what the file says."""
        return bool(self.marks) and self.visibility == Visibility.STAFF and self.state not in NOT_SAVED

    @property
    def state(self) -> State:
        if self.decision == LEAVE_OUT:
            return State.LEFT_OUT
        if self.faults:
            return State.WRONG
        if self.candidates and not self.decision:
            return State.QUESTION
        if any(target.is_new and target.counts for target in self.targets):
            return State.NEW
        return State.CHANGED if self.changes else State.UNCHANGED

    def fingerprint(self) -> str:
        """Different for every outcome that a reader would see as another one."""
        said = [
            self.state,
            [target.identity for target in self.targets],
            [(change.field, change.old, change.new) for change in self.changes],
            [(fault.column, fault.reason) for fault in self.faults],
            [candidate.key for candidate in self.candidates],
            self.visibility or "",
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()[:12]


@dataclass
class Preview:
    """All rows of a file, in their order."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def counts(self) -> dict[State, int]:
        """How many rows there are of each state."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in State}

    def restricted(self) -> list[Row]:
        """The rows that become items which only staff may see, because of what the file says."""
        return [row for row in self.rows if row.is_restricted]

    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of each row by its number."""
        return {str(row.number): row.fingerprint() for row in self.rows}

    def digest(self) -> str:
        """Different where any row is."""
        return digest_of(self.fingerprints())

    def accepted(self) -> list[Row]:
        """The rows that would be saved."""
        return [row for row in self.rows if row.state in (State.NEW, State.CHANGED)]


def digest_of(fingerprints: dict[str, str]) -> str:
    """One word for the fingerprints of all rows."""
    return hashlib.sha256(json.dumps(fingerprints, sort_keys=True).encode()).hexdigest()[:24]


def worded(value: Any, lang: str) -> str:
    """A value as the preview shows it; choices and rows are worded where they are known."""
    match value:
        case None | "":
            return ""
        case bool():
            return str(_("yes") if value else _("no"))
        case datetime.date():
            return dates.long_date(value, lang)
        case datetime.time():
            return dates.clock(value)
    return str(value)
