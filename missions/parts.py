"""The parts of an itinerary: frozen dataclasses, made by missions/itinerary.py alone."""

import datetime
from dataclasses import dataclass, field
from enum import Enum

from missions.models import DatesPrecision, HostState, ItemKind, ItemStatus, PartOfDay, PartyRole, Visibility
from wording.words import Texts, Words


class Kind(Enum):
    """The kinds of reader."""

    PUBLIC = "public"
    DELEGATE = "delegate"
    HOST = "host"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads: the public, a delegate with the groups she had, a host organisation, or staff.

    Documents from before a merge name a host by a ref that it had `formerly`.
    """

    kind: Kind
    groups: frozenset[str] = frozenset()
    organisation: str = ""
    formerly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LiveContact:
    """A contact as known today, handed in by who renders: documents hold no names of people.

    Telephone and e-mail address stay only with whoever may call her (missions/itinerary.py). `parts` of her
    name are family name, given name, patronymic.
    """

    name: Words
    position: Words | None
    public: bool
    ref: str = field(default="", compare=False)
    phone: str = field(default="", compare=False)
    email: str = field(default="", compare=False)
    parts: tuple[str, str, str] = field(default=("", "", ""), compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    ref: str
    name: Words
    names: Texts = field(compare=False)  # what it is called in other languages is no change to its reader
    country: str
    zone: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Organisation:
    ref: str
    slug: str
    name: Words
    kind: str
    parent: Words | None


@dataclass(frozen=True, slots=True)
class Sector:
    ref: str
    slug: str
    name: Words


@dataclass(frozen=True, slots=True)
class Party:
    role: PartyRole
    organisation: Organisation
    contact: LiveContact | None


@dataclass(frozen=True, slots=True)
class Host:
    organisation: Organisation
    contact: LiveContact | None
    state: HostState


@dataclass(frozen=True, slots=True)
class Stop:
    ref: str
    place: Place
    first_day: datetime.date | None
    last_day: datetime.date | None
    days_approximate: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An item as its reader may see it; of a masked one, only what stands before `kind`.

    `zone` and `end_zone` are IANA names; `starts` and `ends` are the instants in these zones, None where day
    or hour is unknown. Unknown is None, never midnight. `for_driver` says where, in the country's language.
    """

    uid: str
    title: Words
    stop: Stop | None
    day: datetime.date | None
    day_approximate: bool
    ends_on: datetime.date | None
    starts_at: datetime.time | None
    ends_at: datetime.time | None
    time_approximate: bool
    part_of_day: PartOfDay | None
    status: ItemStatus
    zone: str
    end_zone: str
    starts: datetime.datetime | None
    ends: datetime.datetime | None
    masked: bool = False
    takes_part: bool = False
    kind: ItemKind | None = None
    description: Words | None = None
    venue: Words | None = None
    address: Words | None = None
    for_driver: tuple[Words, ...] = field(default=(), compare=False)
    dress: Words | None = None
    language: Words | None = None
    interpreter: Words | None = None
    photo_rules: Words | None = None
    to_place: Place | None = None
    hosts: tuple[Host, ...] = ()
    host_unnamed: bool = False
    topics: tuple[Sector, ...] = ()
    groups: tuple[Words, ...] = ()
    visibility: Visibility | None = None

    @property
    def cancelled(self) -> bool:
        return self.status == ItemStatus.CANCELLED


@dataclass(frozen=True, slots=True)
class Day:
    """The items of one day at one stop; `date` is None where the day is not known."""

    date: datetime.date | None
    approximate: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A run of items at one stop; `stop` is None where the place is not known."""

    stop: Stop | None
    days: tuple[Day, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for day in self.days for item in day.items)


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One mission's programme for one audience in one language."""

    audience: Audience
    lang: str
    ref: str
    title: Words
    summary: Words | None
    purpose: Words | None
    background: Words | None
    dates_note: Words | None
    source: Words | None
    compiled_from_reports: bool
    series: Words | None
    type: str
    starts_on: datetime.date
    ends_on: datetime.date
    dates_precision: DatesPrecision
    languages: tuple[str, ...]
    zone: str
    home: Place | None
    sectors: tuple[Sector, ...]
    parties: tuple[Party, ...]
    stops: tuple[Stop, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...] = field(repr=False)

    @property
    def approximate(self) -> bool:
        """Whether any of its days is less than settled."""
        return self.dates_precision != DatesPrecision.DAY

    def item(self, uid: str) -> Item | None:
        """The item with this UID, if the audience sees it."""
        return next((item for item in self.items if item.uid == uid), None)
