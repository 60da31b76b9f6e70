"""The rows of a mission to be, made from those of another one; nothing is saved here.

Every row has a reference of its own. What was agreed or happened on the old mission is not what will be:
items are tentative, hosts wished for, delegates invited, and what was written, released or attached stays.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from backoffice.copying import days
from delegations.models import Delegate, DelegateState, Delegation
from missions import deadlines, release
from missions.models import (
    Deadline,
    Group,
    Host,
    HostState,
    ItemGroup,
    ItemStatus,
    Mission,
    MissionState,
    Party,
    ProgrammeItem,
    Stop,
    Visibility,
)
from wording.translated import columns


class Part(StrEnum):
    PROGRAMME = "programme"
    HOSTS = "hosts"
    GROUPS = "groups"
    DEADLINES = "deadlines"
    PARTIES = "parties"
    PEOPLE = "people"


# What was true of the old mission alone.
LEFT_OF_MISSION = (*columns("dates_note", "source", "background", "outcome_summary"), "staff_notes")
LEFT_OF_ITEM = (*columns("outcome"), "staff_notes")
# Whom one calls, and who interprets: names and telephones, which come along with people alone.
PEOPLE_OF_MISSION = columns("numbers")
PEOPLE_OF_ITEM = columns("interpreter")
LEFT_OF_DELEGATE = ("diet", "access_needs", "arrival_wish", "checked_by", "checked_at", "consent_on")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for; `titles` by column. A template has no first day of its own, and nobody on it."""

    titles: dict[str, str]
    slug: str
    starts_on: dt.date | None
    weekdays: bool
    template: bool
    parts: frozenset[Part]


@dataclass
class Plan:
    """The rows that would be saved, in the order in which they lean on one another, and what is said of them.

    `heads` are delegations with the delegate who leads each; `topics`, `members` and `sectors` the keys of
    what rows name many of.
    """

    mission: Mission
    by: int
    sectors: list[Any] = field(default_factory=list)
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    topics: list[tuple[ProgrammeItem, list[Any]]] = field(default_factory=list)
    members: list[tuple[Delegate, list[Group]]] = field(default_factory=list)
    heads: list[tuple[Delegation, Delegate]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, model: Any) -> list[Any]:
        return self.rows.setdefault(model, [])


def plan(source: Mission, choice: Choice) -> Plan:
    """The rows of a new mission. Raises OverflowError for days that no calendar has."""
    by = 0
    if choice.starts_on and not choice.template:
        by = days.between(source.starts_on, choice.starts_on, weekdays=choice.weekdays)
    people = Part.PEOPLE in choice.parts and not choice.template
    mission = _mission(source, choice, by, people=people)
    made = Plan(mission, by, list(source.sectors.values_list("pk", flat=True)))
    groups = _groups(made, source, choice, people=people)
    if Part.PROGRAMME in choice.parts:
        _programme(made, source, groups, hosts=Part.HOSTS in choice.parts, people=people)
        _say_changed_clocks(made, source)
    if Part.PARTIES in choice.parts:
        for party in source.parties.order_by("order", "pk"):
            kept = {} if people else {"contact_id": None}
            made.of(Party).append(_twin(party, mission=made.mission, **kept))
    if Part.DEADLINES in choice.parts:
        for deadline in source.deadlines.order_by("pk"):
            made.of(Deadline).append(
                _twin(deadline, mission=made.mission, owner_id=None, done_on=None, note="")
            )
    if people:
        _delegations(made, source, groups)
    return made


def _twin(row: Any, **changes: Any) -> Any:
    """The same row anew, under a reference of its own; relations are set by object, else by key."""
    opts = row._meta.concrete_model._meta
    twin = opts.model(
        **{one.attname: getattr(row, one.attname) for one in opts.concrete_fields if not one.primary_key}
    )
    for name in ("ref", "uid"):
        if hasattr(twin, name):
            setattr(twin, name, uuid.uuid4())
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _mission(source: Mission, choice: Choice, by: int, *, people: bool) -> Mission:
    mission: Mission = _twin(
        source,
        **choice.titles,
        **dict.fromkeys((*LEFT_OF_MISSION, *(() if people else PEOPLE_OF_MISSION)), ""),
        slug=choice.slug,
        state=MissionState.DRAFT,
        is_template=choice.template,
        starts_on=days.moved(source.starts_on, by),
        ends_on=days.moved(source.ends_on, by),
    )
    return mission


def _groups(made: Plan, source: Mission, choice: Choice, *, people: bool) -> dict[int, Group]:
    """The new groups by the key of the old; those of one delegate go with her alone."""
    groups = {}
    if Part.GROUPS in choice.parts:
        for group in source.groups.order_by("pk"):
            if people or not group.personal:
                groups[group.pk] = _twin(group, mission=made.mission)
    made.of(Group).extend(groups.values())
    return groups


def _programme(made: Plan, source: Mission, groups: dict[int, Group], *, hosts: bool, people: bool) -> None:
    stops = {}
    for stop in source.stops.select_related("place").order_by("order", "pk"):
        moved = {name: days.moved(getattr(stop, name), made.by) for name in ("first_day", "last_day")}
        stops[stop.pk] = _twin(stop, mission=made.mission, place=stop.place, **moved)
    made.of(Stop).extend(stops.values())
    first = next(iter(stops.values()), None)
    cancelled = 0
    items = source.items.select_related("to_place").prefetch_related("topics", "item_groups", "hosts")
    for item in items.order_by("order", "pk"):
        if item.status == ItemStatus.CANCELLED:
            cancelled += 1
            continue
        its_stop = stops[item.stop_id] if item.stop_id else None
        twin = _twin(
            item,
            **dict.fromkeys((*LEFT_OF_ITEM, *(() if people else PEOPLE_OF_ITEM)), ""),
            mission=made.mission,
            stop=its_stop,
            to_place=item.to_place,
            status=ItemStatus.TENTATIVE,
            day=days.moved(item.day, made.by),
            ends_on=days.moved(item.ends_on, made.by),
        )
        for name, sentence in list(days.no_such_times(twin, days.zone_of(its_stop, made.mission, first))):
            setattr(twin, name, None)
            made.notes.append(_("%(sentence)s The hour is left open.") % {"sentence": sentence})
        made.of(ProgrammeItem).append(twin)
        made.topics.append((twin, [topic.pk for topic in item.topics.all()]))
        taking_part = [groups[row.group_id] for row in item.item_groups.all() if row.group_id in groups]
        made.of(ItemGroup).extend(ItemGroup(item=twin, group=group) for group in taking_part)
        if twin.visibility == Visibility.PARTICIPANTS and not (twin.for_everyone or taking_part):
            twin.visibility = Visibility.STAFF
            made.notes.append(
                _("“%(item)s” is for staff only until you say who takes part: its groups do not come along.")
                % {"item": twin}
            )
        if hosts:
            made.of(Host).extend(_hosts(item.hosts.all(), twin, people=people))
    if cancelled:
        made.notes.append(_("Cancelled items do not come along: %(number)s.") % {"number": cancelled})


def _hosts(hosts: Iterable[Host], item: ProgrammeItem, *, people: bool) -> list[Host]:
    """Without their contacts, two hosts of one organisation are one."""
    found: dict[Any, Host] = {}
    for host in sorted(hosts, key=lambda host: (host.order, host.pk)):
        contact = host.contact_id if people else None
        twin = _twin(host, item=item, contact_id=contact, state=HostState.WISHED)
        found.setdefault((host.organisation_id, contact), twin)
    return list(found.values())


def _delegations(made: Plan, source: Mission, groups: dict[int, Group]) -> None:
    delegations = {}
    for delegation in source.delegations.order_by("pk"):
        twin = _twin(delegation, mission=made.mission, head_id=None, details_until=None)
        delegations[delegation.pk] = (delegation, twin)
        made.of(Delegation).append(twin)
    withdrawn = 0
    for delegate in source.delegates.prefetch_related("groups").order_by("precedence", "pk"):
        if delegate.state == DelegateState.WITHDRAWN:
            withdrawn += 1
            continue
        old, delegation = delegations[delegate.delegation_id]
        twin = _twin(
            delegate,
            **dict.fromkeys(LEFT_OF_DELEGATE[:4], ""),
            consent_on=None,
            checked_at=None,
            mission=made.mission,
            delegation=delegation,
            state=DelegateState.INVITED,
        )
        made.of(Delegate).append(twin)
        members = [groups[group.pk] for group in delegate.groups.all() if group.pk in groups]
        made.members.append((twin, members))
        if old.head_id == delegate.pk:
            made.heads.append((delegation, twin))
    if withdrawn:
        made.notes.append(_("Who withdrew does not come along: %(number)s.") % {"number": withdrawn})


def _say_changed_clocks(made: Plan, source: Mission) -> None:
    """A place may have another zone than when the source was last released; hours stay as they are read."""
    made.notes.extend(changed_clocks(source, made.of(Stop)))


def changed_clocks(mission: Mission, stops: Iterable[Stop]) -> list[str]:
    """A sentence for each place of these stops whose zone is another than in the mission's newest release."""
    newest = release.newest(mission)
    if newest is None:
        return []
    released = {place["ref"]: place.get("zone") for place in newest.document.get("places", [])}
    places = {str(stop.place.ref): stop.place for stop in stops}
    return [
        _("%(place)s is in the zone %(now)s, and was in %(then)s: hours stay as they are read there.")
        % {"place": place, "now": place.zone, "then": released[ref]}
        for ref, place in places.items()
        if released.get(ref) not in (None, place.zone)
    ]


def due_days(made: Plan) -> list[tuple[Deadline, dt.date]]:
    """The deadlines of the mission to be, with the day on which each is due."""
    return [(deadline, deadlines.due_on(deadline, made.mission)) for deadline in made.of(Deadline)]
