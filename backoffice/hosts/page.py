"""The page on which an organiser reads what hosts have answered, and accepts or declines it."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.clashes import Caution
from backoffice.frame import desk
from backoffice.hosts import answers
from backoffice.rights import access
from delegations import host_decisions
from delegations.answer_form import what
from delegations.models import Proposal, ProposalKind, ProposalState
from missions.models import Mission
from wording import numbers, zones

SEES = ("missions.view_programmeitem", "missions.view_host")
DECIDES = ("missions.change_programmeitem", "missions.change_host")
NAMES = "delegations.view_delegate"
LONGEST = 1000  # letters of the words back


def urls(view: Any) -> list[URLPattern]:
    """The page, by the mission's primary key."""
    return [path("missions/mission/<int:pk>/hosts/", view(page), name="missions_mission_hosts")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answers, or decide on one: “do=accept 5 1234” (what, of which answer, the item's version)."""
    mission = access.mission_for(request, pk, *SEES)
    if request.method == "POST":
        return _act(request, mission)
    return _show(request, mission)


def _act(request: HttpRequest, mission: Mission) -> HttpResponse:
    if not access.may(request.user, mission, *DECIDES):
        raise PermissionDenied
    verb, *rest = request.POST.get("do", "").split(" ")
    found = [numbers.whole(each) for each in rest]
    words = request.POST.get("words", "").replace("\0", "")[:LONGEST]  # PostgreSQL keeps no such sign
    try:
        match verb, found:
            case "accept", [int() as number, int() as seen]:
                proposal = answers.accept(mission, number, request.user, seen=seen, words=words)
                said = _accepted(proposal)
            case "decline", [int() as number]:
                proposal = answers.decline(mission, number, request.user, words=words)
                said = _("The answer is declined. The host reads so; nothing else has changed.")
            case _:
                raise ValidationError(_("Nothing was done: the form did not say what to do."), code="nothing")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{said} {_told(proposal)}")
    return HttpResponseRedirect(reverse("admin:missions_mission_hosts", args=[mission.pk]))


def _told(proposal: Proposal) -> str:
    """Whether the host is written to."""
    if host_decisions.told_to(proposal) is not None:
        return _("The host is written to.")
    return _("No contact of the host has an e-mail address, so tell it yourself.")


def _accepted(proposal: Proposal) -> str:
    match ProposalKind(proposal.kind):
        case ProposalKind.CONFIRM:
            return _("The host is confirmed. Readers have it with the next release.")
        case ProposalKind.OTHER_TIME:
            return _("The item is moved and its host confirmed. Readers have it with the next release.")
        case ProposalKind.CANNOT:
            return _("The host has declined; the item stands as it was. Find another host, or cancel it.")
    raise Http404


def _show(request: HttpRequest, mission: Mission) -> HttpResponse:
    lang, zone = get_language() or "en", mission.zone_name()
    names = access.may(request.user, mission, NAMES)

    def moment(at: datetime.datetime | None) -> str:
        return zones.moment(at, zone, lang) if at else ""

    found = answers.lines(mission, lang)
    context = {
        "title": _("Answers of hosts"),
        "lines": [
            {
                "row": line,
                "at": moment(line.proposal.at),
                "moves": line.after != line.now,
                "cautions": [_said(caution, names) for caution in line.cautions],
            }
            for line in found
        ],
        "decided": [
            {
                "row": row,
                "what": what(row, lang),
                "at": moment(row.decided_at),
                "look": "done" if row.state == ProposalState.ACCEPTED else "cancelled",
            }
            for row in answers.decided(mission)
        ],
        "decides": access.may(request.user, mission, *DECIDES),
        "longest": LONGEST,
    }
    return desk.page(request, "backoffice/hosts.html", context, mission=mission, section=desk.PROGRAMME)


def _said(caution: Caution, names: bool) -> tuple[str, str]:
    """The level of a caution, and its words for this reader."""
    return str(caution.level.label), caution.words if names else caution.words_without_names
