"""Protocol: the order of rank over a whole mission, who leads, and who comes or does not.

    with protocol.on(mission, by) as work:
        protocol.put_before(work, work.delegate(pk), work.delegate(other))

Each verb acts in one transaction that locks the mission's row first, as every page does that works on a
mission: of two people who act at once one waits for the other. After each the ranks are 10, 20, 30 … again.
Every row that is touched gets its line in the history. Refusals are ValidationErrors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegations.models import PRECEDENCE_GAP, Capacity, Delegate, DelegateState, Delegation
from missions.models import Mission
from partners import meanwhile
from wording import zones
from wording.fields import LAST_PLACE

if TYPE_CHECKING:
    from accounts.models import User

APART = LAST_PLACE + 1  # where ranks wait while others take theirs: no form and no rule reaches so far


class Work:
    """One person's work on the protocol of a mission that is locked for her."""

    def __init__(self, mission: Mission, by: "User | None") -> None:
        self.mission = mission
        self.by = by

    def order(self) -> list[Delegate]:
        """All delegates of the mission by rank, those who withdrew among them."""
        return list(in_order(self.mission))

    def delegate(self, pk: int) -> Delegate:
        """A delegate of the mission. Raises Http404 for one of another mission or none."""
        found: Delegate | None = in_order(self.mission).filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def save(self, row: Delegate | Delegation, *names: str) -> None:
        """Save these fields in this person's name."""
        row._history_user = self.by
        row.save(update_fields=list(names))


@contextmanager
def on(mission: Mission, by: Any, seen: int | None = None) -> Iterator[Work]:
    """Lock the mission until the act is done, or undone by whatever was raised.

    `seen` is the version of the order that the person had before her. Raises SavedMeanwhile if the order is
    another one now.
    """
    with transaction.atomic():
        locked = Mission.objects.select_for_update().get(pk=mission.pk)
        if seen is not None:
            _refuse_another_order(locked, seen)
        yield Work(locked, by)


def in_order(mission: Mission) -> Any:
    """The delegates of a mission by rank, each with what her line says."""
    return (
        Delegate.objects.filter(mission=mission)
        .order_by("precedence", "pk")
        .select_related("person", "organisation", "delegation__organisation")
    )


def version(mission: Mission) -> int:
    """The number of the newest entry in the histories of the mission's delegates; 0 where there is none."""
    newest = Delegate.history.filter(mission_id=mission.pk).aggregate(newest=Max("history_id"))["newest"]
    return int(newest or 0)


def put_before(work: Work, delegate: Delegate, other: Delegate) -> bool:
    """Rank a delegate directly before another one. Returns whether that changed anything."""
    return _put(work, delegate, other, 0)


def put_after(work: Work, delegate: Delegate, other: Delegate) -> bool:
    """Rank a delegate directly after another one. Returns whether that changed anything."""
    return _put(work, delegate, other, 1)


def put_first(work: Work, delegate: Delegate) -> bool:
    """Rank a delegate before all others. Returns whether that changed anything."""
    return _rank(work, [delegate, *(other for other in work.order() if other != delegate)])


def put_last(work: Work, delegate: Delegate) -> bool:
    """Rank a delegate after all others. Returns whether that changed anything."""
    return _rank(work, [*(other for other in work.order() if other != delegate), delegate])


def put_at(work: Work, places: Mapping[int, int]) -> bool:
    """Give delegates the places typed for them, counted from 1, by their keys; the others keep their order.

    Returns whether that changed anything. Raises ValidationError for a place that there is not, or one that
    two are given, and Http404 for a delegate of another mission or none.
    """
    ordered = work.order()
    known = {delegate.pk: delegate for delegate in ordered}
    if not places.keys() <= known.keys():
        raise Http404
    taken: dict[int, Delegate] = {}
    errors: list[ValidationError] = []
    for key, place in places.items():
        if not 1 <= place <= len(ordered):
            errors.append(_no_such_place(known[key], place, len(ordered)))
        elif place in taken:
            errors.append(
                ValidationError(
                    _("%(one)s and %(other)s are both given place %(place)s."),
                    code="twice",
                    params={"one": taken[place], "other": known[key], "place": place},
                )
            )
        else:
            taken[place] = known[key]
    if errors:
        raise ValidationError(errors)
    others = iter([delegate for delegate in ordered if delegate.pk not in places])
    return _rank(work, [taken.get(place) or next(others) for place in range(1, len(ordered) + 1)])


def appoint_head(work: Work, delegate: Delegate) -> None:
    """Make a delegate the head of her delegation; who was it before becomes a member.

    Raises ValidationError for one who withdrew, or is the head already.
    """
    _refuse_withdrawn(delegate)
    delegation = delegate.delegation
    if delegation.head_id == delegate.pk and delegate.capacity == Capacity.HEAD:
        raise _already(_("%(person)s is the head already."), delegate)
    for former in delegation.delegates.filter(capacity=Capacity.HEAD).exclude(pk=delegate.pk):
        _be(work, former, Capacity.MEMBER)
    delegation._history_user = work.by
    delegation.appoint_head(delegate)
    _be(work, delegate, Capacity.HEAD)


def appoint(work: Work, delegate: Delegate, capacity: Capacity) -> None:
    """Give a delegate a capacity other than that of the head; there may be several deputies.

    Raises ValidationError for the head, for one who withdrew, and for one who has it already.
    """
    _refuse_withdrawn(delegate)
    if capacity == Capacity.HEAD:
        appoint_head(work, delegate)
        return
    if delegate.delegation.head_id == delegate.pk:
        raise ValidationError(
            _("%(person)s is the head. Appoint another head first."),
            code="head",
            params={"person": delegate},
        )
    if delegate.capacity == capacity:
        raise _already(_("%(person)s has this capacity already."), delegate)
    _be(work, delegate, capacity)


def accept(work: Work, delegate: Delegate) -> None:
    """Take in one who was invited or applied."""
    if delegate.state not in (DelegateState.INVITED, DelegateState.APPLIED):
        raise _already(_("%(person)s is neither invited nor applying now."), delegate)
    _become(work, delegate, DelegateState.ACCEPTED)


def confirm(work: Work, delegate: Delegate) -> None:
    """Say that a delegate certainly travels."""
    _refuse_withdrawn(delegate)
    if delegate.state == DelegateState.CONFIRMED:
        raise _already(_("%(person)s is confirmed already."), delegate)
    _become(work, delegate, DelegateState.CONFIRMED)


def withdraw(work: Work, delegate: Delegate) -> None:
    """Say that a delegate does not travel: she keeps her rank and her rows, and leads nobody any more.

    Her personal links open nothing while she does not travel.
    """
    _refuse_withdrawn(delegate)
    delegation = delegate.delegation
    if delegation.head_id == delegate.pk:
        delegation.head = None
        work.save(delegation, "head")
    if delegate.capacity in (Capacity.HEAD, Capacity.DEPUTY):
        delegate.capacity = Capacity.MEMBER
    delegate.state = DelegateState.WITHDRAWN
    work.save(delegate, "capacity", "state")


def bring_back(work: Work, delegate: Delegate) -> None:
    """Take a withdrawal back: the delegate is in the state that she was in before.

    Raises ValidationError if she has not withdrawn.
    """
    if delegate.state != DelegateState.WITHDRAWN:
        raise _already(_("%(person)s has not withdrawn."), delegate)
    entries = delegate.history.exclude(state=DelegateState.WITHDRAWN).order_by("-history_id")
    state = entries.values_list("state", flat=True).first() or DelegateState.INVITED
    _become(work, delegate, DelegateState(state))


def _put(work: Work, delegate: Delegate, other: Delegate, after: int) -> bool:
    if delegate == other:
        return False
    order = [one for one in work.order() if one != delegate]
    order.insert(order.index(other) + after, delegate)
    return _rank(work, order)


def _rank(work: Work, order: Sequence[Delegate]) -> bool:
    """Number the delegates 10, 20, 30 … in this order; whether any number changed.

    First the old numbers are put out of the way, for the database holds each to be unique at every moment.
    """
    gap = PRECEDENCE_GAP if len(order) * PRECEDENCE_GAP <= LAST_PLACE else 1
    changed = []
    for place, delegate in enumerate(order, start=1):
        if delegate.precedence != place * gap:
            delegate.precedence = place * gap
            changed.append(delegate)
    if not changed:
        return False
    rows = Delegate.objects.filter(pk__in=[delegate.pk for delegate in changed])
    rows.update(precedence=F("precedence") + APART)
    Delegate.objects.bulk_update(changed, ["precedence"])
    _write_down(work, changed)
    return True


def _write_down(work: Work, changed: Iterable[Delegate]) -> None:
    """Keep the new ranks in the history, each entry with the groups that its delegate has."""
    entries = Delegate.history.bulk_history_create(changed, update=True, default_user=work.by)
    of_delegate = {entry.id: entry for entry in entries}
    links: Any = Delegate.groups.through
    kept: Any = apps.get_model("delegations", "HistoricalDelegate_groups")
    kept.objects.bulk_create(
        kept(
            id=link.pk,
            history=of_delegate[link.delegate_id],
            delegate_id=link.delegate_id,
            group_id=link.group_id,
        )
        for link in links.objects.filter(delegate__in=list(of_delegate)).order_by("pk")
    )


def _refuse_another_order(mission: Mission, seen: int) -> None:
    """Raises SavedMeanwhile where the order is not the one of version `seen`, saying who made it so."""
    since = list(
        Delegate.history.filter(mission_id=mission.pk, history_id__gt=seen)
        .order_by("-history_id")
        .select_related("history_user")
    )
    if not since:
        return
    now = dict(Delegate.objects.filter(mission=mission).values_list("pk", "precedence"))
    then = _ranks_at(now, {entry.id for entry in since}, seen)
    if sorted(now, key=lambda key: now[key]) == sorted(then, key=lambda key: then[key]):
        return
    made = [entry for entry in since if entry.history_type != "~" or then.get(entry.id) != entry.precedence]
    raise meanwhile.SavedMeanwhile(
        _(
            "Not done: %(who)s changed the order at %(when)s, while this page lay open. It stands here as it "
            "is now; what you typed is kept, and saving again puts it in its place."
        ),
        code="saved_meanwhile",
        params={
            "who": meanwhile.people(made),
            "when": zones.moment(
                (made or since)[0].history_date, mission.zone_name(), get_language() or "en"
            ),
        },
    )


def _ranks_at(now: Mapping[int, int], touched: set[int], seen: int) -> dict[int, int]:
    """The rank of each delegate in version `seen`; those who were not there yet are missing."""
    then = {key: rank for key, rank in now.items() if key not in touched}
    newest = (
        Delegate.history.filter(id__in=touched, history_id__lte=seen)
        .order_by("id")
        .values("id")
        .annotate(top=Max("history_id"))
        .values("top")
    )
    entries = Delegate.history.filter(history_id__in=newest).exclude(history_type="-")
    then.update(entries.values_list("id", "precedence"))
    return then


def _be(work: Work, delegate: Delegate, capacity: Capacity) -> None:
    if delegate.capacity != capacity:
        delegate.capacity = capacity
        work.save(delegate, "capacity")


def _become(work: Work, delegate: Delegate, state: DelegateState) -> None:
    delegate.state = state
    work.save(delegate, "state")


def _refuse_withdrawn(delegate: Delegate) -> None:
    if delegate.state == DelegateState.WITHDRAWN:
        raise _already(_("%(person)s has withdrawn."), delegate)


def _already(words: str, delegate: Delegate) -> ValidationError:
    return ValidationError(words, code="already", params={"person": delegate})


def _no_such_place(delegate: Delegate, place: int, number: int) -> ValidationError:
    return ValidationError(
        _("%(person)s: there is no place %(place)s. Give a number from 1 to %(last)s."),
        code="place",
        params={"person": delegate, "place": place, "last": number},
    )
