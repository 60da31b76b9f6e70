"""The personal links of a mission's delegates, in protocol order, and of its hosts: send, renew and end.

A button says “do=renew 12”: what, and with which delegate or link; “do=renew-all” means all who are listed.
No token comes near this page: a link is sent by e-mail, or shown and printed by the pages of
show_links_page.py, which record it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.people import host_lines, link_lines, show_links_page
from backoffice.people.link_lines import LinkLine
from backoffice.rights import access
from delegations import host_invitations, invitations, links, protocol
from delegations.models import AccessLink, Delegate, DelegateState, LinkPurpose
from missions.models import Mission
from partners.models import Organisation
from wording import numbers
from wording.words import Words

SEES = ("delegations.view_delegate", "delegations.view_accesslink")
MAKES = "delegations.add_accesslink"
ENDS = "delegations.change_accesslink"
ON_A_PAGE = 100
LONGEST = 120  # letters of an assistant's name


@dataclass(frozen=True, slots=True)
class Line:
    """One delegate who travels, with her links: those that hold, and those that have ended."""

    delegate: Delegate
    place: int
    name: Words
    organisation: str
    reachable: bool
    has_own: bool
    holding: tuple[LinkLine, ...]
    ended: tuple[LinkLine, ...]


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    below = "missions/mission/<int:pk>/links/"
    return [
        path(below, view(page), name="missions_mission_links"),
        path(f"{below}show/", view(show_links_page.page), name="missions_mission_show_links"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the links, or do what was sent."""
    mission = access.mission_for(request, pk, *SEES)
    delegation = _delegation(request, mission)
    if request.method == "POST":
        return _act(request, mission, delegation)
    return _show(request, mission, delegation)


def _act(request: HttpRequest, mission: Mission, delegation: int | None) -> HttpResponse:
    what, _space, rest = request.POST.get("do", "").partition(" ")
    if what not in VERBS:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return _back(request, mission, delegation)
    needs, verb = VERBS[what]
    if not access.may(request.user, mission, needs):
        raise PermissionDenied
    try:
        with protocol.on(mission, request.user):
            said = verb(_Asked(request, mission, delegation, rest))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return _back(request, mission, delegation)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was sent: with which row, and who is listed. The mission is locked."""

    request: HttpRequest
    mission: Mission
    delegation: int | None
    number: str

    def delegate(self) -> Delegate:
        """Raises Http404 for a number that is no delegate of the mission."""
        row: Delegate = self._found(protocol.in_order(self.mission).select_related("mission"))
        return row

    def link(self) -> AccessLink:
        """Raises Http404 for a number that is no link of a delegate of the mission."""
        held = AccessLink.objects.filter(delegate__mission=self.mission)
        row: AccessLink = self._found(held.select_related("delegate__person", "delegate__mission"))
        return row

    def host(self) -> Organisation:
        """Raises Http404 for a number that is no host of the mission."""
        found = {str(each.organisation.pk): each for each in host_invitations.of_mission(self.mission)}
        if self.number not in found:
            raise Http404
        return found[self.number].organisation

    def host_link(self) -> AccessLink:
        """Raises Http404 for a number that is no link of a host of the mission."""
        held = AccessLink.objects.filter(mission=self.mission, purpose=LinkPurpose.HOST)
        row: AccessLink = self._found(held.select_related("mission", "organisation"))
        return row

    def listed(self) -> list[Delegate]:
        """Those who travel, of the delegation that is shown. Nobody else makes or ends their links now."""
        found = _travelling(self.mission, self.delegation)
        links.hold(delegate.pk for delegate in found)
        return found

    def _found(self, rows: Any) -> Any:
        key = numbers.whole(self.number)
        row = rows.filter(pk=key).first() if key is not None else None
        if row is None:
            raise Http404
        return row


def _send(asked: _Asked) -> str:
    delegate = asked.delegate()
    made = invitations.send(delegate)
    return (_("%(person)s is sent a link.") if made else _("%(person)s has a link already.")) % {
        "person": delegate
    }


def _send_for_assistant(asked: _Asked) -> str:
    delegate = asked.delegate()
    name = " ".join(asked.request.POST.get(f"assistant-{delegate.pk}", "").replace("\0", "").split())
    if not name or len(name) > LONGEST:
        raise ValidationError(_("Say who the assistant is, in at most 120 letters."), code="assistant")
    made = invitations.send(delegate, name)
    words = (
        _("%(person)s is sent a link for the assistant %(assistant)s.")
        if made
        else _("%(person)s has a link for the assistant %(assistant)s already.")
    )
    return words % {"person": delegate, "assistant": name}


def _renew(asked: _Asked) -> str:
    link = asked.link()
    made = invitations.renew(link)
    words = (
        _("%(person)s is sent a new link; the one before opens nothing now.")
        if made
        else _("This link of %(person)s had ended already; nothing was sent.")
    )
    return words % {"person": link.delegate}


def _send_again(asked: _Asked) -> str:
    link = asked.link()
    words = (
        _("%(person)s is sent the same link once more.")
        if invitations.send_again(link)
        else _("This link of %(person)s had ended already; nothing was sent.")
    )
    return words % {"person": link.delegate}


def _revoke(asked: _Asked) -> str:
    link = asked.link()
    links.revoke(link)
    return _("The link of %(person)s is ended.") % {"person": link.delegate}


def _send_all(asked: _Asked) -> str:
    made = [invitations.send(delegate) for delegate in asked.listed() if delegate.person.email]
    number = sum(link is not None for link in made)
    return ngettext(
        "%(number)s delegate is sent a link.", "%(number)s delegates are sent a link.", number
    ) % {"number": number}


def _renew_all(asked: _Asked) -> str:
    held = AccessLink.objects.valid().filter(
        delegate__in=asked.listed(), purpose=LinkPurpose.ITINERARY, delegate__person__email__gt=""
    )
    made = [invitations.renew(link) for link in held.select_related("delegate__person", "delegate__mission")]
    number = sum(link is not None for link in made)
    return ngettext("%(number)s link is renewed.", "%(number)s links are renewed.", number) % {
        "number": number
    }


def _revoke_all(asked: _Asked) -> str:
    held = AccessLink.objects.filter(delegate__in=asked.listed())
    number = links.revoke_all(held)
    return ngettext("%(number)s link is ended.", "%(number)s links are ended.", number) % {"number": number}


def _send_host(asked: _Asked) -> str:
    organisation = asked.host()
    made = host_invitations.send(asked.mission, organisation)
    words = _("%(organisation)s is sent a link.") if made else _("%(organisation)s has a link already.")
    return words % {"organisation": organisation}


def _renew_host(asked: _Asked) -> str:
    link = asked.host_link()
    made = host_invitations.renew(link)
    words = (
        _("%(organisation)s is sent a new link; the one before opens nothing now.")
        if made
        else _("This link of %(organisation)s had ended already; nothing was sent.")
    )
    return words % {"organisation": link.organisation}


def _send_host_again(asked: _Asked) -> str:
    link = asked.host_link()
    words = (
        _("%(organisation)s is sent the same link once more.")
        if host_invitations.send_again(link)
        else _("This link of %(organisation)s had ended already; nothing was sent.")
    )
    return words % {"organisation": link.organisation}


def _revoke_host(asked: _Asked) -> str:
    link = asked.host_link()
    links.revoke(link)
    return _("The link of %(organisation)s is ended.") % {"organisation": link.organisation}


VERBS: dict[str, tuple[str, Callable[[_Asked], str]]] = {
    "send": (MAKES, _send),
    "assistant": (MAKES, _send_for_assistant),
    "renew": (MAKES, _renew),
    "again": (MAKES, _send_again),
    "revoke": (ENDS, _revoke),
    "send-all": (MAKES, _send_all),
    "renew-all": (MAKES, _renew_all),
    "revoke-all": (ENDS, _revoke_all),
    "host": (MAKES, _send_host),
    "host-renew": (MAKES, _renew_host),
    "host-again": (MAKES, _send_host_again),
    "host-revoke": (ENDS, _revoke_host),
}


def _show(request: HttpRequest, mission: Mission, delegation: int | None) -> HttpResponse:
    order = {delegate.pk: place for place, delegate in enumerate(protocol.in_order(mission), start=1)}
    listed = _travelling(mission, delegation)
    shown = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    held = _links(listed)
    zone = mission.zone_name()
    lost = link_lines.lost(link for rows in held.values() for link in rows)
    lines = [
        _line(delegate, order[delegate.pk], held.get(delegate.pk, ()), zone, lost) for delegate in listed
    ]
    here = {delegate.pk for delegate in shown.object_list}
    context = {
        "title": _("Personal links"),
        "lines": [line for line in lines if line.delegate.pk in here],
        "shown": shown,
        "number": len(lines),
        "unreachable": [line for line in lines if not line.reachable],
        "without": sum(line.reachable and not line.has_own for line in lines),
        "renewable": sum(link.mailed for line in lines if line.reachable for link in line.holding),
        "holding": sum(len(line.holding) for line in lines),
        "hosts": [] if delegation else host_lines.of_mission(mission, zone),
        "delegations": list(mission.delegations.select_related("organisation").order_by("pk")),
        "delegation": delegation,
        "makes": access.may(request.user, mission, MAKES),
        "ends": access.may(request.user, mission, ENDS),
        "longest": LONGEST,
    }
    return desk.page(request, "backoffice/links.html", context, mission=mission, section=desk.PEOPLE)


def _travelling(mission: Mission, delegation: int | None) -> list[Delegate]:
    """Those who travel, in protocol order, of one delegation or all."""
    rows = protocol.in_order(mission).select_related("mission").exclude(state=DelegateState.WITHDRAWN)
    return list(rows.filter(delegation=delegation) if delegation else rows)


def _links(delegates: Iterable[Delegate]) -> dict[int, list[AccessLink]]:
    """Their links, the newest first, without what opens them; one query."""
    found: dict[int, list[AccessLink]] = {}
    rows = AccessLink.objects.filter(delegate__in=list(delegates)).defer("token_hash", "token_encrypted")
    for link in rows.order_by("purpose", "assistant", "-made_at", "-pk"):
        found.setdefault(link.delegate_id or 0, []).append(link)
    return found


def _line(
    delegate: Delegate, place: int, held: Sequence[AccessLink], zone: str, lost: Collection[int]
) -> Line:
    lang = get_language() or "en"
    lines = [link_lines.of(link, zone, lost) for link in held]
    return Line(
        delegate=delegate,
        place=place,
        name=delegate.person.full_name(lang) or Words(str(delegate), lang),
        organisation=str(delegate.organisation or delegate.delegation.organisation),
        reachable=bool(delegate.person.email),
        has_own=any(line.mailed and not line.link.assistant for line in lines if line.holds),
        holding=tuple(line for line in lines if line.holds),
        ended=tuple(line for line in lines if not line.holds),
    )


def _delegation(request: HttpRequest, mission: Mission) -> int | None:
    """The delegation that is shown, None for all. Raises Http404 for one of elsewhere."""
    asked = request.GET.get("delegation", "")
    if not asked:
        return None
    if asked not in {str(pk) for pk in mission.delegations.values_list("pk", flat=True)}:
        raise Http404
    return int(asked)


def _back(request: HttpRequest, mission: Mission, delegation: int | None) -> HttpResponse:
    """To this page, or to that of the release, which has a button that acts here."""
    if request.POST.get("back") == "release":
        return HttpResponseRedirect(reverse("admin:missions_mission_release", args=[mission.pk]))
    address = reverse("admin:missions_mission_links", args=[mission.pk])
    return HttpResponseRedirect(f"{address}?delegation={delegation}" if delegation else address)
