"""Who takes part in an item, and whom two items have in common.

Everyone, or groups; a personal group is its delegate. For the sweep, people who share all their groups are
one subject: five hundred delegates in twenty groups are some twenty subjects, not five hundred.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from backoffice.clashes.facts import Delegate, Facts, Group, Item

type Subject = int
"""A number for people who are always at the same items: a group, those in the same groups, a delegate."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom something is about: the whole delegation, or groups and the delegates who are in none of these."""

    whole: bool = False
    groups: tuple[Group, ...] = ()
    delegates: tuple[Delegate, ...] = ()

    def facts(self) -> tuple[object, ...]:
        """What names them in a cause."""
        if self.whole:
            return ("everyone",)
        return (*sorted(group.key for group in self.groups), *sorted(one.key for one in self.delegates))


class TakingPart:
    """The groups and delegates of one mission."""

    def __init__(self, facts: Facts) -> None:
        self.delegates = facts.delegates
        self.groups = {group.pk: group for group in facts.groups}
        self.rank = {delegate.pk: number for number, delegate in enumerate(facts.delegates)}
        members: dict[int, set[int]] = {pk: set() for pk in self.groups}
        for delegate in facts.delegates:
            for group in delegate.groups & members.keys():
                members[group].add(delegate.pk)
        self.members = {pk: frozenset(found) for pk, found in members.items()}
        self.subjects_of_group = self._subjects()
        # A programme repeats its groups, and is asked for them often.
        self._members_of: dict[tuple[int, ...], frozenset[int]] = {}

    def _subjects(self) -> dict[int, tuple[Subject, ...]]:
        found: dict[int, list[Subject]] = {}
        numbers: dict[object, Subject] = {}
        for pk, group in self.groups.items():
            found[pk] = [] if group.personal else [numbers.setdefault(("group", pk), len(numbers))]
        for delegate in self.delegates:
            groups = frozenset(delegate.groups & self.groups.keys())
            alone = any(self.groups[pk].personal for pk in groups)
            if not alone and len(groups) < 2:
                continue  # her group stands for her
            name: object = ("delegate", delegate.pk) if alone else ("groups", groups)
            if name in numbers:
                continue
            numbers[name] = len(numbers)
            for pk in groups:
                found[pk].append(numbers[name])
        return {pk: tuple(subjects) for pk, subjects in found.items()}

    def subjects(self, item: Item) -> tuple[Subject, ...]:
        """The subjects of an item that is not for everyone."""
        if len(item.groups) == 1:
            return self.subjects_of_group.get(item.groups[0], ())
        found = {subject for pk in item.groups for subject in self.subjects_of_group.get(pk, ())}
        return tuple(found)

    def named_groups(self, item: Item) -> frozenset[int]:
        """The groups of an item that have a name."""
        return frozenset(pk for pk in item.groups if pk in self.groups and not self.groups[pk].personal)

    def members_of(self, item: Item) -> frozenset[int]:
        """The delegates who take part, by primary key."""
        if item.for_everyone:
            return self.everybody
        found = self._members_of.get(item.groups)
        if found is None:
            members = (self.members.get(pk, frozenset()) for pk in item.groups)
            found = self._members_of[item.groups] = frozenset().union(*members)
        return found

    @cached_property
    def everybody(self) -> frozenset[int]:
        """All delegates, by primary key."""
        return frozenset(self.rank)

    def common(self, one: Item, other: Item) -> People:
        """Whom two items have in common; nobody at all is `People()`."""
        if one.for_everyone and other.for_everyone:
            return People(whole=True)
        if one.for_everyone or other.for_everyone:
            divided = other if one.for_everyone else one
            return self._people(self.named_groups(divided), self.members_of(divided))
        return self._people(
            self.named_groups(one) & self.named_groups(other), self.members_of(one) & self.members_of(other)
        )

    def passengers(self, item: Item, passengers: frozenset[int]) -> People:
        """Those passengers of a leg who take part in an item."""
        return self._people(frozenset(), self.members_of(item) & passengers)

    def of(self, item: Item) -> People:
        """All who take part in an item."""
        if item.for_everyone:
            return People(whole=True)
        return self._people(self.named_groups(item), self.members_of(item))

    def all_of(self, items: Iterable[Item]) -> People:
        """All who take part in any of these items."""
        found = list(items)
        if any(item.for_everyone for item in found):
            return People(whole=True)
        return self._people(
            frozenset().union(*(self.named_groups(item) for item in found)),
            frozenset().union(*(self.members_of(item) for item in found)),
        )

    def _people(self, groups: frozenset[int], delegates: frozenset[int]) -> People:
        grouped = frozenset().union(*(self.members[pk] for pk in groups))
        apart = sorted((delegates & self.rank.keys()) - grouped, key=self.rank.__getitem__)
        return People(
            groups=tuple(self.groups[pk] for pk in sorted(groups)),
            delegates=tuple(self.delegates[self.rank[pk]] for pk in apart),
        )

    def in_protocol_order(self, people: People) -> tuple[Delegate, ...]:
        """Each delegate whom this is about, also as a member of a group."""
        if people.whole:
            return self.delegates
        found = {delegate.pk for delegate in people.delegates}.union(
            *(self.members[group.pk] for group in people.groups)
        )
        return tuple(delegate for delegate in self.delegates if delegate.pk in found)
