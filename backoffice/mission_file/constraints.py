"""The check constraints of a model, looked at in Python.

Django asks the database about each constraint of each row, which would be thousands of questions for a file.
Here is what our constraints are made of, with SQL's logic of three values; a test compares the two.
"""

from collections.abc import Iterator, Set
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


def broken(row: models.Model, unread: Set[str] = frozenset()) -> Iterator[ValidationError]:
    """The sentences of the constraints that the row does not hold; none about fields that are `unread`."""
    for constraint in constraints(type(row)):
        condition: Any = constraint.condition
        if condition.referenced_base_fields.isdisjoint(unread) and holds(condition, row) is False:
            yield ValidationError(
                constraint.get_violation_error_message(), code=constraint.violation_error_code
            )


def holds(condition: Any, row: models.Model) -> bool | None:
    """Whether a row fulfils a condition; None where SQL would say NULL, which a constraint lets pass."""
    if isinstance(condition, Q):
        found = [holds(child, row) for child in condition.children]
        if condition.connector == Q.OR:
            said = True if True in found else None if None in found else not found
        elif condition.connector == Q.AND:
            said = False if False in found else None if None in found else True
        else:
            raise NotImplementedError(f"no rule for {condition.connector}")
        return (None if said is None else not said) if condition.negated else said
    path, wanted = condition
    name, _, lookup = path.partition("__")
    value = _value(row, name)
    if isinstance(wanted, F):
        wanted = _value(row, wanted.name)  # type: ignore[attr-defined]  # which the stubs do not know
    if lookup == "isnull":
        return bool((value is None) == wanted)
    if value is None or wanted is None:
        return None
    return _compared(lookup or "exact", value, wanted)


def _compared(lookup: str, value: Any, wanted: Any) -> bool:
    match lookup:
        case "exact":
            return bool(value == wanted)
        case "in":
            return value in wanted
        case "gt":
            return bool(value > wanted)
        case "gte":
            return bool(value >= wanted)
        case "lte":
            return bool(value <= wanted)
        case "range":
            return bool(wanted[0] <= value <= wanted[1])
    raise NotImplementedError(f"no rule for {lookup}")


def _value(row: models.Model, name: str) -> Any:
    one: Any = row._meta.get_field(name) if name != "pk" else row._meta.pk
    return getattr(row, one.attname)


@cache
def constraints(model: type[models.Model]) -> tuple[models.CheckConstraint, ...]:
    """All but those that only repeat the choices of a field, which its own check says better."""
    return tuple(
        one
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint) and not _about_choices(one.condition)
    )


def _about_choices(condition: Any) -> bool:
    children = condition.children
    return len(children) == 1 and isinstance(children[0], tuple) and children[0][0].endswith("__in")
