"""The budget of a mission: each line with what it paid for, and sums for each currency by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from missions.models import Cost, CostKind
from wording import dates
from wording.money import money
from wording.translated import texts
from wording.words import Words, pick

SEES = "missions.view_cost"
WRITES = "missions.change_cost"
ADDS = "missions.add_cost"


@dataclass(frozen=True, slots=True)
class Line:
    """A line in words. `left` is what is planned and not spent, below zero where more was spent."""

    name: Words | None
    address: str
    kind: str
    pays_for: Words | None
    payer: Words | None
    planned: str
    spent: str
    left: str
    over: bool
    paid_on: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What the lines of one currency come to; `unknown` of them have no sum for what was spent.

    A sum of which nothing is known is empty, and so is what is left where either of its sums lacks a line.
    """

    words: str
    planned: str
    spent: str
    left: str
    over: bool
    unknown: int


def urls(view: Any) -> list[URLPattern]:
    """The page, by the mission's primary key."""
    return [path("missions/mission/<int:pk>/budget/", view(page), name="missions_mission_budget")]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines and their sums."""
    mission = access.mission_for(request, pk, SEES)
    lang = get_language() or "en"
    rows = list(mission.costs.select_related("item", "payer").order_by("order", "pk"))
    writes = access.may(request.user, mission, WRITES)
    context = {
        "title": _("Budget"),
        "lines": [_line(row, lang) for row in rows],
        "sums": sums(rows, lang),
        "kinds": kinds(rows, lang),
        "writes": writes,
        "adds": access.may(request.user, mission, ADDS),
    }
    return desk.page(request, "backoffice/budget.html", context, mission=mission, section=desk.REPORTS)


def sums(rows: Iterable[Cost], lang: str) -> list[Sum]:
    """One sum for each currency, in the order of their codes; different currencies are never added."""
    return [_sum(currency, of_it, lang) for currency, of_it in _by(rows, lambda row: row.currency)]


def kinds(rows: Iterable[Cost], lang: str) -> list[Sum]:
    """One sum for each kind and currency, in the order of kinds."""
    order = list(CostKind.values)
    found = _by(rows, lambda row: (order.index(row.kind), row.currency))
    return [_sum(str(capfirst(of_it[0].get_kind_display())), of_it, lang) for _key, of_it in found]


def _by(rows: Iterable[Cost], key: Any) -> list[tuple[Any, list[Cost]]]:
    found: dict[Any, list[Cost]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return sorted(found.items())


def _sum(words: str, rows: list[Cost], lang: str) -> Sum:
    currency = rows[0].currency
    planned = [row.planned for row in rows if row.planned is not None]
    spent = [row.spent for row in rows if row.spent is not None]
    left = sum(planned, Decimal(0)) - sum(spent, Decimal(0))
    all_planned = len(planned) == len(rows)
    return Sum(
        words=words,
        planned=money(sum(planned, Decimal(0)), currency, lang) if planned else "",
        spent=money(sum(spent, Decimal(0)), currency, lang) if spent else "",
        left=money(left, currency, lang) if all_planned and len(spent) == len(rows) else "",
        over=all_planned and left < 0,
        unknown=len(rows) - len(spent),
    )


def _line(row: Cost, lang: str) -> Line:
    both = row.planned is not None and row.spent is not None
    left = (row.planned or Decimal(0)) - (row.spent or Decimal(0))
    return Line(
        name=pick(texts(row, "title"), lang),
        address=reverse("admin:missions_cost_change", args=[row.pk]),
        kind=str(row.get_kind_display()),
        pays_for=pick(texts(row.item, "title"), lang) if row.item else None,
        payer=pick(texts(row.payer, "name"), lang) if row.payer else None,
        planned=money(row.planned, row.currency, lang) if row.planned is not None else "",
        spent=money(row.spent, row.currency, lang) if row.spent is not None else "",
        left=money(left, row.currency, lang) if both else "",
        over=both and left < 0,
        paid_on=dates.long_date(row.paid_on, lang) if row.paid_on else "",
    )
