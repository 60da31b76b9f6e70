"""An item of the programme that is a leg of hers: told at the day, the hours and the place of the leg.

They are what she has to keep to, so her page, her papers and her calendar all ask here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from missions.parts import Item, Place, Stop

if TYPE_CHECKING:
    from delegations.itinerary import Journey


def travelled(item: Item, legs: "Sequence[Journey]") -> Item:
    """The item with what is known of its legs, which are in the order of departure; the rest as released.

    It begins with the departure, where that is: at its own stop if this is there, else at one without `ref`.
    Where the hour of departure is not known, an item at the end of the way is when she arrives.
    """
    if not legs:
        return item
    first, last = legs[0], legs[-1]
    if first.departs or first.departs_on not in {None, item.day}:
        return _departing(item, first, last)
    if last.arrives and _is_at(item, last.destination) and not _is_at(item, first.origin):
        ends = _later_end(item, last.arrives) or _NO_END
        zone = last.destination.zone
        return _begun(item, day=last.arrives_on, at=last.arrives_at, instant=last.arrives, zone=zone, **ends)
    if last.arrives and item.ends_at:
        return replace(item, **_arrival(last))
    return item


def is_away(item: Item) -> bool:
    """Whether it begins with a leg elsewhere than at its own stop, which its venue and address are of."""
    return item.stop is not None and not item.stop.ref


_NO_END: dict[str, Any] = {"ends_on": None, "ends_at": None, "ends": None}


def _departing(item: Item, first: "Journey", last: "Journey") -> Item:
    own = item.stop if _is_at(item, first.origin) else None
    ends = _arrival(last) if last.arrives_on else _later_end(item, first.departs)
    return _begun(
        item,
        day=first.departs_on,
        at=first.departs_at if first.departs else None,
        instant=first.departs,
        zone=first.origin.zone,
        stop=own or Stop("", first.origin, None, None, False),
        to_place=item.to_place if last.destination.ref == first.origin.ref else last.destination,
        **(ends or {**_NO_END, "end_zone": last.destination.zone}),
    )


def _begun(item: Item, *, day: Any, at: Any, instant: Any, zone: str, **other: Any) -> Item:
    return replace(
        item,
        day=day,
        day_approximate=False,
        starts_at=at,
        starts=instant,
        time_approximate=False,
        part_of_day=None,
        zone=zone,
        **other,
    )


def _arrival(last: "Journey") -> dict[str, Any]:
    return {
        "ends_on": last.arrives_on,
        "ends_at": last.arrives_at if last.arrives else None,
        "ends": last.arrives,
        "end_zone": last.destination.zone,
    }


def _later_end(item: Item, instant: Any) -> dict[str, Any] | None:
    """The end as released, if it is after this instant."""
    if item.ends is None or instant is None or item.ends <= instant:
        return None
    return {"ends_on": item.ends_on or item.day}


def _is_at(item: Item, place: Place) -> bool:
    return item.stop is not None and item.stop.place.ref == place.ref
