"""What belonged to a row in an earlier state of it: rows that its form chooses, and rows beside it.

They have histories of their own, so a state of the row has in it what stood beside it when the next one
began: whoever saves a row saves these after it, and changes of them alone belong to the state before.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from partners import meanwhile
from partners.row_history import called_then, with_what_they_name
from partners.together import SEEN


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of one kind as they were, as a form that has been sent, and what would change."""

    formset: Any
    changes: list[str]


def until_the_next(entries: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The entries of a history, each with `ended`: when the next state of its row began, or None."""
    following = entries.model._default_manager.filter(
        id=OuterRef("id"), history_id__gt=OuterRef("history_id")
    ).order_by("history_id")
    found: models.QuerySet[Any] = entries.annotate(ended=Subquery(following.values("history_date")[:1]))
    return found


def rows(model: Any, way: str, then: Any) -> dict[int, Any]:
    """The entries of the rows that stood beside a row in the state `then`, by their primary keys.

    `then` comes from `until_the_next`; `way` is the column that leads to the row.
    """
    return _standing(_entries(model, way, then), then.ended)


def _entries(model: Any, way: str, then: Any) -> list[Any]:
    return list(with_what_they_name(model.history.filter(**{way: then.id})).order_by("history_id"))


def _standing(entries: Iterable[Any], before: datetime.datetime | None = None) -> dict[int, Any]:
    """Of these entries the last one of each row that was there before a moment, or is there now."""
    newest = {entry.id: entry for entry in entries if before is None or entry.history_date < before}
    return {key: entry for key, entry in newest.items() if entry.history_type != "-"}


def formsets(
    model_admin: Any, request: HttpRequest, row: models.Model, then: Any, data: QueryDict
) -> Iterator[Beside]:
    """The formsets of the page that go back with the row, for who may write all of their rows.

    What a browser would send of them is added to `data`.
    """
    for inline in model_admin.get_inline_instances(request, row):
        rights = (inline.has_add_permission, inline.has_change_permission, inline.has_delete_permission)
        if inline.goes_back and all(may(request, row) for may in rights):
            yield _formset(inline, request, row, then, data)


def _formset(inline: Any, request: HttpRequest, row: Any, then: Any, data: QueryDict) -> Beside:
    kind = inline.get_formset(request, row)
    prefix, queryset = kind.get_default_prefix(), inline.get_queryset(request)
    now = kind(instance=row, prefix=prefix, queryset=queryset)
    entries = _entries(inline.model, kind.fk.attname, then)
    were, are = _standing(entries, then.ended), _standing(entries)
    gone = [entry for key, entry in were.items() if key not in {form.instance.pk for form in now.forms}]
    for number, form in enumerate(now.forms):
        _type(data, form, were.get(form.instance.pk))
        if form.instance.pk not in were:
            data[f"{prefix}-{number}-{forms.formsets.DELETION_FIELD_NAME}"] = "on"
    for number, entry in enumerate(gone, len(now.forms)):
        form = now.empty_form
        form.prefix = now.add_prefix(number)
        _type(data, form, entry)
    management = {
        **now.management_form.initial,
        forms.formsets.TOTAL_FORM_COUNT: len(now.forms) + len(gone),
    }
    for name, value in management.items():
        data[f"{prefix}-{name}"] = str(value)
    if request.method == "POST":
        data[f"{prefix}-{SEEN}"] = request.POST.get(f"{prefix}-{SEEN}", "")
    made = kind(data, instance=row, prefix=prefix, queryset=queryset)
    made._queryset = now.get_queryset()  # the same rows, not asked for again
    return Beside(made, list(_changes(now, were, are, gone)))


def _type(data: QueryDict, form: Any, then: Any) -> None:
    """Type into the form of one row what the entry of its history has; without one, what is there."""
    tracked = {field.name: field.attname for field in then.tracked_fields} if then is not None else {}
    for name, field in form.fields.items():
        known = name in tracked and name != form._meta.model._meta.pk.name
        value = getattr(then, tracked[name]) if known else form.get_initial_for_field(field, name)
        put(data, form.add_prefix(name), field, value)


def _changes(formset: Any, were: dict[int, Any], are: dict[int, Any], gone: Iterable[Any]) -> Iterator[str]:
    title = capfirst(formset.model._meta.verbose_name_plural)
    for form in formset.initial_forms:
        then, quoted = were.get(form.instance.pk), f"“{form.instance}”"
        if then is None:
            yield f"{title}: {gettext('deleted: %(row)s') % {'row': quoted}}"
            continue
        labels = {name: str(field.label) for name, field in form.fields.items() if field.label}
        if found := list(meanwhile.differences(then, are[form.instance.pk], labels)):
            yield f"{title}: {quoted}: {', '.join(found)}"
    for entry in gone:
        yield f"{title}: {gettext('new: %(row)s') % {'row': f'“{called_then(entry)}”'}}"


def chosen(form: Any, name: str) -> str:
    """What a field that stands for rows of another table would change: “Groups: A → B, C”."""
    field: Any = form.fields[name]
    sides = [{int(key) for key in keys or ()} for keys in (form.initial.get(name), form[name].value())]
    offered = list(field.queryset.filter(pk__in=sides[0] | sides[1]))
    told = [", ".join(field.label_from_instance(one) for one in offered if one.pk in side) for side in sides]
    return f"{field.label}: {told[0] or '–'} → {told[1] or '–'}"


def names(model_admin: Any, beside: Iterable[Beside]) -> list[str]:
    """What goes back together with a row, as it is called."""
    kinds = [model for model, _way, _chosen in model_admin.chosen_rows.values()]
    kinds += [each.formset.model for each in beside]
    return [str(model._meta.verbose_name_plural) for model in kinds]


def seen(beside: Iterable[Beside]) -> dict[str, str]:
    """What the page carries so that whoever changed these rows meanwhile is told of."""
    names = (f"{each.formset.prefix}-{SEEN}" for each in beside)
    return {name: each.formset.data[name] for name, each in zip(names, beside, strict=True)}


def put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
    """Add to `data` what a browser would send for a form's field that has this value."""
    widget: Any = getattr(field.widget, "widget", field.widget)  # without the frame of the ways to other rows
    prepared = field.prepare_value(value)
    if isinstance(widget, forms.CheckboxInput):
        if prepared:
            data[name] = "on"
        return
    formatted = widget.format_value(prepared)
    if isinstance(formatted, list | tuple):
        data.setlist(name, [str(part) for part in formatted])
    else:
        data[name] = "" if formatted is None else str(formatted)
