"""What somebody wants of a list as a file: columns, form, languages; as sent, or as she had it last."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.releasing.choosing import Option
from backoffice.week.needs import language_name
from reports.exports.columns import Column
from reports.exports.lists import CONTACTS, List
from reports.models import ExportForm, ListLayout
from wording.words import LANGUAGES

OFFERED = (ExportForm.CSV, ExportForm.XLSX)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns in the order of the list, the form, the language of headings and texts.

    `each`: whether texts have a column for every language; `later`: whether a worker is to make it.
    """

    columns: list[Column] = field(default_factory=list)
    form: str = ExportForm.XLSX
    lang: str = "en"
    each: bool = False
    later: bool = False

    @classmethod
    def sent(cls, of: List, user: Any, data: QueryDict) -> "Chosen":
        """As a form says; what it says wrongly is as it is at first."""
        wanted, form = set(data.getlist("columns")), data.get("form", "")
        lang = data.get("lang", "")
        return cls(
            [column for column in of.offered(user) if column.key in wanted],
            form if form in _forms(of) else ExportForm.XLSX,
            lang if lang in LANGUAGES else _hers(),
            data.get("each") == "1",
            data.get("later") == "1",
        )

    @classmethod
    def remembered(cls, of: List, user: Any) -> "Chosen":
        """As they had it last; at first what the page of the list shows.

        The row ID is always ticked: leaving it out holds for one file.
        """
        layout = ListLayout.objects.filter(user=user, list_key=of.key).first()
        wanted = {*(layout.columns if layout else of.shown), of.row_id}
        columns = [column for column in of.offered(user) if column.key in wanted]
        return cls(
            columns,
            layout.form if layout and layout.form in _forms(of) else ExportForm.XLSX,
            _hers(),
            bool(layout and layout.each_language),
        )

    def remember(self, of: List, user: Any) -> None:
        """Keep it for the next time; cards have no columns to keep."""
        kept = {"form": self.form, "each_language": self.each}
        if self.columns:
            kept["columns"] = [column.key for column in self.columns]
        ListLayout.objects.update_or_create(
            user=user, list_key=of.key, defaults=kept, create_defaults={"columns": list(of.shown), **kept}
        )

    def boxes(self, of: List, user: Any) -> list[Option]:
        """The columns to tick."""
        chosen = {column.key for column in self.columns}
        return [Option(one.key, _heading(one), one.key in chosen) for one in of.offered(user)]

    def forms(self, of: List) -> list[Option]:
        """The forms to choose from."""
        return [Option(form.value, _says(form), form == self.form) for form in _forms(of)]

    def languages(self) -> list[Option]:
        """The languages to choose from."""
        return [Option(code, language_name(code), code == self.lang) for code in LANGUAGES]


def _forms(of: List) -> tuple[ExportForm, ...]:
    return (*OFFERED, ExportForm.VCARD) if of is CONTACTS else OFFERED


def _hers() -> str:
    lang = get_language() or "en"
    return lang if lang in LANGUAGES else "en"


def _heading(column: Column) -> str:
    words = str(column.label)
    return words[:1].upper() + words[1:]


def _says(form: ExportForm) -> str:
    return {
        ExportForm.CSV: _("CSV, for other programs"),
        ExportForm.XLSX: _("XLSX, to work on in Excel or LibreOffice"),
        ExportForm.VCARD: _("vCard, for a telephone or an address book"),
    }[form]
