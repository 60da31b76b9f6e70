"""Which version a delegate had at a moment, and which she knows: her page and her letters reckon alike."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Version:
    """A release without its document."""

    pk: int
    number: int
    at: datetime.datetime
    withdrawn_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """A letter about a version (its key) that was begun; `sent` if she surely has it."""

    version: int
    began: datetime.datetime
    sent: bool


def newest(versions: Sequence[Version]) -> Version | None:
    """The newest that is not withdrawn, of versions in the order of their numbers."""
    return next((version for version in reversed(versions) if version.withdrawn_at is None), None)


def there_at(versions: Sequence[Version], moment: datetime.datetime) -> Version | None:
    """The version that a reader had at a moment, of versions in the order of their numbers."""
    there = (
        version
        for version in reversed(versions)
        if version.at <= moment and (version.withdrawn_at is None or version.withdrawn_at > moment)
    )
    return next(there, None)


def there_since(versions: Sequence[Version], moment: datetime.datetime) -> set[int]:
    """The keys of all versions that a reader had at a moment or has had since, one come back included."""
    turns = {moment}
    for version in versions:
        turns |= {at for at in (version.at, version.withdrawn_at) if at is not None and at > moment}
    return {there.pk for turn in turns if (there := there_at(versions, turn))}


def told_last(
    versions: Sequence[Version], letters: Iterable[Told], invited_at: datetime.datetime | None
) -> list[int]:
    """The keys of the versions that she may have been told of last, the certain one first.

    That of her last letter, else the one there was when she was first sent her link (`invited_at`); then
    those of later letters that she may have. Empty if she knows none.
    """
    letters = list(letters)
    last = max((one for one in letters if one.sent), key=_began, default=None)
    perhaps = [one for one in letters if not one.sent]
    if last is not None:
        found = [last.version]
        perhaps = [one for one in perhaps if one.began > last.began]
    else:
        invited = there_at(versions, invited_at) if invited_at else None
        found = [invited.pk] if invited else []
    found += [one.version for one in sorted(perhaps, key=_began, reverse=True)]
    return list(dict.fromkeys(found))


def _began(letter: Told) -> datetime.datetime:
    return letter.began
