"""The page that takes an earlier version back into the rows, after it has shown what that changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.releasing import comparing, differences, readers, seals, taking_back
from backoffice.releasing.comparing import Version
from backoffice.releasing.taking_back import Told
from backoffice.rights import access
from delegations.models import members_of_groups
from missions import document as documents
from missions import itinerary
from missions.models import Mission
from wording.lists import enumerated

TAKES_BACK = ("missions.change_programmeitem", "missions.change_mission", "missions.view_release")
RELEASES = "missions.release_mission"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?version=` is its number; without one the page offers all."""
    mission = access.row_for(request, Mission.objects.select_related("home", "series"), pk, *TAKES_BACK)
    known = comparing.versions(mission)
    asked = request.POST.get("version", "") or request.GET.get("version", "")
    version = comparing.chosen(known[1:], asked) if asked else None
    if version is None or version.number is None:
        context: dict[str, Any] = {"title": _("Take back an earlier version"), "versions": known[1:]}
        return _page(request, mission, context)
    refusal = _take_back(request, mission, version) if request.method == "POST" else ""
    if isinstance(refusal, HttpResponse):
        return refusal
    delegates = readers.travelling(mission)
    now, then = comparing.documents_of(mission, [known[0], version], delegates)
    lang = get_language() or "en"
    staff = itinerary.STAFF
    context = {
        "title": _("Take back version %(number)s") % {"number": version.number},
        "version": version,
        "rows": differences.seen(now, then, staff, staff, lang, now["mission"]["languages"]),
        "same": now == then,
        "saw": seals.seal(now),
        "refusal": refusal,
    }
    return _page(request, mission, context)


def _take_back(request: HttpRequest, mission: Mission, version: Version) -> HttpResponse | str:
    """To the next page once it is done, else why it was not."""
    [then] = comparing.documents_of(mission, [version], [])
    seal = request.POST.get("saw", "")
    saw = seals.digest_of(seal)

    def has_changed() -> bool:
        return documents.digest(documents.make(mission, members_of_groups(mission))) != saw

    reason = _("Taken back from version %(number)s") % {"number": version.number}
    try:
        told = taking_back.take_back(mission, then, reason, unless=has_changed)
    except taking_back.ChangedMeanwhile:
        now = documents.make(mission, members_of_groups(mission))
        what = seals.since(seal, now, mission, get_language() or "en")
        refusal = _("The programme was changed while you looked at it, so nothing was taken back.")
        return f"{refusal} {_('Since you looked: %(what)s.') % {'what': what}}" if what else refusal
    messages.success(request, _said(version, told))
    releases = access.may(request.user, mission, RELEASES)
    name = "missions_mission_release" if releases else "missions_mission_board"
    return HttpResponseRedirect(reverse(f"admin:{name}", args=[mission.pk]))


def _said(version: Version, told: Told) -> str:
    """What was done and what could not be, in sentences."""
    said = [_("The rows say what version %(number)s says; nothing is released.") % {"number": version.number}]
    if told.left_out:
        said.append(
            _("Left out, since it is gone or not known: %(names)s.") % {"names": enumerated(told.left_out)}
        )
    if told.put_aside:
        names = enumerated(f"“{title}”" for title in told.put_aside)
        said.append(
            _("Kept for staff only, since that version does not have it: %(names)s.") % {"names": names}
        )
    if told.removed:
        said.append(_("Stops removed: %(names)s.") % {"names": enumerated(told.removed)})
    return " ".join(said)


def _page(request: HttpRequest, mission: Mission, context: dict[str, Any]) -> HttpResponse:
    return desk.page(request, "backoffice/take_back.html", context, mission=mission, section=desk.PROGRAMME)
