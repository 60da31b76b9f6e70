"""Drafts shown before a release: links for an embassy or a host, what they answered, and their end."""

from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import asking
from accounts.ciphers import field_cipher
from backoffice.frame import desk
from backoffice.releasing import answers, readers
from backoffice.rights import access
from missions import document as documents
from missions import drafts
from missions.document import Document
from missions.models import Mission
from partners.models import Organisation
from wording import numbers

SEES = "missions.view_draftlink"
MAKES = "missions.add_draftlink"
ENDS = "missions.change_draftlink"
ON_A_PAGE = 20
JUST_MADE = "draft_link_just_made"  # in the session, until its address was shown


class DraftForm(forms.Form):
    """For whom a link is, what it shows, and how long it holds."""

    reader = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say for whom the link is, such as an embassy.")},
    )
    host = forms.ChoiceField(
        label=gettext_lazy("Shows the programme"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This organisation is no host of the programme now.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("Holds for days"),
        min_value=1,
        max_value=drafts.LONGEST,
        initial=14,
        error_messages={
            "required": gettext_lazy("Give from 1 to 30 days."),
            "invalid": gettext_lazy("Give from 1 to 30 days."),
            "min_value": gettext_lazy("Give from 1 to 30 days."),
            "max_value": gettext_lazy("Give from 1 to 30 days."),
        },
    )

    def __init__(self, *args: Any, hosts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.choices = [
            ("", _("as the public will see it")),
            *((ref, _("as this host will see it: %(host)s") % {"host": name}) for ref, name in hosts.items()),
        ]


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The links of the mission; make one, whose address is shown this once, or end one."""
    mission = access.row_for(request, Mission.objects.select_related("home", "series"), pk, SEES)
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(request, mission)
    now = documents.make(mission, readers.members(readers.travelling(mission)))
    hosts = readers.host_labels(now, get_language() or "en")
    form = DraftForm(request.POST if request.method == "POST" else None, hosts=hosts)
    if request.method == "POST":
        if not access.may(request.user, mission, MAKES):
            raise PermissionDenied
        if form.is_valid():
            _link, token = drafts.make(
                mission,
                reader=form.cleaned_data["reader"],
                host=_host(form.cleaned_data["host"]),
                document=now,
                days=form.cleaned_data["days"],
                by=asking.member(request),
            )
            _remember(request, mission, token)
            return _back(mission)
    address = _just_made(request, mission) if request.method == "GET" else ""
    return _page(request, mission, now, form, address)


@sensitive_variables("token")
def _remember(request: HttpRequest, mission: Mission, token: str) -> None:
    """Keep the token for the page that follows: a reload of that one makes no second link."""
    kept = field_cipher().encrypt(f"{mission.pk} {token}".encode()).decode()
    request.session[JUST_MADE] = kept


@sensitive_variables("token")
def _just_made(request: HttpRequest, mission: Mission) -> str:
    """The address of the link that she made just now for this mission, this once; or empty."""
    kept = request.session.get(JUST_MADE)
    if kept is None:
        return ""
    try:
        number, token = field_cipher().decrypt(kept.encode()).decode().split()
    except InvalidToken:  # its key is gone
        number, token = str(mission.pk), ""
    if number != str(mission.pk):
        return ""
    del request.session[JUST_MADE]
    return settings.SITE_URL + drafts.path_of(token) if token else ""


def _revoke(request: HttpRequest, mission: Mission) -> HttpResponse:
    """End one link of this mission. Raises Http404 for a number that is none of its."""
    if not access.may(request.user, mission, ENDS):
        raise PermissionDenied
    key = numbers.whole(request.POST["revoke"])
    link = mission.draft_links.filter(pk=key).first() if key is not None else None
    if link is None:
        raise Http404
    drafts.revoke(link)
    messages.success(request, _("The link for %(reader)s is ended.") % {"reader": link.reader})
    return _back(mission)


def _back(mission: Mission) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:missions_mission_drafts", args=[mission.pk]))


def _host(ref: str) -> Organisation | None:
    return Organisation.objects.filter(ref=ref).first() if ref else None


def _page(
    request: HttpRequest, mission: Mission, now: Document, form: DraftForm, address: str
) -> HttpResponse:
    links = mission.draft_links.select_related("host", "by").order_by("-made_at", "-pk")
    shown = Paginator(links, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Drafts shown before a release"),
        "form": form,
        "address": address,
        "shown": shown,
        "links": answers.shown(shown.object_list, mission, now, get_language() or "en"),
        "makes": access.may(request.user, mission, MAKES),
        "ends": access.may(request.user, mission, ENDS),
    }
    return desk.page(
        request, "backoffice/shown_drafts.html", context, mission=mission, section=desk.PROGRAMME
    )
