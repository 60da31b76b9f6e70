"""Letters to delegates: what was to be told to whom, about which version, and what became of each letter."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegations.models.delegations import Delegate
from missions.models import Mission, Release
from wording.translated import Translated


class MailingKind(models.TextChoices):
    RELEASE = "release", _("new version")
    MESSAGE = "message", _("message")


class MailingState(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    SENT = "sent", _("given to be sent")
    STOPPED = "stopped", _("not to be sent")


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    UNCERTAIN = "uncertain", _("perhaps sent")
    FAILED = "failed", _("failed")
    SKIPPED = "skipped", _("not to be sent")


class Reason(models.TextChoices):
    """Why a delegate gets no letter."""

    NO_ADDRESS = "no_address", _("no e-mail address")
    NOT_INVITED = "not_invited", _("has not been sent a personal link yet")
    LINK_ENDED = "link_ended", _("her personal link was ended")
    UNCHANGED = "unchanged", _("nothing has changed for her")
    WITHDREW = "withdrew", _("has withdrawn")
    FOLDED = "folded", _("told with the next version")
    NO_VERSION = "no_version", _("no version is left")
    STOPPED = "stopped", _("stopped by an organiser")


# Whose letter was begun: what she was told of may be this.
BEGUN = (NoticeState.CLAIMED, NoticeState.UNCERTAIN, NoticeState.SENT)


class Mailing(models.Model):
    """One thing that is told to several delegates: what a version changes, or words of an organiser.

    The letters of a version are written with it, each for what changes for one delegate (`release`, no words
    of its own). A message has a subject and a text with placeholders; its letters are written when it is
    given to be sent, for those whom `filters` find then.
    """

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="mailings", verbose_name=_("mission")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailingKind)
    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mailings",
        verbose_name=_("version"),
    )
    subject = Translated(models.CharField, _("subject"), max_length=200)
    text = Translated(models.TextField, _("text"))
    urgent = models.BooleanField(_("urgent"), default=False)
    filters = models.JSONField(_("to whom"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=MailingState, default=MailingState.PREPARED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("given to be sent at"), null=True, blank=True, editable=False)

    history = HistoricalRecords()
    _history_user: Any  # set by whoever saves, as for records

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MailingKind.values), name="delegations_mailing_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MailingState.values), name="delegations_mailing_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(kind=MailingKind.RELEASE, release__isnull=False)
                | Q(kind=MailingKind.MESSAGE, release__isnull=True),
                name="delegations_mailing_version_of_kind",
                violation_error_message=_("Letters about a version name it; a message names none."),
            ),
            models.CheckConstraint(
                condition=Q(state=MailingState.SENT, sent_at__isnull=False)
                | (~Q(state=MailingState.SENT) & Q(sent_at__isnull=True)),
                name="delegations_mailing_sent_at",
                violation_error_message=_("What was given to be sent says when."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.release) if self.release else self.subject


def new_message_id() -> str:
    """The Message-ID that a letter keeps however often it is tried, so that two of it are seen to be one."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


class Notice(models.Model):
    """One letter to one delegate, and what became of it.

    A worker claims it before it sends: one that stays claimed was perhaps sent (`uncertain`), and a person
    decides whether it is sent again. `release` is the version that it tells, set when it is claimed, since
    another may have come or gone by then. `error` says what went wrong without any address.
    """

    # Of two rows for one letter one stays whole.
    together = (
        (
            "state",
            "reason",
            "release",
            "lang",
            "tries",
            "next_try_at",
            "message_id",
            "claimed_at",
            "sent_at",
            "error",
        ),
    )

    mailing = models.ForeignKey(
        Mailing, on_delete=models.CASCADE, related_name="notices", verbose_name=_("mailing")
    )
    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="notices", verbose_name=_("delegate")
    )
    release = models.ForeignKey(
        Release,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("version"),
    )
    state = models.CharField(_("state"), max_length=20, choices=NoticeState, default=NoticeState.WAITING)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True, editable=False)
    lang = models.CharField(_("language"), max_length=10, blank=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("next try at"), null=True, blank=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id, editable=False)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    error = models.CharField(_("error"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["mailing_id", "delegate__precedence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "delegate"],
                name="delegations_notice_unique",
                violation_error_message=_("A delegate gets one letter of a mailing."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values), name="delegations_notice_state_valid"
            ),
            models.CheckConstraint(
                condition=(Q(state=NoticeState.SKIPPED) & Q(reason__in=Reason.values))
                | (~Q(state=NoticeState.SKIPPED) & Q(reason="")),
                name="delegations_notice_reason_of_skipped",
                violation_error_message=_("A letter that is not to be sent says why, and no other does."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BEGUN) | Q(claimed_at__isnull=False),
                name="delegations_notice_claimed_at",
                violation_error_message=_("A letter that was begun says when."),
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True)),
                name="delegations_notice_sent_at",
                violation_error_message=_("A letter that was sent says when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}: {self.mailing}"

    def take_over(self, other: "Notice") -> list[str]:
        """Of two rows for one letter the one that went further stays, for what it tells was told."""
        if _FURTHEST.index(other.state) >= _FURTHEST.index(self.state):
            return []
        names = list(self.together[0])
        for name in names:
            setattr(self, name, getattr(other, name))
        return names


_FURTHEST: tuple[str, ...] = (
    NoticeState.SENT,
    NoticeState.UNCERTAIN,
    NoticeState.CLAIMED,
    NoticeState.FAILED,
    NoticeState.WAITING,
    NoticeState.SKIPPED,
)
