"""Numbers to call, each as it was typed and as a telephone takes it.

Organisers type what they like: the number before the name or after it, several on a line, an extension, and
the hours in which somebody answers, which are no number. Rooms, buses and flights have few digits too: such a
number is called where it begins the line or stands behind a colon or a dash.
"""

import re
from dataclasses import dataclass

_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_CLOCK = rf"{_HOUR}[:.][0-5][0-9]"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])[./](?:0?[1-9]|1[0-2])[./](?:[0-9]{4}|[0-9]{2})"
_EXTENSION = r"extension|ext|x|\#|добавочный|доб|внутренний|внутр|вн|қосымша|қос|ішкі|goşmaça|goş|içki"
# In a number with its country's code, but not in “45 67–69”, where two end otherwise.
_EN_DASH = r"(?:\u2013(?=[0-9]{3}|[0-9]{1,4}\u2013[0-9])|(?<=\u2013[0-9][0-9])\u2013(?=[0-9]))"
_TOKEN = re.compile(
    rf"""
    (?<![\w+]) (?<![0-9]:)
    (?: (?: [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} | {_DAY}            # no number: a day, hours, always
          | {_CLOCK} (?:[ ]?[–—-][ ]?{_CLOCK})? | 24/7
          | {_HOUR}[ ]?[–—-][ ]?{_HOUR} (?:[:.][0-5][0-9])? (?![ ][(0-9])
        ) (?! [0-9] | [:.-][0-9] )
      | (?P<number>
          (?P<abroad>\+[ ]?\(?|\(\+)? \(?[0-9]++
          (?: (?(abroad)|(?![ ][/-][ ])) (?: [ ().\u2011-]{{1,4}}+ | /(?=[0-9][0-9 ().-]{{4}})
                                                   | (?(abroad){_EN_DASH}|(?!)) )
              (?!{_HOUR}:) [0-9]++ )*+
          \)?
          (?: [ ,;(]{{0,3}} (?:{_EXTENSION}) [ .:]{{0,2}} (?P<extension>[0-9]{{1,6}}+) (?!\w) \)?
            | (?!\w) )
        )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN = " \t\u00a0\u202f:,;/|–—-"
_OPENS = re.compile(r"(?:^|:|(?:^|\s)[–—-])\Z")
_PARTING = (",", ";", "|", "/")
_CLOSING = ":,;.()–—-|/"
_FEW = 4  # digits of “103” and of what else is counted
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Number:
    """Whom it reaches, the number as typed, and `tel`, that of its link; both empty where there is none.

    `note` is what was typed behind the number: “(round the clock)”, or the name of whoever answers.
    """

    name: str
    number: str = ""
    tel: str = ""
    note: str = ""

    @property
    def whom(self) -> str:
        """All that is said of the number."""
        between = {"(": " ", ")": ""}.get(self.note[:1], ", ")
        return between.join(text for text in (self.name, self.note) if text)


def in_lines(text: str) -> list[Number]:
    """The lines of a text with the numbers in them: “Ambulance: 103, police: 102” has two.

    A line without any is one that has only a name.
    """
    return [number for line in map(str.strip, text.splitlines()) if line for number in _of(line)]


def tel(text: str) -> str:
    """The first number of a text as its link has it, with + where it has the country's code; or empty."""
    return next((number.tel for number in in_lines(text) if number.tel), "")


def _of(line: str) -> list[Number]:
    spaced = line.replace("\u00a0", " ").replace("\u202f", " ")
    found: list[re.Match[str]] = []
    for match in _TOKEN.finditer(spaced):
        if match["number"] and _is_number(match, after_short=bool(found) and _is_short(found[-1])):
            found.append(match)
    if not found:
        return [Number(line)]
    edges = [*(match.start() for match in found), len(line)]
    name = line[: edges[0]].strip(_BETWEEN)
    names_follow = not name and line[_end(found[-1]) :].strip(_BETWEEN)
    numbers = []
    for match, following in zip(found, edges[1:], strict=True):
        behind = line[_end(match) : following].strip(_BETWEEN)
        note, rest = (behind, "") if names_follow or match is found[-1] else _brackets(behind)
        numbers.append(Number(name, line[match.start() : _end(match)].strip(), _tel(match), note))
        name = rest
    return numbers


def _brackets(text: str) -> tuple[str, str]:
    """“(day), Saule” as what is in the brackets at its beginning, and the rest."""
    if not text.startswith("("):
        return "", text
    before, closing, rest = text.partition(")")
    return before + closing, rest.strip(_BETWEEN)


def _is_number(match: re.Match[str], *, after_short: bool) -> bool:
    """Whether it can be called: of few digits only what stands as a number does, and no year.

    `after_short`: the number before it on the line is one of few digits too, as in “112 / 103”.
    """
    digits = _digits(match)
    if not _is_short(match):
        return 3 <= len(digits) <= 15
    before, after = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    opened = bool(_OPENS.search(before)) or (after_short and before.endswith(_PARTING))
    if len(digits) == 2:
        return (not after or after[0] in _CLOSING) and (opened or digits[0] == "0")
    return len(digits) > 2 and opened and not _YEAR.fullmatch(digits)


def _is_short(match: re.Match[str]) -> bool:
    return not match["abroad"] and not match["extension"] and len(_digits(match)) <= _FEW


def _end(match: re.Match[str]) -> int:
    """Behind its last sign, which is no bracket that was opened before it."""
    return match.end() - (match[0].count(")") > match[0].count("("))


def _digits(match: re.Match[str]) -> str:
    end = match.start("extension") if match["extension"] else match.end("number")
    typed = match.string[match.start("number") : end]
    if match["abroad"]:  # “+44 (0)20”: what is dialled within the country alone
        typed = typed.replace("(0)", "")
    return "".join(letter for letter in typed if letter in "0123456789")


def _tel(match: re.Match[str]) -> str:
    plus = "+" if match["abroad"] else ""
    extension = f";ext={match['extension']}" if match["extension"] else ""
    return f"{plus}{_digits(match)}{extension}"
