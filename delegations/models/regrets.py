"""What a delegate lets the organiser know of an item: that she cannot come to it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegate
from missions.models import ProgrammeItem
from partners.models import Record
from partners.models.erasure import PersonalHistory


class RegretQuerySet(models.QuerySet["Regret"]):
    """Regrets, the newest first."""

    def standing(self) -> "RegretQuerySet":
        """Those that nobody has taken back, of delegates who travel."""
        travelling = Delegate.objects.travelling()
        return self.filter(taken_back_at__isnull=True, delegate__in=travelling)


class Regret(Record):
    """A delegate does not come to an item, with a word to the organiser. It never changes the programme.

    `told` is the digest of when and where the item was as she declined (delegations/regrets.py), so that a
    later change is known.
    """

    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="regrets", verbose_name=_("delegate")
    )
    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="regrets", verbose_name=_("programme item")
    )
    words = models.CharField(_("word to the organiser"), max_length=300, blank=True)
    assistant = models.CharField(
        _("by her assistant"), max_length=120, blank=True, help_text=_("Empty: by the delegate herself.")
    )
    told = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = RegretQuerySet.as_manager()
    history = PersonalHistory()

    class Meta:
        verbose_name = _("declined item")
        verbose_name_plural = _("declined items")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "item"],
                name="delegations_regret_unique",
                violation_error_message=_("This delegate has declined this item already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.item}"

    def clean(self) -> None:
        """Refuse an item of another mission."""
        super().clean()
        if self.delegate_id and self.item_id and self.delegate.mission_id != self.item.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )
