"""Who will be written to about the version to come, and who will not."""

from collections.abc import Sequence
from dataclasses import dataclass

from backoffice.letters.lines import name, why
from backoffice.releasing.readers import Travelling
from delegations.notices import telling
from missions.document import Document
from missions.models import Mission
from wording.words import Words


@dataclass(frozen=True, slots=True)
class Left:
    """Those who get no letter for one reason, in protocol order."""

    why: str
    names: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Who gets a letter, by key and name in protocol order, and who does not."""

    getting: tuple[tuple[int, Words], ...]
    left: tuple[Left, ...]


def told(mission: Mission, document: Document, delegates: Sequence[Travelling], lang: str) -> Told:
    """If this document were released now; writes nothing, and asks no more for more delegates."""
    everyone = telling.foreseen(mission, document, [one.row for one in delegates])
    reasons = dict.fromkeys(str(one.reason) for one in everyone if one.reason)
    return Told(
        getting=tuple((one.delegate.pk, name(one.delegate, lang)) for one in everyone if not one.reason),
        left=tuple(
            Left(why(reason), tuple(name(one.delegate, lang) for one in everyone if one.reason == reason))
            for reason in reasons
        ),
    )
