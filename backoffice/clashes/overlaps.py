"""Which items are at the same time for somebody: one sweep over the beginnings.

Each item is held against those of its subjects that are still going on, so that the work grows with the
sorting and with what is found. Items are told by their place in the list of spans.
"""

from collections.abc import Hashable, Sequence

from backoffice.clashes.spans import Span

type Pair = tuple[int, int]
type Subjects = Sequence[Hashable] | None
"""Whose time an item takes: nobody's where it is empty; None is everyone who has any."""


class Found:
    """Pairs that are at the same time, and by each item without an end the first that may begin too early."""

    def __init__(self) -> None:
        self.pairs: set[Pair] = set()
        self.open_ends: dict[int, int] = {}


class _GoingOn:
    """The items of somebody that may not be over, and when the last of them is."""

    __slots__ = ("numbers", "over")

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.over = -1


def overlaps(spans: Sequence[Span], subjects: Sequence[Subjects]) -> Found:
    """Sweep over spans in the order of their beginnings."""
    found = Found()
    of_everyone, of_some = _GoingOn(), _GoingOn()
    by_subject: dict[Hashable, _GoingOn] = {}
    somebody_for_all = None in subjects
    for number, own in enumerate(subjects):
        if own is None:
            _meet(spans, number, of_some, found)
            _meet(spans, number, of_everyone, found)
            _go_on(spans, number, of_everyone)
        elif own:
            if somebody_for_all:
                _meet(spans, number, of_everyone, found)
                _go_on(spans, number, of_some)
            for subject in own:
                going_on = by_subject.get(subject)
                if going_on is None:
                    going_on = by_subject[subject] = _GoingOn()
                else:
                    _meet(spans, number, going_on, found)
                _go_on(spans, number, going_on)
    return found


def _go_on(spans: Sequence[Span], number: int, going_on: _GoingOn) -> None:
    going_on.numbers.append(number)
    perhaps = spans[number].perhaps
    if perhaps > going_on.over:
        going_on.over = perhaps


def _meet(spans: Sequence[Span], number: int, going_on: _GoingOn, found: Found) -> None:
    """Note those that the item meets, and forget those that are over."""
    span = spans[number]
    begin = span.begin
    left: list[int] = []
    for other in going_on.numbers if going_on.over > begin else ():
        earlier = spans[other]
        # As backoffice.clashes.spans.overlap and may_overlap have it, of two in this order.
        if earlier.sure > begin:
            left.append(other)
            if earlier.begin < span.sure:
                found.pairs.add((other, number))
        elif earlier.perhaps > begin and earlier.begin < begin:
            # Who has met one after her own end is not asked again.
            if found.open_ends.setdefault(other, number) == number:
                left.append(other)
        elif earlier.perhaps > begin:
            left.append(other)
    going_on.numbers = left


def sharing(spans: Sequence[Span], things: Sequence[Sequence[Hashable]]) -> set[Pair]:
    """The pairs that are at the same time and share a thing, in which everything about their ends is sure."""
    found: set[Pair] = set()
    users: dict[Hashable, list[int]] = {}
    for number, own in enumerate(things):
        for thing in own:
            numbers = users.setdefault(thing, [])
            if not numbers or numbers[-1] != number:  # an item may name a thing twice
                numbers.append(number)
    for numbers in users.values():
        over = 0
        going_on: list[int] = []
        for number in numbers if len(numbers) > 1 else ():
            span = spans[number]
            if over > span.begin:
                going_on = [other for other in going_on if spans[other].sure > span.begin]
                found.update((other, number) for other in going_on if spans[other].begin < span.sure)
            else:
                going_on = []
            going_on.append(number)
            over = max(over, span.sure)
    return found
