"""Delegates who are sent their link, and who ask for it again."""

import time_machine

from delegations import invitations
from delegations.models import AccessLink, LinkPurpose
from tests.delegations.letters import work
from tests.delegations.travellers import invited

ITINERARY = LinkPurpose.ITINERARY
HERS = "galym@example.org"
BEFORE = "2023-12-01"  # the mission


def a_delegate(**person):
    return invited(**{"email": HERS, **person})[0]


def without_links(**person):
    delegate = a_delegate(**person)
    AccessLink.objects.all().delete()
    return delegate


def asked(email, at=BEFORE):
    """Somebody asks for the link of this address, and a worker answers."""
    with time_machine.travel(at):
        invitations.ask(email)
        work()
