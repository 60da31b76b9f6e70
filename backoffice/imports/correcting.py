"""Cells of a file that were read wrongly, corrected in the preview: what was read is kept anew, encrypted."""

import datetime
from collections.abc import Mapping
from typing import Any

from backoffice.imports import storage
from backoffice.imports.columns import Column
from backoffice.imports.kind import Kind
from backoffice.imports.preview import Preview
from backoffice.imports.storage import Content
from backoffice.imports.table import from_json
from backoffice.models import Import

LONGEST = 300


def correct(kind: Kind, imported: Import, data: Mapping[str, str]) -> bool:
    """Put the texts of a form in the place of the cells; says whether any is another one. Saves nothing."""
    if not kind.corrects:
        return False
    content = storage.unpacked(imported)
    changed = False
    columns = {column.key: column for column in kind.columns}
    for position, (index, key, _lang) in enumerate(content.places):
        if key not in kind.corrects:
            continue
        for line in content.lines:
            said = data.get(f"cell-{line[0]}-{index}")
            if said is None or (said := said[:LONGEST].strip()) == shown(line[1][position], columns[key]):
                continue
            line[1][position] = said or None
            changed = True
            if key == "programmeitem.kind":
                content.extra["guessed"] = [one for one in content.extra.get("guessed", []) if one != line[0]]
    if changed:
        imported.rows_encrypted = storage.packed(content)
    return changed


def offer(kind: Kind, content: Content, preview: Preview, columns: Mapping[str, Any]) -> None:
    """Give each row of a preview its cells that can be corrected."""
    lines = dict(content.lines)
    for row in preview.rows:
        for position, (index, key, lang) in enumerate(content.places):
            if key in kind.corrects:
                text = shown(lines[row.number][position], columns[key])
                if lang and not text and lang != content.extra.get("langs", {}).get(str(row.number)):
                    continue  # a language that the row does not speak
                row.cells.append((index, columns[key].heading(lang), text))


def shown(cell: Any, column: Column) -> str:
    """A kept cell as a form shows it, cut where it is too long for that, and as it is read again."""
    value = from_json(cell)
    match value:
        case None:
            return ""
        case datetime.time():
            return value.strftime("%H:%M")
        case datetime.date():
            return value.isoformat()
    if column.choices is not None and value in column.choices.values:
        return str(column.choices(value).label)
    return " ".join(str(value).split())[:LONGEST].strip()
