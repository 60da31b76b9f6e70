"""An earlier state of one row: what differs from now, and one button that puts it back.

The old values go through the form of the row's own page, so that its rules, the reader's rights and the watch
for who saved meanwhile hold here too. With it go the rows that its form chooses, and those beside it of
which the page says so: the groups and hosts of an item. What no form sets, addresses, and fields that the
reader may not see stay as they are; so does what stands in other rows.
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
from backoffice.mission_history import beside_then
from partners import meanwhile
from partners.desk import DeskAdmin
from wording import lists, zones


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
    versions = history.filter(id=pk, history_id=version).exclude(history_type="-")
    then = beside_then.until_the_next(versions).first()
    if then is None:
        raise Http404
    fields = flatten_fieldsets(model_admin.get_fieldsets(request, row))
    form_class = model_admin.get_form(request, row, change=True, fields=fields)
    now = history.filter(id=pk).order_by("-history_id").first()
    form = form_class(instance=row, initial={"seen": now.history_id})
    data = _data(form, then, request, model_admin)
    beside = list(beside_then.formsets(model_admin, request, row, then, data))
    form.data, form.is_bound = data, True  # a second form would ask for all of it again
    back = _restored(form, then, model_admin)
    changed = [name for name in form.changed_data if name in back]
    formsets = [each.formset for each in beside if each.changes]
    changes_beside = [said for each in beside for said in each.changes]
    clock = model_admin.clock(row)
    when = zones.moment(then.history_date, clock, get_language() or "en")
    # All of them are asked, so that all that is wrong is said at once.
    if request.method == "POST" and all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
        if changed or changes_beside:
            _save(model_admin, request, form, formsets)
            messages.success(request, _("The state of %(when)s is back.") % {"when": when})
        else:
            messages.info(request, _("It was in that state already."))
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[row.pk]))
    labels = {name: str(form.fields[name].label or name) for name in changed}
    told = list(meanwhile.differences(then, now, labels)) if changed else []
    told += [beside_then.chosen(form, name) for name in changed if name in model_admin.chosen_rows]
    context = {
        "title": _("Back to the state of %(when)s") % {"when": when},
        "opts": model._meta,
        "object": row,
        "changes": [*told, *changes_beside],
        "together": lists.enumerated(beside_then.names(model_admin, beside)),
        "who": then.history_user,
        "errors": list(_sentences(form, formsets)) if request.method == "POST" else [],
        "seen": {"seen": form.data["seen"], **beside_then.seen(beside)},
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


def _restored(form: Any, then: Any, model_admin: Any) -> set[str]:
    """The fields of the form that histories know and that are not fixed."""
    tracked = {field.name for field in (*then.tracked_fields, *then._history_m2m_fields)}
    tracked |= model_admin.chosen_rows.keys()
    return {
        name
        for name, field in form.fields.items()
        if name in tracked and not field.disabled and not isinstance(field, forms.SlugField)
    }


def _data(form: Any, then: Any, request: HttpRequest, model_admin: Any) -> QueryDict:
    """What a browser would send, had somebody typed the old values into the form as it is now."""
    data = QueryDict(mutable=True)
    back = _restored(form, then, model_admin)
    for name, field in form.fields.items():
        value = _old(then, name, model_admin) if name in back else form.get_initial_for_field(field, name)
        if name == "seen" and request.method == "POST":
            value = request.POST.get("seen", "")
        beside_then.put(data, name, field, value)
    return data


def _old(then: Any, name: str, model_admin: Any) -> Any:
    if name in model_admin.chosen_rows:
        model, way, chosen = model_admin.chosen_rows[name]
        return [getattr(row, f"{chosen}_id") for row in beside_then.rows(model, f"{way}_id", then).values()]
    field = then.instance_type._meta.get_field(name)
    if field.many_to_many:
        return [getattr(line, f"{field.m2m_reverse_field_name()}_id") for line in getattr(then, name).all()]
    return getattr(then, field.attname)


def _save(model_admin: Any, request: HttpRequest, form: Any, formsets: list[Any]) -> None:
    row = model_admin.save_form(request, form, change=True)
    model_admin.save_model(request, row, form, True)
    model_admin.save_related(request, form, formsets, True)
    model_admin.log_change(request, row, model_admin.construct_change_message(request, form, formsets))


def _sentences(form: Any, formsets: list[Any]) -> Iterator[str]:
    for one in (form, *(one for formset in formsets for one in formset.forms)):
        yield from _of_one(one)
    for formset in formsets:
        yield from formset.non_form_errors()


def _of_one(form: Any) -> Iterator[str]:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields and form.fields[name].label else ""
        for error in errors:
            yield f"{label}: {error}" if label else str(error)
