"""What a mission achieved: papers and sums, how a sum is spread over years, and rates between currencies."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.attachments import Attachment
from missions.models.missions import Mission
from missions.models.programme import ProgrammeItem
from partners.models import Contact, Organisation, Record
from partners.models.histories import LinkedHistory
from wording import money
from wording.fields import YEARS, DayField
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


UNLIKELY = _("Give a year between 1900 and 2200.")
UNASKED = _(
    "A delegate told it and was promised to be asked: it is published once it is noted who of the company "
    "confirmed it."
)
TOO_MUCH = _("The years have more than the amount. Lower them first, or raise the amount.")


def validate_currency(code: str) -> None:
    """Refuse what is no currency in use. Raises ValidationError."""
    if not money.is_currency(code):
        raise ValidationError(_("Give an ISO 4217 code, such as TMT, KZT or USD."), code="currency")


class Outcome(Record):
    """A paper or a sum that came of a mission. Preliminary and signed money are never added up together.

    While `years_follow`, its years come from the same form or file, which looks at their sum.
    """

    years_follow = False

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
    needs_confirmation = models.BooleanField(
        _("published only once the company confirmed it"),
        default=False,
        help_text=_("A delegate told it, and was promised that nobody publishes it without asking."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    corrected_on = DayField(_("corrected on"), null=True, blank=True)
    correction = Translated(
        models.CharField, _("correction"), max_length=300, help_text=_("What was wrong before.")
    )
    confirmed_on = DayField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes_confirmed",
        verbose_name=_("confirmed by"),
        help_text=_("Who of the company said that it is so."),
    )
    confirmation_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmation noted by"),
    )
    paper = models.ForeignKey(
        Attachment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("signed paper"),
        help_text=_("As visible as the file itself says, and never published with the outcome."),
    )

    history = LinkedHistory(m2m_fields=[ours, theirs])

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
            models.CheckConstraint(
                condition=Q(published=False) | Q(needs_confirmation=False) | Q(confirmed_on__isnull=False),
                name="missions_outcome_confirmed_before_published",
                violation_error_message=UNASKED,
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=False) | Q(confirmed_by__isnull=True),
                name="missions_outcome_confirmed_has_day",
                violation_error_message=_("Say on which day it was confirmed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an origin or a paper of another mission, and less than what its years have."""
        super().clean()
        if self.item and self.mission_id and self.item.mission_id != self.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )
        if self.paper and self.mission_id and self.paper.mission_id != self.mission_id:
            raise ValidationError(
                {"paper": ValidationError(_("This file belongs to another mission."), code="paper")}
            )
        if self.pk and not self.years_follow:
            check_years(self.amount, self.years.aggregate(sum=Sum("amount"))["sum"] or Decimal(0))


def check_years(amount: Decimal | None, of_years: Decimal) -> None:
    """Refuse years that have more than the whole. Raises ValidationError."""
    if of_years and of_years > (amount or 0):
        raise ValidationError(TOO_MUCH, code="years")


class OutcomeYear(models.Model):
    """How much of an amount falls into one year; what no year has is “year not stated”."""

    outcome = models.ForeignKey(
        Outcome, on_delete=models.CASCADE, related_name="years", verbose_name=_("outcome")
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(YEARS[0], UNLIKELY), MaxValueValidator(YEARS[-1], UNLIKELY)],
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=15,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text=_("In the currency of the outcome."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("year of an outcome")
        verbose_name_plural = _("years of an outcome")
        ordering = ["outcome_id", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "year"],
                name="missions_outcomeyear_unique",
                violation_error_message=_("This year stands there already."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=YEARS[0], year__lte=YEARS[-1]),
                name="missions_outcomeyear_year_likely",
                violation_error_message=UNLIKELY,
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="missions_outcomeyear_amount_positive",
                violation_error_message=_("An amount is not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.year}"

    def clean(self) -> None:
        """Refuse more than the amount leaves for this year."""
        super().clean()
        if self.outcome_id and self.amount is not None and not self.outcome.years_follow:
            others = self.outcome.years.exclude(pk=self.pk).aggregate(sum=Sum("amount"))["sum"]
            check_years(self.outcome.amount, (others or Decimal(0)) + self.amount)


class Rate(Record):
    """What one unit of a currency was worth in another on a day, and who says so.

    It holds from its day until a newer one of the same pair. The other way round is a row of its own.
    """

    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    reporting_currency = models.CharField(
        _("reporting currency"), max_length=3, validators=[validate_currency]
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=15,  # what SQLite keeps of a number
        decimal_places=9,
        help_text=_("How much of the reporting currency one unit of the currency is worth."),
    )
    on = DayField(_("day"))
    source = models.CharField(
        _("source"), max_length=300, help_text=_("Who published it, such as a national bank.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "reporting_currency", "-on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "reporting_currency", "on"],
                name="missions_rate_unique",
                violation_error_message=_("There is a rate of these currencies for this day already."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="missions_rate_above_zero",
                violation_error_message=_("A rate is above zero."),
            ),
            models.CheckConstraint(
                condition=~Q(currency=F("reporting_currency")),
                name="missions_rate_of_two_currencies",
                violation_error_message=_("A rate is between two currencies."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} → {self.reporting_currency}, {self.on}"
