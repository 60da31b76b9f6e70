"""What a slot of the board says of its item: when, who, and whatever is not the normal state of things."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel.dates import format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.board.columns import Column, sorting_day
from backoffice.clashes import Caution, Level, telling
from missions.document import ITEM_TEXTS
from missions.models import Group, ItemKind, ItemStatus, Mission, PartOfDay, ProgrammeItem, Visibility
from missions.models.programme import REPORTED
from missions.order import ANCHORS
from wording import dates
from wording.lists import enumerated
from wording.locales import locale_for
from wording.translated import translated_fields
from wording.words import Words

NO_TEXT = {
    "en": gettext_lazy("No English text"),
    "ru": gettext_lazy("No Russian text"),
    "kk": gettext_lazy("No Kazakh text"),
    "tk": gettext_lazy("No Turkmen text"),
}
KINDS = dict(ItemKind.choices)
TEXTS = {name: translated_fields(ProgrammeItem)[name] for name in (*ITEM_TEXTS, "public_title")}


@dataclass(frozen=True, slots=True)
class State:
    """A word for what is not the normal state; `look` is the suffix of its class, `more` stands after it."""

    words: str
    look: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is shown of one item; `seen` is the version of its row that forms carry.

    It holds all that its markup is made from, so that markup can be kept (backoffice/board/markup.py).
    """

    pk: int
    uid: str
    seen: int
    kind: str
    cancelled: bool
    title: Words
    when: str
    was: str
    who: str
    shown_as: Words | None
    states: tuple[State, ...]
    looks: tuple[str, ...]
    earlier: bool
    later: bool
    reported: bool  # staff write a report about it


@dataclass(slots=True)
class DayColumn:
    """A column as the page shows it."""

    key: str
    place: Words | str
    day: str
    approximate: bool
    rows: list[list[Slot]] = field(default_factory=list)
    where: str = ""
    drawn: list[list[str]] = field(default_factory=list)  # the rows as markup

    @property
    def wide(self) -> bool:
        """Whether slots stand side by side in it."""
        return any(len(row) > 1 for row in self.rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the slots of one board are made from."""

    mission: Mission
    lang: str
    versions: Mapping[int, int]
    released: Mapping[str, Mapping[str, Any]] | None  # the entries of the last version by UID
    cautions: Mapping[int, Iterable[Caution]]
    alone: Mapping[int, str]  # who is in each personal group
    names: bool  # whether the reader may see who travels
    opened: int | None  # the item whose form stands open: it gets the breadth of its column
    told: dict[str, str] = field(default_factory=dict)  # cautions in words, by cause

    def words_of(self, caution: Caution) -> str:
        """A caution in words, put together once for all slots that it is about."""
        if caution.cause not in self.told:
            self.told[caution.cause] = caution.words if self.names else caution.words_without_names
        return self.told[caution.cause]


def day_columns(found: Iterable[Column], reading: Reading) -> list[DayColumn]:
    """The columns with their slots in rows."""
    return [_day_column(column, reading) for column in found]


def heading(column: Column, lang: str) -> tuple[Words | str, str]:
    """What a column is headed with: its place, and its day."""
    place = _place(column, lang)
    if column.spot.day is None:
        if column.stop is None:
            return _("Day not known"), ""
        day = _("day not known")
    else:
        day = _day(column.spot.day, lang)
        day = _("%(day)s, about") % {"day": day} if column.approximate else day
    if column.number:
        day = _("%(day)s, stop %(number)d") % {"day": day, "number": column.number}
    return place, day


@lru_cache(maxsize=1024)
def _day(day: datetime.date, lang: str) -> str:
    """A day as columns are headed with it; to find the pattern takes far longer than to fill it."""
    return format_skeleton("MMMMEd", day, locale=locale_for(lang))


def one_line(column: Column, lang: str) -> str:
    """The heading in one line, for the choice of where an item goes."""
    place, day = heading(column, lang)
    return f"{place}, {day}" if day else str(place)


def _place(column: Column, lang: str) -> Words | str:
    if column.stop is None:
        return _("Place not known")
    return translated_fields(type(column.stop.place))["name"].words(column.stop.place, lang) or "–"


def _day_column(column: Column, reading: Reading) -> DayColumn:
    place, day = heading(column, reading.lang)
    made = DayColumn(column.spot.key, place, day, column.approximate, where=one_line(column, reading.lang))
    for row in column.rows(alone=reading.opened):
        made.rows.append([_slot(item, column, len(row) > 1, reading) for item in row])
    return made


def _slot(item: ProgrammeItem, column: Column, split: bool, reading: Reading) -> Slot:
    cautions = list(reading.cautions.get(item.pk, ()))
    before = reading.released.get(str(item.uid)) if reading.released is not None else None
    was = _was(item, before, reading.lang)
    place = column.items.index(item)
    states = [*_states(item, before, was, reading), *_clashes(item, cautions, reading)]
    looks = [state.look for state in states if state.look in ("tentative", "moved", "cancelled", "clash")]
    when = _when(item, reading.lang)
    return Slot(
        pk=item.pk,
        uid=str(item.uid),
        seen=reading.versions.get(item.pk, 0),
        kind=str(KINDS[item.kind]),  # what `get_kind_display` says, which words all kinds each time
        cancelled=item.status == ItemStatus.CANCELLED,
        title=TEXTS["title"].words(item, reading.lang) or Words("–", reading.lang),
        when=when,
        was=was if was != when else "",
        who=_who(item, column, split and not _clash(cautions), reading),
        shown_as=None
        if item.visibility == Visibility.PUBLIC
        else TEXTS["public_title"].words(item, reading.lang),
        states=tuple(states),
        looks=tuple(dict.fromkeys(looks)),
        earlier=place > 0 and may_swap(column.items[place - 1], item),
        later=place + 1 < len(column.items) and may_swap(item, column.items[place + 1]),
        reported=item.kind in REPORTED and item.status != ItemStatus.CANCELLED,
    )


def _clash(cautions: Iterable[Caution]) -> bool:
    return any(caution.level == Level.CLASH for caution in cautions)


def may_swap(one: ProgrammeItem, other: ProgrammeItem) -> bool:
    """Whether the order of two neighbours is not settled by their days and hours."""
    hours = (_anchor(one), _anchor(other))
    return sorting_day(one) == sorting_day(other) and (None in hours or hours[0] == hours[1])


def _anchor(item: ProgrammeItem) -> datetime.time | None:
    if item.starts_at is not None:
        return item.starts_at
    return ANCHORS[PartOfDay(item.part_of_day)] if item.part_of_day else None


def _when(item: ProgrammeItem, lang: str) -> str:
    hours = dates.time_of_day(
        item.starts_at, item.ends_at, lang, approximate=item.time_approximate, part=item.part_of_day
    )
    if item.ends_on and item.ends_on != item.day:
        return _("%(hours)s, until %(day)s") % {
            "hours": hours,
            "day": dates.day_and_month(item.ends_on, lang),
        }
    return hours


def _was(item: ProgrammeItem, before: Mapping[str, Any] | None, lang: str) -> str:
    """When or where the last version had the item, if that was another time or place."""
    if before is None:
        return ""
    stop = str(item.stop.ref) if item.stop else None
    now = (_iso(item.day), _clock(item.starts_at), item.part_of_day, stop)
    then = (before["day"], before["starts_at"], before["part_of_day"], before["stop"])
    if now == then:
        return ""
    day = datetime.date.fromisoformat(before["day"]) if before["day"] else None
    starts_at = datetime.time.fromisoformat(before["starts_at"]) if before["starts_at"] else None
    hours = dates.time_of_day(starts_at, None, lang, part=before["part_of_day"])
    if day == item.day:
        return hours if now[:3] != then[:3] else _("another place")
    return f"{dates.day_and_month(day, lang)}, {hours}" if day else _("day not known")


def _who(item: ProgrammeItem, column: Column, split: bool, reading: Reading) -> str:
    if item.for_everyone:
        words = _("All")
    else:
        words = enumerated(filter(None, (_group(group, reading) for group in item.groups.all())))
        words = words or _("Nobody yet")
    if split:
        words = _("%(groups)s, at the same time; no clash") % {"groups": words}
    if item.stop and column.spot.stop is None:
        words = f"{words}. {item.stop}"
    return str(words)


def _group(group: Group, reading: Reading) -> str:
    """What a group is called; a personal one is its delegate, and nobody where she does not travel."""
    if not group.personal:
        return str(group)
    name = reading.alone.get(group.pk, "")
    return name if reading.names or not name else telling.delegates(1)


def _states(
    item: ProgrammeItem, before: Mapping[str, Any] | None, was: str, reading: Reading
) -> Iterable[State]:
    if item.status == ItemStatus.CANCELLED:
        yield State(_("Cancelled"), "cancelled")
    elif was:
        yield State(_("Moved"), "moved")
    if item.status == ItemStatus.TENTATIVE:
        yield State(_("Tentative"), "tentative")
    if before is None and reading.released is not None and item.visibility != Visibility.STAFF:
        yield State(_("New"), "moved")
    match item.visibility:
        case Visibility.DELEGATION:
            yield State(_("Not public"))
        case Visibility.PARTICIPANTS:
            yield State(_("Only those who take part"))
        case Visibility.STAFF:
            yield State(_("Staff only"))
    found = [texts for field in TEXTS.values() if (texts := field.texts(item))]
    for lang in reading.mission.languages:
        if any(lang not in texts for texts in found):
            yield State(str(NO_TEXT[lang]))


def _clashes(item: ProgrammeItem, cautions: Iterable[Caution], reading: Reading) -> Iterable[State]:
    """Clashes and cautions; what cannot be told is said once, at the first item that it is about."""
    for caution in cautions:
        if caution.level == Level.CLASH:
            yield State(_("Clash"), "clash", reading.words_of(caution))
        elif caution.level == Level.CAUTION:
            yield State(_("Caution"), "", reading.words_of(caution))
        elif caution.items[0] == item.pk:
            yield State(_("Cannot tell"), "", reading.words_of(caution))


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _clock(time: datetime.time | None) -> str | None:
    return None if time is None else time.strftime("%H:%M")
