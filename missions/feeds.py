"""The programme for programs: a calendar to subscribe to, and data. Public, and the same for every reader."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override

from documents import pdf
from missions import calendar, editions, history, itinerary, printed, results, results_printed, sources
from missions import programme_json as data
from missions.answers import PAPER, answer, public
from missions.editions import Edition
from missions.models import MissionState
from wording.words import pick

CALENDAR = "text/calendar; charset=utf-8"
DATA = "application/json; charset=utf-8"


@public
def programme_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The calendar of a mission; shown to programs that subscribe, and saved as a file with `?download=1`."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(request, slug, "missions:programme_ics")
    lang = get_language() or settings.LANGUAGE_CODE
    return answer(
        request,
        ("programme.ics", lang, settings.SITE_URL, *edition.key),
        lambda: calendar_of(edition, lang),
        content_type=CALENDAR,
        filename=f"{edition.slug}-{edition.number}.ics" if "download" in request.GET else "",
    )


@public
def programme_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The programme and results of a mission as data; saved as a file with `?download=1`."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(request, slug, "missions:programme_json")
    lang = get_language() or settings.LANGUAGE_CODE
    return answer(
        request,
        ("programme.json", lang, settings.SITE_URL, *edition.key),
        lambda: data_of(edition, lang),
        content_type=DATA,
        filename=f"{edition.slug}-{edition.number}.json" if "download" in request.GET else "",
    )


@public
def programme_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The programme of a mission on paper; `?with=` sets a second language beside that of the address."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(request, slug, "missions:programme_pdf")
    lang = get_language() or settings.LANGUAGE_CODE
    langs = printed.languages(lang, request.GET.get("with", ""))
    return answer(
        request,
        ("programme.pdf", *langs, *edition.key),
        lambda: paper_of(edition, langs),
        content_type=PAPER,
        filename=f"{edition.slug}-{edition.number}-{'-'.join(langs)}.pdf"
        if "download" in request.GET
        else "",
    )


@public
def results_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What came of a mission on paper; 404 while nothing of it is published."""
    edition = editions.edition(slug)
    if edition is None:
        return _moved(request, slug, "missions:results_pdf")
    lang = get_language() or settings.LANGUAGE_CODE
    return answer(
        request,
        ("results.pdf", lang, *edition.key),
        lambda: results_of(edition, lang),
        content_type=PAPER,
        filename=f"{edition.slug}-results-{edition.results_number}-{lang}.pdf"
        if "download" in request.GET
        else "",
    )


def results_of(edition: Edition, lang: str) -> bytes:
    """The results of an edition as PDF, dated by them; two queries. It names no person.

    Raises Http404 where the public may know of none.
    """
    published, note = sources.published_results(edition)
    public = itinerary.make(edition.release().document, itinerary.PUBLIC, lang)
    told = results.make(published, public, edition.results_number)
    if edition.results_at is None or not told:
        raise Http404
    words = pick(note, lang)
    cancelled = edition.state == MissionState.CANCELLED
    paper = results_printed.made(public, told, edition.results_at, words, cancelled=cancelled)
    return pdf.made([paper], at=edition.results_at)


def paper_of(edition: Edition, langs: Sequence[str]) -> bytes:
    """The programme of an edition as PDF, in one language or two; two queries. It names no person."""
    edition = edition.as_read()
    document = edition.release().document
    papers = []
    for lang in langs:
        public = itinerary.make(document, itinerary.PUBLIC, lang)
        told = printed.released(public, edition.number, edition.released_at, edition.replaces)
        cancelled = edition.state == MissionState.CANCELLED
        other = printed.beside(langs, lang)
        papers.append(printed.programme(public, told, cancelled=cancelled, beside=other))
    return pdf.made(papers, at=edition.released_at)


def calendar_of(edition: Edition, lang: str) -> bytes:
    """The calendar of what the public has seen of a mission over all its events; two queries.

    Raises Http404 where its last release was withdrawn a moment ago.
    """
    seen = history.of_mission(edition.mission_id, edition.state, lambda _document: itinerary.PUBLIC, lang)
    if seen.itinerary is None:
        raise Http404
    return calendar.make(
        seen,
        url=_address("missions:mission", edition.slug, lang),
        source=_address("missions:programme_ics", edition.slug, lang),
    )


def data_of(edition: Edition, lang: str) -> str:
    """The programme and results of an edition as JSON; at most three queries. It names no person."""
    public = itinerary.make(edition.release().document, itinerary.PUBLIC, lang)
    url = _address("missions:mission", edition.slug, lang)
    return data.rendered(data.make(edition.as_read(), public, edition.results(public), url=url))


def _address(name: str, slug: str, lang: str) -> str:
    """The whole address of a page of a mission in a language."""
    with override(lang):
        return settings.SITE_URL + reverse(name, args=[slug])


def _moved(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """To the address that the mission has now, else 404."""
    present = editions.former(slug)
    if present is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse(name, args=[present]) + query, permanent=True)
