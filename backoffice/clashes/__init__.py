"""Clashes and cautions of a whole mission: what is not right yet, never blocking.

    found = clashes.of(mission)      or, of many: clashes.of_all(missions)[mission.pk]
    found.open           cautions that nobody has accepted, clashes first
    found.accepted       those accepted with a reason, each with the row that says by whom, when and why
    found.by_item[pk]    the open ones of one item
    caution.kind, .level, .items, .people, .words, .resolve, .links, .cause

Words are made when they are read, in the active language, and name people: show them to staff who may see
delegates, and `words_without_names` to others. `templates/backoffice/cautions.html` lists them.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

from backoffice.clashes.cautions import Caution, Kind, Level, Link
from backoffice.clashes.check import check
from backoffice.clashes.facts import Facts
from backoffice.clashes.found import Accepted, Found
from backoffice.clashes.reading import read
from missions.document import Rows
from missions.models import AcceptedCaution, Mission
from missions.questions import KEY, Prepared

__all__ = ["Accepted", "Caution", "Facts", "Found", "Kind", "Level", "Link", "among", "of", "of_all", "read"]


def of(mission: Mission, rows: Rows | None = None) -> Found:
    """All cautions of the mission by its rows as they are now, in eight queries whatever their number.

    With `rows` that were read for its document already it takes four less.
    """
    return of_all([mission], {mission.pk: rows} if rows else None)[mission.pk]


def of_all(missions: Collection[Mission], known: Mapping[int, Rows] | None = None) -> dict[int, Found]:
    """What is found of each of these missions, by primary key, in the same eight queries.

    `known` are the rows of all of them, where these were read already.
    """
    return among(read(missions, known))


@lru_cache(maxsize=64)
def _accepted(number: int) -> Prepared:
    """The cautions of so many missions that somebody has accepted."""
    return Prepared(
        lambda *missions: AcceptedCaution.objects.filter(mission__pk__in=missions).select_related("by"),
        *[KEY] * number,
    )


def among(read: Mapping[int, Facts]) -> dict[int, Found]:
    """What is found among facts that were read already, by the primary key of the mission; one query."""
    rows: dict[int, dict[str, AcceptedCaution]] = {pk: {} for pk in read}
    for row in _accepted(len(rows))(*rows):
        rows[row.mission_id][row.cause] = row
    return {pk: Found(check(found), rows[pk]) for pk, found in read.items()}
