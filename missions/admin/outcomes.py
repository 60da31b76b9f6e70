"""Outcomes in the back office."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from missions import outcomes
from missions.admin.of_mission import OfMissionAdmin, ResultForm
from missions.models import Outcome, OutcomeYear
from missions.models.results import UNASKED, check_years
from partners.desk import DeskInline, pairs
from wording.translated import columns

HELD = (*outcomes.CORRECTED, "corrected_on", *columns("correction"))
NOT_EDITED = _("The company has confirmed it, or the public reads it: it is corrected, not edited.")


class OutcomeForm(ResultForm):
    """The paper is a file of the same mission. What became held while the form lay open is not edited."""

    of_mission = ["item", "paper"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.years_follow = True  # they stand on the same page

    def clean(self) -> Any:
        cleaned = super().clean()
        row = self.instance
        if row.pk and not set(HELD).isdisjoint(self.changed_data) and outcomes.is_held(row):
            raise ValidationError(NOT_EDITED, code="held")
        if self.cleaned_data.get("published") and row.needs_confirmation and row.confirmed_on is None:
            self.add_error("published", UNASKED)
        return cleaned


class YearFormSet(BaseInlineFormSet[OutcomeYear, Outcome, Any]):
    """The years of one form together are not more than its amount, either."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        amounts = [getattr(form, "cleaned_data", {}).get("amount") for form in kept]
        check_years(self.instance.amount, sum((amount for amount in amounts if amount), Decimal(0)))


class YearInline(DeskInline):
    """How the amount is spread over years."""

    model = OutcomeYear
    formset = YearFormSet
    fields = [("year", "amount")]
    classes = ["collapse"]


@admin.register(Outcome)
class OutcomeAdmin(OfMissionAdmin):
    """A paper or a sum. What it says is edited until somebody outside has confirmed or read it."""

    form = OutcomeForm
    inlines = [YearInline]
    readonly_fields = ["confirmed_on", "confirmed_by", "confirmation_noted_by", "needs_confirmation"]
    list_display = [
        "title",
        "kind",
        "certainty",
        "amount",
        "currency",
        "confidential",
        "published",
        "mission",
    ]
    list_filter = [
        "kind",
        "certainty",
        "confidential",
        "published",
        ("mission", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["mission"]
    search_fields = columns("title")
    autocomplete_fields = ["ours", "theirs"]
    fieldsets = [
        (
            _("What"),
            {
                "description": _("The paper or sum, and the item it comes from."),
                "fields": [*pairs("title"), "kind", "item", "dated_on"],
            },
        ),
        (
            _("Sides and money"),
            {
                "description": _("Preliminary and signed sums are never added up together."),
                "fields": ["ours", "theirs", ("amount", "currency", "certainty")],
            },
        ),
        (
            _("Publication"),
            {
                "description": _("A confidential outcome is not published."),
                "fields": [("confidential", "published"), "needs_confirmation", "source"],
            },
        ),
        (
            _("Paper and confirmation"),
            {
                "description": _("The company confirms an outcome on the outcome's own page."),
                "fields": ["paper", ("confirmed_on", "confirmed_by", "confirmation_noted_by")],
            },
        ),
        (
            _("Correction"),
            {
                "description": _("What was wrong before, and when it was put right."),
                "fields": ["corrected_on", *pairs("correction")],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        if not self._is_held(obj):
            return readonly
        # A form that was opened before it was held keeps what was typed there, and refuses it.
        typed = not request.POST.keys().isdisjoint(HELD)
        return [*readonly, "correct_it", *(() if typed else HELD)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if fieldsets and self._is_held(obj):
            fieldsets[0][1]["fields"].append("correct_it")
        return fieldsets

    def _is_held(self, obj: Any) -> bool:
        if obj is not None and not hasattr(obj, "held"):
            obj.held = outcomes.is_held(obj)  # asked once for all the fields of a page
        return obj is not None and obj.held

    @admin.display(description=_("if it is wrong"))
    def correct_it(self, obj: Outcome) -> str:
        address = f"{reverse('admin:outcome', args=[obj.pk])}#correct"
        return format_html('{} <a href="{}">{}</a>', NOT_EDITED, address, gettext("Correct it"))
