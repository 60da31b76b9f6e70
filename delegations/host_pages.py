"""The page behind a host's link, and what it opens: the host's own items, its visitors, and its answers.

As with delegates' pages, `link` is open to whoever holds one, the rest to whoever pressed its button and
whose link still holds. Nothing of them is kept by any cache.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from delegations import (
    answer_form,
    host_answers,
    host_invitations,
    hosts,
    links,
    one_button,
    reading,
    sessions,
)
from delegations.answer_form import AnswerForm, Answering
from delegations.host_answers import Before
from delegations.hosts import Hosted
from delegations.models import AccessLink, LinkPurpose, Proposal
from delegations.one_button import Door
from delegations.views import page_language, private, whom_to_ask
from missions.models import FormerSlug
from missions.parts import Item
from partners.models import Organisation
from wording import numbers
from wording.words import Words


@login_not_required
@private
@sensitive_variables("token")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One button that signs in for the mission."""
    return one_button.answer(request, token, DOOR)


def _invitation(found: AccessLink) -> dict[str, Any]:
    mission, organisation = host_invitations.holder(found)
    [card] = reading.cards_of([mission])
    return {
        "card": card,
        "name": _name(organisation),
        "last_day": links.last_day(found, mission),
    }


def _pressed(request: HttpRequest, found: AccessLink) -> HttpResponse:
    links.used(found)
    sessions.sign_in_host(request, found)
    return redirect("host:mission", host_invitations.holder(found)[0].slug)


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def mission(request: HttpRequest, slug: str) -> HttpResponse:
    """The host's items of one mission as last released, and who comes; a POST answers about one of them."""
    held = sessions.hosts(request)
    if not held:
        return render(request, "delegations/signed_out.html", _for_host(), status=403)
    opened = _of_mission(held, slug)
    if opened.mission is None or opened.organisation is None:
        raise Http404
    if opened.mission.slug != slug:
        return redirect("host:mission", opened.mission.slug)
    if request.method == "POST":
        return _answered(request, opened)
    return _show(request, opened)


def _answered(request: HttpRequest, opened: AccessLink) -> HttpResponse:
    """Keep an answer and lead back to its item; what cannot be kept is said where it was typed."""
    uid = request.POST.get("item", "")
    form = AnswerForm(request.POST, auto_id=answer_form.prefix_of(uid))
    if form.is_valid():
        seen = Before(request.POST.get("standing", ""), numbers.whole(request.POST.get("waiting", "")))
        try:
            host_answers.answer(opened, uid, form.typed(), seen)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            slug = opened.mission.slug if opened.mission else ""
            return HttpResponseRedirect(f"{reverse('host:mission', args=[slug])}#answer-{uid}")
    return _show(request, opened, uid, form)


def _show(
    request: HttpRequest, opened: AccessLink, uid: str = "", form: AnswerForm | None = None
) -> HttpResponse:
    """The page; the form that was refused stands in the place of that of its item, or above all of them."""
    if opened.mission is None or opened.organisation is None:
        raise Http404
    hosted = hosts.make(opened.mission, opened.organisation, page_language())
    held = host_answers.answers(opened.mission, opened.organisation) if hosted else {}
    desk = _Desk(request, held, uid, form)
    page = _page(hosted, desk) if hosted else None
    now = {item.uid for item in hosted.personal.itinerary.items} if hosted else set()
    answered = (
        {item.uid for item in hosted.personal.itinerary.items if not item.cancelled} if hosted else set()
    )
    elsewhere = answer_form.of_no_item(
        [row for key, rows in held.items() if key not in now for row in rows], page_language(), desk.zone
    )
    context = {
        "name": _name(opened.organisation),
        "page": page,
        "companies": hosted.companies if hosted else (),
        "elsewhere": elsewhere,
        "refused": form if uid not in answered or not desk.takes_place else None,
        **_for_host(),
    }
    return render(request, "delegations/host.html", context)


@dataclass(slots=True)
class _Desk:
    """What the host answers with: its answers so far, the form that was refused, and the page's clock."""

    request: HttpRequest
    held: dict[str, list[Proposal]]
    refused: str
    form: AnswerForm | None
    zone: str = "UTC"
    takes_place: bool = True

    def at(self, item: Item) -> Answering:
        return answer_form.of_item(
            item,
            self.held.get(item.uid, ()),
            lang=page_language(),
            zone=self.zone,
            token=get_token(self.request),
            takes_place=self.takes_place,
            sent=self.form if item.uid == self.refused else None,
        )


@login_not_required
@private
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the host's pages in this browser, and a delegate's."""
    sessions.sign_out(request)
    response = render(request, "delegations/signed_out.html", _for_host())
    sessions.forget(request, response)
    return response


def _page(hosted: Hosted, desk: _Desk) -> reading.Page:
    """The page in words, with the visitors and the answers at each item."""
    page = reading.page(hosted.personal)
    desk.zone, desk.takes_place = hosted.personal.itinerary.zone, not hosted.personal.cancelled

    def with_visitors(entry: reading.EntryWords) -> reading.EntryWords:
        if entry.item is None:
            return entry
        uid = entry.item.uid
        visitors = hosted.visitors.get(uid, ())
        return replace(entry, visit=hosts.Visit(uid in hosted.visitors, visitors, desk.at(entry.item)))

    def of_halt(halt: reading.HaltWords) -> reading.HaltWords:
        return replace(halt, entries=tuple(map(with_visitors, halt.entries)))

    days = tuple(replace(day, halts=tuple(map(of_halt, day.halts))) for day in page.days)
    return replace(page, days=days)


def _of_mission(held: list[AccessLink], slug: str) -> AccessLink:
    """The link for the mission with this slug, present or former. Raises Http404 if there is none."""
    for opened in held:
        if opened.mission and opened.mission.slug == slug:
            return opened
    former = FormerSlug.objects.filter(slug=slug).values_list("mission_id", flat=True).first()
    for opened in held:
        if former is not None and opened.mission_id == former:
            return opened
    raise Http404


def _language(request: HttpRequest, found: AccessLink) -> str:
    """The language chosen in this browser, else the one that the contact prefers, else the browser's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    contact = host_invitations.contact_of(*host_invitations.holder(found))
    return (contact.person.language if contact else "") or page_language()


def _name(organisation: Organisation) -> Words:
    lang = page_language()
    return Organisation.name.words(organisation, lang) or Words("", lang)


def _for_host() -> dict[str, Any]:
    return {"host": True, **whom_to_ask()}


DOOR = Door(LinkPurpose.HOST, "delegations/host_link.html", _language, _invitation, _pressed, _for_host)
