"""Badges and name tents of all who travel, in protocol order, as PDF: `?lang=` is the language they are in.

They tell of a delegate what a list of the delegation tells, and are for whoever may see delegates. Nothing
is kept of them.
"""

import datetime
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.lists import tables
from backoffice.releasing import choosing
from backoffice.rights import access
from documents import cards as paper
from documents import pdf
from documents.paper import Run
from missions.models import Mission
from wording.words import Words

SEES = "delegations.view_delegate"


@require_safe
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Ten on a sheet, to be cut out."""
    return _answer(request, pk, "badges", lambda cards, at: pdf.badges(cards, at=at))


@require_safe
def tents(request: HttpRequest, pk: int) -> HttpResponse:
    """One on a sheet, to be folded across the middle."""
    return _answer(request, pk, "tents", lambda cards, at: pdf.tents(cards, at=at))


def _answer(
    request: HttpRequest, pk: int, name: str, made: Callable[[paper.Cards, datetime.datetime], bytes]
) -> HttpResponse:
    """The file. Raises what `access.mission_for` raises, and Http404 for a language that there is not."""
    mission = access.mission_for(request, pk, SEES)
    lang = choosing.language(request)
    answer = HttpResponse(made(_cards(mission, lang), timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{mission.slug}-{name}-{lang}.pdf"'
    return answer


def _cards(mission: Mission, lang: str) -> paper.Cards:
    title = Mission.title.words(mission, lang) or Words(mission.slug, lang)
    with translation.override(lang):
        return paper.Cards(lang, _run(title), tuple(_card(mission, lang)), _("Nothing to list yet."))


def _card(mission: Mission, lang: str) -> list[paper.Card]:
    return [
        paper.Card(_run(card.name), tuple(_run(line) for line in (card.position, card.organisation) if line))
        for card in tables.cards(mission, lang)
    ]


def _run(words: Words) -> Run:
    return Run(words.text, words.lang)
