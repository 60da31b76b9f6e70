"""Which outcomes somebody asks for, over all the missions that she sees, and how a line says each."""

import functools
import operator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from backoffice.rights import access
from missions.models import Certainty, Mission, Outcome, OutcomeKind
from missions.pages import agreed
from missions.pages.markup import State, escape
from partners.models import Organisation
from wording import dates, money, numbers
from wording.fields import YEARS
from wording.translated import columns

STATES = {
    "confidential": (_("Confidential"), Q(confidential=True)),
    "published": (_("Published with the results"), Q(published=True)),
    "neither": (_("Neither"), Q(confidential=False, published=False)),
    "confirmed": (_("Confirmed by the company"), Q(confirmed_on__isnull=False)),
    "unconfirmed": (_("Not confirmed"), Q(confirmed_on__isnull=True)),
}
LONGEST = 200  # letters of what is searched for
OFFERED = 500  # missions, and organisations, to choose from
ORDER = (F("dated_on").desc(nulls_last=True), "-mission_id", "pk")
TEXTS = (
    *columns("title"),
    *columns("correction"),
    "source",
    *(f"mission__{column}" for column in columns("title")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks the register for; keys are None, and texts empty, where she asks for all."""

    mission: int | None
    organisation: int | None
    certainty: str
    kind: str
    state: str
    year: int | None
    currency: str
    text: str

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        """As the address says; what it says wrongly is not asked."""
        year = numbers.whole(query.get("year", ""))
        return cls(
            numbers.whole(query.get("mission", "")),
            numbers.whole(query.get("organisation", "")),
            _known(query, "certainty", Certainty.values),
            _known(query, "kind", OutcomeKind.values),
            _known(query, "state", STATES),
            year if year in YEARS else None,
            _known(query, "currency", money.currency_codes()),
            " ".join(query.get("q", "").replace("\0", "").split())[:LONGEST],
        )

    @property
    def narrowed(self) -> bool:
        """Whether she asks for less than all."""
        return bool(self.said())

    def said(self) -> dict[str, str]:
        """What is asked, by the names that it has in an address."""
        asked = {
            "mission": self.mission,
            "organisation": self.organisation,
            "certainty": self.certainty,
            "kind": self.kind,
            "state": self.state,
            "year": self.year,
            "currency": self.currency,
            "q": self.text,
        }
        return {name: str(value) for name, value in asked.items() if value}

    def address(self, **other: str) -> str:
        """The query of an address that asks for the same, and for what is given."""
        return urlencode(self.said() | {name: value for name, value in other.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome as the register says it."""

    row: Outcome
    certainty: State
    amount: str
    dated: str
    confirmed: str
    corrected: str


def rows_for(user: Any) -> QuerySet[Outcome]:
    """The outcomes of the missions in which she may see them."""
    return access.narrow(user, Outcome.objects.all(), "view")


def found(rows: QuerySet[Outcome], asked: Asked) -> QuerySet[Outcome]:
    """Those that are asked for, the latest first."""
    if asked.mission is not None:
        rows = rows.filter(mission=asked.mission)
    if asked.organisation is not None:
        rows = rows.filter(_with(Q(pk=asked.organisation)))
    if asked.certainty:
        rows = rows.filter(certainty=asked.certainty)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(STATES[asked.state][1])
    if asked.year is not None:
        rows = rows.filter(dated_on__year=asked.year)
    if asked.currency:
        rows = rows.filter(currency=asked.currency)
    for word in asked.text.split():
        rows = rows.filter(_has(word))
    return rows.order_by(*ORDER)


def lines(rows: QuerySet[Outcome], lang: str) -> list[Line]:
    """The rows in words; three queries for any number of them."""
    whole = rows.select_related("mission", "item", "confirmed_by__person").prefetch_related("ours", "theirs")
    return [line(row, lang) for row in whole]


def line(row: Outcome, lang: str) -> Line:
    """One outcome in words."""
    look = " state--tentative" if row.certainty == Certainty.PRELIMINARY else " state--done"
    return Line(
        row,
        State(escape(agreed.certainty_word(row.certainty)), look),
        money.money(row.amount, row.currency, lang) if row.amount is not None else "",
        dates.long_date(row.dated_on, lang) if row.dated_on else "",
        dates.long_date(row.confirmed_on, lang) if row.confirmed_on else "",
        dates.long_date(row.corrected_on, lang) if row.corrected_on else "",
    )


def missions_of(rows: QuerySet[Outcome]) -> QuerySet[Mission]:
    """The missions to choose from."""
    return Mission.objects.filter(pk__in=rows.order_by().values("mission"))[:OFFERED]


def organisations_of(rows: QuerySet[Outcome]) -> QuerySet[Organisation]:
    """The organisations on either side to choose from."""
    keys = rows.order_by().values("pk")
    named = [side.objects.filter(outcome__in=keys).values("organisation") for side in _SIDES]
    return Organisation.objects.filter(functools.reduce(operator.or_, (Q(pk__in=one) for one in named)))[
        :OFFERED
    ]


def years_of(rows: QuerySet[Outcome]) -> list[int]:
    """The years in which outcomes are dated, the latest first."""
    return [day.year for day in rows.order_by().dates("dated_on", "year", order="DESC")]


def currencies_of(rows: QuerySet[Outcome]) -> list[str]:
    """The currencies that there are sums in."""
    return sorted(rows.exclude(currency="").order_by().values_list("currency", flat=True).distinct())


_SIDES: tuple[Any, ...] = (Outcome.ours.through, Outcome.theirs.through)


def _known(query: QueryDict, name: str, values: Any) -> str:
    value = query.get(name, "")
    return value if value in values else ""


def _with(organisations: Q) -> Q:
    """An organisation on either side; by key, since an outcome with two of them is one."""
    keys = Organisation.objects.filter(organisations).order_by().values("pk")
    named = [side.objects.filter(organisation__in=keys).values("outcome") for side in _SIDES]
    return functools.reduce(operator.or_, (Q(pk__in=one) for one in named))


def _has(word: str) -> Q:
    names = functools.reduce(
        operator.or_, (Q(**{f"{column}__icontains": word}) for column in columns("name"))
    )
    texts = functools.reduce(operator.or_, (Q(**{f"{name}__icontains": word}) for name in TEXTS))
    return texts | _with(names)
