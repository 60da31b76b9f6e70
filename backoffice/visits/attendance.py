"""Who was at an item, on both sides in protocol order: set from the plan, until somebody says who came.

A person is named by a letter and a number: “d12” is a delegate, “c5” a contact. Beside each the form carries
what was known when it was made (“d12:1”), so that what somebody else noted meanwhile is not lost.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from delegations import protocol
from delegations.models import Attendance, Capacity, Delegate, DelegateState
from missions.models import Host, HostState, ProgrammeItem
from partners.models import Contact
from wording import lists
from wording.words import Words

# What was noted of an item, by the keys of delegate and contact.
type Noted = Mapping[tuple[int | None, int | None], Attendance]

OURS, THEIRS = "d", "c"
KNOWN: Mapping[bool | None, str] = {None: "-", False: "0", True: "1"}


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who may have been there."""

    key: str
    name: Words
    more: tuple[Words | str, ...]
    planned: bool
    known: bool | None

    @property
    def there(self) -> bool:
        """Whether her tick is set: as somebody noted, else as it was planned."""
        return self.planned if self.known is None else self.known

    @property
    def listed(self) -> str:
        """What the form carries about her."""
        return f"{self.key}:{KNOWN[self.known]}"


@dataclass(frozen=True, slots=True)
class Side:
    """Those of one side who were planned or came, and whoever else of it may have come."""

    expected: tuple[Guest, ...]
    others: tuple[Guest, ...]

    def all(self) -> tuple[Guest, ...]:
        return (*self.expected, *self.others)


@dataclass(frozen=True, slots=True)
class Sides:
    """Our side and theirs."""

    ours: Side
    theirs: Side

    def all(self) -> tuple[Guest, ...]:
        return (*self.ours.all(), *self.theirs.all())


def of(item: ProgrammeItem, lang: str) -> Sides:
    """Everybody who may have been at an item, in the words of a language; in six queries."""
    rows = Attendance.objects.filter(item=item).select_related("contact__person", "contact__organisation")
    noted = {(row.delegate_id, row.contact_id): row for row in rows}
    return Sides(_ours(item, noted, lang), _theirs(item, noted, lang))


def refusal(now: Sides, listed: Iterable[str]) -> ValidationError | None:
    """The sentence for whoever would overwrite what somebody else noted since the form was made."""
    known = {guest.key: guest for guest in now.all()}
    asked = (each.partition(":") for each in listed)
    changed = [known[key] for key, _colon, was in asked if key in known and KNOWN[known[key].known] != was]
    if not changed:
        return None
    return ValidationError(
        _(
            "Somebody noted meanwhile who was there: %(people)s. Your ticks stand below, not saved yet; "
            "saving again puts them in the place of the others."
        ),
        code="saved_meanwhile",
        params={"people": lists.enumerated(str(guest.name) for guest in changed)},
    )


def note(item: ProgrammeItem, now: Sides, listed: Iterable[str], there: Collection[str], by: Any) -> None:
    """Note who of those listed was there, both sides as they are `now`. The mission is locked.

    Of who is not listed nothing is said: she was planned or named after the form was made.
    """
    known = {guest.key: guest for guest in now.all()}
    rows = {_key(row): row for row in Attendance.objects.filter(item=item)}
    for key in dict.fromkeys(each.partition(":")[0] for each in listed):
        if key not in known:
            continue
        came, row = key in there, rows.get(key)
        if row is None and (came or known[key].planned):
            row = Attendance(item=item, planned=known[key].planned, **_person(key))
        if row is not None and row.actual is not came:
            row.actual = came
            row._history_user = by
            row.save()


def _ours(item: ProgrammeItem, noted: Noted, lang: str) -> Side:
    members = None
    if not item.for_everyone:
        members = set(Delegate.objects.filter(groups__items=item).values_list("pk", flat=True))
    expected: list[Guest] = []
    others: list[Guest] = []
    for delegate in protocol.in_order(item.mission):
        row = noted.get((delegate.pk, None))
        travels = delegate.state != DelegateState.WITHDRAWN
        planned = travels and (members is None or delegate.pk in members or bool(row and row.planned))
        known = row.actual if row else None
        if not (travels or known):
            continue
        guest = Guest(
            f"{OURS}{delegate.pk}", _name(delegate.person, lang), _of(delegate, lang), planned, known
        )
        (expected if planned or known is not None else others).append(guest)
    return Side(tuple(expected), tuple(others))


def _theirs(item: ProgrammeItem, noted: Noted, lang: str) -> Side:
    """Contacts of the hosts in the order of the hosts, then whoever else was named."""
    hosts = hosts_of(item)
    named = {host.contact.pk: host.contact for host in hosts if host.contact}
    planned = set(named)
    for row in noted.values():
        if row.contact is not None:
            named.setdefault(row.contact.pk, row.contact)
            planned |= {row.contact.pk} if row.planned else set()
    order = list(dict.fromkeys(host.organisation_id for host in hosts))
    rows = Contact.objects.filter(organisation__in=order).exclude(pk__in=named).order_by("pk")
    rest = sorted(
        rows.select_related("person", "organisation"), key=lambda one: order.index(one.organisation_id)
    )
    expected: list[Guest] = []
    others: list[Guest] = []
    for contact in (*named.values(), *rest):
        found = noted.get((None, contact.pk))
        known = found.actual if found else None
        more = tuple(
            part
            for part in (
                Contact.position.words(contact, lang),
                type(contact.organisation).name.words(contact.organisation, lang),
            )
            if part
        )
        guest = Guest(
            f"{THEIRS}{contact.pk}", _name(contact.person, lang), more, contact.pk in planned, known
        )
        (expected if guest.planned or known is not None else others).append(guest)
    return Side(tuple(expected), tuple(others))


def hosts_of(item: ProgrammeItem) -> list[Host]:
    """The hosts that have not declined, in their order; asked once for an item."""
    known: list[Host] | None = getattr(item, "known_hosts", None)
    if known is None:
        rows = item.hosts.exclude(state=HostState.DECLINED)
        known = list(rows.select_related("organisation", "contact__person", "contact__organisation"))
        item.known_hosts = known  # type: ignore[attr-defined]  # for this request
    return known


def _name(person: Any, lang: str) -> Words:
    return person.full_name(lang) or Words(f"#{person.pk}", lang)


def _of(delegate: Delegate, lang: str) -> tuple[Words | str, ...]:
    """Her capacity, where it is not that of most, position and organisation."""
    organisation = delegate.organisation or delegate.delegation.organisation
    found: list[Words | str | None] = [
        None if delegate.capacity == Capacity.MEMBER else delegate.get_capacity_display(),
        Delegate.position.words(delegate, lang),
        type(organisation).name.words(organisation, lang),
    ]
    return tuple(part for part in found if part)


def _key(row: Attendance) -> str:
    return f"{OURS}{row.delegate_id}" if row.delegate_id else f"{THEIRS}{row.contact_id}"


def _person(key: str) -> dict[str, int]:
    return {"delegate_id" if key.startswith(OURS) else "contact_id": int(key[1:])}
