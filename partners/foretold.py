"""What the deletion of one row would take with it, counted by kind in one question.

For rows with which very much goes: the page before their deletion then asks as little as any other, and tells
numbers instead of hundreds of names. Which rows go follows from the models: whatever points at what goes, by
a key that says CASCADE. The deletion itself goes by `partners.deletions`, which looks at each row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import CASCADE, PROTECT, RESTRICT, SET_NULL, Func, IntegerField, Model, Q, Subquery
from django.http import HttpRequest
from django.utils.text import capfirst

from partners.deletions import Told

type Kind = type[Model]


@dataclass(frozen=True, slots=True)
class Ways:
    """How rows of each kind lead to the row, as lookups: those that go, forbid it, or lose their pointer."""

    going: Mapping[Kind, tuple[str, ...]]
    protecting: Mapping[Kind, tuple[str, ...]]
    emptied: Mapping[Kind, tuple[str, ...]]


@cache
def ways(root: Kind) -> Ways:
    """The ways to rows of this kind. Of each key the shortest is taken: longer ones lead to the same rows."""
    going: dict[Kind, dict[str, str]] = {}
    waiting: list[tuple[Kind, str]] = [(root, "")]
    targets: list[tuple[Kind, str]] = []
    while waiting:
        target, way = waiting.pop(0)
        targets.append((target, way))
        for kind, field, _rule in _keys(target, CASCADE):
            if kind is root or field in going.get(kind, ()):
                continue
            going.setdefault(kind, {})[field] = _joined(field, way)
            waiting.append((kind, _joined(field, way)))
    others: dict[Any, dict[Kind, set[str]]] = {PROTECT: {}, SET_NULL: {}}
    for target, way in targets:
        for kind, field, rule in _keys(target, PROTECT, RESTRICT, SET_NULL):
            group = SET_NULL if rule is SET_NULL else PROTECT
            others[group].setdefault(kind, set()).add(_joined(field, way))
    return Ways(
        {kind: tuple(found.values()) for kind, found in going.items()},
        {kind: tuple(sorted(found)) for kind, found in others[PROTECT].items()},
        {kind: tuple(sorted(found)) for kind, found in others[SET_NULL].items()},
    )


def told(row: Model, request: HttpRequest, site: Any) -> Told:
    """As `deletions.deleted_objects`: what goes, how many of each kind, what is lacking, what forbids it."""
    user: Any = request.user
    model = type(row)
    deletes = f"{model._meta.app_label}.delete_{model._meta.model_name}"
    going, protecting, emptied = _counted(row)
    counts = {str(model._meta.verbose_name_plural): 1}
    lacking: set[str] = set()
    if not user.has_perm(deletes, row):
        lacking.add(str(model._meta.verbose_name))
    for kind, number in going.items():
        if not number or kind._meta.auto_created or getattr(kind, "goes_along", False):
            continue
        counts[str(kind._meta.verbose_name_plural)] = number
        page = site.get_model_admin(kind) if site.is_registered(kind) else None
        right = f"{kind._meta.app_label}.delete_{kind._meta.model_name}" if page else deletes
        if not user.has_perm(right, row) or (page and not page.has_delete_permission(request)):
            lacking.add(str(kind._meta.verbose_name))
    for kind, number in emptied.items():
        if number and not all(
            user.has_perm(deletes, other) for other in _outside(kind, ways(model).emptied, row)
        ):
            lacking.add(str(kind._meta.verbose_name))
    forbids = [f"{capfirst(kind._meta.verbose_name_plural)}: {n}" for kind, n in protecting.items() if n]
    return [f"{capfirst(model._meta.verbose_name)}: {row}"], counts, lacking, forbids


def _counted(row: Model) -> tuple[dict[Kind, int], dict[Kind, int], dict[Kind, int]]:
    found = ways(type(row))
    asked: dict[str, Any] = {}
    groups = (found.going, found.protecting, found.emptied)
    for group, kinds in enumerate(groups):
        for place, kind in enumerate(kinds):
            rows = _all(kind, kinds, row) if group == 0 else _outside(kind, kinds, row)
            number = Func(
                "pk",
                function="COUNT",
                template="%(function)s(DISTINCT %(expressions)s)",
                output_field=IntegerField(),
            )
            asked[f"n{group}_{place}"] = Subquery(
                rows.order_by().annotate(how_many=number).values("how_many")
            )
    answer = type(row)._base_manager.filter(pk=row.pk).values(**asked).get()
    going, protecting, emptied = (
        {kind: answer[f"n{group}_{place}"] for place, kind in enumerate(kinds)}
        for group, kinds in enumerate(groups)
    )
    return going, protecting, emptied


def _all(kind: Kind, kinds: Mapping[Kind, tuple[str, ...]], row: Model) -> Any:
    """The rows of a kind that lead to the row by any of their ways."""
    leads = reduce(or_, (Q(**{way: row.pk}) for way in kinds[kind]))
    rows: Any = kind._base_manager
    return rows.filter(leads)


def _outside(kind: Kind, kinds: Mapping[Kind, tuple[str, ...]], row: Model) -> Any:
    """Those of them that do not go with it."""
    rows = _all(kind, kinds, row)
    going = ways(type(row)).going
    return rows.exclude(pk__in=_all(kind, going, row).order_by().values("pk")) if kind in going else rows


def _keys(target: Kind, *rules: Any) -> Iterator[tuple[Kind, str, Any]]:
    """The keys that point at a kind of row and say one of these rules: from which kind, by which field."""
    relations: Any = target._meta.get_fields(include_hidden=True)
    for relation in relations:
        points_here = relation.auto_created and not relation.concrete
        if points_here and (relation.one_to_one or relation.one_to_many) and relation.on_delete in rules:
            yield relation.related_model, relation.field.name, relation.on_delete


def _joined(field: str, way: str) -> str:
    return f"{field}__{way}" if way else field
