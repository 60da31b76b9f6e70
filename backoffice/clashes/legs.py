"""Passengers who are still under way when an item begins, or have left before it ends.

A leg whose departure is not known holds its passengers only back from items at the place where it arrives,
on the day of its arrival. The item that a leg is itself is no item to be late for.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.facts import Item, Leg
from backoffice.clashes.programme import Programme, pages_of
from backoffice.clashes.spans import Span, day_begins, instant
from backoffice.clashes.taking_part import People


def cautions(programme: Programme) -> list[Caution]:
    """All cautions of these kinds."""
    spans = programme.spans
    if not programme.facts.legs or not spans:
        return []
    begins = [span.begin for span in spans]
    ends = list(accumulate((span.sure for span in spans), max))
    found: list[Caution] = []
    for leg in programme.facts.legs:
        departure, arrival = _instants(leg)
        if departure is not None:
            found += _still_there(programme, leg, departure, begins, ends)
        if arrival is not None:
            first, last = bisect_left(begins, _since(leg, departure)), bisect_left(begins, arrival)
            for span in spans[first:last]:
                if _holds(leg, departure, span):
                    found += late(programme, leg, span, arrival)
        elif leg.arrives_on is not None:
            found += _arrival_unknown(programme, leg)
    return found


def about(programme: Programme, span: Span) -> Iterator[Caution]:
    """The cautions of these kinds that are about one item."""
    for leg in programme.facts.legs:
        departure, arrival = _instants(leg)
        if departure is not None and span.begin < departure < span.sure:
            yield from early(programme, leg, span, departure)
        if (
            arrival is not None
            and _since(leg, departure) <= span.begin < arrival
            and _holds(leg, departure, span)
        ):
            yield from late(programme, leg, span, arrival)


def _instants(leg: Leg) -> tuple[int | None, int | None]:
    departure = arrival = None
    if leg.departs_on is not None and leg.departs_at is not None:
        departure = instant(leg.departs_on, leg.departs_at, leg.from_place.zone)
    if leg.arrives_on is not None and leg.arrives_at is not None:
        arrival = instant(leg.arrives_on, leg.arrives_at, leg.to_place.zone)
    return departure, arrival


def _since(leg: Leg, departure: int | None) -> int:
    """From when on passengers are under way: where that is not known, from the day of the arrival."""
    if departure is not None or leg.arrives_on is None:
        return departure or 0
    return day_begins(leg.arrives_on, leg.to_place.zone)


def _holds(leg: Leg, departure: int | None, span: Span) -> bool:
    """Whether who is under way cannot be there: where the departure is not known, if it is at the goal."""
    return departure is not None or _at_goal(leg, span)


def _at_goal(leg: Leg, span: Span) -> bool:
    return span.begins_in is not None and span.begins_in.pk == leg.to_place.pk


def _still_there(
    programme: Programme, leg: Leg, departure: int, begins: list[int], ends: list[int]
) -> Iterator[Caution]:
    """Look back from the departure as long as any item before may still go on."""
    number = bisect_left(begins, departure) - 1
    while number >= 0 and ends[number] > departure:
        span = programme.spans[number]
        if span.sure > departure:
            yield from early(programme, leg, span, departure)
        number -= 1


def late(programme: Programme, leg: Leg, span: Span, arrival: int) -> Iterator[Caution]:
    """An item that begins before some of those who take part arrive."""
    people = _under_way(programme, leg, span)
    if people is None:
        return

    def say(named: bool) -> str:
        return _("%(people)s: “%(item)s” (%(when)s) begins before %(leg)s arrives (%(arrival)s).") % _words(
            programme, people, span.item, leg, named=named, arrival=programme.telling.arrival(leg)
        )

    yield _caution(
        Kind.LEG_ARRIVES_LATE, leg, span, people, say, (span.begin, arrival),
        gettext_lazy("Let the item begin later, or change the leg or its passengers."),
    )  # fmt: skip


def early(programme: Programme, leg: Leg, span: Span, departure: int) -> Iterator[Caution]:
    """An item that is not over when some of those who take part leave."""
    people = _under_way(programme, leg, span)
    if people is None:
        return

    def say(named: bool) -> str:
        return _("%(people)s: %(leg)s departs (%(departure)s) before “%(item)s” (%(when)s) ends.") % _words(
            programme, people, span.item, leg, named=named, departure=programme.telling.departure(leg)
        )

    yield _caution(
        Kind.LEG_DEPARTS_EARLY, leg, span, people, say, (span.begin, span.sure, departure),
        gettext_lazy("Let the item end earlier, or change the leg or its passengers."),
    )  # fmt: skip


def _arrival_unknown(programme: Programme, leg: Leg) -> Iterator[Caution]:
    """The first item where a leg arrives, on the day of an arrival whose hour is not known."""
    for span in programme.spans:
        if span.item.day != leg.arrives_on or not _at_goal(leg, span):
            continue
        people = _under_way(programme, leg, span)
        if people is not None:
            yield _untold(programme, leg, span, people)
            return


def _untold(programme: Programme, leg: Leg, span: Span, people: People) -> Caution:
    def say(named: bool) -> str:
        return _(
            "%(people)s: cannot tell whether %(leg)s, whose hour of arrival is not known, arrives before"
            " “%(item)s” (%(when)s) begins."
        ) % _words(programme, people, span.item, leg, named=named)

    return Caution(
        Kind.LEG_ARRIVES_LATE,
        Level.UNKNOWN,
        (),
        cause_of(Kind.LEG_ARRIVES_LATE, people.facts(), leg.key, leg.arrives_on, span.key, span.begin),
        say,
        gettext_lazy("Put in when the leg arrives."),
        partial(telling.names, people.delegates),
        lambda: ((Page.LEG, leg.pk, telling.leg(leg)), *pages_of(span.item)),
    )


def _under_way(programme: Programme, leg: Leg, span: Span) -> People | None:
    if not span.binds or span.item.pk == leg.item:
        return None
    people = programme.taking.passengers(span.item, leg.passengers)
    return people if people.delegates else None


def _caution(
    kind: Kind,
    leg: Leg,
    span: Span,
    people: People,
    say: Callable[[bool], str],
    times: tuple[int, ...],
    resolve: Any,
) -> Caution:
    return Caution(
        kind,
        Level.CAUTION if span.unsettled else Level.CLASH,
        (span.item.pk,),
        cause_of(kind, people.facts(), leg.key, span.key, span.unsettled, times),
        say,
        resolve,
        partial(telling.names, people.delegates),
        lambda: (*pages_of(span.item), (Page.LEG, leg.pk, telling.leg(leg))),
    )


def _words(
    programme: Programme, people: People, item: Item, leg: Leg, *, named: bool, **more: str
) -> dict[str, str]:
    return {
        "people": telling.sentence(telling.people(people, named=named)),
        "item": telling.title(item),
        "when": programme.telling.when(item),
        "leg": telling.leg(leg),
        **more,
    }
