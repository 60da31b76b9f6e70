"""What the delegates of a mission answered: who has checked her own details, and who does not come to what.

In protocol order. Words and telephone numbers are for who may see personal data; that somebody does not come
is for everybody who sees the delegates.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from delegations import own_details, protocol, regrets, telephones
from delegations.models import Delegate, DelegateState, Regret
from missions import released_dates
from missions.models import Mission
from partners.desk import PERSONAL_DATA
from wording import dates, zones
from wording.words import Words

SEES = "delegations.view_delegate"


@dataclass(frozen=True, slots=True)
class Line:
    """A delegate with her place in protocol order; `checked` is empty where she has checked nothing yet."""

    delegate: Delegate
    place: int
    name: Words
    phone: str
    tel: str
    checked: str
    by: str
    until: str


@dataclass(frozen=True, slots=True)
class Declined:
    """An item to which somebody does not come; `moved` since she said so: then she has to be asked again."""

    line: Line
    regret: Regret
    day: str
    at: str
    moved: bool


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/answers/", view(page), name="missions_mission_answers")]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has answered and who has not."""
    mission = access.mission_for(request, pk, SEES)
    personal = access.may(request.user, mission, PERSONAL_DATA)
    found = lines(mission, get_language() or "en", personal=personal)
    context = {
        "title": _("Answers of the delegates"),
        "unchecked": [line for line in found if not line.checked],
        "checked": [line for line in found if line.checked],
        "declined": list(declined(mission, found, get_language() or "en")),
        "personal": personal,
    }
    return desk.page(request, "backoffice/answers.html", context, mission=mission, section=desk.PEOPLE)


def lines(mission: Mission, lang: str, *, personal: bool) -> list[Line]:
    """Those who travel, in protocol order."""
    clock = zones.zone_info(mission.zone_name())
    usual = own_details.usual_last_day(released_dates.of(mission))
    ordered = list(protocol.in_order(mission))
    for delegate in ordered:
        delegate.mission = mission
    return [
        _line(delegate, place, lang, clock, personal, delegate.delegation.details_until or usual)
        for place, delegate in enumerate(ordered, start=1)
        if delegate.state != DelegateState.WITHDRAWN
    ]


def declined(mission: Mission, found: Iterable[Line], lang: str) -> list[Declined]:
    """What they have declined and not taken back, by item in the order of days; one query."""
    clock = zones.zone_info(mission.zone_name())
    of_delegate = {line.delegate.pk: line for line in found}
    rows = Regret.objects.filter(delegate__in=of_delegate, taken_back_at__isnull=True)
    by_item: dict[int, list[Regret]] = defaultdict(list)
    for row in rows.select_related("item__stop").order_by("item__day", "item__order", "item_id", "pk"):
        by_item[row.item_id].append(row)
    return [
        Declined(
            of_delegate[row.delegate_id],
            row,
            dates.long_date(row.item.day, lang) if row.item.day else "",
            dates.released_at(row.at, clock, lang),
            row.told != regrets.told_of_row(row.item, row.item.stop),
        )
        for rows_of in by_item.values()
        for row in sorted(rows_of, key=lambda one: of_delegate[one.delegate_id].place)
    ]


def _line(
    delegate: Delegate, place: int, lang: str, clock: dt.tzinfo, personal: bool, last_day: dt.date
) -> Line:
    phone = delegate.person.phone if personal else ""
    return Line(
        delegate=delegate,
        place=place,
        name=delegate.person.full_name(lang) or Words(str(delegate), lang),
        phone=phone,
        tel=telephones.tel(phone),
        checked=dates.released_at(delegate.checked_at, clock, lang) if delegate.checked_at else "",
        by=delegate.checked_by,
        until=dates.long_date(last_day, lang),
    )
