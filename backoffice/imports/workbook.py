"""Reads one workbook, in a process of its own: workbook.py BYTES_OF_MEMORY SECONDS MOST_ROWS MOST_COLUMNS.

The file comes by standard input, JSON goes out: {"sheet", "hidden", "others", "merged", "rows", "more_rows"},
or {"error": a code}. Whatever a hostile file does to its reader (one cell in the last corner of a sheet asks
for 512 GB), it does here, and the limits end it. Imports nothing of ours, for it has to start quickly.
"""

import datetime
import io
import json
import math
import sys
from typing import Any

MERGED_CELLS = 200_000  # that are filled at most


def limit(memory: int, seconds: int) -> None:
    """From here on the system ends what takes more memory (bytes) or time, where it has such limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def cell(value: Any) -> Any:
    """A cell as JSON, as backoffice/imports/table.py writes it."""
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"time": value.isoformat()}
    if isinstance(value, datetime.timedelta):
        day = datetime.timedelta(days=1)
        if datetime.timedelta() <= value < day:
            minutes = value.seconds // 60
            return {"time": datetime.time(minutes // 60, minutes % 60).isoformat()}
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value


def fill_merged(rows: list[list[Any]], ranges: Any) -> int:
    """Give every cell of a merged range the value of its first; returns how many ranges held one."""
    filled, left = 0, MERGED_CELLS
    for (top, first), (bottom, last) in ranges or ():
        if top >= len(rows) or first >= len(rows[top]) or rows[top][first] in ("", None):
            continue
        filled += 1
        for row in rows[top : bottom + 1]:
            for index in range(first, min(last + 1, len(row))):
                row[index] = rows[top][first]
                left -= 1
                if left < 0:
                    return filled
    return filled


def read(content: bytes, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The first visible sheet, with empty rows too, so that numbers are those of the sheet."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        hidden = [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]
        if not shown:
            return {"error": "no_sheet"}
        sheet = workbook.get_sheet_by_name(shown[0])
        rows = sheet.to_python(skip_empty_area=False, nrows=most_rows)
        merged = fill_merged(rows, sheet.merged_cell_ranges)
        found = {
            "sheet": shown[0],
            "others": shown[1:],
            "hidden": hidden,
            "merged": merged,
            "more_rows": sheet.total_height >= most_rows,
            "columns": max(map(len, rows), default=0),
        }
        found["rows"] = [[cell(value) for value in row[:most_columns]] for row in rows]
        return found


def main() -> None:
    memory, seconds, most_rows, most_columns = map(int, sys.argv[1:5])
    limit(memory, seconds)
    content = sys.stdin.buffer.read()
    try:
        found = read(content, most_rows, most_columns)
    except MemoryError:
        found = {"error": "too_large"}
    except BaseException as error:  # a panic of the library is no Exception
        found = {"error": "password" if type(error).__name__ == "PasswordError" else "broken"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
