"""What a mission costs, line by line."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from missions.models.programme import ProgrammeItem
from missions.models.results import validate_currency
from partners.models import Organisation, Record
from wording.fields import DayField, OrderField
from wording.translated import Translated


class CostKind(models.TextChoices):
    TRAVEL = "travel", _("travel")
    TRANSFERS = "transfers", _("transfers on the spot")
    LODGING = "lodging", _("lodging")
    MEALS = "meals", _("meals and receptions")
    VENUE = "venue", _("venue and equipment")
    INTERPRETERS = "interpreters", _("interpreters and guides")
    PRINTING = "printing", _("printing and gifts")
    FEES = "fees", _("visas, permits and fees")
    OTHER = "other", _("other")


class Cost(Record):
    """A line of a mission's budget: what it pays for, what was meant to be spent and what was.

    Both sums are in one currency; an empty one is not known yet, which is not nothing.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="costs", verbose_name=_("mission")
    )
    order = OrderField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=CostKind, default=CostKind.OTHER)
    title = Translated(models.CharField, _("what it pays for"), required=True, max_length=200)
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name=_("programme item"),
        help_text=_("Empty: the mission as a whole."),
    )
    payer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name=_("who pays"),
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    planned = models.DecimalField(
        _("planned"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    spent = models.DecimalField(
        _("spent"), max_digits=15, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    paid_on = DayField(_("paid on"), null=True, blank=True)
    staff_notes = models.TextField(_("staff notes"), blank=True, help_text=_("Seen by staff only."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("line of the budget")
        verbose_name_plural = _("budget")
        ordering = ["mission_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="missions_cost_kind_valid"),
            models.CheckConstraint(condition=~Q(currency=""), name="missions_cost_has_currency"),
            models.CheckConstraint(
                condition=Q(planned__isnull=True) | Q(planned__gte=0),
                name="missions_cost_planned_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__gte=0), name="missions_cost_spent_not_negative"
            ),
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
