"""Which visits and meetings somebody asks for, over all the missions in which she may see items and reports.

?mission=5   of one mission
?state=none, draft, submitted, sent_back, approved; coming: not due yet
?mine=1      what I wrote or began to type
?q=words     all of these words, in any text of the report or the title of its item
"""

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from backoffice.rights import access
from missions.models import Mission, ProgrammeItem, ReportState
from reports.models import ReportDraft
from wording import numbers
from wording.translated import columns

SEES = ("missions.view_programmeitem", "missions.view_visitreport")
LONGEST = 100  # letters of a question
WORDS = 6
FAR_EAST = datetime.timedelta(hours=14)  # where a day begins first
NONE, COMING = "none", "coming"
TEXTS = (
    *columns("summary"),
    "topics",
    "findings",
    "opportunities",
    "obstacles",
    "agreed_points",
    "others",
    "staff_notes",
    "remark",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for; the mission is None, and texts are empty, where she asks for all."""

    mission: int | None
    state: str
    mine: bool
    text: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """As the address says."""
        return cls(
            numbers.whole(query.get("mission", "")),
            query.get("state", ""),
            "mine" in query,
            query.get("q", "").replace("\0", "").strip()[:LONGEST],
        )

    def address(self) -> str:
        """The query of an address that asks for the same."""
        said = {"mission": self.mission, "state": self.state, "mine": self.mine and "1", "q": self.text}
        return urlencode({name: value for name, value in said.items() if value})


def missions_for(user: Any) -> QuerySet[Mission]:
    """Those whose visits she may see. Raises PermissionDenied for who may see them in none."""
    if not user.has_perms(SEES):
        raise PermissionDenied
    return access.missions_with(user, *SEES)


def mission_of(user: Any, asked: Asked) -> Mission | None:
    """The one mission that is asked for, where she sees it."""
    if asked.mission is None:
        return None
    return missions_for(user).filter(pk=asked.mission).first()


def found(user: Any, asked: Asked) -> QuerySet[ProgrammeItem]:
    """The visits that are asked for, the newest first; a mission that she does not see is not asked for.

    Each says by `kept` whether she began to type on it. Raises PermissionDenied as `missions_for`.
    """
    missions, mission = missions_for(user), mission_of(user, asked)
    rows = _in_state(user, missions if mission is None else missions.filter(pk=mission.pk), asked.state)
    if asked.mine:
        rows = rows.filter(Q(report__author=user) | Q(kept=True))
    if asked.text:
        rows = rows.filter(_matching(asked.text))
    return rows


def with_visits(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """Those that have something to report on, the newest first."""
    items = ProgrammeItem.objects.to_report().filter(mission=OuterRef("pk"))
    return missions.filter(Exists(items)).order_by("-starts_on", "-pk")[:200]


def _matching(asked: str) -> Q:
    """Items that have all these words, in whatever case, in a text of their report or in their title."""
    places = [*(f"report__{name}" for name in TEXTS), *columns("title")]
    words = (
        reduce(or_, (Q(**{f"{place}__icontains": word}) for place in places))
        for word in asked.split()[:WORDS]
    )
    return reduce(and_, words, Q())


def _in_state(user: Any, missions: QuerySet[Mission], state: str) -> QuerySet[ProgrammeItem]:
    due = Q(day__lte=(timezone.now() + FAR_EAST).date()) | Q(day=None) | Q(report__isnull=False)
    reported = Q(report__isnull=False)
    of_visits = Q(pk__in=ProgrammeItem.objects.to_report().values("pk"))
    rows = (
        ProgrammeItem.objects.filter(reported | of_visits, mission__in=missions)
        .annotate(kept=Exists(ReportDraft.objects.filter(user=user, item=OuterRef("pk"))))
        .order_by(F("day").desc(nulls_last=True), "-mission_id", "-order", "-pk")
    )
    match state:
        case "coming":
            return rows.exclude(due).reverse()
        case "none":
            return rows.filter(due, report__isnull=True)
        case _ if state in ReportState.values:
            return rows.filter(report__state=state)
    return rows.filter(due)
