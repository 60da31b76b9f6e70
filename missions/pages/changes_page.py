"""What changed in each version of a mission, as the public saw it: old before new, in words."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from missions import changes
from missions.changes import Change, ChangeKind, Changes
from missions.models import HostState, MissionType
from missions.pages import mission_page, times
from missions.pages.markup import NOTHING, Prose, State, apart, escape, language_of, safe, spoken
from missions.parts import Host, Item, Itinerary, Party, Place, Sector, Stop
from wording import dates, zones
from wording.phrases import phrase
from wording.words import Words

STATES = {
    ChangeKind.ADDED: (gettext_lazy("Added"), ""),
    ChangeKind.REMOVED: (gettext_lazy("Removed"), " state--cancelled"),
    ChangeKind.CANCELLED: (gettext_lazy("Cancelled"), " state--cancelled"),
    ChangeKind.REINSTATED: (gettext_lazy("Takes place after all"), ""),
    ChangeKind.MOVED: (gettext_lazy("Moved"), " state--moved"),
    ChangeKind.RETIMED: (gettext_lazy("Other time"), " state--moved"),
    ChangeKind.CONFIRMED: (gettext_lazy("Confirmed"), ""),
    ChangeKind.TENTATIVE: (gettext_lazy("Now tentative"), " state--tentative"),
    ChangeKind.VENUE: (gettext_lazy("Other venue"), " state--moved"),
    ChangeKind.HOSTS: (gettext_lazy("Other hosts"), ""),
    ChangeKind.PARTICIPANTS: (gettext_lazy("Other participants"), ""),
    ChangeKind.VISIBILITY: (gettext_lazy("Other visibility"), ""),
    ChangeKind.INTERPRETER: (gettext_lazy("Other language or interpreter"), ""),
    ChangeKind.CHANGED: (gettext_lazy("Changed"), ""),
    ChangeKind.REWORDED: (gettext_lazy("Reworded"), ""),
}
FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "purpose": gettext_lazy("Purpose"),
    "background": gettext_lazy("Before it"),
    "dates_note": gettext_lazy("Note on the dates"),
    "source": gettext_lazy("Source"),
    "compiled_from_reports": gettext_lazy("Compiled from published reports"),
    "series": gettext_lazy("Series"),
    "type": gettext_lazy("Type"),
    "zone": gettext_lazy("Time zone"),
    "home": gettext_lazy("Home"),
    "sectors": gettext_lazy("Sectors"),
    "parties": gettext_lazy("Organisers and supporters"),
    "kind": gettext_lazy("Kind"),
    "status": gettext_lazy("Status"),
    "description": gettext_lazy("Description"),
    "venue": gettext_lazy("Venue"),
    "address": gettext_lazy("Address"),
    "hosts": gettext_lazy("Hosts"),
    "host_unnamed": gettext_lazy("Name of the host"),
    "topics": gettext_lazy("Topics"),
    "dress": gettext_lazy("Dress"),
    "language": gettext_lazy("Language"),
    "interpreter": gettext_lazy("Interpreter"),
    "photo_rules": gettext_lazy("Photographs"),
    "to_place": gettext_lazy("To"),
}
# Told as the mission's dates, or as an item's day and time, in one.
DATED_BY = {"starts_on", "ends_on", "dates_precision"}
WHEN = {*changes.PLACED_BY, *changes.TIMED_BY} - {"to_place"}


@dataclass(frozen=True, slots=True)
class Version:
    """A release as the pages know it: number, moment (or day alone), note, and what the public saw."""

    number: int
    at: datetime.date
    note: Words | None
    itinerary: Itinerary


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact as it was and as it is; either may be empty."""

    term: str
    old: SafeString
    new: SafeString


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What happened to one item or to the mission: states, title, and each fact that differs."""

    states: tuple[State, ...]
    title: SafeString
    title_language: SafeString
    when: SafeString
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One version with its changes; the first one has none, since there was nothing before it."""

    number: int
    heading: str
    released: str
    note: tuple[SafeString, ...]
    first: bool
    entries: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """All that changes.html prints."""

    title: Words
    title_language: SafeString
    mission_address: str
    versions: tuple[VersionEntry, ...]
    compiled: bool


def make(versions: Sequence[Version], mission_address: str) -> ChangesPage:
    """The page of these versions, oldest first, in the language of their itineraries."""
    newest = versions[-1].itinerary
    told = []
    for position, version in enumerate(versions):
        before = versions[position - 1].itinerary if position else None
        told.append(_version(version, before))
    return ChangesPage(
        title=newest.title,
        title_language=language_of(newest.title, newest.lang),
        mission_address=mission_address,
        versions=tuple(reversed(told)),
        compiled=newest.compiled_from_reports,
    )


def _version(version: Version, before: Itinerary | None) -> VersionEntry:
    itinerary = version.itinerary
    lang = itinerary.lang
    moment = dates.released_at(version.at, zones.zone_info(itinerary.zone), lang)
    places = [stop.place for stop in itinerary.stops]
    if itinerary.compiled_from_reports:
        released = times.record_line(version.at, itinerary)
    elif isinstance(version.at, datetime.datetime):
        zone = times.zone_name(itinerary.zone, lang, places)
        released = _("Released %(moment)s %(zone)s.") % {"moment": moment, "zone": zone}
    else:
        released = dates.ended(_("Released %(moment)s.") % {"moment": moment})
    return VersionEntry(
        number=version.number,
        heading=_("Record of %(day)s") % {"day": times.day_of_record(version.at, itinerary)}
        if itinerary.compiled_from_reports
        else _("Version %(number)s") % {"number": version.number},
        released=released,
        note=tuple(Prose(lang).paragraphs(version.note)),
        first=before is None,
        entries=tuple(entries(changes.compare(before, itinerary), before, itinerary)) if before else (),
    )


def entries(found: Changes, before: Itinerary, after: Itinerary) -> Iterable[ChangeEntry]:
    """These changes in words, in the language of both itineraries, which must be the active one."""
    lang = after.lang
    frame = tuple(_frame(found, before, after))
    if frame:
        yield ChangeEntry((), safe(_("The mission")), NOTHING, NOTHING, frame)
    for stop in found.stops_added:
        yield _stop(ChangeKind.ADDED, stop, lang)
    for stop in found.stops_removed:
        yield _stop(ChangeKind.REMOVED, stop, lang)
    for was, stop in found.stops_changed:
        yield _stop_changed(was, stop, lang)
    for change in found.items:
        yield from _item(change, lang)


def _frame(found: Changes, before: Itinerary, after: Itinerary) -> Iterable[Difference]:
    if not DATED_BY.isdisjoint(found.frame):
        old, new = (escape(mission_page.mission_dates(each)) for each in (before, after))
        yield Difference(_("Dates"), old, new)
    if "stops" in found.frame:
        old, new = (
            apart(spoken(stop.place.name, after.lang) for stop in each.stops) for each in (before, after)
        )
        yield Difference(_("Order of the stops"), old, new)
    if "items" in found.frame:
        yield Difference(_("Order of the entries"), NOTHING, escape(_("changed")))
    yield from _named(before, after, found.frame, after.lang)


def _stop(kind: ChangeKind, stop: Stop, lang: str) -> ChangeEntry:
    return ChangeEntry(
        (_state(kind),),
        safe(f"{escape(_('Stop:'))} {spoken(stop.place.name, lang)}"),
        NOTHING,
        escape(times.stop_days(stop, lang)),
        (),
    )


def _stop_changed(was: Stop, stop: Stop, lang: str) -> ChangeEntry:
    before, after = was.place, stop.place
    facts = [
        (_("Days"), escape(times.stop_days(was, lang)), escape(times.stop_days(stop, lang))),
        (_("Place"), spoken(before.name, lang), spoken(after.name, lang)),
        (_("Time zone"), escape(before.zone), escape(after.zone)),
    ]
    differences = [Difference(term, old, new) for term, old, new in facts if old != new]
    if not differences:
        differences.append(Difference(_("Place"), NOTHING, escape(_("described more exactly"))))
    moved = was.first_day != stop.first_day or was.last_day != stop.last_day or before.ref != after.ref
    title = safe(f"{escape(_('Stop:'))} {spoken(after.name, lang)}")
    worded = before.name != after.name and before.zone == after.zone
    kind = ChangeKind.MOVED if moved else ChangeKind.REWORDED if worded else ChangeKind.CHANGED
    return ChangeEntry((_state(kind),), title, NOTHING, NOTHING, tuple(differences))


def _item(change: Change, lang: str) -> Iterable[ChangeEntry]:
    before, after = change.before, change.after
    if before is None or after is None:
        yield _told(change.item, change.kinds, lang)
    elif before.masked != after.masked:
        # What these readers lose and what they get in its place have nothing in common for them.
        yield _told(before, (ChangeKind.REMOVED,), lang)
        yield _told(after, (ChangeKind.ADDED,), lang)
    elif WHEN.isdisjoint(change.fields):
        differences = tuple(_named(before, after, _telling(change), lang))
        yield _told(after, change.kinds, lang, differences)
    else:
        moved = Difference(_("When and where"), _when(before, lang), _when(after, lang))
        differences = (moved, *_named(before, after, _telling(change), lang))
        yield ChangeEntry(_states(change.kinds), *_titled(after, lang), NOTHING, differences)


def _telling(change: Change) -> list[str]:
    """The fields that differ, without the status where the kind of the change says it already."""
    said = not changes.OF_STATUS.isdisjoint(change.kinds)
    return [name for name in change.fields if not (said and name == "status")]


def _told(
    item: Item, kinds: Iterable[ChangeKind], lang: str, differences: tuple[Difference, ...] = ()
) -> ChangeEntry:
    return ChangeEntry(_states(kinds), *_titled(item, lang), _when(item, lang), differences)


def _titled(item: Item, lang: str) -> tuple[SafeString, SafeString]:
    return escape(item.title.text), language_of(item.title, lang)


def _states(kinds: Iterable[ChangeKind]) -> tuple[State, ...]:
    return tuple(_state(kind) for kind in kinds)


def _state(kind: ChangeKind) -> State:
    word, look = STATES[kind]
    return State(escape(str(word)), look)


def _when(item: Item, lang: str) -> SafeString:
    """ "about 5 December 2023, 09:00–10:30, Ashgabat": day, time and place as far as they are known."""
    parts = [escape(_day(item, lang)), times.clock_of(item, lang).replace("<b>", "").replace("</b>", "")]
    if item.stop:
        parts.append(spoken(item.stop.place.name, lang))
    ends = times.arrival(item, lang, [item.to_place] if item.to_place else [])
    text = ", ".join(part for part in parts if part)
    return safe(f"{text}. {ends}" if ends else text)


def _day(item: Item, lang: str) -> str:
    if item.day is None:
        return phrase("day_not_known", lang)
    text = dates.long_date(item.day, lang)
    return dates.about(text, lang) if item.day_approximate else text


def _named(before: object, after: object, names: Iterable[str], lang: str) -> Iterable[Difference]:
    """The fields that have a name for readers, each as it was and as it is."""
    for name in names:
        if name in FIELDS:
            old, new = (_shown(getattr(each, name), lang) for each in (before, after))
            if name == "compiled_from_reports":
                old, new = (escape(_("yes") if getattr(each, name) else _("no")) for each in (before, after))
            if old != new:
                yield Difference(str(FIELDS[name]), old, new)


def _shown(value: Any, lang: str) -> SafeString:
    """Any value of a field as its readers know it."""
    match value:
        case None | () | False:
            return NOTHING
        case True:
            return escape(_("not known"))
        case tuple():
            return apart(_shown(each, lang) for each in value)
        case Words():
            return spoken(value, lang)
        case Sector() | Place():
            return spoken(value.name, lang)
        case Host() if value.state == HostState.ASKED:  # whom delegates see, and the public does not
            return safe(f"{spoken(value.organisation.name, lang)} ({escape(_('not confirmed yet'))})")
        case Host() | Party():
            return spoken(value.organisation.name, lang)
        case TextChoices():
            return escape(str(value.label))
    if value in MissionType.values:
        return escape(str(MissionType(value).label))
    return escape(str(value))
