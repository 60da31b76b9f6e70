"""Texts in several languages, and which of them a reader gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "ru", "kk", "tk")

# The languages of each script, in the order of LANGUAGES.
SCRIPTS = (("en", "tk"), ("ru", "kk"))

type Texts = Mapping[str, str]
"""One text by language: {"en": "Mary", "ru": "Мары"}; a language without the text is absent or empty."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the language that it is really in."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def pick(texts: Texts, lang: str, fallback: Iterable[str] = LANGUAGES) -> Words | None:
    """The text in the language asked for, else in the first of `fallback` that has it, else None.

    Past `fallback` every language counts, in the order of `LANGUAGES`: a text that exists is never lost.
    """
    if text := texts.get(lang):  # nearly always
        return Words(text, lang)
    if texts:
        for candidate in (*fallback, *LANGUAGES):
            if text := texts.get(candidate):
                return Words(text, candidate)
    return None


def languages_of_name(lang: str) -> tuple[str, ...]:
    """The order in which a name is looked for: `lang`, the other language of its script, then the rest.

    A name is spelled, not understood: a reader of Kazakh reads the Russian spelling of a name sooner than the
    English one. A sentence has to be understood, so texts follow the order that the mission has for them.
    """
    own = next((script for script in SCRIPTS if lang in script), ())
    return tuple(dict.fromkeys((lang, *own, *LANGUAGES)))


def pick_name(texts: Texts, lang: str) -> Words | None:
    """The name in the language asked for, else in one of the same script, else in any, else None.

    >>> pick_name({"en": "Mary", "ru": "Мары"}, "kk")
    Words(text='Мары', lang='ru')
    """
    return pick(texts, lang, languages_of_name(lang))
