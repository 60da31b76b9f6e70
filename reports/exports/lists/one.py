"""What a list is, and the columns that several of them have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegate, Stay
from documents.cells import Heading, Sort
from partners.models import Organisation, Person, Sector
from reports.exports.columns import Column, Part, Reader, heading, several, text_in

MISSION = "mission__title"
ROW_ID = _("row ID")
OF_DELEGATE = ("pk", Delegate)
OF_STAY = ("pk", Stay)
OF_PERSON = ("person", Person)


@dataclass(frozen=True, slots=True)
class List:
    """One list: its key in addresses, its rows, its columns in order, the keys of those shown at first.

    `row_id` is the key of the last column, by which an import finds the row again; empty where no import
    takes the list. Where `register` is the key of a page of ours (backoffice/exports/sources.py), that page
    alone has such rows, to whom `rights` give them.
    """

    key: str
    label: Any
    model: type[models.Model]
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    register: str = ""
    rights: tuple[str, ...] = ()
    row_id: str = ""

    def column(self, key: str) -> Column | None:
        """The column of this key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)

    def offered(self, user: Any) -> list[Column]:
        """The columns that exist for this reader."""
        return [column for column in self.columns if column.offered(user)]


def organisations(key: str, label: Any, back: str) -> Column:
    """The names of the organisations that know the row by this name."""
    return several(
        key,
        label,
        lambda: Organisation._base_manager.all(),
        back,
        lambda lang: text_in("name", lang),
        ("slug", "pk"),
    )


def sectors(key: str, label: Any, back: str) -> Column:
    """The names of the topics that know the row by this name."""
    return several(
        key,
        label,
        lambda: Sector._base_manager.all(),
        back,
        lambda lang: text_in("name", lang),
        ("slug", "pk"),
    )


def user(key: str, label: Any, path: str) -> Column:
    """A member of staff by name, or by e-mail address where no name is known."""
    name = Coalesce(
        NullIf(Trim(Concat(F(f"{path}__first_name"), Value(" "), F(f"{path}__last_name"))), Value("")),
        F(f"{path}__email"),
        output_field=models.TextField(),
    )

    def parts(reader: Reader) -> Sequence[Part]:
        return [Part(Heading(heading(label), Sort.TEXT, 22), (name,))]

    return Column(key, label, parts)
