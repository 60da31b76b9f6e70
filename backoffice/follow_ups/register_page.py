"""The register of follow-ups over all missions: whose, what is late, what comes next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.follow_ups import becoming_page, calendar_page, page, register
from backoffice.frame import desk
from missions.models import FollowUpState

ON_A_PAGE = 25
SEES = "missions.view_followup"


def urls(view: Any) -> list[URLPattern]:
    """The pages of follow-ups, by the key of one."""
    return [
        path("follow-ups/", view(register_page), name="follow_ups"),
        path("follow-ups/calendar/", view(calendar_page.page), name="follow_up_calendar"),
        path("follow-ups/<int:pk>/", view(page.page), name="follow_up"),
        path("follow-ups/<int:pk>/mission/", view(becoming_page.page), name="follow_up_mission"),
    ]


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The follow-ups of one view, those due first at the top."""
    user: Any = request.user
    if not user.has_perm(SEES):
        raise PermissionDenied
    lang, asked = get_language() or "en", register.Asked.of(request.GET)
    seen = register.rows_for(user)
    found = register.found(seen, asked)
    counts = register.counts(found, user)
    pages = Paginator(register.in_view(found, asked.view, user), ON_A_PAGE)
    shown: Any = pages.get_page(request.GET.get("page"))
    context = {
        "title": _("Follow-ups"),
        "asked": asked,
        "views": [
            (name, words, counts[name], asked.address(view=name)) for name, words in register.VIEWS.items()
        ],
        "lines": register.lines(shown.object_list, lang),
        "shown": shown,
        "query": asked.address(),
        "missions": register.missions_of(seen),
        "organisations": register.organisations_of(seen),
        "states": FollowUpState.choices,
        "narrowed": bool(asked.mission or asked.organisation or asked.state or asked.text),
        "adds": user.has_perm("missions.add_followup"),
    }
    return desk.page(request, "backoffice/follow_ups.html", context, section=desk.REPORTS)
