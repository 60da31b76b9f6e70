"""The form of a travel document, for the delegate and for protocol: what is typed is what is printed."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from babel.core import get_global
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from delegations import mrz
from delegations.travel_documents import DAYS, Difference, Passport
from wording.countries import is_country
from wording.form_fields import DateField

# No countries of ISO 3166-1, and in passports all the same (Doc 9303, part 3, section 5).
OF_ICAO = (
    "D GBD GBN GBO GBP GBS EUE RKS UNA UNK UNO "
    "XAA XBA XCC XCO XCE XDC XEC XES XIM XMP XOM XPO XXA XXB XXC XXX"
)
OLDEST = datetime.date(1900, 1, 1)
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 /-]*")


class Sex(models.TextChoices):
    """As a passport has it."""

    FEMALE = "F", "F"
    MALE = "M", "M"
    UNSPECIFIED = "X", "X"


@cache
def states() -> frozenset[str]:
    """The three letters of all countries, as in ISO 3166-1 and in passports."""
    aliases = get_global("territory_aliases").items()
    return frozenset(code for code, (first, *_rest) in aliases if len(code) == 3 and is_country(first)) | set(
        OF_ICAO.split()
    )


THREE = _("Three letters as in the passport, such as KAZ or TKM.")


class StateField(forms.CharField):
    """Three letters such as KAZ; small ones are taken for capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, widget=_text(), error_messages={"max_length": THREE}, **kwargs)

    def clean(self, value: Any) -> str:
        code = str(super().clean(value)).upper()
        if code not in states():
            raise ValidationError(THREE, code="state")
        return code


def _text() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off"})


def _day(label: Any, *, required: bool = True) -> DateField:
    return DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"autocomplete": "off", "type": "date"}, format="%Y-%m-%d"),
    )


class TravelDocumentForm(forms.Form):
    """What is printed in a passport. `seen` is the version that lay before whoever typed; 0 for none."""

    surname = forms.CharField(label=_("Surname"), max_length=100, widget=_text())
    given_names = forms.CharField(label=_("Given names"), max_length=100, required=False, widget=_text())
    number = forms.CharField(label=_("Number of the passport"), max_length=20, widget=_text())
    state = StateField(label=_("Issuing state"))
    nationality = StateField(label=_("Nationality"))
    born_on = _day(_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "–"), *Sex.choices])
    issued_on = _day(_("Issued on"), required=False)
    expires_on = _day(_("Expires on"))
    birthplace = forms.CharField(label=_("Place of birth"), max_length=100, required=False, widget=_text())
    personal_number = forms.CharField(
        label=_("Personal number"), max_length=20, required=False, widget=_text()
    )
    mrz_first = forms.CharField(
        label=_("First of the two lines at the foot"), max_length=60, required=False, widget=_text()
    )
    mrz_second = forms.CharField(
        label=_("Second of the two lines"), max_length=60, required=False, widget=_text()
    )
    agreed = forms.BooleanField(required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    HINTS = {
        "surname": _("Letter by letter as it is printed in the passport, in Latin letters."),
        "given_names": _("All of them, as they are printed; empty if there are none."),
        "state": _("Three letters, such as KAZ or TKM."),
        "nationality": _("Three letters, such as KAZ or TKM."),
        "sex": _("As it is printed."),
        "issued_on": _("If it is printed."),
        "birthplace": _("As it is printed, if a visa needs it."),
        "personal_number": _("If there is one."),
        "mrz_first": _("Optional: 44 letters, digits and “<”. They show whether something was mistyped."),
    }

    def lines(self) -> Iterator[tuple[forms.BoundField, Any]]:
        """The fields of the passport, each with its hint."""
        for field in fields(Passport):
            yield self[field.name], self.HINTS.get(field.name, "")

    @staticmethod
    def of(passport: Passport | None, seen: int) -> "TravelDocumentForm":
        """A form that shows what is kept."""
        values: dict[str, Any] = {"seen": seen}
        for field in fields(Passport) if passport else ():
            value = getattr(passport, field.name)
            values[field.name] = value.isoformat() if field.name in DAYS and value else value
        return TravelDocumentForm(initial=values)

    def clean_surname(self) -> str:
        return self._latin("surname")

    def clean_given_names(self) -> str:
        return self._latin("given_names")

    def clean_birthplace(self) -> str:
        return str(self.cleaned_data["birthplace"])

    def clean_number(self) -> str:
        return self._number("number")

    def clean_personal_number(self) -> str:
        return self._number("personal_number")

    def _latin(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        if any(letter.isalpha() and "LATIN" not in unicodedata.name(letter, "") for letter in text):
            raise ValidationError(
                gettext("One of these letters is not Latin, though it may look like one."), code="latin"
            )
        if any(letter.isdecimal() or unicodedata.category(letter) == "Cc" for letter in text):
            raise ValidationError(gettext("A name has no digits."), code="digits")
        if any(unicodedata.category(letter) == "Cf" for letter in text):  # one that turns the line round, too
            raise ValidationError(
                gettext("There is a sign in it that nobody sees; type the name again."), code="unseen"
            )
        return text

    def _number(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        if text and not NUMBER.fullmatch(text):
            raise ValidationError(
                gettext("Latin letters and digits alone, as they are printed."), code="number"
            )
        return text

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_days(found)
        self._clean_lines(found)
        return found

    def _clean_days(self, found: dict[str, Any]) -> None:
        born, issued, expires = (found.get(name) for name in DAYS)
        today = timezone.now().date() + datetime.timedelta(days=1)  # somewhere it is that already
        if born and not OLDEST <= born < today:
            self.add_error("born_on", gettext("This cannot be a day of birth."))
        if issued and not (born or OLDEST) <= issued <= today:
            self.add_error("issued_on", gettext("No passport was issued to her on this day."))
        if expires and not (issued or born or OLDEST) < expires:
            self.add_error("expires_on", gettext("A passport expires after it is issued."))

    def _clean_lines(self, found: dict[str, Any]) -> None:
        """Both lines or none; each check digit that does not fit is named."""
        typed = {name: found.get(name, "") for name in ("mrz_first", "mrz_second")}
        if not any(typed.values()) or any(name in self.errors for name in typed):
            return
        try:
            lines = mrz.read(typed["mrz_first"], typed["mrz_second"])
        except mrz.Malformed as error:
            said = {"length": error.length, "position": error.position, "character": error.character}
            self.add_error(f"mrz_{error}", str(MALFORMED[error.cause]) % said)
            return
        wrong = mrz.wrong_digits(lines)
        # The last digit verifies the other fields, too: it says nothing more where one of these is wrong.
        for name in [name for name in wrong if name != "all"] or wrong:
            self.add_error("mrz_second", str(WRONG_DIGITS[name]))

    def passport(self) -> Passport:
        """What was typed, once it is valid."""
        return Passport(**{field.name: self.cleaned_data[field.name] for field in fields(Passport)})


MALFORMED = {
    mrz.Cause.MISSING: _("This line is missing: give both lines, or neither."),
    mrz.Cause.LENGTH: _("This line has %(length)d characters; it is printed with 44."),
    mrz.Cause.CHARACTER: _(
        "Character %(position)d, “%(character)s”, cannot stand in this line: A to Z, 0 to 9 and “<” alone."
    ),
    mrz.Cause.SWAPPED: _("The two lines are swapped: the first one begins with P."),
    mrz.Cause.NO_PASSPORT: _("The first line of a passport begins with P."),
}
WRONG_DIGITS = {
    "number": _("The check digit of the passport’s number does not fit: a letter or digit was mistyped."),
    "born_on": _("The check digit of the date of birth does not fit: a digit was mistyped."),
    "expires_on": _("The check digit of the date of expiry does not fit: a digit was mistyped."),
    "personal_number": _(
        "The check digit of the personal number does not fit: a letter or digit was mistyped."
    ),
    "all": _("The last check digit does not fit: something in this line was mistyped."),
}


def told(difference: Difference) -> str:
    """A sentence: what was typed, and what the lines say in its place."""
    label = TravelDocumentForm.base_fields[difference.field].label
    return gettext("%(field)s: typed “%(typed)s”, in the two lines “%(line)s”.") % {
        "field": label,
        "typed": difference.typed,
        "line": difference.line,
    }
