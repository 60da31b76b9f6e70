"""Fields of the back office that suggest rows while one types."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.http import HttpRequest

from partners import beside

LONGEST_KEY = 18  # digits; what every database can compare with a key


class OneRow(AutocompleteSelect):
    """A chosen row. What no row can be named by, sent by no page of ours, is not looked for again.

    `fetched` is the row that its form came with: it is named without asking for it once more.
    """

    fetched: Any = None

    def optgroups(self, name: str, value: Iterable[str], attr: Any = None) -> Any:
        chosen = keys(value)
        if self.fetched is None or chosen != [str(self.fetched.pk)]:
            return super().optgroups(name, chosen, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        field: Any = self.choices.field
        label = field.label_from_instance(self.fetched)
        return [(None, [*empty, self.create_option(name, self.fetched.pk, label, True, len(empty))], 0)]


class ManyRows(AutocompleteSelectMultiple):
    """Chosen rows, each with its own way to take it away; the cross for all would stand inside their list."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was chosen; a number too long for a key, which SQLite cannot even compare, is no row's."""
        return [value if len(value) <= LONGEST_KEY else "0" for value in data.getlist(name)]

    def optgroups(self, name: str, value: Iterable[str], attr: Any = None) -> Any:
        return super().optgroups(name, keys(value), attr)


class Suggesting(beside.PageOrInline):
    """For admin classes and inlines: their `autocomplete_fields` become these fields."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneRow(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ManyRows(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def name_what_was_fetched(form: Any) -> None:
    """Let the form's suggestions name the chosen rows that were read together with its own."""
    if form.instance.pk is None:
        return
    fetched = form.instance._state.fields_cache
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, OneRow) and name in fetched:
            widget.fetched = fetched[name]


def keys(values: Iterable[str]) -> list[str]:
    """Those of the values that can be the key of a row, and the empty one."""
    return [
        value for value in map(str, values) if not value or (value.isdecimal() and len(value) <= LONGEST_KEY)
    ]
