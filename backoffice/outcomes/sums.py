"""What the outcomes that are listed come to, as tables say it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from missions import totals
from missions.models import Outcome, Rate
from missions.pages import agreed
from missions.totals import InOneCurrency, Quotation, Total
from wording import dates, money
from wording.fields import is_likely
from wording.typed_dates import NotADate, parse_date


@dataclass(frozen=True, slots=True)
class Row:
    """One currency and certainty: what it comes to, and its parts by year, in the order of `Sums.years`."""

    certainty: str
    amount: str
    count: int
    years: tuple[str, ...]
    year_not_stated: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A total in the reporting currency: by which rate of which day, and who says so."""

    certainty: str
    amount: str
    converted: str
    rate: str
    on: str
    source: str


@dataclass(frozen=True, slots=True)
class Reported:
    """All in one currency. `totals` are words for each certainty; none where a rate is missing."""

    currency: str
    on: str
    rows: tuple[Converted, ...]
    missing: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The tables below the register."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    reported: Reported | None


@dataclass(frozen=True, slots=True)
class Wish:
    """In which currency somebody wants to read it all, by the rates of which day."""

    currency: str
    on: dt.date

    @classmethod
    def of(cls, query: QueryDict) -> "Wish":
        """As the address says; by itself no currency, and today's rates."""
        wanted = query.get("in", "")
        return cls(wanted if money.is_currency(wanted) else "", _day(query.get("on", "")))


def of(rows: QuerySet[Outcome], wish: Wish, lang: str) -> Sums:
    """What these rows come to; three queries at most for any number of them."""
    with_money = rows.exclude(amount=None).order_by().only("amount", "currency", "certainty")
    found = totals.totals(totals.amounts(with_money.prefetch_related("years")))
    years = tuple(sorted({year for total in found for year, _amount in total.years}))
    return Sums(
        years=years,
        rows=tuple(_row(total, years, lang) for total in found),
        reported=_reported(found, wish, lang) if wish.currency and found else None,
    )


def reporting_currencies() -> list[str]:
    """The currencies into which there are rates."""
    found = Rate.objects.order_by().values_list("reporting_currency", flat=True).distinct()
    return sorted(found)


def quotations(currency: str, on: dt.date) -> list[Quotation]:
    """All that is known of what others are worth in a currency on or before a day; one query."""
    rows = Rate.objects.filter(reporting_currency=currency, on__lte=on).order_by()
    return [Quotation(row.currency, row.reporting_currency, row.rate, row.on, row.source) for row in rows]


def _day(text: str) -> dt.date:
    try:
        day = parse_date(text).day
    except NotADate:
        return timezone.localdate()
    return day if is_likely(day) else timezone.localdate()


def _row(total: Total, years: Iterable[int], lang: str) -> Row:
    known = dict(total.years)

    def said(amount: Any) -> str:
        return money.money(amount, total.currency, lang) if amount else ""

    return Row(
        agreed.certainty_word(total.certainty),
        money.money(total.amount, total.currency, lang),
        total.count,
        tuple(said(known.get(year)) for year in years),
        said(total.year_not_stated),
    )


def _reported(found: tuple[Total, ...], wish: Wish, lang: str) -> Reported:
    told: InOneCurrency = totals.in_one_currency(
        found, wish.currency, wish.on, quotations(wish.currency, wish.on)
    )
    return Reported(
        currency=told.currency,
        on=dates.long_date(told.on, lang),
        rows=tuple(
            Converted(
                agreed.certainty_word(part.total.certainty),
                money.money(part.total.amount, part.total.currency, lang),
                money.money(part.amount, told.currency, lang),
                money.rate(part.quotation.rate, lang) if part.quotation else "",
                dates.long_date(part.quotation.on, lang) if part.quotation else "",
                part.quotation.source if part.quotation else "",
            )
            for part in told.parts
        ),
        missing=told.missing,
        totals=tuple(
            (agreed.certainty_word(certainty), money.money(amount, told.currency, lang))
            for certainty, amount in told.totals
        ),
    )
