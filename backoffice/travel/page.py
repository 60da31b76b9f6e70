"""Who of a mission has a travel document, and the record of who had to do with which.

Neither page shows anything of a document, so neither is a look at one.
"""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from backoffice.travel import document_page, visa_list
from backoffice.travel.rights import READS_RECORD, SEES
from delegations import consent, protocol, travel_documents
from delegations.models import Delegate, DelegateState, TravelDocument, TravelDocumentLook
from delegations.travel_documents import Unreadable
from missions.admin.moments import told
from missions.models import Mission
from wording.words import Words

ON_A_PAGE = 100
SEES_DELEGATES = "delegations.view_delegate"


@dataclass(frozen=True, slots=True)
class Line:
    """One delegate who travels: whether a document is kept, under which consent, and what is not right."""

    delegate: Delegate
    place: int
    name: Words
    organisation: str
    document: TravelDocument | None
    consented: str
    saved: str
    unreadable: bool
    expires_early: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record, its moment by the mission's clock."""

    at: str
    act: str
    who: str
    delegate: str
    details: str


def urls(view: Any) -> list[URLPattern]:
    """The addresses of this work, below the admin's own."""
    below = "missions/mission/<int:pk>/travel-documents/"
    return [
        path(below, view(page), name="missions_mission_travel"),
        path(f"{below}record/", view(record), name="missions_mission_travel_record"),
        *document_page.urls(view),
        *visa_list.urls(view),
    ]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who travel, in protocol order."""
    mission = access.mission_for(request, pk, SEES_DELEGATES, SEES)
    lines = _lines(mission)
    kept = sum(line.document is not None for line in lines)
    context = {
        "title": _("Travel documents"),
        "lines": lines,
        "number": len(lines),
        "kept": kept,
        "left": [(row.delegate, _called(row.delegate)) for row in travel_documents.left_behind(mission)],
        "deleted_on": travel_documents.purge_day(mission, consent.days()),
        "over": travel_documents.is_over(mission),
        "reads_record": access.may(request.user, mission, READS_RECORD),
    }
    return desk.page(request, "backoffice/travel.html", context, mission=mission, section=desk.PEOPLE)


def _called(delegate: Delegate) -> Words:
    lang = get_language() or "en"
    return delegate.person.full_name(lang) or Words(str(delegate), lang)


def _lines(mission: Mission) -> list[Line]:
    zone = mission.zone_name()
    kept = {document.delegate_id: document for document in travel_documents.of_travelling([mission.pk])}
    return [
        _line(delegate, place, kept.get(delegate.pk), zone)
        for place, delegate in enumerate(protocol.in_order(mission), start=1)
        if delegate.state != DelegateState.WITHDRAWN
    ]


def _line(delegate: Delegate, place: int, document: TravelDocument | None, zone: str) -> Line:
    unreadable = early = False
    if document is not None:
        try:
            passport = travel_documents.read(document)
            early = travel_documents.expires_early(passport, travel_documents.returns_on(document))
        except Unreadable:
            unreadable = True
    return Line(
        delegate=delegate,
        place=place,
        name=_called(delegate),
        organisation=str(delegate.organisation or delegate.delegation.organisation),
        document=document,
        consented=told(document.consented_at, zone) if document else "",
        saved=told(document.saved_at, zone) if document else "",
        unreadable=unreadable,
        expires_early=early,
    )


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who entered, looked at, listed or deleted which document, the newest first; a hundred on a page."""
    mission = access.mission_for(request, pk, READS_RECORD)
    rows = TravelDocumentLook.objects.filter(mission=mission).select_related("by")
    shown = Paginator(rows.order_by("-at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    named = access.may(request.user, mission, SEES_DELEGATES)
    people = {
        delegate.pk: str(delegate)
        for delegate in Delegate.objects.filter(mission=mission).select_related("person")
        if named
    }
    zone = mission.zone_name()
    context = {
        "title": _("Who looked at travel documents"),
        "entries": [_entry(row, people, zone) for row in shown.object_list],
        "shown": shown,
        "sees": access.may(request.user, mission, SEES_DELEGATES, SEES),
    }
    return desk.page(request, "backoffice/travel_record.html", context, mission=mission, section=desk.PEOPLE)


def _entry(row: TravelDocumentLook, people: dict[int, str], zone: str) -> Entry:
    if row.by is not None:
        who = str(row.by)
    else:
        who = _("the delegate herself") if row.link_key else _("nobody: by itself")
    return Entry(
        at=told(row.at, zone),
        act=str(row.get_act_display()),
        who=who,
        delegate=people.get(row.delegate_key, f"#{row.delegate_key}"),
        details=row.details,
    )
