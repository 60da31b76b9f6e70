"""Who takes part in an item together, and who receives them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from missions.models.missions import Mission
from partners.models import Contact, Organisation, Record
from wording.fields import OrderField
from wording.translated import Translated


class HostState(models.TextChoices):
    WISHED = "wished", _("wished")
    ASKED = "asked", _("asked")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")


class Group(Record):
    """People who take part in something together.

    A personal group holds one delegate and has no name outside.
    """

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="groups")
    name = Translated(models.CharField, _("name"), required=True, max_length=120)
    personal = models.BooleanField(_("personal group of one delegate"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["mission_id", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.personal:
            super().clean()


class ItemGroup(models.Model):
    """A group that takes part in an item; while it does, the group cannot be deleted."""

    item = models.ForeignKey("missions.ProgrammeItem", on_delete=models.CASCADE, related_name="item_groups")
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, related_name="item_groups", verbose_name=_("group")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("group that takes part")
        verbose_name_plural = _("groups that take part")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "group"],
                name="missions_itemgroup_unique",
                violation_error_message=_("This group takes part already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)

    def clean(self) -> None:
        """Refuse a group of another mission."""
        if self.item_id and self.group_id and self.item.mission_id != self.group.mission_id:
            raise ValidationError(
                {"group": ValidationError(_("This group belongs to another mission."), code="group")}
            )


class Host(models.Model):
    """An organisation, perhaps by one of its contacts, that receives the delegation at an item."""

    item = models.ForeignKey("missions.ProgrammeItem", on_delete=models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="hosted", verbose_name=_("organisation")
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hosted",
        verbose_name=_("contact"),
    )
    state = models.CharField(_("state"), max_length=20, choices=HostState, default=HostState.CONFIRMED)
    order = OrderField(_("order"), default=0)

    history = HistoricalRecords()
    same_when = (("item", "organisation", "contact"),)  # what `clean` refuses, for merging

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HostState.values), name="missions_host_state_valid"),
            models.UniqueConstraint(
                fields=["item", "contact"],
                name="missions_host_contact_unique",
                violation_error_message=_("This person is a host of the item already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def clean(self) -> None:
        """Refuse a contact of another organisation, and an organisation named twice without anybody.

        The latter is no constraint, since both of two people of one organisation may be erased.
        """
        if self.item_id and self.organisation_id and not self.contact_id:
            others = Host.objects.filter(item=self.item_id, organisation=self.organisation_id, contact=None)
            if others.exclude(pk=self.pk).exists():
                raise ValidationError(_("This organisation is a host of the item already."), code="host")
        if self.contact and self.organisation_id and self.contact.organisation_id != self.organisation_id:
            raise ValidationError(
                {
                    "contact": ValidationError(
                        _("This person speaks for another organisation."), code="contact"
                    )
                }
            )
