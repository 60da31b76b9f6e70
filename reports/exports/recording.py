"""The record of what is taken away: written before the first byte goes, and again after the last."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from missions.models import Mission
from reports.models import Export, ExportEnd, ExportResult

SEARCH = "q"
SEARCHED = "…"  # stands for what was searched for, which may be somebody's name


def recorded(
    *,
    by: Any,
    what: str,
    form: str,
    lang: str,
    columns: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    mission: Mission | int | None = None,
    rows: int | None = None,
) -> Export:
    """Record that this member of staff takes `what` away, in a form of `ExportForm`.

    With `rows` it is complete already; else `streamed` or `ended` says how it ended.
    """
    key = mission.pk if isinstance(mission, Mission) else mission
    kept = {
        _kept(name): [SEARCHED] if name == SEARCH else [_kept(value) for value in values]
        for name, values in (filters or {}).items()
        if any(values)
    }
    export = Export(
        by=by, list_key=what, form=form, lang=lang, columns=list(columns), filters=kept, mission_id=key
    )
    export.save()
    if rows is not None:
        ended(export, ExportResult.SENT, rows)
    return export


def _kept(words: str) -> str:
    return words.replace("\0", "")  # PostgreSQL keeps no such sign


def ended(export: Export, result: str, rows: int) -> ExportEnd:
    """Record how an export ended, and how many rows had gone by then."""
    end = ExportEnd(export=export, result=result, rows=rows)
    end.save()
    return end


def streamed(export: Export, pieces: Generator[tuple[bytes, int]]) -> Iterator[bytes]:
    """The pieces of a file as they go out; how it ended is recorded, also where the reader broke it off."""
    rows, result = 0, ExportResult.BROKEN_OFF
    try:
        # The rows are read in a transaction: it ends first, or it would take what is recorded with it.
        with closing(pieces):
            for piece, held in pieces:
                yield piece
                rows += held
        result = ExportResult.SENT
    except GeneratorExit:
        raise
    except Exception:
        result = ExportResult.FAILED
        raise
    finally:
        ended(export, result, rows)
