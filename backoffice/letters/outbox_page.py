"""The outbox of a mission: what was told to whom, what waits, what went wrong, and the drafts of letters."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.letters import (
    folder,
    folder_page,
    letter_page,
    lines,
    link_mails,
    mailing_page,
    message_page,
    seen_page,
    travel_letter,
)
from backoffice.rights import access
from delegations import seen
from delegations.models import Mailing
from delegations.notices import sending
from missions import release as releases
from missions.models import Mission

SEES = message_page.SEES
ON_A_PAGE = 20


def urls(view: Any) -> list[URLPattern]:
    """The pages of letters of one mission, by the mission's primary key."""
    below = "missions/mission/<int:pk>/letters/"
    return [
        path(below, view(page), name="missions_mission_letters"),
        path(f"{below}write/", view(message_page.new), name="missions_mission_write"),
        path(f"{below}folder/", view(folder_page.page), name="missions_mission_mail_folder"),
        path(f"{below}foreseen/", view(letter_page.foreseen), name="missions_mission_foreseen"),
        path(f"{below}<int:mailing>/", view(mailing_page.page), name="missions_mission_letter"),
        path(f"{below}<int:mailing>/one/", view(letter_page.one), name="missions_mission_letter_to"),
    ]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mailing, the newest first."""
    mission = access.mission_for(request, pk, *SEES)
    if request.GET.get("link"):
        return _link_mail(request, mission)
    sending.settle()
    rows = Mailing.objects.filter(mission=mission).select_related("release", "by", "mission")
    rows = rows.defer("release__document").order_by("-made_at", "-pk")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    lang, zone = get_language() or "en", mission.zone_name()
    sees = access.may(request.user, mission, *seen_page.SEES)
    newest = releases.newest(mission) if sees else None
    context = {
        "title": _("Outbox"),
        "shown": shown,
        "lines": lines.of_mailings(list(shown.object_list), lang, zone),
        "number": shown.paginator.count,
        "writes": access.may(request.user, mission, message_page.WRITES),
        "untold": travel_letter.untold(request, mission, lang),
        "newest": newest,
        "asked": sum(one.asked for one in seen.standings(mission, newest)) if newest else 0,
        "link_mails": link_mails.of(mission, zone)
        if access.may(request.user, mission, link_mails.SEES) and shown.number == 1
        else [],
        "folder": bool(folder.place()) and access.may(request.user, mission, *folder_page.SEES),
    }
    return desk.page(request, "backoffice/outbox.html", context, mission=mission, section=desk.PEOPLE)


def _link_mail(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show one e-mail with a personal link. Raises Http404 for one of another mission."""
    if not access.may(request.user, mission, link_mails.SEES):
        raise PermissionDenied
    found = link_mails.one(mission, request.GET["link"])
    if found is None:
        raise Http404
    link, letter = found
    context = {
        "title": _("E-mail with a personal link"),
        "holder": str(link.delegate or link.organisation),
        "letter": letter,
    }
    return desk.page(request, "backoffice/link_mail.html", context, mission=mission, section=desk.PEOPLE)
