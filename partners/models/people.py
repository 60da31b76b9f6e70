"""Who: people, and the positions in which we meet them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models.erasure import PersonalHistory
from partners.models.organisations import Organisation
from partners.models.records import Record
from wording import names
from wording.translated import Translated
from wording.words import LANGUAGES, Words, languages_of_name


class NameOrder(models.TextChoices):
    GIVEN_FIRST = "given_first", _("given name first")
    FAMILY_FIRST = "family_first", _("family name first")


class Person(Record):
    """A person under the names she uses in each script. Telephone and e-mail need their own permission."""

    family_name = Translated(models.CharField, _("family name"), name=True, required=True, max_length=120)
    given_name = Translated(models.CharField, _("given names"), name=True, max_length=120)
    patronymic = Translated(models.CharField, _("patronymic"), name=True, max_length=120)
    name_order = models.CharField(
        _("order of names"), max_length=20, choices=NameOrder, default=NameOrder.GIVEN_FIRST
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(
        _("telephone"), max_length=32, blank=True, help_text=_("With country code: +7 700 000 00 00.")
    )
    language = models.CharField(
        _("preferred language"), max_length=2, blank=True, choices=[(code, code) for code in LANGUAGES]
    )

    history = PersonalHistory()
    together = tuple(  # of two rows for one person either's whole name stays, language by language
        tuple(f"{part}_{lang}" for part in ("family_name", "given_name", "patronymic")) for lang in LANGUAGES
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name_en", "family_name_ru", "given_name_en", "pk"]
        permissions = [
            ("view_personal_data", _("Can see telephone numbers, e-mail addresses and needs of people"))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(name_order__in=NameOrder.values), name="partners_person_name_order_valid"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", *LANGUAGES]), name="partners_person_language_valid"
            ),
        ]

    def __str__(self) -> str:
        words = self.full_name(get_language() or "en")
        return words.text if words else ""

    def full_name(self, lang: str) -> Words | None:
        """The whole name in one script: that of `lang`, else the next by `languages_of_name`.

        Parts of different languages are never mixed.
        """
        found = self.name_parts(lang)
        if found is None:
            return None
        parts, language = found
        return Words(names.full_name(*parts, self.name_order), language)

    def name_parts(self, lang: str) -> tuple[tuple[str, str, str], str] | None:
        """Family name, given name and patronymic in the one script of `full_name`, and its language."""
        for candidate in languages_of_name(lang):
            family, given, patronymic = (
                getattr(self, f"{part}_{candidate}") for part in ("family_name", "given_name", "patronymic")
            )
            if family:
                return (family, given, patronymic), candidate
        return None


class Contact(Record):
    """One person's position at one organisation."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    position = Translated(models.CharField, _("position"), max_length=200)
    public = models.BooleanField(
        _("public, with consent"),
        default=False,
        help_text=_("The person has agreed to be named in public with this position."),
    )

    history = PersonalHistory()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                name="partners_contact_unique",
                violation_error_message=_("This person is a contact of this organisation already."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (str(self.person), self.position) if part)

    def take_over(self, other: "Contact") -> list[str]:
        """Of two rows for one position: named in public only if she agreed in both."""
        if self.public and not other.public:
            self.public = False
            return ["public"]
        return []
