"""Deadlines in the back office. They are marked as done on their mission's page of deadlines."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin
from missions.models import Deadline
from partners.desk import pairs
from wording.translated import columns


@admin.register(Deadline)
class DeadlineAdmin(OfMissionAdmin):
    """A task before departure."""

    list_display = ["title", "count", "unit", "owner", "done_on", "mission"]
    list_filter = [
        ("mission", admin.RelatedOnlyFieldListFilter),
        "unit",
        ("done_on", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["mission", "owner"]
    search_fields = [*columns("title"), "note"]
    readonly_fields = ["done_on"]
    fieldsets = [
        (
            _("What"),
            {"description": _("A task, as the line of deadlines names it."), "fields": pairs("title")},
        ),
        (
            _("When and who"),
            {
                "description": _("Counted back from the mission's first day: it moves with the mission."),
                "fields": [("count", "unit"), ("owner", "done_on"), "note"],
            },
        ),
    ]
