"""What a deletion takes with it, as the page that asks for it tells: of rows that the reader sees, by name.

In the place of Django's own list, which names all rows alike, and asks nothing where a row of another mission
only loses what it pointed to. Rows that go together do not protect one another.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import NestedObjects, quote
from django.db import router, transaction
from django.db.models import Model, ProtectedError
from django.dispatch import Signal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partners import beside

type Told = tuple[list[Any], dict[str, int], set[str], list[str]]

FOR_GOOD = "for_good"  # what a form says to keep nothing

deleting = Signal()
"""Sent with `row=`, `collector=` (all that goes with it) and `by=`, in the transaction that deletes them."""

erasing = Signal()
"""Sent as `deleting` is, in its place, where nothing is to be kept."""


def collected(rows: Any) -> Any:
    """Django's collector of all that goes with these rows of one model, what loses its pointer included."""
    collector: Any = _Named(using=router.db_for_write(type(rows[0])), origin=rows)
    collector.collect(rows)
    return collector


class _Named(NestedObjects):
    """Django's collector, which reads with each row what the row is named by, and not for each anew."""

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> Any:
        rows = super().related_objects(related_model, related_fields, objs)
        direct = [field for field in related_model._meta.fields if field.many_to_one]
        people = [f"{field.name}__person" for field in direct if _is_of_a_person(field.related_model)]
        return rows.select_related(*(field.name for field in direct), *people)


class _Told(_Named):
    """As much of it as is told before a deletion: what a row only chooses goes unnamed, and is not read."""

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        return from_field is not None and from_field.model._meta.auto_created is from_field.related_model


def _is_of_a_person(model: type[Model]) -> bool:
    return any(field.name == "person" for field in model._meta.fields)


def in_the_way(collector: Any) -> list[Model]:
    """The rows that forbid a deletion; what goes with it forbids nothing."""
    return [row for row in collector.protected if row not in collector.data.get(type(row), ())]


@transaction.atomic
def delete(rows: Iterable[Model], by: Any, *, for_good: bool = False) -> None:
    """Delete these rows of one model, each with what goes with it; unless `for_good`, it may be kept before.

    A row that another of them protects goes after that. Raises ProtectedError where something else does.
    """
    waiting, gone = list(rows), set()
    while waiting:
        postponed = []
        for row in waiting:
            if row.pk in gone:
                continue  # it went with another
            collector = collected([row])
            if in_the_way(collector):
                postponed.append(row)
                continue
            signal = erasing if for_good else deleting
            signal.send(type(row), row=row, collector=collector, by=by)
            gone |= {one.pk for one in collector.data[type(row)]}
            collector.delete()
        if len(postponed) == len(waiting):
            raise ProtectedError("Something else needs these rows.", set(in_the_way(collected(postponed))))
        waiting = postponed


class Deleting(beside.Page):
    """For admin classes: what they delete goes by `delete`, alone, in bulk and from the rows on its page."""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        delete([obj], request.user, for_good=FOR_GOOD in request.POST)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        delete(queryset, request.user, for_good=FOR_GOOD in request.POST)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        def delete_existing(row: Model, commit: bool = True) -> None:
            if commit:
                delete([row], request.user)

        formset.delete_existing = delete_existing
        super().save_formset(request, form, formset, change)


def deleted_objects(objs: Any, request: HttpRequest, site: Any) -> Told:
    """What goes, how many of each kind, what is not allowed, and what forbids it: as Django gives it."""
    if not objs:
        return [], {}, set(), []
    user: Any = request.user
    model = type(objs[0])
    collector: Any = _Told(using=router.db_for_write(model), origin=objs)
    collector.collect(objs)
    app, kind = model._meta.app_label, model._meta.model_name
    deletes, sees = f"{app}.delete_{kind}", f"{app}.view_{kind}"
    lacking: set[str] = set()

    def told(row: Model) -> str:
        page = site.get_model_admin(type(row)) if site.is_registered(type(row)) else None
        allowed = page.has_delete_permission(request, row) if page else user.has_perm(deletes, _owner(row))
        if not allowed:
            lacking.add(str(row._meta.verbose_name))
        return _name(row, user.has_perm(sees, _owner(row)), page is not None, site.name)

    # Lines that only join two rows are asked about like all others, and named nowhere.
    for row, rows in list(collector.edges.items()):
        collector.edges[row] = [
            under
            for under in rows
            if not _goes_along(under) and not (under._meta.auto_created and told(under))
        ]
    going = collector.nested(told)
    for row in _emptied(collector):
        if not user.has_perm(deletes, row):
            lacking.add(str(row._meta.verbose_name))
    # What forbids it is told the same way, and may be a row that it does not matter whether one may delete.
    protected = [
        _name(row, user.has_perm(sees, _owner(row)), site.is_registered(type(row)), site.name)
        for row in in_the_way(collector)
    ]
    counts = {
        str(of._meta.verbose_name_plural): len(rows)
        for of, rows in collector.model_objs.items()
        if not of._meta.auto_created and not getattr(of, "goes_along", False)
    }
    return going, counts, lacking, protected


def _goes_along(row: Model) -> bool:
    """Whether the row goes with what it belongs to, whoever deletes that, and nobody is told of it."""
    return getattr(row, "goes_along", False)


def _owner(row: Model) -> Any:
    """The row itself; of a line that only joins two rows, the row that names the other in its form."""
    owner: Any = row._meta.auto_created
    for field in row._meta.fields if owner else ():
        if field.many_to_one and field.related_model is owner:
            return getattr(row, field.name)
    return row


def _emptied(collector: Any) -> Iterator[Model]:
    """The rows that stay and lose what they point to."""
    for found in collector.field_updates.values():
        for rows in found:
            yield from rows


def _name(row: Model, seen: bool, has_page: bool, site: str) -> str:
    kind = capfirst(row._meta.verbose_name)
    if not seen:
        return _("%(kind)s: of a mission that you do not see") % {"kind": kind}
    if not has_page:
        return f"{kind}: {row}"
    address = reverse(f"{site}:{row._meta.app_label}_{row._meta.model_name}_change", args=(quote(row.pk),))
    return format_html('{}: <a href="{}">{}</a>', kind, address, str(row) or "-")
