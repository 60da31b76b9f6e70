"""What the check for clashes is computed from: a mission as plain data, without a database.

`key` is what names a row for good (its UID or reference), so that the hash of a cause depends neither on the
order of rows nor on their numbers. Days and times are local, at the place of the row.
"""

import datetime as dt
from dataclasses import dataclass

from wording.words import Texts


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. Latitude and longitude are in degrees, or both None: not known."""

    pk: int
    key: str
    names: Texts
    country: str
    zone: str
    latitude: float | None = None
    longitude: float | None = None
    restricted: bool = False
    permit_working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the route, with its days as far as they are known."""

    pk: int
    key: str
    place: Place
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    days_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Who takes part together; a personal group is its one delegate and has no name."""

    pk: int
    key: str
    names: Texts
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """Who receives at an item: an organisation, perhaps by one person of it.

    `country` is that of the organisation, `language` a code that the person prefers; both may be empty.
    """

    organisation: int
    organisation_key: str
    organisation_names: Texts
    state: str
    person: int | None = None
    person_key: str = ""
    person_names: Texts | None = None
    country: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the programme; `status` and `kind` are the codes of missions.models.

    `declined`: the delegates who do not come, each with whether it is when and where it was as she said so.
    """

    pk: int
    key: str
    titles: Texts
    kind: str
    status: str
    day: dt.date | None = None
    ends_on: dt.date | None = None
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    day_approximate: bool = False
    time_approximate: bool = False
    stop: int | None = None
    to_place: Place | None = None
    for_everyone: bool = True
    groups: tuple[int, ...] = ()
    hosts: tuple[Host, ...] = ()
    host_unnamed: bool = False
    part_of_day: str = ""
    venues: Texts | None = None
    languages: Texts | None = None
    interpreter: bool = False
    order: int = 0
    declined: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Delegate:
    """Somebody who travels; who withdrew is left out. `languages` are as typed, `groups` primary keys.

    `state` is a code of delegations.models; nothing is checked by it.
    """

    pk: int
    key: str
    names: Texts
    groups: frozenset[int] = frozenset()
    languages: str = ""
    interprets: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """A flight, train or drive; passengers are delegates by primary key, `item` is the item that it is.

    `name` is its carrier and number, as far as they are known.
    """

    pk: int
    key: str
    name: str
    mode: str
    from_place: Place
    to_place: Place
    departs_on: dt.date | None = None
    departs_at: dt.time | None = None
    arrives_on: dt.date | None = None
    arrives_at: dt.time | None = None
    passengers: frozenset[int] = frozenset()
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A delegate's nights, from the day of the first to the day after the last."""

    delegate: int
    arrives_on: dt.date
    leaves_on: dt.date


@dataclass(frozen=True, slots=True)
class Facts:
    """One mission. Delegates stand in protocol order; the order of all else means nothing.

    `zone` is the clock of items without a stop, `home` the place that the delegation comes from, `today` the
    local day at the mission.
    """

    pk: int
    key: str
    first_day: dt.date
    last_day: dt.date
    today: dt.date
    zone: str = "UTC"
    days_exact: bool = True
    home: int | None = None
    items: tuple[Item, ...] = ()
    stops: tuple[Stop, ...] = ()
    groups: tuple[Group, ...] = ()
    delegates: tuple[Delegate, ...] = ()
    legs: tuple[Leg, ...] = ()
    stays: tuple[Stay, ...] = ()
