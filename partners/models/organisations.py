"""Who: organisations and what they work in."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partners.models.histories import LinkedHistory
from partners.models.places import Place
from partners.models.records import SluggedRecord
from wording.translated import Translated


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("company")
    UNION = "union", _("union of enterprises")
    CHAMBER = "chamber", _("chamber of commerce")
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("government agency")
    EMBASSY = "embassy", _("embassy")
    EXCHANGE = "exchange", _("exchange")
    UNIVERSITY = "university", _("university")
    CLUB = "club", _("club")
    EXHIBITION = "exhibition", _("exhibition")
    MEDIA = "media", _("media")
    OTHER = "other", _("other")


class Sector(SluggedRecord):
    """A field of business by which missions, organisations and topics are found."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    slug_text = "name"
    name = Translated(models.CharField, _("name"), name=True, required=True, max_length=120)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["slug", "pk"]

    def __str__(self) -> str:
        return self.name


class Organisation(SluggedRecord):
    """An organisation that hosts, organises, supports or sends. A firm whose name is not known has no row."""

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Names its public page; Latin letters, digits and hyphens."),
    )
    slug_text = "name"
    name = Translated(models.CharField, _("name"), name=True, required=True, max_length=250)
    legal_name = models.CharField(_("legal name"), max_length=250, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("parent organisation"),
        help_text=_("A national union is the parent of its provincial branches."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("place"),
    )
    sectors = models.ManyToManyField(
        Sector, blank=True, related_name="organisations", verbose_name=_("sectors")
    )
    website = models.URLField(_("website"), blank=True)
    profile = Translated(models.TextField, _("profile"), help_text=_("A public text in Markdown."))
    published = models.BooleanField(
        _("published"), default=True, help_text=_("Unpublished organisations are named on no public page.")
    )

    history = LinkedHistory(m2m_fields=[sectors])

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="partners_organisation_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                name="partners_organisation_not_own_parent",
                violation_error_message=_("An organisation cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a line of parents that leads back to the organisation itself."""
        super().clean()
        seen, parent = {self.pk}, self.parent
        while parent is not None:
            if parent.pk in seen:
                raise ValidationError(
                    {
                        "parent": ValidationError(
                            _("The line of parents leads back to this organisation."), code="circle"
                        )
                    }
                )
            seen.add(parent.pk)
            parent = parent.parent
