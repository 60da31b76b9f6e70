"""Whom the way between two items leaves too little time, one sweep over the beginnings.

For each subject an item follows the one that ends last of those that began before it. The fastest way is
never quicker over a detour, so that these pairs are enough. Items without a place on Earth are passed over;
that nothing can be told of the way to such a place is said once for each two places.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from itertools import combinations

from backoffice.clashes import distance
from backoffice.clashes.facts import Facts, Leg, Place
from backoffice.clashes.overlaps import Pair, Subjects
from backoffice.clashes.spans import Span
from backoffice.clashes.taking_part import TakingPart

NOBODY = -1  # in the place of a span: there was none before


class Ways:
    """How long the way between two items takes at least, by the legs that some of the people travel."""

    def __init__(self, facts: Facts, taking: TakingPart) -> None:
        self._taking = taking
        self._places = {stop.place.pk: stop.place for stop in facts.stops}
        self._places |= {item.to_place.pk: item.to_place for item in facts.items if item.to_place}
        self._legs: dict[tuple[int, int], list[Leg]] = {}
        for leg in facts.legs:
            self._legs.setdefault((leg.from_place.pk, leg.to_place.pk), []).append(leg)

    def add(self, place: Place) -> None:
        """Count with a place that an item ends at now."""
        if place.pk not in self._places:
            self._places[place.pk] = place
            self.__dict__.pop("longest", None)

    @property
    def all_located(self) -> bool:
        """Whether it is known of each place of the mission where on Earth it is."""
        return all(map(distance.located, self._places.values()))

    @cached_property
    def longest(self) -> int:
        """Microseconds that the longest way of the mission takes, by the slowest way that anybody goes."""
        found = [place for place in self._places.values() if distance.located(place)]
        modes = {leg.mode for legs in self._legs.values() for leg in legs}
        return max(
            (
                distance.at_least(distance.between(one, other), by)
                for one, other in combinations(found, 2)
                for by in (distance.FASTEST, *((mode,) for mode in modes))
            ),
            default=0,
        )

    def modes(self, one: Span, other: Span) -> tuple[str, ...]:
        """By which legs those go who take part in both; the fastest there is, where none is known."""
        if one.ends_in is None or other.begins_in is None:
            return distance.FASTEST
        legs = self._legs.get((one.ends_in.pk, other.begins_in.pk), ())
        if not legs:
            return distance.FASTEST
        both = self._taking.members_of(one.item) & self._taking.members_of(other.item)
        modes = {leg.mode for leg in legs if not leg.passengers or leg.passengers & both}
        return tuple(sorted(modes)) or distance.FASTEST

    def needed(self, one: Span, other: Span) -> int:
        """Microseconds from the end of one item to where the other begins; 0 within a place, or unknown."""
        here, there = one.ends_in, other.begins_in
        if here is None or there is None or here is there or here.pk == there.pk:
            return 0
        if not (distance.located(here) and distance.located(there)):
            return 0
        return distance.at_least(distance.between(here, there), self.modes(one, other))

    def too_short(self, one: Span, other: Span) -> bool:
        """Whether the other begins before one can be there."""
        gap = other.begin - one.sure
        return 0 <= gap < self.longest and gap < self.needed(one, other)


def too_far(spans: Sequence[Span], subjects: Sequence[Subjects], ways: Ways) -> set[Pair]:
    """The pairs that follow one another for somebody, with too little time between their places."""
    following = _following(spans, subjects, distance.located)
    return {(one, other) for one, other in following if ways.too_short(spans[one], spans[other])}


def not_located(
    spans: Sequence[Span], subjects: Sequence[Subjects], ways: Ways
) -> dict[frozenset[int], Pair]:
    """The pairs of places of which one is not located, if on some day somebody goes from one to the other.

    By the primary keys of the places; each with the first two items of which that holds.
    """
    if ways.all_located:
        return {}
    found: dict[frozenset[int], Pair] = {}
    for one, other in _following(spans, subjects, lambda place: place is not None):
        here, there = spans[one].ends_in, spans[other].begins_in
        if here is None or there is None or here.pk == there.pk:
            continue
        if distance.located(here) and distance.located(there):
            continue
        last, first = spans[one], spans[other]
        if (last.item.ends_on or last.item.day) == first.item.day and first.begin >= last.sure:
            pair = frozenset((here.pk, there.pk))
            found[pair] = min(found.get(pair, (one, other)), (one, other), key=lambda each: each[::-1])
    return found


def _following(
    spans: Sequence[Span], subjects: Sequence[Subjects], counts: Callable[[Place | None], bool]
) -> Iterator[Pair]:
    """What follows what for somebody; only items in places that count, and some pairs more than once."""
    # Who was last where, for each subject and for everyone; what ends before everyone's last is forgotten.
    last: dict[Hashable, int] = {}
    everyone = NOBODY

    def ends_later(one: int, other: int) -> bool:
        return other == NOBODY or (spans[one].sure, one) > (spans[other].sure, other)

    for number, own in enumerate(subjects):
        if own is not None and not own:
            continue
        span = spans[number]
        if counts(span.begins_in):
            before: set[int] = set()
            for subject in last if own is None else own:
                other = last.get(subject, NOBODY)
                before.add(other if other != NOBODY and ends_later(other, everyone) else everyone)
            if own is None:
                before.add(everyone)
            for other in before:
                if other != NOBODY:
                    yield other, number
        if not counts(span.ends_in):
            continue
        if own is not None:
            for subject in own:
                if ends_later(number, last.get(subject, NOBODY)):
                    last[subject] = number
        elif ends_later(number, everyone):
            everyone = number
            last = {subject: other for subject, other in last.items() if ends_later(other, number)}
