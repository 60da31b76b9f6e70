"""Ranges of dates, as titles have them: “June 11–16, 2012”, “с 11 по 16 июня 2012 г.”, “4–7 dekabr 2023”.

The title of a programme is no heading of a day, although a day can be read in it.
"""

import re
from functools import cache

from wording.calendar_names import months

_DASH = r"\s*(?:[–—‒−-]|\.\.\.?|…|\b(?:to|till|until|through|and|по|до|и)\b)\s*"
_ENDING = r"(?:\s*[-–]?\s*(?:nji|njy|inji|ynjy|st|nd|rd|th|го|ое|е|ші|шы|сі|інші)\b)?"
_NUMBERS = re.compile(
    rf"(?<!\d)\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?{_DASH}\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|(?<![\d.:])\d{{1,2}}{_DASH}\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}{_DASH}\d{{4}}-\d{{2}}-\d{{2}}"
)


def find(text: str) -> str:
    """Return the first range of dates in a text, or an empty text.

    >>> find("Visit to China, June 11–16, 2012")
    'June 11–16, 2012'
    >>> find("Monday, June 11, 2012 – Beijing")
    ''
    """
    found = _worded().search(text) or _NUMBERS.search(text)
    return found[0].strip() if found else ""


@cache
def _worded() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    day = rf"\d{{1,2}}{_ENDING}(?!\d|[:.]\d)"
    month = rf"(?:{names})\b\.?"
    year = r"(?:,?\s*\d{4})?"
    return re.compile(
        rf"\b{month}\s+{day}{year}{_DASH}(?:{month}\s+)?{day}{year}"
        rf"|(?<![\d.:])\b{day}(?:\s+(?:of\s+)?{month}{year})?{_DASH}{day}\s+(?:of\s+)?{month}{year}",
        re.IGNORECASE,
    )
