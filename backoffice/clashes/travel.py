"""Whom the way between two items leaves too little time, one sweep over the beginnings.

For each subject an item follows the one that ends last of those that began before it. The fastest way is
never quicker over a detour, so that these pairs are enough. Items without a place on Earth are passed over.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from backoffice.clashes import distance
from backoffice.clashes.facts import Facts, Leg, Place
from backoffice.clashes.overlaps import EVERYONE, Pair
from backoffice.clashes.spans import Span
from backoffice.clashes.taking_part import TakingPart


class Ways:
    """How long the way between two items takes at least, by the legs that some of the people travel."""

    def __init__(self, facts: Facts, taking: TakingPart) -> None:
        self._taking = taking
        self._places = [stop.place for stop in facts.stops]
        self._places += [item.to_place for item in facts.items if item.to_place]
        self._legs: dict[tuple[int, int], list[Leg]] = {}
        for leg in facts.legs:
            self._legs.setdefault((leg.from_place.pk, leg.to_place.pk), []).append(leg)

    def add(self, place: Place) -> None:
        """Count with a place that an item ends at now."""
        if all(place.pk != known.pk for known in self._places):
            self._places.append(place)
            self.__dict__.pop("longest", None)

    @cached_property
    def longest(self) -> int:
        """Microseconds that the longest way of the mission takes, by the slowest way that anybody goes."""
        found = {place.pk: place for place in self._places if distance.located(place)}.values()
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
        if here is None or there is None or here.pk == there.pk:
            return 0
        if not (distance.located(here) and distance.located(there)):
            return 0
        return distance.at_least(distance.between(here, there), self.modes(one, other))

    def too_short(self, one: Span, other: Span) -> bool:
        """Whether the other begins before one can be there."""
        gap = other.begin - one.sure
        return 0 <= gap < distance.HORIZON and gap < self.needed(one, other)


def too_far(spans: Sequence[Span], subjects: Sequence[Sequence[object] | None], ways: Ways) -> set[Pair]:
    """The pairs that follow one another for somebody, with too little time between their places."""
    found: set[Pair] = set()
    last: dict[object, int] = {}
    last_of_everyone: int | None = None

    def ends_later(one: int, other: int | None) -> bool:
        return other is None or (spans[one].sure, one) > (spans[other].sure, other)

    def before(own: Sequence[object] | None) -> Iterator[int]:
        if last_of_everyone is not None:
            yield last_of_everyone
        for subject in last if own is EVERYONE else own:
            if subject in last and ends_later(last[subject], last_of_everyone):
                yield last[subject]

    for number, own in enumerate(subjects):
        if own is not EVERYONE and not own:
            continue
        span = spans[number]
        if distance.located(span.begins_in):
            if own is not EVERYONE and all(
                subject in last and ends_later(last[subject], last_of_everyone) for subject in own
            ):
                candidates = {last[subject] for subject in own}
            else:
                candidates = set(before(own))
            found.update((other, number) for other in candidates if ways.too_short(spans[other], span))
        if not distance.located(span.ends_in):
            continue
        if own is not EVERYONE:
            for subject in own:
                if ends_later(number, last.get(subject)):
                    last[subject] = number
        elif ends_later(number, last_of_everyone):
            last_of_everyone = number
            for subject in [one for one, other in last.items() if not ends_later(other, number)]:
                del last[subject]
    return found
