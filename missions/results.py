"""Results: what came of a mission, published apart from its programme.

A results document is made of the rows, frozen in a ResultsRelease, and given to an audience beside an
itinerary: a result is as visible as its item, and names its origin only to those who see that item.

Format 2 has, beside what format 1 had, the summary of an item's report where it is approved and cleared for
publication, and the day on which the company confirmed an outcome; who did stands in no document. Format 3
adds the day on which the state of a follow-up last changed. A dropped follow-up stands in it only if it was
published after it was dropped; of older documents, where nobody decided that, it is left out.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from missions.document import UnknownFormat
from missions.models import (
    DuePrecision,
    FollowUp,
    FollowUpState,
    Mission,
    Outcome,
    ProgrammeItem,
    ReportState,
    Visibility,
    VisitReport,
)
from missions.parts import Item, Itinerary, Kind
from partners.models import Organisation
from wording.translated import texts
from wording.words import Texts, Words, pick, pick_name

FORMAT = 3


@dataclass(frozen=True, slots=True)
class Side:
    """An organisation on one side of a follow-up or outcome."""

    ref: str
    slug: str
    name: Words


@dataclass(frozen=True, slots=True)
class AgreedFollowUp:
    """An agreed or proposed action. `due_on` is the last day of its period, None where the date is open."""

    ref: str
    title: Words
    kind: str
    state: str
    state_changed_on: datetime.date | None
    state_words: Words | None
    place: Words | None
    origin: Item | None
    ours: Side | None
    counterparts: tuple[Side, ...]
    sides_words: Words | None
    due_on: datetime.date | None
    due_precision: DuePrecision | None


@dataclass(frozen=True, slots=True)
class PublishedOutcome:
    """A paper or a sum. Sums of different certainty or currency are never added up."""

    ref: str
    title: Words
    kind: str
    ours: tuple[Side, ...]
    theirs: tuple[Side, ...]
    amount: Decimal | None
    currency: str
    certainty: str
    dated_on: datetime.date | None
    origin: Item | None
    corrected_on: datetime.date | None
    correction: Words | None
    confirmed_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Results:
    """What one audience may know of the results, in one language.

    `of_items` are outcomes by item UID, `reports` the summaries of visits' reports.
    """

    number: int | None
    summary: Words | None
    of_items: dict[str, Words]
    follow_ups: tuple[AgreedFollowUp, ...]
    outcomes: tuple[PublishedOutcome, ...]
    reports: Mapping[str, Words] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.summary or self.of_items or self.follow_ups or self.outcomes or self.reports)


NOTHING = Results(None, None, {}, (), ())


def document(mission: Mission, *, whole: bool = False) -> dict[str, Any]:
    """The results of the mission's rows as they are now: what is published, in every language, JSON-ready.

    What came of an item for staff only stands in no document, like the item itself. A `whole` one has all
    that there is: for staff alone, and never published.
    """
    agreed, achieved, items = mission.follow_ups.all(), mission.outcomes.all(), mission.items.all()
    if not whole:
        agreed = agreed.filter(published=True).exclude(item__visibility=Visibility.STAFF)
        achieved = achieved.filter(published=True, confidential=False)
        achieved = achieved.exclude(item__visibility=Visibility.STAFF)
        items = items.exclude(visibility=Visibility.STAFF)
    follow_ups = (
        agreed.select_related("item", "place", "our_organisation")
        .prefetch_related("counterparts")
        .order_by("order", "pk")
    )
    outcomes = achieved.select_related("item").prefetch_related("ours", "theirs").order_by("pk")
    items = items.order_by("order", "pk")
    return {
        "format": FORMAT,
        "mission": str(mission.ref),
        "languages": list(mission.languages),
        "summary": texts(mission, "outcome_summary"),
        "items": list(_items(items, _reports(mission))),
        "follow_ups": [_follow_up(follow_up) for follow_up in follow_ups],
        "outcomes": [_outcome(outcome) for outcome in outcomes],
    }


def make(results: dict[str, Any] | None, itinerary: Itinerary, number: int | None = None) -> Results:
    """What the reader of this itinerary may know of a results document, in the itinerary's language.

    Raises UnknownFormat for a document of a format that this version cannot read.
    """
    if results is None:
        return NOTHING
    return _Reading(current(results), itinerary).results(number)


def current(results: dict[str, Any]) -> dict[str, Any]:
    """The document in the present format, itself unchanged.

    Raises UnknownFormat for one that this version cannot read.
    """
    match results.get("format"):
        case 3:
            return results
        case 2:
            return {
                **results,
                "format": 3,
                "follow_ups": [
                    {**entry, "state_changed_on": None}
                    for entry in results["follow_ups"]
                    if entry["state"] != FollowUpState.DROPPED
                ],
            }
        case 1:
            return current(
                {
                    **results,
                    "format": 2,
                    "items": [{**entry, "report": {}} for entry in results["items"]],
                    "outcomes": [{**entry, "confirmed_on": None} for entry in results["outcomes"]],
                }
            )
    raise UnknownFormat(
        f"These results have format {results.get('format')!r}; formats 1 to {FORMAT} are read."
    )


class _Reading:
    """One results document read beside one itinerary."""

    def __init__(self, document: dict[str, Any], itinerary: Itinerary) -> None:
        self.document = document
        self.itinerary = itinerary
        self.seen = {item.uid: item for item in itinerary.items if not item.masked}

    def results(self, number: int | None) -> Results:
        return Results(
            number=number,
            summary=self.words(self.document["summary"]),
            of_items=self.of_items("outcome"),
            follow_ups=tuple(
                self.follow_up(entry) for entry in self.document["follow_ups"] if self.visible(entry)
            ),
            outcomes=tuple(self.outcome(entry) for entry in self.document["outcomes"] if self.visible(entry)),
            reports=self.of_items("report"),
        )

    def of_items(self, name: str) -> dict[str, Words]:
        """A text of each item that the reader sees whole, by UID."""
        return {
            entry["uid"]: words
            for entry in self.document["items"]
            if entry["uid"] in self.seen and (words := self.words(entry[name]))
        }

    def visible(self, entry: dict[str, Any]) -> bool:
        """Whether the reader sees the item that the result comes from; of the mission itself all see it."""
        return entry["item"] is None or entry["item"] in self.seen

    def follow_up(self, entry: dict[str, Any]) -> AgreedFollowUp:
        return AgreedFollowUp(
            ref=entry["ref"],
            title=self.words(entry["title"]) or Words("", self.itinerary.lang),
            kind=entry["kind"],
            state=entry["state"],
            state_changed_on=_day(entry["state_changed_on"]),
            state_words=self.words(entry["state_words"]),
            place=self.words(entry["place"]),
            origin=self.seen.get(entry["item"]),
            ours=next(iter(self.sides([entry["ours"]] if entry["ours"] else [])), None),
            counterparts=self.sides(entry["counterparts"]),
            sides_words=self.words(entry["sides_words"]),
            due_on=_day(entry["due_on"]),
            due_precision=DuePrecision(entry["due_precision"]) if entry["due_precision"] else None,
        )

    def outcome(self, entry: dict[str, Any]) -> PublishedOutcome:
        return PublishedOutcome(
            ref=entry["ref"],
            title=self.words(entry["title"]) or Words("", self.itinerary.lang),
            kind=entry["kind"],
            ours=self.sides(entry["ours"]),
            theirs=self.sides(entry["theirs"]),
            amount=Decimal(entry["amount"]) if entry["amount"] is not None else None,
            currency=entry["currency"],
            certainty=entry["certainty"],
            dated_on=_day(entry["dated_on"]),
            origin=self.seen.get(entry["item"]),
            corrected_on=_day(entry["corrected_on"]),
            correction=self.words(entry["correction"]),
            confirmed_on=_day(entry["confirmed_on"]),
        )

    def sides(self, entries: list[dict[str, Any]]) -> tuple[Side, ...]:
        """The organisations that the reader may see named."""
        return tuple(
            Side(entry["ref"], entry["slug"], name)
            for entry in entries
            if (entry["published"] or self.itinerary.audience.kind != Kind.PUBLIC)
            and (name := pick_name(entry["name"], self.itinerary.lang)) is not None
        )

    def words(self, texts: Texts) -> Words | None:
        return pick(texts, self.itinerary.lang, self.document["languages"])


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _items(items: Iterable[ProgrammeItem], reports: Mapping[int, Texts]) -> Iterator[dict[str, Any]]:
    """What came of each item of which anything is told."""
    for item in items:
        outcome, report = texts(item, "outcome"), reports.get(item.pk, {})
        if outcome or report:
            yield {"uid": str(item.uid), "outcome": outcome, "report": report}


def _reports(mission: Mission) -> dict[int, Texts]:
    """The summaries of reports that are approved and cleared for publication, by the key of their item."""
    cleared = VisitReport.objects.filter(item__mission=mission, cleared=True, state=ReportState.APPROVED)
    return {report.item_id: texts(report, "summary") for report in cleared}


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return {
        "ref": str(row.ref),
        "item": str(row.item.uid) if row.item else None,
        "title": texts(row, "title"),
        "kind": row.kind,
        "state": row.state,
        "state_changed_on": row.state_since.isoformat() if row.state_since else None,
        "state_words": texts(row, "state_words"),
        "place": texts(row.place, "name") if row.place else {},
        "ours": _side(row.our_organisation) if row.our_organisation else None,
        "counterparts": [_side(organisation) for organisation in row.counterparts.all()],
        "sides_words": texts(row, "sides_words"),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_precision": row.due_precision,
    }


def _outcome(row: Outcome) -> dict[str, Any]:
    return {
        "ref": str(row.ref),
        "item": str(row.item.uid) if row.item else None,
        "title": texts(row, "title"),
        "kind": row.kind,
        "ours": [_side(organisation) for organisation in row.ours.all()],
        "theirs": [_side(organisation) for organisation in row.theirs.all()],
        "amount": str(row.amount) if row.amount is not None else None,
        "currency": row.currency,
        "certainty": row.certainty,
        "dated_on": row.dated_on.isoformat() if row.dated_on else None,
        "corrected_on": row.corrected_on.isoformat() if row.corrected_on else None,
        "correction": texts(row, "correction"),
        "confirmed_on": row.confirmed_on.isoformat() if row.confirmed_on else None,
    }


def _side(organisation: Organisation) -> dict[str, Any]:
    return {
        "ref": str(organisation.ref),
        "slug": organisation.slug,
        "name": texts(organisation, "name"),
        "published": organisation.published,
    }
