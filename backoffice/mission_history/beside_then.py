"""What belonged to a row in an earlier state of it: rows that its form chooses, and rows beside it.

They have histories of their own, so a state of the row has in it what stood beside it when the next one
began: whoever saves a row saves these after it, and changes of them alone belong to the state before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext

from partners import meanwhile
from partners.together import SEEN


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of one kind as they were, as a form that has been sent, and what would change."""

    formset: Any
    changes: list[str]


def rows(model: Any, way: str, then: Any) -> dict[int, Any]:
    """The entries of the rows that stood beside a row in the state `then`, by their primary keys.

    `way` is the column that leads to the row.
    """
    entries = model.history.filter(**{way: then.id})
    following = type(then).objects.filter(id=then.id, history_id__gt=then.history_id).order_by("history_id")
    if (ended := following.values_list("history_date", flat=True).first()) is not None:
        entries = entries.filter(history_date__lt=ended)
    newest = {entry.id: entry for entry in entries.order_by("history_id")}
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
    were = rows(inline.model, kind.fk.attname, then)
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
    return Beside(made, list(_changes(made, were, gone)))


def _type(data: QueryDict, form: Any, then: Any) -> None:
    """Type into the form of one row what the entry of its history has; without one, what is there."""
    tracked = {field.name: field.attname for field in then.tracked_fields} if then is not None else {}
    for name, field in form.fields.items():
        known = name in tracked and name != form._meta.model._meta.pk.name
        value = getattr(then, tracked[name]) if known else form.get_initial_for_field(field, name)
        put(data, form.add_prefix(name), field, value)


def _changes(formset: Any, were: dict[int, Any], gone: Iterable[Any]) -> Iterator[str]:
    title = capfirst(formset.model._meta.verbose_name_plural)
    for form in formset.initial_forms:
        then, quoted = were.get(form.instance.pk), f"“{form.instance}”"
        if then is None:
            yield f"{title}: {gettext('deleted: %(row)s') % {'row': quoted}}"
            continue
        now = form.instance.history.order_by("-history_id").first()
        labels = {name: str(field.label) for name, field in form.fields.items() if field.label}
        if found := list(meanwhile.differences(then, now, labels)):
            yield f"{title}: {quoted}: {', '.join(found)}"
    for entry in gone:
        yield f"{title}: {gettext('new: %(row)s') % {'row': f'“{entry.instance}”'}}"


def chosen(form: Any, name: str) -> str:
    """What a field that stands for rows of another table would change: “Groups: A → B, C”."""
    field: Any = form.fields[name]
    sides = []
    for keys in (form.initial.get(name) or (), form[name].value() or ()):
        offered = field.queryset.filter(pk__in=[int(key) for key in keys])
        labels = [str(field.label_from_instance(one)) for one in offered]
        sides.append(", ".join(labels) or "–")
    return f"{field.label}: {sides[0]} → {sides[1]}"


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
