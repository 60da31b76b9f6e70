"""Files that belong to a mission or to one of its items."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from missions.models.programme import ProgrammeItem, Visibility
from partners.models import Record
from wording.translated import Translated


def stored_as(attachment: "Attachment", name: str) -> str:
    """Where the file lies: under its reference, so that no name that somebody typed reaches a path."""
    return f"attachments/{attachment.ref}"


class Attachment(Record):
    """A file with a visibility and a language; of an item, it is never more visible than that.

    A file is not replaced: a new one is a new row, so that what somebody was shown stays what it was.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("mission")
    )
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name=_("programme item"),
    )
    title = Translated(models.CharField, _("title"), required=True, max_length=200)
    file = models.FileField(_("file"), upload_to=stored_as, max_length=200)
    file_name = models.CharField(_("file name"), max_length=200, editable=False)
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("Of the file; empty: none in particular.")
    )
    visibility = models.CharField(
        _("who may see it"), max_length=20, choices=Visibility, default=Visibility.STAFF
    )
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False, help_text=_("In bytes."))
    checksum = models.CharField(_("checksum"), max_length=64, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["mission_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="missions_attachment_visibility_valid"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an item of another mission."""
        super().clean()
        if self.item and self.mission_id and self.item.mission_id != self.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )
