"""Outcomes in the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin, ResultForm
from missions.models import Outcome
from partners.desk import pairs
from wording.translated import columns


@admin.register(Outcome)
class OutcomeAdmin(OfMissionAdmin):
    """A paper or a sum."""

    form = ResultForm
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
            _("Correction"),
            {
                "description": _("What was wrong before, and when it was put right."),
                "fields": ["corrected_on", *pairs("correction")],
                "classes": ["collapse"],
            },
        ),
    ]
