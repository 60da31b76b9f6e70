"""Missions as the check takes them: each function makes the smallest, and a test names what matters."""

import datetime as dt
import itertools
from typing import Any

from backoffice.clashes.facts import Delegate, Facts, Group, Host, Item, Leg, Place, Stay, Stop
from missions.models import HostState, ItemKind, ItemStatus

_numbers = itertools.count(1)

MONDAY = dt.date(2023, 12, 4)
FRIDAY, SATURDAY = MONDAY + dt.timedelta(4), MONDAY + dt.timedelta(5)
LAST = MONDAY + dt.timedelta(3)


def place(name: str = "Mary", **fields: Any) -> Place:
    fields = {"country": "TM", "zone": "Asia/Ashgabat", **fields}
    return Place(next(_numbers), f"place {name}", {"en": name}, **fields)


MARY = place("Mary", latitude=37.594, longitude=61.83)
ASHGABAT = place("Ashgabat", latitude=37.96, longitude=58.326)
TURKMENBASHI = place("Turkmenbashi", latitude=40.022, longitude=52.955)
ASTANA = place("Astana", country="KZ", zone="Asia/Almaty", latitude=51.17, longitude=71.43)


def stop(at: Place = MARY, **fields: Any) -> Stop:
    number = next(_numbers)
    return Stop(number, f"stop {number}", at, **fields)


def group(name: str = "", **fields: Any) -> Group:
    number = next(_numbers)
    return Group(number, f"group {number}", {"en": name} if name else {}, **fields)


def delegate(name: str, *groups: Group, **fields: Any) -> Delegate:
    number = next(_numbers)
    pks = frozenset(one.pk for one in groups)
    return Delegate(number, f"delegate {number}", {"en": name}, pks, **fields)


def time(text: str | None) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def item(
    title: str,
    begins: str | None = None,
    ends: str | None = None,
    *groups: Group,
    at: Stop | None = None,
    day: dt.date | None = MONDAY,
    **fields: Any,
) -> Item:
    """A meeting for everyone, or for these groups, on Monday, 4 December 2023."""
    number = next(_numbers)
    fields = {"kind": ItemKind.MEETING.value, "status": ItemStatus.CONFIRMED.value, **fields}
    return Item(
        number,
        f"item {title}",
        {"en": title},
        day=day,
        starts_at=time(begins),
        ends_at=time(ends),
        stop=at.pk if at else None,
        for_everyone=fields.pop("for_everyone", not groups),
        groups=tuple(one.pk for one in groups),
        **fields,
    )


def host(organisation: int = 1, person: int | None = None, **fields: Any) -> Host:
    """A host that has confirmed, of an organisation by number, perhaps by a person by number."""
    named = {"person_key": f"person {person}", "person_names": {"en": f"Person {person}"}} if person else {}
    return Host(
        organisation,
        f"organisation {organisation}",
        {"en": f"Organisation {organisation}"},
        fields.pop("state", HostState.CONFIRMED.value),
        person=person,
        **{**named, **fields},
    )


def leg(here: Place, there: Place, *passengers: Delegate, **fields: Any) -> Leg:
    """A car without days and hours; hours are given as texts."""
    number = next(_numbers)
    for name in ("departs_at", "arrives_at"):
        if isinstance(fields.get(name), str):
            fields[name] = time(fields[name])
    fields = {"mode": "car", "name": f"Leg {number}", **fields}
    pks = frozenset(one.pk for one in passengers)
    return Leg(number, f"leg {number}", from_place=here, to_place=there, passengers=pks, **fields)


def stay(of: Delegate, first: dt.date = MONDAY, last: dt.date = LAST) -> Stay:
    return Stay(of.pk, first, last)


def mission(*items: Item, **fields: Any) -> Facts:
    """A mission from Monday, 4, to Thursday, 7 December 2023, as seen a month before."""
    fields = {"first_day": MONDAY, "last_day": LAST, "today": dt.date(2023, 11, 1), **fields}
    for name in ("stops", "groups", "delegates", "legs", "stays"):
        fields[name] = tuple(fields.get(name, ()))
    return Facts(1, "mission", items=items, zone=fields.pop("zone", "Asia/Ashgabat"), **fields)
