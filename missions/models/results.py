"""What a mission achieved: papers and sums."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from missions.models.programme import ProgrammeItem
from partners.models import Organisation, Record
from wording import money
from wording.fields import DayField
from wording.translated import Translated


class OutcomeKind(models.TextChoices):
    CONTRACT = "contract", _("contract")
    PRELIMINARY_CONTRACT = "preliminary_contract", _("preliminary contract")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    INVESTMENT = "investment", _("investment")
    JOINT_VENTURE = "joint_venture", _("joint venture")
    DISTRIBUTOR = "distributor", _("distributor found")


class Certainty(models.TextChoices):
    PRELIMINARY = "preliminary", _("preliminary")
    SIGNED = "signed", _("signed")
    DELIVERED = "delivered", _("delivered")


def validate_currency(code: str) -> None:
    """Refuse what is no currency in use. Raises ValidationError."""
    if not money.is_currency(code):
        raise ValidationError(_("Give an ISO 4217 code, such as TMT, KZT or USD."), code="currency")


class Outcome(Record):
    """A paper or a sum that came of a mission. Preliminary and signed money are never added up together."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("mission")
    )
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("comes from"),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=OutcomeKind)
    title = Translated(models.CharField, _("title"), required=True, max_length=250)
    ours = models.ManyToManyField(
        Organisation, blank=True, related_name="outcomes_ours", verbose_name=_("our side")
    )
    theirs = models.ManyToManyField(
        Organisation, blank=True, related_name="outcomes_theirs", verbose_name=_("their side")
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=15,  # what SQLite keeps of a number
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[validate_currency],
    )
    certainty = models.CharField(
        _("certainty"), max_length=20, choices=Certainty, default=Certainty.PRELIMINARY
    )
    dated_on = DayField(_("date"), null=True, blank=True)
    confidential = models.BooleanField(_("confidential"), default=True)
    published = models.BooleanField(_("published with the results"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    corrected_on = DayField(_("corrected on"), null=True, blank=True)
    correction = Translated(
        models.CharField, _("correction"), max_length=300, help_text=_("What was wrong before.")
    )

    history = HistoricalRecords(m2m_fields=[ours, theirs])

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["mission_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OutcomeKind.values), name="missions_outcome_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=Certainty.values), name="missions_outcome_certainty_valid"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | Q(amount__isnull=False, amount__gte=0) & ~Q(currency=""),
                name="missions_outcome_amount_has_currency",
                violation_error_message=_("Give an amount with its currency, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(confidential=False),
                name="missions_outcome_confidential_not_published",
                violation_error_message=_("A confidential outcome is not published."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an origin in another mission."""
        super().clean()
        if self.item and self.mission_id and self.item.mission_id != self.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )
