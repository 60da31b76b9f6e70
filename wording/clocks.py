"""One hour of the clock, as people write it: “9.30”, “15-00”, “18 ч. 30 мин.”, “2 pm”, “0900”, “noon”."""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from wording import calendar_names

FROM = "from"  # the ending of a word from which something begins: “14:00-ден”, “14:00-dan”
EARLIEST = 6  # “2 часа” is how long something takes, “18 часов” is when
LAST_MONTH = 12


class Form(StrEnum):
    """How an hour is written, from which follows how sure it is."""

    COLON = "10:00"
    DASHED = "15-00"
    WORDED = "18 часов"
    HALVED = "2 pm"
    FOUR = "0900"
    NAMED = "noon"
    BARE = "10"


_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_WORD = r"(?:часов|часа|час|ч|сағат|sagat)(?!\w)\.?"
_LASTING = r"(?:hours|hrs?|h)(?!\w)\.?"
_ENGLISH = rf"(?:{_LASTING}|o['’]clock(?!\w)\.?)"
# Endings of Kazakh and Turkmen: from, and to or at an hour.
_SUFFIX = re.compile(
    r"(?:[-‑–]|\s(?=ден|дан|тен|тан|нен|нан|ге|ға|ке|қа))"
    r"(?:(?P<from>ден|дан|тен|тан|нен|нан|den|dan)|ге|ға|ке|қа|де|да|те|та|не|на|а|е|a|e|ä|ne|na|de|da)(?!\w)",
    re.IGNORECASE,
)
_COLON = re.compile(
    rf"(?P<hour>\d{{1,2}})(?P<sign>[:.\u2236])(?P<minute>\d{{2}})(?::\d{{2}})?(?!\.?\d)(?:\s*{_HALF})?", re.I
)
# “9-10 AM” are two hours.
_DASHED = re.compile(
    r"(?P<hour>\d{1,2})[-‑–](?!(?:05|10)\s*[ap]\.?\s?m\b)(?P<minute>[0-5][05])(?!\.?\d|[-‑–]\d{4})"
    rf"(?:\s*{_HALF})?",
    re.I,
)
_WORDED = re.compile(
    rf"(?P<hour>\d{{1,2}})\s*(?:{_WORD}|[hч](?=\d\d(?!\d))|(?P<lasting>{_LASTING})|{_ENGLISH})"
    r"(?:\s*(?P<minute>\d{1,2})(?:\s*(?:минут[аы]?|мин|minut|min)(?!\w)\.?|(?=\s*(?:[-–—,;:]|$))|(?<=[hч]\d\d)(?!\d)))?",
    re.I,
)
_HALVED = re.compile(rf"(?P<hour>\d{{1,2}})\s*{_HALF}", re.I)
_FOUR = re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)(?!\d|[.,:]\d)", re.I)
_NAMED = re.compile(
    r"(?:12\s+)?(?:(?P<noon>noon|midday|полдень|полудня)|midnight|полночь|полуночи)(?!\w)", re.I
)
_BARE = re.compile(r"(?P<hour>\d{1,2})(?![\d:]|[.,]\d)", re.I)
_FORMS = (
    (Form.COLON, _COLON),
    (Form.NAMED, _NAMED),
    (Form.HALVED, _HALVED),
    (Form.WORDED, _WORDED),
    (Form.DASHED, _DASHED),
    (Form.FOUR, _FOUR),
    (Form.BARE, _BARE),
)
_HOURS = re.compile(rf"\s*(?:{_WORD}|{_ENGLISH})", re.IGNORECASE)
# In small letters: “15-30 участников”, but “15-30 Участники прибывают”.
_COUNTED = re.compile(
    r"\s*(?:%|[-‑–]?\s?(?:тонн|тыс|кг|долл|чел|участ|гост|делег|компан|предприят|минут|мин\b|км\b|метр|дн|день|недел"
    r"|год|г\b|ton|kg|usd|people|person|participant|guest|delegate|compan|minute|min\b|km\b|day|week|year|адам"
    r"|қатысушы|қонақ|компания|жыл|күн|adam|myhman|kompaniýa|gün|ýyl))"
)
_WORDS = re.compile(r"[\s,]*(?:of\s+)?([^\W\d_]+)")


@dataclass(frozen=True)
class Clock:
    """An hour as it stands there; `form` is how it is written, `end` where the text goes on."""

    hour: int
    minute: int
    half: str  # "a" or "p" where one is said
    form: Form
    end: int
    worded: bool = False  # “часов”, “hrs”, “сағат” stand beside it
    suffix: str = ""
    lasting: bool = False  # “7 h” is also how long something takes
    doubtful: bool = False  # “05.12” is also a day, “3.50” a sum

    def time(self, half: str = "") -> datetime.time | None:
        """The time of day, None if there is no such; `half` is that of a clock that says none."""
        hour = self.hour
        if half := self.half or half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        hour = 0 if (hour, self.minute) == (24, 0) else hour
        return datetime.time(hour, self.minute) if hour < 24 and self.minute < 60 else None

    def alone(self, *, led: bool) -> bool:
        """Whether this can only be an hour, where no second one stands beside it; `led` by “at” or “from”."""
        match self.form:
            case Form.COLON | Form.HALVED:
                return not self.doubtful
            case Form.DASHED:  # “10-15” may be from ten to fifteen
                return not self.hour < self.minute <= 24
            case Form.WORDED:
                return led or (self.hour >= EARLIEST and not self.lasting)
            case Form.NAMED:
                return False
        return self.worded


def at(text: str, position: int, *, after_hour: bool = False) -> Clock | None:
    """The hour that stands at a position of a text; `after_hour` is behind “сағат” or “sagat”.

    None where there is none, or the number counts something, or is the day of a month.
    """
    matches = ((form, pattern.match(text, position)) for form, pattern in _FORMS)
    form, found = next(((form, found) for form, found in matches if found), (Form.BARE, None))
    if found is None:
        return None
    said = found.groupdict()
    if form == Form.NAMED:
        return Clock(12 if said["noon"] else 0, 0, "", form, found.end())
    end, worded = found.end(), form == Form.WORDED or after_hour
    if hours := _HOURS.match(text, end):
        end, worded = hours.end(), True
    suffix = _SUFFIX.match(text, end)
    end = suffix.end() if suffix else end
    hour, minute = int(said["hour"]), int(said.get("minute") or 0)
    several = form in (Form.FOUR, Form.BARE) or (form == Form.DASHED and hour < minute)
    if several and not worded and _counts(text, end):
        return None
    half = (said.get("half") or "")[:1].lower()
    begins = FROM if suffix and suffix["from"] else ""
    dated = hour > 0 and 1 <= minute <= LAST_MONTH
    doubtful = said.get("sign") == "." and not half and not worded and (dated or _counts(text, end))
    return Clock(hour, minute, half, form, end, worded, begins, bool(said.get("lasting")), doubtful)


def are_hours(start: Clock, until: Clock) -> bool:
    """Whether two numbers beside each other can only be hours."""
    if start.form == until.form and start.form in (Form.DASHED, Form.FOUR):
        return True
    if start.form == Form.BARE and until.lasting:  # “2–3 h”
        return False
    return any(_sure(one) for one in (start, until)) and not (
        start.form == Form.FOUR or until.form == Form.FOUR
    )


def _sure(one: Clock) -> bool:
    return (
        one.worded
        or (one.form in (Form.COLON, Form.HALVED) and not one.doubtful)
        or (one.form == Form.DASHED and one.alone(led=False))
    )


def _counts(text: str, end: int) -> bool:
    """Whether what stands behind a number is counted by it, or is a month."""
    if _COUNTED.match(text, end):
        return True
    word = _WORDS.match(text, end)
    return bool(word and word[1].casefold() in calendar_names.months())
