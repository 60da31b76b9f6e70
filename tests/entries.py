"""The entries of a random mission file: the maker behind tests/strategies.py."""

import datetime
import itertools
from typing import Any

from hypothesis import strategies as st

from delegations.models import Capacity, DelegateState, LegMode
from missions.models import (
    CLOSED_STATES,
    Certainty,
    DatesPrecision,
    DuePrecision,
    FollowUpKind,
    FollowUpState,
    HostState,
    ItemKind,
    ItemStatus,
    MeetingOutcome,
    MissionState,
    MissionType,
    OutcomeKind,
    PartOfDay,
    PartyRole,
    ReportState,
    Visibility,
)
from partners.models import NameOrder, OrganisationKind
from tests.handfuls import Handfuls
from wording import zones
from wording.words import LANGUAGES

# Both sides of the date line; none puts its clocks forward in December.
ZONES = ("Asia/Ashgabat", "Asia/Almaty", "Pacific/Auckland", "Pacific/Honolulu", "Europe/London")
# What a file, a page and a database must carry unharmed.
ODD = (
    "",
    "<script>alert(1)</script>",
    "a & b; \"c\", 'd'",
    "ҚӨҒ Ýaşyl “ç”",
    "=1+1",
    "two\nlines",
    "e\u0301 🐪",
    "\\n{{ x }}%s",
)


class Maker(Handfuls):
    """Makes the entries of one file; numbers its texts and references, so that each is there once."""

    def __init__(self, draw: st.DrawFn, odd: bool) -> None:
        super().__init__(draw)
        self.odd = odd
        self.numbers = itertools.count(1)

    def ref(self) -> str:
        return f"{next(self.numbers):08x}-0000-4000-8000-000000000000"

    def text(self, label: str, lang: str = "en") -> str:
        """ "x" ends its number, so that no text is the beginning of another."""
        odd = self.one_of(ODD) if self.odd else ""
        return f"Canary {label} {next(self.numbers)}x {lang} {odd}".rstrip()

    def texts(self, label: str, *, required: bool = False) -> dict[str, str]:
        some = [LANGUAGES, ("ru",), ("en", "tk"), *([] if required else [()])]
        return {lang: self.text(label, lang) for lang in self.one_of(some)}

    def refs(self, entries: list[dict[str, Any]]) -> list[str]:
        return sorted(entry["ref"] for entry in self.some(entries))

    def any_ref(self, entries: list[dict[str, Any]]) -> str | None:
        return self.one_of([None, *(entry["ref"] for entry in entries)])

    def place(self, zone: str) -> dict[str, Any]:
        located = {"latitude": 37.5, "longitude": -61.25} if self.yes() else {}
        permit = {"restricted": True, "permit_working_days": 10} if self.yes() else {}
        name = self.texts("place", required=True)
        return {"ref": self.ref(), "name": name, "country": "TM", "zone": zone, **located, **permit}

    def sector(self) -> dict[str, Any]:
        return {
            "ref": self.ref(),
            "slug": f"sector-{next(self.numbers)}x",
            "name": self.texts("sector", required=True),
        }

    def series(self) -> dict[str, Any]:
        return {
            "ref": self.ref(),
            "slug": f"series-{next(self.numbers)}x",
            "title": self.texts("series", required=True),
        }

    def organisations(
        self, places: list[dict[str, Any]], sectors: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for _ in range(1 + self.below(3)):
            made.append(
                _known(
                    ref=self.ref(),
                    slug=f"organisation-{next(self.numbers)}x",
                    name=self.texts("organisation", required=True),
                    kind=self.one_of(OrganisationKind.values),
                    parent=self.any_ref(made),
                    place=self.any_ref(places),
                    sectors=self.refs(sectors),
                    website=f"https://canary{next(self.numbers)}x.example.org/" if self.yes() else "",
                    profile=self.texts("profile"),
                )
                | ({} if self.yes() else {"published": False})
            )
        return made

    def person(self) -> dict[str, Any]:
        return _known(
            ref=self.ref(),
            family_name=self.texts("family", required=True),
            given_name=self.texts("given"),
            patronymic=self.texts("patronymic"),
            name_order="" if self.yes() else NameOrder.FAMILY_FIRST.value,
            email=f"canary{next(self.numbers)}x@example.org" if self.yes() else "",
            phone=f"+7 canary {next(self.numbers)}x" if self.yes() else "",
            language=self.one_of(["", *LANGUAGES]),
        )

    def contact(self, person: dict[str, Any], organisations: list[dict[str, Any]]) -> dict[str, Any]:
        return _known(
            ref=self.ref(),
            person=person["ref"],
            organisation=self.one_of(organisations)["ref"],
            position=self.texts("position of contact"),
        ) | ({"public": True} if self.yes() else {})

    def mission(self, days: Any, places: Any, sectors: Any, series: Any) -> dict[str, Any]:
        languages = self.shuffled(LANGUAGES)
        return _known(
            ref=self.ref(),
            slug=f"random-mission-{next(self.numbers)}x",
            series=series[0]["ref"] if series else None,
            title=self.texts("mission", required=True),
            **{
                name: self.texts(name.replace("_", " "))
                for name in ("summary", "purpose", "background", "dates_note", "source", "outcome_summary")
            },
            type=self.one_of(MissionType.values),
            state=MissionState.DRAFT.value,
            starts_on=days[0].isoformat(),
            ends_on=days[-1].isoformat(),
            dates_precision=self.one_of([None, *DatesPrecision.values[1:]]),
            languages=None if languages == list(LANGUAGES) else languages,
            zone=self.one_of(["", *ZONES]),
            home=self.any_ref(places),
            sectors=self.refs(sectors),
            numbers=self.texts("numbers of mission"),
            staff_notes=self.text("staff notes of mission"),
        )

    def parties(self, organisations: Any, contacts: Any) -> list[dict[str, Any]]:
        return self.bound(organisations, contacts, "role", PartyRole.values)

    def hosts(self, organisations: Any, contacts: Any) -> list[dict[str, Any]]:
        return self.bound(organisations, contacts, "state", HostState.values)

    def bound(self, organisations: Any, contacts: Any, name: str, values: Any) -> list[dict[str, Any]]:
        """Some organisations, each perhaps by one of its contacts."""
        return [
            _known(
                organisation=one["ref"],
                contact=self.any_ref([entry for entry in contacts if entry["organisation"] == one["ref"]]),
                order=order,
            )
            | {name: self.one_of(values)}
            for order, one in enumerate(self.some(organisations))
        ]

    def stop(self, order: int, places: Any, days: Any) -> dict[str, Any]:
        first = self.one_of([None, *days])
        last = self.one_of([None, *(day for day in days if first and day >= first)])
        return _known(
            ref=self.ref(),
            place=self.one_of(places)["ref"],
            order=order,
            first_day=first and first.isoformat(),
            last_day=last and last.isoformat(),
            days_approximate=self.yes(),
        )

    def group(self) -> dict[str, Any]:
        personal = {"personal": True} if self.yes() else {}
        label = "personal group" if personal else "group"
        return _known(ref=self.ref(), name=self.texts(label, required=not personal), **personal)

    def item(self, stops: Any, places: Any, days: Any, sectors: Any, groups: Any) -> dict[str, Any]:
        self.afresh()
        visibility = self.one_of(Visibility.values)
        taking_part = self.refs(groups)
        for_everyone = not taking_part or self.yes()
        stop = self.any_ref(stops)
        return _known(
            uid=self.ref(),
            stop=stop,
            kind=self.one_of(ItemKind.values),
            title=self.texts(f"{visibility} title", required=True),
            **self.when(days, places, next((entry for entry in stops if entry["ref"] == stop), None)),
            order=self.below(4),
            **{
                name: self.texts(f"{visibility} {name}")
                for name in (
                    "description",
                    "venue",
                    "address",
                    "dress",
                    "language",
                    "interpreter",
                    "photo_rules",
                )
            },
            host_unnamed=self.yes(),
            topics=self.refs(sectors),
            status=self.one_of(ItemStatus.values),
            visibility=visibility,
            public_title=self.texts("mask"),
            staff_notes=self.text("staff notes of item"),
            outcome=self.texts("outcome of item"),
            groups=taking_part,
        ) | ({} if for_everyone else {"for_everyone": False})

    def when(self, days: Any, places: Any, stop: Any) -> dict[str, Any]:
        day = self.one_of([None, *days])
        if day is None:
            return {"part_of_day": self.one_of([None, *PartOfDay.values])}
        known: dict[str, Any] = {
            "day": day.isoformat(),
            "day_approximate": self.yes(),
            "time_approximate": self.yes(),
        }
        by_ref = {place["ref"]: place for place in places}
        start = self.one_of([None, datetime.time(0, 30), datetime.time(9), datetime.time(21, 45)])
        if start is None:
            return known | {"part_of_day": self.one_of([None, *PartOfDay.values])}
        known["starts_at"] = start.isoformat("minutes")
        if stop is None or self.yes():
            return known
        # Some hours later, perhaps elsewhere; over the date line that may be on an earlier day.
        to_place = self.one_of([None, *places])
        zone = by_ref[stop["place"]]["zone"]
        hours = datetime.timedelta(hours=1 + self.below(12))
        end = (zones.instant(day, start, zone).astimezone(datetime.UTC) + hours).astimezone(
            zones.zone_info(to_place["zone"] if to_place else zone)
        )
        if not days[0] <= end.date() <= days[-1]:
            return known
        known["ends_at"] = end.time().isoformat("minutes")
        known["ends_on"] = end.date().isoformat() if end.date() != day else None
        known["to_place"] = to_place and to_place["ref"]
        return known

    def delegation(self, organisation: dict[str, Any]) -> dict[str, Any]:
        return _known(
            ref=self.ref(),
            organisation=organisation["ref"],
            note=self.texts("note of delegation"),
            details_until=self.one_of([None, "2023-11-20"]),
        )

    def delegates(
        self, persons: Any, delegations: Any, organisations: Any, groups: Any
    ) -> list[dict[str, Any]]:
        made = []
        for rank, person in enumerate(persons if delegations else ()):
            delegation = self.one_of(delegations)
            made.append(
                _known(
                    ref=self.ref(),
                    delegation=delegation["ref"],
                    person=person["ref"],
                    organisation=self.any_ref(organisations),
                    position=self.texts("position of delegate"),
                    capacity=self.one_of(Capacity.values),
                    groups=self.refs(groups),
                    languages=self.text("languages of delegate"),
                    diet=self.text("diet"),
                    access_needs=self.text("access needs"),
                    arrival_wish=self.text("arrival wish"),
                    state=self.one_of(DelegateState.values),
                    consent_on=self.one_of([None, "2023-10-01"]),
                )
                | {"precedence": 10 * rank}
            )
            if "head" not in delegation and self.yes():
                delegation["head"] = made[-1]["ref"]
        return made

    def attendances(self, items: Any, delegates: Any, contacts: Any) -> list[dict[str, Any]]:
        people = [("delegate", one) for one in delegates] + [("contact", one) for one in contacts]
        return [
            {"item": item["uid"], who: one["ref"]}
            | ({} if self.yes() else {"planned": False})
            | self.one_of([{}, {"actual": True}, {"actual": False}])
            for item in items
            for who, one in self.some(people)
        ]

    def leg(self, items: Any, places: Any, delegates: Any) -> dict[str, Any]:
        days = {"departs_on": "2023-12-04", "arrives_on": "2023-12-07"} if self.yes() else {}
        times = {"departs_at": "23:50", "arrives_at": "00:10:30"} if days and self.yes() else {}
        item = self.one_of([None, *items])
        return _known(
            ref=self.ref(),
            item=item and item["uid"],
            mode=self.one_of(LegMode.values),
            carrier=self.text("carrier"),
            number=f"canary {next(self.numbers)}x",
            from_place=self.one_of(places)["ref"],
            to_place=self.one_of(places)["ref"],
            passengers=self.refs(delegates),
            **days,
            **times,
        )

    def stay(self, delegate: Any, delegates: Any, places: Any) -> dict[str, Any]:
        return _known(
            ref=self.ref(),
            delegate=delegate["ref"],
            place=self.one_of(places)["ref"],
            hotel=self.text("hotel"),
            address=self.text("address of hotel"),
            arrives_on="2023-12-04",
            leaves_on="2023-12-06",
            room=f"canary {next(self.numbers)}x",
            shared_with=self.any_ref([one for one in delegates if one is not delegate]),
        )

    def visit_report(self, item: Any, sectors: Any) -> dict[str, Any]:
        state = self.one_of(ReportState.values)
        approved = {"approved_at": "2023-12-09T10:00:00Z"} if state == ReportState.APPROVED else {}
        return _known(
            ref=self.ref(),
            item=item["uid"],
            state=state,
            language=self.one_of([None, "ru", "tk"]),
            outcome_code=self.one_of([None, *MeetingOutcome.values]),
            sectors=self.refs(sectors),
            summary=self.texts("summary of report"),
            **{
                name: self.text(f"{name} of report")
                for name in ("topics", "findings", "opportunities", "obstacles", "agreed_points")
            },
            others=self.text("others of report"),
            staff_notes=self.text("staff notes of report"),
            cleared=self.yes(),
            submitted_at=self.one_of([None, "2023-12-08T10:00:00Z"]),
            remark=self.text("remark on report"),
            **approved,
        )

    def follow_up(
        self, order: int, items: Any, places: Any, organisations: Any, contacts: Any
    ) -> dict[str, Any]:
        published = self.yes()
        label = "follow-up" if published else "unpublished follow-up"
        item = self.one_of([None, *items])
        state = self.one_of(FollowUpState.values)
        due = (
            {"due_on": "2024-12-31", "due_precision": self.one_of(DuePrecision.values)} if self.yes() else {}
        )
        return _known(
            ref=self.ref(),
            item=item and item["uid"],
            order=order,
            title=self.texts(label, required=True),
            kind=self.one_of(FollowUpKind.values),
            state=state,
            state_words=self.texts(f"state of {label}"),
            place=self.any_ref(places),
            our_organisation=self.any_ref(organisations),
            our_owner=self.any_ref(contacts),
            counterparts=self.refs(organisations),
            sides_words=self.texts(f"sides of {label}"),
            published=published,
            staff_notes=self.text("staff notes of follow-up"),
            **due,
            **self.closing(state, label),
        )

    def closing(self, state: str, label: str) -> dict[str, Any]:
        """What became of a follow-up; why and when it was closed is said of a closed one alone."""
        said = {"priority": self.one_of([None, "low", "high"])}
        if self.yes():
            said["result_link"] = "https://example.org/forum"
        unsaid = state == FollowUpState.DONE and "result_link" not in said
        if state in CLOSED_STATES and (self.yes() or unsaid):
            said |= {"closing_reason": self.text(f"reason of {label}"), "closed_on": "2024-11-30"}
        return said

    def outcome(self, items: Any, organisations: Any) -> dict[str, Any]:
        state = self.one_of(["published", "unpublished", "confidential"])
        item = self.one_of([None, *items])
        open_to_all = {} if state == "confidential" else {"confidential": False}
        return (
            _known(
                ref=self.ref(),
                item=item and item["uid"],
                kind=self.one_of(OutcomeKind.values),
                title=self.texts(f"{state} outcome", required=True),
                ours=self.refs(organisations),
                theirs=self.refs(organisations),
                certainty=self.one_of(Certainty.values),
                dated_on=self.one_of([None, "2023-12-05"]),
                published=state == "published",
                source=self.text("source of outcome"),
                correction=self.texts(f"correction of {state} outcome"),
                **({"amount": "9876543210123.70", "currency": "TMT"} if self.yes() else {}),
                **({"confirmed_on": "2024-03-01"} if self.yes() else {}),
            )
            | open_to_all
        )

    def outcome_years(self, outcomes: Any) -> list[dict[str, Any]]:
        return [
            {"outcome": outcome["ref"], "year": year, "amount": "4938271605061.85"}
            for outcome in outcomes
            if "amount" in outcome
            for year in self.one_of([(), (2024,), (2024, 2026)])
        ]


def _known(**entry: Any) -> dict[str, Any]:
    """An entry as files have it: what is not known, empty or as by default is left out."""
    return {name: value for name, value in entry.items() if value not in (None, "", {}, [], False, 0)}
