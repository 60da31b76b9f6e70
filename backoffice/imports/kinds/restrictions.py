"""Items that an import restricts to staff, because the file marks them as not public or is not understood.

Whoever reads the preview decides otherwise by a choice in the row; a column “Who may see it” decides as well.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from backoffice.imports import marks, remarks
from backoffice.imports.entries import Entry
from backoffice.imports.kind import Circumstances
from backoffice.imports.remarks import Remark
from missions.models import ProgrammeItem, Visibility

EXTRA = "restricted"  # where an import keeps the reasons, by row
FIELD = "programmeitem.visibility"
CHOICES = (Visibility.STAFF, Visibility.DELEGATION, Visibility.PUBLIC)


def key(number: int) -> str:
    """Return the key under which the decision about the visibility of a row is kept."""
    return f"{number}visibility"


def kept(rows: Iterable[dict[str, Any]]) -> dict[str, list[Remark]]:
    """Return the reasons to restrict rows, as an import keeps them: those given, and the marks in the texts.

    They are kept when the file is read, so that a mark which is corrected away in the preview opens nothing.
    """
    found = {}
    for row in rows:
        reasons = list(row.get(EXTRA, ()))
        texts = [value for name, value in row.items() if isinstance(value, str) and name != "lang"]
        reasons += [remarks.remark("marked", text=mark) for text in texts if (mark := marks.find(text))]
        if reasons:
            found[str(row["number"])] = _once(reasons)
    return found


class Restrictions:
    """The rows of one import that are restricted; `opened` are items that were restricted and are no more."""

    def __init__(self, at: Circumstances) -> None:
        self.at = at
        self.reasons: dict[str, list[Any]] = at.extra.get(EXTRA, {})
        self._opened: set[int] | None = None

    def apply(self, entry: Entry, item: ProgrammeItem | None) -> None:
        """Set the visibility of an entry, by a decision or because of its marks, and say so in its row."""
        decision = self.at.decisions.get(key(entry.number), "")
        reasons = _once([*self.reasons.get(str(entry.number), ()), *_marks(entry)])
        if decision in CHOICES:
            entry.values[FIELD] = decision
        elif reasons and not entry.get(FIELD) and self._holds(entry, item, reasons):
            entry.values[FIELD] = Visibility.STAFF.value
        visibility = entry.get(FIELD) or (item.visibility if item else Visibility.DELEGATION)
        entry.row.visibility = Visibility(visibility)
        entry.row.visibilities = _choices(decision, entry.row.visibility)
        entry.row.marks = [remarks.worded(one) for one in reasons]

    def _holds(self, entry: Entry, item: ProgrammeItem | None, reasons: list[Any]) -> bool:
        """Whether the reasons restrict the item: not one that somebody opened although they were there."""
        if item is None or item.visibility == Visibility.STAFF:
            return True
        own = {name: getattr(item, name) for name, _value in entry.of(ProgrammeItem) if hasattr(item, name)}
        there = {mark for value in own.values() if isinstance(value, str) and (mark := marks.find(value))}
        if all(code == "marked" and said["text"] in there for code, said in reasons):
            return False
        if all(code == "not_understood" for code, _said in reasons):
            return False
        return item.pk not in self.opened

    @property
    def opened(self) -> set[int]:
        """The items of the mission that history knows as restricted to staff; fetched once."""
        if self._opened is None:
            rows = ProgrammeItem.history.filter(mission_id=self.at.mission.pk, visibility=Visibility.STAFF)
            self._opened = set(rows.order_by().values_list("id", flat=True).distinct())
        return self._opened


def _choices(chosen: str, visibility: Visibility) -> list[tuple[str, str, bool]]:
    """Return what a row offers for its visibility: value, label, whether it is chosen."""
    now = _("as it is: %(visibility)s") % {"visibility": visibility.label}
    offered = [("", now)] if not chosen else [("", _("as the file says"))]
    offered += [(one.value, str(one.label)) for one in CHOICES]
    return [(value, label, value == chosen) for value, label in offered]


def _marks(entry: Entry) -> list[Remark]:
    texts = (value for _name, value in entry.of(ProgrammeItem) if isinstance(value, str))
    return [remarks.remark("marked", text=mark) for text in texts if (mark := marks.find(text))]


def _once(reasons: Iterable[Any]) -> list[Any]:
    """Each reason once, in order; as kept, a reason is a list."""
    found: dict[str, Any] = {}
    for code, said in reasons:
        found.setdefault(f"{code} {sorted(said.items())}", (code, dict(said)))
    return list(found.values())
