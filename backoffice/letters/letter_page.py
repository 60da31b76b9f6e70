"""Letters to be looked at: of a mailing, or those of the version to come, if the rows were released now."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.letters import foreseen as who
from backoffice.letters import lines, mailing_page, message_page, travel_letter
from backoffice.letters.shown import shown
from backoffice.releasing import choosing, readers
from backoffice.rights import access
from delegations import protocol, reading
from delegations.models import Delegate
from delegations.notices import letters
from missions import document as documents
from missions.models import Mission
from wording import numbers

RELEASES = "missions.release_mission"


@require_safe
def one(request: HttpRequest, pk: int, mailing: int) -> HttpResponse:
    """The letter of a mailing to the delegate whom `?delegate=` names."""
    mission = access.mission_for(request, pk, *message_page.SEES)
    row = mailing_page.of_mission(mission, mailing)
    delegate = _delegate(request, mission)
    lang = _language(request, delegate)
    return _page(request, mission, delegate, lang, letters.preview(row, delegate, lang), mailing=row)


@require_safe
def foreseen(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will be written to if the rows are released now, and who not; or the letter of `?delegate=`."""
    permissions = (*message_page.SEES, RELEASES)
    mission = access.row_for(request, Mission.objects.select_related("series", "home"), pk, *permissions)
    delegates = readers.travelling(mission)
    rows = documents.read_all([mission])[mission.pk]
    document = documents.make(mission, readers.members(delegates), rows)
    if "delegate" in request.GET:
        delegate = next((one.row for one in delegates if str(one.pk) == request.GET["delegate"]), None)
        if delegate is None:
            raise Http404
        delegate.mission = mission
        lang = _language(request, delegate)
        letter = letters.foreseen(delegate, document, lang=lang)
        return _page(request, mission, delegate, lang, letter, mailing=None)
    context = {
        "title": _("Who is written to"),
        "told": who.told(mission, document, delegates, get_language() or "en"),
        "every": len(delegates),
        "travel_changed": travel_letter.to_look_at(request, mission),
    }
    return desk.page(request, "backoffice/foreseen.html", context, mission=mission, section=desk.PROGRAMME)


def _page(
    request: HttpRequest,
    mission: Mission,
    delegate: Delegate,
    lang: str,
    letter: EmailMultiAlternatives | None,
    *,
    mailing: Any,
) -> HttpResponse:
    name = lines.name(delegate, get_language() or "en")
    context = {
        "title": _("Letter to %(person)s") % {"person": name},
        "name": name,
        "delegate": delegate,
        "letter": shown(letter) if letter is not None else None,
        "mailing": mailing,
        "languages": choosing.languages(lang),
    }
    return desk.page(request, "backoffice/letter.html", context, mission=mission, section=desk.PEOPLE)


def _delegate(request: HttpRequest, mission: Mission) -> Delegate:
    """Raises Http404 for a number that is no delegate of the mission."""
    key = numbers.whole(request.GET.get("delegate", ""))
    rows = protocol.in_order(mission).select_related("mission")
    found: Delegate | None = rows.filter(pk=key).first() if key is not None else None
    if found is None:
        raise Http404
    return found


def _language(request: HttpRequest, delegate: Delegate) -> str:
    """The language that is asked for, else hers. Raises Http404 for one that is none of ours."""
    return choosing.language(request) if request.GET.get("lang") else reading.language_of(delegate)
