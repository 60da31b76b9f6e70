"""The forms of a visit's report: its texts, and what comes of it, entered in place."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q, QuerySet
from django.forms.utils import ErrorDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.visits import due
from missions.models import (
    Certainty,
    DuePrecision,
    FollowUp,
    FollowUpState,
    Outcome,
    OutcomeKind,
    Priority,
    ProgrammeItem,
    VisitReport,
)
from missions.models.results import validate_currency
from partners.models import Contact, Organisation, Person, Sector
from wording.translated import columns
from wording.words import LANGUAGES

PLAIN = ("topics", "findings", "opportunities", "obstacles", "agreed_points", "others", "staff_notes")
ROWS = {"topics": 2, "others": 2, "staff_notes": 2, **dict.fromkeys(columns("summary"), 4)}
LONGEST = 100_000  # letters of one text
MOST = 20  # follow-ups, outcomes or people entered in one go
BEGUN = (FollowUpState.PROPOSED, FollowUpState.AGREED, FollowUpState.IN_PROGRESS)


class Unjudged(forms.BaseForm):
    """A form that can show what was typed without a word about what is wrong with it."""

    def unjudged(self) -> None:
        """Show what was typed: nobody has sent it yet."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}


class ReportForm(Unjudged, forms.ModelForm):  # type: ignore[type-arg]  # of a VisitReport
    """The texts of a report. `seen` is the version that the form was made of; 0 is none."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = VisitReport
        fields = ("language", "outcome_code", "sectors", *columns("summary"), *PLAIN)
        widgets = {
            name: forms.Textarea(attrs={"rows": ROWS.get(name, 3)}) for name in (*columns("summary"), *PLAIN)
        }
        help_texts = {
            "language": "",
            "outcome_code": "",
            "agreed_points": gettext_lazy("One a line. Leave empty if nothing was agreed."),
            **dict.fromkeys(columns("summary"), gettext_lazy("In a few sentences, for who reads only this.")),
        }

    def __init__(self, *args: Any, item: ProgrammeItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["language"]
        languages.choices = [("", _("not said")), *settings.LANGUAGES]
        outcomes: Any = self.fields["outcome_code"]
        outcomes.choices = [("", _("not said")), *outcomes.choices[1:]]
        sectors: Any = self.fields["sectors"]
        sectors.queryset = self.sectors_of(item)
        for name in (*columns("summary"), *PLAIN):
            self._limit(self.fields[name])

    def _limit(self, text: Any) -> None:
        """No attribute of the field: browsers cut what is pasted without a word."""
        said = _("“%(field)s” has more than %(most)s letters. Shorten it, or add the rest as a file.")
        told = {"field": text.label, "most": number_format(LONGEST, force_grouping=True)}
        text.validators.append(MaxLengthValidator(LONGEST, said % told))
        text.widget.attrs["data-most"] = LONGEST

    def sectors_of(self, item: ProgrammeItem) -> QuerySet[Sector]:
        """Those of the mission, of the item, and those that the report has already."""
        of_report = Q(visit_reports=self.instance) if self.instance.pk else Q()
        return Sector.objects.filter(Q(missions=item.mission_id) | Q(items=item) | of_report).distinct()


class Entered(Unjudged, forms.Form):
    """One row that comes of the visit; what is not typed at all is no row."""

    def __init__(
        self,
        *args: Any,
        organisations: Sequence[Organisation],
        staff: Sequence[Any],
        author: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields:
            members: Any = self.fields["responsible"]
            members.queryset = get_user_model().objects.filter(pk__in=[one.pk for one in staff])
            members.choices = [("", "–"), *((one.pk, str(one)) for one in staff)]
            members.initial = author.pk  # who writes it down sees to it, unless she says otherwise
        for name in ("ours", "theirs", "organisation"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
                # read once for all of them
                field.choices = [("", "–"), *((one.pk, str(one)) for one in organisations)]


class FollowUpForm(Entered):
    """What was agreed or proposed."""

    title = forms.CharField(label=gettext_lazy("What"), max_length=250)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[(one.value, one.label) for one in BEGUN],
        initial=FollowUpState.AGREED,
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("Date known by"),
        choices=[("", gettext_lazy("date open")), *DuePrecision.choices],
        required=False,
    )
    when = forms.CharField(label=gettext_lazy("When"), max_length=20, required=False)
    ours = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Our side"), required=False, empty_label="–"
    )
    theirs = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Their side"), required=False, empty_label="–"
    )

    responsible = forms.ModelChoiceField(
        get_user_model().objects.none(), label=gettext_lazy("Sees to it"), required=False, empty_label="–"
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, initial=Priority.NORMAL
    )

    def has_changed(self) -> bool:
        """Who sees to nothing, and how urgent that is, is no row."""
        return not {"responsible", "priority"}.issuperset(self.changed_data)

    def clean(self) -> Any:
        cleaned: dict[str, Any] = super().clean() or {}
        precision, when = cleaned.get("precision", ""), cleaned.get("when", "")
        if precision:
            try:
                cleaned["due_on"] = due.last_day(precision, when)
            except ValidationError as error:
                self.add_error("when", error)
        elif when:
            self.add_error("precision", _("Say by what the date is known: a day, month, quarter or year."))
        return cleaned

    def row(self, item: ProgrammeItem, lang: str, order: int) -> FollowUp:
        """The unsaved follow-up."""
        typed = self.cleaned_data
        return FollowUp(
            mission=item.mission,
            item=item,
            order=order,
            state=typed["state"],
            due_on=typed.get("due_on"),
            due_precision=typed["precision"],
            our_organisation=typed["ours"],
            responsible=typed["responsible"],
            priority=typed["priority"],
            **{f"title_{lang}": typed["title"]},
        )


class OutcomeForm(Entered):
    """A paper or a sum; confidential until somebody says otherwise."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", "–"), *OutcomeKind.choices])
    title = forms.CharField(label=gettext_lazy("Title"), max_length=250)
    certainty = forms.ChoiceField(
        label=gettext_lazy("Certainty"), choices=Certainty.choices, initial=Certainty.PRELIMINARY
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), max_digits=15, decimal_places=2, min_value=0, required=False
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=3, required=False, validators=[validate_currency]
    )
    ours = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Our side"), required=False, empty_label="–"
    )
    theirs = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Their side"), required=False, empty_label="–"
    )

    def clean(self) -> Any:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("amount") is None) == bool(cleaned.get("currency")) and not self.errors:
            self.add_error("currency", _("Give an amount with its currency, or neither."))
        return cleaned

    def row(self, item: ProgrammeItem, lang: str) -> Outcome:
        """The unsaved outcome."""
        typed = self.cleaned_data
        return Outcome(
            mission=item.mission,
            item=item,
            kind=typed["kind"],
            certainty=typed["certainty"],
            amount=typed["amount"],
            currency=typed["currency"],
            **{f"title_{lang}": typed["title"]},
        )


class ContactForm(Entered):
    """Somebody who was there and is not known yet."""

    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=120)
    given_name = forms.CharField(label=gettext_lazy("Given names"), max_length=120, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label="–"
    )

    def rows(self, lang: str) -> tuple[Person, Contact]:
        """The unsaved person, and the unsaved contact that she is."""
        typed = self.cleaned_data
        person = Person(
            **{f"family_name_{lang}": typed["family_name"], f"given_name_{lang}": typed["given_name"]}
        )
        contact = Contact(
            person=person, organisation=typed["organisation"], **{f"position_{lang}": typed["position"]}
        )
        return person, contact


KINDS: dict[str, type[Entered]] = {"follow": FollowUpForm, "outcome": OutcomeForm, "person": ContactForm}


def language(form: ReportForm, otherwise: str) -> str:
    """The language of what is typed in one language alone."""
    chosen = form.data.get("language", "") if form.is_bound else form.instance.language
    return chosen if chosen in LANGUAGES else otherwise
