"""Who has said that she has seen which version of the programme."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegate
from missions.models import Release


class Seen(models.Model):
    """That a delegate has seen a version: her own word, her assistant's, or staff's who told her."""

    # Of two rows for one delegate and version one stays whole: nobody's word is put into another's mouth.
    together = (("at", "assistant", "told_by"),)

    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="seen", verbose_name=_("delegate")
    )
    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="seen", verbose_name=_("version")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    assistant = models.CharField(
        _("assistant"),
        max_length=120,
        blank=True,
        help_text=_("Whoever reads in the delegate’s stead; empty: the delegate herself."),
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told by"),
        help_text=_("Who of the staff told her, on the telephone or face to face."),
    )

    class Meta:
        verbose_name = _("version seen")
        verbose_name_plural = _("versions seen")
        ordering = ["delegate_id", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "release"],
                name="delegations_seen_unique",
                violation_error_message=_("It is noted already that she has seen this version."),
            ),
            models.CheckConstraint(
                condition=Q(assistant="") | Q(told_by__isnull=True),
                name="delegations_seen_one_word",
                violation_error_message=_("Either an assistant has seen it, or staff have told her."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.release}"
