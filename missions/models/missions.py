"""Missions, the series they belong to, and the organisations that carry them."""

import calendar
import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partners.models import Contact, Organisation, Place, Sector, SluggedRecord
from partners.models.histories import LinkedHistory
from partners.models.places import validate_zone
from wording import zones
from wording.fields import DayField, OrderField, is_likely
from wording.translated import Translated
from wording.words import LANGUAGES


class MissionType(models.TextChoices):
    OUTWARD = "outward", _("outward mission")
    INWARD = "inward", _("inward mission")
    EXPLORATORY = "exploratory", _("exploratory mission")
    FOLLOW_UP = "follow_up", _("follow-up mission")


class MissionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


# The missions that count where missions are counted or compared: no drafts, and copies are drafts, nor
# cancelled ones.
COUNTED = models.Q(state=MissionState.PUBLISHED)


class DatesPrecision(models.TextChoices):
    DAY = "day", _("to the day")
    APPROXIMATE = "approximate", _("approximate days")
    MONTH = "month", _("month only")
    QUARTER = "quarter", _("quarter only")
    YEAR = "year", _("year only")


MONTHS_OF: dict[str, int] = {DatesPrecision.MONTH: 1, DatesPrecision.QUARTER: 3, DatesPrecision.YEAR: 12}


class PartyRole(models.TextChoices):
    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co_organiser", _("co-organiser")
    SUPPORTER = "supporter", _("supporter")
    HOST = "host", _("host")
    SPONSOR = "sponsor", _("sponsor")
    PARTICIPANT = "participant", _("participating organisation")


def all_languages() -> list[str]:
    """The languages of a new mission, in the order in which its texts are looked for."""
    return list(LANGUAGES)


def validate_languages(value: object) -> None:
    """Accept an ordered list of our languages without repeats. Raises ValidationError."""
    if not (
        isinstance(value, list) and value and set(value) <= set(LANGUAGES) and len(set(value)) == len(value)
    ):
        raise ValidationError(
            _("Give a list of en, ru, kk and tk in the order of preference, each once."), code="languages"
        )


class Series(SluggedRecord):
    """Missions that follow one another."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    slug_text = "title"
    title = Translated(models.CharField, _("title"), required=True, max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["slug", "pk"]

    def __str__(self) -> str:
        return self.title


class Mission(SluggedRecord):
    """A journey of a delegation to another country: edited freely here, seen outside as last released."""

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Its address; Latin letters, digits and hyphens.")
    )
    slug_text = "title"
    series = models.ForeignKey(
        Series,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("series"),
    )
    title = Translated(models.CharField, _("title"), required=True, max_length=200)
    summary = Translated(
        models.CharField, _("summary"), max_length=500, help_text=_("One sentence under the title.")
    )
    purpose = Translated(models.TextField, _("purpose"))
    background = Translated(models.TextField, _("what came before"))
    dates_note = Translated(models.CharField, _("note on the dates"), max_length=500)
    source = Translated(
        models.CharField, _("source"), max_length=500, help_text=_("Where and when this was reported.")
    )
    compiled_from_reports = models.BooleanField(
        _("compiled from published reports"),
        default=False,
        help_text=_(
            "This record was made afterwards, of what was published. Readers are told so, with the "
            "day of the record, in place of a version and its release."
        ),
    )
    outcome_summary = Translated(
        models.TextField,
        _("summary of results"),
        help_text=_("Published with the results, not with the programme."),
    )
    type = models.CharField(_("type"), max_length=20, choices=MissionType, default=MissionType.OUTWARD)
    state = models.CharField(
        _("state"), max_length=20, choices=MissionState, default=MissionState.DRAFT, editable=False
    )
    starts_on = DayField(_("first day"))
    ends_on = DayField(_("last day"))
    dates_precision = models.CharField(
        _("precision of the dates"), max_length=20, choices=DatesPrecision, default=DatesPrecision.DAY
    )
    languages = models.JSONField(
        _("languages"),
        default=all_languages,
        validators=[validate_languages],
        help_text=_("Order in which a missing text is looked for in another language."),
    )
    zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_zone],
        help_text=_("IANA name; empty: the zone of the first stop."),
    )
    home = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="missions_from_here",
        verbose_name=_("home"),
        help_text=_("Where the delegation comes from; its clock is compared with the stops'."),
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="missions", verbose_name=_("sectors"))
    numbers = Translated(
        models.TextField,
        _("numbers to call"),
        help_text=_(
            "One on each line, the number last: “Organiser on duty: +7 700 000 00 00”. "
            "Delegates see them at once, without a release; the public never does."
        ),
    )
    staff_notes = models.TextField(_("staff notes"), blank=True, help_text=_("Seen by staff only."))
    is_template = models.BooleanField(
        _("template"),
        default=False,
        editable=False,
        help_text=_("New missions are copied from it; it is never published."),
    )

    history = LinkedHistory(m2m_fields=[sectors])

    # Set where stops are checked beside the mission, against its new days.
    stops_follow = False

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["-starts_on", "-pk"]
        permissions = [("release_mission", _("Can release, withdraw, publish and cancel missions"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="missions_mission_ends_after_start",
                violation_error_code="dates",
                violation_error_message=_("A mission cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=MissionState.values),
                name="missions_mission_state_valid",
                violation_error_message=_("A mission is a draft, published or cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(type__in=MissionType.values), name="missions_mission_type_valid"
            ),
            models.CheckConstraint(
                condition=Q(dates_precision__in=DatesPrecision.values),
                name="missions_mission_precision_valid",
            ),
            models.CheckConstraint(
                condition=Q(is_template=False) | Q(state=MissionState.DRAFT),
                name="missions_mission_template_is_draft",
                violation_error_message=_("A template is never published."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a slug that was another mission's address before, and dates that leave a row outside."""
        super().clean()
        if FormerSlug.objects.filter(slug=self.slug).exclude(mission_id=self.pk).exists():
            raise ValidationError(
                {
                    "slug": ValidationError(
                        _("This slug was the address of another mission; links still use it."), code="slug"
                    )
                }
            )
        if self.pk and (days := self.days()):
            stop = None if self.stops_follow else self.stops.select_related("place").outside(*days).first()
            outside = stop or self.items.outside(*days).first()
            if outside is not None:
                raise ValidationError(
                    _("“%(item)s” on %(day)s would lie outside the mission's days."),
                    code="row_outside",
                    params={"item": outside, "day": outside.day_outside(*days)},
                )

    @classmethod
    def leads_elsewhere(cls, wish: str) -> set[str]:
        """Return slugs that begin with `wish` and lead to other missions although none has them now."""
        former = FormerSlug.objects.filter(slug__startswith=wish)
        return super().leads_elsewhere(wish) | set(former.values_list("slug", flat=True))

    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day that the mission may have; None while these are not known.

        Where its dates are known by month, quarter or year alone, it may have any day of these.
        """
        if not (self.starts_on and self.ends_on and is_likely(self.starts_on) and is_likely(self.ends_on)):
            return None
        months = MONTHS_OF.get(self.dates_precision)
        if months is None:
            return self.starts_on, self.ends_on
        first = (self.starts_on.month - 1) // months * months + 1
        last = (self.ends_on.month - 1) // months * months + months
        return (
            self.starts_on.replace(month=first, day=1),
            self.ends_on.replace(month=last, day=calendar.monthrange(self.ends_on.year, last)[1]),
        )

    def refuse_outside(self, **days: datetime.date | None) -> dict[str, ValidationError]:
        """A sentence for each of these fields whose day lies outside the mission's days."""
        known = self.days()
        if known is None:
            return {}
        return {
            name: ValidationError(
                _("The day lies outside the mission's days, %(first)s to %(last)s."),
                code="outside",
                params={"first": known[0].isoformat(), "last": known[1].isoformat()},
            )
            for name, day in days.items()
            if day is not None and is_likely(day) and not known[0] <= day <= known[1]
        }

    def get_absolute_url(self) -> str:
        return reverse("missions:mission", args=[self.slug])

    def zone_name(self) -> str:
        """The IANA zone of the mission by its rows: its own, else that of its first stop, else UTC.

        For staff alone: a stop may be hidden from others. What these are told is `Itinerary.zone`.
        """
        if self.zone:
            return self.zone
        first = self.stops.select_related("place").first()
        return first.place.zone if first else "UTC"

    def zone_told(self) -> str:
        """The IANA zone that anybody may be told: the mission's own, else its home's, else UTC."""
        return self.zone or (self.home.zone if self.home else "UTC")

    def today(self) -> datetime.date:
        """The local date at the mission, never the server's."""
        return timezone.now().astimezone(zones.zone_info(self.zone_told())).date()

    @transaction.atomic
    def rename(self, slug: str) -> None:
        """Change the address; after the first release the old one leads to the new one.

        Raises ValidationError when the new slug is taken or malformed.
        """
        former = self.slug
        if slug == former:
            return
        self.slug = slug
        try:
            self.full_clean()
        except ValidationError:
            self.slug = former
            raise
        self.save(update_fields=["slug"])
        FormerSlug.objects.filter(slug=slug).delete()
        if self.releases.exists():
            FormerSlug.objects.update_or_create(slug=former, defaults={"mission": self})


class FormerSlug(models.Model):
    """An address that a released mission had before; it leads to the present one."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.slug


class Party(models.Model):
    """An organisation with a role in the mission, and the contact who speaks for it."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="parties", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, default=PartyRole.ORGANISER)
    order = OrderField(_("order"), default=0)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parties",
        verbose_name=_("contact"),
        help_text=_("Who speaks for it."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PartyRole.values), name="missions_party_role_valid"),
            models.UniqueConstraint(
                fields=["mission", "organisation", "role"],
                name="missions_party_unique",
                violation_error_message=_("This organisation has this role in the mission already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"

    def clean(self) -> None:
        """Refuse a contact of another organisation."""
        if self.contact and self.organisation_id and self.contact.organisation_id != self.organisation_id:
            raise ValidationError(
                {
                    "contact": ValidationError(
                        _("This person speaks for another organisation."), code="contact"
                    )
                }
            )
