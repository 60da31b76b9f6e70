"""What the board shows: read in a number of queries that does not grow with the programme.

What was made of the rows is kept until one of them changes: to say that none did takes one query.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import get_language

from backoffice import clashes
from backoffice.board import columns, slots, steps
from backoffice.board.columns import Column
from backoffice.board.slots import DayColumn, Reading
from backoffice.clashes import telling
from backoffice.models import BoardStep
from backoffice.week import reckoning
from missions import answers, release
from missions import document as documents
from missions.changes import Changes
from missions.document import Rows
from missions.models import Group, Host, Mission, ProgrammeItem, Release, Stop
from missions.questions import KEY, Prepared
from wording import dates

STEPS_READ = 30  # of everybody
KEPT_FOR = 3_600  # seconds


@dataclass(frozen=True, slots=True)
class Told:
    """A clash or caution in the words that its reader may see."""

    level: str
    label: str
    words: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Last:
    """The newest version that was released."""

    number: int
    told_at: datetime.date


@dataclass(frozen=True, slots=True)
class Board:
    """One board for one kind of reader, as words: no rows, so that it can be kept."""

    days: list[DayColumn]
    last: Last | None
    items: frozenset[int]
    stops: list[tuple[int, str]]
    zone: str
    cautions: list[Told]
    unknown: int
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class Programme:
    """The rows of a board: the items in its order, each with its version as `seen`."""

    stops: list[Stop]
    items: list[ProgrammeItem]

    def item(self, pk: int) -> Any:
        """One of the items. Raises Http404 where there is none of this number."""
        for item in self.items:
            if item.pk == pk:
                return item
        raise Http404


def programme(mission: Mission) -> Programme:
    """The rows of the mission's board; four queries."""
    stops: list[Stop] = STOPS(mission.pk)
    for stop in stops:
        stop.mission = mission
    return Programme(stops, columns.in_order(_items(mission, stops), stops))


def board(
    mission: Mission, *, names: bool, opened: int | None = None, rows: Programme | None = None
) -> Board:
    """The board of the mission; `names` says whether the reader may see who travels.

    An item that is `opened` stands alone in its row; such a board is not kept. It is made of its `rows` where
    these are read already.
    """
    lang = get_language() or "en"
    if opened is not None:
        return _board(mission, lang, names, opened, rows or programme(mission))
    stamp = reckoning.stamps([mission])[mission.pk]
    under = key(mission.pk, lang, names=names)
    kept: tuple[str, Board] | None = cache.get(under)
    if kept is None or kept[0] != stamp:
        kept = (stamp, _board(mission, lang, names, None, programme(mission)))
        cache.set(under, kept, KEPT_FOR)
    return kept[1]


def key(mission: int, lang: str, *, names: bool) -> str:
    """What a board is kept under, with the stamp that its mission had."""
    return f"board:{answers.build()}:{mission}:{lang}:{names}"


def last_steps(mission: Mission) -> list[BoardStep]:
    """The newest steps, each with what it did in words."""
    return steps.shown(STEPS(mission.pk))


def _board(mission: Mission, lang: str, names: bool, opened: int | None, rows: Programme) -> Board:
    stops, items = rows.stops, rows.items
    last = release.newest(mission)
    facts = clashes.read([mission], {mission.pk: Rows(items, stops)})[mission.pk]
    found = clashes.among({mission.pk: facts})[mission.pk]
    personal = {group.pk for item in items for group in item.groups.all() if group.personal}
    entries = _entries(last)
    reading = Reading(
        mission=mission,
        lang=lang,
        versions={item.pk: item.seen or 0 for item in items},  # type: ignore[attr-defined]  # annotated
        released=entries,
        cautions=found.by_item,
        alone={pk: telling.text(one.names) for one in facts.delegates for pk in one.groups & personal},
        names=names,
        opened=opened,
    )
    sure = [caution for caution in found.open if caution.level != clashes.Level.UNKNOWN]
    days = slots.day_columns(columns.columns(mission, stops, items), reading)
    return Board(
        days=days,
        last=Last(last.number, last.told_at) if last else None,
        items=frozenset(item.pk for item in items),
        stops=[(stop.pk, str(stop)) for stop in stops],
        zone=mission.zone or (stops[0].place.zone if stops else "UTC"),
        cautions=[
            Told(
                caution.level.value,
                str(caution.level.label),
                str(reading.words_of(caution)),
                str(caution.resolve),
            )
            for caution in sure
        ],
        unknown=len(found.open) - len(sure),
        changes=_changes(mission, last, facts, lang),
    )


def _changes(mission: Mission, last: Release | None, facts: clashes.Facts, lang: str) -> Changes | None:
    """What has changed since the last version; None where there is none."""
    if last is None:
        return None
    now = documents.make(mission, reckoning.members_of(mission, facts))
    return reckoning.changes_of(last.document, now, lang)


def _items(mission: Mission, stops: Iterable[Stop]) -> list[ProgrammeItem]:
    """The items with what the check for clashes reads of them, and the version of each row for the forms."""
    items: list[ProgrammeItem] = ITEMS(mission.pk)
    # Read with each item, its stop and place would be made anew for each: a tenth of the whole board.
    known = {stop.pk: stop for stop in stops}
    groups: dict[int, list[Group]] = defaultdict(list)
    hosts: dict[int, list[Host]] = defaultdict(list)
    for group in GROUPS(mission.pk):
        groups[group.of_item].append(group)
    for host in HOSTS(mission.pk):
        hosts[host.item_id].append(host)
    for item in items:
        item.mission = mission
        if item.stop_id in known:
            item.stop = known[item.stop_id]
        # Where the ORM looks for them; it would make a queryset for each item and kind, which takes longer.
        item._prefetched_objects_cache = {  # type: ignore[attr-defined]  # Django's
            "groups": tuple(groups[item.pk]),
            "hosts": tuple(hosts[item.pk]),
        }
    return items


def _versioned(mission: Any) -> QuerySet[ProgrammeItem]:
    entries = ProgrammeItem.history.filter(id=OuterRef("pk")).order_by("-history_id")
    rows = ProgrammeItem.objects.filter(mission=mission).select_related("to_place")
    return rows.annotate(seen=Subquery(entries.values("history_id")[:1]))


ITEMS = Prepared(_versioned, KEY)
GROUPS = Prepared(
    lambda mission: Group.objects.filter(items__mission=mission).annotate(of_item=F("items__pk")), KEY
)
HOSTS = Prepared(
    lambda mission: Host.objects.filter(item__mission=mission).select_related(
        "organisation__place", "contact__person"
    ),
    KEY,
)
STEPS = Prepared(
    lambda mission: (
        BoardStep.objects.filter(mission=mission).select_related("by").order_by("-pk")[:STEPS_READ]
    ),
    KEY,
)
STOPS = Prepared(lambda mission: Stop.objects.filter(mission=mission).select_related("place"), KEY)


def spots(mission: Mission, rows: Programme) -> list[Column]:
    """The columns alone, for a form that offers them."""
    return columns.columns(mission, rows.stops, rows.items)


def lede(mission: Mission) -> str:
    """The mission's days as far as they are known."""
    lang = get_language() or "en"
    return dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang)


def _entries(last: Release | None) -> dict[str, dict[str, Any]] | None:
    return None if last is None else {entry["uid"]: entry for entry in last.document["items"]}
