"""Publishing results in the back office, and withdrawing a version; releasing one is backoffice/releasing."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import asking
from backoffice.releasing import results_lines
from backoffice.releasing.forms import NoteForm
from backoffice.rights import access
from delegations.notices import outbox
from missions import release, results
from missions.models import Mission, MissionState, Release, ResultsRelease
from wording import zones

RELEASE = "missions.release_mission"


class ReasonForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        help_text=gettext_lazy("For staff; not shown outside."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": gettext_lazy("Say why the version is withdrawn.")},
    )


def urls() -> list[URLPattern]:
    """The addresses of these pages, below the admin's own."""
    view = admin.site.admin_view
    return [
        path("missions/mission/<int:pk>/results/", view(outcomes), name="missions_mission_results"),
        path("missions/release/<int:pk>/withdraw/", view(withdraw), name="missions_release_withdraw"),
    ]


def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the results as they would be published, and publish them."""
    mission = access.mission_for(request, pk, RELEASE)
    last = release.newest_results(mission)
    form = NoteForm(request.POST or None, initial={"replaces": last.number if last else None})
    if request.method == "POST" and form.is_valid():
        try:
            made = release.release_results(
                mission,
                by=asking.member(request),
                replaces=form.cleaned_data["replaces"],
                note=form.note(),
            )
        except ValidationError as error:
            form.add_error(None, error)
            last = release.newest_results(mission)
            form.see(last.number if last else None)
        else:
            said = _("Results, version %(number)s, are published.") % {"number": made.number}
            return done(request, mission, said)
    now = results.document(mission)
    lang = get_language() or "en"
    context = {
        "title": _("Publish results, version %(number)s") % {"number": (last.number if last else 0) + 1},
        "form": form,
        "replaced": last,
        "replaced_at": clock(mission, last, lang),
        "unchanged": last is not None and results.current(last.document) == now,
        "draft": mission.state == MissionState.DRAFT,
        "unreleased": (programme_release := release.newest(mission)) is None,
        "lines": results_lines.lines(last, now, programme_release, lang),
    }
    return _page(request, mission, "backoffice/results.html", context)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a version is withdrawn, say what readers get instead, and withdraw it."""
    made = access.row_for(request, Release.objects.select_related("mission"), pk, RELEASE)
    mission = made.mission
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                release.withdraw(made, by=asking.member(request), reason=form.cleaned_data["reason"])
                mailing = outbox.after_withdrawal(made, by=asking.member(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Version %(number)s is withdrawn.") % {"number": made.number})
            if mailing is not None:
                messages.info(request, _("Letters that say what holds now wait in the outbox."))
            return HttpResponseRedirect(reverse("admin:missions_release_changelist"))
    left = Release.objects.live().filter(mission=mission).exclude(pk=made.pk).order_by("number").last()
    context = {
        "title": _("Withdraw version %(number)s") % {"number": made.number},
        "form": form,
        "made": made,
        "left": left,
        "withdrawn": hasattr(made, "withdrawal"),
    }
    return _page(request, mission, "backoffice/withdraw.html", context)


def clock(mission: Mission, last: Release | ResultsRelease | None, lang: str) -> str:
    """When a version was made, by the mission's clock."""
    return zones.moment(last.told_at, mission.zone_name(), lang) if last else ""


def done(request: HttpRequest, mission: Mission, said: str) -> HttpResponse:
    """Say that it is done and who sees it now; back to the mission."""
    if mission.state == MissionState.PUBLISHED:
        link = format_html('<a href="{}">{}</a>', mission.get_absolute_url(), _("See the public page"))
        messages.success(request, format_html("{} {}", said, link))
    else:
        messages.success(request, f"{said} {_('The public sees it once the mission is published.')}")
    return HttpResponseRedirect(reverse("admin:missions_mission_change", args=[mission.pk]))


def _page(request: HttpRequest, mission: Mission, template: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "mission": mission, **context}
    )
