"""What a list said when it was last made as a file, so that the next one tells what has changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission


class ListKind(models.TextChoices):
    DELEGATION = "delegation", _("Delegation list")
    ARRIVALS = "arrivals", _("Arrivals")
    DEPARTURES = "departures", _("Departures")
    VEHICLES = "vehicles", _("Passengers by vehicle")
    ROOMING = "rooming", _("Rooming list")
    INTERPRETERS = "interpreters", _("Interpreters")


class PrintedList(models.Model):
    """One list of a mission as it stood in a file, in one language.

    It names people, some with their rooms: it is kept encrypted, in no file and in no bin, until one of those
    whom it names is erased, and sixty days after its mission at most (backoffice/lists/printings.py).
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="printed_lists", verbose_name=_("mission")
    )
    kind = models.CharField(_("list"), max_length=20, choices=ListKind)
    lang = models.CharField(_("language"), max_length=10)
    rows_encrypted = models.BinaryField(help_text="Columns and rows, as JSON encrypted with FIELD_KEYS.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("printed list")
        verbose_name_plural = _("printed lists")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ListKind.values), name="backoffice_printedlist_kind_valid"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
