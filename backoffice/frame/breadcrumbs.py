"""The way back from a page of the desk: to the week, the mission, the page or list above it, the row.

Of pages of ours `ABOVE` says which page leads to each; whoever may see the page may see that too.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.frame import rows
from missions.models import Mission

WORDS_SHOWN = 18
_PEOPLE = ("missions_mission_people", gettext_lazy("People"))
_OUTBOX = ("missions_mission_letters", gettext_lazy("Outbox"))
_RELEASE = ("missions_mission_release", gettext_lazy("Release"))
_TRAVEL = ("missions_mission_travel", gettext_lazy("Travel documents"))
_FOLLOW_UPS = ("follow_ups", gettext_lazy("Follow-ups"))
ABOVE = {
    "missions_mission_lists": _PEOPLE,
    "missions_mission_links": _PEOPLE,
    "missions_mission_show_links": ("missions_mission_links", gettext_lazy("Personal links")),
    "missions_mission_answers": _PEOPLE,
    "missions_mission_substitute": _PEOPLE,
    "missions_mission_travel": _PEOPLE,
    "missions_mission_visas": _TRAVEL,
    "delegations_delegate_travel_document": _TRAVEL,
    "missions_mission_write": _OUTBOX,
    "missions_mission_letter": _OUTBOX,
    "missions_mission_letter_to": _OUTBOX,
    "missions_mission_mail_folder": _OUTBOX,
    "missions_mission_seen": _OUTBOX,
    "missions_mission_foreseen": _RELEASE,
    "missions_mission_import_preview": ("missions_mission_import", gettext_lazy("Bring in")),
    "visit_report": ("visits", gettext_lazy("Visit reports")),
    "follow_up": _FOLLOW_UPS,
    "follow_up_calendar": _FOLLOW_UPS,
    "follow_up_mission": _FOLLOW_UPS,
    "outcome": ("outcomes", gettext_lazy("Outcomes")),
    "export_progress": ("exports", gettext_lazy("Taken away as files")),
}


def of(request: HttpRequest, context: dict[str, Any], mission: Mission | None) -> list[tuple[str, str]]:
    """Words and address of each step; the last one, the page itself, has no address.

    `mission` is the one that the page is about.
    """
    return list(_steps(request, context, mission))


def _steps(
    request: HttpRequest, context: dict[str, Any], mission: Mission | None
) -> Iterator[tuple[str, str]]:
    opts = context.get("opts")
    title = str(context.get("title") or "")
    if opts is None:
        yield from _of_ours(request, title, mission)
        return
    yield _("This week"), reverse("admin:index")
    row = context.get("original") or context.get("object")
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


def _of_ours(request: HttpRequest, title: str, mission: Mission | None) -> Iterator[tuple[str, str]]:
    """Of a page that is of no model's; the week is where all ways lead, and has none."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name == "index":
        return
    yield _("This week"), reverse("admin:index")
    if mission:
        first = rows.first_page_of(mission, request.user)
        yield _shown(mission), first if first != request.path else ""
    if name in ABOVE:
        above, words = ABOVE[name]
        yield str(words), rows.page_above(above, mission)
    yield Truncator(title).words(WORDS_SHOWN), ""


def _shown(row: Any) -> str:
    return Truncator(str(row)).words(WORDS_SHOWN)


def _row_page(opts: Any, row: Any) -> str:
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
