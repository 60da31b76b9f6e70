"""What was agreed or proposed on a mission, and what became of it."""

import calendar
import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from missions.models.attachments import Attachment
from missions.models.missions import MONTHS_OF, Mission
from missions.models.programme import ProgrammeItem
from partners.models import Contact, Organisation, Place, Record
from partners.models.histories import LinkedHistory
from wording.fields import DayField, OrderField, is_likely
from wording.translated import Translated


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


UNSAID = _("Name the mission, document or link that it became, or say why it is done.")

# Whatever became of it, nothing is left to do.
CLOSED_STATES = (FollowUpState.DONE, FollowUpState.DROPPED, FollowUpState.SUPERSEDED)


class Priority(models.TextChoices):
    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")


class DuePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")


def last_day(day: datetime.date, precision: str) -> datetime.date:
    """The last day of the period of this length in which the day lies.

    >>> last_day(datetime.date(2024, 2, 5), "quarter"), last_day(datetime.date(2024, 2, 5), "year")
    (datetime.date(2024, 3, 31), datetime.date(2024, 12, 31))
    """
    months = MONTHS_OF.get(precision)
    if months is None:
        return day
    month = (day.month - 1) // months * months + months
    return day.replace(month=month, day=calendar.monthrange(day.year, month)[1])


class FollowUp(Record):
    """An action that was agreed or proposed on a mission. A due period is kept as its last day.

    Its state changes by the verbs of missions/follow_ups.py alone. Priority, who on the staff sees to it and
    why it was closed never leave the house.
    """

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
    state_changed_on = DayField(
        _("state changed on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day of the last change of state; empty: not known."),
    )
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
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("responsible"),
        help_text=_("The member of staff who sees to it, and is reminded of it."),
    )
    priority = models.CharField(_("priority"), max_length=20, choices=Priority, default=Priority.NORMAL)
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
    result_document = models.ForeignKey(
        Attachment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="results_of",
        verbose_name=_("document it became"),
    )
    result_link = models.URLField(_("link to what it became"), blank=True, max_length=500)
    closing_reason = models.TextField(_("why it was closed"), blank=True)
    closed_on = DayField(_("closed on"), null=True, blank=True)
    staff_notes = models.TextField(_("staff notes"), blank=True, help_text=_("Seen by staff only."))

    history = LinkedHistory(m2m_fields=[counterparts])

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
            models.CheckConstraint(
                condition=Q(priority__in=Priority.values), name="missions_followup_priority_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES) | Q(closed_on__isnull=True, closing_reason=""),
                name="missions_followup_closed_when_closed",
                violation_error_message=_("Only what is closed says when and why it was."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_since(self) -> datetime.date | None:
        """The day of the last change of state; None where it is not known."""
        return self.state_changed_on or self.closed_on

    def has_result(self) -> bool:
        """Whether it names what it became."""
        return bool(self.result_mission_id or self.result_document_id or self.result_link)

    def clean(self) -> None:
        """Refuse an origin or document of another mission, and done without a result or reason.

        A due period is kept as its last day.
        """
        super().clean()
        if self.state == FollowUpState.DONE and not (self.closing_reason or self.has_result()):
            raise ValidationError(UNSAID, code="result")
        if self.due_on and is_likely(self.due_on):
            self.due_on = last_day(self.due_on, self.due_precision)
        if self.result_document and self.result_document.mission_id != self.mission_id:
            raise ValidationError(
                {
                    "result_document": ValidationError(
                        _("This document belongs to another mission."), code="result_document"
                    )
                }
            )
        if self.item and self.mission_id and self.item.mission_id != self.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )
