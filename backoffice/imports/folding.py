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
