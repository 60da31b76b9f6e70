"""One mission made ready for being checked: its items in the order of time, and who takes part in each."""

from backoffice.clashes.cautions import Page
from backoffice.clashes.facts import Facts, Item, Stop
from backoffice.clashes.spans import Span, spans_of
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
        self.items = [item for item in facts.items if item.status != ItemStatus.CANCELLED]
        self.spans = spans_of(facts)
        self.subjects = [self.subjects_of(span) for span in self.spans]
        # Kept by backoffice.clashes.languages: what those speak who take part, by groups; None for everyone.
        self.spoken: dict[tuple[int, ...] | None, tuple[frozenset[str], bool] | None] = {}

    def subjects_of(self, span: Span) -> tuple[Subject, ...] | None:
        """Whose time an item takes: nobody's for free time."""
        if not span.binds:
            return ()
        return None if span.item.for_everyone else self.taking.subjects(span.item)

    def stop(self, item: Item) -> Stop | None:
        """The stop of an item, if it has one."""
        return self.stops.get(item.stop) if item.stop else None


def facts_of(span: Span) -> tuple[object, ...]:
    """What a cause knows of an item's time."""
    return (span.key, span.begin, span.sure, span.perhaps, span.unsettled)


def pages_of(*items: Item) -> tuple[tuple[Page, int, str], ...]:
    """The forms of items."""
    return tuple((Page.ITEM, item.pk, title(item)) for item in items)
