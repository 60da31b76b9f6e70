"""Which rows a list has for a reader: exactly those that its page shows after its filters, search and order.

A list of the admin is asked of the admin itself. A register of ours says in `REGISTERS` how its rows are
found; its file is at the address of its list with `of=` and the register's key. Some rows no other page has.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.messages import MessageFailure
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

from backoffice.follow_ups import register as follow_ups
from backoffice.frame import rows as of_missions
from backoffice.outcomes import register as outcomes
from backoffice.rights import access
from backoffice.visits import register as visits
from partners.desk import PERSONAL_DATA
from reports.exports.lists import List
from wording import numbers

OF = "of"


def _follow_ups(user: Any, query: QueryDict) -> QuerySet[Any]:
    asked = follow_ups.Asked.of(query)
    return follow_ups.in_view(follow_ups.found(follow_ups.rows_for(user), asked), asked.view, user)


def _outcomes(user: Any, query: QueryDict) -> QuerySet[Any]:
    return outcomes.found(outcomes.rows_for(user), outcomes.Asked.of(query))


def _visits(user: Any, query: QueryDict) -> QuerySet[Any]:
    return visits.found(user, visits.Asked.of(query))


type Register = Callable[[Any, QueryDict], QuerySet[Any]]
REGISTERS: dict[tuple[str, str], Register] = {
    ("follow-ups", "register"): _follow_ups,
    ("outcomes", "register"): _outcomes,
    ("visits", "register"): _visits,
}


def rows(of: List, user: Any, query: QueryDict) -> QuerySet[Any]:
    """The rows, in the order of the page.

    Raises PermissionDenied for who sees none of their kind, Http404 for an address that no page has.
    """
    page: Any = admin.site.get_model_admin(of.model)
    request = HttpRequest()
    asked: Any = query
    request.method, request.user, request.GET = "GET", user, asked
    if not page.has_view_permission(request):
        raise PermissionDenied
    if not user.has_perms(of.rights):
        raise PermissionDenied
    if (register := query.get(OF, of.register or None)) is not None:
        if (find := REGISTERS.get((of.key, register))) is None:
            raise Http404
        return find(user, query)
    try:
        found: QuerySet[Any] = _whole(page, request).queryset
        return found
    except (IncorrectLookupParameters, MessageFailure):
        raise Http404 from None


def _whole(page: Any, request: HttpRequest) -> ChangeList:
    """The list of the admin, without counting and without a page of it."""
    kind: Any = page.get_changelist(request)

    class Whole(kind):
        def get_results(self, request: HttpRequest) -> None:
            pass

    shown = page.get_list_display(request)
    # The box before each row counts where the address orders by the number of a column.
    with_box = ["action_checkbox", *shown] if page.get_actions(request) else shown
    return Whole(
        request,
        page.model,
        with_box,
        page.get_list_display_links(request, shown),
        [one for one in page.get_list_filter(request) if _is_asked(one, request.GET)],
        page.date_hierarchy,
        page.get_search_fields(request),
        page.get_list_select_related(request),
        page.list_per_page,
        page.list_max_show_all,
        page.list_editable,
        page,
        page.get_sortable_by(request),
        page.search_help_text,
    )


def _is_asked(one: Any, query: QueryDict) -> bool:
    """Whether the address may say something to this filter; any other only costs what it offers."""
    name = one[0] if isinstance(one, tuple) else one
    return not isinstance(name, str) or any(asked.split("__")[0] == name.split("__")[0] for asked in query)


def mission_of(of: List, user: Any, query: QueryDict) -> int | None:
    """The key of the one mission that the rows can be of; None where they can be of several."""
    asked = query.get(of_missions.filter_of(of.model) or "mission") or query.get("mission", "")
    if (key := numbers.whole(asked)) is not None:
        return key
    if not of_missions.ways_to_mission(of.model) or access.sees_all(user):
        return None
    seen = list(access.missions_with(user, access.SEES_A_MISSION).values_list("pk", flat=True)[:2])
    return seen[0] if len(seen) == 1 else None


def standing(user: Any) -> dict[str, list[int] | None]:
    """In which missions she sees rows, and personal data: keys, None for every mission there is."""
    kinds = {
        "sees": access.keys_with(user, access.SEES_A_MISSION),
        "personal": access.keys_with(user, PERSONAL_DATA),
    }
    return {kind: None if keys is None else sorted(keys) for kind, keys in kinds.items()}


def still_stands(user: Any, before: dict[str, list[int] | None]) -> bool:
    """Whether she sees all that she saw then."""
    for kind, keys in standing(user).items():
        had = before[kind]
        if keys is not None and (had is None or not set(had) <= set(keys)):
            return False
    return True
