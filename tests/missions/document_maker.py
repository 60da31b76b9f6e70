"""The parts of a random document of format 1: places, organisations, stops, items."""

import datetime
import itertools
from typing import Any

from hypothesis import strategies as st

from missions.document import ITEM_TEXTS
from missions.models import (
    DatesPrecision,
    HostState,
    ItemKind,
    ItemStatus,
    PartOfDay,
    PartyRole,
)
from partners.models import OrganisationKind
from tests.handfuls import Handfuls
from wording.words import LANGUAGES

# Both sides of the date line, zones with and without summer time, and two that differ in 2023 but not later.
ZONES = ("Asia/Ashgabat", "Asia/Almaty", "Pacific/Auckland", "Pacific/Honolulu", "Europe/London")
HOURS = (None, None, "00:00", "09:00", "12:30", "23:59")
SOME_LANGUAGES = (("en",), ("ru",), ("tk",), ("en", "ru"), LANGUAGES)


class Maker(Handfuls):
    """Makes the parts of one document; numbers its texts and references, so that each is there once."""

    def __init__(self, draw: st.DrawFn, first: int = 1) -> None:
        super().__init__(draw)
        self.numbers = itertools.count(first)

    def ref(self) -> str:
        return f"{next(self.numbers):08x}-0000-4000-8000-000000000000"

    def texts(self, label: str, *, required: bool = False) -> dict[str, str]:
        """A text in some languages; "x" ends its number, so that none is the beginning of another."""
        number = next(self.numbers)
        some = self.one_of(SOME_LANGUAGES if required else (*SOME_LANGUAGES, ()))
        return {lang: f"Canary {label} {number}x {lang}" for lang in some}

    def place(self, zone: str) -> dict[str, Any]:
        located = self.yes()
        return {
            "ref": self.ref(),
            "name": self.texts("place", required=True),
            "country": "TM",
            "zone": zone,
            "latitude": 37.5 if located else None,
            "longitude": 61.25 if located else None,
        }

    def sector(self) -> dict[str, Any]:
        return {
            "ref": self.ref(),
            "slug": f"sector-{next(self.numbers)}x",
            "name": self.texts("sector", required=True),
        }

    def organisations(self, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for _ in range(1 + self.below(4)):
            made.append(
                {
                    "ref": self.ref(),
                    "slug": f"organisation-{next(self.numbers)}x",
                    "name": self.texts("organisation", required=True),
                    "kind": self.one_of(OrganisationKind.values),
                    "parent": self.one_of([None, *(organisation["ref"] for organisation in made)]),
                    "place": self.one_of([None, *(place["ref"] for place in places)]),
                    "published": self.yes(),
                }
            )
        return made

    def group(self) -> dict[str, Any]:
        personal = self.yes()
        return {
            "ref": self.ref(),
            "name": {} if personal else self.texts("group", required=True),
            "members": [self.ref() for _ in range(self.below(3))],
        }

    def parties(self, organisations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {
                "organisation": organisation["ref"],
                "role": self.one_of(PartyRole.values),
                "contact": self.ref() if self.yes() else None,
            }
            for organisation in self.some(organisations)
        ]

    def stop(self, places: list[dict[str, Any]], days: list[datetime.date]) -> dict[str, Any]:
        first = self.one_of([None, *days])
        last = self.one_of([None, *(day for day in days if day >= first)]) if first else None
        return {
            "ref": self.ref(),
            "place": self.one_of(places)["ref"],
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
            "days_approximate": self.yes(),
        }

    def mission(
        self, days: list[datetime.date], places: list[dict[str, Any]], sectors: list[dict[str, Any]]
    ) -> dict[str, Any]:
        series = {"ref": self.ref(), "slug": "a-series-x", "title": self.texts("series", required=True)}
        return {
            "ref": self.ref(),
            "slug": "a-mission-x",
            "series": series if self.yes() else None,
            "type": "outward",
            "title": self.texts("mission", required=True),
            **{
                name: self.texts(name)
                for name in ("summary", "purpose", "background", "dates_note", "source")
            },
            "starts_on": days[0].isoformat(),
            "ends_on": days[-1].isoformat(),
            "dates_precision": self.one_of(DatesPrecision.values),
            "languages": self.one_of([list(LANGUAGES), ["ru", "en", "kk", "tk"], ["tk"]]),
            "zone": self.one_of(["", *ZONES]),
            "home": self.one_of([None, *(place["ref"] for place in places)]),
            "sectors": [sector["ref"] for sector in self.some(sectors)],
        }

    def item(
        self,
        stops: list[dict[str, Any]],
        places: list[dict[str, Any]],
        days: list[datetime.date],
        organisations: list[dict[str, Any]],
        sectors: list[dict[str, Any]],
        groups: list[dict[str, Any]],
    ) -> dict[str, Any]:
        self.afresh()
        when = self.when(days, [stop["ref"] for stop in stops])
        masked = self.one_of([False, False, False, True])
        public_title = self.texts("mask", required=masked)
        if masked:
            return {**when, "masked": True, "public_title": public_title}
        visibility = self.one_of(["public", "delegation", "participants"])
        return {
            **when,
            "masked": False,
            "kind": self.one_of(ItemKind.values),
            "title": self.texts(f"{visibility} title", required=True),
            **{name: self.texts(f"{visibility} {name}") for name in ITEM_TEXTS if name != "title"},
            "to_place": self.one_of([None, None, *(place["ref"] for place in places)]),
            "hosts": [
                {
                    "organisation": organisation["ref"],
                    "contact": self.ref() if self.yes() else None,
                    "state": self.one_of(HostState.values),
                }
                for organisation in self.some(organisations)
            ],
            "host_unnamed": self.yes(),
            "topics": [sector["ref"] for sector in self.some(sectors)],
            "visibility": visibility,
            "public_title": public_title,
            "for_everyone": self.yes(),
            "groups": sorted(group["ref"] for group in self.some(groups)),
        }

    def when(self, days: list[datetime.date], stops: list[str]) -> dict[str, Any]:
        day = self.one_of([None, *days])
        ends_on = self.one_of([None, None, *(later for later in days if later >= day)]) if day else None
        return {
            "uid": self.ref(),
            "stop": self.one_of([None, *stops]),
            "order": self.below(6),
            "day": day.isoformat() if day else None,
            "day_approximate": self.yes(),
            "ends_on": ends_on.isoformat() if ends_on else None,
            "starts_at": self.one_of(HOURS),
            "ends_at": self.one_of(HOURS),
            "time_approximate": self.yes(),
            "part_of_day": self.one_of(["", "", *PartOfDay.values]),
            "status": self.one_of(ItemStatus.values),
        }
