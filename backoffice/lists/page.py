"""The lists of a mission for its organisers: on a page, as XLSX to work on and as PDF to print.

`?list=` asks for one of them, `?lang=` for a language; without them all lists, in the reader's. They are
read live, so page and files say of when they are. Rooms and who shares them exist only for whoever may see
personal data, and `?names=passport` for whoever may see travel documents. Each says what has changed since it
was last made as a file, or since the file of `?since=`.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts import asking
from backoffice.frame import desk
from backoffice.lists import cards_page, printed, printings, spelling, tables
from backoffice.lists.printings import Printing
from backoffice.lists.tables import Table
from backoffice.models import PrintedList
from backoffice.releasing import choosing
from backoffice.releasing.choosing import Option
from backoffice.rights import access
from documents import pdf
from missions.models import Mission
from partners.desk import PERSONAL_DATA
from wording import numbers, zones
from wording.words import Words

PASSPORT = "passport"
SEES = (
    "delegations.view_delegate",
    "delegations.view_leg",
    "delegations.view_stay",
    "missions.view_programmeitem",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for; `said` tells of when the lists are, by the mission's clock."""

    mission: Mission
    lang: str
    key: str
    tables: Sequence[Table]
    at: datetime.datetime
    said: str
    since: int | None
    passports: bool


def urls(view: Any) -> list[URLPattern]:
    """The page and its files, by the mission's primary key."""
    below = "missions/mission/<int:pk>/lists/"
    return [
        path(below, view(page), name="missions_mission_lists"),
        path(f"{below}pdf/", view(as_pdf), name="missions_mission_lists_pdf"),
        path(f"{below}xlsx/", view(as_xlsx), name="missions_mission_lists_xlsx"),
        path(f"{below}badges/", view(cards_page.badges), name="missions_mission_badges"),
        path(f"{below}tents/", view(cards_page.tents), name="missions_mission_tents"),
    ]


@require_safe
@sensitive_variables()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists one below the other, and a form for their files."""
    asked = _asked(request, pk)
    made = printings.of_mission(asked.mission, asked.lang)
    context = {
        "title": _("Lists to hand out"),
        "said": Words(asked.said, asked.lang),
        "lists": [(Words(table.title, asked.lang), table, table.said(asked.lang)) for table in asked.tables],
        "lang": asked.lang,
        "query": _query(asked, made),
        "choices": [
            Option("", _("All lists"), not asked.key),
            *(Option(key, str(title), key == asked.key) for key, title in tables.TITLES.items()),
        ],
        "languages": choosing.languages(asked.lang),
        "printings": [
            # The first is chosen where none was: so a file says the same when it is asked for again.
            Option(str(each.number), each.words, each.number == asked.since)
            for each in made
        ]
        or [Option("", _("nothing is printed yet"), True)],
        "spellings": [
            Option("", _("in Latin letters, as in her record"), not asked.passports),
            Option(PASSPORT, _("as in the passport; that you look is recorded"), asked.passports),
        ]
        if access.may(request.user, asked.mission, spelling.SEES)
        else [],
    }
    return desk.page(request, "backoffice/lists.html", context, mission=asked.mission, section=desk.PEOPLE)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page shows, as PDF to be opened; if it is sent for, the next lists are compared with it."""
    asked = _asked(request, pk, "PDF")
    title = Mission.title.words(asked.mission, asked.lang) or Words(asked.mission.slug, asked.lang)
    paper = printed.lists(asked.tables, title, asked.said, asked.lang)
    return _answer(asked, pdf.listed(paper, at=asked.at), "pdf", "application/pdf", "inline")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def as_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page shows, as XLSX to be worked on: a sheet for each list; compared with as the PDF is."""
    asked = _asked(request, pk, "XLSX")
    from backoffice.lists import workbook  # its library takes 2 MiB, for workbooks alone

    made = workbook.made(list(printed.with_changes(asked.tables)), asked.said, asked.at)
    return _answer(asked, made, "xlsx", workbook.XLSX, "attachment")


def _query(asked: _Asked, made: Sequence[Printing]) -> str:
    """What the address of a file says, so that it is a file of what is shown, compared with the same."""
    given = {
        "list": asked.key,
        "lang": asked.lang,
        "since": asked.since or (made[0].number if made else ""),
        "names": PASSPORT if asked.passports else "",
    }
    return urlencode({name: value for name, value in given.items() if value})


def _asked(request: HttpRequest, pk: int, file: str = "") -> _Asked:
    """What is asked for; a `file` of it that is sent for is kept, to compare the next with.

    Raises Http404 for a list, a language or a printed list that there is not, PermissionDenied where
    passports are asked for by who may not see them, and what `access.mission_for` raises.
    """
    mission = access.mission_for(request, pk, *SEES)
    key, lang = request.GET.get("list", ""), choosing.language(request)
    if key and key not in tables.TITLES:
        raise Http404
    passports = request.GET.get("names", "") == PASSPORT
    if passports and not access.may(request.user, mission, spelling.SEES):
        raise PermissionDenied
    since, before = _since(request, mission)
    personal, at = access.may(request.user, mission, PERSONAL_DATA), timezone.now()
    with translation.override(lang):
        made = tables.made(mission, lang, [key] if key else tables.TITLES, personal=personal)
        moment = zones.moment(at, mission.zone_name(), lang)
        said = _("As the records were on %(moment)s.") % {"moment": moment}
        compared = printings.compared(mission, made, lang, before)
    by = asking.member(request)
    if file and request.method == "POST":  # to read an address changes nothing
        printings.record(mission, made, lang, by, at)
    if passports:
        compared = spelling.as_in_passports(compared, mission, by, file)
    return _Asked(mission, lang, key, compared, at, said, since, passports)


def _since(request: HttpRequest, mission: Mission) -> tuple[int | None, datetime.datetime | None]:
    """Which printed list to compare with, and its moment; None for the last of each."""
    asked = request.GET.get("since", "")
    if not asked:
        return None, None
    number = numbers.whole(asked)
    row = PrintedList.objects.filter(mission=mission, pk=number).only("at").first() if number else None
    if row is None:
        raise Http404
    return row.pk, row.at


def _answer(asked: _Asked, body: bytes, suffix: str, content_type: str, disposition: str) -> HttpResponse:
    """The file, under an ASCII name that says what it is: "silk-road-rooming-en.pdf"."""
    name = "-".join((asked.mission.slug, asked.key or "lists", asked.lang))
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'{disposition}; filename="{name}.{suffix}"'
    return answer
