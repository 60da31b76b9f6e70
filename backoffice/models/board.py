"""What was done on the programme board, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import Mission


class BoardStep(models.Model):
    """One act on the board: the rows it touched, as they were before and after."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="board_steps")
    words = models.CharField(max_length=300)
    rows = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["mission_id", "-pk"]

    def __str__(self) -> str:
        return self.words
