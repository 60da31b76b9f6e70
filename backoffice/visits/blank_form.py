"""The form of a visit's report on paper, with the plan filled in, for whoever writes by hand.

A4, two pages, and as many more as those who are planned need.
`?lang=` asks for a language; without it, the reader's. It names delegates, so it is for staff.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.releasing import choosing
from backoffice.rights import access
from backoffice.visits import attendance, shown
from backoffice.visits.sheet import NAMES
from documents import pdf
from documents.form import Blank, Form, Ticks
from documents.paper import Fact, Line, Look, Run
from missions.models import MeetingOutcome, Mission, ProgrammeItem
from partners.models import Sector
from wording.words import Words

SEES = ("missions.view_programmeitem", "missions.view_visitreport")


def urls(view: Any) -> list[URLPattern]:
    """The file, by the item's primary key."""
    return [path("visits/<int:pk>/blank/", view(as_pdf), name="visit_blank")]


@require_safe
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as PDF, to be opened and printed."""
    rows = ProgrammeItem.objects.select_related("mission__home", "stop__place")
    item = access.row_for(request, rows, pk, *SEES)
    lang = choosing.language(request)
    names = access.may(request.user, item.mission, *NAMES)
    with translation.override(lang):
        form = made(item, lang, names=names)
    response = HttpResponse(pdf.blank(form, at=timezone.now().date()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="visit-report-{item.pk}.pdf"'
    return response


def made(item: ProgrammeItem, lang: str, *, names: bool = True) -> Form:
    """The form in words of a language; `names` says whether the reader may know who takes part."""
    title = ProgrammeItem.title.words(item, lang) or Words(str(item.pk), lang)
    mission = Mission.title.words(item.mission, lang) or Words(item.mission.slug, lang)
    return Form(
        lang=lang,
        kind=_("Visit report"),
        title=Run(title.text, title.lang),
        facts=tuple(_facts(item, mission, lang)),
        ticks=tuple(_ticks(item, lang, names=names)),
        blanks=(
            Blank(_("What was said"), 6),
            Blank(_("Agreed points"), 4, _("One a line.")),
            Blank(_("Findings, opportunities, obstacles"), 6),
            Blank(_("Follow-ups"), 4, _("What, who on our side, who on theirs, until when.")),
            Blank(_("For staff only"), 2),
        ),
        foot=mission.text,
    )


def _facts(item: ProgrammeItem, mission: Words, lang: str) -> Iterator[Fact]:
    yield Fact(_("Mission"), (Run(mission.text, mission.lang),))
    place = type(item.stop.place).name.words(item.stop.place, lang) if item.stop else None
    yield Fact(_("Place"), (Run(place.text, place.lang) if place else Run(_("not recorded"), lang),))
    yield Fact(_("When"), (Run(shown.when(item, lang), lang),))
    for fact in shown.plan(item, lang):
        yield Fact(fact.term, _joined(fact.words, lang))


def _joined(words: tuple[Words | str, ...], lang: str) -> Line:
    runs: list[Run] = []
    for each in words:
        if runs:
            runs.append(Run(", ", lang))
        runs.append(Run(str(each), each.lang if isinstance(each, Words) else lang))
    return tuple(runs)


def _ticks(item: ProgrammeItem, lang: str, *, names: bool) -> Iterator[Ticks]:
    if names:
        sides = attendance.of(item, lang)
        both = ((_("Our side"), sides.ours), (_("Their side"), sides.theirs))
        for heading, side in both:
            guests = tuple(_guest(one, lang) for one in side.expected)
            yield Ticks(_("Who was there: %(side)s") % {"side": heading}, guests, 2)
    else:
        yield Ticks(_("Who was there"), (), 4)
    sectors = Sector.objects.filter(missions=item.mission_id) | Sector.objects.filter(items=item.pk)
    found = [Sector.name.words(sector, lang) for sector in sectors.distinct()]
    yield Ticks(_("Topics"), tuple((Run(name.text, name.lang),) for name in found if name), 1)
    yield Ticks(_("How it ended"), tuple((Run(str(label), lang),) for label in MeetingOutcome.labels))


def _guest(guest: attendance.Guest, lang: str) -> Line:
    name = Run(guest.name.text, guest.name.lang, Look.STRONG)
    more = _joined(guest.more, lang)
    return (name, Run(", ", lang), *more) if more else (name,)
