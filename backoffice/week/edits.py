"""The latest edits of several missions, newest first, from the histories of their rows: one query for all."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.week import prepared
from missions.models import Deadline, FollowUp, Mission, Outcome, ProgrammeItem
from wording.translated import COLUMN_LANGUAGES
from wording.words import pick

DAYS_BACK = 30
COLUMNS = (
    *("history_date", "history_id", "which", "of_mission", "id", "history_type", "who", "given", "family"),
    *(f"title_{code}" for code, _name in COLUMN_LANGUAGES),
)
# Rows that have a title, by how an entry leads to the mission, and what one must be allowed there to read it.
_KINDS: tuple[tuple[Any, str, str], ...] = (
    (Mission, "id", "missions.view_mission"),
    (ProgrammeItem, "mission_id", "missions.view_programmeitem"),
    (Deadline, "mission_id", "missions.view_deadline"),
    (FollowUp, "mission_id", "missions.view_followup"),
    (Outcome, "mission_id", "missions.view_outcome"),
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody did to a row: what it is called, what was done, by whom, when, and where that is read."""

    words: str
    lang: str
    done: str
    by: str
    at: dt.datetime
    mission: int
    address: str


def latest(missions_by_permission: dict[str, list[int]], count: int) -> list[Edit]:
    """The newest edits; of each kind of row in the missions that the reader may read it in, by permission."""
    asked = [
        (number, missions_by_permission[permission])
        for number, (_model, _way, permission) in enumerate(_KINDS)
        if missions_by_permission.get(permission)
    ]
    if not asked:
        return []
    since = timezone.now().date() - dt.timedelta(days=DAYS_BACK)
    question = _question(tuple((number, len(missions)) for number, missions in asked), since, count)
    rows = prepared.answered(question, chain.from_iterable(missions for _number, missions in asked))
    return [_edit(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def permissions() -> list[str]:
    """What one must be allowed in a mission to read one kind of edit or another."""
    return [permission for _model, _way, permission in _KINDS]


@lru_cache(maxsize=64)
def _question(asked: tuple[tuple[int, int], ...], since: dt.date, count: int) -> tuple[str, tuple[Any, ...]]:
    """What is asked of so many missions of each kind, as SQL with its parameters."""
    keys = map(prepared.key, range(sum(missions for _number, missions in asked)))
    queries = [_entries(number, list(islice(keys, missions)), since) for number, missions in asked]
    rows: Any = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    found: tuple[str, tuple[Any, ...]] = rows.order_by("-history_date", "-history_id")[
        :count
    ].query.sql_with_params()
    return found


def _entries(number: int, missions: list[int], since: dt.date) -> Any:
    model, way, _permission = _KINDS[number]
    begin = dt.datetime.combine(since, dt.time(), dt.UTC)
    entries = model.history.filter(**{f"{way}__in": missions}, history_date__gte=begin).order_by()
    return entries.annotate(
        which=Value(number),
        of_mission=F(way),
        who=Coalesce(F("history_user__email"), Value(""), output_field=CharField()),
        given=Coalesce(F("history_user__first_name"), Value(""), output_field=CharField()),
        family=Coalesce(F("history_user__last_name"), Value(""), output_field=CharField()),
    ).values_list(*COLUMNS)


def _edit(row: dict[str, Any]) -> Edit:
    model = _KINDS[row["which"]][0]
    opts = model._meta
    texts = {code: row[f"title_{code}"] for code, _name in COLUMN_LANGUAGES}
    words = pick(texts, get_language() or "en")
    done = {"+": _("added"), "-": _("deleted")}.get(row["history_type"], _("changed"))
    name = " ".join(part for part in (row["given"], row["family"]) if part) or row["who"]
    return Edit(
        words.text if words else f"{opts.verbose_name} {row['id']}",
        words.lang if words else "",
        done,
        name or _("not by a member of staff"),
        prepared.moment(row["history_date"]),
        row["of_mission"],
        reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[row["id"]]),
    )
