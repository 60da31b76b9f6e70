"""The programme on paper, for staff: all of it, or what any reader has of it, as PDF and DOCX."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.releasing import choosing
from backoffice.releasing.choosing import Chosen, Option
from documents import pdf
from documents.paper import Paper, Run
from missions import previews, printed

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STAFF = "staff"


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed: `?of=` and `?as=` as of the plain text, `?lang=` and `?with=` the languages."""
    chosen = choosing.programme(request, pk)
    asked, langs = _asked(request), _languages(request)
    choosing.reader(asked, None, chosen.document, chosen.delegates, names=chosen.names, staff=True)
    context = {
        "title": _("The programme on paper"),
        "versions": chosen.versions,
        "readers": choosing.options(
            asked, None, chosen.document, chosen.delegates, names=chosen.names, staff=True
        ),
        "languages": choosing.languages(langs[0]),
        "beside": [
            Option("", _("none"), len(langs) == 1),
            *choosing.languages(langs[-1] if langs[1:] else ""),
        ],
    }
    return desk.page(
        request, "backoffice/paper.html", context, mission=chosen.mission, section=desk.PROGRAMME
    )


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page offers, as PDF to be opened."""
    chosen, langs, at = choosing.programme(request, pk), _languages(request), timezone.now()
    made = pdf.made(_papers(request, chosen, langs, at), at=_dated(chosen, at))
    return _answer(request, chosen, langs, made, "pdf", "application/pdf", "inline")


@require_safe
def as_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page offers, as DOCX to be worked on."""
    from documents import docx  # 8 MiB of memory, that few ever need

    chosen, langs, at = choosing.programme(request, pk), _languages(request), timezone.now()
    made = docx.made(_papers(request, chosen, langs, at), at=_dated(chosen, at))
    return _answer(request, chosen, langs, made, "docx", WORD, "attachment")


def _papers(request: HttpRequest, chosen: Chosen, langs: Sequence[str], at: datetime.datetime) -> list[Paper]:
    """One paper for each language; each says as whom it is read, since staff read what others may not."""
    papers = []
    for lang in langs:
        with translation.override(lang):
            seen_as = choosing.reader(
                _asked(request),
                None,
                chosen.document,
                chosen.delegates,
                names=chosen.names,
                staff=True,
            )
            read = _("As seen by: %(reader)s.") % {"reader": seen_as.label}
        itinerary = previews.read(chosen.document, seen_as.now, lang)
        made = chosen.made
        told = (
            printed.released(itinerary, made.number, made.told_at, None)
            if made
            else printed.draft(itinerary, at)
        )
        told = replace(
            told, line=(*told.line, Run(f" {read}", lang)), foot=f"{printed.sentence(told.foot)} {read}"
        )
        papers.append(printed.programme(itinerary, told, beside=printed.beside(langs, lang)))
    return papers


def _asked(request: HttpRequest) -> str:
    """As whom the programme is read; all of it where the address says nothing of that."""
    return request.GET.get("as") or STAFF


def _languages(request: HttpRequest) -> tuple[str, ...]:
    return printed.languages(choosing.language(request), request.GET.get("with", ""))


def _dated(chosen: Chosen, at: datetime.datetime) -> datetime.date:
    return chosen.made.told_at if chosen.made else at


def _answer(
    request: HttpRequest,
    chosen: Chosen,
    langs: Sequence[str],
    body: bytes,
    suffix: str,
    content_type: str,
    disposition: str,
) -> HttpResponse:
    """The file, under an ASCII name that says what it is: "silk-road-group-version-3-en-ru.pdf"."""
    what = _asked(request).partition("-")[0]
    which = f"version-{chosen.made.number}" if chosen.made else "draft"
    name = "-".join((chosen.mission.slug, what, which, *langs))
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'{disposition}; filename="{name}.{suffix}"'
    return answer
