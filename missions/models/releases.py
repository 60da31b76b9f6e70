"""What has left the house: releases, withdrawals, changes of state, and what the public finds by them."""

import datetime
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from missions.models.missions import Mission, MissionState
from wording import dates
from wording.translated import Translated


class Immutable(TypeError):
    """A release was to be changed or deleted. It never is; make the next one, or withdraw it."""


class ReleaseQuerySet(models.QuerySet[Any]):
    """Releases, which are added and read."""

    def update(self, **fields: object) -> NoReturn:
        raise Immutable("A release is never changed: make the next one.")

    def delete(self) -> NoReturn:
        raise Immutable(
            "A release is never deleted: withdraw it, or delete the mission by `manage.py delete_mission`."
        )

    delete.queryset_only = True  # type: ignore[attr-defined]  # Django reads it

    def live(self) -> "ReleaseQuerySet":
        """Without those that were withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def discard(self) -> int:
        """Delete the rows for good, with a whole mission only. Returns the number of these alone."""
        return super().delete()[1].get(self.model._meta.label, 0)

    discard.queryset_only = True  # type: ignore[attr-defined]  # Django reads it


class Recorded(models.Model):
    """What was made at a moment; of one that a file brought only the day may be known."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    hour_unknown = models.BooleanField(
        _("the hour is not known"), default=False, help_text=_("Readers are told its day in UTC alone.")
    )

    class Meta:
        abstract = True

    @property
    def told_at(self) -> datetime.date:
        """What readers are told of when it was made: the moment, or the day alone."""
        return dates.as_known(self.at, self.hour_unknown)


class AbstractRelease(Recorded):
    """A numbered document that is never changed: in code by this class, in the database by a trigger."""

    number = models.PositiveIntegerField(_("version"))
    document = models.JSONField(_("document"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Unknown where it came with a mission file."),
    )

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises Immutable when it exists already."""
        if not self._state.adding:
            raise Immutable("A release is never changed: make the next one.")
        # A row with the key of another one would be an update of that.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable(
            "A release is never deleted: withdraw it, or delete the mission by `manage.py delete_mission`."
        )


class Release(AbstractRelease):
    """A numbered version of the programme, frozen as all its readers were shown it."""

    note = Translated(
        models.TextField, _("note"), help_text=_("What changed, in a sentence for its readers.")
    )
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="releases")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["mission_id", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "number"], name="missions_release_number_unique"),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="missions_release_number_positive",
                violation_error_message=_("Versions are numbered from 1."),
            ),
        ]

    def __str__(self) -> str:
        return _("version %(number)s") % {"number": self.number}


class ResultsRelease(AbstractRelease):
    """A numbered version of the results: what came of the items, follow-ups, outcomes and the summary."""

    note = Translated(models.TextField, _("note"), help_text=_("What was corrected."))
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="results_releases")

    class Meta:
        verbose_name = _("release of results")
        verbose_name_plural = _("releases of results")
        ordering = ["mission_id", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "number"], name="missions_resultsrelease_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="missions_resultsrelease_number_positive",
                violation_error_message=_("Versions are numbered from 1."),
            ),
        ]

    def __str__(self) -> str:
        return _("results, version %(number)s") % {"number": self.number}


class Withdrawal(models.Model):
    """A release that should not have been made is taken back; its number is never used again."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"), help_text=_("For staff; not shown outside."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.release)


class StateChange(Recorded):
    """The mission was published, cancelled or taken back to a draft; calendars count these."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="state_changes")
    state = models.CharField(_("state"), max_length=20, choices=MissionState)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MissionState.values), name="missions_statechange_state_valid"
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class ListingKind(models.TextChoices):
    CARD = "card", _("mission")
    HOST = "host", _("host of an item")
    TOPIC = "topic", _("topic of an item")
    AGREED = "agreed", _("agreed follow-up")


class Listing(models.Model):
    """What the public finds of one mission: its card, and each host, topic and agreed follow-up it may see.

    Made anew from the newest release and results whenever these change; never from the rows being edited.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="listings")
    kind = models.CharField(max_length=10, choices=ListingKind)
    ref = models.UUIDField(null=True, help_text="Of the organisation or sector.")
    item_uid = models.UUIDField(null=True)
    order = models.PositiveIntegerField(default=0)
    words = models.JSONField(help_text="What is shown, with every text by language.")

    class Meta:
        ordering = ["mission_id", "kind", "order", "pk"]
        indexes = [models.Index(fields=["kind", "ref"], name="missions_listing_found_by")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ListingKind.values), name="missions_listing_kind_valid"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref or self.mission_id}"
