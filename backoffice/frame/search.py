"""One search over missions, items, people and organisations, in every language and script.

Each kind is searched as its own list is: by the same fields, among the same rows, so that whoever may not see
a row or a field does not find by it here either.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk, rows
from backoffice.rights import access
from delegations.models import Delegate, Delegation
from missions.models import Host, Mission, Party, ProgrammeItem
from partners.models import Organisation, Person
from wording import dates

SHOWN = 20
LONGEST = 200

type Beside = dict[int, list[Mission]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found, where it is, what is said of it, and the missions it is of."""

    words: str
    address: str
    about: str
    missions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind; `more` is the address of the whole list where there are more than are shown."""

    anchor: str
    heading: str
    hits: tuple[Hit, ...]
    more: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; an empty page to search on where nothing was asked for."""
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    groups = [group for kind in KINDS if (group := _group(request, asked, *kind))] if asked else []
    context = {
        "title": _("Search"),
        "asked": asked,
        "groups": groups,
        "searched": [str(capfirst(model._meta.verbose_name_plural)) for model, *_rest in KINDS],
    }
    return desk.page(request, "backoffice/search.html", context, section="search")


def _group(
    request: HttpRequest, asked: str, model: Any, related: tuple[str, ...], about: Any, beside: Any
) -> Group | None:
    model_admin: Any = admin.site._registry[model]
    if not model_admin.has_module_permission(request):
        return None
    if not model_admin.has_view_or_change_permission(request):
        return None
    found, repeats = model_admin.get_search_results(request, model_admin.get_queryset(request), asked)
    if repeats:
        # A row that is joined several times; DISTINCT would compare whole rows.
        found = model_admin.get_queryset(request).filter(pk__in=found.order_by().values("pk"))
    listed = list((found.select_related(*related) if related else found)[: SHOWN + 1])
    if not listed:
        return None
    visible = access.missions_with(request.user, desk.SEE_MISSION)
    missions: Beside = beside(listed, visible) if beside else {}
    opts = model._meta
    change = f"admin:{opts.app_label}_{opts.model_name}_change"
    hits = tuple(
        Hit(
            str(row) or f"#{row.pk}",
            reverse(change, args=[row.pk]),
            about(row),
            tuple(
                (str(mission), rows.first_page_of(mission, request.user))
                for mission in missions.get(row.pk, ())
            ),
        )
        for row in listed[:SHOWN]
    )
    more = f"{rows.list_of(model)}?{urlencode({'q': asked})}" if len(listed) > SHOWN else ""
    return Group(opts.model_name, str(capfirst(opts.verbose_name_plural)), hits, more)


def _about_mission(mission: Mission) -> str:
    days = dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, _lang())
    return f"{days}, {mission.get_state_display()}"


def _about_item(item: ProgrammeItem) -> str:
    day = dates.long_date(item.day, _lang()) if item.day else _("day not known")
    hour = f", {dates.clock(item.starts_at)}" if item.day and item.starts_at else ""
    return f"{day}{hour}, {item.get_kind_display()}"


def _about_person(person: Person) -> str:
    return ""


def _about_organisation(organisation: Organisation) -> str:
    return str(organisation.get_kind_display())


def _lang() -> str:
    return get_language() or "en"


def _of_items(items: Iterable[ProgrammeItem], visible: Any) -> Beside:
    return {item.pk: [item.mission] for item in items}


def _of_people(people: list[Person], visible: Any) -> Beside:
    """The missions that each travels on."""
    travels = Delegate.objects.filter(person__in=people, mission__in=visible)
    return _by_row(travels.values_list("person_id", "mission_id"), visible)


def _of_organisations(organisations: list[Organisation], visible: Any) -> Beside:
    """The missions that each carries, receives or sends on."""
    parties = Party.objects.filter(organisation__in=organisations, mission__in=visible)
    hosts = Host.objects.filter(organisation__in=organisations, item__mission__in=visible)
    sent = Delegation.objects.filter(organisation__in=organisations, mission__in=visible)
    pairs = parties.order_by().values_list("organisation_id", "mission_id")
    received = hosts.order_by().values_list("organisation_id", "item__mission_id")
    senders = sent.order_by().values_list("organisation_id", "mission_id")
    return _by_row(pairs.union(received, senders).order_by(), visible)


def _by_row(pairs: Iterable[tuple[int, int]], visible: Any) -> Beside:
    """The missions by the key of the row they are beside, newest first, each once."""
    wanted = set(pairs)
    missions = visible.filter(pk__in={mission for _row, mission in wanted}).order_by("-starts_on", "-pk")
    found: Beside = {}
    for mission in missions if wanted else ():
        for row, of_mission in wanted:
            if of_mission == mission.pk:
                found.setdefault(row, []).append(mission)
    return found


KINDS: tuple[tuple[Any, tuple[str, ...], Callable[[Any], str], Any], ...] = (
    (Mission, (), _about_mission, None),
    (ProgrammeItem, ("mission",), _about_item, _of_items),
    (Person, (), _about_person, _of_people),
    (Organisation, (), _about_organisation, _of_organisations),
)
