"""Which items are at the same time for somebody: one sweep over the beginnings.

Each item is held against those of its subjects that are still going on, so that the work grows with the
sorting and with what is found. Items are told by their place in the list of spans.
"""

from collections.abc import Sequence

from backoffice.clashes.spans import Span, may_overlap, overlap

type Pair = tuple[int, int]
EVERYONE = None
"""In the place of an item's subjects: whoever has subjects takes part."""


class Found:
    """Pairs that are at the same time, and by each item without an end the first that may begin too early."""

    def __init__(self) -> None:
        self.pairs: set[Pair] = set()
        self.open_ends: dict[int, int] = {}


def overlaps(spans: Sequence[Span], subjects: Sequence[Sequence[object] | None]) -> Found:
    """Sweep over spans in the order of their beginnings; an item without subjects meets nobody."""
    found = Found()
    of_everyone: list[int] = []
    of_some: list[int] = []
    by_subject: dict[object, list[int]] = {}
    for number, own in enumerate(subjects):
        if own is EVERYONE:
            _meet(spans, number, of_everyone, found)
            _meet(spans, number, of_some, found)
            of_everyone.append(number)
        elif own:
            _meet(spans, number, of_everyone, found)
            for subject in own:
                going_on = by_subject.get(subject)
                if going_on is None:
                    by_subject[subject] = [number]
                    continue
                _meet(spans, number, going_on, found)
                going_on.append(number)
            of_some.append(number)
    return found


def _meet(spans: Sequence[Span], number: int, going_on: list[int], found: Found) -> None:
    """Note those that the item meets, and forget those that are over."""
    if not going_on:
        return
    span = spans[number]
    begin = span.begin
    over = False
    for other in going_on:
        earlier = spans[other]
        if overlap(earlier, span):
            found.pairs.add((other, number))
        elif may_overlap(earlier, span):
            if found.open_ends.setdefault(other, number) != number:
                over = True
        elif earlier.perhaps <= begin:
            over = True
    if over:
        going_on[:] = [
            other
            for other in going_on
            if spans[other].sure > begin
            or (spans[other].perhaps > begin and found.open_ends.get(other, number) == number)
        ]
