"""Missions over time, without a database: documents that a test knows word for word, and random stories.

In a random story every text of an item holds a word that nothing else holds, made of what it is, whose, and
in which release (`Tvenuex2x1x`), so that a test can say exactly which words an output may hold.
"""

import datetime
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from missions import history, itinerary
from missions.document import ITEM_TEXTS
from missions.history import Event, History
from missions.models import HostState, ItemKind, ItemStatus, MissionState, PartOfDay, Visibility
from missions.parts import Audience
from tests.handfuls import Handfuls
from wording.words import LANGUAGES

DAYS = tuple(f"2023-12-{number:02}" for number in range(4, 8))
HOURS = (None, "00:00", "02:30", "09:00", "12:30", "23:59")
START = datetime.datetime(2023, 11, 1, 9, tzinfo=datetime.UTC)

ZONES = [
    "Asia/Almaty",  # +06 until February 2024, +05 from March
    "Asia/Ashgabat",
    "America/New_York",
    "Pacific/Apia",  # on the other side of the date line
    "Pacific/Pago_Pago",
    "Asia/Kolkata",
    "UTC",
]

# What iCalendar, JSON and HTML each give a meaning to, and letters of two to four octets.
NASTY_PARTS = (
    *"aЯқň漢🐫 ;,:\\\"'<>&{}%\t\r\n\x00\x0b\x1b\x1c\x85\u2028",
    "\r\n",
    "\r\nATTACH:",
    "\r\nBEGIN:VEVENT",
    "</script>",
    "END:VCALENDAR",
)
NASTY = st.lists(st.sampled_from(NASTY_PARTS), max_size=6).map("".join)

TOKEN = re.compile(r"T[a-z]+x\d+x\d+x")


def uid_of(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


def a_place(name: str = "Ashgabat", **fields: Any) -> dict[str, Any]:
    return {
        "ref": f"place-{name}",
        "name": {"en": name},
        "country": "TM",
        "zone": "Asia/Ashgabat",
        "latitude": 37.95,
        "longitude": 58.38,
        **fields,
    }


def a_stop(place: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "ref": f"stop-{place['ref']}",
        "place": place["ref"],
        "first_day": DAYS[0],
        "last_day": DAYS[-1],
        "days_approximate": False,
        **fields,
    }


def an_organisation(name: str, **fields: Any) -> dict[str, Any]:
    return {
        "ref": f"organisation-{name}",
        "slug": name.lower(),
        "name": {"en": name},
        "kind": "",
        "parent": None,
        "place": None,
        "published": True,
        **fields,
    }


def an_item(number: int = 1, title: str = "Meeting", **fields: Any) -> dict[str, Any]:
    """A public item of 5 December 2023 without an hour or a stop."""
    return {
        "uid": uid_of(number),
        "stop": None,
        "order": number,
        "day": "2023-12-05",
        "day_approximate": False,
        "ends_on": None,
        "starts_at": None,
        "ends_at": None,
        "time_approximate": False,
        "part_of_day": "",
        "status": "confirmed",
        "masked": False,
        "kind": "meeting",
        **{name: {} for name in ITEM_TEXTS},
        "title": {"en": title},
        "to_place": None,
        "hosts": [],
        "host_unnamed": False,
        "topics": [],
        "visibility": "public",
        "public_title": {},
        "for_everyone": True,
        "groups": [],
        **fields,
    }


def a_document(
    *items: dict[str, Any],
    stops: Iterable[dict[str, Any]] = (),
    places: Iterable[dict[str, Any]] = (),
    organisations: Iterable[dict[str, Any]] = (),
    groups: Iterable[dict[str, Any]] = (),
    sectors: Iterable[dict[str, Any]] = (),
    **mission: Any,
) -> dict[str, Any]:
    """A document in English of a mission to Turkmenistan, from 4 to 7 December 2023."""
    return {
        "format": 1,
        "mission": {
            "ref": uid_of(1000),
            "slug": "mission",
            "series": None,
            "type": "outward",
            "title": {"en": "Mission to Turkmenistan"},
            **{name: {} for name in ("summary", "purpose", "background", "dates_note", "source")},
            "starts_on": DAYS[0],
            "ends_on": DAYS[-1],
            "dates_precision": "day",
            "languages": ["en", "ru", "kk", "tk"],
            "zone": "Asia/Ashgabat",
            "home": None,
            "sectors": [],
            **mission,
        },
        "places": list(places),
        "sectors": list(sectors),
        "organisations": list(organisations),
        "parties": [],
        "stops": list(stops),
        "groups": list(groups),
        "items": list(items),
    }


def day(number: int) -> datetime.datetime:
    """The moment of the event of this number in a story."""
    return START + datetime.timedelta(days=number)


def followed(
    events: Iterable[tuple[str, Any]],
    *documents: dict[str, Any],
    state: MissionState = MissionState.PUBLISHED,
    audience: Audience = itinerary.PUBLIC,
    lang: str = "en",
    **options: Any,
) -> History:
    """The history of events that happen one a day, of releases whose documents are 1, 2, …"""
    happened = [Event(day(number), **{kind: what}) for number, (kind, what) in enumerate(events, start=1)]
    read = history.reading(dict(enumerate(documents, start=1)).__getitem__, lambda _document: audience, lang)
    return history.follow(happened, read, state, **options)


def released(*documents: dict[str, Any], lang: str = "en") -> History:
    """What the public has seen of a published mission with these releases, one a day."""
    return followed([("release", number) for number in range(1, len(documents) + 1)], *documents, lang=lang)


def tokens(output: str) -> set[str]:
    """The words of random stories in an output, read back from its format."""
    return set(TOKEN.findall(output))


def token(what: str, number: int, release: int) -> str:
    return f"T{what.replace('_', '')}x{number}x{release}x"


class Maker(Handfuls):
    """Makes the documents of one story."""

    def perhaps(self, values: Sequence[Any]) -> Any:
        """One of the values, half of the time None."""
        return self.one_of(values) if self.yes() else None

    def nasty(self) -> str:
        return "".join(self.one_of(NASTY_PARTS) for _ in range(self.below(7)))

    def texts(self, what: str, number: int, release: int, *, empty: bool = True) -> dict[str, str]:
        """A text in some languages, each holding the word that is its own."""
        languages = self.one_of([("en",), ("ru", "tk"), LANGUAGES, *([()] if empty else [])])
        before, after = self.nasty(), self.nasty()
        return {lang: f"{before} {token(what, number, release)} {after}" for lang in languages}

    def times(self, *, far: bool) -> dict[str, Any]:
        """Day, hours and what is known of them; `far`: it ends at another place, by the clock of that."""
        first = self.perhaps(DAYS)
        starts_at, ends_at = self.one_of(HOURS), self.one_of(HOURS)
        ends_on = self.perhaps([day for day in DAYS if day >= first]) if first else None
        if starts_at and ends_at and not far and ends_at < starts_at and ends_on in {None, first}:
            starts_at, ends_at = ends_at, starts_at
        return {
            "day": first,
            "day_approximate": self.yes(),
            "ends_on": ends_on,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "time_approximate": self.yes(),
            "part_of_day": self.one_of(["", *PartOfDay.values]),
            "status": self.one_of(ItemStatus.values),
        }

    def item(self, number: int, release: int, frame: dict[str, Any]) -> dict[str, Any] | None:
        """An item of any visibility; None for one that the document says nothing of."""
        self.afresh()
        to_place = self.perhaps([place["ref"] for place in frame["places"]])
        when = {
            "uid": uid_of(number),
            "stop": self.perhaps([stop["ref"] for stop in frame["stops"]]),
            "order": self.below(6),
            **self.times(far=to_place is not None),
        }
        visibility = self.one_of([Visibility.PUBLIC, *Visibility])
        mask = self.texts("mask", number, release)
        if visibility == Visibility.STAFF:
            return {**when, "masked": True, "public_title": mask} if mask else None
        return {
            **when,
            "masked": False,
            "kind": self.one_of(ItemKind.values),
            **{name: self.texts(name, number, release, empty=name != "title") for name in ITEM_TEXTS},
            "to_place": to_place,
            "hosts": [
                {
                    "organisation": organisation["ref"],
                    "contact": None,
                    "state": self.one_of(HostState.values),
                }
                for organisation in frame["organisations"]
            ],
            "host_unnamed": False,
            "topics": [],
            "visibility": visibility.value,
            "public_title": mask,
            "for_everyone": self.yes(),
            "groups": self.some([group["ref"] for group in frame["groups"]]),
        }

    def frame(self) -> dict[str, Any]:
        """A document without items: places, stops, an organisation that is not published, two groups."""
        places = [
            a_place(f"Place{number}", zone=self.one_of(ZONES), latitude=self.one_of([None, 1.5]))
            for number in range(3)
        ]
        stops = []
        for place in places[:2]:
            first = self.perhaps(DAYS)
            last = self.perhaps([day for day in DAYS if day >= first]) if first else None
            stops.append(a_stop(place, first_day=first, last_day=last))
        return a_document(
            stops=stops,
            places=places,
            organisations=[an_organisation("Known"), an_organisation("Thiddenx0x0x", published=False)],
            groups=[
                {"ref": f"group-{number}", "name": {"en": "Tgroupx0x0x"}, "members": []}
                for number in range(2)
            ],
            zone=self.one_of(ZONES),
            title={"en": self.nasty() + "Title", "ru": self.nasty() + "Название"},
            dates_precision=self.one_of(["day", "approximate"]),
            languages=self.one_of([["en", "ru", "kk", "tk"], ["tk", "kk", "ru", "en"]]),
        )

    def with_items(self, frame: dict[str, Any], release: int, most: int = 4) -> dict[str, Any]:
        numbers = self.some(self.shuffled(range(1, most + 1)))
        items = [self.item(number, release, frame) for number in numbers]
        return {**frame, "items": [item for item in items if item is not None]}


MOVES = st.lists(
    st.sampled_from(["release", "release", "withdraw", "publish", "cancel", "take_back"]), max_size=7
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[tuple[str, Any]], dict[int, dict[str, Any]], MissionState]:
    """Events as they can happen to a mission, the documents of its releases, and its state in the end."""
    made = Maker(draw)
    frame = made.frame()
    documents: dict[int, dict[str, Any]] = {}
    live: list[int] = []
    events: list[tuple[str, Any]] = []
    state = MissionState.DRAFT
    for move in ["release", "publish", *draw(MOVES)]:
        turned = {
            "publish": MissionState.PUBLISHED,
            "cancel": MissionState.CANCELLED,
            "take_back": MissionState.DRAFT,
        }.get(move)
        if move == "release":
            number = len(documents) + 1
            documents[number] = made.with_items(frame, number)
            live.append(number)
            events.append(("release", number))
        elif move == "withdraw" and live:
            number = live.pop(made.below(len(live)))
            events.append(("withdrawal", number))
        elif turned and turned != state and (turned, state) != (MissionState.CANCELLED, MissionState.DRAFT):
            state = turned
            events.append(("state", state))
    return events, documents, state


def public_tokens(document: dict[str, Any], uid: str, release: int) -> set[str]:
    """The words of an item that the public may read in a release; not asked of missions/itinerary.py."""
    entry = next((item for item in document["items"] if item["uid"] == uid), None)
    if entry is None:
        return set()
    number = uuid.UUID(uid).int & 0xFFFF
    if not entry["masked"] and entry["visibility"] == "public":
        return {token(name, number, release) for name in ITEM_TEXTS}
    shown_to_nobody = (
        not entry["masked"]
        and entry["visibility"] == "participants"
        and not entry["for_everyone"]
        and not entry["groups"]
    )
    return set() if shown_to_nobody or not entry["public_title"] else {token("mask", number, release)}
