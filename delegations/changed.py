"""What changed for one delegate between two versions: of what she takes part in, by missions/changes.py."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from missions import changes
from missions.changes import Change, Changes
from missions.pages import changes_page
from missions.pages.changes_page import ChangeEntry
from missions.pages.markup import NOTHING, State, escape
from missions.parts import Item, Itinerary
from wording import dates
from wording.phrases import phrase

# What she is told of the mission itself; the rest of its description moves nobody.
FRAME = ("title", "dates_note", "starts_on", "ends_on", "dates_precision", "zone")


def own(itinerary: Itinerary) -> Itinerary:
    """The part of a delegate's itinerary that she takes part in, and the stops where that is."""
    items = tuple(item for item in itinerary.items if item.takes_part)
    stops = {item.stop.ref for item in items if item.stop}
    return replace(
        itinerary,
        items=items,
        sections=(),
        stops=tuple(stop for stop in itinerary.stops if stop.ref in stops),
    )


def entries(
    before: Itinerary, after: Itinerary, known: Mapping[str, Item] | None = None
) -> tuple[ChangeEntry, ...]:
    """What changed for her, in the language of both itineraries, each of which is hers at its version.

    Of a change that nothing can be said of in this language nothing is: a text may have changed in another
    one alone. `known` is given where the version before was withdrawn: the items, by UID, that versions
    which still count have shown her. What else is gone is told by its day alone, and of words that were taken
    back none: what was is told by day and hour.
    """
    was, is_now = own(before), own(after)
    found = changes.compare(was, is_now)
    with override(after.lang):
        whole = replace(
            found,
            frame=tuple(name for name in found.frame if name in FRAME),
            stops_added=(),  # told by the items there
            stops_removed=(),
            items=(),
        )
        told = list(changes_page.entries(whole, was, is_now))
        if known is not None:
            told = [_hushed(entry) for entry in told]
        for change in found.items:
            told += _item(change if known is None else _as_known(change, known), was, is_now, known)
    return tuple(told)


def _as_known(change: Change, known: Mapping[str, Item]) -> Change:
    """The change of an item that a withdrawn version showed: what is gone in the last words that count."""
    if change.before is None:
        return change
    if change.after is None:
        return replace(change, before=known.get(change.item.uid, change.before))
    return replace(change, before=replace(change.before, stop=None, to_place=None))


def _item(
    change: Change, was: Itinerary, is_now: Itinerary, known: Mapping[str, Item] | None
) -> list[ChangeEntry]:
    if known is not None and change.after is None and change.item.uid not in known:
        return [_taken_back(change.item, is_now.lang)]
    told = list(changes_page.entries(Changes((), (), (), (), (change,)), was, is_now))
    if known is not None:
        told = [_hushed(entry) for entry in told]
    if changes.DESCRIBED.issuperset(change.kinds):
        told = [entry for entry in told if entry.differences]
    return told


def _taken_back(item: Item, lang: str) -> ChangeEntry:
    day = _day(item.day, lang)
    return ChangeEntry(
        (State(escape(_("Removed")), " state--cancelled"),),
        escape(_("An entry that was shown by mistake")),
        NOTHING,
        escape(day),
        (),
    )


def _day(day: datetime.date | None, lang: str) -> str:
    return dates.long_date(day, lang) if day else phrase("day_not_known", lang)


def _hushed(entry: ChangeEntry) -> ChangeEntry:
    """What is so now; of what was, days and hours alone."""
    kept = {_("When and where"), _("Days"), _("Dates")}
    return replace(
        entry,
        differences=tuple(
            one if one.term in kept else replace(one, old=NOTHING) for one in entry.differences
        ),
    )
