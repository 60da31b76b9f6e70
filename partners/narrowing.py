"""Pages of the admin for whoever may not see every row: lists, forms, choices, filters, actions, deletions.

Who sees which row is decided by an authentication backend that has `narrow` and `everywhere`, for this room
knows no missions. Where there is none, Django's permissions hold for all rows alike. `narrow` gives back the
very queryset it was given where all is seen: those who see all pay nothing.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ActionLocation, FieldListFilter, RelatedFieldListFilter
from django.contrib.auth import get_backends, get_permission_codename, get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners import beside, deletions

SHOWN = "shown_row"  # of a request: the row whose page it asks for


def narrow[T: Model](user: Any, rows: QuerySet[T], action: str) -> QuerySet[T]:
    """Those of the rows with which a member of staff may do this: “view”, or a whole permission."""
    for backend in _deciders():
        rows = backend.narrow(user, rows, action)
    return rows


def everywhere(user: Any, permission: str) -> bool:
    """Whether she has the permission for every row that she sees."""
    return bool(user.has_perm(permission)) and all(
        backend.everywhere(user, permission) for backend in _deciders()
    )


def _deciders() -> Iterator[Any]:
    return (backend for backend in get_backends() if hasattr(backend, "narrow"))


class Keeping:
    """For forms: their fields offer what the reader sees, and the row that is chosen already."""

    fields: dict[str, forms.Field]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chosen = getattr(self.instance, f"{name}_id", None)
            if chosen is not None and (whole := getattr(field, "whole", None)) is not None:
                seen: Any = field
                offered = seen.queryset.order_by().values("pk")
                seen.queryset = whole.filter(Q(pk__in=offered) | Q(pk=chosen))


class Guarded:
    """For forms: they refuse to write a row into a mission in which the reader may not."""

    reader: ClassVar[Any] = None
    instance: Any
    errors: Any
    add_error: Callable[..., None]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, not in the stubs
        row = self.instance
        permission = _permission(type(row), "add" if row._state.adding else "change")
        if self.reader is not None and not self.errors and not self.reader.has_perm(permission, row):
            self.add_error(
                None, ValidationError(_("You may not write this in that mission."), code="another_mission")
            )


class Offering(beside.PageOrInline):
    """For admin classes and inlines: they list, and their fields offer, the rows that the reader sees."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return narrow(request.user, rows, "view")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _narrowed(super().formfield_for_foreignkey(db_field, request, **kwargs), request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return _narrowed(super().formfield_for_manytomany(db_field, request, **kwargs), request)


class NarrowedAdmin(Offering, beside.Page):
    """For admin classes: what is asked about one row is answered for this row."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self._may(request, obj, "view", "change")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj, "delete")

    def _may(self, request: HttpRequest, row: Any, *actions: str) -> bool:
        user: Any = request.user
        return row is None or any(user.has_perm(_permission(self.model, action), row) for action in actions)

    def permission_for(self, action: str) -> str:
        """The permission behind what an action of a list asks for: “change”, “release” …"""
        return _permission(self.model, action)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; its page asks what may be done with it."""
        row = super().get_object(request, object_id, from_field)
        setattr(request, SHOWN, row)
        return row

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> Any:
        """The actions; each leaves alone what the reader may not do this with.

        On the page of one row, without those that she may not do with it.
        """
        actions: dict[str, Any] = super().get_actions(request, action_location=action_location)
        row = getattr(request, SHOWN, None)
        if action_location is ActionLocation.CHANGE_FORM and isinstance(row, self.model):
            user: Any = request.user
            actions = {
                name: action
                for name, action in actions.items()
                if all(user.has_perm(self.permission_for(asked), row) for asked in _asks_for(action.func))
            }
        return {name: replace(action, func=_guarded(action.func)) for name, action in actions.items()}

    def _permitted(self, request: HttpRequest, action: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        for asked in _asks_for(action):
            rows = narrow(request.user, rows, self.permission_for(asked))
        return rows

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whether a row exists is not told to who may see none of its kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return deletions.deleted_objects(objs, request, self.admin_site)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Not whether another mission's row leads here: people would be found to travel on it."""
        first = lookup.split("__")[0]
        for relation in self.model._meta.related_objects:
            rows: QuerySet[Any] = relation.related_model._base_manager.all()
            if relation.name == first and narrow(request.user, rows, "view") is not rows:
                return False
        return bool(super().lookup_allowed(lookup, value, request))


class NarrowedInline(Offering, beside.Inline):
    """For inlines: what may be done with its rows is asked about the row on whose page they stand."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self._may(request, obj, "view", "change")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._may(request, obj, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj, "delete")

    def _may(self, request: HttpRequest, parent: Any, *actions: str) -> bool:
        user: Any = request.user
        return parent is None or any(
            user.has_perm(_permission(self.opts.model, action), parent) for action in actions
        )


class SeenRowsFilter(RelatedFieldListFilter):
    """Offers rows that the reader sees."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = field.remote_field.model._default_manager.all()
        if (seen := narrow(request.user, rows, "view")) is rows:
            return super().field_choices(field, request, model_admin)
        ordering = self.field_admin_ordering(field, request, model_admin)
        kept = {"pk__in": seen.order_by().values("pk")}
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=kept)


FieldListFilter.register(lambda field: bool(field.remote_field), SeenRowsFilter, take_priority=True)


def _asks_for(action: Any) -> tuple[str, ...]:
    return tuple(getattr(action, "allowed_permissions", ()))


def _permission(model: type[Model], action: str) -> str:
    return f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"


def _narrowed(field: Any, request: HttpRequest) -> Any:
    """The form field, with the rows that the reader sees; `whole` are all that it would offer."""
    if field is not None and field.queryset.model is not get_user_model():
        whole = field.queryset
        seen = narrow(request.user, whole, "view")
        if seen is not whole:
            field.queryset, field.whole = seen, whole
    return field


def _guarded(action: Any) -> Any:
    @functools.wraps(action)
    def guarded(model_admin: NarrowedAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        permitted = model_admin._permitted(request, action, queryset)
        if permitted is not queryset and (left := queryset.count() - permitted.count()):
            sentence = ngettext(
                "%(count)d entry is left as it was: you may not do this in its mission.",
                "%(count)d entries are left as they were: you may not do this in their mission.",
                left,
            )
            model_admin.message_user(request, sentence % {"count": left}, messages.WARNING)
            if not permitted.exists():
                return None
        return action(model_admin, request, permitted)

    return guarded
