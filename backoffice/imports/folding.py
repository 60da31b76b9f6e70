"""Names made comparable. An exact name decides; a name across scripts only suggests.

No rule turns the letters of one alphabet into those of another as people do it: Жұмабаев is Zhumabayev,
Jumabayev and Jumabaýew. So what suggests is a skeleton: the consonants, with those made equal that these
spellings exchange.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from backoffice.imports.values import Wrong, shown

_PAIRS: tuple[tuple[str, str], ...] = (
    ("shch", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("dzh", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "s"),
)
_PAIRS += (("ch", "c"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("x", "ks"), ("q", "k"), ("w", "v"))
_LETTERS = {
    **dict(zip("бвгғдджзккқлмннңпррстфхһцчшщ", "bvggddjzkkklmnnnprrstfhhccss", strict=True)),
    **dict(zip("şçžňßłđ", "scjnsld", strict=True)),
    **dict.fromkeys("ъь'’`ʼ", ""),
    **dict.fromkeys("аеёиоуыэюяәіөұүйўaeiouyı", "\0"),  # vowels of either alphabet, and what is half a vowel
}
_TABLE = str.maketrans(_LETTERS)
QUOTES = "\"'“”„«»"
MOST_SIGNS = 10  # parts of one name that are looked for together


def exact(text: str) -> str:
    """A name as it is looked for: without regard to case, width of spaces and way of composing letters."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def skeleton(text: str) -> str:
    """What a name has in common with itself in the other alphabet; words in alphabetical order.

    >>> skeleton("Жұмабаев Ерлан") == skeleton("Yerlan Zhumabayev") == skeleton("Jumabaýew Erlan")
    True
    """
    return " ".join(sorted(filter(None, map(_skeleton, exact(text).replace("-", " ").split()))))


def _skeleton(word: str) -> str:
    word = word.translate(_TABLE)
    word = "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    )
    for old, new in _PAIRS:
        word = word.replace(old, new)
    found = ""
    for letter in word.translate(_TABLE):
        if letter.isalnum() and letter != found[-1:]:
            found += letter
    return found


class Names:
    """Rows by their names: found by an exact one in any language, suggested by one in another alphabet."""

    def __init__(self, *, none: str, several: str) -> None:
        """The sentences, with %(name)s, for a name that no row has, and for one that several have."""
        self.none, self.several = none, several
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._suggested: dict[str, dict[int, str]] = defaultdict(dict)

    def add(self, key: int, names: Iterable[str]) -> None:
        """A row of this key, by all its names."""
        for name in names:
            if name:
                self._exact[exact(name)].add(key)
                self._suggested[skeleton(name)].setdefault(key, name)

    def all(self, name: str) -> set[int]:
        """The keys of the rows that have this name."""
        return self._exact.get(exact(name), set())

    def one(self, name: str) -> int:
        """The key of the row of this name. Raises Wrong where there is none, or more than one."""
        found = self.all(name)
        if len(found) == 1:
            return next(iter(found))
        raise self.wrong(name)

    def divided(self, parts: Iterable[str]) -> list[str]:
        """The names in a cell, whose `parts` stood between semicolons or in lines of their own.

        A name of a row may have semicolons, commas or quotes itself: the longest known one counts. Commas
        stand between names only where all that they divide are known.
        """
        found = []
        for piece in self._longest(list(parts), "; "):
            pieces = self._longest([one.strip() for one in piece.split(",")], ", ")
            found += [piece] if self.all(piece) or not all(map(self.all, pieces)) else pieces
        return list(dict.fromkeys(found))

    def _longest(self, parts: list[str], sign: str) -> list[str]:
        """The parts, those together that are a known name with this sign in it."""
        found, at = [], 0
        while at < len(parts):
            runs = (parts[at:end] for end in range(min(at + MOST_SIGNS, len(parts)), at, -1))
            texts = {sign.join(run): len(run) for run in runs}
            texts |= {text.strip(QUOTES): number for text, number in texts.items()}
            known = [text for text in texts if self.all(text)]
            text = max(known, key=lambda one: texts[one], default=parts[at])
            found.append(text)
            at += texts[text] if known else 1
        return found

    def many(self, parts: Iterable[str]) -> tuple[set[int], list[str]]:
        """The keys of the names in a cell, and a sentence for each that is not one row's."""
        keys, wrong = set(), []
        for name in self.divided(parts):
            try:
                keys.add(self.one(name))
            except Wrong as error:
                hint = _("Write semicolons between several names; a name may have commas.")
                wrong.append(f"{error} {hint}" if "," in name and not self.all(name) else str(error))
        return keys, wrong

    def near(self, name: str) -> dict[int, str]:
        """The rows whose name may be this one in another spelling or alphabet, each with that name."""
        found = skeleton(name)
        return self._suggested.get(found, {}) if found else {}

    def wrong(self, name: str) -> Wrong:
        """Why no row is taken for this name, with names in other spellings that may be meant."""
        said = (self.several if self.all(name) else self.none) % {"name": shown(name)}
        near = [] if self.all(name) else sorted(set(self.near(name).values()))
        if near:
            quoted = ", ".join(f"“{shown(one)}”" for one in near[:3])
            said = f"{said} {_('Perhaps this is meant: %(names)s.') % {'names': quoted}}"
        return Wrong(said)
