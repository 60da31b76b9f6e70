"""What is typed before something is released: a note for its readers, the tick for what becomes public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wording.translated import COLUMN_LANGUAGES


class NoteForm(forms.Form):
    """A note per language, and the version that the releaser has before her eyes."""

    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in COLUMN_LANGUAGES:
            self.fields[f"note_{code}"] = forms.CharField(
                label=language,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "lang": code}),
            )

    def note(self) -> dict[str, str]:
        """The note by language, without the empty ones."""
        texts = ((code, self.cleaned_data[f"note_{code}"]) for code, _language in COLUMN_LANGUAGES)
        return {code: text for code, text in texts if text}

    def notes(self) -> list[Any]:
        """The fields of the note, one for each language."""
        return [self[f"note_{code}"] for code, _language in COLUMN_LANGUAGES]

    def see(self, number: int | None) -> None:
        """Keep what was typed, and name the version that is shown now."""
        self.keep(replaces="" if number is None else str(number))

    def keep(self, **values: str) -> None:
        """Show these values in the place of those that were sent."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name, value in values.items():
            data[name] = value
        self.data = data


NOW, LATER = "now", "later"


class ReleaseForm(NoteForm):
    """A note, the seal of what was looked at, the tick for what becomes public, whether it is told now."""

    saw = forms.CharField(required=False, widget=forms.HiddenInput)
    disclose = forms.BooleanField(required=False, label=gettext_lazy("These may become public"))
    tell = forms.ChoiceField(
        required=False,
        choices=[
            (NOW, gettext_lazy("Tell them now, by e-mail")),
            (LATER, gettext_lazy("Later: their letters wait in the outbox")),
        ],
        widget=forms.RadioSelect,
        initial=NOW,
    )
