"""What somebody has typed into a form on the desk and not saved yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import ProgrammeItem


class ReportDraft(models.Model):
    """The form of a visit's report as one member of staff left it. Hers alone; gone once she has saved."""

    # It is no row of the mission yet: it goes with its item, into no bin, and nobody is told of it.
    goes_along = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="+", verbose_name=_("item")
    )
    typed_encrypted = models.TextField(
        editable=False, help_text="The fields of the form, as JSON encrypted with FIELD_KEYS."
    )
    stamp = models.PositiveIntegerField(
        editable=False, help_text="Another one each time it is kept: whoever keeps it next had this one."
    )
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    class Meta:
        verbose_name = _("draft of a visit report")
        verbose_name_plural = _("drafts of visit reports")
        ordering = ["user_id", "item_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "item"],
                name="reports_reportdraft_unique",
                violation_error_message=_("A draft of this report is kept already."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
