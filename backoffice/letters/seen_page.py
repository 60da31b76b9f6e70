"""Who has not seen the newest version, in protocol order with telephones: to be called before the bus leaves.

Whoever was told on the telephone is noted as such, with who told her, and leaves the list. The same list is
there on paper and as a sheet. All of it is for those alone who may see personal data.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import asking
from backoffice.frame import desk
from backoffice.letters import seen_lines
from backoffice.lists import printed
from backoffice.lists.tables import Table
from backoffice.releasing import choosing
from backoffice.rights import access
from delegations import protocol, seen
from documents import pdf
from missions import release as releases
from missions.models import Mission, Release
from partners.desk import PERSONAL_DATA
from wording import numbers, zones
from wording.words import Words

SEES = ("delegations.view_seen", "delegations.view_delegate", PERSONAL_DATA)
TELLS = "delegations.add_seen"
ON_A_PAGE = 100


def urls(view: Any) -> list[URLPattern]:
    """The page and its files, by the mission's primary key."""
    below = "missions/mission/<int:pk>/seen/"
    return [
        path(below, view(page), name="missions_mission_seen"),
        path(f"{below}pdf/", view(as_pdf), name="missions_mission_seen_pdf"),
        path(f"{below}xlsx/", view(as_xlsx), name="missions_mission_seen_xlsx"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has not seen the newest version, or note that somebody was told."""
    mission = access.mission_for(request, pk, *SEES)
    if request.method == "POST":
        return _tell(request, mission)
    newest = releases.newest(mission)
    lang, zone = get_language() or "en", mission.zone_name()
    lines = seen_lines.of(seen.standings(mission, newest), lang, zone)
    asked = [line for line in lines if line.asked]
    shown = Paginator(asked, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _title(newest),
        "newest": newest,
        "shown": shown,
        "number": len(asked),
        "every": len(lines),
        "known": [line for line in lines if not line.asked],
        "languages": choosing.languages(lang),
        "tells": access.may(request.user, mission, TELLS),
    }
    return desk.page(request, "backoffice/seen.html", context, mission=mission, section=desk.PEOPLE)


def _tell(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Note that a delegate of the mission was told of the version that stood on the page."""
    if not access.may(request.user, mission, TELLS):
        raise PermissionDenied
    key, version = (numbers.whole(request.POST.get(name, "")) for name in ("told", "version"))
    delegate = protocol.in_order(mission).filter(pk=key).first() if key is not None else None
    if delegate is None:
        raise Http404
    try:
        noted = seen.say(delegate, version or 0, told_by=asking.member(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        words = (
            _("%(person)s is noted as told of version %(number)s.")
            if noted
            else _("That %(person)s has seen version %(number)s was noted already.")
        )
        messages.success(request, words % {"person": delegate, "number": version})
    return HttpResponseRedirect(reverse("admin:missions_mission_seen", args=[mission.pk]))


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper, to be opened."""
    asked = _asked(request, pk)
    title = Mission.title.words(asked.mission, asked.lang) or Words(asked.mission.slug, asked.lang)
    paper = printed.lists([asked.table], title, asked.said, asked.lang)
    return _answer(asked, pdf.listed(paper, at=asked.at), "pdf", "application/pdf", "inline")


@require_safe
def as_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a sheet, to be worked on."""
    asked = _asked(request, pk)
    from backoffice.lists import workbook  # its library takes 2 MiB, for workbooks alone

    made = workbook.made([asked.table], asked.said, asked.at)
    return _answer(asked, made, "xlsx", workbook.XLSX, "attachment")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for as a file; `said` tells of when the list is, by the mission's clock."""

    mission: Mission
    lang: str
    table: Table
    at: datetime.datetime
    said: str


def _asked(request: HttpRequest, pk: int) -> _Asked:
    """Raises Http404 for a language that there is not, and what `access.mission_for` raises."""
    mission = access.mission_for(request, pk, *SEES)
    lang, at = choosing.language(request), timezone.now()
    zone = mission.zone_name()
    with translation.override(lang):
        newest = releases.newest(mission)
        lines = seen_lines.of(seen.standings(mission, newest), lang, zone)
        table = seen_lines.table(_title(newest), [line for line in lines if line.asked], lang)
        moment = zones.moment(at, zone, lang)
        said = _("As the records were on %(moment)s.") % {"moment": moment}
    return _Asked(mission, lang, table, at, said)


def _answer(asked: _Asked, body: bytes, suffix: str, content_type: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    name = f"{asked.mission.slug}-not-seen-{asked.lang}.{suffix}"
    answer["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return answer


def _title(newest: Release | None) -> str:
    if newest is None:
        return _("Who has not seen the programme")
    return _("Who has not seen version %(number)s") % {"number": newest.number}
