"""Outcomes in the back office."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin, ResultForm
from missions.models import Outcome, OutcomeYear
from missions.models.results import check_years
from partners.desk import DeskInline, pairs
from wording.translated import columns


class OutcomeForm(ResultForm):
    """The paper is a file of the same mission."""

    of_mission = ["item", "paper"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.years_follow = True  # they stand on the same page


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
    """A paper or a sum."""

    form = OutcomeForm
    inlines = [YearInline]
    readonly_fields = ["confirmed_on", "confirmed_by", "confirmation_noted_by"]
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
                "fields": [("confidential", "published"), "source"],
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
