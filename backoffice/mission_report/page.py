"""The report of a mission, to take away: one press gives PDF, DOCX and XLSX, alone or all three in one file.

The internal variant holds what its reader may see; of what is in it staff notes, telephone numbers and e-mail
addresses are never part. The public one is made of what was released, published and cleared alone.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import asking
from accounts.returning import only_sent
from backoffice.frame import desk
from backoffice.releasing import choosing
from backoffice.releasing.choosing import SEES_ITEMS, Option
from backoffice.rights import access
from missions import printed
from missions.models import Mission
from reports.exports.recording import recorded
from reports.mission_report import files, reading
from reports.mission_report.facts import Facts, Sees, Variant
from reports.mission_report.files import Form
from wording.words import LANGUAGES


def urls(view: Any) -> list[URLPattern]:
    """The page and its files, by the mission's primary key."""
    below = "missions/mission/<int:pk>/report/"
    return [
        path(below, view(page), name="missions_mission_report"),
        path(f"{below}file/", view(file), name="missions_mission_report_file"),
    ]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be made: the variant, one language or two, and a button for each kind of file."""
    mission = _mission(request, pk)
    lang = choosing.language(request)
    public = reading.is_public(mission)
    context = {
        "title": _("Mission report"),
        "variants": [
            Option(Variant.INTERNAL, _("Internal: what you may see, for staff alone"), chosen=True),
            *(
                [Option(Variant.PUBLIC, _("Public: what was released, published and cleared"))]
                if public
                else []
            ),
        ],
        "public": public,
        "languages": choosing.languages(lang),
        "beside": [Option("", _("none"), chosen=True), *choosing.languages("")],
    }
    return desk.page(
        request, "backoffice/mission_report.html", context, mission=mission, section=desk.REPORTS
    )


@only_sent
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that was asked for, to be kept; that it was taken is recorded."""
    mission = _mission(request, pk)
    variant = _one_of(Variant, request.POST.get("variant", ""))
    form = _one_of(Form, request.POST.get("form", ""))
    langs = printed.languages(_language(request), request.POST.get("with", ""))
    facts = _facts(request, mission, variant)
    made = files.made(facts, langs, form)
    for one in files.TOGETHER if form is Form.ALL else (form,):
        recorded(
            by=asking.member(request),
            what="mission_report",
            form=one,
            lang="-".join(langs),
            filters={"variant": [variant]},
            mission=mission,
            rows=len(facts.programme["items"]),
        )
    answer = HttpResponse(made.content, content_type=made.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _facts(request: HttpRequest, mission: Mission, variant: Variant) -> Facts:
    """What the report says. Raises Http404 for a public one of a mission that the public does not read."""
    at = timezone.now()
    if variant is Variant.INTERNAL:
        return reading.internal(mission, sees(request.user, mission), asking.member(request), at)
    facts = reading.public(mission, at)
    if facts is None:
        raise Http404
    return facts


def sees(user: object, mission: Mission) -> Sees:
    """What of the mission a member of staff may have in her report."""

    def may(permission: str) -> bool:
        return access.may(user, mission, permission)

    others = access.missions_with(user, access.SEES_A_MISSION)
    return Sees(
        reports=may("missions.view_visitreport"),
        follow_ups=may("missions.view_followup"),
        outcomes=may("missions.view_outcome"),
        delegates=may("delegations.view_delegate"),
        attendance=may("delegations.view_attendance"),
        contacts=may("partners.view_contact"),
        attachments=may("missions.view_attachment"),
        releases=may("missions.view_release"),
        missions=None if access.sees_all(user) else frozenset(others.values_list("pk", flat=True)),
    )


def _mission(request: HttpRequest, pk: int) -> Mission:
    """The mission, for those who see its programme. Raises what `access.row_for` raises."""
    return access.row_for(request, Mission.objects.select_related("home", "series"), pk, SEES_ITEMS)


def _language(request: HttpRequest) -> str:
    lang = request.POST.get("lang", "")
    if lang not in LANGUAGES:
        raise Http404
    return lang


def _one_of[Choice: (Variant, Form)](choices: type[Choice], value: str) -> Choice:
    """The choice of this value. Raises Http404 for none of them."""
    try:
        return choices(value)
    except ValueError:
        raise Http404 from None
