"""What one audience has seen of a mission over all its events: releases, withdrawals and changes of state.

Calendars keep what they were once given, so a feed must speak of every item that its readers ever had: those
still in the programme as they are now, those that are gone as cancelled. Who may see what is decided by
missions/itinerary.py alone: here itineraries are compared, never documents.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from missions import itinerary as itineraries
from missions.document import Document
from missions.models import MissionState
from missions.parts import Audience, Item, Itinerary
from missions.questions import answered
from wording import dates

RELEASES = """
SELECT release.number, release.at, release.hour_unknown, withdrawal.at, release.document
FROM missions_release release
LEFT JOIN missions_withdrawal withdrawal ON withdrawal.release_id = release.id
WHERE release.mission_id = %s
ORDER BY release.number
"""
CHANGES_OF_STATE = "SELECT at, state FROM missions_statechange WHERE mission_id = %s ORDER BY at, id"
EVENTS = """
SELECT at, 'release', number, '' FROM missions_release WHERE mission_id = %s
UNION ALL
SELECT withdrawal.at, 'withdrawal', release.number, '' FROM missions_withdrawal withdrawal
    JOIN missions_release release ON release.id = withdrawal.release_id WHERE release.mission_id = %s
UNION ALL
SELECT at, 'state', id, state FROM missions_statechange WHERE mission_id = %s
ORDER BY 1, 3
"""

type Read = Callable[[int], Itinerary]
"""Gives the release of a number as its audience saw it."""


@dataclass(frozen=True, slots=True)
class Event:
    """A release or a withdrawal, by the number of the release, or a change of the mission's state."""

    at: datetime.datetime
    release: int | None = None
    withdrawal: int | None = None
    state: MissionState | None = None
    hour_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An item that the audience has seen, as it may be told of now.

    `days` are the first and last day over which a calendar shows it: its own, else those of its stop, else
    those of the mission. `sequence` counts the mission's events up to the item's last change for this
    audience, which came at `changed_at`, with `version` in effect. One seen only in withdrawn releases is
    known by UID and day alone: its `item` is None.
    """

    uid: str
    item: Item | None
    days: tuple[datetime.date, datetime.date]
    there: bool
    cancelled: bool
    sequence: int
    changed_at: datetime.datetime
    version: int | None


@dataclass(frozen=True, slots=True)
class History:
    """The programme in effect, and every item ever seen: those still there in order, then those gone.

    Of a mission without any programme to show, `itinerary`, `version` and `released_at` are None; where no
    hour of the release is known, `released_at` is the day alone.
    """

    itinerary: Itinerary | None
    version: int | None
    released_at: datetime.date | None
    cancelled: bool
    items: tuple[Seen, ...]
    changed_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What readers are told of an item at one moment; where that differs from before, it has changed."""

    item: Item | None
    days: tuple[datetime.date, datetime.date]
    there: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class _Moment:
    """What holds after an event: the version that the audience is shown, and which ones were withdrawn."""

    event: Event
    state: MissionState
    version: int | None
    withdrawn: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Change:
    sequence: int
    at: datetime.datetime
    version: int | None


def reading(
    document_of: Callable[[int], Document], audience_of: Callable[[Document], Audience], lang: str
) -> Read:
    """Read the documents of releases, by number, as the audience that there was at each of them.

    A delegate's groups are those she had at the release, hence a function. Contacts are not named: they are
    known live, and no change of a release.
    """

    @cache
    def read(number: int) -> Itinerary:
        document = document_of(number)
        return itineraries.make(document, audience_of(document), lang)

    return read


def follow(
    events: Iterable[Event],
    read: Read,
    state: MissionState,
    *,
    wanted: Callable[[Item], bool] = lambda _item: True,
    drafts: bool = False,
) -> History:
    """The events, in the order of time and number, as the readers of `read` saw them.

    `state` is the mission's present one: what it was before its first change follows from that change, or
    from the present where there is none (a mission that came with its file). `wanted` leaves out items that
    are not for this calendar; `drafts` lets the audience see a mission that is a draft.
    """
    version: int | None = None
    shown: tuple[int | None, bool] = (None, False)
    released: dict[int | None, datetime.date] = {}
    changed_at: datetime.datetime | None = None
    itinerary: Itinerary | None = None
    told: dict[str, _Told] = {}
    changes: dict[str, _Change] = {}
    held: dict[str, dict[int, _Told]] = {}
    for position, moment in enumerate(_moments(events, state, drafts=drafts), start=1):
        event, state, version, changed_at = moment.event, moment.state, moment.version, moment.event.at
        if event.release is not None:
            released[event.release] = dates.as_known(event.at, event.hour_unknown)
        before, shown = shown, (version, state == MissionState.CANCELLED)
        if shown == before and event.withdrawal is None:
            continue
        itinerary = read(version) if version else None
        there = _there(itinerary, shown[1], wanted)
        for uid, view in there.items():
            held.setdefault(uid, {})[version or 0] = view
        were, told = told, there | _gone(held, there, moment.withdrawn, itinerary)
        for uid, now in told.items():
            if were.get(uid) != now:
                changes[uid] = _Change(position, event.at, version)
    return History(
        itinerary=itinerary,
        version=version,
        released_at=released.get(version),
        cancelled=state == MissionState.CANCELLED,
        items=tuple(_seen(uid, now, changes[uid]) for uid, now in told.items()),
        changed_at=changed_at,
    )


def public_versions(mission_id: int, state: MissionState) -> list[int]:
    """The versions that the public could ever read and that are not withdrawn, in order; one query.

    What was released and replaced while the mission was a draft is none of them.
    """
    events = [
        Event(
            at,
            release=number if kind == "release" else None,
            withdrawal=number if kind == "withdrawal" else None,
            state=MissionState(turned) if kind == "state" else None,
        )
        for at, kind, number, turned in answered(EVENTS, mission_id, mission_id, mission_id)
    ]
    moments = list(_moments(events, state))
    withdrawn = moments[-1].withdrawn if moments else frozenset()
    return sorted({moment.version for moment in moments if moment.version} - withdrawn)


def of_mission(
    mission_id: int,
    state: MissionState,
    audience_of: Callable[[Document], Audience],
    lang: str,
    *,
    wanted: Callable[[Item], bool] = lambda _item: True,
    drafts: bool = False,
    read: Read | None = None,
) -> History:
    """The history of a mission in the database, as `follow` has it of its events; two queries.

    `read` gives what this audience saw where that is at hand, as `reading` would.
    """
    documents: dict[int, str] = {}
    events = []
    for number, at, hour_unknown, withdrawn_at, document in answered(RELEASES, mission_id):
        documents[number] = document
        events.append(Event(at, release=number, hour_unknown=bool(hour_unknown)))
        if withdrawn_at:
            events.append(Event(withdrawn_at, withdrawal=number))
    events += [Event(at, state=MissionState(turned)) for at, turned in answered(CHANGES_OF_STATE, mission_id)]
    at_hand = read or reading(lambda number: json.loads(documents[number]), audience_of, lang)
    return follow(events, at_hand, state, wanted=wanted, drafts=drafts)


def _moments(events: Iterable[Event], state: MissionState, *, drafts: bool = False) -> Iterator[_Moment]:
    """What holds after each event, in the order of time and number; `state` is the mission's present one."""
    ordered = sorted(events, key=_order)
    turns = [event.state for event in ordered if event.state]
    state = _state_before(turns[0]) if turns else state
    released: set[int] = set()
    withdrawn: frozenset[int] = frozenset()
    for event in ordered:
        if event.release is not None:
            released.add(event.release)
        if event.withdrawal is not None:
            withdrawn |= {event.withdrawal}
        state = event.state or state
        hidden = state == MissionState.DRAFT and not drafts
        yield _Moment(event, state, None if hidden else max(released - withdrawn, default=None), withdrawn)


def _order(event: Event) -> tuple[datetime.datetime, int, int]:
    """Time, then number; of one moment, releases come before their withdrawals, and these before states."""
    kind = 0 if event.release is not None else 1 if event.withdrawal is not None else 2
    return (event.at, kind, event.release or event.withdrawal or 0)


def _state_before(first: MissionState) -> MissionState:
    """What a mission was before its first change: a draft is published, a published one all the rest."""
    return MissionState.DRAFT if first == MissionState.PUBLISHED else MissionState.PUBLISHED


def _there(itinerary: Itinerary | None, cancelled: bool, wanted: Callable[[Item], bool]) -> dict[str, _Told]:
    """The items in the programme, in their order."""
    if itinerary is None:
        return {}
    return {
        item.uid: _Told(item, _days(item, itinerary), there=True, cancelled=cancelled or item.cancelled)
        for item in itinerary.items
        if wanted(item)
    }


def _gone(
    held: Mapping[str, Mapping[int, _Told]],
    there: Mapping[str, _Told],
    withdrawn: frozenset[int],
    itinerary: Itinerary | None,
) -> dict[str, _Told]:
    """The items no longer there, by UID, with the last words that they had in a release that still counts.

    Of one that was only ever shown by mistake its day alone is told; nothing where not even that can be.
    """
    gone = {}
    for uid in sorted(held.keys() - there.keys()):
        versions = held[uid]
        live = versions.keys() - withdrawn
        last = versions[max(live or versions)]
        item, days = last.item, last.days
        if not live:
            day, item = item.day if item else None, None
            if day:
                days = (day, day)
            elif itinerary:
                days = (itinerary.starts_on, itinerary.ends_on)
            else:
                continue
        gone[uid] = _Told(item, days, there=False, cancelled=True)
    return gone


def _days(item: Item, itinerary: Itinerary) -> tuple[datetime.date, datetime.date]:
    if item.day:
        # Over the date line a flight may land on the day before.
        return (item.day, max(item.day, item.ends_on or item.day))
    if item.stop and item.stop.first_day:
        return (item.stop.first_day, item.stop.last_day or item.stop.first_day)
    return (itinerary.starts_on, itinerary.ends_on)


def _seen(uid: str, told: _Told, change: _Change) -> Seen:
    return Seen(
        uid=uid,
        item=told.item,
        days=told.days,
        there=told.there,
        cancelled=told.cancelled,
        sequence=change.sequence,
        changed_at=change.at,
        version=change.version,
    )
