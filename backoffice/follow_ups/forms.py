"""What is asked before a follow-up changes its state: a note, a reason, or what it became."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from backoffice.rights import access
from missions import follow_ups
from missions.follow_ups import Result, Verb
from missions.models import Attachment, FollowUp, Mission

REASON_LENGTH = 2000
MISSIONS_OFFERED = 300
WEB = ["http", "https"]


class NoteForm(forms.Form):
    """A word that may be said; it stands in the history."""

    reason = forms.CharField(
        label=_("Note"), required=False, max_length=follow_ups.NOTE_LENGTH, widget=forms.TextInput
    )

    def __init__(self, *args: Any, row: FollowUp, user: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"{verb}_%s"})
        self.verb = verb

    def result(self) -> Result | None:
        """What it became; None where the form does not ask."""
        return None


class ReasonForm(NoteForm):
    """Why; without it nothing is done."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class FinishForm(NoteForm):
    """What it became, or why it is done without."""

    field_order = ("mission", "document", "link", "reason")
    mission = forms.ModelChoiceField(
        Mission.objects.none(), label=_("Mission"), required=False, empty_label=_("none")
    )
    document = forms.ModelChoiceField(
        Attachment.objects.none(),
        label=_("A document of this mission"),
        required=False,
        empty_label=_("none"),
    )
    link = forms.CharField(
        label=_("A link"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        validators=[
            URLValidator(schemes=WEB, message=_("Give a whole address, such as https://example.org/."))
        ],
    )
    reason = forms.CharField(
        label=_("Or why it is done"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, row: FollowUp, user: Any, verb: Verb, **kwargs: Any) -> None:
        super().__init__(*args, row=row, user=user, verb=verb, **kwargs)
        missions: Any = self.fields["mission"]
        documents: Any = self.fields["document"]
        seen = access.missions_with(user, access.SEES_A_MISSION).filter(is_template=False)
        last = seen.exclude(pk=row.mission_id).order_by("-starts_on", "-pk").values_list("pk", flat=True)
        missions.queryset = seen.filter(pk__in=[*last[:MISSIONS_OFFERED], row.result_mission_id])
        documents.queryset = access.narrow(user, Attachment.objects.filter(mission=row.mission_id), "view")
        # What she does not see she does not choose, nor take away.
        self.hidden = row.result_mission
        if self.hidden is not None and seen.filter(pk=self.hidden.pk).exists():
            self.hidden = None
        self.initial = {
            "mission": row.result_mission_id,
            "document": row.result_document_id,
            "link": row.result_link,
        }

    def result(self) -> Result:
        said = self.cleaned_data
        return Result(said["mission"] or self.hidden, said["document"], said["link"])


FORMS: dict[Verb, type[NoteForm]] = {
    Verb.AGREE: NoteForm,
    Verb.START: NoteForm,
    Verb.FINISH: FinishForm,
    Verb.DROP: ReasonForm,
    Verb.SUPERSEDE: ReasonForm,
    Verb.REOPEN: NoteForm,
}
