"""Published missions side by side: those of one series, or all that the reader sees."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from backoffice.years import comparing
from backoffice.years.organisation_page import sums
from missions.models import COUNTED, Mission, Series

ON_A_PAGE = 50


def urls(view: Any) -> list[URLPattern]:
    """All missions, and those of one series."""
    return [
        path("years/", view(page), name="years"),
        path("missions/series/<int:pk>/years/", view(of_series), name="missions_series_years"),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every published mission that the reader sees, the newest first, and the series among them."""
    if not request.user.has_perm(access.SEES_A_MISSION):
        raise PermissionDenied
    return _show(request, None)


@require_safe
def of_series(request: HttpRequest, pk: int) -> HttpResponse:
    """The missions of one series."""
    return _show(request, access.row_for(request, Series.objects.all(), pk, "missions.view_series"))


def _show(request: HttpRequest, series: Series | None) -> HttpResponse:
    lang, user = get_language() or "en", request.user
    missions = access.missions_with(user, access.SEES_A_MISSION).filter(COUNTED).order_by("-starts_on", "-pk")
    of_each: Any = ()
    if series is not None:
        missions = missions.filter(series=series)
    else:
        seen = Count("missions", filter=Q(missions__in=missions.order_by().values("pk")))
        rows = access.narrow(user, Series.objects.all(), "view")
        of_each = rows.annotate(number=seen).filter(number__gt=0).order_by("slug", "pk")
    read = comparing.results(user, missions)
    shown = Paginator(missions, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("%(series)s over the years") % {"series": series} if series else _("Over the years"),
        "missions": shown,
        "lines": [
            (line, sums(line.money, lang))
            for line in comparing.compared(user, list[Mission](shown), read, lang)
        ],
        "sums": sums(read.money(), lang),
        "charts": comparing.charts_of(user, missions, read),
        "series": of_each,
        **({"opts": Series._meta, "object": series} if series else {}),
    }
    return desk.page(request, "backoffice/missions_years.html", context, section=desk.REPORTS)
