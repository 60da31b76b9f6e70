"""Visit reports in the back office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import asking
from missions.models import VisitReport
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
