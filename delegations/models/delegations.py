"""Who travels: delegations, delegates, and who was at which item."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models import Group, Mission, ProgrammeItem
from partners.models import Contact, Organisation, Person, Record
from partners.models.erasure import PersonalHistory
from wording.fields import DayField, OrderField
from wording.translated import Translated

PRECEDENCE_GAP = 10


class Capacity(models.TextChoices):
    HEAD = "head", _("head")
    DEPUTY = "deputy", _("deputy head")
    MEMBER = "member", _("member")
    ADVISER = "adviser", _("adviser")
    INTERPRETER = "interpreter", _("interpreter")
    PRESS = "press", _("press")
    STAFF = "staff", _("staff")


class DelegateState(models.TextChoices):
    INVITED = "invited", _("invited")
    APPLIED = "applied", _("applied")
    ACCEPTED = "accepted", _("accepted")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Delegation(Record):
    """The people one organisation sends on a mission."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("mission")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="delegations",
        verbose_name=_("sending organisation"),
    )
    head = models.ForeignKey(
        "Delegate",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="heads",
        verbose_name=_("head"),
    )
    note = Translated(
        models.CharField,
        _("note"),
        max_length=300,
        help_text=_("Such as “representatives; their names were not reported”."),
    )
    details_until = DayField(
        _("details until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day on which its delegates check and complete their own details; "
            "empty: the day before the mission begins."
        ),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["mission_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "organisation"],
                name="delegations_delegation_unique",
                violation_error_message=_("This organisation sends a delegation on this mission already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @transaction.atomic
    def appoint_head(self, delegate: "Delegate") -> None:
        """Make one of its delegates the head, in place of any other.

        Raises ValidationError for a delegate of another delegation.
        """
        if delegate.delegation_id != self.pk:
            raise ValidationError(_("%s belongs to another delegation.") % delegate, code="delegation")
        self.head = delegate
        self.save(update_fields=["head"])


class DelegateQuerySet(models.QuerySet["Delegate"]):
    """Delegates, in protocol order."""

    def travelling(self) -> Self:
        """Without those who withdrew."""
        return self.exclude(state=DelegateState.WITHDRAWN)


class Delegate(Record):
    """A person on a mission. Precedence is her rank over the whole mission; every list follows it."""

    mission = models.ForeignKey(
        Mission, on_delete=models.CASCADE, related_name="delegates", verbose_name=_("mission")
    )
    delegation = models.ForeignKey(
        Delegation, on_delete=models.PROTECT, related_name="delegates", verbose_name=_("delegation")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="travels", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("organisation"),
        help_text=_("If it is not the sending one."),
    )
    position = Translated(models.CharField, _("position"), max_length=200)
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity, default=Capacity.MEMBER)
    precedence = OrderField(
        _("precedence"),
        blank=True,
        help_text=_("Rank over the whole mission, in steps of ten; empty: the last."),
    )
    groups = models.ManyToManyField(Group, blank=True, related_name="delegates", verbose_name=_("groups"))
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    diet = models.CharField(_("diet"), max_length=200, blank=True)
    access_needs = models.CharField(_("access needs"), max_length=200, blank=True)
    arrival_wish = models.CharField(
        _("wish for the arrival"),
        max_length=300,
        blank=True,
        help_text=_("How and when she would like to arrive and leave; her legs say what is booked."),
    )
    checked_at = models.DateTimeField(_("details checked at"), null=True, blank=True)
    checked_by = models.CharField(
        _("details checked by"), max_length=120, blank=True, help_text=_("Empty: by the delegate herself.")
    )
    state = models.CharField(_("state"), max_length=20, choices=DelegateState, default=DelegateState.INVITED)
    consent_on = DayField(
        _("consent given on"), null=True, blank=True, help_text=_("To keep her data for this mission.")
    )

    objects = DelegateQuerySet.as_manager()
    history = PersonalHistory(m2m_fields=[groups])

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ["mission_id", "precedence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "person"],
                name="delegations_delegate_person_unique",
                violation_error_message=_("This person is a delegate of this mission already."),
            ),
            models.UniqueConstraint(
                fields=["mission", "precedence"],
                name="delegations_delegate_precedence_unique",
                violation_error_message=_("Another delegate of this mission has this precedence."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="delegations_delegate_capacity_valid"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DelegateState.values), name="delegations_delegate_state_valid"
            ),
            models.CheckConstraint(
                condition=Q(checked_by="") | Q(checked_at__isnull=False),
                name="delegations_delegate_checked_by_needs_moment",
                violation_error_message=_("Who checked the details needs the moment when."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        """Refuse a delegation of another mission; rank a delegate without precedence last."""
        super().clean()
        if self.delegation_id and self.mission_id and self.delegation.mission_id != self.mission_id:
            raise ValidationError(
                {
                    "delegation": ValidationError(
                        _("This delegation travels on another mission."), code="delegation"
                    )
                }
            )
        if self.precedence is None and self.mission_id:
            self.precedence = next_precedence(self.mission)

    def take_over(self, other: "Delegate") -> list[str]:
        """Of two rows for one delegate: she travels if either does, and leads no delegation but her own."""
        for delegation in Delegation.objects.filter(head=self).exclude(pk=self.delegation_id):
            delegation.head = None
            delegation.save(update_fields=["head"])
        if self.state == DelegateState.WITHDRAWN != other.state:
            self.state, self.capacity = other.state, other.capacity
            return ["state", "capacity"]
        return []


def next_precedence(mission: Mission) -> int:
    """The precedence after the last delegate of the mission, leaving a gap."""
    last = Delegate.objects.filter(mission=mission).aggregate(last=Max("precedence"))["last"] or 0
    return int(last) + PRECEDENCE_GAP


def members_of_groups(mission: Mission) -> dict[str, list[str]]:
    """The refs of the travelling delegates of each group, in protocol order, by the group's ref."""
    return members_of_all([mission])[mission.pk]


def members_of_all(missions: Collection[Mission]) -> dict[int, dict[str, list[str]]]:
    """What `members_of_groups` says of each of these missions, by primary key, in two queries for all."""
    members: dict[int, dict[str, list[str]]] = {mission.pk: {} for mission in missions}
    for key, ref in Group.objects.filter(mission__in=members).values_list("mission_id", "ref"):
        members[key][str(ref)] = []
    pairs = (
        Delegate.objects.travelling()
        .filter(mission__in=members, groups__mission=F("mission"))
        .order_by("precedence", "pk")
        .values_list("mission_id", "groups__ref", "ref")
    )
    for key, group, delegate in pairs:
        members[key][str(group)].append(str(delegate))
    return members


class Attendance(models.Model):
    """A delegate or a contact at an item: planned, and whether she was there."""

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("item")
    )
    delegate = models.ForeignKey(
        Delegate,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("delegate"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("contact"),
    )
    planned = models.BooleanField(_("planned"), default=True)
    actual = models.BooleanField(_("was there"), null=True, blank=True, help_text=_("Empty: not known."))

    history = HistoricalRecords()
    _history_user: Any  # set by whoever saves, as for records

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["item_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, contact__isnull=True)
                | Q(delegate__isnull=True, contact__isnull=False),
                name="delegations_attendance_one_person",
                violation_error_message=_("Name either a delegate or a contact."),
            ),
            models.UniqueConstraint(
                fields=["item", "delegate"], name="delegations_attendance_delegate_unique"
            ),
            models.UniqueConstraint(fields=["item", "contact"], name="delegations_attendance_contact_unique"),
        ]

    def __str__(self) -> str:
        return str(self.delegate or self.contact)

    def clean(self) -> None:
        """Refuse a delegate of another mission."""
        super().clean()
        alone = self.delegate if self.contact_id is None else None  # both together are refused as such
        if alone and self.item_id and alone.mission_id != self.item.mission_id:
            raise ValidationError(
                {"delegate": ValidationError(_("This delegate travels on another mission."), code="delegate")}
            )
