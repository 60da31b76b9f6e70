"""What is typed of a letter to several: its texts in each language, whom it goes to, whether it is urgent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backoffice.letters import recipients
from backoffice.letters.recipients import Filters
from delegations import placeholders
from delegations.models import Mailing
from wording.translated import COLUMN_LANGUAGES

SUBJECT_LETTERS = 200
TEXT_LETTERS = 10_000


class MessageForm(forms.Form):
    """A subject and a text for each language; at least one language has both."""

    urgent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in COLUMN_LANGUAGES:
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": language},
                required=False,
                max_length=SUBJECT_LETTERS,
                widget=forms.TextInput(attrs={"lang": code, "maxlength": SUBJECT_LETTERS}),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": language},
                required=False,
                max_length=TEXT_LETTERS,
                widget=forms.Textarea(attrs={"rows": 6, "cols": 60, "lang": code}),
            )

    @property
    def languages(self) -> list[tuple[str, str, Any, Any]]:
        """Each language by code and name, with its fields."""
        return [
            (code, language, self[f"subject_{code}"], self[f"text_{code}"])
            for code, language in COLUMN_LANGUAGES
        ]

    @property
    def filters(self) -> Filters:
        """Whom it goes to, as chosen in what was sent."""
        return recipients.typed(self.data)  # type: ignore[arg-type]  # a QueryDict

    def clean(self) -> dict[str, Any]:
        """Refuse a language with a subject or a text alone, no language at all, and unknown placeholders."""
        typed = self.cleaned_data
        whole = 0
        for code, _language in COLUMN_LANGUAGES:
            names = (f"subject_{code}", f"text_{code}")
            for name in names:
                self._check_placeholders(name)
            given = [name for name in names if typed.get(name)]
            whole += len(given) == len(names)
            if len(given) == 1:
                [lacking] = set(names) - set(given)
                if lacking not in self.errors:
                    self.add_error(lacking, _("Write both subject and text in this language, or neither."))
        if not whole and not self.errors:
            raise ValidationError(_("Write subject and text in one language at least."), code="empty")
        return typed

    def _check_placeholders(self, name: str) -> None:
        text = self.cleaned_data.get(name, "")
        try:
            if name.startswith("subject_"):
                placeholders.check_subject(text)
            else:
                placeholders.check([text])
        except ValidationError as error:
            self.add_error(name, error)

    def write_into(self, mailing: Mailing) -> None:
        """Give the row what was typed and chosen."""
        for code, _language in COLUMN_LANGUAGES:
            for field in ("subject", "text"):
                setattr(mailing, f"{field}_{code}", self.cleaned_data[f"{field}_{code}"])
        mailing.urgent = self.cleaned_data["urgent"]
        mailing.filters = self.filters.kept()


def initial(mailing: Mailing) -> dict[str, Any]:
    """What the form shows of a draft."""
    names = [f"{field}_{code}" for code, _language in COLUMN_LANGUAGES for field in ("subject", "text")]
    return {name: getattr(mailing, name) for name in names} | {"urgent": mailing.urgent}
