"""One mission made ready for being checked: its items in the order of time, and who takes part in each."""

from bisect import bisect_left
from itertools import accumulate

from backoffice.clashes.cautions import Page
from backoffice.clashes.facts import Facts, Item, Stop
from backoffice.clashes.spans import Span, span_of, spans_of
from backoffice.clashes.taking_part import Subject, TakingPart
from backoffice.clashes.telling import Telling, title
from backoffice.clashes.travel import Ways
from missions.models import ItemStatus


class Programme:
    """What all kinds of cautions are computed from. `subjects` are those of the spans, None for everyone."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.taking = TakingPart(facts)
        self.telling = Telling(facts)
        self.ways = Ways(facts, self.taking)
        self.stops = {stop.pk: stop for stop in facts.stops}
        self._items = {item.pk: item for item in facts.items if item.status != ItemStatus.CANCELLED}
        self.spans = spans_of(facts)
        self.span_of_item = {span.item.pk: span for span in self.spans}
        self.subjects = [self.subjects_of(span) for span in self.spans]
        # Kept by backoffice.clashes.languages: what those speak who take part, by groups; None for everyone.
        self.spoken: dict[tuple[int, ...] | None, tuple[frozenset[str], bool] | None] = {}
        self._over: list[int] | None = None

    @property
    def items(self) -> list[Item]:
        """The items that are not cancelled."""
        return list(self._items.values())

    @property
    def over(self) -> list[int]:
        """By the place of each span: when it and all before it are over, as late as that may be."""
        if self._over is None:
            self._over = list(accumulate((span.perhaps for span in self.spans), max))
        return self._over

    def subjects_of(self, span: Span) -> tuple[Subject, ...] | None:
        """Whose time an item takes: nobody's for free time."""
        if not span.binds:
            return ()
        return None if span.item.for_everyone else self.taking.subjects(span.item)

    def stop(self, item: Item) -> Stop | None:
        """The stop of an item, if it has one."""
        return self.stops.get(item.stop) if item.stop else None

    def item(self, pk: int) -> Item | None:
        """The item of this primary key, None if there is none or it is cancelled."""
        return self._items.get(pk)

    def number(self, span: Span) -> int:
        """The place of a span among all, by when it begins."""
        return bisect_left(self.spans, span)

    def put(self, item: Item) -> None:
        """Take an item as it was saved in the place of what it was before; nothing else has changed."""
        self._over = None
        before = self.span_of_item.pop(item.pk, None)
        if before is not None:
            number = self.number(before)
            del self.spans[number], self.subjects[number]
        self._items.pop(item.pk, None)
        if item.status == ItemStatus.CANCELLED:
            return
        self._items[item.pk] = item
        if item.to_place:
            self.ways.add(item.to_place)
        span = span_of(item, self.stop(item), self.facts.zone)
        if span is not None:
            self.span_of_item[item.pk] = span
            number = self.number(span)
            self.spans.insert(number, span)
            self.subjects.insert(number, self.subjects_of(span))


def facts_of(span: Span) -> tuple[object, ...]:
    """What a cause knows of an item's time."""
    return (span.key, span.begin, span.sure, span.perhaps, span.unsettled)


def pages_of(*items: Item) -> tuple[tuple[Page, int, str], ...]:
    """The forms of items."""
    return tuple((Page.ITEM, item.pk, title(item)) for item in items)
