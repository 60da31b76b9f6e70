"""Undoing a step of the board: what it changed is put back, unless somebody has changed it since."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from backoffice.board import present, steps
from backoffice.board.acts import Work
from backoffice.models import BoardStep
from missions.models import Host, ItemGroup, ProgrammeItem


def about(work: Work, pk: int) -> int:
    """The number of the item that a step was about. Raises Http404 for a step of another mission or none."""
    rows = _step(work, pk).rows["rows"]
    return next((entry["item"] for entry in rows if entry["whole"] or entry["after"] is None), 0)


def undo(work: Work, pk: int) -> BoardStep:
    """Put back exactly what a step changed; that is a step too.

    Raises Http404 for a step of another mission or none, CannotUndo if a row was changed since or what it
    named is gone, and ValidationError if the step is undone already.
    """
    step = _step(work, pk)
    if step.undone_at is not None:
        raise ValidationError(_("This is undone already."), code="undone")
    rows, found = [], None
    for entry in reversed(step.rows["rows"]):
        item = ProgrammeItem.objects.filter(mission=work.mission, pk=entry["item"]).first()
        row = _put_back(work, entry, item)
        if row is not None:
            rows.append(row)
        found = item or found
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    return steps.record(work, "undone", found or ProgrammeItem(), rows, undoes=step)


def _step(work: Work, pk: int) -> BoardStep:
    step: BoardStep | None = BoardStep.objects.filter(mission=work.mission, pk=pk).first()
    if step is None:
        raise Http404
    return step


def _put_back(work: Work, entry: dict[str, Any], item: ProgrammeItem | None) -> dict[str, Any] | None:
    """Undo one entry of a step; the entry that would undo this again."""
    if entry["after"] is None:
        if item is not None:
            raise steps.CannotUndo(_("The item is there again already."), code="there_again")
        return _bring_back(work, entry["item"], entry["before"])
    if item is None:
        if entry["whole"] is None:
            return None  # a neighbour that somebody deleted needs no number
        raise steps.CannotUndo(
            _("The item was deleted since, so this can no longer be undone."), code="deleted_since"
        )
    steps.refuse_if_changed(entry, item)
    if entry["before"] is None:
        return _take_away(item, entry["after"])
    if entry["whole"] is None:
        item.order = entry["before"]["order"]
        work.save_number(item)
        return {**entry, "before": entry["after"], "after": entry["before"]}
    was = steps.snapshot(item)
    before = present.named_now(entry["before"])
    _set(item, before)
    work.save(item)
    _set_related(item, before)
    return steps.changed(item, was, steps.snapshot(item))


def _take_away(item: ProgrammeItem, made: steps.Snapshot) -> dict[str, Any]:
    """Delete an item that a step made, if nothing hangs on it but what the step made."""
    for relation in item._meta.related_objects:
        accessor = relation.get_accessor_name()
        if accessor in (None, "hosts", "item_groups") or not hasattr(item, str(accessor)):
            continue
        rows: Any = getattr(item, str(accessor))
        if not hasattr(rows, "exists") or rows.exists():
            raise steps.CannotUndo(
                _("Something was written about “%(item)s” since, so it stays. Cancel or delete it instead."),
                code="hangs_on_it",
                params={"item": item},
            )
    pk = item.pk
    item.delete()
    return {"item": pk, "before": made, "after": None, "whole": None}


def _bring_back(work: Work, pk: int, made: steps.Snapshot) -> dict[str, Any]:
    """Make again, under its own number, an item that undoing had taken away."""
    made = present.named_now(made)
    item = ProgrammeItem(pk=pk, mission=work.mission)
    _set(item, made)
    work.save(item)
    _set_related(item, made)
    for host in made["hosts"]:
        Host.objects.create(item=item, **host)
    return steps.made(item)


def _set(item: ProgrammeItem, values: steps.Snapshot) -> None:
    for field in item._meta.concrete_fields:
        if field.attname in values:
            setattr(item, field.attname, field.to_python(values[field.attname]))


def _set_related(item: ProgrammeItem, values: steps.Snapshot) -> None:
    if "topics" in values:
        item.topics.set(values["topics"])
    if "groups" in values:
        kept = set(values["groups"])
        for row in item.item_groups.all():
            if row.group_id in kept:
                kept.remove(row.group_id)
            else:
                row.delete()
        for group in sorted(kept):
            ItemGroup.objects.create(item=item, group_id=group)
