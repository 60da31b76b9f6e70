"""Where a delegate declines one item of her own, with a word to the organiser, or comes after all."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from delegations import itinerary, known, next_up, reading, regrets, sessions, views
from delegations.itinerary import Day, Entry, Personal
from delegations.models import Delegate
from delegations.sessions import DelegateRequest
from missions import limits
from missions.parts import Item

OFTEN, HOUR = 60, 60 * 60  # of one delegate: each press is a line in the history


class WordForm(forms.Form):
    """The word to the organiser; it may be left out."""

    words = forms.CharField(
        label=_("A word to the organiser"),
        max_length=regrets.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": regrets.LONGEST}),
        help_text=_("Such as why, or who comes in your place. Only the organiser reads it."),
    )


@views.delegate_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: DelegateRequest, slug: str, uid: uuid.UUID) -> HttpResponse:
    """The item, what she said of it, and one button. Only her own items: of any other there is no page."""
    delegate = views.of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:item", delegate.mission.slug, uid)
    about = known.of(delegate)
    personal = itinerary.make(delegate, views.page_language(), about.refs)
    if personal is None:
        raise Http404
    day, entry, item = _own(personal, str(uid))
    form = WordForm(request.POST if request.method == "POST" else None)
    closed = _closed(personal, day, entry, item)
    if request.method == "POST" and not closed:
        if limits.counted(f"regrets:{delegate.ref}", HOUR) > OFTEN:
            return render(request, "429.html", status=429)
        if _done(request, delegate, item, form):
            return redirect(f"{reverse('my:mission', args=[delegate.mission.slug])}#i-{item.uid}")
    declined = about.declined.get(item.uid)
    if declined and not form.is_bound:
        form = WordForm(initial={"words": declined.words})
    context: dict[str, Any] = {
        "delegate": delegate,
        "item": item,
        "entry": reading.Writing(personal).entry(entry, day),
        "day": reading.Writing(personal).date(day),
        "form": form,
        "closed": closed,
        "declined": declined,
        "moved": declined is not None and not declined.holds(item),
        "said_at": reading.Writing(personal).moment(declined.at) if declined else "",
        **views.whom_to_ask(),
    }
    return render(request, "delegations/item.html", context)


def _own(personal: Personal, uid: str) -> tuple[Day, Entry, Item]:
    """The item, as released, among those in which she takes part. Raises Http404 for any other, or a mask."""
    for day in personal.days:
        for halt in day.halts:
            for entry in halt.entries:
                item = personal.itinerary.item(uid) if entry.item and entry.item.uid == uid else None
                if item is not None and item.takes_part:
                    return day, entry, item
    raise Http404


def _closed(personal: Personal, day: Day, entry: Entry, item: Item) -> str:
    """Why nothing can be declined or taken back any more; empty while it can."""
    if personal.cancelled or item.cancelled:
        return str(_("It is cancelled; nothing has to be declined."))
    if next_up.has_begun(day, entry, timezone.now()):
        return str(_("It has begun; tell the organiser by telephone."))
    return ""


def _done(request: DelegateRequest, delegate: Delegate, item: Item, form: WordForm) -> bool:
    """Do what was pressed; where it is refused, the form says why."""
    try:
        if request.POST.get("do") == "come":
            regrets.take_back(delegate, item.uid)
            return True
        if not form.is_valid():
            return False
        assistant = sessions.assistant(request, delegate)
        regrets.decline(delegate, item, form.cleaned_data["words"], assistant)
    except ValidationError as error:
        form.is_valid()
        form.add_error(None, error.messages)
        return False
    return True
