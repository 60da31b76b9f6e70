"""Travel documents, each encrypted as a whole, and the record of who had to do with them.

Nothing of a document stands in a column of its own, so no list, filter, search or history can have it. See
delegations/travel_documents.py.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.models.delegations import Delegate
from missions.models import Mission


class TravelDocument(models.Model):
    """What is printed in a delegate's passport, encrypted, with the consent under which it is kept."""

    # Of two documents of one delegate one stays whole.
    together = (
        (
            "fields_encrypted",
            "version",
            "consent_version",
            "consent_language",
            "kept_days",
            "consented_at",
            "consent_by",
            "saved_at",
        ),
    )
    # Whoever deletes the delegate deletes it too, for good, and is not told that there was one.
    goes_along = True

    delegate = models.ForeignKey(
        Delegate, on_delete=models.CASCADE, related_name="travel_documents", verbose_name=_("delegate")
    )
    fields_encrypted = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    consent_version = models.CharField(_("version of the consent"), max_length=20)
    consent_language = models.CharField(_("language of the consent"), max_length=8)
    kept_days = models.PositiveSmallIntegerField(
        _("kept for"), help_text=_("Days after the mission’s last day, as was consented to.")
    )
    consented_at = models.DateTimeField(_("consented at"), default=timezone.now)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consent recorded by"),
        help_text=_("Empty: the delegate herself."),
    )
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    class Meta:
        verbose_name = _("travel document")
        verbose_name_plural = _("travel documents")
        ordering = ["delegate_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delegate"],
                name="delegations_traveldocument_unique",
                violation_error_message=_("A travel document of this delegate is kept already."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DocumentAct(models.TextChoices):
    CONSENTED = "consented", _("consented")
    SAVED = "saved", _("entered")
    LOOKED = "looked", _("looked at")
    LISTED = "listed", _("in the visa list")
    WITHDRAWN = "withdrawn", _("consent withdrawn, document deleted")
    DELETED = "deleted", _("deleted with its delegate")
    PURGED = "purged", _("deleted on its day")


class Recorded(TypeError):
    """An entry of the record was to be changed or deleted."""


class TravelDocumentLookQuerySet(models.QuerySet["TravelDocumentLook"]):
    """Entries of the record, which are added and read."""

    def update(self, **fields: object) -> NoReturn:
        raise Recorded("What was recorded is never changed.")

    def delete(self) -> NoReturn:
        raise Recorded("What was recorded is never deleted.")

    delete.queryset_only = True  # type: ignore[attr-defined]  # Django reads it


class TravelDocumentLook(models.Model):
    """That somebody had to do with a delegate's travel document: who, when, what; nothing of what is in it.

    Added and never changed: in code by this class, in the database by a trigger. It outlives delegate and
    mission, so it has the key of the one, and leads to the other without holding it.
    """

    at = models.DateTimeField(_("at"), default=timezone.now)
    act = models.CharField(_("what"), max_length=20, choices=DocumentAct)
    mission = models.ForeignKey(
        Mission, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("mission")
    )
    delegate_key = models.PositiveBigIntegerField(_("number of the delegate"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    link_key = models.PositiveBigIntegerField(
        _("number of the personal link"), null=True, blank=True, help_text=_("By which the delegate came.")
    )
    details = models.CharField(_("details"), max_length=60, blank=True)

    objects = TravelDocumentLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a travel document")
        verbose_name_plural = _("looks at travel documents")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=DocumentAct.values), name="delegations_traveldocumentlook_act_valid"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | Q(link_key__isnull=True),
                name="delegations_traveldocumentlook_one_reader",
                violation_error_message=_("Either a member of staff or a delegate looked."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: #{self.delegate_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry. Raises Recorded when it exists already."""
        if not self._state.adding:
            raise Recorded("What was recorded is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Recorded("What was recorded is never deleted.")


@receiver(post_delete, sender=TravelDocument, dispatch_uid="travel_documents.deleted")
def _went_with_its_delegate(instance: TravelDocument, using: str, **kwargs: Any) -> None:
    """A delegate, her mission or a duplicate of her was deleted: so was her document, for good."""
    mission = Delegate.objects.using(using).filter(pk=instance.delegate_id).values_list("mission", flat=True)
    TravelDocumentLook.objects.using(using).create(
        act=DocumentAct.DELETED,
        mission_id=mission.first() or instance.delegate.mission_id,
        delegate_key=instance.delegate_id,
    )
