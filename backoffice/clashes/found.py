"""All cautions of a mission, told apart by whether somebody has accepted them with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from backoffice.clashes.cautions import Caution, Level
from missions.models import AcceptedCaution


@dataclass(frozen=True, slots=True)
class Accepted:
    """A caution that still holds, and by whom, when and why it was accepted."""

    caution: Caution
    row: AcceptedCaution


class Found:
    """What was found, in order of level and time: `open`, `accepted`, and `by_item` the open ones of each."""

    def __init__(self, cautions: Iterable[Caution], accepted: Mapping[str, AcceptedCaution]) -> None:
        self.all = tuple(cautions)
        self._rows = accepted

    @cached_property
    def open(self) -> tuple[Caution, ...]:
        """Those that nobody has accepted."""
        return tuple(caution for caution in self.all if caution.cause not in self._rows)

    @cached_property
    def accepted(self) -> tuple[Accepted, ...]:
        """Those that somebody has accepted and whose cause has not changed since."""
        return tuple(
            Accepted(caution, self._rows[caution.cause])
            for caution in self.all
            if caution.cause in self._rows
        )

    @cached_property
    def by_item(self) -> dict[int, list[Caution]]:
        """The open cautions by the primary key of each item that they are about."""
        found: dict[int, list[Caution]] = {}
        for caution in self.open:
            for item in caution.items:
                found.setdefault(item, []).append(caution)
        return found

    def at(self, level: str) -> tuple[Caution, ...]:
        """The open ones of one level: “clash”, “caution” or “unknown”."""
        return tuple(caution for caution in self.open if caution.level == Level(level))

    def with_cause(self, cause: str) -> Caution | None:
        """The caution with this cause, if it is still there."""
        return next((caution for caution in self.all if caution.cause == cause), None)
