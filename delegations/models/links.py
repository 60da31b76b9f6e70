"""Personal links: how a delegate or a host reaches her own pages without an account."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Expression, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegate, DelegateState
from missions.models import Mission
from partners.models import Organisation


class LinkPurpose(models.TextChoices):
    ITINERARY = "itinerary", _("itinerary")
    CALENDAR = "calendar", _("calendar")
    HOST = "host", _("host")


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Personal links."""

    def valid(self, at: datetime.datetime | Expression | None = None) -> Self:
        """Neither revoked nor expired, and their delegate still travels; now, unless a moment is given."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=at or timezone.now()), revoked_at__isnull=True
        ).exclude(delegate__state=DelegateState.WITHDRAWN)

    def revoke(self) -> int:
        """End those that still hold, and every session opened with them. Returns their number."""
        return self.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())


class AccessLink(models.Model):
    """A random token for one delegate, or one host of one mission. Only its hash is looked up.

    The token itself is kept encrypted, to be shown again to its holder alone; see delegations/links.py. One
    delegate may have several, also one for each `assistant`, whose links begin and end by themselves.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_encrypted = models.TextField(editable=False)
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=LinkPurpose, default=LinkPurpose.ITINERARY
    )
    delegate = models.ForeignKey(
        Delegate,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("delegate"),
    )
    mission = models.ForeignKey(
        Mission,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="host_links",
        verbose_name=_("mission"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="host_links",
        verbose_name=_("host organisation"),
    )
    assistant = models.CharField(
        _("assistant"),
        max_length=120,
        blank=True,
        help_text=_("Whoever reads in the delegate’s stead; empty: the delegate herself."),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    mail_asked_at = models.DateTimeField(_("e-mail asked for at"), null=True, blank=True, editable=False)
    mail_error = models.CharField(_("error of the e-mail"), max_length=80, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, mission__isnull=True, organisation__isnull=True)
                | Q(delegate__isnull=True, mission__isnull=False, organisation__isnull=False),
                name="delegations_accesslink_one_holder",
                violation_error_message=_("A link is for one delegate, or for one host of one mission."),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=LinkPurpose.values), name="delegations_accesslink_purpose_valid"
            ),
            models.CheckConstraint(
                condition=Q(assistant="") | Q(delegate__isnull=False),
                name="delegations_accesslink_assistant_of_delegate",
                violation_error_message=_("Only a delegate’s link can be for an assistant."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.delegate or self.organisation}"
