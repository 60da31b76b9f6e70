"""What came of it: visit reports, follow-ups and outcomes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from missions.models.programme import ProgrammeItem
from partners.models import Contact, Organisation, Place, Record
from wording import money
from wording.fields import DayField, OrderField
from wording.translated import Translated


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")


class FollowUpKind(models.TextChoices):
    FORUM = "forum", _("forum")
    EXHIBITION = "exhibition", _("exhibition")
    VISIT = "visit", _("return visit")
    PROJECT = "project", _("joint project")
    COOPERATION = "cooperation", _("cooperation")
    MEMORANDUM = "memorandum", _("memorandum")
    CONTRACT = "contract", _("contract")
    INTRODUCTION = "introduction", _("introduction")
    OTHER = "other", _("other")


class FollowUpState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
    SUPERSEDED = "superseded", _("superseded")


class DuePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


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


class VisitReport(Record):
    """What one member of staff wrote down about one item. Who was there is kept as attendance."""

    item = models.OneToOneField(
        ProgrammeItem, on_delete=models.PROTECT, related_name="report", verbose_name=_("item")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visit_reports",
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.DRAFT)
    topics = models.TextField(_("topics"), blank=True)
    summary = Translated(models.TextField, _("summary"))
    findings = models.TextField(_("findings"), blank=True)
    opportunities = models.TextField(_("opportunities"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    agreed_points = models.TextField(_("agreed points"), blank=True)
    cleared = models.BooleanField(_("cleared for publication"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")
        ordering = ["item_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="missions_visitreport_state_valid"
            )
        ]

    def __str__(self) -> str:
        return str(self.item)


class FollowUp(Record):
    """An action that was agreed or proposed on a mission. A due period is kept as its last day."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="follow_ups", verbose_name=_("mission")
    )
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("comes from"),
        help_text=_("The item it comes from; empty: the mission itself."),
    )
    order = OrderField(_("order"), default=0)
    title = Translated(models.CharField, _("title"), required=True, max_length=250)
    kind = models.CharField(_("kind"), max_length=20, choices=FollowUpKind, default=FollowUpKind.OTHER)
    state = models.CharField(_("state"), max_length=20, choices=FollowUpState, default=FollowUpState.PROPOSED)
    state_words = Translated(
        models.CharField,
        _("state in the report's words"),
        max_length=120,
        help_text=_("Such as “voiced and supported”."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("place"),
    )
    our_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups_owned",
        verbose_name=_("our organisation"),
    )
    our_owner = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("our owner"),
        help_text=_("Who on our side sees to it."),
    )
    counterparts = models.ManyToManyField(
        Organisation, blank=True, related_name="follow_ups", verbose_name=_("counterparts")
    )
    sides_words = Translated(
        models.CharField,
        _("sides in words"),
        max_length=200,
        help_text=_("Where no organisation is named: “the delegation”."),
    )
    published = models.BooleanField(_("published with the results"), default=False)
    due_on = DayField(
        _("due on"),
        null=True,
        blank=True,
        help_text=_("The last day of the period; empty: the date is open."),
    )
    due_precision = models.CharField(_("due by"), max_length=20, choices=DuePrecision, blank=True)
    result_mission = models.ForeignKey(
        Mission,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="came_from",
        verbose_name=_("mission it became"),
    )
    staff_notes = models.TextField(_("staff notes"), blank=True, help_text=_("Seen by staff only."))

    history = HistoricalRecords(m2m_fields=[counterparts])

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = [F("due_on").asc(nulls_last=True), "mission_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FollowUpKind.values), name="missions_followup_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="missions_followup_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, due_precision="")
                | Q(due_on__isnull=False, due_precision__in=DuePrecision.values),
                name="missions_followup_due_has_precision",
                violation_error_message=_("Give the due day with its precision, or neither."),
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
