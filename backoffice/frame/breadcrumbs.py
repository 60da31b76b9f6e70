"""The way back from a page of the stock admin: to the week, to the mission, to the list, to the row."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from backoffice.frame import rows
from missions.models import Mission

WORDS_SHOWN = 18


def of(request: HttpRequest, context: dict[str, Any], mission: Mission | None) -> list[tuple[str, str]]:
    """Words and address of each step; the last one, the page itself, has no address.

    `mission` is the one that the page is about.
    """
    return list(_steps(request, context, mission))


def _steps(
    request: HttpRequest, context: dict[str, Any], mission: Mission | None
) -> Iterator[tuple[str, str]]:
    yield _("This week"), reverse("admin:index")
    opts = context.get("opts")
    row = context.get("original") or context.get("object")
    title = str(context.get("title") or "")
    if opts is None:
        yield title, ""
        return
    of_mission = mission if opts.model is not Mission else None
    if of_mission:
        yield _shown(of_mission), rows.first_page_of(of_mission, request.user)
    model_admin: Any = admin.site._registry.get(opts.model)
    listed = bool(model_admin and model_admin.has_view_or_change_permission(request))
    name = str(capfirst(opts.verbose_name_plural))
    if "cl" in context:
        yield name, ""
        return
    yield name, rows.list_of(opts.model, of_mission) if listed else ""
    if context.get("add"):
        yield _("Add %(name)s") % {"name": opts.verbose_name}, ""
    elif row is None:
        yield title, ""
    elif "original" in context:
        yield _shown(row), ""
    else:
        yield _shown(row), _row_page(opts, row)
        yield title, ""


def _shown(row: Any) -> str:
    return Truncator(str(row)).words(WORDS_SHOWN)


def _row_page(opts: Any, row: Any) -> str:
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
