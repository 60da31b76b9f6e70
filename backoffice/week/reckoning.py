"""What is not right yet in each of many missions, kept until one of their rows changes.

To make a document and look for clashes takes some thirty queries for a mission. Whether anything changed
since is one query for all of them: the newest entry of each history. So what was found is kept under a stamp
made of these, and only missions that changed since are reckoned again.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F, IntegerField, Max, OuterRef, Subquery, Value, prefetch_related_objects
from django.utils.translation import get_language

from backoffice import clashes
from backoffice.translations import missing as translations
from delegations.models import Attendance, Delegate, Delegation, Leg, Stay, members_of_all
from missions import changes as differences
from missions import document as documents
from missions import itinerary
from missions.models import (
    AcceptedCaution,
    Group,
    Host,
    ItemGroup,
    Mission,
    Party,
    ProgrammeItem,
    Release,
    Series,
    Stop,
    Withdrawal,
)
from partners.models import Contact, Organisation, Person, Place, Sector

KEPT_FOR = 7 * 86_400  # seconds
RESTRICTED = -1  # not a history: stops at places that need a permit, for which each day counts
LOOKED_AT = 50  # entries of one history, for the first that changed what readers get

# Histories of rows of one mission, by how an entry leads to it.
_OF_MISSION: tuple[tuple[Any, str], ...] = (
    (Mission, "id"),
    (Stop, "mission_id"),
    (Party, "mission_id"),
    (Group, "mission_id"),
    (ProgrammeItem, "mission_id"),
    (ItemGroup, "item__mission_id"),
    (Host, "item__mission_id"),
    (Delegation, "mission_id"),
    (Delegate, "mission_id"),
    (Leg, "mission_id"),
    (Stay, "delegate__mission_id"),
    (Attendance, "item__mission_id"),
    (AcceptedCaution, "mission_id"),
)
# Rows that all missions share: a change in one of them may concern any mission.
_SHARED: tuple[Any, ...] = (Place, Organisation, Person, Contact, Sector, Series)
# What of a row does not go into the document; of all other columns a change is one that readers will see.
_NOT_TOLD: dict[Any, tuple[str, ...]] = {
    Mission: ("staff_notes", "outcome_summary", "state", "is_template"),
    ProgrammeItem: ("staff_notes", "outcome"),
    Delegate: (
        "position",
        "capacity",
        "organisation",
        "person",
        "delegation",
        "languages",
        "diet",
        "access_needs",
        "consent_on",
    ),
}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What is not right yet in one mission. `since`: when the first change was made that is not released."""

    released: int | None
    released_at: dt.datetime | None
    changes: int
    since: dt.datetime | None
    missing: tuple[tuple[str, int], ...]
    texts: int
    clashes: int
    cautions: int
    first: str
    first_without_names: str


def of(missions: Iterable[Mission]) -> dict[int, Reckoned]:
    """What is not right yet, by the key of the mission; in the active language."""
    listed = list(missions)
    stamps = _stamps(listed)
    lang = get_language() or "en"
    keys = {mission.pk: f"reckoned:{mission.pk}:{lang}:{stamps[mission.pk]}" for mission in listed}
    kept = cache.get_many(keys.values()) if keys else {}
    lacking = [mission for mission in listed if keys[mission.pk] not in kept]
    made = _reckon_all(lacking, lang) if lacking else {}
    if made:
        cache.set_many({keys[pk]: known for pk, known in made.items()}, KEPT_FOR)
    return {pk: made[pk] if pk in made else kept[key] for pk, key in keys.items()}


def _stamps(missions: list[Mission]) -> dict[int, str]:
    """A text for each mission that is another one as soon as a row of it changes; one query for all.

    Where a permit is needed, what is found depends on the day, so that is in the text too.
    """
    parts: dict[int | None, list[tuple[int, Any]]] = {}
    for number, mission, top in _union([mission.pk for mission in missions]) if missions else ():
        parts.setdefault(mission, []).append((number, top))
    shared = sorted(parts.get(None, ()))
    stamps = {}
    for each in missions:
        own = sorted(parts.get(each.pk, ()))
        if own and own[0][0] == RESTRICTED:
            own.append((RESTRICTED, each.today()))
        stamps[each.pk] = hashlib.sha256(repr((shared, own)).encode()).hexdigest()[:24]
    return stamps


def _union(missions: list[int]) -> Any:
    queries = [
        _newest(model.history.all(), way, "history_id", number, missions)
        for number, (model, way) in enumerate(_OF_MISSION)
    ]
    start = len(queries)
    for number, (rows, way) in enumerate(
        ((Release.objects.all(), "mission_id"), (Withdrawal.objects.all(), "release__mission_id")), start
    ):
        queries.append(_newest(rows, way, "pk", number, missions))
    restricted = Stop.objects.filter(place__restricted=True)
    queries.append(_newest(restricted, "mission_id", "pk", RESTRICTED, missions))
    nowhere = Value(None, output_field=IntegerField())
    for number, model in enumerate(_SHARED, start + 2):
        entries = model.history.order_by().annotate(part=Value(number), of=nowhere).values("part", "of")
        queries.append(entries.annotate(top=Max("history_id")).values_list("part", "of", "top"))
    return queries[0].union(*queries[1:], all=True).order_by()


def _newest(rows: Any, way: str, key: str, number: int, missions: list[int]) -> Any:
    within = rows.order_by().filter(**{f"{way}__in": missions}).annotate(part=Value(number), of=F(way))
    return within.values("part", "of").annotate(top=Max(key)).values_list("part", "of", "top")


def _reckon_all(missions: list[Mission], lang: str) -> dict[int, Reckoned]:
    """Reckons all these missions from rows that are read for all of them together."""
    prefetch_related_objects(missions, "series", "home")
    rows = documents.read_all(missions)
    members = members_of_all(missions)
    found = clashes.of_all(missions, rows)
    newest: dict[int, Release] = {}
    live = Release.objects.live().filter(mission__in=rows)
    for last in live.filter(number=Subquery(_numbers(live))):
        newest[last.mission_id] = last
    return {
        mission.pk: _reckon(
            mission,
            documents.make(mission, members[mission.pk], rows[mission.pk]),
            newest.get(mission.pk),
            found[mission.pk],
            lang,
        )
        for mission in missions
    }


def _numbers(live: Any) -> Any:
    """The number of the newest release of the mission of an outer row."""
    return live.filter(mission=OuterRef("mission")).order_by("-number").values("number")[:1]


def _reckon(
    mission: Mission, now: documents.Document, last: Release | None, found: clashes.Found, lang: str
) -> Reckoned:
    lacking = translations.missing(now, lang)
    languages = list(now["mission"]["languages"])
    worst = found.open[0] if found.open else None
    number = _differences(last.document, now, lang) if last else 0
    return Reckoned(
        last.number if last else None,
        last.at if last else None,
        number,
        _first_change(mission, last, now) if last and number else None,
        tuple((code, sum(code in text.languages for text in lacking)) for code in languages),
        translations.number_of_texts(now, lang),
        len(found.at(clashes.Level.CLASH)),
        len(found.at(clashes.Level.CAUTION)),
        worst.words if worst else "",
        worst.words_without_names if worst else "",
    )


def _differences(before: documents.Document, now: documents.Document, lang: str) -> int:
    """How many items changed; the mission itself counts as one, and so does what is told of no item."""
    if before == now:
        return 0
    compared = differences.compare(
        itinerary.make(before, itinerary.STAFF, lang), itinerary.make(now, itinerary.STAFF, lang)
    )
    around = compared.frame or compared.stops_added or compared.stops_removed or compared.stops_changed
    return max(1, len(compared.items) + bool(around))


def _first_change(mission: Mission, last: Release, now: documents.Document) -> dt.datetime | None:
    """When the first entry was made since the release that changed what its readers will get."""
    entries = sorted(_since(mission, last, now), key=lambda entry: entry.history_date)
    return next((entry.history_date for entry in entries if _is_told(entry)), None)


def _since(mission: Mission, last: Release, now: documents.Document) -> Iterator[Any]:
    told = ("Mission", "Stop", "Party", "Group", "ProgrammeItem", "ItemGroup", "Host", "Delegate")
    for model, way in _OF_MISSION:
        if model.__name__ in told:
            entries = model.history.filter(history_date__gt=last.at, **{way: mission.pk})
            yield from entries.order_by("history_date")[:LOOKED_AT]
    for model, entries_of in ((Organisation, "organisations"), (Place, "places"), (Sector, "sectors")):
        refs = [entry["ref"] for entry in now[entries_of]]
        entries = model.history.filter(history_date__gt=last.at, ref__in=refs)
        yield from entries.order_by("history_date")[:LOOKED_AT]


def _is_told(entry: Any) -> bool:
    """Whether an entry of a history changed anything that the document says."""
    model = entry.instance_type
    before = entry.prev_record if entry.history_type == "~" else None
    if before is None:
        return True
    silent = _NOT_TOLD.get(model, ())
    changed = entry.diff_against(before).changed_fields
    return not changed or any(name not in silent and _stem(name) not in silent for name in changed)


def _stem(name: str) -> str:
    """The name of a translated field by that of one of its columns."""
    return name.rsplit("_", 1)[0]
