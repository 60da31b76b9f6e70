"""The page behind a draft's link: the draft as its reader will see it, and her answer.

It asks for no sign-in, and is kept by no cache. Reading changes nothing, since mail scanners open every link;
only a sent form does.
"""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from missions import drafts, limits, plain_text, previews
from missions.models import DraftLink
from missions.pages.markup import page_language
from missions.parts import Itinerary, Kind
from wording import zones

APPROVED, REMARK = "approved", "remark"


class AnswerForm(forms.Form):
    """Who answers, and what: an approval, or a remark."""

    name = forms.CharField(
        label=gettext_lazy("Your name and office"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give your name, so that the organiser knows who answers.")},
    )
    answer = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> None:
        """Without a remark, an organiser who reads “not as it is” knows nothing."""
        super().clean()
        if self.cleaned_data.get("answer") not in {APPROVED, REMARK}:
            raise ValidationError(_("Approve the draft, or send a remark."), code="answer")
        if self.cleaned_data.get("answer") == REMARK and not self.cleaned_data.get("remark"):
            self.add_error("remark", _("Say what should be different."))


@login_not_required
@sensitive_variables("token")
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The draft, in the language chosen; a POST keeps an answer."""
    response = _answer(request, token)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    # The address is the secret, so no other page learns it; without any referrer the POST had no Origin.
    response["Referrer-Policy"] = "strict-origin"
    return response


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def _answer(request: HttpRequest, token: str) -> HttpResponse:
    link = drafts.find(token)
    if link is None:
        if limits.wrong_links(request):
            return render(request, "429.html", status=429)
        return _not_valid(request)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=_given(link))
    if request.method == "POST" and form.is_valid():
        kept = drafts.answer(
            link,
            name=form.cleaned_data["name"],
            approved=form.cleaned_data["answer"] == APPROVED,
            remark=form.cleaned_data["remark"],
        )
        # Of this page itself: no header repeats the secret.
        return HttpResponseRedirect("./#answer") if kept else _not_valid(request)
    lang = page_language()
    itinerary = previews.read(link.document, drafts.audience(link), lang)
    told = _("Draft preview, not released. It shows the programme as it was on %(moment)s.") % {
        "moment": plain_text.moment(itinerary, link.made_at)
    }
    return render(
        request,
        "draft.html",
        {
            "page": previews.page(itinerary, told),
            "told": told,
            "link": link,
            "form": form,
            "answered_at": _day(link.answered_at, itinerary),
            "last_day": _day(link.expires_at, itinerary),
            "host": itinerary.audience.kind == Kind.HOST,
            **_whom_to_ask(),
        },
    )


def _given(link: DraftLink) -> dict[str, str]:
    """The answer there is, to be changed."""
    if link.answered_at is None:
        return {}
    return {"name": link.answered_by, "remark": link.remark}


def _day(at: datetime.datetime | None, itinerary: Itinerary) -> datetime.date | None:
    return at.astimezone(zones.zone_info(itinerary.zone)).date() if at else None


def _not_valid(request: HttpRequest) -> HttpResponse:
    """The same for a wrong, an expired and a revoked link: the page tells nothing that was not known."""
    return render(request, "draft_not_valid.html", _whom_to_ask(), status=404)


def _whom_to_ask() -> dict[str, Any]:
    return {"report_address": settings.REPORT_ADDRESS}
