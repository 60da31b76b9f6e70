"""A host or a venue twice at a time.

A person receives once at a time. An organisation may receive twice by two people; where nobody of it is
named, it may be twice. A host who declined is none, one who was asked may yet be. A venue is the text in one
language at one place; it may have room for both.
"""

from collections.abc import Iterator
from functools import lru_cache, partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, cause_of
from backoffice.clashes.facts import Host, Item
from backoffice.clashes.overlaps import sharing
from backoffice.clashes.programme import Programme, facts_of, pages_of
from backoffice.clashes.spans import Span
from missions.models import HostState

COUNTS = frozenset((HostState.ASKED, HostState.CONFIRMED))


def cautions(programme: Programme) -> list[Caution]:
    """All cautions of these kinds."""
    spans = programme.spans
    wanted = [[*_hosts(span.item), *venues(span)] for span in spans]
    return [
        caution
        for one, other in sharing(spans, wanted)
        for caution in between(spans[one], spans[other], programme)
    ]


def between(one: Span, other: Span, programme: Programme) -> Iterator[Caution]:
    """The cautions of these kinds about two items at the same time."""
    if one.item.hosts and other.item.hosts:
        yield from hosts_twice(programme, one, other)
    if one.item.venues and other.item.venues and set(venues(one)) & set(venues(other)):
        yield room_twice(programme, one, other)


def _hosts(item: Item) -> list[int]:
    """The organisations and the people who receive at an item, told apart by being even or odd."""
    found = []
    for host in item.hosts:
        if host.state in COUNTS:
            found.append(2 * host.organisation)
            if host.person is not None:
                found.append(2 * host.person + 1)
    return found


def venues(span: Span) -> list[tuple[int, str, str]]:
    """The venue of an item in each language, at its place; spaces and capitals make no difference."""
    if not span.item.venues or span.begins_in is None:
        return []
    place = span.begins_in.pk
    return [(place, lang, plain) for lang, venue in span.item.venues.items() if (plain := _plain(venue))]


@lru_cache(maxsize=16384)
def _plain(venue: str) -> str:
    return " ".join(venue.split()).casefold()


def hosts_twice(programme: Programme, one: Span, other: Span) -> Iterator[Caution]:
    """A caution for each host whom two items at the same time share."""
    found: dict[str, tuple[Host, Level]] = {}
    for host, level in _shared(one.item, other.item):
        name = host.person_key or host.organisation_key
        if name not in found or level == Level.CLASH:
            found[name] = host, level
    for host, level in found.values():
        yield _host_twice(programme, one, other, host, level)


def _shared(one: Item, other: Item) -> Iterator[tuple[Host, Level]]:
    """The hosts of both, people first, and how sure it is that they are needed twice."""
    pairs = [
        (host, another)
        for host in one.hosts
        for another in other.hosts
        if host.state in COUNTS and another.state in COUNTS
    ]
    for host, another in pairs:
        if host.person is not None and host.person == another.person:
            yield host, _level(host, another)
    for host, another in pairs:
        if host.organisation == another.organisation and (host.person is None or another.person is None):
            yield (host if host.person is None else another), Level.CAUTION


def _level(host: Host, another: Host) -> Level:
    sure = host.state == HostState.CONFIRMED and another.state == HostState.CONFIRMED
    return Level.CLASH if sure else Level.CAUTION


def _host_twice(programme: Programme, one: Span, other: Span, host: Host, level: Level) -> Caution:
    unsettled = one.unsettled or other.unsettled or level != Level.CLASH

    def say(named: bool) -> str:
        by_name = named and host.person_names
        sentence = (
            _(
                "%(host)s may receive twice at a time: “%(first)s” (%(first_when)s)"
                " and “%(second)s” (%(second_when)s)."
            )
            if unsettled
            else _(
                "%(host)s receives twice at a time: “%(first)s” (%(first_when)s)"
                " and “%(second)s” (%(second_when)s)."
            )
        )
        return sentence % _words(programme, one, other, host=telling.text(by_name or host.organisation_names))

    return Caution(
        Kind.HOST_TWICE,
        Level.CAUTION if unsettled else Level.CLASH,
        (one.item.pk, other.item.pk),
        cause_of(
            Kind.HOST_TWICE,
            host.person_key or host.organisation_key,
            level.value,
            *sorted((facts_of(one), facts_of(other))),
        ),
        say,
        gettext_lazy("Move one of the two, or name somebody else who receives at it."),
        put_right=partial(pages_of, one.item, other.item),
    )


def room_twice(programme: Programme, one: Span, other: Span) -> Caution:
    """Two items at the same time in one venue."""
    shared = sorted(set(venues(one)) & set(venues(other)))
    lang = shared[0][1]

    def say(named: bool) -> str:
        venue = (one.item.venues or {})[lang]
        return _(
            "%(venue)s: “%(first)s” (%(first_when)s) and “%(second)s” (%(second_when)s)"
            " are there at the same time."
        ) % _words(programme, one, other, venue=venue)

    place = one.begins_in.key if one.begins_in else ""
    return Caution(
        Kind.ROOM_TWICE,
        Level.CAUTION,
        (one.item.pk, other.item.pk),
        cause_of(
            Kind.ROOM_TWICE,
            place,
            tuple((lang, venue) for _place, lang, venue in shared),
            *sorted((facts_of(one), facts_of(other))),
        ),
        say,
        gettext_lazy("Move one of the two, or give it another venue."),
        put_right=partial(pages_of, one.item, other.item),
    )


def _words(programme: Programme, one: Span, other: Span, **more: str) -> dict[str, str]:
    return {
        "first": telling.title(one.item),
        "first_when": programme.telling.when(one.item),
        "second": telling.title(other.item),
        "second_when": programme.telling.when(other.item),
        **more,
    }
