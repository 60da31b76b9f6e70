"""What a line of this week says, and a mission as who reads it finds it."""

import datetime as dt
from dataclasses import dataclass

from missions.models import Mission


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing to see to: how many, where it is put right, one sentence, at most two actions."""

    count: int
    words: str
    address: str
    sentence: str
    late: bool
    mission: Mission
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A mission with its own today, and what one may do in it."""

    mission: Mission
    today: dt.date
    clock: str

    @property
    def is_over(self) -> bool:
        return self.mission.ends_on < self.today

    @property
    def newest(self) -> int | None:
        """The number of the newest version that is not withdrawn."""
        number: int | None = self.mission.newest  # type: ignore[attr-defined]  # annotated
        return number

    @property
    def days_left(self) -> int:
        """Days until its first day; negative once it has begun."""
        return (self.mission.starts_on - self.today).days
