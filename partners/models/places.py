"""Where: places and their time zones."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partners.models.records import Record
from wording import countries, zones
from wording.translated import Translated

NO_COUNTRY = _("“%(value)s” is no country code. Give two letters of ISO 3166-1, such as TM.")


def validate_zone(name: str) -> None:
    """Refuse what the time zone database does not know. Raises ValidationError."""
    if not zones.is_zone(name):
        raise ValidationError(
            _("“%(value)s” is no time zone. Give an IANA name such as Asia/Ashgabat."),
            code="zone",
            params={"value": name},
        )


def validate_country(code: str) -> None:
    """Refuse what is no ISO 3166-1 alpha-2 code. Raises ValidationError."""
    if not countries.is_country(code):
        raise ValidationError(NO_COUNTRY, code="country", params={"value": code})


class Place(Record):
    """A town, zone or building that people travel to; its clock is the one its entries are written in."""

    name = Translated(models.CharField, _("name"), name=True, required=True, max_length=200)
    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[validate_country],
        help_text=_("ISO 3166-1, two letters, such as TM."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        validators=[validate_zone],
        help_text=_("IANA name, such as Asia/Ashgabat."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    restricted = models.BooleanField(
        _("restricted zone"), default=False, help_text=_("A permit is needed besides the visa.")
    )
    permit_working_days = models.PositiveSmallIntegerField(
        _("permit lead time, working days"), null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["country", "name_en", "name_ru", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                ),
                name="partners_place_coordinates",
                violation_error_message=_(
                    "Give both latitude (−90 to 90) and longitude (−180 to 180), or neither."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name
