"""The people of a mission as lines of a table: rank, name, position, what may be done about each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from delegations import protocol
from delegations.models import Capacity, Delegate, DelegateState
from missions.models import Group, Mission
from wording.words import Words

ACTS = {
    "first": gettext_lazy("First"),
    "last": gettext_lazy("Last"),
    "head": gettext_lazy("Appoint head"),
    "deputy": gettext_lazy("Appoint deputy"),
    "member": gettext_lazy("Make a member"),
    "accept": gettext_lazy("Accept"),
    "confirm": gettext_lazy("Confirm"),
    "withdraw": gettext_lazy("She withdraws"),
    "back": gettext_lazy("She travels after all"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which delegates are shown: of one state, of one group, or all."""

    state: str = ""
    group: int | None = None

    @property
    def query(self) -> str:
        """The filters as the address has them."""
        parts = [f"state={self.state}"] if self.state else []
        parts += [f"group={self.group}"] if self.group else []
        return "&".join(parts)

    def let(self, delegate: Delegate) -> bool:
        """Whether a delegate with her groups fetched is shown."""
        if self.state and delegate.state != self.state:
            return False
        return self.group is None or any(group.pk == self.group for group in delegate.groups.all())


@dataclass(frozen=True, slots=True)
class Line:
    """One delegate. `place` counts from 1 over the whole mission; `typed` is what her field of it has."""

    delegate: Delegate
    place: int
    typed: str
    name: Words
    position: Words | None
    organisation: Any
    capacity: str
    groups: tuple[str, ...]
    travels: bool
    earlier: int | None
    later: int | None
    acts: tuple[tuple[str, Any], ...]
    personal: tuple[str, ...] = ()
    said: tuple[Any, ...] = ()


def filters(asked: Mapping[str, str], groups: Iterable[Group]) -> Filters:
    """The filters of an address. Raises Http404 for a state that there is not, or a group of elsewhere."""
    state, group = asked.get("state", ""), asked.get("group", "")
    if state and state not in DelegateState.values:
        raise Http404
    if group and group not in {str(each.pk) for each in groups}:
        raise Http404
    return Filters(state, int(group) if group else None)


def order(mission: Mission) -> list[Delegate]:
    """All delegates of a mission by rank, with what their lines say; two queries."""
    return list(protocol.in_order(mission).prefetch_related("groups"))


def lines(
    ordered: Sequence[Delegate],
    lang: str,
    shown: Filters,
    typed: Mapping[int, str],
    said: Mapping[int, tuple[Any, ...]],
    *,
    personal: bool,
) -> list[Line]:
    """The lines of those whom the filters let through, each with its neighbours among these."""
    places = {delegate.pk: place for place, delegate in enumerate(ordered, start=1)}
    let = [delegate for delegate in ordered if shown.let(delegate)]
    found = []
    for number, delegate in enumerate(let):
        place = places[delegate.pk]
        found.append(
            Line(
                delegate,
                place,
                typed.get(delegate.pk, str(place)),
                delegate.person.full_name(lang) or Words(str(delegate), lang),
                Delegate.position.words(delegate, lang),
                delegate.organisation or delegate.delegation.organisation,
                _capacity(delegate),
                tuple(str(group) for group in delegate.groups.all() if not group.personal),
                delegate.state != DelegateState.WITHDRAWN,
                let[number - 1].pk if number else None,
                let[number + 1].pk if number + 1 < len(let) else None,
                tuple((name, ACTS[name]) for name in _acts(delegate, place, len(ordered))),
                tuple(_personal(delegate)) if personal else (),
                said.get(delegate.pk, ()),
            )
        )
    return found


def _capacity(delegate: Delegate) -> str:
    leads = delegate.delegation.head_id == delegate.pk
    return str(Capacity.HEAD.label if leads else delegate.get_capacity_display())


def _personal(delegate: Delegate) -> Iterator[str]:
    """What only those may see who have the permission for personal data."""
    person = delegate.person
    known = (delegate.languages, delegate.diet, delegate.access_needs, person.phone, person.email)
    return filter(None, known)


def _acts(delegate: Delegate, place: int, number: int) -> Iterator[str]:
    if place > 1:
        yield "first"
    if place < number:
        yield "last"
    if delegate.state == DelegateState.WITHDRAWN:
        yield "back"
        return
    leads = delegate.delegation.head_id == delegate.pk
    if not leads:
        yield "head"
        if delegate.capacity != Capacity.DEPUTY:
            yield "deputy"
        if delegate.capacity in (Capacity.HEAD, Capacity.DEPUTY):
            yield "member"
    if delegate.state in (DelegateState.INVITED, DelegateState.APPLIED):
        yield "accept"
    if delegate.state != DelegateState.CONFIRMED:
        yield "confirm"
    yield "withdraw"
