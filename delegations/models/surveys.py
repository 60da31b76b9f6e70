"""What a delegate says after the mission: whether anything came of it, and what it was worth."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegate
from missions.models import Certainty, Outcome, OutcomeKind
from missions.models.results import validate_currency
from partners.models import Record
from partners.models.erasure import PersonalHistory


class SurveyRound(models.TextChoices):
    """When she is asked; how many months after the mission's last day stands in delegations/surveys.py."""

    RETURN = "return", _("on return")
    HALF_YEAR = "half_year", _("after six months")
    YEAR = "year", _("after a year")


class FollowedUp(models.TextChoices):
    YES = "yes", _("yes")
    NOT_YET = "not_yet", _("not yet, but it is meant to be")
    NO = "no", _("no")


class SurveyAnswer(Record):
    """What one delegate says in one round; she may change it until somebody on the staff has checked it.

    A sum that she names is what she says, and no outcome: that is made of it by a member of staff, or there
    is one already, and `outcome` is that row. Several answers may tell of one outcome.
    """

    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="survey_answers", verbose_name=_("delegate")
    )
    round = models.CharField(_("asked"), max_length=20, choices=SurveyRound)
    followed_up = models.CharField(
        _("were talks taken further"), max_length=20, choices=FollowedUp, blank=True
    )
    kind = models.CharField(_("what came of it"), max_length=30, choices=OutcomeKind, blank=True)
    result = models.CharField(_("in her words"), max_length=1000, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    certainty = models.CharField(_("certainty"), max_length=20, choices=Certainty, blank=True)
    worth = models.PositiveSmallIntegerField(
        _("was it worth it"), null=True, blank=True, help_text=_("From 1, not at all, to 5, very much.")
    )
    words = models.CharField(_("what should be better"), max_length=1000, blank=True)
    lang = models.CharField(_("language"), max_length=10)
    assistant = models.CharField(
        _("by her assistant"), max_length=120, blank=True, help_text=_("Empty: by the delegate herself.")
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    outcome = models.ForeignKey(
        Outcome,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="said_in",
        verbose_name=_("outcome that it tells of"),
    )

    history = PersonalHistory()
    together = (("amount", "currency", "certainty"),)

    class Meta:
        verbose_name = _("answer to the survey")
        verbose_name_plural = _("answers to the survey")
        ordering = ["delegate_id", "round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "round"],
                name="delegations_surveyanswer_unique",
                violation_error_message=_("This delegate has answered in this round already."),
            ),
            models.CheckConstraint(
                condition=Q(round__in=SurveyRound.values), name="delegations_surveyanswer_round_valid"
            ),
            models.CheckConstraint(
                condition=Q(followed_up__in=["", *FollowedUp.values]),
                name="delegations_surveyanswer_followed_up_valid",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *OutcomeKind.values]), name="delegations_surveyanswer_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="", certainty="")
                | Q(amount__isnull=False, amount__gte=0, certainty__in=Certainty.values) & ~Q(currency=""),
                name="delegations_surveyanswer_amount_whole",
                violation_error_message=_(
                    "Give an amount with its currency and how certain it is, or none of these."
                ),
            ),
            models.CheckConstraint(
                condition=Q(worth__isnull=True) | Q(worth__gte=1, worth__lte=5),
                name="delegations_surveyanswer_worth_one_to_five",
                violation_error_message=_("Give a number from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="delegations_surveyanswer_checked_by_and_at",
                violation_error_message=_("Who checked it needs the moment when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}, {self.get_round_display()}"
