"""A delegate's own calendar: what she takes part in over all releases, and her legs as they are now.

It is the public feed's rendering of another history: her items, seen with the groups that she had at each
release, and each leg as an event that begins by the clock of one place and ends by that of another. A leg of
an item that is in her programme is told in that item's event, so that she sees it once. Her hotels are in no
calendar: whoever keeps calendars for her would know where she sleeps.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from delegations import itinerary as personal
from delegations.itinerary import Journey
from delegations.models import Delegate, Leg
from delegations.travelled import is_away, travelled
from missions import calendar, history
from missions import itinerary as itineraries
from missions.history import History, Seen
from missions.models import ItemStatus, MissionState, ProgrammeItem
from missions.pages import times
from missions.parts import Item, Itinerary, Place, Stop
from partners import merged
from wording import dates
from wording.phrases import phrase
from wording.translated import texts
from wording.words import Words, pick

ALARMS = (15, 30, 60, 120, 24 * 60)  # minutes before


@dataclass(frozen=True, slots=True)
class _Past:
    """What the history of a leg tells of her: how often it changed, when last, and which items it was.

    `alone` is the last day on which she had it as a leg by itself, None if she never had.
    """

    ref: str
    changes: int
    changed_at: datetime.datetime
    items: frozenset[int]
    alone: datetime.date | None


def make(
    delegate: Delegate, lang: str, alarm: int | None = None, *, read: history.Read | None = None
) -> bytes:
    """Her calendar in a language, ringing `alarm` minutes before what has an hour.

    `read` gives the versions as she saw them, where they are at hand.

    At most eleven queries, one more where rows were merged into hers. The same rows always give the same
    bytes. While nothing is released, it is empty.
    """
    refs = personal.refs_of(delegate)
    mission = delegate.mission
    seen = history.of_mission(
        mission.pk,
        MissionState(mission.state),
        lambda document: itineraries.delegate(personal.groups_in(document, refs)),
        lang,
        wanted=lambda item: item.takes_part,
        drafts=True,
        read=read,
    )
    if seen.itinerary is None:
        title = pick(texts(mission, "title"), lang, mission.languages)
        return calendar.empty(str(delegate.ref), title or Words("", lang))
    with override(lang):
        whole, remarks = _with_legs(seen, seen.itinerary, delegate, refs)
        return calendar.make(whole, url=_page(mission.slug), alarm=alarm, remarks=remarks)


def _page(slug: str) -> str:
    """The whole address of her page, in the language of the moment."""
    return settings.SITE_URL + reverse("my:mission", args=[slug])


def _with_legs(
    seen: History, itinerary: Itinerary, delegate: Delegate, refs: Sequence[str]
) -> tuple[History, dict[str, tuple[str, ...]]]:
    """Her history with her legs in it, and what is to be said of these, by the UID of the event."""
    journeys = personal.journeys(delegate, itinerary.lang)
    pasts = {past.ref: past for past in _pasts(delegate, refs)}
    places = _places(itinerary, journeys)
    there = {one.uid for one in seen.items if one.there}
    of_item: dict[str, list[Journey]] = {}
    for journey in journeys:
        if journey.item_uid in there:
            of_item.setdefault(journey.item_uid or "", []).append(journey)
    named = _named(pasts.values())
    items = [
        _changed_with(_travelled(one, of_item.get(one.uid, ())), named.get(one.uid, ())) for one in seen.items
    ]
    alone = [journey for journey in journeys if journey.item_uid not in there]
    items += [
        _alone(journey, pasts.get(journey.ref), itinerary, cancelled=seen.cancelled) for journey in alone
    ]
    items += _gone(pasts.values(), {journey.ref for journey in alone})
    remarks = {uid: _lines(legs, itinerary, places) for uid, legs in of_item.items()}
    for one in seen.items:
        if one.item and is_away(travelled(one.item, of_item.get(one.uid, ()))):
            remarks[one.uid] += tuple(_of_stop(one.item))
    remarks |= {journey.ref: _lines([journey], itinerary, places) for journey in alone}
    moments = [moment for moment in (seen.changed_at, *(one.changed_at for one in items)) if moment]
    # The clocks of her calendar may be called after the places of her legs.
    stops = (*itinerary.stops, *(Stop("", place, None, None, False) for place in places))
    whole = replace(
        seen,
        itinerary=replace(itinerary, ref=str(delegate.ref), stops=stops),
        items=tuple(items),
        changed_at=max(moments, default=None),
    )
    return whole, remarks


def _pasts(delegate: Delegate, refs: Sequence[str]) -> Iterator[_Past]:
    """What is kept of all legs that she, or a row merged into hers, was ever on; two queries, or three.

    Of a leg that is hers no more only its reference and a day are told: no release ever showed its words.
    """
    keys = [delegate.pk, *merged.keys_of(refs[1:])]
    carried = apps.get_model("delegations", "HistoricalLeg_passengers").objects.filter(delegate__in=keys)
    with_her = set(carried.values_list("history_id", flat=True))
    entries: dict[int, list[tuple[int, str, datetime.datetime, int | None, datetime.date | None]]] = {}
    kept = (
        Leg.history.filter(id__in=carried.values("leg_id"), mission_id=delegate.mission_id)
        .order_by("history_id")
        .values_list("id", "history_id", "ref", "history_date", "item_id", "departs_on", "arrives_on")
    )
    for key, number, ref, at, item, departs_on, arrives_on in kept:
        entries.setdefault(key, []).append((number, str(ref), at, item, departs_on or arrives_on))
    for of_leg in entries.values():
        days = [day for number, _ref, _at, item, day in of_leg if number in with_her and not item and day]
        yield _Past(
            ref=of_leg[-1][1],
            changes=len(of_leg),
            changed_at=of_leg[-1][2],
            items=frozenset(item for _number, _ref, _at, item, _day in of_leg if item),
            alone=days[-1] if days else None,
        )


def _named(pasts: Collection[_Past]) -> dict[str, list[_Past]]:
    """The legs that ever were an item, by its UID; one query. History knows those that are deleted."""
    keys = {key for past in pasts for key in past.items}
    uids = dict(ProgrammeItem.history.filter(id__in=keys).values_list("id", "uid").distinct())
    named: dict[str, list[_Past]] = {}
    for past in pasts:
        for key in past.items & uids.keys():
            named.setdefault(str(uids[key]), []).append(past)
    return named


def _travelled(seen: Seen, legs: Sequence[Journey]) -> Seen:
    """An item with the hours of her legs, as her page has it. Where it begins elsewhere, its venue is not."""
    if seen.item is None or not legs:
        return seen
    item = travelled(seen.item, legs)
    if is_away(item):
        item = replace(item, venue=None, address=None)
    days = (item.day, max(item.day, item.ends_on or item.day)) if item.day else seen.days
    return replace(seen, item=item, days=days)


def _of_stop(item: Item) -> Iterator[str]:
    """Where an item is, of one that begins with a leg elsewhere."""
    for name, words in ((_("Venue"), item.venue), (_("Address"), item.address)):
        if words:
            yield f"{name}: {words.text}"


def _changed_with(seen: Seen, pasts: Collection[_Past]) -> Seen:
    """The event has changed whenever its item did, or a leg that was it: a SEQUENCE never falls."""
    return replace(
        seen,
        sequence=seen.sequence + sum(past.changes for past in pasts),
        changed_at=max([seen.changed_at, *(past.changed_at for past in pasts)]),
    )


def _alone(journey: Journey, past: _Past | None, itinerary: Itinerary, *, cancelled: bool) -> Seen:
    """A leg that is no item of the programme, as an event of its own."""
    day = journey.day
    item = Item(
        uid=journey.ref,
        title=_title(journey, itinerary.lang),
        stop=Stop("", journey.origin, None, None, False),
        day=day,
        day_approximate=False,
        ends_on=journey.arrives_on,
        starts_at=journey.departs_at if journey.departs else None,
        ends_at=journey.arrives_at,
        time_approximate=False,
        part_of_day=None,
        status=ItemStatus.CONFIRMED,
        zone=journey.origin.zone,
        end_zone=journey.destination.zone,
        starts=journey.departs,
        ends=journey.arrives,
        takes_part=True,
    )
    first = day or itinerary.starts_on
    last = max(first, journey.arrives_on or first) if day else itinerary.ends_on
    return Seen(
        uid=journey.ref,
        item=item,
        days=(first, last),
        there=True,
        cancelled=cancelled,
        sequence=past.changes if past else 0,
        changed_at=past.changed_at if past else journey.changed_at,
        version=None,
    )


def _gone(pasts: Collection[_Past], present: set[str]) -> Iterator[Seen]:
    """The legs that she had by themselves and has so no more: by reference and day alone."""
    for past in sorted(pasts, key=lambda past: past.ref):
        if past.ref not in present and past.alone:
            yield Seen(
                uid=past.ref,
                item=None,
                days=(past.alone, past.alone),
                there=False,
                cancelled=True,
                sequence=past.changes,
                changed_at=past.changed_at,
                version=None,
            )


def _title(journey: Journey, lang: str) -> Words:
    """ "Flight T5 702, Astana to Ashgabat"."""
    what = " ".join(part for part in (capfirst(str(journey.mode.label)), journey.name) if part)
    way = _("%(origin)s to %(destination)s") % {
        "origin": journey.origin.name.text,
        "destination": journey.destination.name.text,
    }
    return Words(f"{what}, {way}", lang)


def _lines(legs: Sequence[Journey], itinerary: Itinerary, places: Sequence[Place]) -> tuple[str, ...]:
    """What her page says of these legs, and when each was changed, by the clock of the version line."""
    lines = []
    every = [*(stop.place for stop in itinerary.stops), *places]
    for leg in legs:
        lines += [
            f"{capfirst(str(leg.mode.label))}: {leg.name or _('number not known yet')}",
            f"{_('Departs')}: {_end(leg.origin, leg.departs_on, leg.departs_at, itinerary, places)}",
            f"{_('Arrives')}: {_end(leg.destination, leg.arrives_on, leg.arrives_at, itinerary, places)}",
        ]
        if leg.altered_at:
            told = times.moment_told(leg.altered_at, itinerary.zone, itinerary.lang, every)
            lines.append(f"{_('Changed')}: {told}")
    return tuple(lines)


def _end(
    place: Place,
    day: datetime.date | None,
    time: datetime.time | None,
    itinerary: Itinerary,
    places: Sequence[Place],
) -> str:
    lang = itinerary.lang
    said = [place.name.text, dates.long_date(day, lang) if day else phrase("day_not_known", lang)]
    if time is None:
        said.append(phrase("time_not_known", lang))
    else:
        said += [dates.clock(time), times.zone_words(place.zone, day, lang, [place, *places])]
    return ", ".join(said)


def _places(itinerary: Itinerary, journeys: Sequence[Journey]) -> list[Place]:
    """Where her legs begin and end."""
    return [place for journey in journeys for place in (journey.origin, journey.destination)]
