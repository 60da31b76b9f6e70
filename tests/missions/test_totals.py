"""Sums are exact, whole, and never of two currencies or certainties."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions import totals
from missions.totals import Amount, Quotation
from tests import factories

CURRENCIES = ("KZT", "TMT", "USD")
CERTAINTIES = ("preliminary", "signed", "delivered")
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 9))


def of(row):
    return row.currency, row.certainty


@st.composite
def amounts(draw):
    parts = draw(st.dictionaries(st.integers(2023, 2026), cents(), max_size=3))
    rest = draw(cents())
    return Amount(
        sum(parts.values(), rest),
        draw(st.sampled_from(CURRENCIES)),
        draw(st.sampled_from(CERTAINTIES)),
        parts,
    )


def cents():
    return st.decimals(0, 10**12, places=2)


@st.composite
def quotations(draw):
    currency, other = draw(st.permutations(CURRENCIES))[:2]
    rate = draw(st.decimals("0.000000001", 999999, places=9))
    return Quotation(currency, other, rate, draw(DAYS), "A bank")


@given(st.lists(amounts(), max_size=12))
def test_a_total_is_the_sum_of_its_own_and_of_nothing_else(added):
    found = totals.totals(added)

    assert {of(total) for total in found} == {of(one) for one in added}
    for total in found:
        own = [one for one in added if of(one) == of(total)]
        assert Fraction(total.amount) == sum(Fraction(one.amount) for one in own)
        assert total.count == len(own)
        for year, amount in total.years:
            assert Fraction(amount) == sum(Fraction(one.years.get(year, 0)) for one in own)
        parts = [amount for _year, amount in total.years]
        assert sum(map(Fraction, parts), Fraction(total.year_not_stated)) == Fraction(total.amount)
        assert total.year_not_stated >= 0


@given(st.lists(amounts(), max_size=8), st.randoms())
def test_the_order_of_what_is_added_plays_no_part(added, chance):
    shuffled = chance.sample(added, len(added))

    assert totals.totals(shuffled) == totals.totals(added)


@given(st.lists(amounts(), max_size=8), st.integers(0, 8))
def test_the_totals_of_two_halves_are_those_of_the_whole(added, cut):
    def sums(*lists):
        found = {}
        for total in (total for one in lists for total in totals.totals(one)):
            found[of(total)] = found.get(of(total), 0) + Fraction(total.amount)
        return found

    assert sums(added[:cut], added[cut:]) == sums(added)


@given(st.lists(amounts(), max_size=8), st.lists(quotations(), max_size=8), DAYS, st.randoms())
def test_one_currency_has_a_total_where_each_has_a_rate_and_never_adds_two_certainties(
    added, known, on, chance
):
    found = totals.totals(added)
    told = totals.in_one_currency(found, "USD", on, known)

    rated = {one.currency for one in known if one.reporting_currency == "USD" and one.on <= on}
    assert set(told.missing) == {total.currency for total in found} - rated - {"USD"}
    assert [part.total for part in told.parts] == [
        total for total in found if total.currency not in told.missing
    ]
    for part in told.parts:
        rate = Fraction(part.quotation.rate) if part.quotation else Fraction(1)
        assert abs(Fraction(part.amount) - Fraction(part.total.amount) * rate) <= Fraction(1, 200)
        assert part.amount == part.amount.quantize(Decimal("0.01"))
    sums = {}
    for part in told.parts:
        sums[part.total.certainty] = sums.get(part.total.certainty, 0) + part.amount
    assert dict(told.totals) == ({} if told.missing else sums)
    assert told == totals.in_one_currency(found, "USD", on, chance.sample(known, len(known)))


@pytest.mark.parametrize(
    ("on", "rate"), [(4, None), (5, "0.0021"), (6, "0.0021"), (7, "0.0022"), (9, "0.0022")]
)
def test_the_newest_rate_on_or_before_the_day_holds(on, rate):
    known = [
        Quotation("KZT", "USD", Decimal("0.0022"), dt.date(2023, 12, 7), "NBK"),
        Quotation("KZT", "USD", Decimal("0.0021"), dt.date(2023, 12, 5), "NBK"),
        Quotation("USD", "KZT", Decimal(460), dt.date(2023, 12, 1), "NBK"),
        Quotation("KZT", "EUR", Decimal("0.0019"), dt.date(2023, 12, 1), "NBK"),
    ]
    found = totals.totals([Amount(Decimal(1000), "KZT", "signed")])

    told = totals.in_one_currency(found, "USD", dt.date(2023, 12, on), known)

    assert told.missing == (() if rate else ("KZT",))
    assert [part.quotation.rate for part in told.parts] == ([Decimal(rate)] if rate else [])


def test_fifteen_digits_and_nine_places_are_multiplied_exactly():
    found = totals.totals([Amount(Decimal("9999999999999.99"), "KZT", "signed")] * 3)
    known = [Quotation("KZT", "USD", Decimal("999999.999999999"), dt.date(2023, 12, 5), "NBK")]

    (part,) = totals.in_one_currency(found, "USD", dt.date(2023, 12, 5), known).parts

    assert part.amount == Decimal("29999999999999940000.00")


@pytest.mark.django_db
def test_rows_without_an_amount_add_nothing():
    mission = factories.make_mission()
    factories.make_outcome(mission=mission)
    outcome = factories.make_outcome(mission=mission, amount=Decimal("10.50"), currency="USD")
    outcome.years.create(year=2024, amount=Decimal("4.25"))

    assert totals.amounts(mission.outcomes.prefetch_related("years")) == [
        Amount(Decimal("10.50"), "USD", "preliminary", {2024: Decimal("4.25")})
    ]
