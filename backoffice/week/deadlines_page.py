"""Deadlines of a mission: what is due when, what is done, and the deadlines of another mission copied."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.returning import only_sent
from backoffice.frame import desk
from backoffice.rights import access
from missions import deadlines, working_days
from missions.models import Deadline, DeadlineUnit, Mission
from partners import meanwhile
from wording import countries, dates, numbers

UNTOLD = {"id", "ref"}


class _MissionField(forms.ModelChoiceField[Mission]):
    def label_from_instance(self, mission: Any) -> str:
        return _("%(mission)s (template)") % {"mission": mission} if mission.is_template else str(mission)


class CopyForm(forms.Form):
    """From which mission to copy; templates stand first."""

    source = _MissionField(Mission.objects.none())

    def __init__(self, *args: Any, missions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = missions
        field.label = _("Mission or template")
        field.error_messages |= {
            "required": _("Choose the mission whose deadlines are to be copied."),
            "invalid_choice": _("That mission has no deadlines, or is not one that you work on."),
        }


def urls(view: Any) -> list[URLPattern]:
    """The addresses of these pages, below the admin's own."""
    return [
        path("missions/mission/<int:pk>/deadlines/", view(page), name="missions_mission_deadlines"),
        path("missions/deadline/<int:pk>/done/", view(done), name="missions_deadline_done"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The deadlines in the order in which they are due; POST copies those of another mission."""
    copies = request.method == "POST"
    mission = access.mission_for(request, pk, "missions.add_deadline" if copies else "missions.view_deadline")
    may_add = copies or access.may(request.user, mission, "missions.add_deadline")
    sources = access.missions_with(request.user, "missions.view_deadline").exclude(pk=mission.pk)
    sources = sources.filter(deadlines__isnull=False).distinct().order_by("-is_template", "-starts_on", "-pk")
    form = CopyForm(request.POST if copies else None, missions=sources)
    if copies and form.is_valid():
        return _copy(request, form.cleaned_data["source"], mission)
    today = mission.today()
    newest = Deadline.history.filter(id=OuterRef("pk")).order_by("-history_id").values("history_id")[:1]
    found = mission.deadlines.select_related("owner").annotate(seen=Subquery(newest))
    rows = deadlines.steps(mission, found, today)
    home = mission.home.country if mission.home else ""
    lang = get_language() or "en"
    context = {
        "title": _("Deadlines"),
        "lines": [_line(step, lang) for step in rows],
        "departure": dates.full_date(mission.starts_on, lang),
        "country": countries.country_name(home, lang) if home else "",
        "knows_holidays": working_days.knows(home),
        "form": form if may_add and sources.exists() else None,
        "may_add": may_add,
        "may_change": access.may(request.user, mission, "missions.change_deadline"),
    }
    return desk.page(request, "backoffice/deadlines.html", context, mission=mission, section=desk.PROGRAMME)


@only_sent
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a deadline is done, today by its mission's clock, or with `undo` that it is not after all.

    Pressed twice it is done once; what somebody changed since it was seen is told instead.
    """
    rows = Deadline.objects.select_related("mission__home")
    mission = access.row_for(request, rows, pk, "missions.change_deadline").mission
    try:
        with transaction.atomic():
            deadline = rows.select_for_update(of=("self",)).filter(pk=pk).first()
            if deadline is None:
                messages.error(request, _("It was deleted meanwhile."))
            else:
                _turn(request, deadline, finish=not request.POST.get("undo"))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(reverse("admin:missions_mission_deadlines", args=[mission.pk]))


def _turn(request: HttpRequest, deadline: Deadline, *, finish: bool) -> None:
    """Say that it is done, or is not, and tell it. Raises SavedMeanwhile if it is not as it was seen."""
    named = {"deadline": deadline}
    if finish == (deadline.done_on is not None):
        said = (
            _("“%(deadline)s” was done already.") if finish else _("“%(deadline)s” was to be done already.")
        )
        messages.info(request, said % named)
        return
    seen = request.POST.get("seen", "")
    if seen != str(meanwhile.version(deadline)):
        columns = Deadline._meta.concrete_fields
        labels = {field.name: str(field.verbose_name) for field in columns if field.name not in UNTOLD}
        raise meanwhile.not_done(deadline, numbers.whole(seen) or 0, labels)
    if finish:
        deadline.finish(deadline.mission.today())
        messages.success(request, _("“%(deadline)s” is done.") % named)
    else:
        deadline.reopen()
        messages.success(request, _("“%(deadline)s” is to be done again.") % named)


def _copy(request: HttpRequest, source: Mission, mission: Mission) -> HttpResponse:
    copied = deadlines.copy(source, mission)
    if copied:
        said = ngettext("%(number)s deadline was copied.", "%(number)s deadlines were copied.", copied)
        messages.success(request, said % {"number": copied})
    else:
        messages.info(request, _("Nothing was copied: all of them were here already."))
    return HttpResponseRedirect(reverse("admin:missions_mission_deadlines", args=[mission.pk]))


def _line(step: deadlines.Step, lang: str) -> dict[str, Any]:
    deadline = step.deadline
    return {
        "deadline": deadline,
        "due": dates.full_date(step.due_on, lang),
        "before": _before(deadline),
        "late": step.state == deadlines.StepState.LATE,
        "done": dates.long_date(deadline.done_on, lang) if deadline.done_on else "",
    }


def _before(deadline: Deadline) -> str:
    count = deadline.count
    if count == 0:
        return _("on the first day")
    if deadline.unit == DeadlineUnit.WORKING_DAYS:
        words = ngettext("%(count)s working day before", "%(count)s working days before", count)
    else:
        words = ngettext("%(count)s day before", "%(count)s days before", count)
    return words % {"count": count}
