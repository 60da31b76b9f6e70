"""Several words in a row, and the order of an alphabet."""

import unicodedata
from collections.abc import Iterable

_ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "tk": "abçdeäfghijžklmnňoöprsştuüwyýz",
}
_PLACES = {
    lang: {letter: place for place, letter in enumerate(letters)} for lang, letters in _ALPHABETS.items()
}


def enumerated(words: Iterable[str]) -> str:
    """One after another, with commas alone: for topics, and for names that hold an "and".

    >>> enumerated(["transport", "logistics"])
    'transport, logistics'
    """
    return ", ".join(words)


def alphabetical(text: str, lang: str) -> tuple[tuple[int, int], ...]:
    """A key for sorting texts by the language's own alphabet, in any case; other letters come after.

    >>> sorted(["Қазақстан", "Әзербайжан", "Латвия", "Армения"], key=lambda name: alphabetical(name, "kk"))
    ['Армения', 'Әзербайжан', 'Қазақстан', 'Латвия']
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    if lang not in _PLACES:  # English: Åland among the As
        folded = "".join(
            letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter)
        )
    places = _PLACES.get(lang, {})
    return tuple(
        (1, places[letter]) if letter in places else (2 * letter.isalpha(), ord(letter)) for letter in folded
    )
