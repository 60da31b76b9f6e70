"""Names in the rooming list as passports spell them, for who may see travel documents, each look on record.

A hotel registers its guests by their passports. The spelling is never kept with a printed list: it is put in
the place of the names after these are recorded and compared (printings.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from backoffice.lists.tables import Cell, Table
from backoffice.models import ListKind
from delegations import travel_documents
from delegations.models import DocumentAct, TravelDocument
from delegations.travel_documents import Reader, Unreadable
from missions.models import Mission
from wording.words import Words

SEES = "delegations.view_traveldocument"
COLUMNS = {"name": 1, "shared": 2}  # which of the references of a row is the delegate who is named there


@sensitive_variables()
def as_in_passports(tables: Sequence[Table], mission: Mission, by: Any, file: str) -> list[Table]:
    """These lists; in the rooming list whoever has a passport kept is named as it spells her.

    That each of these documents was opened is recorded; `file` says for which kind of file, empty for a page.
    """
    if all(table.key != ListKind.ROOMING for table in tables):
        return list(tables)
    names: dict[str, Words] = {}
    read: list[TravelDocument] = []
    for document in travel_documents.of_travelling([mission.pk]):
        try:
            passport = travel_documents.read(document)
        except Unreadable:
            continue
        read.append(document)
        spelled = f"{passport.surname} {passport.given_names}".strip()
        names[str(document.delegate.ref)] = Words(spelled, "en")
    details = ", ".join(filter(None, (gettext("Rooming list"), file)))
    travel_documents.looked(read, Reader(user=by), DocumentAct.LOOKED, details)
    return [_spelled(table, names) if table.key == ListKind.ROOMING else table for table in tables]


def _spelled(table: Table, names: Mapping[str, Words]) -> Table:
    def cell(key: tuple[str, ...], name: str, value: Cell) -> Cell:
        number = COLUMNS.get(name)
        return names.get(key[number], value) if number is not None and number < len(key) else value

    rows = tuple(
        tuple(cell(key, column.name, value) for column, value in zip(table.columns, row, strict=True))
        for key, row in zip(table.keys, table.rows, strict=True)
    )
    return replace(table, rows=rows)
