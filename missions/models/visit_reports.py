"""What one member of staff wrote down about a visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from missions.models.programme import ProgrammeItem
from partners.models import Record, Sector
from partners.models.histories import LinkedHistory
from wording.translated import Translated
from wording.words import LANGUAGES


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved")


class MeetingOutcome(models.TextChoices):
    NOT_HELD = "not_held", _("did not take place")
    NO_INTEREST = "no_interest", _("no interest")
    INFORMATIVE = "informative", _("informative")
    COOPERATION_POSSIBLE = "cooperation_possible", _("cooperation possible")
    AGREEMENT = "agreement", _("agreement")


class VisitReport(Record):
    """What one member of staff wrote down about one item. Who was there is kept as attendance.

    Its state changes by the verbs of missions/visit_reports.py; an approved one is reopened before it is
    edited.
    """

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
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[(code, code) for code in LANGUAGES],
        help_text=_("Of all that is written in one language alone; empty: not said."),
    )
    outcome_code = models.CharField(
        _("how it ended"),
        max_length=30,
        blank=True,
        choices=MeetingOutcome,
        help_text=_("Empty: not said."),
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="visit_reports", verbose_name=_("sectors spoken of")
    )
    topics = models.TextField(_("topics"), blank=True)
    others = models.TextField(
        _("who else was there"),
        blank=True,
        help_text=_("In words: those who stand neither in the delegation nor among the contacts."),
    )
    summary = Translated(models.TextField, _("summary"))
    findings = models.TextField(_("findings"), blank=True)
    opportunities = models.TextField(_("opportunities"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    agreed_points = models.TextField(_("agreed points"), blank=True)
    staff_notes = models.TextField(_("staff notes"), blank=True, help_text=_("Seen by staff only."))
    cleared = models.BooleanField(_("cleared for publication"), default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    remark = models.TextField(
        _("remark"),
        blank=True,
        editable=False,
        help_text=_("Why it was sent back or reopened; gone once it is approved."),
    )

    history = LinkedHistory(m2m_fields=[sectors])

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")
        ordering = ["item_id", "pk"]
        permissions = [("approve_visitreport", _("Can approve, send back and reopen visit reports"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="missions_visitreport_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", *LANGUAGES]), name="missions_visitreport_language_valid"
            ),
            models.CheckConstraint(
                condition=Q(outcome_code__in=["", *MeetingOutcome.values]),
                name="missions_visitreport_outcome_code_valid",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.APPROVED)
                | Q(approved_by__isnull=True, approved_at__isnull=True),
                name="missions_visitreport_only_approved_has_approval",
                violation_error_message=_("Only an approved report says who approved it and when."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)
