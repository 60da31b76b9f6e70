"""Countries by their ISO 3166-1 codes, named by CLDR."""

from functools import cache

from wording.locales import locale_for

# CLDR names these two-letter codes too, but ISO 3166-1 assigns none of them to a country.
_NOT_ISO = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)


@cache
def country_codes() -> frozenset[str]:
    """The codes that ISO 3166-1 assigns."""
    codes = map(str, locale_for("en").territories)  # regions by number are among them: "150" is Europe
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NOT_ISO


def is_country(code: str) -> bool:
    """Whether this is a country's code, in capitals.

    >>> is_country("TM"), is_country("tm"), is_country("EU")
    (True, False, False)
    """
    return code in country_codes()


def country_name(code: str, lang: str) -> str:
    """The country's name in the language; an unknown code raises `KeyError`.

    >>> country_name("KZ", "tk")
    'Gazagystan'
    """
    if not is_country(code):
        raise KeyError(code)
    return str(locale_for(lang).territories[code])


# Where signs and drivers read one of our languages; elsewhere English does best.
_READ_IN = {"KZ": "kk", "TM": "tk", **dict.fromkeys(("AM", "AZ", "BY", "GE", "KG", "RU", "TJ", "UZ"), "ru")}


def language_of(code: str, otherwise: str = "en") -> str:
    """That one of our languages which is best read in a country; elsewhere `otherwise`.

    >>> language_of("TM"), language_of("UZ"), language_of("JP")
    ('tk', 'ru', 'en')
    """
    return _READ_IN.get(code, otherwise)


@cache
def countries(lang: str) -> tuple[tuple[str, str], ...]:
    """Every country, its code and its name in the language, by name.

    >>> countries("en")[0]
    ('AF', 'Afghanistan')
    """
    named = ((code, country_name(code, lang)) for code in country_codes())
    return tuple(sorted(named, key=lambda pair: (pair[1].casefold(), pair[0])))
