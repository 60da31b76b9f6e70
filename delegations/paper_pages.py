"""A delegate's own itinerary to take along: on paper, folded for the pocket, and as one file.

Each in the language of its address, or with a second one beside it (`?with=`); kept by no cache.
"""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from delegations import itinerary, one_file, printed, views
from delegations.itinerary import Personal
from delegations.models import Delegate
from delegations.sessions import DelegateRequest
from documents import pdf
from documents.paper import Paper
from documents.pdf import Sheet
from missions import limits
from missions.printed import beside, languages
from wording.translated import texts
from wording.words import Words, pick

PDF = "application/pdf"
HTML = "text/html; charset=utf-8"
TEN_MINUTES = 10 * 60
PAPERS = 30  # of one delegate, A4 and pocket together
# Beside them what her devices keep, by their word alone: five refreshes, each both papers in each language.
COPIES = 5 * 2 * len(settings.LANGUAGES)


@views.delegate_required
@require_safe
def paper(request: DelegateRequest, slug: str) -> HttpResponse:
    """A4, to be printed."""
    return _answer(
        request,
        slug,
        "my:paper",
        lambda *read: _pdf(*read, sheet=Sheet.A4, name="my-programme"),
        limited=True,
    )


@views.delegate_required
@require_safe
def pocket(request: DelegateRequest, slug: str) -> HttpResponse:
    """A4 to be folded twice, four panels of A6 on a side."""
    return _answer(
        request,
        slug,
        "my:pocket",
        lambda *read: _pdf(*read, sheet=Sheet.POCKET, name="my-pocket"),
        limited=True,
    )


@views.delegate_required
@require_safe
def file(request: DelegateRequest, slug: str) -> HttpResponse:
    """One file of HTML, to be kept."""
    return _answer(request, slug, "my:file", _html)


def papers(delegate: Delegate, read: Sequence[Personal]) -> list[Paper]:
    """The same in words, one paper for each language."""
    langs = [personal.itinerary.lang for personal in read]
    return [
        printed.programme(personal, name_of(delegate, lang), numbers_of(delegate, lang), beside(langs, lang))
        for personal, lang in zip(read, langs, strict=True)
    ]


def numbers_of(delegate: Delegate, lang: str) -> str:
    """The lines of whom she can call, as they are now."""
    known = {code: text for code, text in texts(delegate.mission, "numbers").items() if text.strip()}
    words = pick(known, lang)
    return words.text if words else ""


def pdf_of(delegate: Delegate, read: Sequence[Personal], sheet: Sheet = Sheet.A4) -> bytes:
    """The same as PDF, side by side where there are two, dated by the version."""
    return pdf.made(papers(delegate, read), at=read[0].released_at, sheet=sheet)


def html_of(delegate: Delegate, read: Sequence[Personal]) -> str:
    """The same as one file of HTML."""
    return one_file.made(papers(delegate, read), read[0].itinerary)


def name_of(delegate: Delegate, lang: str) -> Words:
    """Her name in the script of the language, where she has one in it."""
    return delegate.person.full_name(lang) or Words("", lang)


def _answer(
    request: DelegateRequest,
    slug: str,
    name: str,
    make: Callable[[Delegate, Sequence[Personal]], HttpResponse],
    *,
    limited: bool = False,
) -> HttpResponse:
    delegate = views.of_mission(request, slug)
    langs = languages(views.page_language(), request.GET.get("with", ""))
    if delegate.mission.slug != slug:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse(name, args=[delegate.mission.slug]) + query)
    if limited and _too_many(request, delegate):
        return render(request, "429.html", status=429)
    read = itinerary.in_languages(delegate, langs)
    if not read:
        raise Http404
    return make(delegate, read)


def _too_many(request: DelegateRequest, delegate: Delegate) -> bool:
    """One PDF at a time is made in a process, so whoever asks without end would have others wait."""
    kept = views.COPY in request.headers
    what, most = ("copies", COPIES) if kept else ("papers", PAPERS)
    return limits.counted(f"{what}:{delegate.ref}", TEN_MINUTES) > most


def _pdf(delegate: Delegate, read: Sequence[Personal], *, sheet: Sheet, name: str) -> HttpResponse:
    answer = HttpResponse(pdf_of(delegate, read, sheet), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{file_name(delegate, read, name)}.pdf"'
    return answer


def _html(delegate: Delegate, read: Sequence[Personal]) -> HttpResponse:
    answer = HttpResponse(html_of(delegate, read), content_type=HTML)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(delegate, read, "my-programme")}.html"'
    return answer


def file_name(delegate: Delegate, read: Sequence[Personal], name: str) -> str:
    """ "silk-road-my-programme-version-4-en-ru": ASCII, and what it is without opening it."""
    langs = "-".join(personal.itinerary.lang for personal in read)
    return f"{delegate.mission.slug}-{name}-version-{read[0].number}-{langs}"
