"""Visit reports in the back office."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import asking
from missions import visit_reports
from missions.models import VisitReport
from partners.desk import DeskAdmin, pairs
from wording.translated import columns


@admin.register(VisitReport)
class VisitReportAdmin(DeskAdmin):
    """A report; its author is who began it. Its state changes by verbs, and an approved one is not edited."""

    list_display = ["item", "mission", "state", "author", "cleared"]
    list_filter = ["state", "cleared", ("item__mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["item__mission", "author"]
    search_fields = [
        *columns("summary"),
        "topics",
        *(f"item__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["item", "sectors"]
    readonly_fields = ["author", "on_its_page", "state", "submitted_by", "submitted_at", "approved_by"]
    readonly_fields += ["approved_at", "remark"]
    actions = ["submit"]  # who approves reads the report on its page first
    fieldsets = [
        (
            _("Visit"),
            {
                "description": _("Who was there is kept under attendance."),
                "fields": ["item", "author", "on_its_page", ("language", "outcome_code"), "others"],
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
                "fields": [
                    *("sectors", "topics", "findings", "opportunities", "obstacles", "agreed_points"),
                    "staff_notes",
                ],
            },
        ),
        (
            _("State"),
            {
                "description": _("An approved report is reopened on its page before it is edited."),
                "fields": [
                    ("state", "cleared"),
                    ("submitted_by", "submitted_at"),
                    ("approved_by", "approved_at"),
                    "remark",
                ],
            },
        ),
    ]

    def clock(self, row: VisitReport) -> str:
        return row.item.mission.zone_name()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A report stays with its visit.
        return [*super().get_readonly_fields(request, obj), *(["item"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_open(obj)

    def _is_open(self, report: Any) -> bool:
        return not isinstance(report, VisitReport) or visit_reports.editable(report)

    @admin.action(
        permissions=["change"],
        description=_("Submit this report"),
        description_plural=_("Submit the selected reports"),
        location=[ActionLocation.CHANGE_FORM, ActionLocation.CHANGE_LIST],
    )
    def submit(self, request: HttpRequest, queryset: QuerySet[VisitReport]) -> None:
        for report in queryset:
            try:
                visit_reports.submit(report, asking.member(request))
            except ValidationError as error:
                self.message_user(request, f"{report}: {' '.join(error.messages)}", messages.ERROR)
            else:
                self.message_user(request, gettext("%s is submitted.") % report, messages.SUCCESS)

    @admin.display(description=_("page of the report"))
    def on_its_page(self, report: VisitReport) -> str:
        if not report.item_id:
            return "–"
        address = reverse("admin:visit_report", args=[report.item_id])
        return format_html('<a href="{}">{}</a>', address, gettext("Write, submit, approve"))

    def save_model(self, request: HttpRequest, obj: VisitReport, form: Any, change: bool) -> None:
        if not change:
            obj.author = asking.member(request)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("mission"), ordering="item__mission")
    def mission(self, report: VisitReport) -> str:
        return str(report.item.mission)
