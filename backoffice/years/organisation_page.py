"""An organisation over the years: every mission in which it had a part, whom we met, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.rights import access
from backoffice.years import between_us, comparing
from missions import totals
from missions.models import CLOSED_STATES, Certainty, FollowUp, Outcome
from missions.pages.agreed import state_text
from missions.totals import Total
from partners.models import Contact, Organisation
from wording import dates
from wording.money import money
from wording.translated import texts
from wording.words import Words, pick

SEES = "partners.view_organisation"
ON_A_PAGE = 20  # missions
MOST = 50  # follow-ups, outcomes and people of each list, unless “?all” asks for all


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up or an outcome in one line, linked to its page."""

    name: Words | None
    address: str
    facts: tuple[str, ...]
    mission: str


@dataclass(frozen=True, slots=True)
class Part:
    """A list as far as it is shown, and how many there are."""

    lines: Sequence[Any]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.lines) < self.total


def urls(view: Any) -> list[URLPattern]:
    """The page, by the organisation's primary key."""
    return [path("partners/organisation/<int:pk>/years/", view(page), name="partners_organisation_years")]


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was between us; `?page=` leads to earlier missions, `?all` shows all of the other lists."""
    lang, user = get_language() or "en", request.user
    found = Organisation.objects.select_related("parent", "place").prefetch_related("sectors")
    organisation = access.row_for(request, found, pk, SEES)
    family = between_us.family(organisation)
    missions = Paginator(between_us.missions(user, family), ON_A_PAGE).get_page(request.GET.get("page"))
    agreed = list(between_us.follow_ups(user, family).select_related("mission"))
    achieved = list(between_us.outcomes(user, family).select_related("mission").prefetch_related("years"))
    most = None if "all" in request.GET else MOST
    still_open = [row for row in agreed if row.state not in CLOSED_STATES]
    closed = [row for row in agreed if row.state in CLOSED_STATES]
    charts = (
        comparing.follow_up_chart(Counter(row.state for row in agreed)),
        comparing.outcome_chart((row.dated_on, row.certainty) for row in achieved),
    )
    context = {
        "title": _("%(organisation)s over the years") % {"organisation": organisation},
        "opts": Organisation._meta,
        "object": organisation,
        "branches": _named(Organisation.objects.filter(parent=organisation), lang),
        "parent": next(iter(_named([organisation.parent] if organisation.parent else [], lang)), None),
        "missions": missions,
        "lines": between_us.together(user, organisation, family, list(missions), lang),
        "open": Part([_follow_up(row, lang) for row in still_open[:most]], len(still_open)),
        "closed": Part([_follow_up(row, lang) for row in closed[:most]], len(closed)),
        "outcomes": Part([_outcome(row, lang) for row in achieved[:most]], len(achieved)),
        "sums": sums(totals.totals(totals.amounts(achieved)), lang),
        "people": _people(user, organisation, family, lang, most),
        "charts": [chart for chart in charts if chart is not None],
    }
    return desk.page(request, "backoffice/organisation_years.html", context, section=desk.PARTNERS)


def sums(found: Iterable[Total], lang: str) -> list[tuple[str, str]]:
    """Each total with its certainty before it: “signed”, “1,250,000 USD”."""
    return [
        (str(capfirst(Certainty(total.certainty).label)), money(total.amount, total.currency, lang))
        for total in found
    ]


def _named(organisations: Iterable[Organisation], lang: str) -> list[tuple[Words | None, str]]:
    return [
        (pick(texts(each, "name"), lang), reverse("admin:partners_organisation_years", args=[each.pk]))
        for each in organisations
    ]


def _follow_up(row: FollowUp, lang: str) -> Line:
    due = dates.partial_date(row.due_on, row.due_precision, lang) if row.due_on else _("date open")
    return Line(
        name=pick(texts(row, "title"), lang),
        address=reverse("admin:follow_up", args=[row.pk]),
        facts=(state_text(row.state, row.state_since, FollowUp.state_words.words(row, lang), lang), due),
        mission=str(row.mission),
    )


def _outcome(row: Outcome, lang: str) -> Line:
    amount = money(row.amount, row.currency, lang) if row.amount is not None else ""
    certainty = str(row.get_certainty_display())
    facts = (str(capfirst(row.get_kind_display())), certainty, amount, between_us.day_of(row, lang))
    return Line(
        name=pick(texts(row, "title"), lang),
        address=reverse("admin:outcome", args=[row.pk]),
        facts=tuple(fact for fact in facts if fact),
        mission=str(row.mission),
    )


def _people(user: Any, organisation: Organisation, family: set[int], lang: str, most: int | None) -> Part:
    """Name, position and, of a branch, where."""
    rows = access.narrow(user, between_us.contacts(family), "view")

    def line(contact: Contact) -> tuple[Words | None, Words | None, Words | None]:
        at = None if contact.organisation_id == organisation.pk else contact.organisation
        return (
            contact.person.full_name(lang),
            pick(texts(contact, "position"), lang),
            pick(texts(at, "name"), lang) if at else None,
        )

    lines = [line(contact) for contact in rows[:most]]
    return Part(lines, rows.count() if len(lines) == most else len(lines))
