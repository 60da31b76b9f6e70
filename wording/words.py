"""Texts in several languages, and which of them a reader gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "ru", "kk", "tk")

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
