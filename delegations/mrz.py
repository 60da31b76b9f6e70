"""The two lines for machines at the foot of a passport (ICAO Doc 9303, part 4: TD3, two lines of 44).

They verify what was typed, and are never a source of it: where they differ from it, both are told. Letters
that they cannot have are written by the table of Doc 9303, part 3, section 6, which leaves some a choice.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

LENGTH = 44
FILLER = "<"
WEIGHTS = (7, 3, 1)
ALPHABET = re.compile(r"[A-Z0-9<]{44}")
NAMES = slice(5, 44)

# Where each check digit stands in the second line, and what it is reckoned from.
DIGITS: dict[str, tuple[int, tuple[slice, ...]]] = {
    "number": (9, (slice(0, 9),)),
    "born_on": (19, (slice(13, 19),)),
    "expires_on": (27, (slice(21, 27),)),
    "personal_number": (42, (slice(28, 42),)),
    "all": (43, (slice(0, 10), slice(13, 20), slice(21, 43))),
}
# How letters that are none of A to Z are written; the first is the commonest.
WRITTEN = {
    "Ä": ("AE", "A"),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ð": ("D",),
    "Đ": ("D",),
    "Ħ": ("H",),
    "Ł": ("L",),
    "Ñ": ("N", "NXX"),
    "Ŋ": ("N",),
    "Ö": ("OE", "O"),
    "Ø": ("OE",),
    "Œ": ("OE",),
    "Þ": ("TH",),
    "Ü": ("UE", "UXX", "U"),
    "ẞ": ("SS",),
    "Ə": ("A", "AE"),
}


class Cause(Enum):
    """Why a line cannot be read."""

    MISSING = "missing"
    LENGTH = "length"
    CHARACTER = "character"
    SWAPPED = "swapped"
    NO_PASSPORT = "no passport"


class Malformed(ValueError):
    """The lines are not two of 44 letters from A to Z, digits and “<”.

    `args` are which line it is, “first” or “second”. `length` is how many characters it has; `position`, from
    1, and `character` are those of the first one that may not stand in it, where that is the cause.
    """

    def __init__(self, line: str, cause: Cause, text: str) -> None:
        super().__init__(line)
        self.cause, self.length = cause, len(text)
        wrong = re.search(r"[^A-Z0-9<]", text)
        self.position, self.character = (wrong.start() + 1, wrong[0]) if wrong else (0, "")


@dataclass(frozen=True, slots=True, repr=False)
class Lines:
    """Both lines, in capitals and without spaces, as they are printed."""

    first: str
    second: str


def read(first: str, second: str) -> Lines:
    """The lines as typed, spaces left out. Raises Malformed, whose words are “first” or “second”."""
    lines = Lines(*("".join(line.split()).upper() for line in (first, second)))
    for name, text in (("first", lines.first), ("second", lines.second)):
        if not text:
            raise Malformed(name, Cause.MISSING, text)
        if not ALPHABET.fullmatch(text):
            wrong = re.search(r"[^A-Z0-9<]", text)
            raise Malformed(name, Cause.CHARACTER if wrong else Cause.LENGTH, text)
    if not lines.first.startswith("P"):
        swapped = lines.second.startswith("P")
        raise Malformed("first", Cause.SWAPPED if swapped else Cause.NO_PASSPORT, lines.first)
    return lines


def check_digit(text: str) -> str:
    """The digit that verifies a text of A to Z, 0 to 9 and “<”: weights 7, 3, 1, modulo 10."""
    total = sum(_value(letter) * WEIGHTS[place % 3] for place, letter in enumerate(text))
    return str(total % 10)


def wrong_digits(lines: Lines) -> list[str]:
    """Which check digits do not fit: keys of `DIGITS`, in their order.

    That of a personal number which nobody has may be “<” or 0.
    """
    return [
        name
        for name, (place, parts) in DIGITS.items()
        if not _fits(lines.second[place], "".join(lines.second[part] for part in parts))
    ]


def written(lines: Lines) -> dict[str, str]:
    """What the lines say of each field, fillers left out; days as YYMMDD, the sex as M, F or nothing."""
    surname, _separator, given = lines.first[NAMES].partition(FILLER * 2)
    return {
        "surname": _spaced(surname),
        "given_names": _spaced(given),
        "number": _plain(lines.second[0:9]),
        "state": _plain(lines.first[2:5]),
        "nationality": _plain(lines.second[10:13]),
        "born_on": lines.second[13:19],
        "sex": _plain(lines.second[20]),
        "expires_on": lines.second[21:27],
        "personal_number": _plain(lines.second[28:42]),
    }


def same_name(typed: str, line: str, *, cut: bool = False) -> bool:
    """Whether a name may be written so in the lines; `cut`: they had no room for its end."""
    pattern, letters = "", line.replace(" ", "")
    shortest = ""
    for letter in typed.upper():
        ways = _ways(letter)
        if ways:
            pattern += f"(?:{'|'.join(ways)})"
            shortest += ways[0]
    if cut and shortest.startswith(letters):
        return True
    return re.fullmatch(pattern, letters) is not None


def is_cut(lines: Lines) -> bool:
    """Whether the names fill their line to its end, so that the last of them may have been cut off."""
    return lines.first[-1] != FILLER


def same_day(yymmdd: str, line: str) -> bool:
    """Whether a day is the one in the lines, where “<” stands for what is not known of it."""
    return all(there in (FILLER, here) for here, there in zip(yymmdd, line, strict=True))


def same_number(typed: str, line: str) -> bool:
    """Whether a number is the one in the lines, which leave out all but letters and digits."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper()) == line


def _ways(letter: str) -> tuple[str, ...]:
    """How the lines write a letter: not at all where it is a hyphen, an apostrophe or a space."""
    if letter in WRITTEN:
        return WRITTEN[letter]
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if "A" <= part <= "Z")
    return (plain,) if plain else ()


def _value(letter: str) -> int:
    """Digits count as themselves, A as 10 to Z as 35, the filler as 0."""
    return 0 if letter == FILLER else int(letter, 36)


def _fits(digit: str, text: str) -> bool:
    if digit == FILLER and not text.strip(FILLER):
        return True
    return digit == check_digit(text)


def _plain(text: str) -> str:
    return text.replace(FILLER, "")


def _spaced(text: str) -> str:
    return " ".join(part for part in text.split(FILLER) if part)
