"""What one member of staff wrote down about a visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.programme import ProgrammeItem
from partners.models import Record
from wording.translated import Translated


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")


class VisitReport(Record):
    """What one member of staff wrote down about one item. Who was there is kept as attendance."""

    item = models.OneToOneField(
        ProgrammeItem, on_delete=models.PROTECT, related_name="report", verbose_name=_("item")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_reports",
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.DRAFT)
    topics = models.TextField(_("topics"), blank=True)
    summary = Translated(models.TextField, _("summary"))
    findings = models.TextField(_("findings"), blank=True)
    opportunities = models.TextField(_("opportunities"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    agreed_points = models.TextField(_("agreed points"), blank=True)
    cleared = models.BooleanField(_("cleared for publication"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")
        ordering = ["item_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="missions_visitreport_state_valid"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)
