"""The page on which a delegate checks and completes her own details."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from delegations import own_details, sessions, telephones, views
from delegations.models import Delegate
from delegations.sessions import DelegateRequest
from missions import limits
from wording.translated import texts
from wording.words import Words

OFTEN, HOUR = 30, 60 * 60  # of one delegate: each press is a line in the history


class DetailsForm(forms.Form):
    """What she may change; `shown` is the digest of what stood there."""

    languages = forms.CharField(
        label=_("Languages you speak"),
        max_length=120,
        required=False,
        help_text=_("Such as Kazakh, Russian, some English."),
    )
    diet = forms.CharField(
        label=_("What you do not eat"),
        max_length=200,
        required=False,
        help_text=_("Allergies too. Empty: you eat everything."),
    )
    access_needs = forms.CharField(
        label=_("What you need to get about"),
        max_length=200,
        required=False,
        help_text=_("Such as a lift, a seat in front, no stairs."),
    )
    arrival_wish = forms.CharField(
        label=_("How you would like to arrive and leave"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("Flights or days, in your own words. What is booked stands in your programme."),
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)


@views.delegate_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: DelegateRequest, slug: str) -> HttpResponse:
    """Her details as a form, until the last day for changes; then to be read."""
    delegate = views.of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:details", delegate.mission.slug)
    lang = views.page_language()
    form = DetailsForm(request.POST) if request.method == "POST" else _form_of(delegate)
    refused = False
    if request.method == "POST":
        if limits.counted(f"details:{delegate.ref}", HOUR) > OFTEN:
            return render(request, "429.html", status=429)
        if form.is_valid():
            try:
                values = {name: form.cleaned_data[name] for name in own_details.FIELDS}
                assistant = sessions.assistant(request, delegate)
                own_details.check(delegate, values, form.cleaned_data["shown"], assistant)
            except own_details.Meanwhile as error:
                delegate.refresh_from_db(fields=[*own_details.FIELDS])
                refused = True
                form = _again(request, delegate)
                form.add_error(None, error.messages)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return redirect(f"{reverse('my:details', args=[delegate.mission.slug])}?checked")
    context = {
        "delegate": delegate,
        "names": _names(delegate),
        "position": Delegate.position.words(delegate, lang),
        "form": form,
        "now": _values(delegate, form) if refused or not own_details.are_open(delegate) else [],
        "refused": refused,
        "thanks": "checked" in request.GET,
        "numbers": telephones.in_lines(delegate.mission.numbers),
        "details": own_details.state(delegate, lang),
        **views.whom_to_ask(),
    }
    return render(request, "delegations/details.html", context)


def _form_of(delegate: Delegate) -> DetailsForm:
    values = {name: getattr(delegate, name) for name in own_details.FIELDS}
    return DetailsForm(initial={**values, "shown": own_details.seen(delegate)})


def _again(request: DelegateRequest, delegate: Delegate) -> DetailsForm:
    """What she typed, to be saved over what she has before her now."""
    data = request.POST.copy()
    data["shown"] = own_details.seen(delegate)
    form = DetailsForm(data)
    form.is_valid()
    return form


def _values(delegate: Delegate, form: DetailsForm) -> list[tuple[Any, str]]:
    """Each detail as it is saved, under its name."""
    return [(form.fields[name].label, getattr(delegate, name)) for name in own_details.FIELDS]


def _names(delegate: Delegate) -> list[Words]:
    """Her name in each script in which it is known, as on badges, in the settings' order."""
    known = texts(delegate.person, "family_name")
    names = (delegate.person.full_name(lang) for lang, _name in settings.LANGUAGES if lang in known)
    return [name for name in names if name is not None]
