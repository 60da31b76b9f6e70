"""Contacts as cards that telephones and mail programs take in: one file of vCards."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from delegations import contact_cards
from documents.cells import Chunk, Heading, Sort
from missions.parts import LiveContact, Organisation
from reports.exports.columns import Column, Part, Reader, name_part_in
from reports.exports.lists import CONTACTS
from reports.exports.reading import Table, table
from wording.words import Words

MEDIA_TYPE = contact_cards.VCARD
PARTS = ("family_name", "given_name", "patronymic")
KEYS = ("person", "position", "organisation__name", "person__phone", "person__email", "person__ref")


def of(rows: Any, reader: Reader) -> Table:
    """The table of the contacts, with the columns that cards are made of."""
    offered = {column.key: column for column in CONTACTS.offered(reader.user)}
    columns: Sequence[Column] = [*map(_part, PARTS), *(offered[key] for key in KEYS if key in offered)]
    return table(rows, columns, Reader(reader.user, reader.lang))


def _part(part: str) -> Column:
    def parts(reader: Reader) -> Sequence[Part]:
        return [Part(Heading(part, Sort.TEXT), (name_part_in("person", part, reader.lang),))]

    return Column(part, part, parts)


def pieces(chunks: Iterable[Chunk], lang: str) -> Iterator[tuple[bytes, int]]:
    """The cards of the chunks of such a table, in their order, each piece with the number of its cards."""
    for chunk in chunks:
        made = [_card(values, lang) for values in zip(*chunk.columns, strict=True)]
        yield b"".join(made), chunk.rows


def _card(values: Sequence[Any], lang: str) -> bytes:
    family, given, patronymic, name, position, organisation, *private, ref = values
    phone, email = private or ("", "")
    contact = LiveContact(
        Words(name or "", lang),
        Words(position, lang) if position else None,
        public=True,
        ref=str(ref),
        phone=phone or "",
        email=email or "",
        parts=(family or "", given or "", patronymic or ""),
    )
    return contact_cards.made(contact, Organisation("", "", Words(organisation, lang), "", None))
