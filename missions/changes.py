"""What changed between two itineraries of the same audience in the same language.

Nothing else computes a difference. What became private is removed for those who lost it, with the words they
had; what became public is added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from missions.models import ItemStatus
from missions.parts import Item, Itinerary, Place, Stop
from wording.words import Words


class ChangeKind(StrEnum):
    """What happened to an item. One item may be moved and reworded at once.

    REWORDED is a change of its texts alone; CHANGED is of facts that have no kind of their own.
    """

    ADDED = "added"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MOVED = "moved"
    RETIMED = "retimed"
    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    VENUE = "venue"
    HOSTS = "hosts"
    PARTICIPANTS = "participants"
    VISIBILITY = "visibility"
    INTERPRETER = "interpreter"
    CHANGED = "changed"
    REWORDED = "reworded"


# Kinds that only say which fact differs: without a fact that the reader can be told they say nothing.
DESCRIBED = frozenset(
    {
        ChangeKind.VENUE,
        ChangeKind.HOSTS,
        ChangeKind.PARTICIPANTS,
        ChangeKind.VISIBILITY,
        ChangeKind.INTERPRETER,
        ChangeKind.CHANGED,
        ChangeKind.REWORDED,
    }
)
# Kinds that say what became of the status.
OF_STATUS = frozenset(
    {ChangeKind.CANCELLED, ChangeKind.REINSTATED, ChangeKind.CONFIRMED, ChangeKind.TENTATIVE}
)
# The kind of change that a field makes; any other field is CHANGED.
_KIND_BY_FIELD = {
    "venue": ChangeKind.VENUE,
    "address": ChangeKind.VENUE,
    "hosts": ChangeKind.HOSTS,
    "host_unnamed": ChangeKind.HOSTS,
    "visibility": ChangeKind.VISIBILITY,
    "takes_part": ChangeKind.PARTICIPANTS,
    "groups": ChangeKind.PARTICIPANTS,
    "language": ChangeKind.INTERPRETER,
    "interpreter": ChangeKind.INTERPRETER,
    "title": ChangeKind.REWORDED,
    "description": ChangeKind.REWORDED,
    "dress": ChangeKind.REWORDED,
    "photo_rules": ChangeKind.REWORDED,
}


# Which fields of an item make which kind of change; the instants follow from these.
PLACED_BY = ("stop", "day", "day_approximate", "ends_on", "to_place")
TIMED_BY = ("starts_at", "ends_at", "time_approximate", "part_of_day", "zone", "end_zone")
WORDED_BY = (
    "title",
    "kind",
    "status",
    "masked",
    "takes_part",
    "visibility",
    "description",
    "venue",
    "address",
    "hosts",
    "host_unnamed",
    "topics",
    "groups",
    "dress",
    "language",
    "interpreter",
    "photo_rules",
)
FRAMED_BY = (
    "title",
    "summary",
    "purpose",
    "background",
    "dates_note",
    "source",
    "compiled_from_reports",
    "series",
    "type",
    "starts_on",
    "ends_on",
    "dates_precision",
    "zone",
    "home",
    "sectors",
    "parties",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one item: as it was and as it is, one of them None where it was added or removed."""

    kinds: tuple[ChangeKind, ...]
    before: Item | None
    after: Item | None
    fields: tuple[str, ...] = ()

    @property
    def item(self) -> Item:
        """The item as it is now, or as it last was."""
        item = self.after or self.before
        assert item is not None  # noqa: S101  # a change is of something
        return item


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference of two itineraries: the mission's fields, its stops, its items in the order of time.

    `frame` names fields of the itinerary; "stops" where those in both come in another order, "items" where
    items do of which neither day nor hour nor stop has changed. Items that were removed come last.
    """

    frame: tuple[str, ...]
    stops_added: tuple[Stop, ...]
    stops_removed: tuple[Stop, ...]
    stops_changed: tuple[tuple[Stop, Stop], ...]
    items: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.around or self.items)

    @property
    def around(self) -> bool:
        """Whether anything but an item changed: the mission's own fields, or its stops."""
        return bool(self.frame or self.stops_added or self.stops_removed or self.stops_changed)

    @property
    def added(self) -> int:
        """How many items were added."""
        return sum(change.before is None for change in self.items)

    @property
    def removed(self) -> int:
        """How many items were removed."""
        return sum(change.after is None for change in self.items)

    @property
    def changed(self) -> int:
        """How many items differ in anything, cancelled ones among them."""
        return len(self.items) - self.added - self.removed

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """The changes of items which are of one of these kinds."""
        return tuple(change for change in self.items if not set(kinds).isdisjoint(change.kinds))


def compare(old: Itinerary | None, new: Itinerary | None) -> Changes:
    """The changes from `old` to `new`; without an old one everything is added, without a new one all is
    removed.

    Raises ValueError for itineraries of different audiences or languages: their differences are no changes.
    The groups of a delegate may differ, since she may have been put into another one.
    """
    if (
        old
        and new
        and (old.audience.kind, old.audience.organisation, old.lang)
        != (
            new.audience.kind,
            new.audience.organisation,
            new.lang,
        )
    ):
        raise ValueError("Only itineraries of the same audience and language can be compared.")
    stops_before = {stop.ref: stop for stop in old.stops} if old else {}
    stops_after = {stop.ref: stop for stop in new.stops} if new else {}
    return Changes(
        frame=(*differing(old, new, FRAMED_BY), *_reordered(old, new)) if old and new else (),
        stops_added=tuple(stop for ref, stop in stops_after.items() if ref not in stops_before),
        stops_removed=tuple(stop for ref, stop in stops_before.items() if ref not in stops_after),
        stops_changed=tuple(
            (stops_before[ref], stop)
            for ref, stop in stops_after.items()
            if ref in stops_before and stops_before[ref] != stop
        ),
        items=tuple(_items(old.items if old else (), new.items if new else ())),
    )


def differing(before: object, after: object, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the named attributes in which two objects differ."""
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def described(fields: Iterable[str]) -> list[ChangeKind]:
    """Return the kinds of change that these fields of an item make, but for its status, in a fixed order."""
    found = {_KIND_BY_FIELD.get(name, ChangeKind.CHANGED) for name in fields if name != "status"}
    return [kind for kind in ChangeKind if kind in found]


def _reordered(old: Itinerary, new: Itinerary) -> Iterable[str]:
    """Which of stops and items come in another order, though nothing else about them says so."""
    before, after = [stop.ref for stop in old.stops], [stop.ref for stop in new.stops]
    if _common(before, after) != _common(after, before):
        yield "stops"
    were = {item.uid: item for item in old.items}
    still = [item.uid for item in new.items if item.uid in were and not _displaced(were[item.uid], item)]
    if _common([item.uid for item in old.items], still) != still:
        yield "items"


def _common(these: list[str], others: list[str]) -> list[str]:
    """Those of `these` that are among the others, in their own order."""
    kept = set(others)
    return [one for one in these if one in kept]


def _displaced(was: Item, item: Item) -> bool:
    return bool(_placed(was, item) or differing(was, item, TIMED_BY))


def _placed(was: Item, item: Item) -> tuple[str, ...]:
    """What says that an item is elsewhere or on another day; a place with a new name is the same place."""
    return tuple(
        name
        for name in differing(was, item, PLACED_BY)
        if name not in {"stop", "to_place"} or _ref(getattr(was, name)) != _ref(getattr(item, name))
    )


def _ref(place: Stop | Place | None) -> str | None:
    return place.ref if place else None


def _name(place: Place | None) -> Words | None:
    return place.name if place else None


def _items(before: Iterable[Item], after: Iterable[Item]) -> Iterable[Change]:
    were = {item.uid: item for item in before}
    for item in after:
        was = were.pop(item.uid, None)
        change = Change((ChangeKind.ADDED,), None, item) if was is None else _change(was, item)
        if change.kinds:
            yield change
    for item in were.values():
        yield Change((ChangeKind.REMOVED,), item, None)


def _change(was: Item, item: Item) -> Change:
    if item.masked != was.masked:
        # The title in place of words that are not, or were not, for these readers is no rewording of them.
        return Change((ChangeKind.REMOVED, ChangeKind.ADDED), was, item)
    placed, timed, worded = (
        _placed(was, item),
        differing(was, item, TIMED_BY),
        differing(was, item, WORDED_BY),
    )
    if "to_place" not in placed and _name(was.to_place) != _name(item.to_place):
        worded = (*worded, "to_place")
    kinds: list[ChangeKind] = []
    if item.cancelled and not was.cancelled:
        kinds.append(ChangeKind.CANCELLED)
    elif was.cancelled and not item.cancelled:
        kinds.append(ChangeKind.REINSTATED)
    elif "status" in worded:
        confirmed = item.status == ItemStatus.CONFIRMED
        kinds.append(ChangeKind.CONFIRMED if confirmed else ChangeKind.TENTATIVE)
    if placed:
        kinds.append(ChangeKind.MOVED)
    if timed:
        kinds.append(ChangeKind.RETIMED)
    kinds += described(worded)
    return Change(tuple(kinds), was, item, (*placed, *timed, *worded))
