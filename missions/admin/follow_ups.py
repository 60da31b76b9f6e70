"""Follow-ups in the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin, ResultForm
from missions.models import FollowUp
from partners.desk import pairs
from wording.translated import columns


@admin.register(FollowUp)
class FollowUpAdmin(OfMissionAdmin):
    """An agreed action."""

    form = ResultForm
    elsewhere = ["result_mission"]
    list_display = [
        "title",
        "kind",
        "state",
        "due_on",
        "due_precision",
        "our_organisation",
        "published",
        "mission",
    ]
    list_filter = [
        "state",
        "kind",
        "published",
        "due_on",
        ("mission", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["mission", "our_organisation"]
    date_hierarchy = "due_on"
    search_fields = [*columns("title"), *(f"counterparts__{column}" for column in columns("name"))]
    autocomplete_fields = ["place", "our_organisation", "our_owner", "counterparts", "result_mission"]
    fieldsets = [
        (
            _("What"),
            {
                "description": _("What was agreed or proposed, and where it comes from."),
                "fields": [*pairs("title"), ("kind", "order"), "item", "place"],
            },
        ),
        (
            _("State"),
            {
                "description": _("As we know it, and in the words of the report."),
                "fields": ["state", *pairs("state_words"), ("due_on", "due_precision"), "result_mission"],
            },
        ),
        (
            _("Sides"),
            {
                "description": _("Organisations where they are known, words where they are not."),
                "fields": ["our_organisation", "our_owner", "counterparts", *pairs("sides_words")],
            },
        ),
        (
            _("For staff"),
            {
                "description": _("The notes never leave the house."),
                "fields": ["published", "staff_notes"],
            },
        ),
    ]
