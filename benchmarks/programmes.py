"""A large programme to look for clashes in, and the same as bare numbers; Django has to be set up."""

import datetime as dt
import random

from backoffice.clashes.facts import Delegate, Facts, Group, Host, Item, Leg, Place, Stay, Stop
from backoffice.clashes.spans import spans_of
from backoffice.clashes.taking_part import TakingPart

FIRST = dt.date(2030, 3, 4)
GROUPS, EVENING_GROUPS = 25, 5
A_DAY = 4  # items of each group
TOWNS = [("Mary", 37.594, 61.83), ("Ashgabat", 37.96, 58.326), ("Arkadag", 38.066, 58.06)]

type Bare = list[tuple[int, int, tuple[int, ...]]]
"""Begin, end and people of each item, as numbers."""


def programme(items: int, people: int) -> Facts:
    """A mission of twenty-five groups, each with four items a day from Monday to Friday.

    Every fifth delegate is also in one of five smaller groups, which meet in the evening. One item in a
    hundred lasts until the next has begun, one in fifty has no end, one in five hundred is for everyone,
    before the others. Three of four have a host, each has a venue.
    """
    chance = random.Random(1)  # noqa: S311  # the same programme each time
    places = [
        Place(number, f"place {number}", {"en": name}, "TM", "Asia/Ashgabat", latitude, longitude)
        for number, (name, latitude, longitude) in enumerate(TOWNS, 1)
    ]
    last = _day(items // GROUPS // A_DAY)
    return Facts(
        pk=1,
        key="mission",
        first_day=FIRST,
        last_day=last,
        today=FIRST,
        zone="Asia/Ashgabat",
        items=tuple(_item(number, chance) for number in range(items)),
        stops=tuple(Stop(place.pk, f"stop {place.pk}", place) for place in places),
        groups=tuple(
            Group(number, f"group {number}", {"en": f"Group {number}"})
            for number in range(1, GROUPS + EVENING_GROUPS + 1)
        ),
        delegates=tuple(_delegate(number) for number in range(1, people + 1)),
        legs=tuple(_leg(number, places) for number in range(1, 100)),
        stays=tuple(Stay(number, FIRST, last) for number in range(1, people + 1)),
    )


def _day(number: int) -> dt.date:
    """The days from Monday to Friday, one after another."""
    return FIRST + dt.timedelta(number // 5 * 7 + number % 5)


def _delegate(number: int) -> Delegate:
    groups = {number % GROUPS + 1}
    if number % 5 == 0:
        groups.add(GROUPS + 1 + number // 5 % EVENING_GROUPS)
    return Delegate(number, f"delegate {number}", {"en": f"Delegate {number}"}, frozenset(groups), "en, ru")


def _item(number: int, chance: random.Random) -> Item:
    turn, day = number // GROUPS, number // GROUPS // A_DAY
    for_everyone = number % 500 == 499
    evening = number % 50 == 7
    begins = 6 * 60 if for_everyone else 20 * 60 if evening else 8 * 60 + turn % A_DAY * 150
    group = GROUPS + 1 + day % EVENING_GROUPS if evening else number % GROUPS + 1
    ends = begins + (170 if number % 100 == 33 else chance.choice([45, 60, 90]))
    name = {"en": f"Host {number % 2000}"}
    host = Host(number % 2000, f"host {number % 2000}", name, "confirmed", country="TM", language="ru")
    return Item(
        number + 1,
        f"item {number}",
        {"en": f"Meeting {number}"},
        "meeting",
        "confirmed",
        day=_day(day),
        starts_at=dt.time(*divmod(begins, 60)),
        ends_at=dt.time(*divmod(ends, 60)) if number % 50 else None,
        stop=day % len(TOWNS) + 1,
        for_everyone=for_everyone,
        groups=() if for_everyone else (group,),
        hosts=(host,) if number % 4 else (),
        venues={"en": f"Hall {number % 3000}"},
    )


def _leg(number: int, places: list[Place]) -> Leg:
    day = FIRST + dt.timedelta(number % 3)
    passengers = frozenset((number, number + 1))
    return Leg(
        number, f"leg {number}", "Bus", "bus", places[0], places[1],
        day, dt.time(5), day, dt.time(8, 30), passengers,
    )  # fmt: skip


def bare(facts: Facts) -> Bare:
    """The same programme for who only sorts and sweeps, in the order of its rows."""
    taking = TakingPart(facts)
    people = {span.item.pk: tuple(taking.members_of(span.item)) for span in spans_of(facts)}
    numbers = [(span.begin, span.sure, people[span.item.pk]) for span in spans_of(facts)]
    random.Random(2).shuffle(numbers)  # noqa: S311
    return numbers


def sort_and_sweep(items: Bare) -> int:
    """How many times somebody is at an item before her last one is over."""
    over: dict[int, int] = {}
    found = 0
    for begin, end, people in sorted(items):
        for person in people:
            before = over.get(person, 0)
            if before > begin:
                found += 1
            if end > before:
                over[person] = end
    return found
