"""The lines of a mission's budget in the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from missions.admin.of_mission import OfMissionAdmin, ResultForm
from missions.models import Cost
from partners.desk import pairs
from wording.translated import columns


@admin.register(Cost)
class CostAdmin(OfMissionAdmin):
    """A line of the budget."""

    form = ResultForm
    list_display = ["title", "kind", "planned", "spent", "currency", "item", "payer", "mission"]
    list_filter = ["kind", "currency", ("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mission", "item", "payer"]
    search_fields = [*columns("title"), "staff_notes"]
    autocomplete_fields = ["payer"]
    fieldsets = [
        (
            _("What"),
            {
                "description": _("What the line pays for: one item, or the mission as a whole."),
                "fields": [*pairs("title"), ("kind", "order"), "item"],
            },
        ),
        (
            _("Money"),
            {
                "description": _("Empty: not known yet. Both sums are in one currency."),
                "fields": [("planned", "spent", "currency"), "payer", "paid_on"],
            },
        ),
        (
            _("For staff"),
            {"description": _("The notes never leave the house."), "fields": ["staff_notes"]},
        ),
    ]
