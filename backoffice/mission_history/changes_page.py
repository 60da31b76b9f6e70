"""Who changed what in a mission, when, and from what to what: all its rows, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice import mission_history
from backoffice.frame import desk
from backoffice.mission_history import kinds
from backoffice.rights import access
from wording import zones

SEE = "missions.view_mission"


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/changes/", view(page), name="missions_mission_changes")]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Fifty on a page; `by` and `kind` in the address are a member of staff and a kind of row."""
    mission = access.mission_for(request, pk, SEE)
    people = mission_history.people(request.user, mission)
    readable = kinds.readable(request.user, mission)
    offered = {kind.label: str(capfirst(kind.model._meta.verbose_name)) for kind in readable}
    by, kind = request.GET.get("by", ""), request.GET.get("kind", "")
    who = {str(person.pk): str(person) for person in people}
    # What is not offered is not filtered by: the page says what it shows.
    filters = mission_history.Filters(
        int(by) if by in who else None,
        kind if kind in offered else None,
    )
    found = mission_history.page(request.user, mission, filters, request.GET.get("page"))
    lang, zone = get_language() or "en", mission.zone_name()
    chosen = {"by": by if by in who else "", "kind": kind if kind in offered else ""}
    context = {
        "title": _("History of the mission"),
        "lines": [(zones.moment(entry.at, zone, lang), entry) for entry in found.entries],
        "keys": found.keys,
        "query": "".join(f"{urlencode({name: value})}&" for name, value in chosen.items() if value),
        "people": sorted(who.items(), key=lambda person: person[1]),
        "kinds": sorted(offered.items(), key=lambda each: each[1]),
        "chosen": chosen,
    }
    return desk.page(request, "backoffice/changes.html", context, mission=mission, section=desk.PROGRAMME)
