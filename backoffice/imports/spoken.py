"""Words that sheets are filled with, in four languages: yes and no, unknown, example, names of languages."""

from functools import cache

from wording.locales import locale_for
from wording.words import LANGUAGES

YES = frozenset(["yes", "y", "true", "1", "да", "иә", "ия", "hawa", "howwa"])
NO = frozenset(["no", "n", "false", "0", "нет", "жоқ", "ýok", "yok"])
UNKNOWN = frozenset(
    [
        "?",
        "–",
        "—",
        "n/a",
        "tbc",
        "tbd",
        "tba",
        "unknown",
        "not known",
        "to be confirmed",
        "to be announced",
        "неизвестно",
        "не известно",
        "уточняется",
        "будет уточнено",
        "белгісіз",
        "нақтылануда",
        "näbelli",
        "anyklanýar",
    ]
)
BESIDE: tuple[str, ...] = ("of", "the", "st", "nd", "rd", "th", "г", "года", "год")
BESIDE += ("ж", "жыл", "жылғы", "жылы", "y", "ý", "ýyl", "ýylyň", "ýylda")
# A row that says so in its column for remarks is not read: the templates show by such rows what is meant.
EXAMPLE = frozenset(["example", "пример", "мысал", "mysal"])

LANGUAGE_NAMES = {
    "en": "en eng english английский англ ағылшынша ағылшын iňlisçe iňlis",
    "ru": "ru rus russian русский рус орысша орыс rusça rus",
    "kk": "kk kz kaz kazakh казахский каз қазақша қазақ қаз gazakça gazak",
    "tk": "tk tm tkm turkmen туркменский туркм түрікменше түрікмен türkmençe türkmen",
}


def folded(text: str) -> str:
    """A word as it is compared: without regard to case, stars, colons and the width of spaces.

    >>> folded("  Family_name *: ")
    'family name'
    """
    for sign in "*:_\n\t\N{NO-BREAK SPACE}":
        text = text.replace(sign, " ")
    return " ".join(text.casefold().split())


@cache
def languages() -> dict[str, str]:
    """The code of a language by each of its names."""
    return {name: code for code, names in LANGUAGE_NAMES.items() for name in names.split()}


@cache
def beside_dates() -> frozenset[str]:
    """Words that may stand beside a day: names of weekdays, and "year" in its forms."""
    words = set(BESIDE)
    for lang in LANGUAGES:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                names = locale_for(lang).days[form].get(width, {}).values()
                words.update(name.casefold().strip(".") for name in names)
    return frozenset(words)
