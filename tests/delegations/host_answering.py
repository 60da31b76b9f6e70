"""A mission with a host that is asked for two hours of one day."""

import datetime

from missions.models import Host, HostState, ProgrammeItem
from tests.delegations.hosting import Mission
from tests.delegations.travellers import release

FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (5, 6))
OTHER = {"kind": "other_time", "day": "2023-12-06", "starts_at": "14:00", "ends_at": "16:00"}


def made_mission(**fields):
    made = Mission()
    given = {"starts_at": "10:00", "ends_at": "12:00", **fields}
    ProgrammeItem.objects.filter(pk=made.item.pk).update(**given)
    made.item.refresh_from_db()
    Host.objects.filter(item=made.item).update(state=HostState.ASKED)
    release(made.mission)
    return made


def state_of(made):
    """All that an answer might have changed."""
    return (
        list(ProgrammeItem.objects.order_by("pk").values()),
        list(Host.objects.order_by("pk").values()),
        ProgrammeItem.history.count(),
        Host.history.count(),
    )
