"""Rows that clash, for tests of what becomes of that."""

import datetime as dt

from tests.factories import (
    make_delegate,
    make_group,
    make_item,
    make_mission,
    make_person,
    make_place,
    make_stop,
)

FOURTH, FIFTH = dt.date(2023, 12, 4), dt.date(2023, 12, 5)
NINE, TEN, ELEVEN, NOON = (dt.time(hour) for hour in (9, 10, 11, 12))


def split_in_mary():
    """Groups A and B at the same time in Mary, as domain.md has it, with one delegate in each."""
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place(name="Mary"), first_day=FOURTH)
    groups = [make_group(mission=mission, name=f"Group {name}") for name in "AB"]
    for number, group in enumerate(groups):
        title = ("Food plant", "Shoe factory")[number]
        make_item(title=title, stop=stop, day=FOURTH, starts_at=TEN, ends_at=NOON, groups=[group])
        make_delegate(mission=mission, groups=[group])
    return mission, groups


def in_both(mission, groups, **fields):
    person = make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    return make_delegate(mission=mission, person=person, groups=groups, **fields)


def clashing():
    """A mission with one clash, which is that of two items for everyone."""
    mission = make_mission()
    one, other = (
        make_item(mission=mission, title=title, day=FOURTH, starts_at=NINE, ends_at=NOON)
        for title in ("Visit", "Talks")
    )
    return mission, one, other
