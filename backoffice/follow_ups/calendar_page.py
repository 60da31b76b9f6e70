"""Where each member of staff says whether she is reminded by letters, and subscribes to what is due."""

from typing import Any

import segno
from cryptography.fernet import InvalidToken
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from reports import due_feed
from reports.models import DueFeed, ReminderSetting

SEES = "missions.view_followup"


class LettersForm(forms.ModelForm[ReminderSetting]):
    """Whether she is written to, and in which language."""

    class Meta:
        model = ReminderSetting
        fields = ("letters", "lang")
        labels = {
            "letters": gettext_lazy("Write to me about follow-ups that I am responsible for"),
            "lang": gettext_lazy("Language"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["lang"]
        languages.choices = settings.LANGUAGES  # one of them is always chosen


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Her own settings; POST saves the one that `do` names. Nobody else's are ever shown here."""
    user: Any = request.user
    if not user.has_perm(SEES):
        raise PermissionDenied
    setting = ReminderSetting.objects.filter(user=user).first()
    setting = setting or ReminderSetting(user=user, lang=get_language() or "en")
    form = LettersForm(instance=setting)
    if request.method == "POST":
        everything = bool(request.POST.get("everything"))
        match request.POST.get("do"):
            case "letters":
                form = LettersForm(request.POST, instance=setting)
                if form.is_valid():
                    data = form.cleaned_data
                    ReminderSetting.objects.update_or_create(user=user, defaults=data)
                    messages.success(request, _("Saved."))
            case "make":
                due_feed.subscribe(user, everything=everything)
            case "anew":
                due_feed.subscribe(user, everything=everything, anew=True)
            case "end":
                due_feed.end(user)
        if not form.errors:
            return HttpResponseRedirect(reverse("admin:follow_up_calendar"))
    feed = due_feed.of(user)
    context = {
        "title": _("Reminders and calendar"),
        "form": form,
        "email": user.email,
        "feed": feed,
        **(_subscription(feed) if feed else {}),
    }
    return desk.page(request, "backoffice/follow_up_calendar.html", context, section=desk.REPORTS)


def _subscription(feed: DueFeed) -> dict[str, Any]:
    """The addresses to subscribe by; `lost` alone where the key is gone with which they were written."""
    try:
        address = f"{due_feed.address(feed)}?lang={get_language() or 'en'}"
    except InvalidToken:
        return {"lost": True}
    webcal = "webcal://" + address.partition("://")[2]
    return {
        "address": address,
        "webcal": webcal,
        "code": segno.make(webcal, error="m").svg_inline(scale=4, light="#fff"),  # dark pages too
    }
