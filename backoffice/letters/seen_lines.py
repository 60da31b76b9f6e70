"""Delegates with what they have seen, as lines of a page and as a list to hand out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from backoffice.lists.tables import Column, Table
from delegations import telephones
from delegations.models import Delegate, Seen
from delegations.seen import Standing
from missions.admin.moments import told
from partners.models import Organisation
from wording.words import Words


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One delegate who travels; `last` says which version she has seen, when, and whose word that is."""

    delegate: Delegate
    place: int
    name: Words
    organisation: Words
    phone: str
    tel: str
    last: str
    asked: bool


def of(standings: Iterable[Standing], lang: str, zone: str) -> list[SeenLine]:
    """The lines, in the language that is active, with times by the clock of the zone."""
    return [
        SeenLine(
            delegate=one.delegate,
            place=one.place,
            name=one.delegate.person.full_name(lang) or Words(str(one.delegate), lang),
            organisation=_organisation(one.delegate, lang),
            phone=one.delegate.person.phone,
            tel=telephones.tel(one.delegate.person.phone),
            last=_word(one.last, zone) if one.last else "",
            asked=one.asked,
        )
        for one in standings
    ]


def table(title: str, lines: Iterable[SeenLine], lang: str) -> Table:
    """The lines as a list to hand out, in a language that is active."""
    columns = (
        Column(_("No."), 8),
        Column(_("Who"), 30),
        Column(_("Organisation"), 34),
        Column(_("Telephone"), 22, _("No telephone is known.")),
        Column(_("Has seen"), 34, _("no version yet")),
    )
    rows = (
        (line.place, line.name, line.organisation, line.phone or None, line.last or None) for line in lines
    )
    return Table("not-seen", title, columns, tuple(rows))


def _word(word: Seen, zone: str) -> str:
    said = {"number": word.release.number, "moment": told(word.at, zone)}
    if word.told_by is not None:
        return _("version %(number)s, %(moment)s, told by %(member)s") % {**said, "member": word.told_by}
    if word.assistant:
        return _("version %(number)s, %(moment)s, her assistant %(assistant)s") % {
            **said,
            "assistant": word.assistant,
        }
    return _("version %(number)s, %(moment)s") % said


def _organisation(delegate: Delegate, lang: str) -> Words:
    row = delegate.organisation or delegate.delegation.organisation
    return Organisation.name.words(row, lang) or Words(str(row), lang)
