"""The page that makes a new mission, or a template, from a mission: asked, shown, made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.copying import days, planning, saving
from backoffice.copying.planning import Choice, Part, Plan
from backoffice.frame import desk, rows
from backoffice.rights import access
from delegations.models import Delegate
from missions.models import Deadline, Group, Host, Mission, Party, ProgrammeItem, Stop
from wording.fields import validate_year
from wording.form_fields import DateField
from wording.translated import COLUMN_LANGUAGES, columns

ADD = "missions.add_mission"
# What one must be allowed to see of the source to take it along.
SEES = {
    Part.PROGRAMME: "missions.view_programmeitem",
    Part.HOSTS: "missions.view_host",
    Part.GROUPS: "missions.view_group",
    Part.DEADLINES: "missions.view_deadline",
    Part.PARTIES: "missions.view_party",
    # Who makes a copy is its coordinator, and sees there all that is personal.
    Part.PEOPLE: "partners.view_personal_data",
}
WORDS = {
    Part.PROGRAMME: gettext_lazy("The programme: stops and items, all of them tentative"),
    Part.HOSTS: gettext_lazy("The hosts of its items, only wished for as yet"),
    Part.GROUPS: gettext_lazy("The groups"),
    Part.DEADLINES: gettext_lazy("The deadlines, not done yet and nobody’s"),
    Part.PARTIES: gettext_lazy("The organisers, supporters and other parties"),
    Part.PEOPLE: gettext_lazy("The people: delegations and delegates with their ranks, invited anew"),
}


class CopyForm(forms.Form):
    """What to make, under which title and address, from which day on, and with which parts."""

    becomes = forms.ChoiceField(
        label=gettext_lazy("What to make"),
        choices=[("mission", gettext_lazy("A mission")), ("template", gettext_lazy("A template"))],
        widget=forms.RadioSelect,
        initial="mission",
    )
    slug = forms.CharField(
        label=gettext_lazy("Slug"),
        max_length=80,
        validators=[validate_slug],
        help_text=gettext_lazy("Its address; Latin letters, digits and hyphens."),
    )
    starts_on = DateField(
        label=gettext_lazy("First day"),
        required=False,
        validators=[validate_year],
    )
    weekdays = forms.BooleanField(
        label=gettext_lazy("Keep the days of the week: begin on the nearest day of the same name"),
        required=False,
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What comes along"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, source: Mission, offered: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts: Any = self.fields["parts"]
        parts.choices = [(part.value, WORDS[part]) for part in offered]
        parts.initial = [part.value for part in offered if part is not Part.PEOPLE]
        for column, (code, language) in zip(columns("title"), COLUMN_LANGUAGES, strict=True):
            self.fields[column] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": _(language)},
                max_length=200,
                required=False,
                initial=getattr(source, column),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def titles(self) -> list[Any]:
        """The fields of the title, one for each language."""
        return [self[column] for column in columns("title")]

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("becomes") == "mission" and not (
            self.cleaned_data.get("starts_on") or "starts_on" in self.errors
        ):
            self.add_error("starts_on", _("Give the first day."))
        return cleaned

    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(
            titles={column: data[column] for column in columns("title")},
            slug=data["slug"],
            starts_on=data["starts_on"],
            weekdays=data["weekdays"],
            template=data["becomes"] == "template",
            parts=frozenset(Part(part) for part in data["parts"]),
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the mission to be, the day it comes from, and what stands on it."""

    before: str
    after: str
    free: str
    items: list[ProgrammeItem]


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/copy/", view(page), name="missions_mission_copy")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what to make; POST shows it, and with `make` makes it.

    faults.md 13: to copy one must see the source, and may take along only what one sees of it.
    """
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    source = access.mission_for(request, pk, access.SEES_A_MISSION)
    offered = [part for part in Part if access.may(request.user, source, SEES[part])]
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        source=source,
        offered=offered,
        initial={"slug": _free_slug(source), "becomes": _becomes(request)},
    )
    plan = _plan(source, form) if request.method == "POST" and form.is_valid() else None
    if plan is not None and "make" in request.POST:
        try:
            made = saving.save(plan, request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except IntegrityError:
            form.add_error("slug", _("Another mission took this address meanwhile."))
        else:
            messages.success(request, _("“%(mission)s” is made.") % {"mission": made})
            for note in plan.notes:
                messages.warning(request, note)
            return HttpResponseRedirect(rows.first_page_of(made, request.user))
        plan = None
    context = {"title": _("Copy"), "form": form, **(_shown(plan) if plan else {})}
    return desk.page(request, "backoffice/copy.html", context, mission=source, section=desk.PROGRAMME)


def _becomes(request: HttpRequest) -> str:
    return "template" if request.GET.get("becomes") == "template" else "mission"


def _free_slug(source: Mission) -> str:
    """Return a free slug for a copy; the person who copies may choose another one."""
    return Mission().free_slug(f"{source.slug[:76]}-new")


def _plan(source: Mission, form: CopyForm) -> Plan | None:
    """The plan; None with the reasons on the form."""
    try:
        plan = planning.plan(source, form.choice())
        # Its constraints hold as those of its source do.
        plan.mission.full_clean(validate_constraints=False)
    except OverflowError:
        form.add_error("starts_on", _("That day is too far away."))
    except ValidationError as error:
        for name, errors in error.message_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        return plan
    return None


def _shown(plan: Plan) -> dict[str, Any]:
    lang = get_language() or "en"
    home = next((stop.place.country for stop in plan.of(Stop)), "")
    by_day: dict[Any, list[ProgrammeItem]] = {}
    for item in plan.of(ProgrammeItem):
        by_day.setdefault(item.day, []).append(item)
    known = sorted(day for day in by_day if day is not None)
    lines = []
    for day in [*known, *([None] if None in by_day else [])]:
        items = by_day[day]
        country = next((item.stop.place.country for item in items if item.stop), home)
        lines.append(
            Day(
                days.told(days.moved(day, -plan.by), lang) if plan.by else "",
                days.told(day, lang),
                days.free(day, country) if not plan.mission.is_template else "",
                items,
            )
        )
    return {
        "plan": plan,
        "days": lines,
        "first": days.told(plan.mission.starts_on, lang),
        "last": days.told(plan.mission.ends_on, lang),
        "counts": list(_counts(plan)),
        "due": [(deadline, days.told(day, lang)) for deadline, day in planning.due_days(plan)],
    }


def _counts(plan: Plan) -> Iterator[str]:
    for model, words in _NUMBERS:
        if number := len(plan.of(model)):
            yield words(number) % {"number": number}


_NUMBERS: tuple[tuple[Any, Callable[[int], str]], ...] = (
    (Stop, lambda number: ngettext("%(number)s stop", "%(number)s stops", number)),
    (ProgrammeItem, lambda number: ngettext("%(number)s item", "%(number)s items", number)),
    (Host, lambda number: ngettext("%(number)s host", "%(number)s hosts", number)),
    (Group, lambda number: ngettext("%(number)s group", "%(number)s groups", number)),
    (Party, lambda number: ngettext("%(number)s party", "%(number)s parties", number)),
    (Deadline, lambda number: ngettext("%(number)s deadline", "%(number)s deadlines", number)),
    (Delegate, lambda number: ngettext("%(number)s delegate", "%(number)s delegates", number)),
)
