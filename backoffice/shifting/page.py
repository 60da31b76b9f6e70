"""The page that moves a mission: three forms that only look; under what they show, the button that acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.copying import days
from backoffice.frame import desk, rows
from backoffice.rights import access
from backoffice.shifting import acting, planning
from backoffice.shifting.planning import MOST_DAYS, Plan
from missions.models import Mission, Stop
from partners.models import Place

# Legs and stays follow their mission: who moves it need not be allowed to change one of them alone.
MOVE = ("missions.change_mission", "missions.change_stop", "missions.change_programmeitem")


class StopField(forms.ModelChoiceField[Stop]):
    """A stop of the mission, told by its place and day."""

    def label_from_instance(self, stop: Any) -> str:
        return f"{stop}, {days.told(stop.first_day, get_language() or 'en')}"


class AllForm(forms.Form):
    """By how many days everything moves."""

    what = "all"
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=-MOST_DAYS,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("Later; with a minus sign, earlier. 7, 14 or 28 keep the days of the week."),
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"{self.what}_%s"})

    def plan(self) -> Callable[[Mission], Plan]:
        by = self.cleaned_data["days"]
        return lambda mission: planning.all_of_it(mission, by)


class ExchangeForm(forms.Form):
    """Which stop goes after the next one."""

    what = "exchange"
    stop = StopField(Stop.objects.none(), label=gettext_lazy("Stop"))

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"{self.what}_%s"})
        stops: Any = self.fields["stop"]
        stops.queryset = mission.stops.select_related("place")

    def plan(self) -> Callable[[Mission], Plan]:
        stop = self.cleaned_data["stop"].pk
        return lambda mission: planning.exchange(mission, stop)


class ReplaceForm(ExchangeForm):
    """Which stop is at which place instead."""

    what = "replace"
    place = forms.ModelChoiceField(Place.objects.all(), label=gettext_lazy("The place instead"))
    empty = forms.BooleanField(
        label=gettext_lazy("Take the old venues and addresses off its items"), required=False
    )

    def plan(self) -> Callable[[Mission], Plan]:
        stop, place = self.cleaned_data["stop"].pk, self.cleaned_data["place"]
        empty = self.cleaned_data["empty"]
        return lambda mission: planning.replace(mission, stop, place, empty=empty)


FORMS: tuple[Any, ...] = (AllForm, ExchangeForm, ReplaceForm)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the form that was filled in, and its plan once it is right."""

    form: Any
    plan: Plan | None = None


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/move/", view(page), name="missions_mission_shift")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask; with `what` in the address show what would move; POST moves exactly what was shown."""
    mission = access.mission_for(request, pk, *MOVE)
    sent = request.POST if request.method == "POST" else request.GET
    filled = {
        kind.what: kind(sent if kind.what == sent.get("what") else None, mission=mission) for kind in FORMS
    }
    form = filled.get(sent.get("what", ""))
    plan = None
    if form is not None and form.is_valid():
        make = form.plan()
        if request.method == "POST":
            try:
                acting.act(mission, make, request.POST.get("saw", ""), request.user)
            except acting.ChangedMeanwhile as error:
                messages.warning(request, " ".join(error.messages))
            except ValidationError:
                pass  # the page says it, below
            else:
                return _done(request, mission)
        plan = make(Mission.objects.get(pk=mission.pk))
    stops = mission.stops.count()
    context = {
        "title": _("Move"),
        "all": filled["all"],
        "exchange": filled["exchange"] if stops > 1 else None,
        "replace": filled["replace"] if stops else None,
        "asked": form,
        "plan": plan,
        "released": mission.releases.exists(),
        "moved": [line for line in plan.lines if line.before != line.after] if plan else [],
    }
    return desk.page(request, "backoffice/shift.html", context, mission=mission, section=desk.PROGRAMME)


def _done(request: HttpRequest, mission: Mission) -> HttpResponse:
    messages.success(request, _("Done. Nobody outside knows of it before the next release."))
    return HttpResponseRedirect(rows.first_page_of(mission, request.user))
