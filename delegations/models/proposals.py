"""What hosts answer about their items: the time fits, another one, none. Nothing changes by that alone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.links import AccessLink
from missions.models import ProgrammeItem
from partners.models import Organisation
from wording.fields import DayField


class ProposalKind(models.TextChoices):
    CONFIRM = "confirm", _("the time fits")
    OTHER_TIME = "other_time", _("another time is proposed")
    CANNOT = "cannot", _("the visit cannot be received")


class ProposalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("host’s answer", "waiting")
    ACCEPTED = "accepted", pgettext_lazy("host’s answer", "accepted")
    DECLINED = "declined", pgettext_lazy("host’s answer", "declined")
    OVERTAKEN = "overtaken", pgettext_lazy("host’s answer", "overtaken")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Answers of hosts."""

    def waiting(self) -> Self:
        """Those on which nobody has decided: of one host about one item the newest alone.

        Two organisations that were merged may each have had one.
        """
        newer = Proposal.objects.filter(
            item=OuterRef("item"), organisation=OuterRef("organisation"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(newer), state=ProposalState.WAITING)


class Proposal(models.Model):
    """One answer of one host about one item, as it stood before her, and what the organiser decided.

    Days and times are local at the item's place. `seen` is what she answered about, as
    delegations/host_answers.py writes it: a row that says something else now has overtaken her answer.
    """

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("programme item")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("host organisation")
    )
    link = models.ForeignKey(
        AccessLink,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("personal link"),
    )
    kind = models.CharField(_("answer"), max_length=20, choices=ProposalKind)
    day = DayField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    words = models.CharField(_("words"), max_length=1000, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200)
    at = models.DateTimeField(_("at"), default=timezone.now)
    seen = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ProposalState, default=ProposalState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.CharField(_("words back"), max_length=1000, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("host’s answer")
        verbose_name_plural = _("hosts’ answers")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProposalKind.values), name="delegations_proposal_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="delegations_proposal_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.OTHER_TIME, day__isnull=False, starts_at__isnull=False)
                | (
                    ~Q(kind=ProposalKind.OTHER_TIME)
                    & Q(day__isnull=True, starts_at__isnull=True, ends_at__isnull=True)
                ),
                name="delegations_proposal_time_of_another_time",
                violation_error_message=_("Another time has a day and an hour; other answers have none."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="delegations_proposal_ends_after_it_begins",
                violation_error_message=_("A visit ends after it begins, on the same day."),
            ),
            models.CheckConstraint(
                condition=~Q(answered_by=""),
                name="delegations_proposal_somebody_answers",
                violation_error_message=_("Say who answers."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ProposalState.ACCEPTED, ProposalState.DECLINED])
                & Q(decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=[ProposalState.WAITING, ProposalState.OVERTAKEN])
                & Q(decided_at__isnull=True, decided_by__isnull=True),
                name="delegations_proposal_somebody_decides",
                violation_error_message=_("What is accepted or declined says by whom and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"
