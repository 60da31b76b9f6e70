"""Random missions, small and dense: few hours, places and people, so that much of it meets."""

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from backoffice.clashes.facts import Delegate, Facts, Group, Host, Item, Leg, Place, Stay, Stop
from delegations.models import LegMode
from missions.models import HostState, ItemKind, ItemStatus

MONDAY = dt.date(2023, 12, 4)
DAYS = [MONDAY + dt.timedelta(number) for number in range(6)]
# London's clocks are put forward on 31 March 2024: its days are put there.
TIMES = [dt.time(0), dt.time(8), dt.time(9), dt.time(9, 30), dt.time(10), dt.time(12), dt.time(23, 30)]
PLACES = (
    Place(1, "mary", {"en": "Mary"}, "TM", "Asia/Ashgabat", 37.594, 61.83, True, 10),
    Place(2, "astana", {"en": "Astana"}, "KZ", "Asia/Almaty", 51.17, 71.43),
    Place(3, "nowhere", {"en": "Nowhere"}, "TM", "Asia/Ashgabat", None, None, True, None),
    Place(4, "honolulu", {"en": "Honolulu"}, "US", "Pacific/Honolulu", 21.31, -157.86),
    Place(6, "elsewhere", {"en": "Elsewhere"}, "TM", "Asia/Ashgabat", None, None),
    Place(5, "arkadag", {"en": "Arkadag"}, "TM", "Asia/Ashgabat", 38.066, 58.06),
)
LANGUAGES = ("", "ru", "tk", "en, ru", "much")
KINDS = [*ItemKind.values[:5], ItemKind.FREE_TIME.value, ItemKind.EXHIBITION.value]
SELDOM = st.sampled_from([False, False, False, True])


@st.composite
def missions(draw: st.DrawFn, max_items: int = 9) -> Facts:
    """A mission of a few days with everything that the check looks at."""
    stops = tuple(_stop(draw, number) for number in range(1, draw(st.integers(1, 4)) + 1))
    groups = tuple(
        Group(number, f"group {number}", {"en": f"Group {number}"}, draw(SELDOM))
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )
    delegates = tuple(_delegate(draw, number, groups) for number in range(1, draw(st.integers(0, 4)) + 1))
    items = tuple(
        _item(draw, number, stops, groups)
        for number in range(1, draw(st.integers(draw(st.sampled_from([0, 5])), max_items)) + 1)
    )
    nights = st.builds(
        Stay,
        st.sampled_from([1, 2, 3]),
        st.sampled_from(DAYS[:3]),
        st.sampled_from(DAYS[3:]),
    )
    return Facts(
        1,
        "mission",
        MONDAY,
        draw(st.sampled_from(DAYS)),
        draw(st.sampled_from([dt.date(2023, 11, 1), dt.date(2023, 11, 24), MONDAY])),
        draw(st.sampled_from(["UTC", "Asia/Almaty"])),
        draw(st.booleans()),
        draw(st.sampled_from([None, 2])),
        items,
        stops,
        groups,
        delegates,
        tuple(_leg(draw, number, items, delegates) for number in range(1, draw(st.integers(0, 3)) + 1)),
        tuple(draw(st.lists(nights, max_size=3))),
    )


def shuffled(facts: Facts, draw: st.DrawFn) -> Facts:
    """The same rows in another order; delegates keep that of protocol."""
    moved = {
        name: tuple(draw(st.permutations(getattr(facts, name))))
        for name in ("items", "stops", "groups", "legs", "stays")
    }
    moved["items"] = tuple(
        replace(
            item,
            groups=tuple(draw(st.permutations(item.groups))),
            hosts=tuple(draw(st.permutations(item.hosts))),
        )
        for item in moved["items"]
    )
    return replace(facts, **moved)


def _stop(draw: st.DrawFn, number: int) -> Stop:
    first = draw(st.sampled_from([None, *DAYS[:3]]))
    last = draw(st.sampled_from([None, *DAYS[3:]])) if first else None
    return Stop(number, f"stop {number}", draw(st.sampled_from(PLACES)), first, last, draw(SELDOM))


def _delegate(draw: st.DrawFn, number: int, groups: tuple[Group, ...]) -> Delegate:
    own = frozenset(group.pk for group in groups if draw(st.booleans()))
    languages = draw(st.sampled_from(LANGUAGES))
    return Delegate(
        number,
        f"delegate {number}",
        {"en": f"Person {number}"},
        own,
        languages,
        draw(SELDOM) and draw(SELDOM),
    )


def _item(draw: st.DrawFn, number: int, stops: tuple[Stop, ...], groups: tuple[Group, ...]) -> Item:
    day = draw(st.sampled_from([*[DAYS[0]] * 6, *DAYS[1:3], DAYS[5], None]))
    begins = draw(st.sampled_from([*TIMES, *TIMES[1:6], None]))
    ends = draw(st.sampled_from([*TIMES, *TIMES[1:6], None, None]))
    if begins and ends and draw(st.booleans()):
        begins, ends = min(begins, ends), max(begins, ends)
    ends_on = day + dt.timedelta(draw(st.integers(0, 1))) if day and draw(SELDOM) else None
    for_everyone = draw(st.booleans())
    own = () if for_everyone else tuple(group.pk for group in groups if draw(st.booleans()))
    return Item(
        number,
        f"item {draw(st.integers(0, 9))}{number}",
        {"en": f"Item {number}"},
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from([*[ItemStatus.CONFIRMED.value] * 4, *ItemStatus.values])),
        day,
        ends_on,
        begins,
        ends,
        draw(SELDOM),
        draw(SELDOM),
        draw(st.sampled_from([*(stop.pk for stop in stops), None])),
        draw(st.sampled_from([*[None] * 8, *PLACES])),
        for_everyone,
        own,
        tuple(_host(draw) for _ in range(draw(st.integers(0, 2)))),
        draw(SELDOM),
        draw(st.sampled_from(["", "morning"])),
        draw(st.sampled_from([None, None, {"en": "Hall"}, {"en": " hall", "ru": "Зал"}, {"ru": "зал "}])),
        draw(st.sampled_from([None, None, {"en": "tk"}, {"en": "much"}])),
        draw(SELDOM),
        draw(st.integers(0, 2)),
        tuple((pk, draw(st.booleans())) for pk in (1, 2, 99) if draw(SELDOM)),
    )


def _host(draw: st.DrawFn) -> Host:
    organisation = draw(st.integers(1, 2))
    person = draw(st.sampled_from([None, 1, 2]))
    named = {"person_key": f"person {person}", "person_names": {"en": f"Host {person}"}} if person else {}
    return Host(
        organisation,
        f"organisation {organisation}",
        {"en": f"Organisation {organisation}"},
        draw(st.sampled_from([*HostState.values, HostState.CONFIRMED.value])),
        person,
        country=draw(st.sampled_from(["", "TM", "KZ"])),
        language=draw(st.sampled_from(["", "ru", "tk"])),
        **named,
    )


def _leg(draw: st.DrawFn, number: int, items: tuple[Item, ...], delegates: tuple[Delegate, ...]) -> Leg:
    departs_on, arrives_on = (draw(st.sampled_from([*DAYS[:3], DAYS[0], None])) for _ in range(2))
    return Leg(
        number,
        f"leg {number}",
        f"Leg {number}",
        draw(st.sampled_from(LegMode.values)),
        draw(st.sampled_from(PLACES)),
        draw(st.sampled_from(PLACES)),
        departs_on,
        draw(st.sampled_from([None, *TIMES])) if departs_on else None,
        arrives_on,
        draw(st.sampled_from([None, *TIMES])) if arrives_on else None,
        frozenset(one.pk for one in delegates if draw(st.booleans())),
        draw(st.sampled_from([None, *(item.pk for item in items)])),
    )
