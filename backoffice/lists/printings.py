"""What a list said when it was last made as a file, and what has changed since.

Each file writes a `PrintedList` for each list in it: typed values under the names of columns, encrypted,
never what stands in a travel document (spelling.py puts that in afterwards). A list is compared with one of
the same language, since its readers are the same, row by row by what the row is about; ranks are not
compared, for they follow from the others'. What a reader may not see she is told from no printed list either.
"""

import datetime
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cryptography.fernet import InvalidToken
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.ciphers import field_cipher
from backoffice.lists.tables import Cell, Column, Table, said
from backoffice.models import PrintedList
from delegations.models import Delegate
from missions.models import Mission
from partners import merged
from wording import dates
from wording.lists import enumerated
from wording.words import Words
from wording.zones import zone_info

KEPT = datetime.timedelta(days=60)  # after the last day of the mission
OFFERED = 100  # printings of a mission in a language that are offered to be compared with
LOOKED_AT = 20  # the newest of a list, until one has all columns that the reader sees
NOT_COMPARED = {"number"}
# By which columns a row is named where it has changed.
NAMED_BY: dict[str, tuple[str, ...]] = {
    "delegation": ("who",),
    "arrivals": ("who", "by"),
    "departures": ("who", "by"),
    "vehicles": ("who", "by"),
    "rooming": ("name", "hotel"),
    "interpreters": ("item",),
}


@dataclass(frozen=True, slots=True)
class Printing:
    """Lists that were made as one file: `number` stands in addresses, `words` say when, by whom and which."""

    number: int
    at: datetime.datetime
    words: str


@dataclass(frozen=True, slots=True)
class _Stored:
    """A printed list as it was stored: the names of its columns, and its rows by what they are about."""

    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], tuple[Cell, ...]]

    def cells(self, key: tuple[str, ...]) -> dict[str, Cell]:
        return dict(zip(self.columns, self.rows[key], strict=True))


def record(mission: Mission, tables: Iterable[Table], lang: str, by: Any, at: datetime.datetime) -> None:
    """Keep what these lists say; one that says what its last printing said is not kept twice."""
    for table in tables:
        rows = _packed(table)
        last = _of(mission, lang).filter(kind=table.key).first()
        if last is None or _opened(last) != json.loads(rows):
            PrintedList.objects.create(
                mission=mission,
                kind=table.key,
                lang=lang,
                rows_encrypted=field_cipher().encrypt(zlib.compress(rows.encode())),
                by=by,
                at=at,
            )


def of_mission(mission: Mission, lang: str) -> list[Printing]:
    """The files that were made of lists in this language, the newest first; one query."""
    rows = _of(mission, lang).select_related("by").defer("rows_encrypted")[:OFFERED]
    together: dict[tuple[datetime.datetime, int], list[PrintedList]] = {}
    for row in rows:
        together.setdefault((row.at, row.by_id), []).append(row)
    zone = zone_info(mission.zone_name())
    return [
        Printing(
            number=found[0].pk,
            at=at,
            words=", ".join(
                (
                    dates.released_at(at, zone, lang),
                    str(found[0].by),
                    enumerated([str(row) for row in reversed(found)]),
                )
            ),
        )
        for (at, _by), found in together.items()
    ]


def compared(
    mission: Mission, tables: Sequence[Table], lang: str, before: datetime.datetime | None = None
) -> list[Table]:
    """These lists, each with what has changed since its last printing, or the last one until `before`."""
    return [_compared(mission, table, lang, before) for table in tables]


def forget(instance: Delegate, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: with a delegate go the lists in which she stands, unless she is known on.

    Before, for afterwards nobody knows any more under which references she stood there too.
    """
    if getattr(instance, "merged_away", False):
        return
    refs = {str(instance.ref), *merged.former(Delegate, instance.ref)}
    for row in PrintedList.objects.filter(mission=instance.mission_id):
        stored = _opened(row)
        if stored is None or any(refs.intersection(key) for key, _cells in stored["rows"]):
            row.delete()


def purge() -> int:
    """Delete the lists of missions that ended more than sixty days ago. Returns their number."""
    last = timezone.now().date() - KEPT
    return PrintedList.objects.filter(mission__ends_on__lt=last).delete()[0]


def _of(mission: Mission, lang: str) -> Any:
    return PrintedList.objects.filter(mission=mission, lang=lang).order_by("-at", "-pk")


def _compared(mission: Mission, table: Table, lang: str, before: datetime.datetime | None) -> Table:
    rows = _of(mission, lang).filter(kind=table.key)
    if before is not None:
        rows = rows.filter(at__lte=before)
    seen = {column.name for column in table.columns}
    known = [(row.at, found) for row in rows[:LOOKED_AT] if (found := _stored(row)) is not None]
    whole = (each for each in known if seen <= set(each[1].columns))
    at, stored = next(whole, known[0] if known else (None, None))
    if at is None or stored is None:
        return table
    moment = {"moment": dates.released_at(at, zone_info(mission.zone_name()), lang)}
    lines = tuple(_differences(table, stored, lang))
    if not lines:
        return replace(table, since=dates.ended(_("Nothing has changed since %(moment)s.") % moment))
    changes = Table(
        key=f"{table.key}-changes",
        title=_("Changes: %(list)s") % {"list": table.title},
        columns=(
            Column(pgettext("column", "Change"), 12),
            Column(_("Which"), 34),
            Column(pgettext("value", "Was"), 44),
            Column(pgettext("value", "Is"), 44),
        ),
        rows=lines,
    )
    return replace(table, since=dates.ended(_("Changes since %(moment)s") % moment), changes=changes)


def _differences(table: Table, stored: _Stored, lang: str) -> Iterable[tuple[Cell, ...]]:
    """A line for each row that is new or gone, and for each value that differs, in the order of the list."""
    columns = {column.name: column for column in table.columns}
    now = {
        key: dict(zip(columns, row, strict=True))
        for key, row in zip(_alone(table.keys), table.rows, strict=True)
    }
    then = {key: stored.cells(key) for key in stored.rows}
    shared = [name for name in columns if name in stored.columns and name not in NOT_COMPARED]

    def words(cells: Mapping[str, Cell], name: str) -> str:
        return str(said(cells[name], columns[name], lang))

    def about(cells: Mapping[str, Cell]) -> str:
        found = (words(cells, name) for name in NAMED_BY[table.key] if name in cells and name in columns)
        return ", ".join(filter(None, found))

    def whole(cells: Mapping[str, Cell]) -> str:
        told = [name for name in shared if name not in NAMED_BY[table.key]]
        return ", ".join(filter(None, (words(cells, name) for name in told)))

    for key, cells in now.items():
        if key not in then:
            yield (_("Added"), about(cells), None, whole(cells))
            continue
        for name in shared:
            was, now_is = words(then[key], name), words(cells, name)
            if was != now_is:
                heading = columns[name].heading
                yield (_("Changed"), about(cells), f"{heading}: {was}", f"{heading}: {now_is}")
    for key, cells in then.items():
        if key not in now:
            yield (pgettext("row of a list", "Gone"), about(cells), whole(cells), None)


def _alone(keys: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """What names a row among the others: a journey and who is on it, a stay, an item; not a room mate."""
    return (key[:2] for key in keys)


def _packed(table: Table) -> str:
    stored = {
        "columns": [column.name for column in table.columns],
        "rows": [
            [list(key), [_plain(cell) for cell in row]]
            for key, row in zip(table.keys, table.rows, strict=True)
        ],
    }
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def _opened(row: PrintedList) -> dict[str, Any] | None:
    """What a row holds; None where its key is gone."""
    try:
        found: dict[str, Any] = json.loads(zlib.decompress(field_cipher().decrypt(bytes(row.rows_encrypted))))
    except (InvalidToken, zlib.error, ValueError):
        return None
    return found


def _stored(row: PrintedList) -> _Stored | None:
    found = _opened(row)
    if found is None:
        return None
    rows = {tuple(key[:2]): tuple(_cell(value) for value in cells) for key, cells in found["rows"]}
    return _Stored(tuple(found["columns"]), rows)


def _plain(cell: Cell) -> Any:
    """A value as JSON has it, by its kind."""
    match cell:
        case Words():
            return {"text": cell.text, "lang": cell.lang}
        case datetime.date():
            return {"day": cell.isoformat()}
        case datetime.time():
            return {"time": cell.isoformat()}
    return cell


def _cell(value: Any) -> Cell:
    """A value as `_plain` wrote it."""
    match value:
        case {"text": text, "lang": lang}:
            return Words(text, lang)
        case {"day": day}:
            return datetime.date.fromisoformat(day)
        case {"time": time}:
            return datetime.time.fromisoformat(time)
    return value  # type: ignore[no-any-return]  # a text or a number, as it is
