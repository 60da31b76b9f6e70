"""What was released, in the back office: to be read. Releasing and withdrawing have pages of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from missions.admin.moments import told, with_clock
from missions.models import Release, ResultsRelease
from partners.desk import ReadOnlyAdmin, pairs
from wording.translated import columns


class AbstractReleaseAdmin(ReadOnlyAdmin):
    """A numbered version: who made it, when, and what was said of it. Its document is not shown here."""

    list_filter = [("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mission", "by"]
    search_fields = ["mission__slug", *(f"mission__{column}" for column in columns("title"))]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Who may withdraw."""
        return request.user.has_perm("missions.release_mission")

    def permission_for(self, action: str) -> str:
        return "missions.release_mission" if action == "release" else super().permission_for(action)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_clock(super().get_queryset(request).defer("document"), F("mission"))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return "document" not in lookup.split("__") and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("at"), ordering="at")
    def made_at(self, release: Any) -> str:
        return told(release.told_at, release.clock)


@admin.register(Release)
class ReleaseAdmin(AbstractReleaseAdmin):
    list_display = ["__str__", "mission", "made_at", "by", "withdrawn"]
    list_select_related = ["mission", "by", "withdrawal__by"]
    readonly_fields = ["made_at", "withdrawn"]
    fieldsets = [
        (
            None,
            {
                "description": _("A release is never changed. Make the next one, or withdraw this one."),
                "fields": ["mission", "number", "made_at", "by", "withdrawn"],
            },
        ),
        (_("Note"), {"description": _("What its readers were told."), "fields": [*pairs("note")]}),
    ]

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, release: Any) -> str:
        if not hasattr(release, "withdrawal"):
            return gettext("no")
        withdrawal = release.withdrawal
        return gettext("%(at)s by %(by)s: %(reason)s") % {
            "at": told(withdrawal.at, release.clock),
            "by": withdrawal.by or "–",
            "reason": withdrawal.reason,
        }


@admin.register(ResultsRelease)
class ResultsReleaseAdmin(AbstractReleaseAdmin):
    list_display = ["__str__", "mission", "made_at", "by"]
    readonly_fields = ["made_at"]
    fieldsets = [
        (
            None,
            {
                "description": _("Published results are never changed. Publish the corrected ones."),
                "fields": ["mission", "number", "made_at", "by"],
            },
        ),
        (_("Note"), {"description": _("What was corrected."), "fields": [*pairs("note")]}),
    ]
