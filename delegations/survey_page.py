"""The questions after the mission: a delegate's answers, hers to change until they are checked.

A letter leads to a page with one button, as all letters do; it signs in and opens the questions.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from delegations import links, one_button, reading, sessions, surveys, views
from delegations.models import AccessLink, FollowedUp, LinkPurpose, SurveyAnswer, SurveyRound
from delegations.one_button import Door
from delegations.sessions import DelegateRequest
from missions import limits
from missions.models import Certainty, OutcomeKind
from wording import dates
from wording.money import currency_codes

OFTEN, HOUR = 30, 60 * 60  # of one delegate: each press is a line in the history
USUAL = ("KZT", "USD", "EUR", "RUB", "TMT", "CNY")  # currencies that are offered first
WORTH = [(5, _("very much")), (4, _("yes")), (3, _("partly")), (2, _("hardly")), (1, _("no, not at all"))]
NOTHING = [("", _("nothing said"))]


def _currencies() -> list[tuple[str, str]]:
    return [("", "–"), *((code, code) for code in (*USUAL, *sorted(currency_codes() - set(USUAL))))]


class SurveyForm(forms.Form):
    """All questions may stay without an answer, but not all of them at once."""

    followed_up = forms.ChoiceField(
        label=_("Have you taken the talks further?"), required=False, choices=[*NOTHING, *FollowedUp.choices]
    )
    kind = forms.ChoiceField(
        label=_("What has come of it so far?"),
        required=False,
        choices=[("", _("nothing yet")), *OutcomeKind.choices],
    )
    result = forms.CharField(
        label=_("With whom, and what about?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )
    amount = forms.DecimalField(
        label=_("What is it worth, in money?"),
        required=False,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=2,
        localize=True,  # the page shows what she said with the comma of its language, and she types it so
        help_text=_("If you may say so. Nobody publishes it without asking you."),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=_currencies)
    certainty = forms.ChoiceField(
        label=_("How certain is the sum?"), required=False, choices=[("", "–"), *Certainty.choices]
    )
    worth = forms.TypedChoiceField(
        label=_("Was the mission worth it for you?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[*NOTHING, *WORTH],
    )
    words = forms.CharField(
        label=_("What should be better next time?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a sum without its currency or certainty, these without a sum, and an empty answer."""
        data = super().clean() or {}
        if self.errors:
            return data
        money = [name for name in ("currency", "certainty") if data.get(name)]
        if data.get("amount") is not None:
            for name in ("currency", "certainty"):
                if not data.get(name):
                    self.add_error(name, _("Say this of the sum, too."))
        elif money:
            self.add_error("amount", _("Give the sum, or leave currency and certainty empty."))
        if not any(value not in ("", None) for value in data.values()):
            raise ValidationError(_("Answer one question at least."), code="empty")
        return data


@views.delegate_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: DelegateRequest, slug: str) -> HttpResponse:
    """The questions of the round that is open, with what she has said; or that none is open."""
    delegate = views.of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:survey", delegate.mission.slug)
    asked = surveys.current(delegate.mission)
    answer = surveys.answer_of(delegate, asked) if asked else None
    checked = answer is not None and answer.checked_at is not None
    form = SurveyForm(request.POST if request.method == "POST" else None, initial=_initial(answer))
    if request.method == "POST" and asked and not checked:
        if limits.counted(f"survey:{delegate.ref}", HOUR) > OFTEN:
            return render(request, "429.html", status=429)
        if form.is_valid() and _said(request, delegate, asked, form):
            return redirect(f"{reverse('my:survey', args=[delegate.mission.slug])}?thanks")
    lang = views.page_language()
    context = {
        "delegate": delegate,
        "title": type(delegate.mission).title.words(delegate.mission, lang),
        "asked": asked,
        "opens": dates.full_date(surveys.opens_on(delegate.mission, SurveyRound.RETURN), lang),
        "answer": answer,
        "checked": checked,
        "form": form,
        "shown": surveys.digest(surveys.answer_of(delegate, asked) if asked else None),
        "thanks": "thanks" in request.GET,
        **views.whom_to_ask(),
    }
    return render(request, "delegations/survey.html", context)


def _initial(answer: SurveyAnswer | None) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in surveys.FIELDS} if answer else {}


def _said(request: DelegateRequest, delegate: Any, asked: SurveyRound, form: SurveyForm) -> bool:
    """Save her answer; False with the reasons on the form."""
    values = {name: form.cleaned_data[name] for name in surveys.FIELDS}
    assistant = sessions.assistant(request, delegate)
    try:
        surveys.say(
            delegate,
            asked,
            values,
            lang=views.page_language(),
            assistant=assistant,
            shown=request.POST.get("shown"),
        )
    except ValidationError as error:
        said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, messages in said.items():
            form.add_error(name if name in form.fields else None, messages)
        return False
    return True


@login_not_required
@views.private
@sensitive_variables("token")
def from_letter(request: DelegateRequest, token: str) -> HttpResponse:
    """One button that signs in and opens the questions."""
    return one_button.answer(request, token, DOOR)


def _told(found: AccessLink) -> dict[str, Any]:
    delegate = views.holder(found)
    return {
        "card": reading.cards([delegate])[0],
        "name": delegate.person.full_name(views.page_language()),
        "assistant": found.assistant,
    }


def _pressed(request: DelegateRequest, found: AccessLink) -> HttpResponse:
    links.used(found)
    sessions.sign_in(request, found)
    return redirect("my:survey", views.holder(found).mission.slug)


DOOR = Door(
    LinkPurpose.ITINERARY,
    "delegations/survey_link.html",
    views.language_of,
    _told,
    _pressed,
    views.whom_to_ask,
)
