"""Ways of Django's own admin to a row that ask nobody: who may not see the row does not come by them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from backoffice.rights import access

LOOKED_AT = 100


def view_on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Lead to the row's public page. Raises Http404 where there is no row that she may see."""
    try:
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model = kind and kind.model_class()
        page: Any = model and admin.site._registry.get(model)
        seen = bool(page) and page.has_view_permission(request)
        row = page.get_queryset(request).filter(pk=object_id).first() if seen else None
    except (ValueError, ValidationError, OverflowError):
        row = None  # no row can have this number
    if row is None:
        raise Http404
    return shortcut(request, int(content_type_id), object_id)


def log_entries(request: HttpRequest, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """What the reader did lately, of rows that she still sees; all of it for who sees every mission."""
    user: Any = request.user
    if access.sees_all(user):
        return entries
    by_kind: dict[int, set[str]] = {}
    mine = entries.filter(user=user).values_list("content_type", "object_id")
    for kind, key in mine[:LOOKED_AT]:
        if kind is not None and key is not None and key.isdecimal():
            by_kind.setdefault(kind, set()).add(key)
    kept = Q(pk__in=[])
    for kind, keys in by_kind.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            rows = access.narrow(user, model._base_manager.filter(pk__in=keys), "view")
            seen = [str(key) for key in rows.values_list("pk", flat=True)]
            kept |= Q(content_type=kind, object_id__in=seen)
    return entries.filter(kept)
