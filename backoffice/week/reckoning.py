"""What is not right yet in each of many missions, kept until one of their rows changes.

To make documents and look for clashes takes a dozen queries, for one mission or for many. Whether anything
changed since is one query for all of them: the newest entry of each history. So what was found is kept under
a stamp made of these and of the day, and only missions that changed since are reckoned again.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, IntegerField, Max, OuterRef, Subquery, Value, prefetch_related_objects
from django.utils.translation import get_language

from backoffice import clashes
from backoffice.translations import missing as translations
from backoffice.week import first_changes, prepared
from delegations.models import Attendance, Delegate, Delegation, Leg, Regret, Stay
from missions import answers, itinerary
from missions import changes as differences
from missions import document as documents
from missions.models import (
    AcceptedCaution,
    Group,
    Host,
    ItemGroup,
    ItemStatus,
    Mission,
    Party,
    ProgrammeItem,
    Release,
    Series,
    Stop,
    Withdrawal,
)
from partners.models import Contact, Organisation, Person, Place, Sector

KEPT_FOR = 3_600  # seconds

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
    (Regret, "delegate__mission_id"),
    (AcceptedCaution, "mission_id"),
)
# Rows that all missions share: a change in one of them may concern any mission.
_SHARED: tuple[Any, ...] = (Place, Organisation, Person, Contact, Sector, Series)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What is not right yet in one mission.

    `since`: when the first change was made that is not released. `tentative`: day and title of each tentative
    item, in the order of days. `states`: how many of those who travel are in which state.
    """

    released: int | None
    released_at: dt.datetime | None
    changes: int
    since: dt.datetime | None
    missing: tuple[tuple[str, int], ...]
    texts: int
    clashes: int
    cautions: int
    unknown: int
    first: str
    first_without_names: str
    first_unknown: str
    first_unknown_without_names: str
    tentative: tuple[tuple[dt.date | None, str], ...]
    states: Mapping[str, int]


def of(missions: Iterable[Mission]) -> dict[int, Reckoned]:
    """What is not right yet, by the key of the mission; in the active language."""
    listed = list(missions)
    stamped = stamps(listed)
    lang = get_language() or "en"
    keys = {mission.pk: key(mission.pk, lang) for mission in listed}
    found: dict[str, tuple[str, Reckoned]] = cache.get_many(keys.values()) if keys else {}
    kept = {
        pk: found[name][1] for pk, name in keys.items() if name in found and found[name][0] == stamped[pk]
    }
    lacking = [mission for mission in listed if mission.pk not in kept]
    made = _reckon_all(lacking, lang) if lacking else {}
    if made:
        cache.set_many({keys[pk]: (stamped[pk], known) for pk, known in made.items()}, KEPT_FOR)
    return {pk: made[pk] if pk in made else kept[pk] for pk in keys}


def key(mission: int, lang: str) -> str:
    """What is kept of a mission in this language, with the stamp that it had, is kept under this."""
    # Another build may not know the classes of what this one keeps, and words it otherwise.
    return f"reckoned:{answers.build()}:{lang}:{mission}"


def stamps(missions: list[Mission]) -> dict[int, str]:
    """A text for each mission that is another one as soon as a row of it changes; one query for all.

    Beside the newest entry of each history it has their number: one that was begun earlier may come later.
    What is found depends on the mission's day too, as permits and stays that nobody has: it is in the text.
    """
    parts: dict[int | None, list[tuple[Any, ...]]] = {}
    keys = [mission.pk for mission in missions]
    for number, mission, *top in prepared.answered(_question(len(keys)), keys) if keys else ():
        parts.setdefault(mission, []).append((number, *top))
    shared = sorted(parts.get(None, ()))
    found = {}
    for each in missions:
        own: list[Any] = [each.today(), *sorted(parts.get(each.pk, ()))]
        # The mission was read before this was asked: what it says may be older than its newest entry.
        own.append(tuple(each.__dict__.get(field.attname) for field in each._meta.concrete_fields))
        found[each.pk] = hashlib.sha256(repr((shared, own)).encode()).hexdigest()[:24]
    return found


@lru_cache(maxsize=64)
def _question(missions: int) -> tuple[str, tuple[Any, ...]]:
    """What is asked of so many missions, as SQL with its parameters."""
    found: tuple[str, tuple[Any, ...]] = _union(
        list(map(prepared.key, range(missions)))
    ).query.sql_with_params()
    return found


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
    nowhere = Value(None, output_field=IntegerField())
    for number, model in enumerate(_SHARED, start + 2):
        entries = model.history.order_by().annotate(part=Value(number), of=nowhere).values("part", "of")
        queries.append(_told(entries, "history_id"))
    return queries[0].union(*queries[1:], all=True).order_by()


def _newest(rows: Any, way: str, key: str, number: int, missions: list[int]) -> Any:
    within = rows.order_by().filter(**{f"{way}__in": missions}).annotate(part=Value(number), of=F(way))
    return _told(within.values("part", "of"), key)


def _told(entries: Any, key: str) -> Any:
    return entries.annotate(top=Max(key), entries=Count("*")).values_list("part", "of", "top", "entries")


def _reckon_all(missions: list[Mission], lang: str) -> dict[int, Reckoned]:
    """Reckons all these missions from rows that are read for all of them together."""
    prefetch_related_objects(missions, "series", "home")  # unless they came with the missions
    rows = documents.read_all(missions)
    facts = clashes.read(missions, rows)
    now = {
        each.pk: documents.make(each, members_of(each, facts[each.pk]), rows[each.pk]) for each in missions
    }
    live = Release.objects.live().filter(mission__in=rows)
    newest = {last.mission_id: last for last in live.filter(number=Subquery(_numbers(live)))}
    changes = {pk: _differences(last.document, now[pk], lang) for pk, last in newest.items()}
    since = first_changes.of(
        {pk: first_changes.Changed(newest[pk].at, now[pk]) for pk, number in changes.items() if number}
    )
    found = clashes.among(facts)
    made = {}
    for pk, document in now.items():
        last, worst = newest.get(pk), next(iter(found[pk].open), None)
        untold = found[pk].at(clashes.Level.UNKNOWN)
        lacking = translations.missing(document, lang)
        made[pk] = Reckoned(
            released=last.number if last else None,
            released_at=last.at if last else None,
            changes=changes.get(pk, 0),
            since=since.get(pk),
            missing=tuple(
                (code, sum(code in text.languages for text in lacking))
                for code in document["mission"]["languages"]
            ),
            texts=translations.number_of_texts(document, lang),
            clashes=len(found[pk].at(clashes.Level.CLASH)),
            cautions=len(found[pk].at(clashes.Level.CAUTION)),
            unknown=len(untold),
            first=worst.words if worst else "",
            first_without_names=worst.words_without_names if worst else "",
            first_unknown=untold[0].words if untold else "",
            first_unknown_without_names=untold[0].words_without_names if untold else "",
            tentative=_tentative(rows[pk]),
            states=Counter(one.state for one in facts[pk].delegates),
        )
    return made


def members_of(mission: Mission, facts: clashes.Facts) -> dict[str, list[str]]:
    """What `delegations.models.members_of_all` says, from what is read already."""
    return {
        str(group.ref): [str(UUID(one.key)) for one in facts.delegates if group.pk in one.groups]
        for group in mission.groups.all()
    }


def _tentative(rows: documents.Rows) -> tuple[tuple[dt.date | None, str], ...]:
    """Day and title of each tentative item, in the order of days; those without a day come last."""
    found = (item for item in rows.items if item.status == ItemStatus.TENTATIVE)
    ordered = sorted(found, key=lambda item: (item.day is None, item.day or dt.date.max, item.pk))
    return tuple((item.day, str(item)) for item in ordered)


def _numbers(live: Any) -> Any:
    """The number of the newest release of the mission of an outer row."""
    return live.filter(mission=OuterRef("mission")).order_by("-number").values("number")[:1]


def changes_of(before: documents.Document, now: documents.Document, lang: str) -> differences.Changes:
    """Return what staff see change between two documents: what the page of the next release shows."""
    return differences.compare(
        itinerary.make(before, itinerary.STAFF, lang), itinerary.make(now, itinerary.STAFF, lang)
    )


def _differences(before: documents.Document, now: documents.Document, lang: str) -> int:
    """How many items changed; the mission itself counts as one, and so does what is told of no item."""
    if before == now:
        return 0
    compared = changes_of(before, now, lang)
    return max(1, len(compared.items) + compared.around)
