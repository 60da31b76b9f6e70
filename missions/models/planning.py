"""Around the programme: who may do what, deadlines, accepted cautions, drafts that were shown."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from partners.models import Organisation, Record
from wording.fields import DayField
from wording.translated import Translated


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    EDITOR = "editor", _("editor")
    PROTOCOL = "protocol", _("protocol")
    REPORTER = "reporter", _("reporter")
    VIEWER = "viewer", _("viewer")


class MissionRole(models.Model):
    """What one member of staff may do in one mission; docs/roles.md has the table."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="roles", verbose_name=_("mission")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mission_roles",
        verbose_name=_("member of staff"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.VIEWER)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role in a mission")
        verbose_name_plural = _("roles in missions")
        ordering = ["mission_id", "user_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="missions_missionrole_role_valid",
                violation_error_message=_("A role is coordinator, editor, protocol, reporter or viewer."),
            ),
            models.UniqueConstraint(
                fields=["mission", "user"],
                name="missions_missionrole_unique",
                violation_error_message=_("This member of staff has a role in the mission already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class DeadlineUnit(models.TextChoices):
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")


class Deadline(Record):
    """A task due so long before the mission's first day that it moves with the mission."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="deadlines", verbose_name=_("mission")
    )
    title = Translated(models.CharField, _("title"), required=True, max_length=200)
    count = models.PositiveSmallIntegerField(
        _("how long before departure"), help_text=_("In days or working days; 0: on the first day.")
    )
    unit = models.CharField(_("unit"), max_length=20, choices=DeadlineUnit, default=DeadlineUnit.DAYS)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who does it"),
    )
    done_on = DayField(_("done on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["mission_id", "-count", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__in=DeadlineUnit.values), name="missions_deadline_unit_valid"
            ),
            models.CheckConstraint(
                condition=Q(count__lte=1000),
                name="missions_deadline_count_sane",
                violation_error_message=_("Give at most 1,000 days."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def finish(self, day: datetime.date) -> None:
        """Say that it was done on this local day of its mission."""
        self.done_on = day
        self.save(update_fields=["done_on"])

    def reopen(self) -> None:
        """Say that it is not done after all."""
        self.done_on = None
        self.save(update_fields=["done_on"])


class AcceptedCaution(models.Model):
    """A clash or caution that somebody accepted with a reason, until its cause changes.

    `cause` is the hash of all that the caution was computed from: another cause is another caution.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="accepted_cautions")
    kind = models.CharField(_("kind"), max_length=40)
    cause = models.CharField(max_length=64, editable=False)
    words = models.CharField(_("caution"), max_length=500, help_text=_("As it was worded when accepted."))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("accepted caution")
        verbose_name_plural = _("accepted cautions")
        ordering = ["mission_id", "-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "cause"], name="missions_acceptedcaution_unique")
        ]

    def __str__(self) -> str:
        return self.words


class DraftLink(models.Model):
    """A draft as one outside reader sees it before release: an embassy or a host, until a date.

    It shows the document that was frozen when the link was made, so that an approval says what was approved.
    Only the hash of the token is kept: whoever made the link sees it once.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="draft_links")
    reader = models.CharField(_("for whom"), max_length=200, help_text=_("Such as an embassy; for staff."))
    host = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("host organisation"),
        help_text=_("Sees its own items; empty: what the public will see."),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    document = models.JSONField(_("document"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    approved = models.BooleanField(_("approved"), null=True, blank=True, editable=False)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True, editable=False)
    remark = models.TextField(_("remark"), blank=True, max_length=2000, editable=False)

    class Meta:
        verbose_name = _("draft link")
        verbose_name_plural = _("draft links")
        ordering = ["mission_id", "-made_at", "-pk"]

    def __str__(self) -> str:
        return self.reader
