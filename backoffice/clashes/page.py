"""Clashes and cautions of a mission: those that are open, by level, then those accepted, by whom and why."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import asking
from accounts.returning import only_sent
from backoffice import clashes
from backoffice.clashes import accepting
from backoffice.frame import desk
from backoffice.rights import access
from backoffice.travel import rights as travel_rights
from missions.models import AcceptedCaution, Mission
from wording import zones

SEE = "missions.view_programmeitem"
SEE_NAMES = "delegations.view_delegate"
ACCEPT = "missions.add_acceptedcaution"
TAKE_BACK = "missions.delete_acceptedcaution"
ON_A_PAGE = 50
HEADINGS = {
    clashes.Level.CLASH: gettext_lazy("Clashes"),
    clashes.Level.CAUTION: gettext_lazy("Cautions"),
    clashes.Level.UNKNOWN: gettext_lazy("Cannot be told"),
    None: gettext_lazy("Accepted"),
}


class ReasonForm(forms.Form):
    """Why a caution is accepted."""

    cause = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        error_messages={"required": gettext_lazy("Say why this is accepted.")},
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A caution as the page shows it, with what can be done about it."""

    caution: clashes.Caution
    form: ReasonForm
    row: AcceptedCaution | None = None
    accepted_at: str = ""


def urls(view: Any) -> list[URLPattern]:
    """The addresses of this page, below the admin's own."""
    below = "missions/mission/<int:pk>/cautions/"
    return [
        path(below, view(page), name="missions_mission_cautions"),
        path(f"{below}accept/", view(accept), name="missions_mission_accept_caution"),
        path(f"{below}open/", view(take_back), name="missions_mission_open_caution"),
    ]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them, fifty on a page."""
    mission = access.mission_for(request, pk, SEE)
    return _page(request, mission, clashes.of(mission))


@only_sent
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one with a reason; where the reason is wrong, the page says so and keeps what was typed."""
    mission = access.mission_for(request, pk, ACCEPT)
    found = clashes.of(mission)
    caution = found.with_cause(request.POST.get("cause", ""))
    if caution is None:
        messages.error(request, _("This has changed meanwhile, or is put right: look at what is here now."))
        return _back(mission)
    form = ReasonForm(request.POST, auto_id=f"id_{caution.cause[:12]}_%s")
    if form.is_valid():
        try:
            accepting.accept(
                mission,
                caution,
                reason=form.cleaned_data["reason"],
                by=asking.member(request),
            )
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return _back(mission)
        messages.success(request, _("Accepted, until its cause changes."))
        return _back(mission)
    return _page(request, mission, found, form)


@only_sent
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one that was accepted be open again."""
    mission = access.mission_for(request, pk, TAKE_BACK)
    if accepting.take_back(mission, request.POST.get("cause", "")):
        messages.success(request, _("It is open again."))
    else:
        messages.warning(request, _("It was open already."))
    return _back(mission)


def _back(mission: Mission) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:missions_mission_cautions", args=[mission.pk]))


def _page(
    request: HttpRequest, mission: Mission, found: clashes.Found, wrong: ReasonForm | None = None
) -> HttpResponse:
    lines = _lines(mission, found, wrong)
    asked = next((number // ON_A_PAGE + 1 for number, line in enumerate(lines) if line.form is wrong), None)
    shown = Paginator(lines, ON_A_PAGE).get_page(asked or request.GET.get("page"))
    context = {
        "title": _("Clashes and cautions"),
        "counts": [(HEADINGS[level], len(found.at(level))) for level in clashes.Level if found.at(level)],
        "accepted": len(found.accepted),
        "groups": _groups(list(shown)),
        "shown": shown,
        "wrong": wrong,
        "named": access.may(request.user, mission, SEE_NAMES),
        "may_accept": access.may(request.user, mission, ACCEPT),
        "expiring": travel_rights.expiring(request.user, [mission]).get(mission.pk, ()),
        "may_take_back": access.may(request.user, mission, TAKE_BACK),
    }
    return desk.page(
        request, "backoffice/cautions_page.html", context, mission=mission, section=desk.PROGRAMME
    )


def _lines(mission: Mission, found: clashes.Found, wrong: ReasonForm | None) -> list[Line]:
    """The open ones, then those accepted; one with a wrong reason has its form as it was sent."""
    sent = wrong["cause"].value() if wrong else None
    lines = [
        Line(
            caution,
            wrong
            if wrong and caution.cause == sent
            else ReasonForm(initial={"cause": caution.cause}, auto_id=f"id_{caution.cause[:12]}_%s"),
        )
        for caution in found.open
    ]
    clock, lang = (mission.zone_name(), get_language() or "en") if found.accepted else ("UTC", "en")
    lines += [
        Line(
            accepted.caution,
            ReasonForm(initial={"cause": accepted.caution.cause}),
            accepted.row,
            zones.moment(accepted.row.at, clock, lang),
        )
        for accepted in found.accepted
    ]
    return lines


def _groups(lines: list[Line]) -> list[tuple[Any, str, list[Line]]]:
    """The lines of each level under its heading; those accepted last."""
    groups: dict[clashes.Level | None, list[Line]] = {}
    for line in lines:
        groups.setdefault(None if line.row else line.caution.level, []).append(line)
    return [(HEADINGS[level], level or "accepted", found) for level, found in groups.items()]
