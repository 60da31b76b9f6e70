"""Clashes and cautions of a whole mission: what is not right yet, never blocking.

    found = clashes.of(mission)
    found.open           cautions that nobody has accepted, clashes first
    found.accepted       those accepted with a reason, each with the row that says by whom, when and why
    found.by_item[pk]    the open ones of one item
    caution.kind, .level, .items, .people, .words, .resolve, .links, .cause

Words are made when they are read, in the active language, and name people: show them to staff who may see
delegates. `templates/backoffice/cautions.html` lists them.
"""

from backoffice.clashes.cautions import Caution, Kind, Level, Link
from backoffice.clashes.found import Accepted, Found
from missions.models import AcceptedCaution, Mission

__all__ = ["Accepted", "Caution", "Found", "Kind", "Level", "Link", "of"]


def of(mission: Mission) -> Found:
    """All cautions of the mission by its rows as they are now, in a fixed number of queries."""
    accepted = AcceptedCaution.objects.filter(mission=mission).select_related("by")
    return Found((), {row.cause: row for row in accepted})
