"""What a release changes, as staff and as each reader see it; those who see the same stand together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.releasing import rows
from backoffice.releasing.readers import Reader
from backoffice.releasing.rows import Row
from missions import itinerary as itineraries
from missions.changes import Changes, compare
from missions.document import Document
from missions.parts import Audience, Itinerary, Kind
from wording.lists import enumerated

HOSTS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of changes, with who is told; `staff` is False where staff see no difference."""

    row: Row
    told: str
    staff: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """Readers who see the same differences."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """All of it: `lines` once for each thing that changes, `folds` by who sees what."""

    lines: tuple[Line, ...]
    folds: tuple[Fold, ...]
    unaffected: str
    groups_told: str
    delegates_told: int
    hosts_told: str
    public_told: bool


def seen(
    old: Document | None,
    now: Document,
    before: Audience,
    after: Audience,
    lang: str,
    languages: Sequence[str],
) -> list[Row]:
    """What one reader sees change, in `lang`; texts that changed in other `languages` alone are added."""
    found = _compare(old, now, before, after, lang)
    told = rows.of(*found)
    if found[1] is None:
        return told  # all is new: each text is
    for other in languages:
        if other != lang:
            changes, was, is_now = _compare(old, now, before, after, other)
            others = rows.of(rows.texts_alone(changes, found[0]), was, is_now)
            told = rows.with_language(told, others, other)
    return told


def of(old: Document | None, now: Document, readers: Sequence[Reader], lang: str) -> Differences:
    """The differences of all readers, told in `lang`."""
    languages = now["mission"]["languages"]
    staff = seen(old, now, itineraries.STAFF, itineraries.STAFF, lang, languages)
    by_reader = [(reader, seen(old, now, reader.before, reader.now, lang, languages)) for reader in readers]
    told: dict[str, list[Reader]] = {}
    others: dict[str, Row] = {}
    known = {row.key for row in staff}
    for reader, found in by_reader:
        for row in found:
            told.setdefault(row.key, []).append(reader)
            if row.key not in known:
                others.setdefault(row.key, row)
    every = sum(reader.delegates for reader in readers)
    lines = [Line(row, who(told.get(row.key, ()), every), True) for row in staff]
    lines += [Line(row, who(told[key], every), False) for key, row in others.items()]
    affected = [reader for reader, found in by_reader if found]
    return Differences(
        lines=tuple(lines),
        folds=tuple(_folds(staff, by_reader)),
        unaffected=enumerated(_named(reader) for reader, found in by_reader if not found),
        groups_told=enumerated(reader.label for reader in affected if reader.kind == Kind.DELEGATE),
        delegates_told=sum(reader.delegates for reader in affected),
        hosts_told=_hosts([reader.label for reader in affected if reader.kind == Kind.HOST]),
        public_told=any(reader.kind == Kind.PUBLIC for reader in affected),
    )


def who(readers: Iterable[Reader], every: int) -> str:
    """Who is told of a change: "the public, 12 delegates, 1 host: Union"."""
    readers = list(readers)
    said = [_("the public")] if any(reader.kind == Kind.PUBLIC for reader in readers) else []
    delegates = [reader for reader in readers if reader.kind == Kind.DELEGATE]
    number = sum(reader.delegates for reader in delegates)
    if number and number == every:
        said.append(number_of_delegates(number))
    else:
        said += [_named(reader) for reader in delegates]
    hosts = _hosts([reader.label for reader in readers if reader.kind == Kind.HOST])
    said += [hosts] if hosts else []
    return enumerated(said) or _("nobody")


def number_of_delegates(number: int) -> str:
    return ngettext("%(number)s delegate", "%(number)s delegates", number) % {"number": number}


def _hosts(labels: Sequence[str]) -> str:
    if not labels:
        return ""
    number = ngettext("%(number)s host", "%(number)s hosts", len(labels)) % {"number": len(labels)}
    return f"{number}: {enumerated(labels)}" if len(labels) <= HOSTS_NAMED else number


def _named(reader: Reader) -> str:
    """A reader with the number of delegates, where it is delegates."""
    if reader.kind != Kind.DELEGATE:
        return reader.label
    number = number_of_delegates(reader.delegates) if reader.delegates else _("nobody yet")
    return f"{reader.label} ({number})"


def _folds(staff: list[Row], by_reader: Iterable[tuple[Reader, list[Row]]]) -> Iterable[Fold]:
    """Those who see the same stand together, in the order of the first of them; staff come first."""
    labels: dict[tuple[Row, ...], list[str]] = {tuple(staff): [_("Staff")]} if staff else {}
    for reader, found in by_reader:
        if found:
            labels.setdefault(tuple(found), []).append(_named(reader))
    return [Fold(enumerated(named), found) for found, named in labels.items()]


def _compare(
    old: Document | None, now: Document, before: Audience, after: Audience, lang: str
) -> tuple[Changes, Itinerary | None, Itinerary | None]:
    was = itineraries.make(old, before, lang) if old else None
    is_now = itineraries.make(now, after, lang)
    return compare(was, is_now), was, is_now
