"""Time zones: which there are, what they are called, and the instant of a local time."""

import datetime as dt
import zoneinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from wording.dates import month_and_year, released_at
from wording.locales import locale_for
from wording.phrases import AHEAD, HOURS, IN_MONTH, MINUTES, SAID_IN_WORDS, phrase, time_of, turkmen_ordinal
from wording.words import Words

# The pinned tzdata package decides, not the machine's files: those may be older than Almaty's change of 2024.
zoneinfo.reset_tzpath(to=())

# An offset belongs to a moment; for a whole day it is that of noon, past any change of the night before.
_NOON = dt.time(12)


class NoSuchTime(ValueError):
    """A local time that the clocks of its zone jump over."""

    def __init__(self, day: dt.date, time: dt.time, zone: str) -> None:
        super().__init__(f"{day} {time:%H:%M:%S} does not exist in {zone}")
        self.day, self.time, self.zone = day, time, zone


class UnknownZone(ValueError):
    """A name that is not an IANA zone of a place."""


@cache
def zone_names() -> tuple[str, ...]:
    """The zones that a place may have, in alphabetical order: IANA names of areas, and UTC.

    Left out are names that are no place's zone and mislead calendars: EST, GMT+0, Etc/GMT-5, Factory.
    """
    names = zoneinfo.available_timezones()
    return tuple(
        sorted(name for name in names if ("/" in name and not name.startswith("Etc/")) or name == "UTC")
    )


@cache
def _zone_set() -> frozenset[str]:
    return frozenset(zone_names())


def is_zone(name: str) -> bool:
    """Whether a place may have this zone.

    >>> is_zone("Asia/Ashgabat"), is_zone("Asia/Nowhere"), is_zone("")
    (True, False, False)
    """
    return name in _zone_set()


def zone_info(name: str) -> ZoneInfo:
    """The rules of a zone; a name that is no zone raises `UnknownZone`."""
    if not is_zone(name):
        raise UnknownZone(f"no time zone: {name!r}")
    return ZoneInfo(name)


def instant(day: dt.date, time: dt.time, zone: str, fold: int = 0) -> dt.datetime:
    """The moment of a local time, aware, in its zone.

    A time that does not exist raises `NoSuchTime`; of a time that comes twice it is the first, with `fold=1`
    the second. An unknown zone raises `UnknownZone`.

    >>> instant(dt.date(2023, 12, 5), dt.time(9), "Asia/Ashgabat").astimezone(dt.UTC).hour
    4
    """
    rules = zone_info(zone)
    moment = dt.datetime.combine(day, time.replace(tzinfo=None, fold=fold), tzinfo=rules)
    try:
        there_and_back = moment.astimezone(dt.UTC).astimezone(rules)
    except OverflowError as error:  # the first and last day of the calendar
        raise NoSuchTime(day, time, zone) from error
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NoSuchTime(day, time, zone)
    return moment


def utc_offset(zone: str, moment: dt.datetime) -> str:
    """How far a zone is from UTC at an aware moment: "UTC+5", "UTC+5:30", "UTC−3" (U+2212), "UTC".

    A naive moment raises `ValueError`, an unknown zone `UnknownZone`.

    >>> utc_offset("Asia/Kolkata", dt.datetime(2023, 12, 5, tzinfo=dt.UTC))
    'UTC+5:30'
    """
    if moment.tzinfo is None:
        raise ValueError("the moment has no zone")
    offset = moment.astimezone(zone_info(zone)).utcoffset()
    return _offset_words(int((offset or dt.timedelta()).total_seconds()))


def moment(at: dt.date, zone: str, lang: str) -> str:
    """A moment for staff, by the clock of a zone and with the name of its place; `ValueError` if it is naive.

    Where the day alone is known, that day.

    >>> moment(dt.datetime(2023, 12, 5, 13, 20, tzinfo=dt.UTC), "Asia/Ashgabat", "en")
    '5 December 2023, 18:20 (Ashgabat, UTC+5)'
    """
    if not isinstance(at, dt.datetime):
        return released_at(at, dt.UTC, lang)
    offset = utc_offset(zone, at)
    clock = offset if zone == "UTC" else f"{city(zone, lang)}, {offset}"
    return f"{released_at(at, zone_info(zone), lang)} ({clock})"


@lru_cache(maxsize=1024)
def city(zone: str, lang: str) -> str:
    """The place after which a zone is called, in a language where it has a name there.

    >>> city("Asia/Ashgabat", "ru"), city("America/Argentina/Buenos_Aires", "en")
    ('Ашхабад', 'Buenos Aires')
    """
    name = get_timezone_location(zone_info(zone), locale=locale_for(lang), return_city=True)
    return name.rpartition("/")[2]


def _offset_words(seconds: int) -> str:
    hours, rest = divmod(abs(seconds), 3600)
    minutes, odd = divmod(rest, 60)
    sign = "−" if seconds < 0 else "+"
    exact = f"{hours}" + (f":{minutes:02}" if rest else "") + (f":{odd:02}" if odd else "")
    return f"UTC{sign}{exact}" if seconds else "UTC"


def _noon_offset(zone: str, day: dt.date) -> int:
    """Seconds that a zone is ahead of UTC at its noon of a day."""
    offset = dt.datetime.combine(day, _NOON, tzinfo=zone_info(zone)).utcoffset()
    return int((offset or dt.timedelta()).total_seconds())


@lru_cache(maxsize=1024)
def zone_phrase(place: Words | None, zone: str, day: dt.date | None, lang: str) -> str:
    """Whose clock the times follow: "Ashgabat time (UTC+5)", with the offset of that day's noon.

    Without a place, or with one whose name is in another language, it is "local time": a phrase is in one
    language. Without a day no offset is known and none is given. An unknown zone raises `UnknownZone`.

    >>> zone_phrase(Words("Ashgabat", "en"), "Asia/Ashgabat", dt.date(2023, 12, 5), "en")
    'Ashgabat time (UTC+5)'
    """
    named = place is not None and place.lang == lang
    words = time_of(place.text, lang) if place is not None and named else phrase("local_time", lang)
    return words if day is None else f"{words} ({_offset_words(_noon_offset(zone, day))})"


def hours_ahead(home_zone: str, zone: str, day: dt.date) -> float:
    """Hours that clocks at home are ahead of those in `zone` on that day (noon in each); negative: behind.

    >>> hours_ahead("Asia/Almaty", "Asia/Ashgabat", dt.date(2023, 12, 5))
    1.0
    """
    return (_noon_offset(home_zone, day) - _noon_offset(zone, day)) / 3600


@lru_cache(maxsize=1024)
def hours_ahead_sentence(
    home: Words, home_zone: str, zone: str, day: dt.date, today: dt.date, lang: str
) -> str:
    """How home time differed on that day: "Astana was one hour ahead in December 2023."

    Past if the day is before `today` (the mission's own), else present. The month is said unless today has
    the same difference and the day is not past. A home whose name is in another language is "home time".

    >>> home, day = Words("Astana", "en"), dt.date(2023, 12, 5)
    >>> hours_ahead_sentence(home, "Asia/Almaty", "Asia/Ashgabat", day, day, "en")
    'Astana is one hour ahead.'
    """
    hours = hours_ahead(home_zone, zone, day)
    past = day < today
    with_month = past or hours_ahead(home_zone, zone, today) != hours
    direction = "ahead" if hours > 0 else "behind" if hours < 0 else "same"
    sentence = AHEAD[lang]["past" if past else "present", direction].format(
        home=_home_words(home, lang),
        hours=_amount(abs(hours), lang),
        month=_in_month(day, lang) if with_month else "",
    )
    return sentence[0].upper() + sentence[1:]


def time_left(minutes: int, lang: str) -> str:
    """How long it is until something, in hours and minutes: "in 2 hours 35 minutes", "in half an hour".

    >>> time_left(155, "en"), time_left(155, "kk")
    ('in 2 hours 35 minutes', 'қалған уақыт: 2 сағат 35 минут')
    """
    return phrase("time_left", lang, _amount(minutes / 60, lang))


def _home_words(home: Words, lang: str) -> str:
    if home.lang != lang:
        return phrase("home_time", lang)
    return home.text if lang == "en" else time_of(home.text, lang)


def _in_month(day: dt.date, lang: str) -> str:
    if lang == "en":
        return f" in {month_and_year(day, lang)}"
    month = IN_MONTH[lang].split()[day.month - 1]
    match lang:
        case "ru":
            return f"в {month} {day.year}\N{NARROW NO-BREAK SPACE}г. "
        case "kk":
            return f"{day.year} жылғы {month} "
    return f"{turkmen_ordinal(day.year)} ýylyň {month} "


def _amount(hours: float, lang: str) -> str:
    """An amount of time, to the minute: "one hour", "5 hours 30 minutes"."""
    total = round(hours * 60)
    if total in SAID_IN_WORDS[lang]:
        return SAID_IN_WORDS[lang][total]
    whole, minutes = divmod(total, 60)
    plural = locale_for(lang).plural_form
    parts = []
    if whole:
        parts.append(HOURS[lang][plural(whole)].format(whole))
    if minutes:
        parts.append(MINUTES[lang][plural(minutes)].format(minutes))
    return " ".join(parts)
