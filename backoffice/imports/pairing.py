"""Which line of a sheet is which row of the database, where no name tells it by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from backoffice.imports.entries import Entry
from backoffice.imports.kind import Circumstances, decided
from backoffice.imports.preview import Candidate


class Pairs:
    """The row of each entry, each row for one entry alone; what is not certain is asked.

    First come the rows that an entry names by reference; of several entries with one reference the row goes
    to one that says what the row is, else to the first, and `copied` is called for each of the others. Then
    come those that are already all that it says, then those that `sure` takes for the same where there is one
    alone. What is left of the rows `there` for an entry is offered for a decision.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        at: Circumstances,
        *,
        there: Callable[[Entry], Iterable[Any]],
        named: Callable[[Entry], Any],
        same: Callable[[Entry, Any], bool],
        sure: Callable[[Entry, Any], bool],
        words: Callable[[Any], str],
        why: str,
        copied: Callable[[Entry, Entry], None] | None = None,
    ) -> None:
        self.taken: set[Any] = set()
        self.row: dict[int, Any] = {}
        left = {entry.number: list(there(entry)) for entry in entries}
        claims: dict[Any, list[tuple[Entry, Any]]] = defaultdict(list)
        for entry in entries:
            if (row := named(entry)) is not None:
                claims[row.pk].append((entry, row))
        for rivals in claims.values():
            first = next((one for one in rivals if same(*one)), rivals[0])
            self._take(*first)
            for entry, _row in rivals:
                if entry is not first[0] and copied:
                    copied(entry, first[0])
        for fits in (same, sure):
            for entry in entries:
                found = [row for row in self._free(entry, left) if fits(entry, row)]
                if found and (fits is same or len(found) == 1):
                    self._take(entry, found[0])
        for entry in entries:
            if free := self._free(entry, left):
                rows = {str(row.pk): row for row in free}
                candidates = [Candidate(key, words(row), why) for key, row in rows.items()]
                if (row := rows.get(decided(entry, candidates, at))) is not None:
                    self._take(entry, row)

    def of(self, entry: Entry) -> Any:
        """The row of an entry, None where it is a new one."""
        return self.row.get(entry.number)

    def _free(self, entry: Entry, left: dict[int, list[Any]]) -> list[Any]:
        if entry.number in self.row:
            return []
        return [row for row in left[entry.number] if row.pk not in self.taken]

    def _take(self, entry: Entry, row: Any) -> None:
        self.taken.add(row.pk)
        self.row[entry.number] = row
