"""Sums of money added up: never two currencies or two certainties without saying so.

Pure functions on plain values, exact to the hundredth, in which the order of what is added plays no part. The
one place where sums are rounded is `in_one_currency`: each part half up to a hundredth, and the parts are
added after that, so that the table that shows them adds up.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext

from missions.models.results import Certainty, Outcome

HUNDREDTH = Decimal("0.01")
DIGITS = 80  # more than a sum of fifteen digits times a rate of fifteen has, however many are added
ORDER = {str(certainty): place for place, certainty in enumerate(Certainty.values)}


@dataclass(frozen=True, slots=True)
class Amount:
    """The money of one outcome; `years` says how much of it falls into which year, at most all of it."""

    amount: Decimal
    currency: str
    certainty: str
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Total:
    """What one currency and one certainty come to. `years` and `year_not_stated` together are the amount."""

    currency: str
    certainty: str
    amount: Decimal
    count: int
    years: tuple[tuple[int, Decimal], ...]
    year_not_stated: Decimal


@dataclass(frozen=True, slots=True)
class Quotation:
    """What one unit of `currency` was worth in `reporting_currency` on a day, and who says so."""

    currency: str
    reporting_currency: str
    rate: Decimal
    on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """A total in the reporting currency, by the quotation; without one it is in that currency already."""

    total: Total
    quotation: Quotation | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InOneCurrency:
    """Totals in one reporting currency, for each certainty apart, by the quotations that held on a day.

    Where a currency has no quotation it stands in `missing`, and `totals` is empty: half a total is none.
    """

    currency: str
    on: dt.date
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    totals: tuple[tuple[str, Decimal], ...]


def amounts(outcomes: Iterable[Outcome]) -> list[Amount]:
    """The money of these rows, where they have any; their years are asked for unless they are read along."""
    return [
        Amount(
            outcome.amount,
            outcome.currency,
            outcome.certainty,
            {year.year: year.amount for year in outcome.years.all()},
        )
        for outcome in outcomes
        if outcome.amount is not None
    ]


def totals(added: Iterable[Amount]) -> tuple[Total, ...]:
    """One total for each currency and certainty: by currency, then preliminary, signed, delivered.

    >>> [(one.certainty, one.amount) for one in totals([
    ...     Amount(Decimal(5), "USD", "signed"), Amount(Decimal(2), "USD", "preliminary")])]
    [('preliminary', Decimal('2')), ('signed', Decimal('5'))]
    """
    kinds: dict[tuple[str, str], list[Amount]] = {}
    for one in added:
        kinds.setdefault((one.currency, one.certainty), []).append(one)
    with localcontext(prec=DIGITS):
        return tuple(_total(*kind, kinds[kind]) for kind in sorted(kinds, key=_place))


def in_one_currency(
    found: Iterable[Total], currency: str, on: dt.date, quotations: Iterable[Quotation]
) -> InOneCurrency:
    """These totals in one currency, each by the newest quotation of its own on or before the day.

    A quotation is taken the way round in which it stands: the other way is another.
    """
    held: dict[str, Quotation] = {}
    for one in quotations:
        before = held.get(one.currency)
        if (
            one.reporting_currency == currency
            and one.on <= on
            and (before is None or (before.on, before.rate) < (one.on, one.rate))
        ):
            held[one.currency] = one
    parts, missing = [], set()
    with localcontext(prec=DIGITS):
        for total in found:
            if total.currency == currency:
                parts.append(Part(total, None, total.amount))
            elif quotation := held.get(total.currency):
                parts.append(Part(total, quotation, rounded(total.amount * quotation.rate)))
            else:
                missing.add(total.currency)
        sums: dict[str, Decimal] = {}
        for part in () if missing else parts:
            sums[part.total.certainty] = sums.get(part.total.certainty, Decimal(0)) + part.amount
    ordered = sorted(sums, key=lambda certainty: ORDER.get(certainty, len(ORDER)))
    return InOneCurrency(
        currency,
        on,
        tuple(parts),
        tuple(sorted(missing)),
        tuple((certainty, sums[certainty]) for certainty in ordered),
    )


def rounded(amount: Decimal) -> Decimal:
    """Half up to a hundredth.

    >>> rounded(Decimal("0.125")), rounded(Decimal("0.124"))
    (Decimal('0.13'), Decimal('0.12'))
    """
    with localcontext(prec=DIGITS):
        return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def _total(currency: str, certainty: str, added: list[Amount]) -> Total:
    years: dict[int, Decimal] = {}
    for one in added:
        for year, part in one.years.items():
            years[year] = years.get(year, Decimal(0)) + part
    amount = sum((one.amount for one in added), Decimal(0))
    return Total(
        currency=currency,
        certainty=certainty,
        amount=amount,
        count=len(added),
        years=tuple(sorted(years.items())),
        year_not_stated=amount - sum(years.values(), Decimal(0)),
    )


def _place(kind: tuple[str, str]) -> tuple[str, int, str]:
    currency, certainty = kind
    return currency, ORDER.get(certainty, len(ORDER)), certainty
