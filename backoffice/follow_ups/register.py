"""Which follow-ups somebody asks for, over all the missions that she sees, and how a line says each."""

import functools
import operator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from backoffice.rights import access
from missions import due
from missions.models import FollowUp, FollowUpState, Mission, Priority
from missions.pages import agreed
from missions.pages.markup import State
from partners.models import Organisation
from wording import numbers
from wording.translated import columns

VIEWS = {
    "mine": _("Mine"),
    "overdue": _("Overdue"),
    "soon": _("Due in the next 30 days"),
    "open": _("Not closed"),
    "all": _("All"),
}
LONGEST = 200  # letters of what is searched for
OFFERED = 500  # missions, and organisations, to choose from
_PRIORITY = Case(
    When(priority=Priority.HIGH, then=Value(0)),
    When(priority=Priority.LOW, then=Value(2)),
    default=Value(1),
    output_field=IntegerField(),
)
ORDER = (F("due_on").asc(nulls_last=True), _PRIORITY, "mission_id", "order", "pk")
TEXTS = (
    *columns("title"),
    *columns("state_words"),
    *columns("sides_words"),
    *(f"mission__{column}" for column in columns("title")),
    *(f"our_organisation__{column}" for column in columns("name")),
    *(f"{place}__{column}" for place in ("place", "item__stop__place") for column in columns("name")),
    *(f"item__{column}" for column in columns("title")),
    "staff_notes",
    "closing_reason",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks the register for; keys are None where she asks for all."""

    view: str
    mission: int | None
    organisation: int | None
    state: str
    text: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """As the address says; what it says wrongly is not asked."""
        view, state = query.get("view", ""), query.get("state", "")
        return cls(
            view if view in VIEWS else "open",
            numbers.whole(query.get("mission", "")),
            numbers.whole(query.get("organisation", "")),
            state if state in FollowUpState.values else "",
            " ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
        )

    def address(self, **other: str) -> str:
        """The query of an address that asks for the same, but for what is given."""
        said = {
            "view": self.view,
            "mission": str(self.mission or ""),
            "organisation": str(self.organisation or ""),
            "state": self.state,
            "q": self.text,
            **other,
        }
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up as the register says it."""

    row: Any
    due: str
    overdue: bool
    state: State


def rows_for(user: Any) -> QuerySet[FollowUp]:
    """The follow-ups of the missions in which she may see them, each with `today` at its mission."""
    return due.with_today(access.narrow(user, FollowUp.objects.all(), "view"))


def found(rows: QuerySet[FollowUp], asked: Asked) -> QuerySet[FollowUp]:
    """Those that are asked for, whichever view: `in_view` leaves those of one."""
    if asked.mission is not None:
        rows = rows.filter(mission=asked.mission)
    if asked.organisation is not None:
        rows = rows.filter(_with(Q(pk=asked.organisation)))
    if asked.state:
        rows = rows.filter(state=asked.state)
    for word in asked.text.split():
        rows = rows.filter(_has(word))
    return rows


def in_view(rows: QuerySet[FollowUp], view: str, user: Any) -> QuerySet[FollowUp]:
    """Those of one view, in the order in which they fall due."""
    return rows.filter(_views(user)[view]).order_by(*ORDER)


def counts(rows: QuerySet[FollowUp], user: Any) -> dict[str, int]:
    """How many there are in each view; one query."""
    return rows.aggregate(**{name: Count("pk", filter=which) for name, which in _views(user).items()})


def lines(rows: QuerySet[FollowUp], lang: str) -> list[Line]:
    """The rows in words; two queries for any number of them."""
    whole = rows.select_related(
        "mission", "item__stop__place", "our_organisation", "our_owner__person", "responsible"
    ).prefetch_related("counterparts")
    return [line(row, row.today, lang) for row in whole]  # type: ignore[attr-defined]  # due.with_today


def line(row: FollowUp, today: Any, lang: str) -> Line:
    """One follow-up in words, on a local date of its mission."""
    return Line(
        row,
        agreed.due(row.due_on, row.due_precision, lang),
        due.standing(row, today) == due.Standing.OVERDUE,
        agreed.state_of(row.state, row.state_since, FollowUp.state_words.words(row, lang), lang),
    )


def missions_of(rows: QuerySet[FollowUp]) -> QuerySet[Mission]:
    """The missions to choose from."""
    named = rows.order_by().values("mission")
    return Mission.objects.filter(pk__in=named)[:OFFERED]


def organisations_of(rows: QuerySet[FollowUp]) -> QuerySet[Organisation]:
    """The organisations on either side to choose from."""
    links = FollowUp.counterparts.through.objects.filter(followup__in=rows.order_by().values("pk"))
    ours = Q(pk__in=rows.exclude(our_organisation=None).order_by().values("our_organisation"))
    return Organisation.objects.filter(ours | Q(pk__in=links.values("organisation")))[:OFFERED]


def _views(user: Any) -> dict[str, Q]:
    return {
        "mine": due.OPEN & Q(responsible=user.pk),
        "overdue": due.OVERDUE,
        "soon": due.DUE_SOON,
        "open": due.OPEN,
        "all": Q(),
    }


def _with(organisations: Q) -> Q:
    """An organisation on either side; by key, since a follow-up with two of them is one."""
    others = FollowUp.objects.filter(counterparts__in=Organisation.objects.filter(organisations))
    return Q(our_organisation__in=Organisation.objects.filter(organisations)) | Q(
        pk__in=others.order_by().values("pk")
    )


def _has(word: str) -> Q:
    named = functools.reduce(
        operator.or_, (Q(**{f"{column}__icontains": word}) for column in columns("name"))
    )
    texts = functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in TEXTS))
    others = FollowUp.objects.filter(counterparts__in=Organisation.objects.filter(named))
    return texts | Q(pk__in=others.order_by().values("pk"))
