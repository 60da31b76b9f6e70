"""An earlier state of one row: what differs from now, and one button that puts it back.

The old values go through the form of the row's own page, so that its rules, the reader's rights and the watch
for who saved meanwhile hold here too. What no form sets, addresses, and fields that the reader may not see
stay as they are; so does what stands in other rows, such as the hosts of an item.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk, work
from partners import meanwhile
from partners.desk import DeskAdmin
from wording import zones


def urls(view: Any) -> list[URLPattern]:
    """The address of an earlier state, for each kind of row that has a form of ours."""
    return [
        path(
            f"{model._meta.app_label}/{model._meta.model_name}/<int:pk>/history/<int:version>/",
            view(partial(page, model=model)),
            name=f"{model._meta.app_label}_{model._meta.model_name}_restore",
        )
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, DeskAdmin)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, version: int, *, model: type[models.Model]) -> HttpResponse:
    """Show the difference; POST puts the earlier state in the place of the present one."""
    if request.method != "POST":
        return _page(model, request, pk, version)
    try:
        with transaction.atomic():
            return _page(model, request, pk, version)
    except IntegrityError:
        messages.error(request, _("Another row stands in the way of this state, so nothing was changed."))
        return HttpResponseRedirect(request.path)


def _page(model: type[models.Model], request: HttpRequest, pk: int, version: int) -> HttpResponse:
    model_admin: Any = admin.site.get_model_admin(model)
    row = _row(model_admin, request, pk)
    history: Any = model.history  # type: ignore[attr-defined]  # of all that DeskAdmin shows
    then = history.filter(id=pk, history_id=version).exclude(history_type="-").first()
    if then is None:
        raise Http404
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, row))
    form_class = model_admin.get_form(request, row, change=True, fields=fields)
    form = form_class(_data(form_class(instance=row), then, request), instance=row)
    back = _restored(form, then)
    changed = [name for name in form.changed_data if name in back]
    clock = model_admin.clock(row)
    when = zones.moment(then.history_date, clock, get_language() or "en")
    if request.method == "POST" and form.is_valid():
        if changed:
            _save(model_admin, request, form)
            messages.success(request, _("The state of %(when)s is back.") % {"when": when})
        else:
            messages.info(request, _("It was in that state already."))
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))
    labels = {name: str(form.fields[name].label or name) for name in changed}
    now = history.filter(id=pk).order_by("-history_id").first()
    context = {
        "title": _("Back to the state of %(when)s") % {"when": when},
        "opts": model._meta,
        "object": row,
        "changes": list(meanwhile.differences(then, now, labels)) if changed else [],
        "who": then.history_user,
        "errors": list(_sentences(form)) if form.is_bound and request.method == "POST" else [],
        "seen": form.data["seen"],
    }
    return desk.page(request, "backoffice/restore.html", context, section=work.part_of(model))


def _row(model_admin: Any, request: HttpRequest, pk: int) -> Any:
    """The row, locked where it is about to be saved. Raises PermissionDenied or Http404."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    row = model_admin.get_object(request, str(pk))
    if row is None:
        raise Http404
    if not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    return row


def _restored(form: Any, then: Any) -> set[str]:
    """The fields of the form that the history knows and that are not fixed."""
    tracked = {field.name for field in (*then.tracked_fields, *then._history_m2m_fields)}
    return {
        name
        for name, field in form.fields.items()
        if name in tracked and not field.disabled and not isinstance(field, forms.SlugField)
    }


def _data(form: Any, then: Any, request: HttpRequest) -> QueryDict:
    """What a browser would send, had somebody typed the old values into the form as it is now."""
    data = QueryDict(mutable=True)
    back = _restored(form, then)
    for name, field in form.fields.items():
        value = _old(then, name) if name in back else form.get_initial_for_field(field, name)
        if name == "seen" and request.method == "POST":
            value = request.POST.get("seen", "")
        _put(data, name, field, value)
    return data


def _old(then: Any, name: str) -> Any:
    field = then.instance_type._meta.get_field(name)
    if field.many_to_many:
        return [getattr(line, f"{field.m2m_reverse_field_name()}_id") for line in getattr(then, name).all()]
    return getattr(then, field.attname)


def _put(data: QueryDict, name: str, field: forms.Field, value: Any) -> None:
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


def _save(model_admin: Any, request: HttpRequest, form: Any) -> None:
    row = model_admin.save_form(request, form, change=True)
    model_admin.save_model(request, row, form, True)
    model_admin.save_related(request, form, [], True)
    model_admin.log_change(request, row, model_admin.construct_change_message(request, form, []))


def _sentences(form: Any) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields and form.fields[name].label else ""
        for error in errors:
            yield f"{label}: {error}" if label else str(error)
