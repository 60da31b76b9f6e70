"""When each of many missions was first changed since its release: one query for all of them.

An entry of a history counts if it made or deleted a row, or differs from the entry before it in anything that
the document tells. What the document says nothing of, such as notes of staff, changes nothing for readers.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONArray

from delegations.models import Delegate
from missions.document import Document
from missions.models import Group, Host, ItemGroup, Mission, Party, ProgrammeItem, Stop
from partners.models import Organisation, Place, Sector

# Rows of one mission by how an entry leads to it, and what of them the document does not tell.
_OF_MISSION: tuple[tuple[Any, str, tuple[str, ...]], ...] = (
    (Mission, "id", ("staff_notes", "numbers", "outcome_summary", "state", "is_template")),
    (Stop, "mission_id", ()),
    (Party, "mission_id", ()),
    (Group, "mission_id", ()),
    (ProgrammeItem, "mission_id", ("staff_notes", "outcome")),
    (ItemGroup, "item__mission_id", ()),
    (Host, "item__mission_id", ()),
    (
        Delegate,
        "mission_id",
        (
            "position",
            "capacity",
            "organisation",
            "person",
            "delegation",
            "languages",
            "diet",
            "access_needs",
            "arrival_wish",
            "checked_at",
            "checked_by",
            "consent_on",
        ),
    ),
)
# Rows that missions share, by where the document names them.
_SHARED: tuple[tuple[Any, str], ...] = (
    (Organisation, "organisations"),
    (Place, "places"),
    (Sector, "sectors"),
)
AT_ONCE = 80  # columns: PostgreSQL gives a function a hundred arguments at most


@dataclass(frozen=True, slots=True)
class Changed:
    """A mission with what was released of it, when, and what is not: its document as it is now."""

    at: dt.datetime
    now: Document


def of(changed: Mapping[int, Changed]) -> dict[int, dt.datetime]:
    """When the first entry was made that changed what readers will get, by the key of the mission.

    A mission is left out where no entry is found: a history may have been forgotten.
    """
    if not changed:
        return {}
    refs = {pk: set(_named(each.now)) for pk, each in changed.items()}
    shared: dict[tuple[int, str], list[dt.datetime]] = {}
    found: dict[int, list[dt.datetime]] = {pk: [] for pk in changed}
    for part, of_what, at in _entries(changed, refs):
        if part < len(_OF_MISSION):
            found[int(of_what)].append(at)
        else:
            shared.setdefault((part, of_what), []).append(at)
    for pk, each in changed.items():
        found[pk] += [at for key in refs[pk] for at in shared.get(key, ()) if at > each.at]
    return {pk: min(moments) for pk, moments in found.items() if moments}


def _named(document: Document) -> Iterator[tuple[int, str]]:
    """The shared rows that a document names, by their part of the query and their reference."""
    for part, (_model, name) in enumerate(_SHARED, len(_OF_MISSION)):
        for entry in document[name]:
            yield part, entry["ref"].replace("-", "")


def _entries(
    changed: Mapping[int, Changed], refs: Mapping[int, set[tuple[int, str]]]
) -> Iterable[tuple[int, str, dt.datetime]]:
    """Of each mission the first entry of each history, and all entries of what missions share."""
    parts = [
        _first(number, model, way, silent, changed) for number, (model, way, silent) in enumerate(_OF_MISSION)
    ]
    since = min(each.at for each in changed.values())
    named = set().union(*refs.values())
    for number, (model, _name) in enumerate(_SHARED, len(_OF_MISSION)):
        wanted = [ref for part, ref in named if part == number]
        entries = model.history.filter(history_date__gt=since, ref__in=wanted).order_by()
        told = entries.annotate(part=Value(number), of=_text("ref"), at=F("history_date"))
        parts.append(told.values_list("part", "of", "at"))
    for part, of_what, at in parts[0].union(*parts[1:], all=True).order_by():
        yield part, of_what.replace("-", ""), at


def _first(
    number: int, model: Any, way: str, silent: tuple[str, ...], changed: Mapping[int, Changed]
) -> QuerySet[Any, Any]:
    since = reduce(or_, (Q(**{way: pk}, history_date__gt=each.at) for pk, each in changed.items()))
    entries = model.history.filter(since).order_by()
    if silent:
        entries = _told(entries, model, silent)
    named = entries.annotate(part=Value(number), of=_text(way)).values("part", "of")
    first: QuerySet[Any, Any] = named.annotate(at=Min("history_date")).values_list("part", "of", "at")
    return first


def _told(entries: Any, model: Any, silent: tuple[str, ...]) -> Any:
    """The entries without those that changed nothing but what the document does not tell."""
    history = model.history.model
    tracked = [field for field in history.tracked_fields if field.editable]
    kept_silent = [field.attname for field in tracked if _is_silent(field.name, silent)]
    kept_told = [field.attname for field in tracked if not _is_silent(field.name, silent)]
    before = model.history.filter(id=OuterRef("id"), history_date__lt=OuterRef("history_date"))
    before = before.order_by("-history_date", "-history_id")

    def was(columns: Any) -> Any:
        """The columns of the entry before; no text at all where there is none."""
        kept = before.annotate(text=_columns(columns)).values("text")[:1]
        return Coalesce(Subquery(kept, output_field=TextField()), Value(""))

    compared = entries.alias(
        before=Subquery(before.values("history_id")[:1]),
        told=_columns(kept_told),
        told_before=was(kept_told),
        silent=_columns(kept_silent),
        silent_before=was(kept_silent),
    )
    same = Q(history_type="~", told=F("told_before")) & ~Q(silent=F("silent_before"))
    for field in history._history_m2m_fields:
        for one, other in (("history_id", "before"), ("before", "history_id")):
            same &= ~Q(_more(getattr(history, field.name).model, field, one, other))
    return compared.exclude(same)


def _more(through: Any, field: Any, one: str, other: str) -> Exists:
    """Whether one of two entries names, in such a field, a row that the other does not."""
    name = field.m2m_reverse_field_name()
    in_other = through.objects.filter(history=OuterRef(OuterRef(other)), **{name: OuterRef(name)})
    return Exists(through.objects.filter(~Exists(in_other), history=OuterRef(one)))


def _columns(names: list[str]) -> Cast:
    """All these columns as one text, the same for the same values."""
    chunks = [JSONArray(*names[start : start + AT_ONCE]) for start in range(0, len(names), AT_ONCE)]
    return Cast(JSONArray(*chunks), TextField())


def _text(name: str) -> Cast:
    return Cast(F(name), CharField())


def _is_silent(name: str, silent: tuple[str, ...]) -> bool:
    """Whether a field, or the translated one of which it is a column, is not told."""
    return name in silent or name.rsplit("_", 1)[0] in silent
