"""The mission that one works on: chosen, changed and left on a page of its own, without scripts."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk, rows
from backoffice.rights import access
from missions.models import Mission
from wording import numbers

OFFERED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The missions to choose from; POST with the number of one chooses it, without one leaves the present."""
    if request.method == "POST":
        return _choose(request)
    context = {"title": _("Which mission do you work on?"), "missions": _seen(request)[:OFFERED]}
    return desk.page(request, "backoffice/current_mission.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("mission", "")
    if not asked:
        request.session.pop(desk.WORKING_ON, None)
        return HttpResponseRedirect(reverse("admin:index"))
    key = numbers.whole(asked)
    mission = _seen(request).filter(pk=key).first() if key is not None else None
    if mission is None:
        messages.error(request, _("This mission does not exist, or is not one that you work on."))
        return HttpResponseRedirect(reverse("admin:current_mission"))
    request.session[desk.WORKING_ON] = mission.pk
    return HttpResponseRedirect(rows.first_page_of(mission, request.user))


def _seen(request: HttpRequest) -> QuerySet[Mission]:
    return access.missions_with(request.user, desk.SEE_MISSION).order_by("-starts_on", "-pk")
