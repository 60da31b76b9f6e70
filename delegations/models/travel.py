"""How they travel and where they sleep: legs and stays. Read live, never part of a release."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from delegations.models.delegations import Delegate
from missions.models import Mission, ProgrammeItem
from partners.models import Place, Record
from partners.models.histories import LinkedHistory
from wording import zones
from wording.fields import DayField, is_likely


class LegMode(models.TextChoices):
    FLIGHT = "flight", _("flight")
    TRAIN = "train", _("train")
    BUS = "bus", _("bus")
    CAR = "car", _("car")
    SHIP = "ship", _("ship")


class Leg(Record):
    """A flight, train or drive. Departure and arrival are each local time at their own place."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="legs", verbose_name=_("mission")
    )
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="legs",
        verbose_name=_("programme item"),
        help_text=_("The shared transfer item that this leg is; it is shown once."),
    )
    mode = models.CharField(_("mode"), max_length=20, choices=LegMode, default=LegMode.FLIGHT)
    carrier = models.CharField(_("carrier"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("Such as T5 702."))
    from_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="legs_from", verbose_name=_("from")
    )
    to_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="legs_to", verbose_name=_("to")
    )
    departs_on = DayField(_("departs on"), null=True, blank=True)
    departs_at = models.TimeField(
        _("departs at"), null=True, blank=True, help_text=_("Local time; empty: not known.")
    )
    arrives_on = DayField(_("arrives on"), null=True, blank=True)
    arrives_at = models.TimeField(_("arrives at"), null=True, blank=True, help_text=_("Local time there."))
    passengers = models.ManyToManyField(
        Delegate, blank=True, related_name="legs", verbose_name=_("passengers")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    history = LinkedHistory(m2m_fields=[passengers])

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        ordering = [
            "mission_id",
            F("departs_on").asc(nulls_last=True),
            F("departs_at").asc(nulls_last=True),
            "pk",
        ]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=LegMode.values), name="delegations_leg_mode_valid"),
            models.CheckConstraint(
                condition=Q(departs_at__isnull=True) | Q(departs_on__isnull=False),
                name="delegations_leg_departure_needs_day",
                violation_error_message=_("A departure time needs its day."),
            ),
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True) | Q(arrives_on__isnull=False),
                name="delegations_leg_arrival_needs_day",
                violation_error_message=_("An arrival time needs its day."),
            ),
        ]

    def __str__(self) -> str:
        name = " ".join(part for part in (self.carrier, self.number) if part) or self.get_mode_display()
        return f"{name}, {self.from_place} – {self.to_place}"

    def departure(self) -> datetime.datetime | None:
        """The instant of departure in the zone of its place, if day and time are known."""
        return _instant(self.departs_on, self.departs_at, self.from_place.zone)

    def arrival(self) -> datetime.datetime | None:
        """The instant of arrival in the zone of its place, if day and time are known."""
        return _instant(self.arrives_on, self.arrives_at, self.to_place.zone)

    def clean(self) -> None:
        """Refuse a local time that does not exist, and an arrival before the departure as instants."""
        super().clean()
        if not (self.from_place_id and self.to_place_id):
            return
        if not (is_likely(self.departs_on) and is_likely(self.arrives_on)):
            return
        try:
            departure, arrival = self.departure(), self.arrival()
        except zones.NoSuchTime as error:
            raise ValidationError(
                _("%(error)s: this local time does not exist, the clocks were put forward."),
                code="no_such_time",
                params={"error": error},
            ) from None
        if departure and arrival and arrival < departure:
            raise ValidationError(
                {
                    "arrives_at": ValidationError(
                        _("A leg cannot arrive before it departs."), code="end_before_start"
                    )
                }
            )
        if self.item and self.mission_id and self.item.mission_id != self.mission_id:
            raise ValidationError(
                {"item": ValidationError(_("This item belongs to another mission."), code="item")}
            )


def _instant(day: datetime.date | None, time: datetime.time | None, zone: str) -> datetime.datetime | None:
    return zones.instant(day, time, zone) if day is not None and time is not None else None


class Stay(Record):
    """One delegate's nights at a hotel."""

    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="stays", verbose_name=_("delegate")
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stays", verbose_name=_("place"))
    hotel = models.CharField(_("hotel"), max_length=200)
    address = models.CharField(
        _("address"), max_length=300, blank=True, help_text=_("In the local script, for a driver.")
    )
    arrives_on = DayField(_("from"), help_text=_("The day of the first night."))
    leaves_on = DayField(_("to"), help_text=_("The day after the last night."))
    room = models.CharField(_("room"), max_length=40, blank=True)
    shared_with = models.ForeignKey(
        Delegate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("shared with"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        ordering = ["delegate_id", "arrives_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leaves_on__gt=F("arrives_on")),
                name="delegations_stay_at_least_a_night",
                violation_error_message=_("A stay has at least one night: it ends after the day it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.hotel}, {self.place}"

    def clean(self) -> None:
        """Refuse a room mate of another mission, and oneself."""
        super().clean()
        mate = self.shared_with
        if mate is None or not self.delegate_id:
            return
        if mate.pk == self.delegate_id or mate.mission_id != self.delegate.mission_id:
            raise ValidationError(
                {"shared_with": ValidationError(_("Name another delegate of the same mission."), code="mate")}
            )

    @property
    def nights(self) -> int:
        """The number of nights."""
        return (self.leaves_on - self.arrives_on).days
