"""Large files: made by a worker, in its own time, with what its owner may see at that moment.

A worker claims a file, says how far it is, and stops where the file was put away meanwhile. One that died is
told by its silence. What was asked for stands in the file's row, and goes with it; how it ended is on record.
"""

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.tasks import task
from django.utils import timezone, translation

from backoffice.exports import sources
from documents import csv_file, sheet
from reports.exports import cards, ended, recorded, storage
from reports.exports.columns import Reader
from reports.exports.lists import LISTS, List
from reports.exports.reading import Table, table
from reports.models import Export, ExportFile, ExportForm, ExportResult, FileState

SILENT = datetime.timedelta(minutes=3)  # a worker that said nothing for so long is not there any more
SAYS = datetime.timedelta(seconds=1)


def begin(
    of: List, user: Any, query: QueryDict, *, columns: list[str], form: str, lang: str, each: bool, total: int
) -> ExportFile:
    """Record the export and give it to the workers."""
    asked = {"list": of.key, "query": query.urlencode(), "columns": columns, "form": form, "lang": lang}
    with transaction.atomic():
        export = recorded(
            by=user,
            what=of.key,
            form=form,
            lang=lang,
            columns=columns,
            filters=dict(query.lists()),
            mission=sources.mission_of(of, user, query),
        )
        file = ExportFile.objects.create(
            export=export,
            asked={**asked, "each": each, "standing": sources.standing(user)},
            rows_total=total,
            expires_at=timezone.now() + storage.KEPT,
        )
        make.enqueue(file.pk)
    return file


@transaction.atomic
def again(file: ExportFile) -> ExportFile:
    """Begin anew, once, what was cancelled, failed or fell silent, as it was asked for then.

    Where somebody has begun it anew already, nothing is begun and the file itself given back.
    """
    asked = ExportFile.objects.select_for_update().get(pk=file.pk).asked
    if not asked:
        return file
    user: Any = file.export.by
    stop(file, ExportResult.FAILED)
    ExportFile.objects.filter(pk=file.pk).update(asked={})
    of, query = LISTS[asked["list"]], QueryDict(asked["query"])
    total = sources.rows(of, user, query).count()
    return begin(
        of,
        user,
        query,
        columns=asked["columns"],
        form=asked["form"],
        lang=asked["lang"],
        each=asked["each"],
        total=total,
    )


def stop(file: ExportFile, result: str) -> None:
    """Put the file away; its worker stops at its next word. Records the end where none is recorded."""
    with transaction.atomic():
        row = ExportFile.objects.select_for_update().select_related("export").filter(pk=file.pk).first()
        if row is None:
            return
        if row.state in (FileState.WAITING, FileState.RUNNING):
            ended(row.export, result, row.rows_done)
        if row.stored_as:
            storage.delete(row.stored_as)
        ExportFile.objects.filter(pk=row.pk).update(state=FileState.OVER, stored_as="", size=0)


def is_silent(file: ExportFile) -> bool:
    """Whether its worker must be dead."""
    return file.state == FileState.RUNNING and file.worked_at < timezone.now() - SILENT


@task()
def make(key: int) -> None:
    """Make the file, if it waits still. What goes wrong is recorded as failed, without a word of its rows."""
    claimed = ExportFile.objects.filter(pk=key, state=FileState.WAITING).update(
        state=FileState.RUNNING, worked_at=timezone.now()
    )
    if not claimed:
        return
    file = ExportFile.objects.select_related("export__by").get(pk=key)
    try:
        _make(file)
    except PermissionDenied:
        stop(file, ExportResult.REFUSED)
    except _PutAway:
        pass
    except Exception:
        stop(file, ExportResult.FAILED)
        raise


class _PutAway(Exception):
    """The file was put away while it was made."""


def _make(file: ExportFile) -> None:
    export, asked = file.export, file.asked
    user: Any = export.by
    of = LISTS.get(asked["list"])
    if of is None or not (user.is_active and user.is_staff):
        raise PermissionDenied
    with tempfile.TemporaryDirectory() as folder, translation.override(asked["lang"]):
        path = Path(folder) / "file"
        try:
            rows = sources.rows(of, user, QueryDict(asked["query"]))
        except Http404:
            raise PermissionDenied from None
        # What she sees at this moment is what the file holds.
        standing = sources.standing(user)
        made = _table(rows, of, asked, user)
        done = _written(file, made, str(of.label), path, export)
        with path.open("rb") as content:
            name = storage.keep(content)
        size = path.stat().st_size
    with transaction.atomic():
        ready = ExportFile.objects.filter(pk=file.pk, state=FileState.RUNNING).update(
            state=FileState.READY,
            stored_as=name,
            size=size,
            rows_done=done,
            rows_total=done,
            asked={**asked, "standing": standing},
            expires_at=timezone.now() + storage.KEPT,
        )
        if ready:
            ended(export, ExportResult.SENT, done)
    if not ready:
        storage.delete(name)


def _table(rows: Any, of: List, asked: dict[str, Any], user: Any) -> Table:
    """What the file has, as far as its owner may have it."""
    reader = Reader(user, asked["lang"], asked["each"])
    if asked["form"] == ExportForm.VCARD:
        return cards.of(rows, reader)
    columns = [column for key in asked["columns"] if (column := of.column(key)) and column.offered(user)]
    if not columns:
        raise PermissionDenied
    return table(rows, columns, reader)


def _written(file: ExportFile, made: Table, title: str, path: Path, export: Export) -> int:
    """Write the file; returns how many rows it has."""
    chunks = made.chunks(held=False)
    done, said = 0, timezone.now()
    match export.form:
        case ExportForm.CSV:
            progress = _in_pieces(path, csv_file.pieces(made.headings, chunks))
        case ExportForm.VCARD:
            progress = _in_pieces(path, cards.pieces(chunks, export.lang))
        case _:
            progress = sheet.write(str(path), title, made.headings, chunks, export.at)
    for done in progress:
        if (now := timezone.now()) - said >= SAYS:
            said = now
            if not ExportFile.objects.filter(pk=file.pk, state=FileState.RUNNING).update(
                rows_done=done, worked_at=now
            ):
                raise _PutAway
    return done


def _in_pieces(path: Path, pieces: Iterator[tuple[bytes, int]]) -> Iterator[int]:
    done = 0
    with path.open("wb") as file:
        for piece, rows in pieces:
            file.write(piece)
            done += rows
            yield done
