"""The lines of an iCalendar file (RFC 5545, section 3.1): text escaped, lines folded, nothing injected.

Written here and not by a library, because a feed is made anew for every release, and a library's component
tree takes twenty times as long as these lines do.
"""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache

from wording.words import Words

# No text may hold control characters; a line separator of Unicode would end a line in some readers.
_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")

FOLD_AT = 75  # octets


def escaped(text: str) -> str:
    r"""Text as the value of a property.

    >>> escaped("Lunch; tea, and\r\nmore")
    'Lunch\\; tea\\, and\\nmore'
    """
    if not text.isprintable():
        text = _CONTROLS.sub("", _BREAKS.sub("\n", text)).encode("utf-8", "replace").decode("utf-8")
    # four times as quick as str.translate
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def text(name: str, value: str) -> str:
    """A property whose value is text in the language of the calendar."""
    return f"{name}:{escaped(value)}"


def words(name: str, value: Words, lang: str) -> str:
    """A property whose value is text, with its language where that is not the calendar's."""
    return text(name if value.lang == lang else f"{name};LANGUAGE={value.lang}", value.text)


def date(name: str, day: datetime.date) -> str:
    """A property whose value is a day."""
    return f"{name};VALUE=DATE:{_digits(day)}"


def local_time(name: str, day: datetime.date, time: datetime.time, zone: str) -> str:
    """A property whose value is a local time of an IANA zone; UTC has a form of its own."""
    stamp = f"{_digits(day)}T{time.hour:02}{time.minute:02}{time.second:02}"
    return f"{name}:{stamp}Z" if zone == "UTC" else f"{name};TZID={zone}:{stamp}"


@lru_cache(maxsize=64)
def moment(name: str, at: datetime.datetime) -> str:
    """A property whose value is a moment, in UTC and to the second."""
    return f"{name}:{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def joined(lines: Iterable[str]) -> bytes:
    """The lines as a file, each folded and with its end."""
    return ("\r\n".join(map(folded, lines)) + "\r\n").encode()


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no character is split between two."""
    if len(line) <= FOLD_AT and line.isascii():
        return line
    octets = line.encode()
    pieces = []
    start, room = 0, FOLD_AT
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, FOLD_AT - 1  # the space in front counts
    pieces.append(octets[start:].decode())
    return "\r\n ".join(pieces)


def _digits(day: datetime.date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"
