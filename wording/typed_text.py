"""What the readers of typed times and dates share: one spelling of digits and spaces, and quotations."""

import unicodedata

LONGEST = 60  # letters that a message quotes


def normalised(text: str) -> str:
    """Return a text with ASCII digits, narrow signs and single spaces.

    >>> normalised("１０：\N{NO-BREAK SPACE}٣٠")
    '10: 30'
    """
    return " ".join("".join(map(_plain, text)).replace("\N{MINUS SIGN}", "-").split())


def quoted(text: str) -> str:
    """Return a text as a message quotes it: one line, not too long."""
    plain = " ".join(text.replace("\0", "\N{REPLACEMENT CHARACTER}").split())
    plain = plain.encode("utf-8", "replace").decode()
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def _plain(letter: str) -> str:
    if letter.isdecimal():
        return str(int(letter))
    return unicodedata.normalize("NFKC", letter) if unicodedata.east_asian_width(letter) == "F" else letter
