"""Names that stand in one cell: the family name first, then given names, then the patronymic."""

from collections.abc import Iterable

from backoffice.imports.entries import Entry
from backoffice.imports.folding import exact
from wording.words import LANGUAGES

PARTS = ("family_name", "given_name", "patronymic")


def divide(entries: Iterable[Entry]) -> None:
    """Put the parts of each whole name in its place, where no column of its own says them.

    A name that other columns of the line say in parts is nothing new, in whatever order it stands.
    A comma after the family name, or capitals, mark it where it has several words or does not come first:
    “de la Cruz, Ana”, “Ogulsapar BERDIYEWA”.
    """
    for entry in entries:
        for lang in LANGUAGES:
            field = f"person.full_name_{lang}"
            place = entry.places.get(field)
            whole = entry.values.pop(field, None)
            langs = LANGUAGES if place is not None and place.assumed else (lang,)
            if whole and _is_said(entry, whole, langs):
                continue
            for part, text in zip(PARTS, parts(whole) if whole else (), strict=False):
                name = f"person.{part}_{lang}"
                if text and name not in entry.values and name not in entry.wrong:
                    entry.values[name] = text
                    if place is not None:
                        entry.places.setdefault(name, place)


def _is_said(entry: Entry, whole: str, langs: Iterable[str]) -> bool:
    """Whether the parts of the name in one of these languages make up the whole."""
    words = sorted(exact(whole).split())
    return any(
        words == sorted(exact(" ".join(entry.get(f"person.{part}_{lang}") or "" for part in PARTS)).split())
        for lang in langs
    )


def parts(whole: str) -> tuple[str, str, str]:
    """The family name, the given names and the patronymic of a whole name.

    >>> parts("Бердиева Огулсапар Амановна"), parts("Ogulsapar BERDIYEWA"), parts("de la Cruz, Ana")
    (('Бердиева', 'Огулсапар', 'Амановна'), ('BERDIYEWA', 'Ogulsapar', ''), ('de la Cruz', 'Ana', ''))
    """
    family, comma, rest = (part.strip() for part in whole.partition(","))
    words = rest.split()
    if not comma:
        words = whole.split()
        loud = [word for word in words if len(word) > 1 and word.isupper() and not word.endswith(".")]
        if len(loud) == len(words) or not loud:
            loud = words[:1]
        family = " ".join(loud)
        words = [word for word in words if word not in loud]
    return family, " ".join(words[:1]), " ".join(words[1:])
