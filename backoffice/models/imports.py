"""Files that were brought in and wait for a decision."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission


class ImportKind(models.TextChoices):
    PEOPLE = "people", _("people with delegates")
    ORGANISATIONS = "organisations", _("organisations with contacts")
    ITEMS = "items", _("programme items")
    LEGS = "legs", _("legs")
    PROGRAMME = "programme", _("programme in Word")
    CALENDAR = "calendar", _("calendar")
    MISSION_FILE = "mission_file", _("mission file")


class Import(models.Model):
    """A file as it was read, before and after somebody accepted it. The file itself is not kept."""

    kind = models.CharField(_("kind"), max_length=20, choices=ImportKind)
    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, null=True, related_name="imports", verbose_name=_("mission")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    rows_encrypted = models.BinaryField(help_text="What was read, as JSON encrypted with FIELD_KEYS.")
    decisions = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    applied_at = models.DateTimeField(_("taken in at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
