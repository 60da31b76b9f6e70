"""A list as a file: its rows as they are shown, with the columns that somebody wants.

`/admin/export/<list>/?<filters>` has the same filters as the list and offers columns, form and language; what
is sent from it gives the file, or lets a worker make it where it is large. What was chosen is remembered.
"""

import tempfile
from collections.abc import Generator, Iterator
from typing import Any
from urllib.parse import quote

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice.exports import making, sources
from backoffice.exports.chosen import Chosen
from backoffice.frame import desk
from backoffice.frame.work import part_of
from documents import csv_file, sheet
from reports.exports import cards, recorded, streamed
from reports.exports.columns import Reader
from reports.exports.lists import LISTS, List
from reports.exports.reading import Table, table
from reports.models import ExportForm

AS_A_TASK = 10_000  # rows of a workbook; what has more is made by a worker
PIECE = 64 * 1024  # bytes of a workbook at a time
MEDIA_TYPES = {
    ExportForm.CSV: csv_file.MEDIA_TYPE,
    ExportForm.XLSX: sheet.MEDIA_TYPE,
    ExportForm.VCARD: cards.MEDIA_TYPE,
}


def urls(view: Any) -> list[URLPattern]:
    """The page of each list."""
    return [path("export/<slug:what>/", view(page), name="export")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, what: str) -> HttpResponseBase:
    """The form; or what is sent from it, as a file."""
    of = LISTS.get(what)
    if of is None:
        raise Http404
    rows = sources.rows(of, request.user, request.GET)
    if request.method != "POST":
        return _form(request, of, rows.count(), Chosen.remembered(of, request.user))
    chosen = Chosen.sent(of, request.user, request.POST)
    if not chosen.columns and chosen.form != ExportForm.VCARD:
        return _form(request, of, rows.count(), chosen, _("Choose at least one column."))
    chosen.remember(of, request.user)
    if chosen.form == ExportForm.XLSX or chosen.later:
        total = rows.count()
        if total > sheet.MOST_ROWS and chosen.form == ExportForm.XLSX:
            said = _("A workbook has at most %(number)d rows; choose CSV, or filter the list.")
            return _form(request, of, total, chosen, said % {"number": sheet.MOST_ROWS})
        if total > AS_A_TASK or chosen.later:
            file = making.begin(
                of,
                request.user,
                request.GET,
                columns=_columns(chosen),
                form=chosen.form,
                lang=chosen.lang,
                each=chosen.each,
                total=total,
            )
            return HttpResponseRedirect(reverse("admin:export_progress", args=[file.pk]))
    return _file(request, of, rows, chosen)


def _form(request: HttpRequest, of: List, total: int, chosen: Chosen, wrong: str = "") -> HttpResponse:
    words = ngettext(
        "%(number)d row, as the list shows it.", "%(number)d rows, as the list shows them.", total
    )
    context = {
        "title": _("Export: %(list)s") % {"list": of.label},
        "said": words % {"number": total},
        "wrong": wrong,
        "columns": chosen.boxes(of, request.user),
        "forms": chosen.forms(of),
        "languages": chosen.languages(),
        "each": chosen.each,
        "row_id": of.row_id,
        "as_a_task": AS_A_TASK,
    }
    status = 400 if wrong else 200
    return desk.page(request, "backoffice/export.html", context, section=part_of(of.model), status=status)


def _file(request: HttpRequest, of: List, rows: Any, chosen: Chosen) -> StreamingHttpResponse:
    """The file, recorded before its first byte and after its last."""
    now, user = timezone.now(), asking.member(request)
    with translation.override(chosen.lang):
        reader = Reader(user, chosen.lang, chosen.each)
        made = (
            cards.of(rows, reader) if chosen.form == ExportForm.VCARD else table(rows, chosen.columns, reader)
        )
        title = str(of.label)
    export = recorded(
        by=user,
        what=of.key,
        form=chosen.form,
        lang=chosen.lang,
        columns=_columns(chosen),
        filters=dict(request.GET.lists()),
        mission=sources.mission_of(of, user, request.GET),
    )
    match chosen.form:
        case ExportForm.XLSX:
            pieces = _workbook(made, title, now, chosen.lang)
        case ExportForm.VCARD:
            pieces = _in_its_language(cards.pieces(made.chunks(), chosen.lang), chosen.lang)
        case _:
            pieces = _in_its_language(csv_file.pieces(made.headings, made.chunks()), chosen.lang)
    answer = StreamingHttpResponse(
        streamed(export, pieces), content_type=MEDIA_TYPES[ExportForm(chosen.form)]
    )
    answer["Content-Disposition"] = disposition(of.key, chosen.form, now)
    answer["X-Accel-Buffering"] = "no"
    return answer


def _columns(chosen: Chosen) -> list[str]:
    """The keys of the columns; a card has its own."""
    return [] if chosen.form == ExportForm.VCARD else [column.key for column in chosen.columns]


def disposition(key: str, form: str, at: Any) -> str:
    """To be kept, under a name that says what it is: “delegates-2023-12-06.csv”."""
    return f'attachment; filename="{quote(key)}-{at:%Y-%m-%d}.{form}"'


def _in_its_language(pieces: Iterator[tuple[bytes, int]], lang: str) -> Generator[tuple[bytes, int]]:
    """The pieces, each made while the language is active: between two of them others may be served."""
    while True:
        with translation.override(lang):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _workbook(made: Table, title: str, at: Any, lang: str) -> Generator[tuple[bytes, int]]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        with translation.override(lang):
            done = max(sheet.write(file.name, title, made.headings, made.chunks(), at), default=0)
        with open(file.name, "rb") as content:
            while piece := content.read(PIECE):
                yield piece, 0
        yield b"", done
