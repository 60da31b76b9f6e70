"""Names that stand in one cell: the family name first, then given names, then the patronymic."""

from collections.abc import Iterable

from backoffice.imports.entries import Entry
from backoffice.imports.folding import exact
from partners.models import NameOrder, Person
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
            if whole:
                entry.full_names[lang] = whole
                _put(entry, lang, parts(whole))


def _put(entry: Entry, lang: str, said: Iterable[str]) -> None:
    """Put the parts where no column of their own says them."""
    place = entry.places.get(f"person.full_name_{lang}")
    for part, text in zip(PARTS, said, strict=True):
        name = f"person.{part}_{lang}"
        if text and name not in entry.values and name not in entry.wrong:
            entry.values[name] = text
            if place is not None:
                entry.places.setdefault(name, place)


def is_name_of(entry: Entry, person: Person) -> bool:
    """Return whether the full names of the line are those of the person, in whatever order of their parts."""
    return bool(entry.full_names) and all(
        _is_of(entry, person, lang, whole) for lang, whole in entry.full_names.items()
    )


def _is_of(entry: Entry, person: Person, lang: str, whole: str) -> bool:
    place = entry.places.get(f"person.full_name_{lang}")
    langs = LANGUAGES if place is not None and place.assumed else (lang,)
    words = sorted(exact(whole.replace(",", " ")).split())
    return any(
        words == sorted(exact(" ".join(getattr(person, f"{part}_{one}") for part in PARTS)).split())
        for one in langs
    )


def settle(entry: Entry, person: Person, *, by_row_id: bool = False) -> None:
    """Take back the parts of full names that are those of the person already, in whatever order.

    Where the line has the person's row ID, any other full name is read in the order of names in which it was
    exported, and is the whole name: a part that it no longer has becomes empty.
    """
    for lang, whole in entry.full_names.items():
        is_same = _is_of(entry, person, lang, whole)
        if not (is_same or by_row_id):
            continue
        said = parts(whole)
        for part, text in zip(PARTS, said, strict=True):
            if text and entry.values.get(f"person.{part}_{lang}") == text:
                del entry.values[f"person.{part}_{lang}"]
        if is_same:
            continue
        words = whole.split()
        if person.name_order == NameOrder.GIVEN_FIRST and "," not in whole and said[0] == words[0] != whole:
            said = (words[-1], words[0], " ".join(words[1:-1]))
        _put(entry, lang, said)
        for part in PARTS[1:]:
            entry.values.setdefault(f"person.{part}_{lang}", "")


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
