"""Texts of a mission that lack a language, each with the form in which it is written."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from backoffice.translations import missing as translations
from backoffice.week.needs import language_name
from delegations.models import members_of_groups
from missions import document as documents


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/translations/", view(page), name="missions_mission_translations")]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Which text lacks which language; texts of one row stand together."""
    mission = access.mission_for(request, pk, "missions.view_programmeitem")
    lang = get_language() or "en"
    document = documents.make(mission, members_of_groups(mission))
    lacking = translations.missing(document, lang)
    addresses = _addresses(request, {(text.model, text.ref) for text in lacking})
    lines = [
        {
            "of": text.of,
            "field": text.field,
            "languages": ", ".join(language_name(code) for code in text.languages),
            "address": addresses.get((text.model, text.ref), ""),
        }
        for text in lacking
    ]
    context = {"title": _("Missing translations"), "lines": lines}
    return desk.page(
        request, "backoffice/translations.html", context, mission=mission, section=desk.PROGRAMME
    )


def _addresses(request: HttpRequest, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The forms of the rows so named, of those that the reader may open; a query for each kind of row."""
    found: dict[tuple[str, str], str] = {}
    for label in sorted({label for label, _ref in wanted}):
        model: Any = apps.get_model(label)
        model_admin: Any = admin.site._registry.get(model)
        if model_admin is None or not model_admin.has_view_or_change_permission(request):
            continue
        name = "uid" if label == "missions.ProgrammeItem" else "ref"
        refs = [ref for kind, ref in wanted if kind == label]
        rows = model_admin.get_queryset(request).filter(**{f"{name}__in": refs})
        for pk, ref in rows.order_by().values_list("pk", name):
            address = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            found[label, str(ref)] = reverse(address, args=[pk])
    return found
