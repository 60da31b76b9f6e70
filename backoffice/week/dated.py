"""Deadlines, visits to report on, open follow-ups and passports of many missions: one query for all."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber

from backoffice.week import travellers
from backoffice.week.travellers import Silent
from delegations.models import DelegateState, Leg, Proposal, TravelDocument
from missions.models import Deadline, FollowUp, FollowUpState, ProgrammeItem, ReportState
from missions.questions import KEY, Prepared
from wording.translated import columns

VISITS_BACK = 90  # days
ROWS = 500  # of the visits of a mission, and of its follow-ups
TITLES = tuple(columns("title"))
CLOSED = (FollowUpState.DONE, FollowUpState.DROPPED, FollowUpState.SUPERSEDED)
NAMES = ("part", "of", "its_key", "its_day", "its_word", "its_number", "its_note", *TITLES)
KEPT = 64  # numbers of missions for which the question stays put together
_NO_WORD = Value("", output_field=CharField())
_NO_NUMBER = Value(0, output_field=IntegerField())

# What each kind calls its day, its word, its number and its note; None where it has none.
_COLUMNS: tuple[tuple[type[Model], dict[str, str | None]], ...] = (
    (Deadline, {"day": "done_on", "word": "unit", "number": "count", "note": "note"}),
    (ProgrammeItem, {"day": "day", "word": None, "number": None, "note": None}),
    (FollowUp, {"day": "due_on", "word": "due_precision", "number": None, "note": None}),
    (TravelDocument, {"day": "last_leg_on", "word": "fields_encrypted", "number": None, "note": None}),
    (ProgrammeItem, {"day": "day", "word": None, "number": None, "note": None}),
    (ProgrammeItem, {"day": "day", "word": None, "number": None, "note": None}),
)
SILENT = len(_COLUMNS)  # the number of the part that is of no model
_INSTEAD = {"word": _NO_WORD, "number": _NO_NUMBER, "note": _NO_WORD}


class Dated:
    """The rows by the key of their mission, in the order of days; of themselves they know what is used."""

    def __init__(
        self,
        deadlines_of: list[int],
        visits_of: list[int],
        follow_ups_of: list[int],
        passports_of: list[int],
        answers_of: list[int],
        submitted_of: list[int],
        silent_of: list[int],
        before: dt.date,
        due: dt.date,
    ) -> None:
        """Visits are those before a day and up to 90 days earlier; follow-ups those due up to another one.

        Answers are the items about which an answer of a host waits, submitted those whose report waits to be
        approved; silent are numbers of delegates.
        """
        self.deadlines: dict[int, list[Deadline]] = defaultdict(list)
        self.visits: dict[int, list[ProgrammeItem]] = defaultdict(list)
        self.follow_ups: dict[int, list[FollowUp]] = defaultdict(list)
        self.passports: dict[int, list[TravelDocument]] = defaultdict(list)
        self.answers: dict[int, list[ProgrammeItem]] = defaultdict(list)
        self.submitted: dict[int, list[ProgrammeItem]] = defaultdict(list)
        self.silent: dict[int, list[Silent]] = defaultdict(list)
        asked = (deadlines_of, visits_of, follow_ups_of, passports_of, answers_of, submitted_of, silent_of)
        days = (before, before - dt.timedelta(VISITS_BACK), due)
        kept: tuple[dict[int, list[Any]], ...] = (
            self.deadlines,
            self.visits,
            self.follow_ups,
            self.passports,
            self.answers,
            self.submitted,
            self.silent,
        )
        if not any(asked):
            return
        for found in _question(tuple(map(len, asked)))(*days, *(key for keys in asked for key in keys)):
            row = dict(zip(NAMES, found, strict=True))
            kept[row["part"]][row["of"]].append(_row(row))


@lru_cache(maxsize=KEPT)
def _question(numbers: tuple[int, ...]) -> Prepared:
    """What is asked where each part is about so many missions: the three days come first, then the keys."""

    def ask(before: Any, since: Any, due: Any, *keys: Any) -> QuerySet[Any]:
        left = iter(keys)
        of = [list(islice(left, number)) for number in numbers]
        asked = (
            lambda missions: Deadline.objects.filter(mission__pk__in=missions),
            lambda missions: _first(_visits(missions, since, before), "day"),
            lambda missions: _first(_follow_ups(missions, due), "due_on"),
            _passports,
            _answered,
            _submitted,
        )
        made = [_part(number, rows(of[number])) for number, rows in enumerate(asked) if of[number]]
        parts = [*made, _silent(of[SILENT])] if of[SILENT] else made
        union = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return union.order_by("its_day", "its_key")

    return Prepared(ask, *[DateField()] * 3, *[KEY] * sum(numbers))


def _visits(missions: Collection[Any], since: Any, before: Any) -> QuerySet[Any]:
    not_reported = Q(report__isnull=True) | Q(report__state__in=[ReportState.DRAFT, ReportState.SENT_BACK])
    rows: QuerySet[Any] = ProgrammeItem.objects.to_report()
    return rows.filter(not_reported, mission__pk__in=missions, day__lt=before, day__gte=since)


def _follow_ups(missions: Collection[Any], due: Any) -> QuerySet[Any]:
    return FollowUp.objects.filter(mission__pk__in=missions, due_on__lte=due).exclude(state__in=CLOSED)


def _passports(missions: Collection[Any]) -> QuerySet[Any]:
    """With the day on which the last of her legs arrives or departs; without those who withdrew."""
    legs = Leg.objects.filter(passengers=OuterRef("delegate")).order_by().values("passengers")
    ends = Coalesce("arrives_on", "departs_on"), Coalesce("departs_on", "arrives_on")
    last = Subquery(legs.annotate(last=Max(Greatest(*ends))).values("last"), output_field=DateField())
    rows = TravelDocument.objects.filter(delegate__mission__pk__in=missions)
    return rows.exclude(delegate__state=DelegateState.WITHDRAWN).annotate(last_leg_on=last)


def _answered(missions: Collection[Any]) -> QuerySet[Any]:
    waiting = Exists(Proposal.objects.waiting().filter(item=OuterRef("pk")))
    return ProgrammeItem.objects.filter(waiting, mission__pk__in=missions)


def _submitted(missions: Collection[Any]) -> QuerySet[Any]:
    submitted = ProgrammeItem.objects.filter(report__state=ReportState.SUBMITTED)
    return submitted.filter(mission__pk__in=missions)


def _first(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """The first so many of each mission by their day: a part of a union cannot itself be cut off."""
    counted = Window(RowNumber(), partition_by="mission_id", order_by=[day, "pk"])
    kept = rows.order_by().annotate(counted=counted).filter(counted__lte=ROWS).values("pk")
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=kept)
    return found


def _part(number: int, rows: QuerySet[Any]) -> QuerySet[Any]:
    model, names = _COLUMNS[number]
    told = {f"its_{name}": F(own) if own else _INSTEAD[name] for name, own in names.items()}
    of, titles = F("mission_id"), {}
    if model is TravelDocument:
        of, titles = F("delegate__mission_id"), dict.fromkeys(TITLES, _NO_WORD)
    named = rows.order_by().annotate(part=Value(number), of=of, its_key=F("pk"), **told, **titles)
    found: QuerySet[Any] = named.values_list("part", "of", "its_key", *told, *TITLES)
    return found


def _silent(missions: Collection[Any]) -> QuerySet[Any]:
    """A row for each group of delegates: its day is their last one, its numbers are who is silent."""
    told = {
        "its_key": travellers.not_seen(),
        "its_day": F("delegation__details_until"),
        "its_word": _NO_WORD,
        "its_number": travellers.UNCHECKED,
        "its_note": _NO_WORD,
        **dict.fromkeys(TITLES, _NO_WORD),
    }
    named = travellers.rows(missions).annotate(part=Value(SILENT), of=F("mission_id"), **told)
    found: QuerySet[Any] = named.values_list("part", "of", *told)
    return found


def _row(row: dict[str, Any]) -> Any:
    if row["part"] == SILENT:
        return Silent(row["its_day"], row["its_number"], row["its_key"])
    model, names = _COLUMNS[row["part"]]
    known = {own: row[f"its_{name}"] for name, own in names.items() if own}
    known |= {"id": row["its_key"], "mission_id": row["of"], **{name: row[name] for name in TITLES}}
    columns_of = [field.attname for field in model._meta.concrete_fields if field.attname in known]
    made = model.from_db(DEFAULT_DB_ALIAS, columns_of, [known[name] for name in columns_of])
    if isinstance(made, TravelDocument):
        made.last_leg_on = known["last_leg_on"]  # type: ignore[attr-defined]  # as `_passports` annotates it
    return made
