"""The programme of a mission: stops and items."""

import datetime
import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from missions.models.participants import Group
from partners.models import Place, Record, Sector
from partners.models.histories import LinkedHistory
from wording import zones
from wording.fields import DayField, OrderField, is_likely
from wording.translated import Translated, columns


class ItemKind(models.TextChoices):
    ARRIVAL = "arrival", _("Arrival")
    DEPARTURE = "departure", _("Departure")
    TRANSFER = "transfer", _("Transfer")
    SITE_VISIT = "site_visit", _("Site visit")
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    NEGOTIATIONS = "negotiations", _("Negotiations")
    TALKS = "talks", _("Talks")
    B2B = "b2b", _("B2B session")
    PRESENTATION = "presentation", _("Presentation")
    EXHIBITION = "exhibition", _("Exhibition")
    RECEPTION = "reception", _("Reception")
    CEREMONY = "ceremony", _("Ceremony")
    MEAL = "meal", _("Meal")
    FREE_TIME = "free_time", _("Free time")


REPORTED = (
    ItemKind.SITE_VISIT,
    ItemKind.VISIT,
    ItemKind.MEETING,
    ItemKind.NEGOTIATIONS,
    ItemKind.TALKS,
    ItemKind.B2B,
)
"""Kinds of items that staff report on."""


class ItemStatus(models.TextChoices):
    TENTATIVE = "tentative", _("tentative")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", _("cancelled")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    DELEGATION = "delegation", _("the delegation")
    PARTICIPANTS = "participants", _("those who take part")
    STAFF = "staff", _("staff only")


class PartOfDay(models.TextChoices):
    MORNING = "morning", _("morning")
    MIDDAY = "midday", _("midday")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class StopQuerySet(models.QuerySet["Stop"]):
    """Stops of the route."""

    def outside(self, first: datetime.date, last: datetime.date) -> Self:
        """Stops whose known days lie outside the days from `first` to `last`."""
        return self.filter(Q(first_day__lt=first) | Q(first_day__gt=last) | Q(last_day__gt=last))


class Stop(Record):
    """A place on the route; a place may come twice."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="stops")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stops", verbose_name=_("place"))
    order = OrderField(_("order"), default=0)
    first_day = DayField(_("first day"), null=True, blank=True)
    last_day = DayField(_("last day"), null=True, blank=True, help_text=_("If not the first day."))
    days_approximate = models.BooleanField(_("days are approximate"), default=False)

    objects = StopQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["mission_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="missions_stop_ends_after_start",
                violation_error_message=_(
                    "A stop cannot end before it begins; without a first day it has no last day."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.place)

    def clean(self) -> None:
        """Refuse a day outside the mission's days."""
        super().clean()
        if self.mission_id and (
            errors := self.mission.refuse_outside(first_day=self.first_day, last_day=self.last_day)
        ):
            raise ValidationError(errors)

    def day_outside(self, first: datetime.date, last: datetime.date) -> datetime.date | None:
        """Which of its days lies outside the days from `first` to `last`."""
        return _outside(first, last, self.first_day, self.last_day)


class ItemQuerySet(models.QuerySet["ProgrammeItem"]):
    """Programme items."""

    def outside(self, first: datetime.date, last: datetime.date) -> Self:
        """Items whose known days lie outside the days from `first` to `last`."""
        return self.filter(Q(day__lt=first) | Q(day__gt=last) | Q(ends_on__gt=last))

    def to_report(self) -> Self:
        """Visits and meetings that staff report on."""
        return self.filter(kind__in=REPORTED).exclude(status=ItemStatus.CANCELLED)


class ProgrammeItem(models.Model):
    """One entry of the programme. Its times are wall-clock times at its place; unknown ones stay unknown."""

    uid = models.UUIDField(_("UID"), default=uuid.uuid4, unique=True, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="items")
    stop = models.ForeignKey(
        Stop,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("stop"),
        help_text=_("Empty: the place is not known."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind)
    title = Translated(models.CharField, _("title"), required=True, max_length=250)
    description = Translated(models.TextField, _("description"), help_text=_("Markdown."))
    day = DayField(_("day"), null=True, blank=True, help_text=_("Empty: the day is not known."))
    day_approximate = models.BooleanField(_("the day is approximate"), default=False)
    ends_on = DayField(_("last day"), null=True, blank=True, help_text=_("If it ends on another day."))
    starts_at = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Local time; empty: not known.")
    )
    ends_at = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("Local time; empty: not known.")
    )
    time_approximate = models.BooleanField(_("the time is approximate"), default=False)
    part_of_day = models.CharField(_("part of the day"), max_length=20, choices=PartOfDay, blank=True)
    order = OrderField(_("order"), default=0, help_text=_("Within the mission, where hours are unknown."))
    to_place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="arrivals",
        verbose_name=_("ends at another place"),
        help_text=_("Where a transfer arrives; its end is local time there."),
    )
    venue = Translated(models.CharField, _("venue"), max_length=250)
    address = Translated(models.CharField, _("address"), max_length=300)
    host_unnamed = models.BooleanField(
        _("the host's name is not known"), default=False, help_text=_("The title describes the host.")
    )
    topics = models.ManyToManyField(Sector, blank=True, related_name="items", verbose_name=_("topics"))
    status = models.CharField(_("status"), max_length=20, choices=ItemStatus, default=ItemStatus.CONFIRMED)
    visibility = models.CharField(
        _("who may see it"), max_length=20, choices=Visibility, default=Visibility.DELEGATION
    )
    public_title = Translated(
        models.CharField,
        _("public title"),
        max_length=250,
        help_text=_(
            "Those who may not see the item see this title with its day, time and stop, and nothing else."
        ),
    )
    for_everyone = models.BooleanField(_("everyone takes part"), default=True)
    groups = models.ManyToManyField(
        Group, through="ItemGroup", blank=True, related_name="items", verbose_name=_("groups that take part")
    )
    dress = Translated(models.CharField, _("dress"), max_length=200)
    language = Translated(models.CharField, _("language of the meeting"), max_length=120)
    interpreter = Translated(models.CharField, _("interpreter"), max_length=200)
    photo_rules = Translated(models.CharField, _("rules for photographs"), max_length=200)
    staff_notes = models.TextField(
        _("staff notes"), blank=True, help_text=_("Seen by staff only, in no release.")
    )
    outcome = Translated(
        models.TextField,
        _("outcome"),
        help_text=_("What came of it; published with the results, not with the programme."),
    )

    objects = ItemQuerySet.as_manager()
    history = LinkedHistory(m2m_fields=[topics])
    _history_user: Any  # set by whoever saves, as for records
    _change_reason: str

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["mission_id", F("day").asc(nulls_last=True), "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values), name="missions_programmeitem_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ItemStatus.values), name="missions_programmeitem_status_valid"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="missions_programmeitem_visibility_valid"
            ),
            models.CheckConstraint(
                condition=Q(part_of_day__in=["", *PartOfDay.values]),
                name="missions_programmeitem_part_of_day_valid",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(day__isnull=False),
                name="missions_programmeitem_last_day_needs_day",
                violation_error_message=_("An item without a first day has no last day."),
            ),
            # A flight over the date line may arrive on the day before; `clean` compares the instants.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(to_place__isnull=False) | Q(ends_on__gte=F("day")),
                name="missions_programmeitem_last_day_after_day",
                violation_error_message=_("An item cannot end on a day before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=True)
                | Q(to_place__isnull=False)
                | Q(ends_on__isnull=False, ends_on__gt=F("day"))
                | Q(ends_at__gte=F("starts_at")),
                name="missions_programmeitem_end_after_start",
                violation_error_message=_(
                    "An item cannot end before it begins, unless it ends on a later day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Check the item against its mission's days, its stop's mission and the clocks of its places."""
        super().clean()
        errors: dict[str, ValidationError] = {}
        if not any(getattr(self, column) for column in columns("title")):
            errors["title_en"] = ValidationError(
                _("Give the title in at least one language."), code="no_text"
            )
        if self.stop and self.mission_id and self.stop.mission_id != self.mission_id:
            errors["stop"] = ValidationError(_("This stop belongs to another mission."), code="stop")
        if self.mission_id:
            errors |= self.mission.refuse_outside(day=self.day, ends_on=self.ends_on)
        if not errors:
            errors |= self._impossible_times()
        if errors:
            raise ValidationError(errors)

    def zone_name(self) -> str:
        """The IANA zone in which the item begins."""
        return self.stop.place.zone if self.stop else self.mission.zone_name()

    def end_zone_name(self) -> str:
        """The IANA zone in which the item ends."""
        return self.to_place.zone if self.to_place else self.zone_name()

    def day_outside(self, first: datetime.date, last: datetime.date) -> datetime.date | None:
        """Which of its days lies outside the days from `first` to `last`."""
        return _outside(first, last, self.day, self.ends_on)

    def _impossible_times(self) -> dict[str, ValidationError]:
        if self.day is None or not self.mission_id or not (is_likely(self.day) and is_likely(self.ends_on)):
            return {}
        instants: dict[str, datetime.datetime] = {}
        errors: dict[str, ValidationError] = {}
        for name, day, time, zone in (
            ("starts_at", self.day, self.starts_at, self.zone_name()),
            ("ends_at", self.ends_on or self.day, self.ends_at, self.end_zone_name()),
        ):
            if time is not None:
                try:
                    instants[name] = zones.instant(day, time, zone)
                except zones.NoSuchTime:
                    errors[name] = ValidationError(
                        _("%(time)s does not exist on %(day)s in %(zone)s: the clocks were put forward."),
                        code="no_such_time",
                        params={"time": time.strftime("%H:%M"), "day": day.isoformat(), "zone": zone},
                    )
        if len(instants) == 2 and instants["ends_at"] < instants["starts_at"]:
            errors["ends_at"] = ValidationError(
                _("An item cannot end before it begins, unless it ends on a later day."),
                code="end_before_start",
            )
        return errors


def _outside(first: datetime.date, last: datetime.date, *days: datetime.date | None) -> datetime.date | None:
    return next((day for day in days if day is not None and not first <= day <= last), None)


class SiteVisit(ProgrammeItem):
    """The work list of visits to report on."""

    class Meta:
        proxy = True
        verbose_name = _("visit to report on")
        verbose_name_plural = _("visits to report on")
