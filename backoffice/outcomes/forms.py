"""What is asked before an outcome is confirmed or corrected, and before its paper is taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.rights import access
from missions.models import Outcome
from partners.models import Contact
from wording.fields import validate_year
from wording.form_fields import DateField
from wording.translated import COLUMN_LANGUAGES, columns

CONTACTS_OFFERED = 500


class ConfirmForm(forms.Form):
    """Who of the company said so, and when."""

    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Who confirmed it"),
        empty_label=_("choose"),
        help_text=_("Contacts of the organisations of both sides. Add one to the organisation first."),
        error_messages={"required": _("Choose who confirmed it.")},
    )
    on = DateField(
        label=_("On which day"),
        validators=[validate_year],
        error_messages={
            "required": _("Give the day on which it was confirmed."),
        },
    )

    def __init__(self, *args: Any, row: Outcome, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "confirm_%s", **kwargs})
        contact: Any = self.fields["contact"]
        sides = [*row.ours.all(), *row.theirs.all()]
        offered = Contact.objects.filter(organisation__in=sides).select_related("person", "organisation")
        contact.queryset = access.narrow(user, offered, "view")[:CONTACTS_OFFERED]
        contact.queryset = Contact.objects.filter(pk__in=[one.pk for one in contact.queryset]).select_related(
            "person", "organisation"
        )


class CorrectForm(forms.ModelForm[Outcome]):
    """The outcome as it should be, and what was wrong."""

    class Meta:
        model = Outcome
        fields = (
            *columns("title"),
            "kind",
            "amount",
            "currency",
            "certainty",
            "dated_on",
            *columns("correction"),
        )
        widgets = {"dated_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "correct_%s", **kwargs})
        for column in columns("correction"):
            self.initial[column] = ""  # each correction says its own
        for lang, _name in COLUMN_LANGUAGES:
            for name in ("title", "correction"):
                self.fields[f"{name}_{lang}"].widget.attrs["lang"] = lang

    def values(self) -> dict[str, Any]:
        """What it should say, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name not in columns("correction")}

    def correction(self) -> dict[str, str]:
        """What was wrong, by language."""
        return {lang: self.cleaned_data[f"correction_{lang}"].strip() for lang, _name in COLUMN_LANGUAGES}


class PaperForm(forms.Form):
    """The signed paper as a file."""

    upload = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF, JPEG, PNG, WebP, Word, Excel or PowerPoint without macros; at most 20 MB."),
        error_messages={"required": _("Choose a file.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("none in particular")), *COLUMN_LANGUAGES],
        help_text=_("In which the file is written."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "paper_%s", **kwargs})
