"""Numbers to call, each as it was typed and as a telephone takes it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A number stands at the end of its line: digits with what people put between them, + before the first.
_NUMBER = re.compile(r"(?:\+|\(\+)?\(?\d[\d\s()./-]*\d\)?$", re.ASCII)
_BETWEEN = " \t\u00a0\u202f:,;–—-"


@dataclass(frozen=True, slots=True)
class Number:
    """Whom it reaches, the number as typed, and `tel`, that of its link; both empty where there is none."""

    name: str
    number: str = ""
    tel: str = ""


def in_lines(text: str) -> list[Number]:
    """The lines of a text, each with the number at its end: “Organiser on duty: +7 700 000 00 00”."""
    return list(_lines(text.splitlines()))


def tel(number: str) -> str:
    """The digits of a number, after + where it has the country's code; empty where it has no two digits."""
    digits = "".join(letter for letter in number if letter in "0123456789")
    plus = "+" if number.lstrip("( ").startswith("+") else ""
    return plus + digits if len(digits) > 1 else ""


def _lines(lines: Iterable[str]) -> Iterator[Number]:
    for line in map(str.strip, lines):
        found = _NUMBER.search(line.replace("\u00a0", " ").replace("\u202f", " "))
        if found is None:
            if line:
                yield Number(line)
            continue
        number = line[found.start() :]
        yield Number(line[: found.start()].strip(_BETWEEN), number, tel(number))
