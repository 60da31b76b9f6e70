"""Follow-ups in the back office: their state, and what closes them, change by the verbs on their own page."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
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
    readonly_fields = ["state"]
    list_display = [
        "title",
        "kind",
        "state",
        "due_on",
        "due_precision",
        "our_organisation",
        "responsible",
        "mission",
    ]
    list_filter = [
        "state",
        "kind",
        "priority",
        "published",
        "due_on",
        ("mission", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["mission", "our_organisation", "responsible"]
    date_hierarchy = "due_on"
    search_fields = [*columns("title"), *(f"counterparts__{column}" for column in columns("name"))]
    autocomplete_fields = ["place", "our_organisation", "our_owner", "counterparts"]
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
                "description": _(
                    "As we know it, and in the report’s words. It changes by the buttons of its own page."
                ),
                "fields": ["state", *pairs("state_words"), ("due_on", "due_precision"), "priority"],
            },
        ),
        (
            _("Sides"),
            {
                "description": _("Organisations where they are known, words where they are not."),
                "fields": [
                    "our_organisation",
                    "our_owner",
                    "responsible",
                    "counterparts",
                    *pairs("sides_words"),
                ],
            },
        ),
        (
            _("For staff"),
            {
                "description": _(
                    "The notes never leave the house. Dropping a follow-up stops its publication; publish it"
                    " again to keep it on the public page, as dropped."
                ),
                "fields": ["published", "staff_notes"],
            },
        ),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Who sees to it is a member of staff who may sign in."""
        if db_field.name == "responsible":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
