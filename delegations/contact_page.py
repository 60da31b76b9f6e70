"""A contact of a delegate's programme, as a file that telephones take into their address book."""

import uuid
from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from delegations import contact_cards, itinerary, views
from delegations.sessions import DelegateRequest
from missions.parts import Itinerary, LiveContact, Organisation


@views.delegate_required
@require_safe
def card(request: DelegateRequest, slug: str, ref: uuid.UUID) -> HttpResponse:
    """The card of somebody whom her programme names, and who is named in public with her consent."""
    delegate = views.of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:contact", delegate.mission.slug, ref)
    personal = itinerary.make(delegate, views.page_language())
    found = cards(personal.itinerary).get(str(ref)) if personal else None
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type=contact_cards.VCARD)
    answer["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def cards(made: Itinerary) -> dict[str, bytes]:
    """By reference, the cards of all whom an itinerary names, who are named in public with their consent."""
    found: dict[str, bytes] = {}
    for contact, organisation in _named(made):
        if contact.public and contact.ref not in found:
            found[contact.ref] = contact_cards.made(contact, organisation)
    return found


def _named(made: Itinerary) -> Iterator[tuple[LiveContact, Organisation]]:
    """Those who speak for a party come first, since more is told of them."""
    for party in made.parties:
        if party.contact:
            yield party.contact, party.organisation
    for item in made.items:
        for host in item.hosts:
            if host.contact:
                yield host.contact, host.organisation
