"""One item checked again after it was saved, against the others of its time and people alone.

The same as the whole check finds about the item, without the lines that are about the whole mission.
"""

from collections.abc import Iterator

from backoffice.clashes import calendar_days, declined, distance, languages, legs, people, twice
from backoffice.clashes.cautions import Caution
from backoffice.clashes.facts import Item
from backoffice.clashes.programme import Programme
from backoffice.clashes.spans import may_overlap, overlap
from backoffice.clashes.taking_part import Subject


def saved(programme: Programme, item: Item) -> list[Caution]:
    """Put the item as it is now into the programme, and say what is not right about it."""
    programme.put(item)
    return about(programme, item.pk)


def about(programme: Programme, pk: int) -> list[Caution]:
    """What the check finds about one item, in no order."""
    item = programme.item(pk)
    if item is None:
        return []
    found = [
        *calendar_days.about(programme, item),
        *languages.about(programme, item),
        *declined.about(programme, item),
    ]
    span = programme.span_of_item.get(pk)
    if span is not None:
        number = programme.number(span)
        found += _at_the_same_time(programme, number)
        found += _open_ends(programme, number)
        found += _ways(programme, number)
        found += legs.about(programme, span)
    return found


type Subjects = tuple[Subject, ...] | None


def _meet(one: Subjects, other: Subjects) -> bool:
    """Whether two items have anybody in common; None is everyone."""
    if one is None or other is None:
        return one != () and other != ()
    return not set(one).isdisjoint(other)


def _both(one: Subjects, other: Subjects) -> set[Subject]:
    """The subjects whom two items have in common, of which not both are for everyone."""
    if one is None or other is None:
        return set(one or other or ())
    return set(one) & set(other)


def _still_on(programme: Programme, number: int, since: int) -> Iterator[int]:
    """The spans before this one that may not have been over by then, the last first."""
    over, spans = programme.over, programme.spans
    for other in range(number - 1, -1, -1):
        if over[other] <= since:
            return
        if spans[other].perhaps > since:
            yield other


def _until(programme: Programme, number: int, end: int) -> Iterator[int]:
    """The spans after this one that begin before then."""
    for other in range(number + 1, len(programme.spans)):
        if programme.spans[other].begin >= end:
            return
        yield other


def _at_the_same_time(programme: Programme, number: int) -> Iterator[Caution]:
    spans, subjects = programme.spans, programme.subjects
    span = spans[number]
    earlier = ((other, number) for other in _still_on(programme, number, span.begin))
    later = ((number, other) for other in _until(programme, number, span.sure))
    for pair in (*earlier, *later):
        one, other = pair
        if overlap(spans[one], spans[other]):
            if _meet(subjects[one], subjects[other]):
                yield people.two_places(programme, spans[one], spans[other])
            yield from twice.between(spans[one], spans[other], programme)


def _open_ends(programme: Programme, number: int) -> Iterator[Caution]:
    spans = programme.spans
    first = _first_after(programme, number, number + 1, len(spans))
    if first is not None:
        yield people.end_unknown(programme, spans[number], spans[first])
    for other in _still_on(programme, number, spans[number].begin):
        if _follows(programme, other, number) and _first_after(programme, other, other + 1, number) is None:
            yield people.end_unknown(programme, spans[other], spans[number])


def _follows(programme: Programme, one: int, other: int) -> bool:
    return may_overlap(programme.spans[one], programme.spans[other]) and _meet(
        programme.subjects[one], programme.subjects[other]
    )


def _first_after(programme: Programme, number: int, start: int, end: int) -> int | None:
    """The first of some spans that may begin before this one, whose end is not known, is over."""
    span = programme.spans[number]
    if span.end_known:
        return None
    for other in range(start, end):
        if programme.spans[other].begin >= span.perhaps:
            return None
        if _follows(programme, number, other):
            return other
    return None


def _ways(programme: Programme, number: int) -> Iterator[Caution]:
    spans, subjects, ways = programme.spans, programme.subjects, programme.ways
    span, longest = spans[number], ways.longest
    pairs = [(other, number) for other in _still_on(programme, number, span.begin - longest)]
    pairs += [(number, other) for other in _until(programme, number, span.sure + longest)]
    for one, other in pairs:
        if (
            _meet(subjects[one], subjects[other])
            and ways.too_short(spans[one], spans[other])
            and _next_for_somebody(programme, one, other)
        ):
            yield people.too_little_time(programme, spans[one], spans[other])


def _next_for_somebody(programme: Programme, one: int, other: int) -> bool:
    """Whether anybody who is at both is at no place in between that ends later than the first."""
    spans, subjects = programme.spans, programme.subjects
    own, others = subjects[one], subjects[other]
    left = None if own is None and others is None else _both(own, others)  # None: those of no group too
    rank = (spans[one].sure, one)
    # A span that is not over by then may also be one that ends as the first does.
    for between in _still_on(programme, other, spans[one].sure - 1):
        if not distance.located(spans[between].ends_in) or (spans[between].sure, between) <= rank:
            continue
        meanwhile = subjects[between]
        if meanwhile is None:
            return False
        if left is not None:
            left -= set(meanwhile)
            if not left:
                return False
    return True
