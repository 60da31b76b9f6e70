"""Deadlines before departure: when each is due, whether it is late, and how they are copied.

Due days are local days counted back from the mission's first day: plain days, or working days of the country
that the delegation comes from. They move with the mission and are stored nowhere.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from missions import working_days
from missions.models import Deadline, DeadlineUnit, Mission
from wording.translated import columns

_DAY = dt.timedelta(days=1)


class StepState(StrEnum):
    """How a deadline stands on a day. NEXT is the first of those still ahead."""

    DONE = "done"
    LATE = "late"
    NEXT = "next"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """A deadline with the day on which it is due."""

    deadline: Deadline
    due_on: dt.date
    state: StepState


def due_on(deadline: Deadline, mission: Mission) -> dt.date:
    """The day on which it is due; working days are those of the mission's home, where one is named."""
    if deadline.unit == DeadlineUnit.WORKING_DAYS:
        home = mission.home.country if mission.home else ""
        return working_days.before(mission.starts_on, deadline.count, home)
    reach = (mission.starts_on - dt.date.min).days
    return mission.starts_on - _DAY * min(deadline.count, reach)


def steps(mission: Mission, deadlines: Iterable[Deadline], today: dt.date) -> list[Step]:
    """The deadlines in the order in which they are due; one is late from the day after its due day."""
    dated = sorted(
        ((due_on(each, mission), each) for each in deadlines), key=lambda pair: (pair[0], pair[1].pk)
    )
    made: list[Step] = []
    found_next = False
    for due, deadline in dated:
        if deadline.done_on is not None:
            state = StepState.DONE
        elif due < today:
            state = StepState.LATE
        else:
            state = StepState.AHEAD if found_next else StepState.NEXT
            found_next = True
        made.append(Step(deadline, due, state))
    return made


@transaction.atomic
def copy(source: Mission, target: Mission) -> int:
    """Copy the deadlines of another mission, not done yet and nobody's; returns how many there were to copy.

    What the target has already, by title, count and unit, is not copied again.
    """
    titles = columns("title")
    Mission.objects.select_for_update().get(pk=target.pk)  # who copies at the same time waits
    known = {_key(each) for each in target.deadlines.all()}
    copied = 0
    for deadline in source.deadlines.all():
        if _key(deadline) in known:
            continue
        known.add(_key(deadline))
        row = Deadline(
            mission=target,
            count=deadline.count,
            unit=deadline.unit,
            note=deadline.note,
            **{column: getattr(deadline, column) for column in titles},
        )
        row.save()
        copied += 1
    return copied


def _key(deadline: Deadline) -> tuple[object, ...]:
    return (deadline.count, deadline.unit, *(getattr(deadline, column) for column in columns("title")))
