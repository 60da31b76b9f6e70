"""The short forms of the board. What they leave out stands in the item's full form.

Times are typed as at the place: 9:30, 930, 1 pm, or a range in the first field. An error of the model stands
at its field.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backoffice.board.columns import Column, spot_of
from backoffice.board.slots import one_line
from missions.admin.items import ItemForm
from missions.models import ProgrammeItem
from wording.form_fields import DateField, TimeField, split_range
from wording.translated import COLUMN_LANGUAGES, columns


class _OfItem(ItemForm):
    """What adding and editing have in common."""

    day = DateField(label=_("Day"), required=False)
    starts_at = TimeField(label=_("Begins at"), required=False)
    ends_at = TimeField(label=_("Ends at"), required=False)

    def _post_clean(self) -> None:
        """Check the row as a whole: Django skips the rules that name a field which the form does not have."""
        super()._post_clean()
        if not self.errors:
            try:
                self.instance.full_clean()
            except ValidationError as error:
                self._update_errors(error)  # type: ignore[attr-defined]  # Django's own way, not in the stubs

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's; what the model says about a field that this form does not have, it says above."""
        if field is None and hasattr(error, "error_dict"):
            known = {name: found for name, found in error.error_dict.items() if name in self.fields}
            others = [found for name, found in error.error_dict.items() if name not in self.fields]
            if known:
                super().add_error(None, ValidationError(known))
            for found in others:
                super().add_error(None, ValidationError(found))
        else:
            super().add_error(field, error)


class AddForm(_OfItem):
    """A new item: its title in the language of the writer's choice, and what is known of it."""

    language = forms.ChoiceField(label=_("Language of the title"), choices=COLUMN_LANGUAGES)
    title = forms.CharField(
        label=_("Title"),
        max_length=250,
        error_messages={"required": _("Give the title in at least one language.")},
    )
    field_order = (
        "title",
        "language",
        "kind",
        "day",
        "stop",
        "starts_at",
        "ends_at",
        "for_everyone",
        "taking_part",
        "visibility",
    )

    class Meta:
        model = ProgrammeItem
        fields = ("kind", "day", "stop", "starts_at", "ends_at", "for_everyone", "visibility")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        _without_help(self.fields.values())

    def _post_clean(self) -> None:
        data = self.cleaned_data
        if data.get("title") and data.get("language"):
            setattr(self.instance, f"title_{data['language']}", data["title"])
        else:
            self.instance.title_en = "–"  # its lack is said already
        super()._post_clean()


class EditForm(_OfItem):
    """An item edited in its place."""

    @staticmethod
    def clock(row: Any) -> str:
        """When somebody else saved it is told by the clock of the mission."""
        zone: str = row.mission.zone_name()
        return zone

    ends_on = DateField(label=_("Last day"), required=False, help_text=_("If it ends on another day."))
    field_order = (
        *columns("title"),
        "kind",
        "status",
        "day",
        "day_approximate",
        "ends_on",
        "stop",
        "starts_at",
        "ends_at",
        "time_approximate",
        "part_of_day",
        "for_everyone",
        "taking_part",
        "visibility",
    )

    class Meta:
        model = ProgrammeItem
        fields = (
            *columns("title"),
            "kind",
            "status",
            "day",
            "day_approximate",
            "ends_on",
            "stop",
            "starts_at",
            "ends_at",
            "time_approximate",
            "part_of_day",
            "for_everyone",
            "visibility",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in COLUMN_LANGUAGES:
            self.fields[f"title_{code}"].widget.attrs["lang"] = code
        _without_help(field for name, field in self.fields.items() if name != "ends_on")


class MoveForm(forms.Form):
    """Where an item goes: a column of the board, and its hours there."""

    spot = forms.ChoiceField(label=_("Where to"))
    starts_at = TimeField(label=_("Begins at"), required=False)
    ends_at = TimeField(label=_("Ends at"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Iterable[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        split_range(self, "starts_at", "ends_at")
        lang = get_language() or "en"
        choice: Any = self.fields["spot"]
        choice.choices = [(column.spot.key, one_line(column, lang)) for column in found]
        choice.error_messages["invalid_choice"] = _("This day or stop is no longer on the board.")

    def clean_spot(self) -> Any:
        return spot_of(self.cleaned_data["spot"])

    def add_refusal(self, error: ValidationError) -> None:
        """Say at its field what the model says, and above the form what it says of another."""
        for name, errors in _by_field(error).items():
            at: dict[str, str | None] = {"day": "spot", "stop": "spot", "ends_on": "spot"}
            field = at.get(name, name if name in self.fields else None)
            self.add_error(field, errors)

    def see(self, version: int) -> None:
        """Carry another version on the next press, which is a decision."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(version)
        self.data = data


def _by_field(error: ValidationError) -> Mapping[str, Any]:
    return error.error_dict if hasattr(error, "error_dict") else {"": [error]}


def _without_help(fields: Iterable[forms.Field]) -> None:
    """In a narrow column the label must do."""
    for field in fields:
        field.help_text = ""
