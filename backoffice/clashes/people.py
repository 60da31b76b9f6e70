"""People in two places: at the same time, too far apart, or where an end that is not known cannot tell."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.clashes import distance, telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.overlaps import overlaps
from backoffice.clashes.programme import Programme, facts_of, pages_of
from backoffice.clashes.spans import Span
from backoffice.clashes.taking_part import People
from backoffice.clashes.travel import not_located, too_far
from wording.lists import enumerated


def cautions(programme: Programme) -> list[Caution]:
    """All cautions of these kinds."""
    spans = programme.spans
    found = overlaps(spans, programme.subjects)
    return [
        *(two_places(programme, spans[one], spans[other]) for one, other in found.pairs),
        *(end_unknown(programme, spans[one], spans[other]) for one, other in found.open_ends.items()),
        *(
            too_little_time(programme, spans[one], spans[other])
            for one, other in too_far(spans, programme.subjects, programme.ways)
        ),
        *(
            place_unknown(programme, spans[one], spans[other])
            for one, other in not_located(spans, programme.subjects, programme.ways).values()
        ),
    ]


def two_places(programme: Programme, one: Span, other: Span) -> Caution:
    """Two items at the same time, for those whom they have in common."""
    people = programme.taking.common(one.item, other.item)
    unsettled = one.unsettled or other.unsettled

    def say(named: bool) -> str:
        sentence = (
            _(
                "%(people)s: “%(first)s” (%(first_when)s) and “%(second)s” (%(second_when)s)"
                " may be at the same time."
            )
            if unsettled
            else _(
                "%(people)s: “%(first)s” (%(first_when)s) and “%(second)s” (%(second_when)s)"
                " are at the same time."
            )
        )
        return sentence % _words(programme, people, one, other, named=named)

    return Caution(
        Kind.TWO_PLACES,
        Level.CAUTION if unsettled else Level.CLASH,
        (one.item.pk, other.item.pk),
        cause_of(Kind.TWO_PLACES, people.facts(), *sorted((facts_of(one), facts_of(other)))),
        say,
        gettext_lazy("Move or shorten one of the two, or change who takes part."),
        partial(_names, programme, people),
        partial(pages_of, one.item, other.item),
    )


def end_unknown(programme: Programme, one: Span, other: Span) -> Caution:
    """An item whose end is not known, and the first that begins after it for somebody who is at both."""
    people = programme.taking.common(one.item, other.item)

    def say(named: bool) -> str:
        return _(
            "%(people)s: cannot tell whether “%(first)s” (%(first_when)s), whose end is not known, is over"
            " before “%(second)s” (%(second_when)s) begins."
        ) % _words(programme, people, one, other, named=named)

    return Caution(
        Kind.END_UNKNOWN,
        Level.UNKNOWN,
        (one.item.pk, other.item.pk),
        cause_of(Kind.END_UNKNOWN, people.facts(), facts_of(one), other.key, other.begin),
        say,
        gettext_lazy("Give the hour at which the first one ends, also approximately."),
        partial(_names, programme, people),
        partial(pages_of, one.item, other.item),
    )


def too_little_time(programme: Programme, one: Span, other: Span) -> Caution:
    """Two items that follow one another in places too far apart."""
    people = programme.taking.common(one.item, other.item)
    here, there = one.ends_in, other.begins_in
    if here is None or there is None:
        raise ValueError("only items in places are too far apart")
    kilometres = distance.between(here, there)
    unsettled = one.unsettled or other.unsettled
    modes = programme.ways.modes(one, other)

    def say(named: bool) -> str:
        words = _words(programme, people, one, other, named=named) | {
            "from": telling.text(here.names),
            "to": telling.text(there.names),
            "left": telling.duration(other.begin - one.sure),
            "kilometres": round(kilometres),
            "needed": telling.duration(programme.ways.needed(one, other)),
        }
        sentence = (
            _(
                "%(people)s: “%(first)s” (%(first_when)s) ends %(left)s before “%(second)s” (%(second_when)s)"
                " begins; the %(kilometres)d km from %(from)s to %(to)s take at least %(needed)s."
            )
            if one.end_known
            else _(
                "%(people)s: “%(first)s” (%(first_when)s) begins %(left)s before “%(second)s”"
                " (%(second_when)s) does; the %(kilometres)d km from %(from)s to %(to)s take at least"
                " %(needed)s."
            )
        )
        return sentence % words

    return Caution(
        Kind.TOO_FAR,
        Level.CAUTION if unsettled else Level.CLASH,
        (one.item.pk, other.item.pk),
        cause_of(
            Kind.TOO_FAR,
            people.facts(),
            (one.key, one.sure, one.unsettled),
            (other.key, other.begin, other.unsettled),
            (here.key, here.latitude, here.longitude),
            (there.key, there.latitude, there.longitude),
            modes,
        ),
        say,
        gettext_lazy(
            "Leave more time between the two, change who takes part, or put in the leg that is taken."
        ),
        partial(_names, programme, people),
        partial(pages_of, one.item, other.item),
    )


def place_unknown(programme: Programme, one: Span, other: Span) -> Caution:
    """Two places of which one has no coordinates: said once, with the first two items that it matters for.

    It is about the whole mission, so that it does not stand at each of its items.
    """
    here, there = one.ends_in, other.begins_in
    if here is None or there is None:
        raise ValueError("only items in places have a way between them")
    unknown = tuple(place for place in (here, there) if not distance.located(place))

    def say(named: bool) -> str:
        return _(
            "Cannot tell whether the way from %(from)s to %(to)s leaves time enough, first between"
            " “%(first)s” (%(first_when)s) and “%(second)s” (%(second_when)s): the coordinates of %(places)s"
            " are not known."
        ) % {
            "from": telling.text(here.names),
            "to": telling.text(there.names),
            "first": telling.title(one.item),
            "first_when": programme.telling.when(one.item),
            "second": telling.title(other.item),
            "second_when": programme.telling.when(other.item),
            "places": enumerated(str(telling.text(place.names)) for place in unknown),
        }

    return Caution(
        Kind.PLACE_UNKNOWN,
        Level.UNKNOWN,
        (),
        cause_of(Kind.PLACE_UNKNOWN, *sorted((here.key, there.key)), *sorted(place.key for place in unknown)),
        say,
        gettext_lazy("Give the latitude and longitude of the place."),
        tuple,
        lambda: tuple((Page.PLACE, place.pk, str(telling.text(place.names))) for place in unknown),
    )


def _words(programme: Programme, people: People, one: Span, other: Span, *, named: bool) -> dict[str, object]:
    return {
        "people": telling.sentence(telling.people(people, named=named)),
        "first": telling.title(one.item),
        "first_when": programme.telling.when(one.item),
        "second": telling.title(other.item),
        "second_when": programme.telling.when(other.item),
    }


def _names(programme: Programme, people: People) -> tuple[str, ...]:
    return telling.names(programme.taking.in_protocol_order(people))
