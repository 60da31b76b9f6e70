"""What several missions came to, counted in as many questions for one mission as for a thousand.

Everything is narrowed to what the reader may see: a count never tells of a row that she would not be shown.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backoffice.rights import access
from backoffice.years import charts
from backoffice.years.charts import Chart, Tally
from delegations.models import Delegate, DelegateState
from missions import totals
from missions.models import (
    Certainty,
    FollowUp,
    FollowUpState,
    Mission,
    Outcome,
    ProgrammeItem,
    ReportState,
    Stop,
    VisitReport,
)
from missions.totals import Total
from partners.models import Place, Sector
from wording import dates
from wording.lists import enumerated
from wording.translated import texts
from wording.words import Words, pick

LOOKS = {Certainty.PRELIMINARY: "open", Certainty.SIGNED: "hatched", Certainty.DELIVERED: "plain"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One mission beside the others. A number is None where the reader may not see such rows."""

    name: Words | None
    address: str
    when: str
    places: str
    delegates: int | None
    visits: int | None
    reports: int | None
    follow_ups: int | None
    follow_ups_done: int | None
    outcomes: int | None
    money: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What came of some missions, read once: follow-ups counted by mission and state, and the outcomes."""

    follow_ups: Mapping[tuple[int, str], int]
    outcomes: Sequence[Outcome]

    def money(self, mission: int | None = None) -> tuple[Total, ...]:
        """What the outcomes come to, for each currency and certainty apart; of one mission if it is given."""
        rows = self.outcomes if mission is None else self.of(mission)
        return totals.totals(totals.amounts(rows))

    def of(self, mission: int) -> list[Outcome]:
        """The outcomes of one mission."""
        return [row for row in self.outcomes if row.mission_id == mission]


def results(user: Any, missions: QuerySet[Mission]) -> Results:
    """Read them, as far as this reader may see them."""
    keys = missions.order_by().values("pk")
    found = _of(user, FollowUp.objects.all(), keys).order_by().values("mission", "state")
    counted = {
        (line["mission"], line["state"]): line["number"] for line in found.annotate(number=Count("pk"))
    }
    return Results(counted, list(_of(user, Outcome.objects.prefetch_related("years"), keys)))


def compared(user: Any, missions: Sequence[Mission], read: Results, lang: str) -> list[Compared]:
    """These missions, each with what it came to."""
    keys = [mission.pk for mission in missions]
    places: dict[int, list[str]] = {}
    for stop in _of(user, Stop.objects.select_related("place").order_by("mission_id", "order", "pk"), keys):
        named = places.setdefault(stop.mission_id, [])
        if str(stop.place) not in named:
            named.append(str(stop.place))
    travelling = Delegate.objects.exclude(state=DelegateState.WITHDRAWN)
    delegates = _counted(user, travelling, keys)
    visits = _counted(user, ProgrammeItem.objects.to_report(), keys)
    reports = _counted(
        user, VisitReport.objects.filter(state=ReportState.APPROVED), keys, path="item__mission"
    )
    agreed: Counter[int] = Counter()
    for (mission, _state), number in read.follow_ups.items():
        agreed[mission] += number
    achieved = Counter(row.mission_id for row in read.outcomes)
    follows, achieves = _sees(user, FollowUp), _sees(user, Outcome)
    return [
        Compared(
            name=pick(texts(mission, "title"), lang, mission.languages),
            address=reverse("admin:missions_mission_change", args=[mission.pk]),
            when=dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang),
            places=enumerated(places.get(mission.pk, [])),
            delegates=_number(delegates, mission),
            visits=_number(visits, mission),
            reports=_number(reports, mission),
            follow_ups=agreed[mission.pk] if follows else None,
            follow_ups_done=read.follow_ups.get((mission.pk, FollowUpState.DONE), 0) if follows else None,
            outcomes=achieved[mission.pk] if achieves else None,
            money=read.money(mission.pk),
        )
        for mission in missions
    ]


def charts_of(user: Any, missions: QuerySet[Mission], read: Results) -> tuple[Chart, ...]:
    """Visits by sector and place, follow-ups by state, outcomes by year and certainty; none that is empty."""
    keys = missions.order_by().values("pk")
    visits = _of(user, ProgrammeItem.objects.to_report(), keys)
    by_sector = _numbers(visits, "topics")
    by_place = _numbers(visits, "stop__place")
    sectors = Sector.objects.in_bulk([key for key in by_sector if key])
    places = Place.objects.in_bulk([key for key in by_place if key])
    by_state: Counter[str] = Counter()
    for (_mission, state), number in read.follow_ups.items():
        by_state[state] += number
    found = (
        charts.chart(
            "sectors",
            _("Visits by sector"),
            _("Sector"),
            _ranked(by_sector, sectors, _("sector not stated")),
        ),
        charts.chart(
            "places", _("Visits by place"), _("Place"), _ranked(by_place, places, _("place not known"))
        ),
        follow_up_chart(by_state),
        outcome_chart((row.dated_on, row.certainty) for row in read.outcomes),
    )
    return tuple(chart for chart in found if chart is not None)


def follow_up_chart(counted: Mapping[str, int]) -> Chart | None:
    """How many follow-ups there are in each state, in the order in which states follow one another."""
    lines = [
        Tally(str(capfirst(state.label)), counted[state.value])
        for state in FollowUpState
        if counted.get(state.value)
    ]
    return charts.chart("states", _("Follow-ups by state"), _("State"), lines)


def outcome_chart(rows: Iterable[tuple[datetime.date | None, str]]) -> Chart | None:
    """How many outcomes there are by the year of their date, each divided by certainty.

    They are counted, not added up: sums of different currencies and certainties are no sum.
    """
    years: dict[int | None, Counter[str]] = {}
    for day, certainty in rows:
        year = day.year if day else None
        years.setdefault(year, Counter())[certainty] += 1
    known = sorted(year for year in years if year is not None)
    lines = [
        Tally(
            str(year) if year is not None else _("date not known"),
            years[year].total(),
            tuple(years[year][certainty] for certainty in LOOKS),
        )
        for year in [*known, *([None] if None in years else [])]
    ]
    parts = {str(capfirst(certainty.label)): look for certainty, look in LOOKS.items()}
    return charts.chart("outcomes", _("Outcomes by year and certainty"), _("Year"), lines, parts)


def _of[T: Model](user: Any, rows: QuerySet[T], missions: Any, path: str = "mission") -> QuerySet[T]:
    return access.narrow(user, rows, "view").filter(**{f"{path}__in": missions})


def _sees(user: Any, model: type[Model]) -> bool:
    return bool(user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"))


def _counted(
    user: Any, rows: QuerySet[Any], missions: Collection[int], path: str = "mission"
) -> dict[int, int] | None:
    """How many rows each mission has; None where the reader sees none of that kind anywhere."""
    if not _sees(user, rows.model):
        return None
    found = _of(user, rows, missions, path).order_by().values(path).annotate(number=Count("pk"))
    return {line[path]: line["number"] for line in found}


def _number(counted: dict[int, int] | None, mission: Mission) -> int | None:
    return None if counted is None else counted.get(mission.pk, 0)


def _numbers(rows: QuerySet[Any], path: str) -> dict[Any, int]:
    found = rows.order_by().values(path).annotate(number=Count("pk"))
    return {line[path]: line["number"] for line in found}


def _ranked(counted: dict[Any, int], named: dict[Any, Any], unknown: str) -> list[Tally]:
    """The most first; what is not known comes last."""
    lines = [Tally(str(named[key]), number) for key, number in counted.items() if key in named]
    lines.sort(key=lambda line: (-line.number, line.label))
    return [*lines, *([Tally(unknown, counted[None])] if counted.get(None) else [])]
