"""What would move where: the rows with their new values, as lines to be read, with a digest of all of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from backoffice.copying import days
from backoffice.copying.planning import changed_clocks
from delegations import links
from delegations.models import AccessLink, Delegation, Leg, Stay
from missions import deadlines
from missions.models import Host, Mission, ProgrammeItem, Stop
from partners.models import Place
from wording import zones
from wording.fields import is_likely
from wording.translated import columns

MOST_DAYS = 3650
KINDS: dict[type, Any] = {
    Mission: gettext_lazy("mission"),
    Stop: gettext_lazy("stop"),
    ProgrammeItem: gettext_lazy("item"),
    Leg: gettext_lazy("leg"),
    Stay: gettext_lazy("stay"),
    Delegation: gettext_lazy("details until"),
}
# The columns of each kind that are days.
DAYS: dict[type, tuple[str, ...]] = {
    Mission: ("starts_on", "ends_on"),
    Stop: ("first_day", "last_day"),
    ProgrammeItem: ("day", "ends_on"),
    Leg: ("departs_on", "arrives_on"),
    Stay: ("arrives_on", "leaves_on"),
    Delegation: ("details_until",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row that changes: what it is, its days before and after, and what it then meets."""

    kind: str
    words: str
    before: str
    after: str
    free: str = ""


@dataclass
class Plan:
    """Rows with their new values and the columns that changed; `refusals` say why none of it can be done."""

    mission: Mission
    changed: list[tuple[Any, list[str]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    seen: list[Any] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Of all that was looked at, the values before and after."""
        text = json.dumps([self.seen, self.refusals], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def change(self, row: Any, **values: Any) -> bool:
        """Give the row these values; whether any of them is another than before."""
        before = {name: getattr(row, name) for name in values}
        names = [name for name, value in values.items() if before[name] != value]
        for name in names:
            setattr(row, name, values[name])
        self.seen.append([type(row).__name__, row.pk, before, values])
        if names:
            self.changed.append((row, names))
        return bool(names)


class Rows:
    """The rows of a mission that have days, read once."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self.stops = list(mission.stops.select_related("place").order_by("order", "pk"))
        by_key = {stop.pk: stop for stop in self.stops}
        self.items = list(mission.items.select_related("to_place").order_by("day", "order", "pk"))
        self.legs = list(mission.legs.select_related("from_place", "to_place"))
        self.stays = list(
            Stay.objects.filter(delegate__mission=mission).select_related("place", "delegate__person")
        )
        for item in self.items:
            item.mission = mission
            if item.stop_id:
                item.stop = by_key[item.stop_id]
        for stop in self.stops:
            stop.mission = mission
        items = {item.pk: item for item in self.items}
        for leg in self.legs:
            leg.mission = mission
            if leg.item_id:
                leg.item = items[leg.item_id]

    @property
    def first(self) -> Stop | None:
        return self.stops[0] if self.stops else None

    def country(self, row: Any) -> str:
        """The country whose offices matter to a row on its day."""
        stop = row if isinstance(row, Stop) else getattr(row, "stop", None) or self.first
        return stop.place.country if stop else ""


def all_of_it(mission: Mission, by: int) -> Plan:
    """The whole mission so many days later, or earlier where that is negative."""
    plan, rows = Plan(mission), Rows(mission)
    if not by or abs(by) > MOST_DAYS:
        plan.refusals.append(
            _("Give a number of days other than 0, at most %(most)s either way.") % {"most": MOST_DAYS}
        )
        return plan
    due = [(one, deadlines.due_on(one, mission)) for one in mission.deadlines.order_by("-count", "pk")]
    delegations = mission.delegations.exclude(details_until=None).select_related("organisation")
    try:
        for row in (mission, *rows.stops, *rows.items, *rows.legs, *rows.stays):
            _move(plan, rows, row, by)
        if not mission.releases.live().exists():
            for delegation in delegations:
                _move(plan, rows, delegation, by)
            _move_links(plan, by)
        elif delegations or _held_links(mission):
            plan.notes.append(
                _(
                    "Delegates have what was released: the ends of personal links, and until when delegates "
                    "check their details, move with the next release."
                )
            )
    except OverflowError:
        plan.refusals.append(_("The days would lie outside the years 1900 to 2200."))
        return plan
    for deadline, day in due:
        plan.lines.append(
            Line(
                _("deadline"),
                str(deadline),
                _told(day),
                _told(deadlines.due_on(deadline, mission)),
            )
        )
    plan.notes += changed_clocks(mission, rows.stops)
    _refuse(plan, rows)
    return plan


def exchange(mission: Mission, stop_pk: int) -> Plan:
    """A stop after the one that now follows it, both with their items; the days around them stay."""
    plan, rows = Plan(mission), Rows(mission)
    place = next((number for number, stop in enumerate(rows.stops) if stop.pk == stop_pk), None)
    if place is None or place + 1 == len(rows.stops):
        plan.refusals.append(_("Choose a stop that another one follows."))
        return plan
    stop, following = rows.stops[place], rows.stops[place + 1]
    by = _days_of_exchange(stop, following)
    for number, one in enumerate(rows.stops):
        plan.change(one, order=place + 1 if one is stop else place if one is following else number)
    for one, days_later in ((following, by[1]), (stop, by[0])):
        _move(plan, rows, one, days_later)
        for item in rows.items:
            if item.stop_id == one.pk:
                _move(plan, rows, item, days_later)
                for leg in rows.legs:
                    if leg.item_id == item.pk:
                        _move(plan, rows, leg, days_later)
    if by == (0, 0):
        plan.notes.append(_("The days of these stops are not known: their order alone changes."))
    plan.notes.append(
        _("Legs without an item, stays, and items without a stop stay as they are: look at them after this.")
    )
    _refuse(plan, rows)
    return plan


def replace(mission: Mission, stop_pk: int, place: Place, *, empty: bool = False) -> Plan:
    """Another place for a stop: its items keep their days and hours, as they are read there.

    Venues and addresses are of the old place; with `empty` they are taken off the items.
    """
    plan, rows = Plan(mission), Rows(mission)
    stop = next((stop for stop in rows.stops if stop.pk == stop_pk), None)
    if stop is None or stop.place_id == place.pk:
        plan.refusals.append(_("Choose a stop, and a place that it is not at."))
        return plan
    before = stop.place
    plan.change(stop, place_id=place.pk)
    stop.place = place
    plan.lines.append(Line(str(KINDS[Stop]), str(before), str(before), str(place)))
    if before.zone != place.zone:
        plan.notes.append(
            _("%(before)s is in %(old)s and %(after)s in %(new)s: hours stay as they are read there.")
            % {"before": before, "after": place, "old": before.zone, "new": place.zone}
        )
    for item in rows.items:
        if item.stop_id == stop.pk:
            plan.seen.append(["item", item.pk, item.day, item.starts_at, item.ends_on, item.ends_at])
            free = days.free(item.day, place.country)
            plan.lines.append(Line(str(KINDS[ProgrammeItem]), str(item), str(before), str(place), free))
            _say_venue(plan, item, empty=empty)
    hosts = Host.objects.filter(item__stop=stop).select_related("organisation", "item")
    for host in hosts.order_by("item__day", "item_id", "order", "pk"):
        words = {"host": host, "item": host.item, "state": host.get_state_display()}
        plan.notes.append(_("“%(item)s”: is its host, %(host)s (%(state)s), at the new place too?") % words)
    _refuse(plan, rows)
    return plan


def _say_venue(plan: Plan, item: ProgrammeItem, *, empty: bool) -> None:
    where = ", ".join(filter(None, (item.venue, item.address)))
    if not where:
        return
    words = {"item": item, "where": where}
    if empty:
        plan.change(item, **dict.fromkeys(columns("venue", "address"), ""))
        plan.notes.append(_("“%(item)s”: its venue and address, %(where)s, are taken off.") % words)
    else:
        plan.notes.append(_("“%(item)s”: its venue and address stay: %(where)s.") % words)


def _days_of_exchange(stop: Stop, following: Stop) -> tuple[int, int]:
    """By how many days each of two stops moves when they change places; 0 while their days are not known."""
    if stop.first_day is None or following.first_day is None:
        return 0, 0
    last = stop.last_day or stop.first_day
    gap = following.first_day - last
    length = (following.last_day or following.first_day) - following.first_day
    return (length + gap).days, (stop.first_day - following.first_day).days


def _move(plan: Plan, rows: Rows, row: Any, by: int) -> None:
    names = DAYS[type(row)]
    before = [getattr(row, name) for name in names]
    if plan.change(row, **{name: days.moved(value, by) for name, value in zip(names, before, strict=True)}):
        now = [getattr(row, name) for name in names]
        free = "" if isinstance(row, Mission | Leg | Stay | Delegation) else _free(now, rows.country(row))
        plan.lines.append(Line(str(KINDS[type(row)]), str(row), _range(before), _range(now), free))


def _move_links(plan: Plan, by: int) -> None:
    """Personal links that hold end with their mission; earlier at most by as much as a new one would."""
    mission = plan.mission
    held = _held_links(mission)
    if not held:
        return
    usual, zone = links.usual_end(mission), zones.zone_info(mission.zone_told())
    number = 0
    for link in held:
        ends: Any = link.expires_at
        moved = ends.astimezone(zone) + dt.timedelta(by)  # by the clock there
        number += plan.change(link, expires_at=max(moved, min(ends, usual)))
    if number:
        plan.notes.append(
            ngettext(
                "The end of %(number)d personal link moves too.",
                "The ends of %(number)d personal links move too.",
                number,
            )
            % {"number": number}
        )


def _held_links(mission: Mission) -> list[AccessLink]:
    """The personal links that hold and that end by themselves."""
    of_mission = AccessLink.objects.filter(Q(delegate__mission=mission) | Q(mission=mission))
    return list(of_mission.valid().exclude(expires_at=None).order_by("pk"))


def _free(known: Iterable[dt.date | None], country: str) -> str:
    return next((said for day in known if (said := days.free(day, country))), "")


def _range(known: Iterable[dt.date | None]) -> str:
    return " – ".join(_told(day) for day in dict.fromkeys(known) if day)


def _told(day: dt.date | None) -> str:
    return days.told(day, get_language() or "en")


def _refuse(plan: Plan, rows: Rows) -> None:
    """Say which hours do not exist after this, and which row could not be saved, each by its name."""
    mission = plan.mission
    if not all(
        is_likely(getattr(row, name)) for row, names in plan.changed for name in names if name in _ALL
    ):
        plan.refusals.append(_("The days would lie outside the years 1900 to 2200."))
        return
    for item in rows.items:
        zone = days.zone_of(item.stop, mission, rows.first)
        impossible = [said for _name, said in days.no_such_times(item, zone)]
        plan.refusals += impossible
        if not impossible and days.ends_too_early(item, zone):
            plan.refusals.append(_("“%(item)s” would end before it begins.") % {"item": item})
    for row in (*rows.stops, *rows.items):
        outside = mission.refuse_outside(**{name: getattr(row, name) for name in DAYS[type(row)]})
        plan.refusals += [_cannot(row, error) for error in list(outside.values())[:1]]
    for leg in rows.legs:
        try:
            leg.clean()
        except ValidationError as error:
            plan.refusals.append(_cannot(leg, error))


def _cannot(row: Any, error: ValidationError) -> str:
    why = " ".join(error.messages)
    return _("“%(row)s” cannot be moved so: %(why)s") % {"row": row, "why": why}


_ALL = frozenset(name for names in DAYS.values() for name in names)
