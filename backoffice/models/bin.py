"""What was deleted in the back office and can still be brought back."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission


class Deleted(models.Model):
    """Rows that were deleted together, kept encrypted for some days."""

    model = models.CharField(_("kind"), max_length=100, help_text=_("Such as missions.stop."))
    words = models.CharField(_("what"), max_length=300)
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("mission")
    )
    personal = models.BooleanField(
        _("about people"), default=False, help_text=_("Shown to those who may see personal data.")
    )
    rows_encrypted = models.BinaryField(help_text="Serialised rows, encrypted with FIELD_KEYS.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("deleted entry")
        verbose_name_plural = _("deleted entries")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.words
