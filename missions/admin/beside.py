"""Lists of the rows that stand beside a mission or an item: for where they are too many to be forms there."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin
from missions.models import Group, Host, Party, Stop
from partners.desk import DeskAdmin
from wording.translated import columns


class Beside:
    """Not in the index: the way leads by the row they stand beside."""

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}


@admin.register(Party)
class PartyAdmin(Beside, OfMissionAdmin):
    list_display = ["organisation", "role", "contact", "order", "mission"]
    list_filter = [("mission", admin.RelatedOnlyFieldListFilter), "role"]
    list_select_related = ["organisation", "contact__person", "mission"]
    search_fields = [f"organisation__{column}" for column in columns("name")]
    autocomplete_fields = ["organisation", "contact"]
    fieldsets = [
        (
            _("Who"),
            {
                "description": _("An organisation that carries the mission, and who speaks for it."),
                "fields": [("organisation", "role"), ("contact", "order")],
            },
        )
    ]


@admin.register(Stop)
class StopAdmin(Beside, OfMissionAdmin):
    list_display = ["place", "order", "first_day", "last_day", "days_approximate", "mission"]
    list_filter = [("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["place", "mission"]
    search_fields = [f"place__{column}" for column in columns("name")]
    autocomplete_fields = ["place"]
    fieldsets = [
        (
            _("Where and when"),
            {
                "description": _("A place on the route; a place may come twice."),
                "fields": [("place", "order"), ("first_day", "last_day", "days_approximate")],
            },
        )
    ]


@admin.register(Group)
class GroupAdmin(Beside, OfMissionAdmin):
    """Groups that have a name. Personal ones are made and named elsewhere."""

    list_display = ["name", "mission"]
    list_filter = [("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mission"]
    search_fields = columns("name")
    fieldsets = [
        (_("Name"), {"description": _("Who takes part together."), "fields": [tuple(columns("name"))]})
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.filter(personal=False)


@admin.register(Host)
class HostAdmin(Beside, DeskAdmin):
    """Who receives the delegation at an item; a host stays with its item."""

    list_display = ["organisation", "contact", "state", "order", "item"]
    list_filter = ["state", ("item__mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organisation", "contact__person", "item"]
    search_fields = [
        *(f"organisation__{column}" for column in columns("name")),
        *(f"item__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["item", "organisation", "contact"]
    fieldsets = [
        (
            _("Who"),
            {
                "description": _("Who receives the delegation at the item."),
                "fields": ["item", ("organisation", "contact"), ("state", "order")],
            },
        )
    ]

    def clock(self, row: Host) -> str:
        return row.item.mission.zone_name()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["item"] if obj else [])]
