"""Amounts of money with the ISO code in Latin letters: Russian CLDR writes TMT in Cyrillic ones."""

from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import format_decimal, get_currency_precision, list_currencies

from wording.locales import locale_for

# Codes of metals, funds and tests, which no agreement is made in.
_NO_MONEY = frozenset(
    ["XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"]
)


def money(amount: Decimal | int, currency: str, lang: str) -> str:
    """An amount by the language's number format: "1 250 000 TMT"; its fraction only where it has one.

    The spaces are non-breaking (U+00A0). No rounding but to the currency's own fraction.

    >>> money(Decimal("1250000.5"), "TMT", "en").replace("\\N{NO-BREAK SPACE}", " ")
    '1,250,000.50 TMT'
    """
    whole = amount == int(amount)
    digits = 0 if whole else get_currency_precision(currency)
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return f"{format_decimal(amount, pattern, locale=locale_for(lang))}\N{NO-BREAK SPACE}{currency}"


def rate(value: Decimal, lang: str) -> str:
    """A rate between two currencies with all its digits, and no zeros after them.

    >>> rate(Decimal("0.002100000"), "en"), rate(Decimal("470.000000000"), "ru")
    ('0.0021', '470')
    """
    return str(format_decimal(value, "#,##0.#########", locale=locale_for(lang)))


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes of money in use somewhere today."""
    current = {
        entry[0] for uses in get_global("territory_currencies").values() for entry in uses if _in_use(entry)
    }
    return frozenset(current & list_currencies() - _NO_MONEY)


def _in_use(entry: tuple[str, object, object, bool]) -> bool:
    _code, _start, end, tender = entry
    return end is None and tender


def is_currency(code: str) -> bool:
    """Whether an amount may be in this currency: a code in capitals.

    >>> is_currency("TMT"), is_currency("tmt"), is_currency("SUR")
    (True, False, False)
    """
    return code in currency_codes()
