"""Pages about rows that belong to one mission for good: it is named when the row is added, and stays."""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.forms import HiddenInput
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from missions.models import Mission
from partners.desk import PERSONAL_DATA, DeskAdmin, DeskForm
from partners.narrowing import narrow
from wording import numbers

MISSIONS_OFFERED = 100


class OfMissionForm(DeskForm):
    """Keeps the mission as a disabled field: it cannot be changed, and rules that name it are still checked.

    `of_mission` names the fields that offer rows of the same mission alone.
    """

    held: ClassVar[Mission | None] = None
    of_mission: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.held is not None:
            self.instance.mission = self.held
        if "mission" in self.fields:
            self.fields["mission"].disabled = True
            self.fields["mission"].widget = HiddenInput()
            self.initial["mission"] = self.instance.mission_id
        for name in self.of_mission:
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = field.queryset.filter(mission=self.instance.mission_id)


class ResultForm(OfMissionForm):
    """A result comes from an item of its own mission, or from the mission itself."""

    of_mission = ["item"]


class OfMissionAdmin(DeskAdmin):
    """Adding asks for the mission first, unless the address or the filter of the list names it."""

    form = OfMissionForm

    def clock(self, row: Any) -> str:
        zone: str = row.mission.zone_name()
        return zone

    def lock(self, row: Any) -> None:
        lock_mission(row.mission.pk)
        super().lock(row)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.held = obj.mission if obj is not None else self.asked_mission(request)
        if request.method == "POST" and form.held is not None and connection.in_atomic_block:
            # Who adds at the same time waits: ranks and other rules over the whole mission are then seen to.
            Mission.objects.select_for_update().get(pk=form.held.pk)
        return form

    def hidden_when_adding(self, request: HttpRequest) -> frozenset[str]:
        """What the reader may not see in the mission that the row is added to."""
        mission = self.asked_mission(request)
        if mission is None or request.user.has_perm(PERSONAL_DATA, mission):
            return super().hidden_when_adding(request)
        return super().hidden_when_adding(request) | frozenset(self.personal_fields)

    def asked_mission(self, request: HttpRequest) -> Mission | None:
        """The mission that the address names, if the reader may add such a row to it."""
        mission = asked_mission(request)
        may_add = mission is not None and request.user.has_perm(self.permission_for("add"), mission)
        return mission if may_add else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The first fieldset holds the mission, as a link and, for those who write, as the form's field."""
        fieldsets = super().get_fieldsets(request, obj)
        if fieldsets:
            fields = fieldsets[0][1]["fields"]
            editable = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
            fields[:0] = ["mission", "mission_page"] if editable else ["mission_page"]
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "mission_page"]

    @admin.display(description=gettext_lazy("mission"))
    def mission_page(self, obj: Any) -> str:
        mission = obj.mission if obj is not None and obj.mission_id else None
        return mission_link(mission) if mission else "–"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            name: value
            for name, value in super().get_changeform_initial_data(request).items()
            if name != "mission"
        }

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        if self.asked_mission(request) is None:
            return self.choose_mission(request)
        return super().add_view(request, form_url, extra_context)

    def choose_mission(self, request: HttpRequest) -> TemplateResponse:
        """A page of missions, each of which leads on to the form."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        query = request.GET.copy()
        choices = []
        missions = narrow(request.user, Mission.objects.all(), self.permission_for("add"))
        for mission in missions[:MISSIONS_OFFERED]:
            query["mission"] = str(mission.pk)
            choices.append((mission, query.urlencode()))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Add %(name)s: to which mission?") % {"name": self.opts.verbose_name},
            "choices": choices,
            "is_popup": "_popup" in request.GET,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/choose_mission.html", context)


def lock_mission(pk: int) -> None:
    """The mission first, as every page does that works on it: in another order two would wait forever."""
    Mission.objects.select_for_update().filter(pk=pk).first()


def asked_mission(request: HttpRequest) -> Mission | None:
    """The mission that the address names, or the filter of the list that the reader comes from."""
    asked = request.GET.get("mission", "")
    if not asked:
        filters = parse_qs(request.GET.get("_changelist_filters", ""))
        asked = next(iter(filters.get("mission__id__exact", [])), "")
    key = numbers.whole(asked)
    return Mission.objects.filter(pk=key).first() if key is not None else None


def mission_link(mission: Mission) -> str:
    """A link to the mission's own page."""
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:missions_mission_change", args=[mission.pk]), mission
    )
