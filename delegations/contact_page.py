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
    for contact, organisation in _named(personal.itinerary) if personal else ():
        if contact.ref == str(ref) and contact.public:
            answer = HttpResponse(contact_cards.made(contact, organisation), content_type=contact_cards.VCARD)
            answer["Content-Disposition"] = 'attachment; filename="contact.vcf"'
            answer["X-Content-Type-Options"] = "nosniff"
            return answer
    raise Http404


def _named(made: Itinerary) -> Iterator[tuple[LiveContact, Organisation]]:
    """Those who speak for a party come first, since more is told of them."""
    for party in made.parties:
        if party.contact:
            yield party.contact, party.organisation
    for item in made.items:
        for host in item.hosts:
            if host.contact:
                yield host.contact, host.organisation
