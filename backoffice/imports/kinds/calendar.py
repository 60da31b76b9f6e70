"""Calendar files (.ics): each event becomes a programme item, its time the clock of its stop."""

import datetime
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import marks, rows_there
from backoffice.imports.kind import Circumstances
from backoffice.imports.kinds.programme import DocumentKind, content_of
from backoffice.imports.kinds.restrictions import EXTRA
from backoffice.imports.kinds.stops import known
from backoffice.imports.programme import guesses
from backoffice.imports.reading import check_size
from backoffice.imports.remarks import Remark, remark
from backoffice.imports.storage import Content
from backoffice.imports.table import Unreadable, as_json
from backoffice.models import ImportKind
from missions.calendar import PRODUCT
from missions.models import ItemStatus, ProgrammeItem
from wording.translated import texts

LARGEST = 5 * 1024 * 1024  # bytes
MOST_EVENTS = 1_000
MOST_LINES = 200_000
RECURS = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
STATUS = {
    "TENTATIVE": ItemStatus.TENTATIVE,
    "CONFIRMED": ItemStatus.CONFIRMED,
    "CANCELLED": ItemStatus.CANCELLED,
}
DAY = datetime.timedelta(days=1)
PRIVATE = ("PRIVATE", "CONFIDENTIAL", "RESTRICTED", "SENSITIVITY")  # in names of properties of one program
NOT_PRIVATE = ("", "0", "FALSE", "NO", "NONE", "NORMAL", "PUBLIC")


class CalendarKind(DocumentKind):
    key = ImportKind.CALENDAR
    suffixes = (".ics",)
    hint = _("The events of a calendar file.")

    def read(self, name: str, content: bytes, at: Circumstances) -> Content:
        events, ours = _events(content)
        reader = _Reader(at, ours)
        rows = [row for number, event in enumerate(events, 1) if (row := reader.row(number, event))]
        if not rows:
            raise Unreadable(gettext("The calendar has no event that becomes an item."))
        return content_of(rows, reader.notes())


def _events(content: bytes) -> tuple[list[Any], bool]:
    """The events of a calendar, and whether it is one of ours. Raises Unreadable."""
    check_size(len(content))
    if len(content) > LARGEST:
        raise Unreadable(
            gettext("The calendar is larger than %(size)d MB.") % {"size": LARGEST // 1024 // 1024}
        )
    if not content.strip():
        raise Unreadable(gettext("The file is empty."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(gettext("The calendar is not in UTF-8; export it again.")) from error
    if not text.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR") or "\0" in text:
        raise Unreadable(gettext("The file is no calendar (.ics)."))
    # Components are read by recursion and events into objects: what is too much is told before.
    number = text.upper().count("BEGIN:VEVENT")
    if (
        number > MOST_EVENTS
        or text.count("\n") > MOST_LINES
        or text.upper().count("BEGIN:") > MOST_LINES // 20
    ):
        raise Unreadable(
            gettext("The calendar has more than %(number)d events; export a shorter time.")
            % {"number": MOST_EVENTS}
        )
    import icalendar  # 3 MiB of memory; few bring in a calendar

    try:
        read = icalendar.Calendar.from_ical(text)
        return list(read.walk("VEVENT")), str(read.get("PRODID", "")) == PRODUCT
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as error:
        raise Unreadable(
            gettext("The file is broken or was cut off; save it again and upload that.")
        ) from error


class _Reader:
    """Reads events beside the items that have their UIDs."""

    def __init__(self, at: Circumstances, ours: bool) -> None:
        self.at, self.ours = at, ours
        self.recurring = self.gone = 0
        self.places = rows_there.places()
        self.stops, self.stop_rows = rows_there.stops(at.mission)
        self.items = {item.uid: item for item in ProgrammeItem.objects.filter(mission=at.mission)}
        self.zone = at.mission.zone_name()

    def notes(self) -> list[Remark]:
        counted = {"recurring": self.recurring, "gone": self.gone}
        return [remark(code, number=number) for code, number in counted.items() if number]

    def row(self, number: int, event: Any) -> dict[str, Any] | None:
        """An event as the cells of an item; None where it is not read."""
        if any(event.get(name) is not None for name in RECURS):
            self.recurring += 1
            return None
        title = _text(event, "SUMMARY")
        not_public = _not_public(event)
        lang = self.at.text_lang or _language(event) or guesses.language_of(title) or self.at.lang
        said: dict[str, Any] = {"number": number, "lang": lang, "flags": [], EXTRA: not_public}
        uid = self._uid(_text(event, "UID"), said["flags"])
        item = self.items.get(uid)
        status = STATUS.get(_text(event, "STATUS").upper())
        if self.ours and item is None and status == ItemStatus.CANCELLED:
            self.gone += 1
            return None
        said["uid"], said["status"] = str(uid), status.value if status else None
        place = _text(event, "LOCATION").replace("\n", ", ")
        stop, venue = self._where(place)
        try:
            self._times(event, said, self._zone(stop, item))
        except OverflowError:  # before the first year that there is, or after the last
            said["flags"].append(remark("no_day"))
        said[f"title_{lang}"] = title or None
        if item is not None and self.ours:
            self._only_ours(said, item, title, lang)
            return said
        said["stop"] = stop or None
        if venue:
            said[f"venue_{lang}"] = venue[:250]
        if description := _text(event, "DESCRIPTION"):
            said[f"description_{lang}"] = description[:10_000]
        if kind := guesses.kind_of(title):
            said["kind"] = kind
            said["flags"].append(remark("guessed_kind"))
        return said

    def _uid(self, text: str, flags: list[Remark]) -> uuid.UUID:
        """The event's own UID, or one made of it where it cannot be kept; the same each time."""
        try:
            own = uuid.UUID(text)
        except ValueError:
            own = None
        if own in self.items:
            return own
        if own is not None and not ProgrammeItem.objects.filter(uid=own).exists():
            return own
        made = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.at.mission.ref} {text or uuid.uuid4()}")
        if made not in self.items:
            flags.append(remark("new_uid"))
        return made

    def _where(self, place: str) -> tuple[str, str]:
        """The name of a stop, where one is named, and the venue."""
        if not place:
            return "", ""
        if known(self.stops, place) or known(self.places, place):
            first = [part.strip() for part in place.split(",")]
            named = [one for one in first if known(self.stops, one) or known(self.places, one)]
            if len(named) == 1:
                return named[0], ", ".join(one for one in first if one != named[0])
        return "", place

    def _zone(self, stop: str, item: ProgrammeItem | None) -> str:
        if item is not None and item.stop_id and item.stop_id in self.stop_rows:
            return self.stop_rows[item.stop_id].place.zone
        keys = known(self.stops, stop) if stop else set()
        if keys:
            return self.stop_rows[min(keys)].place.zone
        from partners.models import Place

        found = known(self.places, stop) if stop else set()
        if len(found) == 1:
            return str(Place.objects.values_list("zone", flat=True).get(pk=next(iter(found))))
        return self.zone

    def _times(self, event: Any, said: dict[str, Any], zone: str) -> None:
        starts, ends = _moment(event, "DTSTART"), _moment(event, "DTEND")
        if (
            ends is None
            and starts is not None
            and isinstance(length := _moment(event, "DURATION"), datetime.timedelta)
        ):
            ends = starts + length
        if starts is None:
            said["flags"].append(remark("no_day"))
            return
        if not isinstance(starts, datetime.datetime):
            said["day"] = as_json(starts)
            if (
                isinstance(ends, datetime.date)
                and not isinstance(ends, datetime.datetime)
                and ends - DAY > starts
            ):
                said["ends_on"] = as_json(ends - DAY)
            return
        begins = _local(starts, zone, said["flags"])
        said["day"], said["starts_at"] = as_json(begins.date()), as_json(_minute(begins))
        if isinstance(ends, datetime.datetime):
            end = _local(ends, zone, said["flags"])
            if end != begins:
                said["ends_at"] = as_json(_minute(end))
                if end.date() != begins.date():
                    said["ends_on"] = as_json(end.date())

    def _only_ours(self, said: dict[str, Any], item: ProgrammeItem, title: str, lang: str) -> None:
        """Of our own calendar only times and titles are data; the rest was written for readers."""
        shown = {*texts(item, "title").values(), *texts(item, "public_title").values()}
        if title in shown or said["status"] == ItemStatus.CANCELLED:
            said[f"title_{lang}"] = None
        if item.day is None:
            said |= dict.fromkeys(("day", "ends_on", "status"))
        if item.starts_at is None and "starts_at" not in said:
            said["ends_on"] = None if item.ends_on is None else said.get("ends_on")
        if item.to_place_id:
            said |= dict.fromkeys(("ends_at", "ends_on"))


def _local(moment: datetime.datetime, zone: str, flags: list[Remark]) -> datetime.datetime:
    """A moment on the clock of the stop; one without a zone is on that clock already."""
    if moment.tzinfo is None:
        return moment
    there = moment.astimezone(ZoneInfo(zone))
    if there.utcoffset() != moment.utcoffset():
        said = remark("other_clock", time=f"{there:%H:%M}", zone=zone)
        if said not in flags:
            flags.append(said)
    return there.replace(tzinfo=None)


def _minute(moment: datetime.datetime) -> datetime.time:
    return moment.time().replace(second=0, microsecond=0)


def _moment(event: Any, name: str) -> Any:
    """The value of a property of time, None where it has none that can be read."""
    try:
        value = event.decoded(name)
        value.year if name != "DURATION" else value.days  # noqa: B018  # what else is read is no time
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return None
    return value


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "").strip()


def _not_public(event: Any) -> list[Remark]:
    """Why an event is not public: its CLASS, its categories, or a property of the program that wrote it.

    A CLASS that is not known counts as PRIVATE (RFC 5545 §3.8.1.3).
    """
    found = []
    if (value := _text(event, "CLASS").upper()) not in ("", "PUBLIC"):
        found.append(remark("class", value=value[:60]))
    named = event.get("CATEGORIES")
    for one in named if isinstance(named, list) else [named]:
        said = (marks.beside("", str(category)) for category in getattr(one, "cats", ()))
        found += [remark("marked", text=mark) for mark in said if mark]
    for name in event:
        if name.upper().startswith("X-") and any(word in name.upper() for word in PRIVATE):
            value = _text(event, name).upper()
            if value not in NOT_PRIVATE:
                found.append(remark("class", value=f"{name}: {value}"[:60]))
    return found


def _language(event: Any) -> str:
    value = getattr(event.get("SUMMARY"), "params", {}).get("LANGUAGE", "")
    return str(value) if str(value) in ("en", "ru", "kk", "tk") else ""
