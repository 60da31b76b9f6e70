"""Names of months and weekdays in the four languages, for reading what people type."""

import re
from functools import cache

from wording.locales import locale_for
from wording.words import LANGUAGES

# Case endings with which Kazakh and Turkmen months stand in a date: “13-nji dekabry”, “13 желтоқсанда”.
ENDING = (
    r"(?:ның|нің|ында|інде|нда|нде|да|де|та|те|дан|ден|тан|тен|ға|ге|қа|ке|ы|і"
    r"|ynyň|iniň|ynda|inde|nda|nde|da|de|dan|den|yna|ine|yň|iň|y|i)"
)
# Short names that people write and CLDR does not have.
_MORE_MONTHS = {"sep": 9, "фев": 2, "сен": 9, "ноя": 11, "янв": 1, "авг": 8, "окт": 10, "дек": 12}
_MORE_WEEKDAYS = {"среду": 2, "пятницу": 4, "субботу": 5}  # “в среду”
_SHORTEST_STEM = 3  # letters of a month that may carry an ending: “maýy”


@cache
def months() -> dict[str, int]:
    """Return the number of a month, January 1, by each of its names in small letters, whole and short."""
    found = dict(_MORE_MONTHS)
    for lang in LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale_for(lang).months[form][width].items():
                    found.setdefault(name.casefold().strip("."), number)
    return found


@cache
def weekdays() -> dict[str, int]:
    """Return the number of a weekday, Monday 0, by each of its names in small letters, whole and short."""
    found = dict(_MORE_WEEKDAYS)
    for lang in LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale_for(lang).days[form].get(width, {}).items():
                    if len(name.strip(".")) > 1:
                        found.setdefault(name.casefold().strip("."), number)
    return found


def month(word: str) -> int | None:
    """Return the number of the month that a word names, with or without a case ending.

    >>> month("December"), month("мая"), month("dekabry"), month("желтоқсанда"), month("bus")
    (12, 5, 12, 12, None)
    """
    word = word.casefold().strip(".")
    if number := months().get(word):
        return number
    for length in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
        if (number := _whole_months().get(word[:length])) and re.fullmatch(ENDING, word[length:]):
            return number
    return None


@cache
def _whole_months() -> dict[str, int]:
    """Whole names alone: a short one with an ending would be read into any word."""
    return {
        name.casefold(): number
        for lang in ("kk", "tk")
        for number, name in locale_for(lang).months["format"]["wide"].items()
    }
