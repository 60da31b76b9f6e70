"""What can be done on the board: each act a verb, in one transaction that locks the mission's row first.

    with acts.on(mission, by) as work:
        item = work.item(pk, seen)
        acts.move(work, item, spot)

Of two people who act at once one waits for the other, and then is told of what she had not seen. Each act
goes through `full_clean`, leaves its line in the history of every row it touches, and one step that can be
undone. Refusals are ValidationErrors.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from backoffice.board import columns, steps
from backoffice.board.columns import Spot
from backoffice.models import BoardStep
from missions.models import Host, HostState, ItemGroup, ItemStatus, Mission, ProgrammeItem, Stop
from partners import meanwhile

if TYPE_CHECKING:
    from accounts.models import User

# What happened at an item is not what will happen at its copy.
NOT_COPIED = {"id", "uid", "staff_notes", "outcome_en", "outcome_ru", "outcome_kk", "outcome_tk"}


class Work:
    """One person's work on the board of a mission that is locked for her."""

    def __init__(self, mission: Mission, by: "User") -> None:
        self.mission = mission
        self.by = by

    def items(self) -> list[ProgrammeItem]:
        """All items of the mission, in the order of the board."""
        found = self.mission.items.select_related("stop__place", "mission").prefetch_related("groups")
        return columns.in_order(found, self.stops())

    def stops(self) -> list[Stop]:
        return list(self.mission.stops.select_related("place"))

    def item(self, pk: int, seen: int | None = None) -> ProgrammeItem:
        """An item of the mission, as the person saw it if she says which version that was.

        Raises Http404 for one of another mission or none, SavedMeanwhile if it was changed since.
        """
        item = self.mission.items.select_related("stop__place", "to_place", "mission").filter(pk=pk).first()
        if item is None:
            raise Http404
        if seen is not None and seen != meanwhile.version(item):
            raise meanwhile.not_done(item, seen, labels())
        return item

    def stop(self, pk: int | None) -> Stop | None:
        """A stop of the mission. Raises Http404 for one of another mission or none."""
        if pk is None:
            return None
        found: Stop | None = self.mission.stops.select_related("place").filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def next_number(self) -> int:
        """The number of an item that comes last."""
        return max((item.order for item in self.mission.items.only("order")), default=-1) + 1

    def save(self, item: ProgrammeItem) -> None:
        """Check and save, in this person's name."""
        item.full_clean()
        item._history_user = self.by
        item.save()

    def save_number(self, item: ProgrammeItem) -> None:
        """Save the number of an item, which asks for no check of the rest."""
        item._history_user = self.by
        item.save(update_fields=["order"])


@contextmanager
def on(mission: Mission, by: Any) -> Iterator[Work]:
    """Lock the mission until the act is done, or undone by whatever was raised."""
    with transaction.atomic():
        yield Work(Mission.objects.select_for_update().get(pk=mission.pk), by)


def labels() -> dict[str, str]:
    """What the columns of an item are called."""
    return {
        field.name: str(field.verbose_name)
        for field in ProgrammeItem._meta.concrete_fields
        if field.name not in steps.FIXED
    }


def add(work: Work, save: Callable[[], ProgrammeItem]) -> BoardStep:
    """Save a new item by its form, and keep the step."""
    item = save()
    return steps.record(work, "added", item, [steps.made(item)])


def edit(work: Work, item: ProgrammeItem, save: Callable[[], ProgrammeItem]) -> BoardStep | None:
    """Save an item by its form, and keep the step; None if nothing changed.

    `item` is another object of the same row than the form's.
    """
    before = steps.snapshot(item)
    saved = save()
    entry = steps.changed(saved, before, steps.snapshot(saved))
    return steps.record(work, "edited", saved, [entry]) if entry else None


def move(
    work: Work,
    item: ProgrammeItem,
    where: Spot,
    *,
    hours: tuple[datetime.time | None, datetime.time | None] | None = None,
    before: ProgrammeItem | None = None,
    placed: bool = False,
) -> BoardStep | None:
    """Give an item another day and stop, other hours, or another place among those of its day.

    With `placed` it stands before the item `before`, or last in its column, as far as hours let it. In the
    column of days not known an item keeps its stop. None if it stands there already.
    """
    was = steps.snapshot(item)
    day, stop = item.day, item.stop
    item.day = where.day
    if where != Spot():
        item.stop = work.stop(where.stop)
    if item.ends_on is not None:
        item.ends_on = item.ends_on + (item.day - day) if item.day and day else None
    if hours is not None:
        item.starts_at, item.ends_at = hours
    rows: list[dict[str, Any]] = []
    if placed or (item.day, item.stop) != (day, stop):
        rows = _renumber(work, item, _placed_before(work, item, before))
    entry = steps.changed(item, was, steps.snapshot(item))
    if entry is None and not rows:
        return None
    if entry is not None:
        work.save(item)
    return steps.record(work, "moved", item, [*([entry] if entry else []), *rows])


def shift(work: Work, item: ProgrammeItem, by: int) -> BoardStep:
    """Exchange an item with the one above it (-1) or below it (1) in its column.

    Raises ValidationError where there is none, or where days and hours settle the order.
    """
    ordered = work.items()
    column = [other for other in ordered if columns.spot(other) == columns.spot(item)]
    place = column.index(item)
    if not 0 <= place + by < len(column):
        raise ValidationError(
            _("“%(item)s” is the first of its column.")
            if by < 0
            else _("“%(item)s” is the last of its column."),
            code="edge",
            params={"item": item},
        )
    neighbour = column[place + by]
    was, rows = steps.snapshot(item), []
    if columns.sorting_day(neighbour) == columns.sorting_day(item):
        wished = [other for other in _of_day(item, ordered) if other != item]
        wished.insert(wished.index(neighbour) + (by > 0), item)
        rows = _renumber(work, item, wished)
        if item.order != was["order"]:
            work.save(item)
    now = [other.pk for other in work.items() if other in (item, neighbour)]
    if now != ([item.pk, neighbour.pk] if by < 0 else [neighbour.pk, item.pk]):
        raise ValidationError(
            _("Day and hour settle the order of “%(item)s” and “%(other)s”. Change one of them instead."),
            code="settled",
            params={"item": item, "other": neighbour},
        )
    entry = steps.changed(item, was, steps.snapshot(item))
    return steps.record(work, "earlier" if by < 0 else "later", item, [*([entry] if entry else []), *rows])


def copy(work: Work, item: ProgrammeItem) -> ProgrammeItem:
    """A tentative copy beside the item, with its groups, topics and hosts, these only wished for as yet."""
    made = ProgrammeItem(
        **{
            field.attname: field.value_from_object(item)
            for field in item._meta.concrete_fields
            if field.name not in NOT_COPIED
        }
    )
    made.uid = uuid.uuid4()
    made.status = ItemStatus.TENTATIVE
    made.order = work.next_number()
    work.save(made)
    made.topics.set(item.topics.all())
    for row in item.item_groups.order_by("pk"):
        ItemGroup.objects.create(item=made, group_id=row.group_id)
    for host in item.hosts.order_by("order", "pk"):
        Host.objects.create(
            item=made,
            organisation_id=host.organisation_id,
            contact_id=host.contact_id,
            state=HostState.WISHED,
            order=host.order,
        )
    steps.record(work, "copied", made, [steps.made(made)])
    return made


def cancel(work: Work, item: ProgrammeItem) -> BoardStep:
    """Say that the item does not take place. Raises ValidationError if that is said already."""
    if item.status == ItemStatus.CANCELLED:
        raise ValidationError(_("“%(item)s” is cancelled already."), code="cancelled", params={"item": item})
    return _with_status(work, item, ItemStatus.CANCELLED, "cancelled")


def reinstate(work: Work, item: ProgrammeItem) -> BoardStep:
    """Take a cancellation back: the item is what it was before. Raises ValidationError if it takes place."""
    if item.status != ItemStatus.CANCELLED:
        raise ValidationError(_("“%(item)s” is not cancelled."), code="cancelled", params={"item": item})
    entries = item.history.exclude(status=ItemStatus.CANCELLED).order_by("-history_id")
    status = entries.values_list("status", flat=True).first() or ItemStatus.CONFIRMED
    return _with_status(work, item, ItemStatus(status), "reinstated")


def _with_status(work: Work, item: ProgrammeItem, status: ItemStatus, act: str) -> BoardStep:
    was = steps.snapshot(item)
    item.status = status
    work.save(item)
    entry = steps.changed(item, was, steps.snapshot(item))
    return steps.record(work, act, item, [entry] if entry else [])


def _of_day(item: ProgrammeItem, ordered: Iterable[ProgrammeItem]) -> list[ProgrammeItem]:
    day = columns.sorting_day(item)
    return [other for other in ordered if columns.sorting_day(other) == day]


def _placed_before(work: Work, item: ProgrammeItem, before: ProgrammeItem | None) -> list[ProgrammeItem]:
    """The items of the day in the order wished for: the item before another one, or last in its column."""
    others = [other for other in _of_day(item, work.items()) if other != item]
    if before is not None and before in others:
        others.insert(others.index(before), item)
        return others
    column = [other for other in others if columns.spot(other) == columns.spot(item)]
    others.insert(others.index(column[-1]) + 1 if column else len(others), item)
    return others


def _renumber(work: Work, item: ProgrammeItem, wished: list[ProgrammeItem]) -> list[dict[str, Any]]:
    """Number the items of a day as wished for, changing as few as possible; the item itself is not saved.

    Returns the steps' entries of its neighbours.
    """
    place = wished.index(item)
    if place:
        item.order = wished[place - 1].order + 1
    elif len(wished) > 1:
        item.order = max(wished[1].order - 1, 0)
    rows, last = [], -1
    for other in wished:
        if other.order <= last:
            was, other.order = other.order, last + 1
            if other is not item:
                after = {"order": other.order}
                rows.append({"item": other.pk, "before": {"order": was}, "after": after, "whole": None})
                work.save_number(other)
        last = other.order
    return rows
