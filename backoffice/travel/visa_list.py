"""The visa list of a mission: the passports that are kept, in protocol order, letter by letter as typed.

On a page, as PDF and as XLSX. Making it is a look at each document in it. It is the only list that has them.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts import asking
from backoffice.frame import desk
from backoffice.lists import printed
from backoffice.lists.tables import Cell, Column, Table
from backoffice.releasing import choosing
from backoffice.rights import access
from backoffice.travel.rights import SEES
from delegations import protocol, travel_documents
from delegations.models import DelegateState, DocumentAct
from delegations.travel_documents import Passport, Reader, Unreadable
from documents import pdf
from missions.models import Mission
from wording import zones
from wording.words import Words


@dataclass(frozen=True, slots=True)
class _Made:
    """The list, and who travels without being in it: with her number and name."""

    mission: Mission
    lang: str
    table: Table
    lacking: list[tuple[int, str]]
    at: datetime.datetime
    said: str


def urls(view: Any) -> list[URLPattern]:
    """The page and its files, by the mission's primary key."""
    below = "missions/mission/<int:pk>/visa-list/"
    return [
        path(below, view(page), name="missions_mission_visas"),
        path(f"{below}pdf/", view(as_pdf), name="missions_mission_visas_pdf"),
        path(f"{below}xlsx/", view(as_xlsx), name="missions_mission_visas_xlsx"),
    ]


@require_safe
@sensitive_variables()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, who is not in it, and a form for its files."""
    made = _made(request, pk, "")
    context = {
        "title": _("Visa list"),
        "said": Words(made.said, made.lang),
        "heading": Words(made.table.title, made.lang),
        "table": made.table,
        "rows": made.table.said(made.lang),
        "lacking": made.lacking,
        "lang": made.lang,
        "languages": choosing.languages(made.lang),
    }
    return desk.page(request, "backoffice/visa_list.html", context, mission=made.mission, section=desk.PEOPLE)


@require_safe
@sensitive_variables()
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as PDF, to be opened."""
    made = _made(request, pk, "PDF")
    title = Mission.title.words(made.mission, made.lang) or Words(made.mission.slug, made.lang)
    paper = printed.lists([made.table], title, made.said, made.lang)
    return _answer(made, pdf.listed(paper, at=made.at), "pdf", "application/pdf", "inline")


@require_safe
@sensitive_variables()
def as_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as XLSX, to be worked on."""
    made = _made(request, pk, "XLSX")
    from backoffice.lists import workbook  # its library takes 2 MiB, for workbooks alone

    return _answer(made, workbook.made([made.table], made.said, made.at), "xlsx", workbook.XLSX, "attachment")


@sensitive_variables()
def _made(request: HttpRequest, pk: int, file: str) -> _Made:
    """The list in the language that is asked for; that it was made is recorded for each document in it."""
    mission = access.mission_for(request, pk, "delegations.view_delegate", SEES)
    lang, at = choosing.language(request), timezone.now()
    people = [
        (number, delegate)
        for number, delegate in enumerate(protocol.in_order(mission), start=1)
        if delegate.state != DelegateState.WITHDRAWN
    ]
    kept = {document.delegate_id: document for document in travel_documents.of_travelling([mission.pk])}
    passports = {}
    for key, document in kept.items():
        try:
            passports[key] = travel_documents.read(document)
        except Unreadable:
            continue  # she is named as lacking
    read = [kept[key] for key in passports]
    travel_documents.looked(read, Reader(user=asking.member(request)), DocumentAct.LISTED, file)
    with translation.override(lang):
        rows = tuple(
            _row(number, passports[delegate.pk]) for number, delegate in people if delegate.pk in passports
        )
        table = Table("visas", _("Visa list"), _columns(), rows)
        moment = zones.moment(at, mission.zone_name(), lang)
        said = _("As the records were on %(moment)s.") % {"moment": moment}
    lacking = [(number, str(delegate)) for number, delegate in people if delegate.pk not in passports]
    return _Made(mission, lang, table, lacking, at, said)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), 5),
        Column(_("Surname"), 20),
        Column(_("Given names"), 20),
        Column(_("Sex"), 5),
        Column(_("Date of birth"), 14),
        Column(_("Place of birth"), 16),
        Column(_("Nationality"), 11),
        Column(_("Passport"), 13),
        Column(_("Issuing state"), 9),
        Column(_("Issued on"), 14),
        Column(_("Expires on"), 14),
        Column(_("Personal number"), 16),
    )


@sensitive_variables()
def _row(number: int, passport: Passport) -> tuple[Cell, ...]:
    return (
        number,
        passport.surname,
        passport.given_names,
        passport.sex,
        passport.born_on,
        passport.birthplace,
        passport.nationality,
        passport.number,
        passport.state,
        passport.issued_on,
        passport.expires_on,
        passport.personal_number,
    )


def _answer(made: _Made, body: bytes, suffix: str, content_type: str, disposition: str) -> HttpResponse:
    """The file, under an ASCII name that says what it is: "silk-road-visas-en.pdf"."""
    answer = HttpResponse(body, content_type=content_type)
    name = f"{made.mission.slug}-visas-{made.lang}.{suffix}"
    answer["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return answer
