"""Random missions as mission files, the rows made of them, and what people do to these rows.

Every text is there once, so that it betrays where a reader found it: "Canary staff notes of item 12x en". What
stands in a plan and in no document of a release is for staff, or for the delegate herself, alone:

    @given(strategies.plans())
    def test_...(plan):
        with strategies.undone():
            mission = strategies.build(plan)
            released = strategies.release(mission)
            never = strategies.texts(plan) - strategies.texts(released.document)

`tests.missions.documents.forbidden` says what each audience may not read of the document itself.
"""

import datetime
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from backoffice.mission_file import load
from delegations.models import Capacity, DelegateState, LegMode, members_of_groups
from missions import release as releases
from missions.models import (
    Certainty,
    DatesPrecision,
    DuePrecision,
    FollowUpKind,
    FollowUpState,
    HostState,
    ItemKind,
    ItemStatus,
    Mission,
    MissionState,
    MissionType,
    OutcomeKind,
    PartOfDay,
    PartyRole,
    ProgrammeItem,
    Release,
    ReportState,
    Visibility,
)
from partners.models import NameOrder, OrganisationKind
from wording import zones
from wording.words import LANGUAGES

type Plan = dict[str, Any]

# Both sides of the date line; none puts its clocks forward in December.
ZONES = ("Asia/Ashgabat", "Asia/Almaty", "Pacific/Auckland", "Pacific/Honolulu", "Europe/London")
FIRST_DAY = datetime.date(2023, 12, 4)

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


@st.composite
def plans(draw: st.DrawFn, *, odd: bool = False, people: bool = True, max_items: int = 6) -> Plan:
    """A draft of a mission as a mission file has it, valid in every respect, without releases.

    `odd` adds markup, quotation marks and rare letters to its texts. Without `people` nobody travels.
    """
    made = _Maker(draw, odd)
    places = [made.place(zone) for zone in draw(st.lists(st.sampled_from(ZONES), min_size=2, max_size=4))]
    sectors = [made.sector() for _ in range(draw(st.integers(0, 2)))]
    organisations = made.organisations(places, sectors)
    persons = [made.person() for _ in range(draw(st.integers(1, 4)) if people else 0)]
    contacts = [made.contact(person, organisations) for person in persons if people and made.yes()]
    days = [FIRST_DAY + datetime.timedelta(day) for day in range(draw(st.integers(1, 5)))]
    stops = [made.stop(order, places, days) for order in range(draw(st.integers(0, 4)))]
    groups = [made.group() for _ in range(draw(st.integers(0, 3)))]
    series = [made.series()] if made.yes() else []
    mission = made.mission(days, places, sectors, series)
    items = [made.item(stops, places, days, sectors, groups) for _ in range(draw(st.integers(0, max_items)))]
    for item in items:
        if hosts := made.hosts(organisations, contacts):
            item["hosts"] = hosts
    delegations = [made.delegation(one) for one in organisations if people and persons and made.yes()]
    delegates = made.delegates(persons, delegations, organisations, groups)
    plan = {
        "format": 1,
        "mission": mission,
        "series": series,
        "places": places,
        "sectors": sectors,
        "organisations": organisations,
        "people": persons,
        "contacts": contacts,
        "parties": made.parties(organisations, contacts),
        "stops": stops,
        "groups": groups,
        "items": items,
        "delegations": delegations,
        "delegates": delegates,
        "attendances": made.attendances(items, delegates, contacts),
        "legs": [made.leg(items, places, delegates) for _ in range(draw(st.integers(0, 2)))],
        "stays": [made.stay(one, delegates, places) for one in delegates if made.yes()],
        "visit_reports": [made.visit_report(item) for item in items if made.yes()],
        "follow_ups": [
            made.follow_up(order, items, places, organisations, contacts)
            for order in range(draw(st.integers(0, 2)))
        ],
        "outcomes": [made.outcome(items, organisations) for _ in range(draw(st.integers(0, 2)))],
    }
    return {name: value for name, value in plan.items() if value != []}


def texts(value: Any) -> set[str]:
    """The texts of a plan or document that betray where they stand."""
    return {text for text in _strings(value) if "anary" in text}


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is undone in the end: each example of Hypothesis finds the database as the first did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(plan: Plan) -> Mission:
    """The rows of a plan, by the loader of mission files. The database must not have them."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(plan, file)
        file.flush()
        return load.load([Path(file.name)])[0].mission


def release(mission: Mission) -> Release:
    """The mission's newest release, made now if anything changed; the mission is published."""
    newest = releases.newest(mission)
    document = releases.documents.make(mission, members_of_groups(mission))
    if newest is None or newest.document != document:
        newest = releases.release(
            mission, by=None, members=members_of_groups(mission), replaces=newest.number if newest else None
        )
    mission.refresh_from_db()
    if mission.state == MissionState.DRAFT:
        releases.publish(mission, by=None)
    return newest


def release_results(mission: Mission) -> None:
    """Publish the mission's results as they are now."""
    newest = releases.newest_results(mission)
    if newest is None or newest.document != releases.results.document(mission):
        releases.release_results(mission, by=None, replaces=newest.number if newest else None)


# What people do to the rows of a mission between two releases. Each takes one item and returns whether it could.


def empty_its_groups(item: ProgrammeItem) -> bool:
    """Its groups lose their members; the item keeps the groups."""
    for group in item.groups.all():
        group.delegates.clear()
    return item.groups.exists()


def lose_its_groups(item: ProgrammeItem) -> bool:
    """No group takes part any more, past the form that would refuse it: then nobody may see the item."""
    changed = item.groups.exists()
    item.item_groups.all().delete()
    return changed


def mask(item: ProgrammeItem) -> bool:
    """The item becomes one for staff, with a public title."""
    item.visibility, item.public_title_en = Visibility.STAFF, f"Canary mask {item.uid}x"
    item.save()
    return True


def make_private(item: ProgrammeItem) -> bool:
    """A public item becomes one for the delegation."""
    was_public = item.visibility == Visibility.PUBLIC
    item.visibility = Visibility.DELEGATION if was_public else item.visibility
    item.save()
    return was_public


def make_public(item: ProgrammeItem) -> bool:
    """An item becomes public."""
    was_public = item.visibility == Visibility.PUBLIC
    item.visibility = Visibility.PUBLIC
    item.save()
    return not was_public


def withdraw_the_release(item: ProgrammeItem) -> bool:
    """The newest release of the item's mission is taken back."""
    newest = releases.newest(item.mission)
    if newest is not None:
        releases.withdraw(newest, by=None, reason="Canary reason 0x")
    return newest is not None


MOVES: tuple[Callable[[ProgrammeItem], bool], ...] = (
    empty_its_groups,
    lose_its_groups,
    mask,
    make_private,
    make_public,
    withdraw_the_release,
)


def moves(max_size: int = 4) -> st.SearchStrategy[list[tuple[Callable[[ProgrammeItem], bool], int]]]:
    """A few moves, each with a number that chooses its item: `make(mission, moves)` makes them."""
    return st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 5)), max_size=max_size)


def make(mission: Mission, moves: list[tuple[Callable[[ProgrammeItem], bool], int]]) -> None:
    """Make the moves, one after another, on items of the mission."""
    for move, number in moves:
        items = list(mission.items.order_by("pk"))
        if items:
            move(items[number % len(items)])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)


class _Maker:
    """Makes the entries of one file; numbers its texts and references, so that each is there once."""

    def __init__(self, draw: st.DrawFn, odd: bool) -> None:
        self.draw = draw
        self.odd = odd
        self.numbers = itertools.count(1)

    def ref(self) -> str:
        return f"{next(self.numbers):08x}-0000-4000-8000-000000000000"

    def text(self, label: str, lang: str = "en") -> str:
        """ "x" ends its number, so that no text is the beginning of another."""
        odd = self.draw(st.sampled_from(ODD)) if self.odd else ""
        return f"Canary {label} {next(self.numbers)}x {lang} {odd}".rstrip()

    def texts(self, label: str, *, required: bool = False) -> dict[str, str]:
        languages = self.draw(
            st.sampled_from([LANGUAGES, ("ru",), ("en", "tk"), *([] if required else [()])])
        )
        return {lang: self.text(label, lang) for lang in languages}

    def one_of(self, values: Any) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def yes(self) -> bool:
        return bool(self.draw(st.booleans()))

    def some(self, values: list[Any]) -> list[Any]:
        return [value for value in values if self.yes()]

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
        for _ in range(self.draw(st.integers(1, 3))):
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
        languages = self.draw(st.permutations(LANGUAGES))
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
            staff_notes=self.text("staff notes of mission"),
        )

    def parties(self, organisations: Any, contacts: Any) -> list[dict[str, Any]]:
        return [
            _known(
                organisation=one["ref"],
                role=self.one_of(PartyRole.values),
                order=order,
                contact=self.any_ref([entry for entry in contacts if entry["organisation"] == one["ref"]]),
            )
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
            order=self.draw(st.integers(0, 3)),
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
        hours = datetime.timedelta(hours=self.draw(st.integers(1, 12)))
        end = (zones.instant(day, start, zone).astimezone(datetime.UTC) + hours).astimezone(
            zones.zone_info(to_place["zone"] if to_place else zone)
        )
        if not days[0] <= end.date() <= days[-1]:
            return known
        known["ends_at"] = end.time().isoformat("minutes")
        known["ends_on"] = end.date().isoformat() if end.date() != day else None
        known["to_place"] = to_place and to_place["ref"]
        return known

    def hosts(self, organisations: Any, contacts: Any) -> list[dict[str, Any]]:
        return [
            _known(
                organisation=one["ref"],
                contact=self.any_ref([entry for entry in contacts if entry["organisation"] == one["ref"]]),
                state=self.one_of(HostState.values),
                order=order,
            )
            for order, one in enumerate(self.some(organisations))
        ]

    def delegation(self, organisation: dict[str, Any]) -> dict[str, Any]:
        return _known(ref=self.ref(), organisation=organisation["ref"], note=self.texts("note of delegation"))

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

    def visit_report(self, item: Any) -> dict[str, Any]:
        return _known(
            ref=self.ref(),
            item=item["uid"],
            state=self.one_of(ReportState.values),
            summary=self.texts("summary of report"),
            **{
                name: self.text(f"{name} of report")
                for name in ("topics", "findings", "opportunities", "obstacles", "agreed_points")
            },
            cleared=self.yes(),
        )

    def follow_up(
        self, order: int, items: Any, places: Any, organisations: Any, contacts: Any
    ) -> dict[str, Any]:
        published = self.yes()
        label = "follow-up" if published else "unpublished follow-up"
        item = self.one_of([None, *items])
        due = (
            {"due_on": "2024-12-31", "due_precision": self.one_of(DuePrecision.values)} if self.yes() else {}
        )
        return _known(
            ref=self.ref(),
            item=item and item["uid"],
            order=order,
            title=self.texts(label, required=True),
            kind=self.one_of(FollowUpKind.values),
            state=self.one_of(FollowUpState.values),
            state_words=self.texts(f"state of {label}"),
            place=self.any_ref(places),
            our_organisation=self.any_ref(organisations),
            our_owner=self.any_ref(contacts),
            counterparts=self.refs(organisations),
            sides_words=self.texts(f"sides of {label}"),
            published=published,
            staff_notes=self.text("staff notes of follow-up"),
            **due,
        )

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
            )
            | open_to_all
        )


def _known(**entry: Any) -> dict[str, Any]:
    """An entry as files have it: what is not known, empty or as by default is left out."""
    return {name: value for name, value in entry.items() if value not in (None, "", {}, [], False, 0)}
