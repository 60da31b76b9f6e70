"""Texts in CSV that no spreadsheet takes for a formula, and that come back as they were.

A program that opens a CSV file reckons a cell that begins with =, +, - or @, perhaps after blanks, quotes or
signs that nobody sees, perhaps in their wide forms. Such a text gets one apostrophe in front; who reads the
file takes that one away again. What begins so and is plainly a number (“-5”) or a telephone number
(“+993 12 34 56 78”) stays as it is: neither is a formula of any program. In a workbook a text is a text, so
nothing is done there.
"""

import re

SIGN = "'"
# What spreadsheets pass over: white space (but what begins a formula itself), quotes, signs that nobody sees.
_PASSED_OVER = (
    r"[\s\"'`´‘’‚‛“”„«»\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)
_BEGINS_A_FORMULA = re.compile(_PASSED_OVER + r"[=+\-@\t\r\n＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?")
_TELEPHONE = re.compile(r"\+[0-9](?:[0-9 \N{NO-BREAK SPACE}()-]*[0-9])?")
# Two numbers side by side with no sign between them: so no program can reckon with the whole.
_SIDE_BY_SIDE = re.compile(r"[0-9)][ \N{NO-BREAK SPACE}]+[0-9]|[0-9)][ \N{NO-BREAK SPACE}]*\(|\)[0-9]")
# The first signs of every text that has to be looked at: any other is let through at the cost of one look-up.
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]")


def defused(text: str) -> str:
    """The text as it may stand in a cell of a CSV file.

    >>> defused("=1+1"), defused("-5"), defused("+993 12 34 56 78"), defused("+993-12")
    ("'=1+1", '-5', '+993 12 34 56 78', "'+993-12")
    """
    return SIGN + text if is_formula(text) else text


def restored(text: str) -> str:
    """The text that `defused` was given; any other text of a file as it is."""
    return text[1:] if text[:1] == SIGN and is_formula(text[1:]) else text


def is_formula(text: str) -> bool:
    """Whether some program may reckon with a cell of this text."""
    if _LETTERS_AND_DIGITS.match(text) or not _BEGINS_A_FORMULA.match(text):
        return False
    return not (_NUMBER.fullmatch(text) or _is_telephone(text))


def _is_telephone(text: str) -> bool:
    """Digits behind one plus, with blanks or brackets so placed that there is nothing to reckon."""
    if not _TELEPHONE.fullmatch(text):
        return False
    return ("-" not in text and "(" not in text and ")" not in text) or bool(_SIDE_BY_SIDE.search(text))
