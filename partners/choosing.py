"""Which value stays when two rows become one: field by field, the filled one where nobody chooses.

Some fields go together: the parts of a name in one language are never mixed (`Model.together`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import ForeignKey, Model

KEPT, GONE = "kept", "gone"
FIXED = {"ref", "slug"}  # what names a row for others: kept as it is


@dataclass(frozen=True, slots=True)
class Choice:
    """Fields that differ, and come from one of both: “kept” or “gone” is what comes where nobody chooses."""

    name: str
    fields: tuple[Any, ...]
    kept: tuple[Any, ...]
    gone: tuple[Any, ...]
    default: str


def choices(kept: Model, gone: Model) -> list[Choice]:
    """What there is to choose between two rows of one model."""
    found = []
    for group in groups(type(kept)):
        ours, theirs = (tuple(field.value_from_object(row) for field in group) for row in (kept, gone))
        if ours != theirs:
            found.append(Choice(group[0].name, group, ours, theirs, _default(kept, gone, group)))
    return found


def taken(kept: Model, gone: Model, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The values that the kept row gets from the other one, by attribute; a choice of neither is none."""
    values: dict[str, Any] = {}
    for choice in choices(kept, gone):
        if _leads_back(kept, gone, choice):
            values[choice.fields[0].attname] = _way_on(kept, gone, choice, chosen)
        elif chosen.get(choice.name, choice.default) == GONE:
            values |= {field.attname: value for field, value in zip(choice.fields, choice.gone, strict=True)}
    return values


def fill(kept: Model, gone: Model) -> list[str]:
    """Give the kept row what it lacks and the other has; the names of its fields that changed."""
    names = []
    for choice in choices(kept, gone):
        if choice.default == GONE:
            for field, value in zip(choice.fields, choice.gone, strict=True):
                setattr(kept, field.attname, value)
                names.append(field.name)
    return names


def groups(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """The fields of a model that can be chosen, those together that are never mixed."""
    together = {names[0]: names for names in getattr(model, "together", ())}
    inside = {name for names in together.values() for name in names}
    unique = {name for constraint in model._meta.constraints for name in getattr(constraint, "fields", ())}
    for field in model._meta.concrete_fields:
        if field.name in together:
            yield tuple(model._meta.get_field(name) for name in together[field.name])
        elif field.name not in inside and _is_chosen(field) and field.name not in unique:
            yield (field,)


def _is_chosen(field: Any) -> bool:
    fixed = field.primary_key or field.name in FIXED
    return not fixed and not getattr(field, "auto_now", False) and not getattr(field, "auto_now_add", False)


def _default(kept: Model, gone: Model, group: tuple[Any, ...]) -> str:
    """The filled one, else the kept one's."""
    if any(not _is_empty(field.value_from_object(kept)) for field in group):
        return KEPT
    return GONE if any(not _is_empty(field.value_from_object(gone)) for field in group) else KEPT


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _leads_back(kept: Model, gone: Model, choice: Choice) -> bool:
    """Whether it is about a relation to rows of the same model, one of which may lead to these two."""
    field = choice.fields[0]
    return isinstance(field, ForeignKey) and field.related_model is type(kept)


def _way_on(kept: Any, gone: Any, choice: Choice, chosen: Mapping[str, str]) -> Any:
    """Where a row leads among rows of its own model: never, by whatever way, to one of these two."""
    field = choice.fields[0]
    ends = {KEPT: choice.kept[0], GONE: choice.gone[0]}
    wish = chosen.get(choice.name, choice.default)
    for which in (wish, KEPT, GONE):
        key = ends.get(which)
        if key is not None and not _reaches(field, key, {kept.pk, gone.pk}):
            return key
    return None


def _reaches(field: models.Field[Any, Any], key: int, these: set[int]) -> bool:
    seen: set[int] = set()
    at: int | None = key
    while at is not None and at not in seen:
        if at in these:
            return True
        seen.add(at)
        at = field.model._base_manager.filter(pk=at).values_list(field.attname, flat=True).first()
    return False
