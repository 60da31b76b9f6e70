"""What the board shows: read in a number of queries that does not grow with the programme."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice import clashes
from backoffice.board import columns, slots, steps
from backoffice.board.columns import Column
from backoffice.board.slots import DayColumn, Reading
from backoffice.models import BoardStep
from missions import release
from missions.document import Rows
from missions.models import Host, ItemStatus, Mission, ProgrammeItem, Release
from wording import dates

STEPS_READ = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A clash or caution in the words that its reader may see."""

    level: str
    label: str
    words: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Board:
    """One board, read for one reader."""

    columns: list[Column]
    days: list[DayColumn]
    found: clashes.Found
    last: Release | None
    items: list[ProgrammeItem]
    stops: int
    zone: str
    steps: list[BoardStep]
    cautions: list[Told]
    unknown: int

    def changes(self) -> dict[str, int]:
        """How many slots say that they are new, moved or cancelled since the last version."""
        entries = _entries(self.last) or {}
        shown = [slot for day in self.days for row in day.rows for slot in row]
        return {
            "new": sum(any(state.words == _("New") for state in slot.states) for slot in shown),
            "moved": sum(any(state.words == _("Moved") for state in slot.states) for slot in shown),
            "cancelled": sum(
                slot.cancelled and entries.get(slot.uid, {}).get("status") != ItemStatus.CANCELLED
                for slot in shown
            ),
        }


def board(mission: Mission, *, names: bool, opened: int | None = None) -> Board:
    """The board of the mission; `names` says whether the reader may see who travels."""
    lang = get_language() or "en"
    stops = list(mission.stops.select_related("place"))
    items = columns.in_order(_items(mission), stops)
    last = release.newest(mission)
    found = clashes.of(mission, Rows(items, stops))
    reading = Reading(
        mission=mission,
        lang=lang,
        versions={item.pk: item.seen or 0 for item in items},  # type: ignore[attr-defined]  # annotated
        released=_entries(last),
        cautions=found.by_item,
        names=names,
        opened=opened,
    )
    sure = [caution for caution in found.open if caution.level != clashes.Level.UNKNOWN]
    in_columns = columns.columns(mission, stops, items)
    return Board(
        columns=in_columns,
        days=slots.day_columns(in_columns, reading),
        found=found,
        last=last,
        items=items,
        stops=len(stops),
        zone=mission.zone or (stops[0].place.zone if stops else "UTC"),
        cautions=[
            Told(caution.level.value, str(caution.level.label), reading.words_of(caution), caution.resolve)
            for caution in sure
        ],
        unknown=len(found.open) - len(sure),
        steps=steps.shown(mission.board_steps.select_related("by").order_by("-pk")[:STEPS_READ]),
    )


def _items(mission: Mission) -> Any:
    """The items with what the check for clashes reads of them, and the version of each row for the forms."""
    entries = ProgrammeItem.history.filter(id=OuterRef("pk")).order_by("-history_id")
    hosts = Host.objects.select_related("organisation__place", "contact__person")
    return (
        mission.items.annotate(seen=Subquery(entries.values("history_id")[:1]))
        .select_related("stop__place", "to_place")
        .prefetch_related("groups", Prefetch("hosts", queryset=hosts))
    )


def spots(mission: Mission) -> list[Column]:
    """The columns alone, for a form that offers them."""
    stops = list(mission.stops.select_related("place"))
    items = mission.items.select_related("stop__place").prefetch_related("groups")
    return columns.columns(mission, stops, columns.in_order(items, stops))


def lede(mission: Mission) -> str:
    """The mission's days as far as they are known."""
    lang = get_language() or "en"
    return dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang)


def _entries(last: Release | None) -> dict[str, dict[str, Any]] | None:
    return None if last is None else {entry["uid"]: entry for entry in last.document["items"]}
