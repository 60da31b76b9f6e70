"""The work list: every visit and meeting that is reported on, the newest first, with the state of its report.

Which of them, says the address: see `register`.
"""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.releasing.choosing import Option
from backoffice.visits import register, shown
from missions.models import Mission, ProgrammeItem, ReportState, VisitReport
from wording.words import Words

ON_A_PAGE = 50


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
    user, asked = request.user, register.Asked.of(request.GET)
    rows = register.found(user, asked).select_related("report__author", "mission", "stop__place")
    mission, lang = register.mission_of(user, asked), get_language() or "en"
    found = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Visit reports"),
        "lines": [_line(item, lang) for item in found],
        "found": found,
        "query": asked.address(),
        "asked": asked.text,
        "mine": asked.mine,
        "states": [
            Option(value, label, value == asked.state)
            for value, label in (
                ("", _("any state")),
                (register.NONE, _("not written")),
                *((str(one.value), str(one.label)) for one in ReportState),
                (register.COMING, _("not due yet")),
            )
        ],
        "missions": [
            Option("", _("all missions"), mission is None),
            *(
                Option(str(one.pk), str(one), mission is not None and one.pk == mission.pk)
                for one in register.with_visits(register.missions_for(user))
            ),
        ],
    }
    return desk.page(request, "backoffice/visits.html", context, mission=mission, section=desk.REPORTS)


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
