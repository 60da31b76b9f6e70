"""All people by what is compared to find who is likely the same: addresses, and names across alphabets.

To turn the names of thousands of people into what they have in common with themselves in other alphabets
takes a while, so each process keeps it, and makes it again only of those whose history has an entry since.
What is kept leaves the process for no cache, and is narrowed for each reader by whoever asks.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched

from django.db.models import Count, Max

from backoffice.imports.folding import exact, skeleton
from partners.models import Person
from wording.words import LANGUAGES

CHUNK = 500
PARTS = ("family_name", "given_name", "patronymic")
NAMES = [f"{part}_{lang}" for lang in LANGUAGES for part in PARTS]


@dataclass(frozen=True, slots=True)
class Keys:
    """What one person is compared by; the address is empty where she has none."""

    email: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What differs as soon as anybody was added, changed or deleted."""

    newest: int | None
    at: dt.datetime | None
    entries: int
    people: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Everybody by address and by name, each with the keys of the people who have it, the oldest first."""

    stamp: Stamp
    people: Mapping[int, Keys]
    by_email: Mapping[str, list[int]]
    by_name: Mapping[str, list[int]]


_kept: Compared | None = None


def everybody() -> Compared:
    """All people as they are now: two queries while nobody changed, else some more for those who did."""
    global _kept
    kept, stamp = _kept, _stamp()
    if kept is None or kept.stamp != stamp:
        kept = _made(stamp, _people(kept, stamp))
        _kept = kept
    return kept


def _stamp() -> Stamp:
    entries = Person.history.order_by().aggregate(
        newest=Max("history_id"), at=Max("history_date"), entries=Count("history_id")
    )
    return Stamp(**entries, people=Person.objects.count())


def _people(kept: Compared | None, stamp: Stamp) -> dict[int, Keys]:
    changed = _changed(kept.stamp, stamp) if kept else None
    if kept and changed is not None:
        people = {key: keys for key, keys in kept.people.items() if key not in changed}
        for chunk in batched(sorted(changed), CHUNK):
            people.update(_read(chunk))
        if len(people) == stamp.people:
            return people
    return dict(_read(None))


def _changed(before: Stamp, now: Stamp) -> set[int] | None:
    """Who has an entry since; None where that cannot be told, for entries were taken back or came late."""
    if before.newest is None or not Person.history.filter(history_id=before.newest, history_date=before.at):
        return None
    since = list(Person.history.filter(history_id__gt=before.newest).order_by().values_list("id", flat=True))
    return set(since) if len(since) == now.entries - before.entries else None


def _read(wanted: Iterable[int] | None) -> Iterator[tuple[int, Keys]]:
    rows = Person.objects.order_by() if wanted is None else Person.objects.filter(pk__in=wanted).order_by()
    for key, email, *parts in rows.values_list("pk", "email", *NAMES).iterator():
        names = {skeleton(f"{family} {given}") for family, given, _ in batched(parts, len(PARTS)) if family}
        yield key, Keys(exact(email), frozenset(names - {""}))


def _made(stamp: Stamp, people: dict[int, Keys]) -> Compared:
    by_email: dict[str, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    for key in sorted(people):
        if people[key].email:
            by_email[people[key].email].append(key)
        for name in people[key].names:
            by_name[name].append(key)
    return Compared(stamp, people, dict(by_email), dict(by_name))
