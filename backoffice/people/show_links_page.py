"""Show one delegate's personal link, or print a sheet of links with QR codes.

A link is revealed by a POST alone: it is recorded, and no browser fetches it ahead. No response is stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.rights import access
from delegations import links, protocol, reading, shown_links
from delegations.models import Delegate, DelegateState
from delegations.shown_links import Act, ShownLink
from missions.admin.moments import told
from missions.models import Mission
from wording import dates, numbers
from wording.words import Words

SEES = ("delegations.view_delegate", "delegations.view_accesslink", "delegations.add_accesslink")


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one link: the delegate's name, and the rest in the delegate's language."""

    name: Words
    lang: str
    title: Words
    instruction: str
    valid: str
    address: str
    code: str


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("cards", "context")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which links are wanted; a POST shows one of them, or the sheet to print."""
    mission = access.mission_for(request, pk, *SEES)
    if request.method == "POST":
        return _reveal(request, mission)
    if request.GET.get("delegate"):
        [delegate] = _chosen(mission, [request.GET["delegate"]])
        return _one(request, mission, delegate)
    context = {"title": _("Print personal links"), "lines": _lines(_travelling(mission))}
    return desk.page(request, "backoffice/print_links.html", context, mission=mission, section=desk.PEOPLE)


def _reveal(request: HttpRequest, mission: Mission) -> HttpResponse:
    act = Act.PRINTED if request.POST.get("act") == "print" else Act.SHOWN
    keys = request.POST.getlist("delegate")
    here = reverse("admin:missions_mission_show_links", args=[mission.pk])
    if not keys:
        messages.error(request, _("Choose at least one delegate."))
        return HttpResponseRedirect(here)
    chosen = _chosen(mission, keys)
    if act == Act.SHOWN and len(chosen) > 1:
        raise Http404
    try:
        found = shown_links.show(chosen, act, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:missions_mission_links", args=[mission.pk]))
    cards = [_card(each) for each in found]
    if act == Act.SHOWN:
        return _one(request, mission, chosen[0], cards[0])
    context = {"title": _("Personal links to print"), "cards": cards}
    return desk.page(request, "backoffice/printed_links.html", context, mission=mission, section=desk.PEOPLE)


def _one(
    request: HttpRequest, mission: Mission, delegate: Delegate, card: Card | None = None
) -> HttpResponse:
    zone = mission.zone_name()
    context = {
        "title": _("Personal link of %(person)s") % {"person": delegate},
        "delegate": delegate,
        "card": card,
        "entries": [(told(each.at, zone), each.act, each.by) for each in shown_links.record(delegate)],
    }
    return desk.page(request, "backoffice/show_link.html", context, mission=mission, section=desk.PEOPLE)


def _travelling(mission: Mission) -> list[Delegate]:
    rows = protocol.in_order(mission).select_related("mission").exclude(state=DelegateState.WITHDRAWN)
    return list(rows)


def _chosen(mission: Mission, keys: Sequence[str]) -> list[Delegate]:
    """Return these delegates in protocol order. Raises Http404 for one who does not travel on the mission."""
    wanted = {numbers.whole(key) for key in keys}
    found = [delegate for delegate in _travelling(mission) if delegate.pk in wanted]
    if len(found) != len(wanted):
        raise Http404
    return found


def _lines(delegates: Iterable[Delegate]) -> list[tuple[Delegate, Words, bool]]:
    """Each delegate with their name and whether an e-mail address is known."""
    lang = get_language() or "en"
    return [
        (each, each.person.full_name(lang) or Words(str(each), lang), bool(each.person.email))
        for each in delegates
    ]


def _card(shown: ShownLink) -> Card:
    lang = reading.language_of(shown.delegate)
    with override(lang):
        last = links.last_day(shown.link, shown.delegate.mission)
        return Card(
            name=shown.delegate.person.full_name(lang) or Words(str(shown.delegate), lang),
            lang=lang,
            title=reading.cards([shown.delegate])[0].title,
            instruction=_(
                "Scan the code or type the address to open your programme. "
                "The link is yours alone: do not pass it on."
            ),
            valid=f"{_('Valid until')}: {dates.long_date(last, lang)}" if last else "",
            address=shown.address,
            code=segno.make(shown.address, error="m").svg_inline(scale=4, light="#fff"),
        )
