"""What every page of the desk has: the bar with its menu, the mission one is working on, the way back.

A page of ours is made by `page`; the stock admin's pages are dressed by the site (backoffice/site.py). Both
get a `Bar`, and templates/backoffice/deskbar.html draws it the same in both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.exports import addresses
from backoffice.frame import breadcrumbs, rows
from backoffice.frame.rows import address_of, first_page_of
from backoffice.frame.work import (
    PARTNERS,
    PEOPLE,
    PROGRAMME,
    RECORDS,
    REPORTS,
    WEEK,
    part_of,
)
from backoffice.imports import registry
from backoffice.imports.kind import Circumstances
from backoffice.rights import access
from delegations.models import Delegate
from missions.models import FollowUp, Mission, Outcome, ProgrammeItem, SiteVisit
from partners.models import Organisation, Person
from wording import numbers

__all__ = ["PARTNERS", "PEOPLE", "PROGRAMME", "RECORDS", "REPORTS", "WEEK", "page"]

WORKING_ON = "desk_mission"  # its key in the session
SEE_MISSION = "missions.view_mission"
IMPORT = "missions_mission_import"

# The pages of one mission: address, words, what one must be allowed in it. What does not exist is left out.
PAGES_OF_MISSION = (
    ("missions_mission_board", _("Board"), "missions.view_programmeitem"),
    ("missions_mission_people", _("People"), "delegations.view_delegate"),
    ("missions_mission_cautions", _("Cautions"), "missions.view_programmeitem"),
    ("missions_mission_deadlines", _("Deadlines"), "missions.view_deadline"),
    ("missions_mission_release", _("Release"), "missions.release_mission"),
    ("missions_mission_letters", _("Outbox"), "delegations.view_mailing"),
    ("missions_mission_report", _("Report"), "missions.view_programmeitem"),
    (IMPORT, _("Bring in"), SEE_MISSION),  # for whoever may bring in one kind of file at least
    ("missions_mission_shift", _("Move"), "missions.change_mission"),
    ("missions_mission_copy", _("Copy"), "missions.add_mission"),
    ("missions_mission_changes", _("History"), SEE_MISSION),
    ("missions_mission_change", _("Full record"), SEE_MISSION),
)

# The pages of the part “Reports”, and those of them that are of one mission.
PAGES_OF_REPORTS = (
    ("visits", _("Visit reports"), SiteVisit),
    ("follow_ups", _("Follow-ups"), FollowUp),
    ("outcomes", _("Outcomes"), Outcome),
    ("years", _("Over the years"), Mission),
    ("exports", _("Taken away as files"), SiteVisit),
)
REPORTS_OF_MISSION = (
    ("missions_mission_survey", _("Survey"), "delegations.view_surveyanswer"),
    ("missions_mission_budget", _("Budget"), "missions.view_cost"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu."""

    words: Any
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar over every page of the back office."""

    menu: tuple[Entry, ...]
    below: tuple[Entry, ...]
    mission: Mission | None
    mission_page: str
    mission_menu: tuple[Entry, ...]
    searches: bool
    query: str


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    mission: Mission | None = None,
    section: str = "",
    status: int = 200,
    seen: Iterable[Mission] = (),
) -> TemplateResponse:
    """A page of the desk; `section` is the entry of the menu that it belongs to.

    The context should have a `title`, the page's one heading. `seen` are missions that were read for this
    reader: if the one she works on is among them, it is not read again.
    """
    request.current_app = admin.site.name
    response = TemplateResponse(
        request,
        template,
        {**_surroundings(request), "mission": mission, "section": section, **context},
        status=status,
    )
    dress(request, response, seen)
    return response


def only_sent(request: HttpRequest, refusal: HttpResponse) -> TemplateResponse:
    """The page for who opens an address that only takes what forms send: 405, with the ways on."""
    context = {"title": gettext("There is no page here")}
    response = page(request, "backoffice/only_sent.html", context, status=refusal.status_code)
    response["Allow"] = refusal["Allow"]
    return response


def _surroundings(request: HttpRequest) -> dict[str, Any]:
    """As the stock admin's `each_context`, without the list of all kinds of rows, which ours do not show."""
    site = admin.site
    return {
        "site_title": site.site_title,
        "site_header": site.site_header,
        "site_url": site.site_url,
        "has_permission": site.has_permission(request),
        "is_popup": False,
        "is_nav_sidebar_enabled": False,
    }


def dress(request: HttpRequest, response: TemplateResponse, seen: Iterable[Mission] = ()) -> None:
    """Give a page of the back office its bar and breadcrumbs, and remember the mission that it is about."""
    context = response.context_data
    if context is not None and isinstance(context.get("media"), Media):
        context["media"] = _without_needless(context["media"])
    if context is None or "bar" in context or context.get("is_popup") or not context.get("has_permission"):
        return
    if context.get("cl") is not None:
        context["export"] = addresses.of_list(context["cl"].model, request.GET)
    opened = _opened(request, context) if response.status_code == 200 else None
    mission = working_mission(request, opened, seen)
    section = context.get("section") or _section(request, context)
    context["bar"] = Bar(
        _menu(request, mission, section),
        _below(request, mission) if section == REPORTS else (),
        mission,
        first_page_of(mission, request.user) if mission else "",
        _mission_menu(request, mission) if mission else (),
        _sees(request, Mission, ProgrammeItem, Person, Organisation),
        request.GET.get("q", "") if section == "search" else "",
    )
    about = mission if opened and mission and opened.pk == mission.pk else None
    context["breadcrumbs"] = breadcrumbs.of(request, context, about)


def _without_needless(media: Media) -> Media:
    """The scripts of a stock page but the largest, which serves addresses in other letters than Latin."""
    paths: Any = media
    return Media(css=paths._css, js=[path for path in paths._js if "xregexp" not in str(path)])


def working_mission(
    request: HttpRequest, opened: Mission | None = None, seen: Iterable[Mission] = ()
) -> Mission | None:
    """The mission that is worked on: the one `opened`, from now on, if the reader may see it.

    It is forgotten when it is deleted, or when the reader may no longer see it.
    """
    kept = request.session.get(WORKING_ON)
    known = next((mission for mission in seen if mission.pk == kept), None)
    if known is not None and opened is None:
        return known
    for key in dict.fromkeys((opened.pk if opened else None, kept)):
        if key is None:
            continue
        if opened is not None and opened.pk == key and not opened._state.adding:  # it is read already
            mission: Mission | None = opened if access.may(request.user, opened, SEE_MISSION) else None
        else:
            mission = access.missions_with(request.user, SEE_MISSION).filter(pk=key).first()
        if mission is not None:
            if kept != key:
                request.session[WORKING_ON] = key
            return mission
        if key == kept:
            del request.session[WORKING_ON]
    return None


def _opened(request: HttpRequest, context: dict[str, Any]) -> Mission | None:
    """The mission that the page is about: it, or one of its rows, or a list of its rows alone."""
    if isinstance(context.get("mission"), Mission):
        return cast(Mission, context["mission"])
    row = context.get("original") or context.get("object")
    if row is not None:
        return rows.mission_of(row)
    opts = context.get("opts")
    model = getattr(opts, "model", None)
    if model is None:
        return None
    asked = request.GET.get(rows.filter_of(model) or "mission") or request.GET.get("mission", "")
    key = numbers.whole(asked)
    return Mission(pk=key) if key is not None else None


def _section(request: HttpRequest, context: dict[str, Any]) -> str:
    opts = context.get("opts")
    if opts is not None:
        return part_of(opts.model)
    match = request.resolver_match
    name = match.url_name if match else ""
    return {"index": WEEK, "records": RECORDS, "app_list": RECORDS, "search": "search"}.get(name or "", "")


def _sees(request: HttpRequest, *models: Any) -> bool:
    """Whether the reader sees rows of any of these models, in some mission at least."""
    return any(_can(request, model) for model in models)


def _can(request: HttpRequest, model: Any) -> bool:
    model_admin = admin.site._registry.get(model)
    return bool(
        model_admin
        and model_admin.has_module_permission(request)
        and model_admin.has_view_or_change_permission(request)
    )


def _menu(request: HttpRequest, mission: Mission | None, section: str) -> tuple[Entry, ...]:
    """The parts of the work, each at its page in the mission that is worked on."""
    programme = first_page_of(mission, request.user) if mission else rows.list_of(Mission)
    people = address_of("missions_mission_people", mission.pk) if mission else ""
    entries: Iterable[tuple[str, Any, str, bool]] = (
        (WEEK, _("This week"), reverse("admin:index"), True),
        (PROGRAMME, _("Programme"), programme, _can(request, Mission)),
        (
            PEOPLE,
            _("People"),
            (_can(request, Delegate) and people)
            or (rows.list_of(Delegate, mission) if _can(request, Delegate) else rows.list_of(Person)),
            _sees(request, Delegate, Person),
        ),
        (PARTNERS, _("Partners"), rows.list_of(Organisation), _can(request, Organisation)),
        (REPORTS, _("Reports"), rows.visits(mission), _can(request, SiteVisit)),
        (RECORDS, _("All records"), reverse("admin:records"), True),
    )
    return tuple(
        Entry(words, address, key == section) for key, words, address, shown in entries if shown and address
    )


def _below(request: HttpRequest, mission: Mission | None) -> tuple[Entry, ...]:
    """The pages of the part “Reports”, with those of the mission that is worked on."""
    found = [(words, address_of(name)) for name, words, model in PAGES_OF_REPORTS if _can(request, model)]
    if mission is not None:
        found += [
            (words, address_of(name, mission.pk))
            for name, words, right in REPORTS_OF_MISSION
            if access.may(request.user, mission, right)
        ]
    return tuple(Entry(words, address, address == request.path) for words, address in found if address)


def _mission_menu(request: HttpRequest, mission: Mission) -> tuple[Entry, ...]:
    return tuple(
        Entry(words, address, address == request.path)
        for name, words, permission in PAGES_OF_MISSION
        if (address := address_of(name, mission.pk))
        and access.may(request.user, mission, permission)
        and (name != IMPORT or registry.open_to(Circumstances(mission, request.user, "")))
    )
