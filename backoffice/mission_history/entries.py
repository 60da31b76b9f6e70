"""A page of a mission's history in words, in a number of queries that does not grow with its rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.paginator import Page as PageOfKeys
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from backoffice.mission_history import kinds, names, reading, values
from backoffice.mission_history.reading import SHOWN_WITH, Many, Read
from delegations import own_details
from delegations.models import Attendance, Delegate, Delegation, Leg, Regret, Stay
from missions.models import (
    AcceptedCaution,
    Group,
    Host,
    ItemGroup,
    Mission,
    MissionRole,
    Party,
    ProgrammeItem,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place
from wording.translated import COLUMN_LANGUAGES, translated_fields
from wording.words import pick

ON_A_PAGE = 50
# What a row is called by, where that is another row; else it has a title or name, or is in `PLAIN`.
CALLED_BY: dict[type[Model], tuple[tuple[str, type[Model]], ...]] = {
    Stop: (("place_id", Place),),
    Party: (("organisation_id", Organisation),),
    Host: (("organisation_id", Organisation),),
    ItemGroup: (("group_id", Group),),
    VisitReport: (("item_id", ProgrammeItem),),
    MissionRole: (("user_id", User),),
    Delegation: (("organisation_id", Organisation),),
    Delegate: (("person_id", Person),),
    Attendance: (("delegate_id", Delegate), ("contact_id", Contact)),
    Regret: (("item_id", ProgrammeItem),),
}
PLAIN: dict[type[Model], tuple[str, ...]] = {
    Leg: ("carrier", "number"),
    Stay: ("hotel",),
    AcceptedCaution: ("words",),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Whose changes, and of which kind of row; None for all."""

    by: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did to a row; the address leads to the whole history of that row."""

    at: dt.datetime
    by: str
    kind: str
    row: str
    done: str
    changes: tuple[Change, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of entries, newest first."""

    entries: list[Entry]
    keys: PageOfKeys[Any]


def page(user: object, mission: Mission, filters: Filters, number: str | int | None) -> Page:
    """The entries that the reader may see."""
    readable = kinds.readable(user, mission)
    chosen = [kind for kind in readable if filters.kind in (None, kind.label)]
    keys = Paginator(reading.keys(chosen, mission, filters.by), ON_A_PAGE).get_page(number)
    read = reading.read(chosen, list(keys))
    many = reading.many(read)
    called = names.of(_wanted(read, many))
    hidden = {kind.number: kinds.hidden(user, mission, kind) for kind in chosen}
    return Page([_entry(entry, many, called, hidden[entry.kind.number]) for entry in read], keys)


def people(user: object, mission: Mission) -> QuerySet[User]:
    """Who has changed something that the reader may see."""
    entries = [
        kind.entries(mission).exclude(history_user=None).values("history_user")
        for kind in kinds.readable(user, mission)
    ]
    if not entries:
        return User.objects.none()
    return User.objects.filter(pk__in=entries[0].union(*entries[1:]) if len(entries) > 1 else entries[0])


def _wanted(read: list[Read], many: Many) -> dict[type[Model], set[int]]:
    """The rows whose names are needed."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for entry in read:
        if entry.user is not None:
            wanted[User].add(entry.user)
        for state in (entry.now, entry.before or {}):
            for field in entry.kind.fields:
                if field.many_to_one and state.get(field.attname) is not None:
                    wanted[field.related_model].add(int(state[field.attname]))
        for field in entry.kind.many:
            for number in (entry.number, entry.previous):
                wanted[field.related_model] |= many.get((entry.kind.number, field.name, number or 0), set())
    return wanted


def _entry(entry: Read, many: Many, called: names.Names, hidden: frozenset[str]) -> Entry:
    done = {"+": _("added"), "-": _("deleted")}.get(entry.done, _("changed"))
    changes = tuple(_changes(entry, many, called, hidden)) if entry.done == "~" else ()
    by = names.or_number(called, User, entry.user) or _by_nobody_of_the_staff(entry)
    kind = str(capfirst(entry.kind.model._meta.verbose_name))
    return Entry(entry.at, by, kind, _called(entry, called), done, changes, _address(entry))


def _by_nobody_of_the_staff(entry: Read) -> str:
    """A delegate and her assistant change her own details."""
    hers = entry.reason in (own_details.BY_HERSELF, own_details.BY_ASSISTANT)
    return _(entry.reason) if hers else _("not by a member of staff")


def _changes(entry: Read, many: Many, called: names.Names, hidden: frozenset[str]) -> Iterator[Change]:
    before = entry.before or {}
    for field in entry.kind.fields:
        old, new = before.get(field.attname), entry.now.get(field.attname)
        if field.name not in hidden and entry.before is not None and old != new:
            label = str(capfirst(field.verbose_name))
            yield Change(label, values.said(field, old, called), values.said(field, new, called))
    for field in entry.kind.many:
        if field.name in hidden or entry.previous is None:
            continue
        sides = [
            many.get((entry.kind.number, field.name, number), set())
            for number in (entry.previous, entry.number)
        ]
        if sides[0] != sides[1]:
            told = [
                ", ".join(sorted(names.or_number(called, field.related_model, key) for key in side))
                for side in sides
            ]
            yield Change(str(capfirst(field.verbose_name)), *told)


def _called(entry: Read, called: names.Names) -> str:
    """What the row was called then."""
    model = entry.kind.model
    for name, other in CALLED_BY.get(model, ()):
        if entry.now.get(name) is not None:
            return names.or_number(called, other, int(entry.now[name]))
    plain = " ".join(str(entry.now[name]) for name in PLAIN.get(model, ()) if entry.now.get(name))
    for field in ("title", "name"):
        if field in translated_fields(model):
            texts = {code: entry.now.get(f"{field}_{code}") or "" for code, _name in COLUMN_LANGUAGES}
            words = pick(texts, get_language() or "en")
            plain = words.text if words else plain
    return plain or names.or_number({}, model, entry.now["id"])


def _address(entry: Read) -> str:
    """The row's own history, or that of the row on whose page it stands."""
    model, key = entry.kind.model, entry.now["id"]
    if model in SHOWN_WITH:
        name, model = SHOWN_WITH[model]
        key = entry.now[name]
    if not admin.site.is_registered(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[key])
