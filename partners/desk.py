"""What all pages of the back office share: history, personal data by permission, safe saving.

Which rows a page is about is seen to in partners/narrowing.py.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from partners import beside, meanwhile
from partners.deletions import Deleting
from partners.long_inlines import LongInlines
from partners.narrowing import Guarded, Keeping, NarrowedAdmin, NarrowedInline, everywhere, narrow
from partners.row_history import Differences, deltas, of_rows_beside
from partners.suggestions import Suggesting, name_what_was_fetched
from partners.together import Together
from wording.form_fields import DateField, TimeField, readings
from wording.numbers import KEY_DIGITS
from wording.translated import COLUMN_LANGUAGES, columns, translated_fields

PERSONAL_DATA = "partners.view_personal_data"
LAST_YEAR = datetime.MAXYEAR - 1  # the list of a year ends with the next one


class TextsForm(Keeping, beside.ModelForm):
    """A form that asks for a required text only where none was typed: what is refused is not missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_was_fetched(self)

    def _post_clean(self) -> None:
        refused = set(self.errors)
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, not in the stubs
        model: type[models.Model] = self._meta.model
        for text in translated_fields(model).values():
            asked: Any = self.errors.get(text.columns[0])
            if asked and not refused.isdisjoint(text.columns):
                asked.data = [error for error in asked.data if error.code != "no_text"]
                if not asked.data:
                    del self.errors[text.columns[0]]


class DeskForm(Guarded, TextsForm):
    """A form that says so when somebody else has saved the row meanwhile, and loses neither version."""

    clock: ClassVar[Any] = None  # what tells the zone of a row: see DeskAdmin
    seen = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen" not in self.initial:
            self.initial["seen"] = meanwhile.version(self.instance)

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("seen") != (last := meanwhile.version(self.instance)):
            labels = {name: str(field.label) for name, field in self.fields.items() if field.label}
            clock = self.clock(self.instance)
            error = meanwhile.refusal(self.instance, self.cleaned_data.get("seen"), labels, clock)
            # The next press of the button is a decision, so it goes through.
            data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("seen")] = str(last)
            self.data = data
            raise error
        return cleaned


class DeskAdmin(Deleting, LongInlines, Suggesting, NarrowedAdmin, SimpleHistoryAdmin):
    """The base of our admin classes.

    `personal_fields` exist only for those with the permission to see personal data: for others they are in no
    form, list, filter, search or history, and a value posted for them is ignored. A list has them for those
    who have the permission in every mission that they see. `secret_fields` nobody may even filter by.
    `elsewhere` are fields that may name a row of another mission: for who does not see it, they are not.
    `chosen_rows` are fields of the form that stand for rows of another table: its model, the field of it that
    leads here, and the one that leads to what is chosen.
    """

    form = DeskForm
    personal_fields: Sequence[str] = ()
    secret_fields: Sequence[str] = ()
    elsewhere: Sequence[str] = ()
    chosen_rows: ClassVar[Mapping[str, tuple[type[models.Model], str, str]]] = {}
    object_history_template = "admin/record_history.html"
    history_list_per_page = 50
    list_per_page = 50
    view_on_site = False
    fieldsets: ClassVar[Any] = None
    delete_confirmation_max_display = 50
    formfield_overrides: ClassVar[Any] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4, "cols": 44})},
        models.DateField: {"form_class": DateField, "widget": AdminDateWidget},
        models.TimeField: {"form_class": TimeField, "widget": AdminTimeWidget(format="%H:%M")},
    }

    class Media:
        js = ["keruen-admin.js"]

    def get_urls(self) -> Any:
        # Without simple-history's page that brings an old version back: it would set what forms hold fixed
        # (states, addresses) and what the reader may not see.
        return super(SimpleHistoryAdmin, self).get_urls()

    def clock(self, row: Any) -> str:
        """The zone by whose clock moments about a row are told: its mission's, where it belongs to one."""
        return "UTC"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.clock, form.reader = self.clock, request.user
        return form

    def hidden_fields(self, request: HttpRequest, row: Any = None) -> frozenset[str]:
        """The fields that do not exist for whoever asks: of one row, or of all that she sees."""
        user: Any = request.user
        seen = everywhere(user, PERSONAL_DATA) if row is None else user.has_perm(PERSONAL_DATA, row)
        personal = () if seen else self.personal_fields
        return frozenset((*personal, *self.secret_fields, *self._unseen(user, row)))

    def _unseen(self, user: Any, row: Any) -> Iterator[str]:
        for name in self.elsewhere:
            there: Any = self.opts.get_field(name).related_model
            rows = there._default_manager.all()
            seen = narrow(user, rows, "view")
            if row is not None:
                key = getattr(row, f"{name}_id")
                shown = key is None or seen is rows or seen.filter(pk=key).exists()
            else:
                shown = seen is rows
            if not shown:
                yield name

    def hidden_when_adding(self, request: HttpRequest) -> frozenset[str]:
        """The fields that the form for a new row does not have."""
        personal = () if request.user.has_perm(PERSONAL_DATA) else self.personal_fields
        return frozenset((*personal, *self.secret_fields))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = self.hidden_when_adding(request) if obj is None else self.hidden_fields(request, obj)
        fieldsets: list[tuple[Any, dict[str, Any]]] = []
        for name, options in super().get_fieldsets(request, obj):
            if fields := list(_without(options["fields"], hidden)):
                fieldsets.append((name, {**options, "fields": fields}))
        if obj is not None and self.has_change_permission(request, obj) and fieldsets:
            fieldsets[0][1]["fields"].append("seen")
        return fieldsets

    def get_list_display(self, request: HttpRequest) -> Any:
        return list(_without(super().get_list_display(request), self.hidden_fields(request)))

    def get_list_filter(self, request: HttpRequest) -> Any:
        return list(_without(super().get_list_filter(request), self.hidden_fields(request)))

    def get_search_fields(self, request: HttpRequest) -> Any:
        return list(_without(super().get_search_fields(request), self.hidden_fields(request)))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        values = [value] if isinstance(value, str) else value or []
        if any("\0" in str(part) for part in values):
            return False  # PostgreSQL has no such text, and would answer with an error
        if any(_is_beyond(lookup, each) for part in values for each in str(part).split(",")):
            return False
        if not self.hidden_fields(request).isdisjoint(lookup.split("__")):
            return False
        return bool(super().lookup_allowed(lookup, value, request))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; one about to be saved is locked, so that of two savers one is told of the other."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and connection.in_atomic_block:
            self.lock(row)
            row = super().get_object(request, object_id, from_field)
        return row

    def lock(self, row: Any) -> None:
        """Make who saves this row at the same time wait."""
        type(row)._base_manager.select_for_update().filter(pk=row.pk).first()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the related rows, and show how times and dates were read that can be typed in several ways."""
        super().save_related(request, form, formsets, change)
        for one in (form, *(row for formset in formsets for row in formset.forms if row.has_changed())):
            for sentence in readings(one):
                self.message_user(request, sentence, messages.INFO)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Save, and where another saver took the place meanwhile, validate again: a sentence, never a 500."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            pass
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            self.message_user(
                request,
                _("Two entries contradict each other, so nothing was saved. Change one at a time."),
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.SlugField):
            kwargs["required"] = False  # an empty one is made from the name: SluggedRecord.clean
        return with_language(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The row's history, and beside it that of its inlines, of those that the reader may see."""
        row = self.row_with_history(request, object_id)
        request.hidden_in_history = self.hidden_in_history(request, row)  # type: ignore[attr-defined]  # asked below
        beside = [
            (model._meta.verbose_name_plural, list(of_rows_beside(model, way, row.pk)))
            for model, way in self._kinds_beside(request, row)
        ]
        # What a deleted row belonged to may be deleted too.
        clock = "UTC" if row._state.adding else self.clock(row)
        kept = not row._state.adding and self.has_change_permission(request, row)
        context = {
            "beside": beside,
            "clock": clock,
            # The page that puts an earlier state back, and the state that is there already.
            "restores": f"admin:{self.opts.app_label}_{self.opts.model_name}_restore" if kept else "",
            "newest": meanwhile.version(row),
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def _kinds_beside(self, request: HttpRequest, row: Any) -> Iterator[tuple[type[models.Model], str]]:
        """What belongs to the row and is written on its page, each with the column that leads to it."""
        for model, way, _chosen in self.chosen_rows.values():
            if request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}", row):
                yield model, f"{way}_id"
        for inline in self.get_inline_instances(request, row):
            key = forms.models._get_foreign_key(self.model, inline.model, inline.fk_name)
            yield inline.model, key.attname

    def row_with_history(self, request: HttpRequest, object_id: str) -> Any:
        """The row, or what it was when it was deleted.

        Raises PermissionDenied for who sees no row of this kind, Http404 where there is none for her to see.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            key = self.opts.pk.clean(unquote(object_id), None)
        except ValidationError:
            raise Http404 from None  # no row can have this
        row = self.model._default_manager.filter(pk=key).first()
        if row is None:
            history: Any = self.model.history
            last = history.filter(**{self.opts.pk.attname: key}).order_by("-history_id").first()
            row = last and last.instance
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row

    def hidden_in_history(self, request: HttpRequest, row: Any) -> frozenset[str]:
        """The fields of which the history does not tell: old values may lead elsewhere than the present."""
        return self.hidden_fields(request, row) | (self.hidden_fields(request) & frozenset(self.elsewhere))

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> models.QuerySet[Any]:
        """The entries of one row's history, with all that their differences name."""
        related = [field.name for field in history_manager.model.tracked_fields if field.many_to_one]
        rows: models.QuerySet[Any] = history_manager.filter(**{pk_name: object_id})
        return rows.select_related("history_user", *related)

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """What each entry changed, in a number of queries that does not grow with them."""
        for entry, delta in deltas(list(historical_records)):
            helper = self.get_historical_record_context_helper(request, entry)
            entry.history_delta_changes = helper.context_for_delta_changes(delta)

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
    ) -> TemplateResponse:
        """Not rendered yet, as the admin's other pages: the site adds what stands around them."""
        return TemplateResponse(request, template, context, **kwargs)

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return gettext("History: %(row)s") % {"row": obj}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> Differences:
        return Differences(self.model, historical_record, hidden=request.hidden_in_history)  # type: ignore[attr-defined]  # set above


def _is_beyond(lookup: str, text: str) -> bool:
    """Whether it writes a number that no key or calendar has, at which databases or dates would fail."""
    number = text.strip().lstrip("+-").replace("_", "")
    if not number.isdecimal():
        return False
    return len(number) > KEY_DIGITS or (lookup.endswith("__year") and int(number) > LAST_YEAR)


class DeskInline(Suggesting, NarrowedInline, beside.StackedInline):
    """Rows of another table on a page: stacked, for the stock tabular form gives its fields no labels."""

    form = TextsForm
    extra = 0
    goes_back = False  # whether an earlier state of the row has these rows in it
    formfield_overrides: ClassVar[Any] = DeskAdmin.formfield_overrides

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset; for who may write, one that tells of whoever wrote meanwhile."""
        formset = super().get_formset(request, obj, **kwargs)
        writes = (self.has_add_permission, self.has_change_permission, self.has_delete_permission)
        if obj is None or not any(may(request, obj) for may in writes):
            return formset
        parent: Any = self.admin_site.get_model_admin(type(obj))
        return type(formset.__name__, (Together, formset), {"clock": staticmethod(parent.clock)})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return with_language(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)


class ReadOnlyAdmin(NarrowedAdmin, beside.ModelAdmin):
    """Rows that the back office shows and never touches."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def pairs(*names: str) -> list[tuple[str, ...]]:
    """The columns of the translated fields so named, two languages to a row, for a fieldset."""
    return [tuple(pair) for name in names for pair in batched(columns(name), 2)]


def with_language(form_field: Any, db_field: models.Field[Any, Any]) -> Any:
    """The form field, told which language is written in it, for spelling and for screen readers.

    A related row is never deleted from beside the field that names it: too near, and too far-reaching.
    """
    if form_field is None:
        return None
    for field in translated_fields(db_field.model).values():
        if db_field.name in field.columns:
            code = COLUMN_LANGUAGES[field.columns.index(db_field.name)][0]
            form_field.widget.attrs["lang"] = code
            if db_field.name != field.columns[0]:
                form_field.help_text = ""  # said once is enough
    if hasattr(form_field.widget, "can_delete_related"):
        form_field.widget.can_delete_related = False
    return form_field


def _without(names: Iterable[Any], hidden: frozenset[str]) -> Iterator[Any]:
    """Names of fields, grouped in tuples or not, without the hidden ones and what leads to them."""
    for name in names:
        if isinstance(name, list | tuple) and all(isinstance(part, str) for part in name):
            if kept := tuple(_without(name, hidden)):
                yield kept
        elif not isinstance(name, str) or hidden.isdisjoint(name.lstrip("^=@-").split("__")):
            yield name
