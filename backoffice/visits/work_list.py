"""The work list: every visit and meeting that is reported on, the newest first, with the state of its report.

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
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.releasing.choosing import Option
from backoffice.rights import access
from backoffice.visits import shown
from missions.models import Mission, ProgrammeItem, ReportState, VisitReport
from reports.models import ReportDraft
from wording import numbers
from wording.translated import columns
from wording.words import Words

SEES = ("missions.view_programmeitem", "missions.view_visitreport")
ON_A_PAGE = 50
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
class Line:
    """One visit in the list."""

    name: Words
    address: str
    when: str
    where: Words | None
    mission: Words
    state: str
    look: str
    author: str
    kept: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what the address asks for."""
    if not request.user.has_perms(SEES):
        raise PermissionDenied
    lang = get_language() or "en"
    missions = access.missions_with(request.user, *SEES)
    key, state = numbers.whole(request.GET.get("mission", "")), request.GET.get("state", "")
    asked, mine = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST], "mine" in request.GET
    mission = missions.filter(pk=key).first() if key is not None else None
    rows = _rows(request.user, missions if mission is None else missions.filter(pk=mission.pk), state)
    if mine:
        rows = rows.filter(Q(report__author=request.user) | Q(kept=True))
    if asked:
        rows = rows.filter(matching(asked))
    found = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    query = {"mission": mission.pk if mission else "", "state": state, "mine": mine and "1", "q": asked}
    context = {
        "title": _("Visit reports"),
        "lines": [_line(item, lang) for item in found],
        "found": found,
        "query": urlencode({name: value for name, value in query.items() if value}),
        "asked": asked,
        "mine": mine,
        "states": [
            Option(value, label, value == state)
            for value, label in (
                ("", _("any state")),
                (NONE, _("not written")),
                *((str(one.value), str(one.label)) for one in ReportState),
                (COMING, _("not due yet")),
            )
        ],
        "missions": [
            Option("", _("all missions"), mission is None),
            *(
                Option(str(one.pk), str(one), mission is not None and one.pk == mission.pk)
                for one in _with_visits(missions)
            ),
        ],
    }
    return desk.page(request, "backoffice/visits.html", context, mission=mission, section=desk.REPORTS)


def matching(asked: str) -> Q:
    """Items that have all these words, in whatever case, in a text of their report or in their title."""
    places = [*(f"report__{name}" for name in TEXTS), *columns("title")]
    words = (
        reduce(or_, (Q(**{f"{place}__icontains": word}) for place in places))
        for word in asked.split()[:WORDS]
    )
    return reduce(and_, words, Q())


def _rows(user: Any, missions: QuerySet[Mission], state: str) -> QuerySet[ProgrammeItem]:
    due = Q(day__lte=(timezone.now() + FAR_EAST).date()) | Q(day=None) | Q(report__isnull=False)
    reported = Q(report__isnull=False)
    of_visits = Q(pk__in=ProgrammeItem.objects.to_report().values("pk"))
    rows = (
        ProgrammeItem.objects.filter(reported | of_visits, mission__in=missions)
        .annotate(kept=Exists(ReportDraft.objects.filter(user=user, item=OuterRef("pk"))))
        .select_related("report__author", "mission", "stop__place")
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


def _with_visits(missions: QuerySet[Mission]) -> QuerySet[Mission]:
    """Those that have something to report on, the newest first."""
    items = ProgrammeItem.objects.to_report().filter(mission=OuterRef("pk"))
    return missions.filter(Exists(items)).order_by("-starts_on", "-pk")[:200]


def _line(item: Any, lang: str) -> Line:
    report: VisitReport | None = getattr(item, "report", None)
    place = item.stop.place if item.stop else None
    return Line(
        name=ProgrammeItem.title.words(item, lang) or Words(f"#{item.pk}", lang),
        address=reverse("admin:visit_report", args=[item.pk]),
        when=shown.when(item, lang),
        where=type(place).name.words(place, lang) if place else None,
        mission=Mission.title.words(item.mission, lang) or Words(item.mission.slug, lang),
        state=report.get_state_display() if report else _("not written"),
        look=shown.LOOKS[report.state if report else ""],
        author=str(report.author) if report and report.author else "",
        kept=item.kept,
    )
