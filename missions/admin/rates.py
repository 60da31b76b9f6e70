"""Exchange rates in the back office."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from missions.models import Rate
from partners.desk import DeskAdmin


@admin.register(Rate)
class RateAdmin(DeskAdmin):
    """Without a rate of each of its currencies no total is told in one currency."""

    list_display = ["currency", "reporting_currency", "rate", "on", "source"]
    list_filter = ["currency", "reporting_currency"]
    date_hierarchy = "on"
    search_fields = ["currency", "reporting_currency", "source"]
    fieldsets = [
        (
            _("Rate"),
            {
                "description": _("It holds from its day until a newer one of the same two currencies."),
                "fields": [("currency", "reporting_currency"), ("rate", "on"), "source"],
            },
        )
    ]
