"""A contact as a card that telephones save: vCard 3.0, which all of them take.

Only of those who are named in public with their consent, and with no more than what the itinerary tells.
"""

from collections.abc import Iterator

from missions import content_lines
from missions.content_lines import escaped
from missions.parts import LiveContact, Organisation

VCARD = "text/vcard; charset=utf-8"


def made(contact: LiveContact, organisation: Organisation) -> bytes:
    """The card, in lines that are ended by CRLF and folded at 75 octets."""
    return content_lines.joined(_lines(contact, organisation))


def _lines(contact: LiveContact, organisation: Organisation) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{escaped(contact.name.text)}"
    yield f"N:{';'.join(map(escaped, contact.parts))};;"  # neither titles before it nor after it are known
    yield f"ORG:{escaped(organisation.name.text)}"
    if contact.position:
        yield f"TITLE:{escaped(contact.position.text)}"
    if contact.phone:
        yield f"TEL;TYPE=WORK,VOICE:{escaped(contact.phone)}"
    if contact.email:
        yield f"EMAIL;TYPE=INTERNET:{escaped(contact.email)}"
    yield f"UID:urn:uuid:{contact.ref}"
    yield "END:VCARD"
