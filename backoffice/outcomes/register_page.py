"""The register of outcomes over all missions, and what those that are asked for come to."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.outcomes import page, register, sums
from missions.models import Certainty, OutcomeKind

ON_A_PAGE = 25
SEES = "missions.view_outcome"


def urls(view: Any) -> list[URLPattern]:
    """The pages of outcomes, by the key of one."""
    return [
        path("outcomes/", view(register_page), name="outcomes"),
        path("outcomes/<int:pk>/", view(page.page), name="outcome"),
    ]


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The outcomes that are asked for, the latest first, and below them their totals."""
    user: Any = request.user
    if not user.has_perm(SEES):
        raise PermissionDenied
    lang, asked, wish = get_language() or "en", register.Asked.of(request.GET), sums.Wish.of(request.GET)
    seen = register.rows_for(user)
    found = register.found(seen, asked)
    pages = Paginator(found, ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    on_page: Any = shown.object_list
    context = {
        "title": _("Outcomes"),
        "asked": asked,
        "count": pages.count,
        "lines": register.lines(on_page, lang),
        "shown": shown,
        "query": asked.address(**_wished(wish, request)),
        "missions": register.missions_of(seen),
        "organisations": register.organisations_of(seen),
        "certainties": Certainty.choices,
        "kinds": OutcomeKind.choices,
        "states": [(name, words) for name, (words, _which) in register.STATES.items()],
        "years": register.years_of(seen),
        "currencies": register.currencies_of(seen),
        "sums": sums.of(found, wish, lang),
        "wish": wish,
        "reporting_currencies": sums.reporting_currencies(),
        "adds": user.has_perm("missions.add_outcome"),
        "sees_rates": user.has_perm("missions.view_rate"),
    }
    return desk.page(request, "backoffice/outcomes.html", context, section=desk.REPORTS)


def _wished(wish: sums.Wish, request: HttpRequest) -> dict[str, str]:
    """What the next page has to be asked for, too."""
    return {"in": wish.currency, "on": wish.on.isoformat() if request.GET.get("on") else ""}
