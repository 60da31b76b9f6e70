"""Two rows for one and the same: all that leads to the second leads to the first, and the second goes.

`plan` says beforehand what moves and what is there twice; `merge` does it. Both walk over every relation that
the models have, so that one which is added later is thought of. Where the database allows a thing once (one
delegate for a person and a mission), the row of the kept one stays, takes what is empty in it from the other,
and all that leads to the other leads to it: they are merged too. Who still names a row that went, by its
reference or slug, is led to the one that stayed (partners/merged.py).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ForeignKey, ManyToOneRel, Model, Value
from django.utils.translation import gettext as _

from partners import choosing, meanwhile
from partners.models.merged import MergedRef


@dataclass(frozen=True, slots=True)
class Twice:
    """Two rows that become one, since there may be one of them: `stays` takes what is empty from `goes`."""

    stays: Any
    goes: Any


@dataclass(slots=True)
class Plan:
    """What merging would do: which rows lead elsewhere then, and what is there twice."""

    kept: Any
    gone: Any
    moved: dict[tuple[type[Model], str], list[int]] = field(default_factory=dict)
    twice: list[Twice] = field(default_factory=list)
    links_twice: int = 0  # of many-to-many fields, where both lead to one row

    @property
    def digest(self) -> str:
        """What says the same while nothing of it changes."""
        rows = [
            [each.value_to_string(row) for each in row._meta.concrete_fields]
            for row in (self.kept, self.gone)
        ]
        moved = sorted((model._meta.label, name, sorted(keys)) for (model, name), keys in self.moved.items())
        twice = sorted((each.stays._meta.label, each.stays.pk, each.goes.pk) for each in self.twice)
        return hashlib.sha256(repr((rows, moved, twice, self.links_twice)).encode()).hexdigest()


def plan(kept: Model, gone: Model) -> Plan:
    """What merging `gone` into `kept` would do now. Raises ValidationError for rows that cannot be merged."""
    _refuse_strangers(kept, gone)
    made = Plan(kept, gone)
    _walk(made, type(kept), [(kept, gone)], None)
    return made


@transaction.atomic
def merge(
    kept: Model,
    gone: Model,
    *,
    by: Any,
    choices: Mapping[str, str] | None = None,
    seen: str = "",
) -> Model:
    """Merge `gone` into `kept` and return it, all in one transaction that locks both.

    `choices` say of which of both each group of fields comes (partners/choosing.py). Raises ValidationError
    if one of them is gone already, if what is merged is not what was `seen`, or if the row that results
    breaks a rule.
    """
    kept, gone = _locked(kept, gone)
    made = plan(kept, gone)
    if seen and seen != made.digest:
        raise meanwhile.SavedMeanwhile(
            _(
                "One of them has changed meanwhile. It stands here as it is now; "
                "the same button now merges them."
            ),
            code="saved_meanwhile",
        )
    taken = choosing.taken(kept, gone, choices or {})
    doing = _Doing(by)
    _walk(Plan(kept, gone), type(kept), [(kept, gone)], doing)
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.full_clean()
    doing.save(kept, reason=f"merged with #{gone.pk}")
    doing.away(kept, gone)
    return kept


def references(model: type[Model]) -> Iterator[ManyToOneRel]:
    """All relations by which rows lead to one of this model, those of many-to-many fields among them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and not _is_history(relation.related_model):
            yield relation


class _Doing:
    """Changes rows in one person's name."""

    def __init__(self, by: Any) -> None:
        self.by = by

    def save(self, row: Any, *names: str, reason: str = "") -> None:
        row._history_user = self.by
        if reason:
            row._change_reason = reason
        row.save(update_fields=list(names) or None)

    def lead(self, row: Any, name: str, kept: Model) -> None:
        """Let a row lead to the kept one; nobody leads to herself, where that can be left out."""
        setattr(row, name, kept)
        names = [name]
        for other in _foreign_keys(type(row), type(kept)):
            if other.name != name and getattr(row, other.attname) == kept.pk:
                loose = other.name if other.null else name
                setattr(row, loose, None)
                names.append(loose)
        self.save(row, *dict.fromkeys(names))

    def link(self, through: type[Model], name: str, row: Any, kept: Any, *, new: bool) -> None:
        """Let a many-to-many link lead to the kept one, by its field, so that the history hears of it."""
        other: Any = next(end for end in _ends(through) if end.name != name)
        if (own := _field_of(type(kept), through)) is not None:
            kept._history_user = self.by
            if new:
                getattr(kept, own.name).add(getattr(row, other.attname))
            return  # the duplicate's own goes with it
        owner = getattr(row, other.name)
        owner._history_user = self.by
        links = getattr(owner, _field_of(type(owner), through).name)
        if new:
            links.add(kept)
        links.remove(getattr(row, f"{name}_id"))

    def absorb(self, twin: Any, row: Any) -> None:
        """Give a row what is empty in it and its duplicate has, and let the duplicate go."""
        names = choosing.fill(twin, row)
        if hasattr(twin, "take_over"):
            names += twin.take_over(row)
        self.away(twin, row)
        if names:
            self.save(twin, *dict.fromkeys(names), reason=f"merged with #{row.pk}")

    def away(self, kept: Any, gone: Any) -> None:
        """Delete the duplicate and keep its history; who names it is led to the kept one."""
        if hasattr(gone, "ref"):
            MergedRef.objects.filter(kept=gone.ref).update(kept=kept.ref)
            MergedRef.objects.create(
                model=type(gone)._meta.label,
                ref=gone.ref,
                key=gone.pk,
                slug=getattr(gone, "slug", ""),
                kept=kept.ref,
            )
        last: Any = type(gone)._base_manager.get(pk=gone.pk)  # without what it led to before
        last.merged_away = True
        last._history_user, last._change_reason = self.by, f"merged into #{kept.pk}"
        last.delete()


def _walk(made: Plan, model: type[Model], pairs: Sequence[tuple[Any, Any]], doing: _Doing | None) -> None:
    """Go through all that leads to the second of each pair; with `doing`, let it lead to the first."""
    into = {gone.pk: kept for kept, gone in pairs}
    once: list[tuple[ManyToOneRel, Any]] = []
    for relation in references(model):
        related, name = relation.related_model, relation.field.name
        uniques = [names for names in _unique_sets(related) if name in names]
        if not uniques and doing is None:
            once.append((relation, related._base_manager.filter(**{f"{name}__in": into})))
            continue
        keys = [*into, *(kept.pk for kept in into.values())]
        found = list(_rows(related, name, keys if uniques else list(into), doing))
        rows = [row for row in found if getattr(row, f"{name}_id") in into]
        others = [row for row in found if getattr(row, f"{name}_id") not in into]
        _of_relation(made, related, name, rows, _Twins(uniques, name, into, others), into, doing)
    for (relation, _rows_of), keys in zip(once, _keys([rows for _relation, rows in once]), strict=True):
        if keys:
            made.moved.setdefault((relation.related_model, relation.field.name), []).extend(keys)


def _of_relation(
    made: Plan,
    related: type[Model],
    name: str,
    rows: Iterable[Any],
    twins: "_Twins",
    into: Mapping[int, Any],
    doing: _Doing | None,
) -> None:
    same: list[tuple[Any, Any]] = []
    for row in rows:
        kept = into[getattr(row, f"{name}_id")]
        if type(row) is type(kept) and row.pk == kept.pk:
            continue  # it would lead to itself: choosing.py says where it leads
        twin = twins.of(row)
        if related._meta.auto_created:
            made.links_twice += twin is not None
            if twin is None:
                made.moved.setdefault((related, name), []).append(row.pk)
            if doing is not None:
                doing.link(related, name, row, kept, new=twin is None)
        elif twin is not None:
            same.append((twin, row))
        else:
            made.moved.setdefault((related, name), []).append(row.pk)
            if doing is not None:
                doing.lead(row, name, kept)
    if same:
        made.twice += [Twice(stays, goes) for stays, goes in same]
        _walk(made, related, same, doing)
        if doing is not None:
            for stays, goes in same:
                doing.absorb(stays, goes)


class _Twins:
    """Finds, for a row that is to lead elsewhere, the one that stands there already and excludes it."""

    def __init__(
        self, uniques: Iterable[tuple[str, ...]], name: str, into: Mapping[int, Any], others: Iterable[Any]
    ) -> None:
        self.uniques = list(uniques)
        self.name = name
        self.into = into
        self.found: dict[Any, Any] = {}
        for other in others:
            for names in self.uniques:
                self.found.setdefault((names, self._values(other, names)), other)

    def of(self, row: Any) -> Any:
        """The row that excludes this one; of several for one thing the first excludes the others."""
        for names in self.uniques:
            key = (names, self._values(row, names))
            if key in self.found:
                return self.found[key]
        for names in self.uniques:
            self.found[names, self._values(row, names)] = row
        return None

    def _values(self, row: Any, names: Iterable[str]) -> tuple[Any, ...]:
        values = []
        for name in names:
            value = getattr(row, row._meta.get_field(name).attname)
            values.append(self.into[value].pk if name == self.name and value in self.into else value)
        return tuple(values)


def _rows(related: type[Model], name: str, keys: Sequence[int], doing: _Doing | None) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = related._base_manager.filter(**{f"{name}__in": keys}).order_by("pk")
    if doing is not None:
        return rows
    named = [each.name for each in related._meta.concrete_fields if isinstance(each, ForeignKey)]
    return rows.select_related(*named) if named and not related._meta.auto_created else rows


def _keys(parts: Sequence[models.QuerySet[Any]]) -> list[list[int]]:
    """The keys of each of these rows, in one query."""
    found: list[list[int]] = [[] for _part in parts]
    asked = [
        rows.order_by().annotate(part=Value(number)).values_list("part", "pk")
        for number, rows in enumerate(parts)
    ]
    if asked:
        for number, key in asked[0].union(*asked[1:], all=True).order_by():
            found[number].append(key)
    return found


def _unique_sets(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """The fields that no two rows of a model may have alike."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields)
    yield from (tuple(names) for names in model._meta.unique_together)
    yield from getattr(model, "same_when", ())


def _locked(kept: Model, gone: Model) -> tuple[Any, Any]:
    """Both rows, locked in one order whichever is kept. Raises ValidationError where one is there no more."""
    _refuse_strangers(kept, gone)
    rows = type(kept)._base_manager.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != 2:
        raise ValidationError(_("One of them was merged or deleted meanwhile."), code="gone")
    return found[kept.pk], found[gone.pk]


def _refuse_strangers(kept: Model, gone: Model) -> None:
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise ValidationError(_("Choose two different rows of one kind."), code="same")


def _foreign_keys(model: type[Model], to: type[Model]) -> Iterator[Any]:
    return (
        each
        for each in model._meta.concrete_fields
        if isinstance(each, ForeignKey) and each.related_model is to
    )


def _ends(through: type[Model]) -> Iterator[Any]:
    return (each for each in through._meta.concrete_fields if isinstance(each, ForeignKey))


def _field_of(model: type[Model], through: type[Model]) -> Any:
    """The many-to-many field of a model whose links these are; None where they are of the other's."""
    fields: Any = model._meta.many_to_many
    return next((each for each in fields if each.remote_field.through is through), None)


def _is_history(model: Any) -> bool:
    return hasattr(model, "history_type") or any(
        each.name == "history" for each in model._meta.concrete_fields
    )
