"""What changed for one delegate between two versions: of what she takes part in, by missions/changes.py."""

import datetime
from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from missions import changes
from missions.changes import Change, ChangeKind, Changes
from missions.pages import changes_page
from missions.pages.changes_page import ChangeEntry, Difference
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
    before: Itinerary, after: Itinerary, known: Collection[str] | None = None
) -> tuple[ChangeEntry, ...]:
    """What changed for her, in the language of both itineraries, each of which is hers at its version.

    Of a change that nothing can be said of in this language nothing is: a text may have changed in another
    one alone. `known` is given where the version before was withdrawn: the UIDs of what versions showed her
    that still count. What else is gone is told by its day alone, and of words that were taken back none.
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
        told = [*changes_page.entries(whole, was, is_now)]
        for change in found.items:
            told += _item(change, was, is_now, known)
    return tuple(told)


def _item(
    change: Change, was: Itinerary, is_now: Itinerary, known: Collection[str] | None
) -> list[ChangeEntry]:
    if known is not None and change.after is None and change.item.uid not in known:
        return [_taken_back(change.item, is_now.lang)]
    one = Changes((), (), (), (), (change,))
    told = list(changes_page.entries(one, was, is_now))
    if known is not None:
        told = [replace(entry, differences=_hushed(entry.differences)) for entry in told]
    if change.kinds == (ChangeKind.REWORDED,):
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


def _hushed(differences: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """What is so now; of what was, when and where alone."""
    kept = _("When and where")
    return tuple(one if one.term == kept else replace(one, old=NOTHING) for one in differences)
