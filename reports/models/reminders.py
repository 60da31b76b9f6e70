"""How members of staff are reminded of what is due: what each was told, and the calendar that she reads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models import FollowUp


class ReminderKind(models.TextChoices):
    """What a reminder is about. All but the digest name one follow-up."""

    DIGEST = "digest", _("what is open, each week")
    PERIOD = "period", _("the last thirty days of its period have begun")
    SOON = "soon", _("due within fourteen days")
    NEAR = "near", _("due within three days")
    OVERDUE = "overdue", _("overdue")


class ReminderState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being sent")
    SENT = "sent", _("sent")
    UNCERTAIN = "uncertain", _("perhaps sent")
    FAILED = "failed", _("failed")


class Reminder(models.Model):
    """One thing of which one member of staff is reminded once.

    Those of one morning stand in one letter and have its Message-ID. They are claimed before it is sent: what
    stays claimed was perhaps sent, and is never sent again. `about` is the due day, so that a new one is told
    anew; of a digest, the Monday of its week.
    """

    goes_along = True  # with its follow-up, whoever deletes that

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ReminderKind)
    follow_up = models.ForeignKey(
        FollowUp,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("follow-up"),
    )
    about = models.DateField(_("about"))
    state = models.CharField(_("state"), max_length=20, choices=ReminderState, default=ReminderState.WAITING)
    message_id = models.CharField(max_length=200, editable=False, db_index=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    error = models.CharField(_("error"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-about", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values), name="reports_reminder_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values), name="reports_reminder_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReminderKind.DIGEST, follow_up__isnull=True)
                | (~Q(kind=ReminderKind.DIGEST) & Q(follow_up__isnull=False)),
                name="reports_reminder_names_a_follow_up",
                violation_error_message=_("A reminder names its follow-up; a digest names none."),
            ),
            models.UniqueConstraint(
                fields=["user", "about"],
                condition=Q(follow_up__isnull=True),
                name="reports_reminder_one_digest_a_week",
                violation_error_message=_("There is one digest a week."),
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "follow_up", "about"],
                condition=Q(follow_up__isnull=False),
                name="reports_reminder_once",
                violation_error_message=_("Nobody is reminded twice of the same."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.follow_up or self.get_kind_display()}"


class ReminderSetting(models.Model):
    """Whether a member of staff wants letters that remind her, and in which language.

    No row: she gets them, in the language of the house.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminder_setting",
        verbose_name=_("member of staff"),
    )
    letters = models.BooleanField(_("letters that remind me"), default=True)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("setting of reminders")
        verbose_name_plural = _("settings of reminders")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lang__in=[code for code, _name in settings.LANGUAGES]),
                name="reports_remindersetting_lang_valid",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class DueFeed(models.Model):
    """The calendar of due days to which one member of staff has subscribed.

    Its token is 256 random bits: the hash is looked up, the token stands encrypted beside it, to be shown to
    her alone. `everything` tells also what others see to, in the missions that she may see.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="due_feeds",
        verbose_name=_("member of staff"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    token_encrypted = models.TextField(editable=False)
    everything = models.BooleanField(_("also what others see to"), default=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar of due days")
        verbose_name_plural = _("calendars of due days")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="reports_duefeed_one_each",
                violation_error_message=_("Each has one calendar of due days."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
