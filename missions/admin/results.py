"""What came of it, in the back office: visit reports, follow-ups and outcomes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import asking
from missions.admin.of_mission import OfMissionAdmin, OfMissionForm
from missions.models import FollowUp, Outcome, VisitReport
from partners.desk import DeskAdmin, pairs
from wording.translated import columns


@admin.register(VisitReport)
class VisitReportAdmin(DeskAdmin):
    """A report; its author is who began it."""

    list_display = ["item", "mission", "state", "author", "cleared"]
    list_filter = ["state", "cleared", ("item__mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["item__mission", "author"]
    search_fields = [
        *columns("summary"),
        "topics",
        *(f"item__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["item"]
    readonly_fields = ["author"]
    fieldsets = [
        (
            _("Visit"),
            {
                "description": _("Who was there is kept under attendance."),
                "fields": ["item", "author", ("state", "cleared")],
            },
        ),
        (
            _("Summary"),
            {"description": _("In a few sentences, for who reads only this."), "fields": pairs("summary")},
        ),
        (
            _("Findings"),
            {
                "description": _("What was spoken of, seen and agreed."),
                "fields": ["topics", "findings", "opportunities", "obstacles", "agreed_points"],
            },
        ),
    ]

    def clock(self, row: VisitReport) -> str:
        return row.item.mission.zone_name()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A report stays with its visit.
        return [*super().get_readonly_fields(request, obj), *(["item"] if obj else [])]

    def save_model(self, request: HttpRequest, obj: VisitReport, form: Any, change: bool) -> None:
        if not change:
            obj.author = asking.member(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("mission"), ordering="item__mission")
    def mission(self, report: VisitReport) -> str:
        return str(report.item.mission)


class ResultForm(OfMissionForm):
    """A result comes from an item of its own mission, or from the mission itself."""

    of_mission = ["item"]


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
