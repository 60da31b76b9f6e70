"""Missions and their series in the back office."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.core.exceptions import ValidationError
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import asking
from missions import release, roles
from missions.admin.mission_roles import RolesInline
from missions.admin.moments import told
from missions.models import FollowUp, Group, Mission, MissionState, Party, Series, Stop
from partners import foretold
from partners.desk import DeskAdmin, DeskForm, DeskInline, pairs
from partners.narrowing import narrow
from wording.translated import columns

EVERYWHERE = [ActionLocation.CHANGE_FORM, ActionLocation.CHANGE_LIST]


class LanguagesField(forms.CharField):
    """An ordered list of language codes, typed as “ru, en”."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # no text: a list of codes
        return [part for part in str(value or "").replace(",", " ").split() if part]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != initial)


class MissionForm(DeskForm):
    """A mission's form."""

    languages = LanguagesField(
        label=_("Languages"),
        initial="en, ru, kk, tk",
        help_text=_(
            "en, ru, kk and tk in the order in which a missing text is looked for in another language."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.stops_follow = True  # they stand on the same page


class PartyInline(DeskInline):
    """The organisations that carry the mission."""

    model = Party
    autocomplete_fields = ["organisation", "contact"]
    fields = [("organisation", "role", "contact", "order")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return super().get_queryset(request).select_related("organisation", "contact__person")


class StopInline(DeskInline):
    """The route."""

    model = Stop
    autocomplete_fields = ["place"]
    fields = [("place", "order", "first_day", "last_day", "days_approximate")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stop]:
        return super().get_queryset(request).select_related("place")


class GroupInline(DeskInline):
    """Who takes part together. Personal groups are made and named elsewhere."""

    model = Group
    fields = [tuple(columns("name"))]
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).filter(personal=False)


class TemplateFilter(admin.SimpleListFilter):
    """Missions, or the templates that missions are copied from: never both in one list."""

    title = _("templates")
    parameter_name = "template"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("yes", _("Templates"))]

    def choices(self, changelist: Any) -> Any:
        missions, *templates = super().choices(changelist)
        yield {**missions, "display": _("Missions")}
        yield from templates

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_template=self.value() == "yes")


@admin.register(Series)
class SeriesAdmin(DeskAdmin):
    list_display = ["title", "slug"]
    search_fields = ["slug", *columns("title")]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (
            _("Title"),
            {"description": _("What its missions have in common."), "fields": pairs("title")},
        ),
        (_("Address"), {"description": _("Names it in addresses."), "fields": ["slug"]}),
    ]


@admin.register(Mission)
class MissionAdmin(DeskAdmin):
    """A mission. Its state is changed by actions, which need the permission to release."""

    form = MissionForm
    list_display = ["title", "series", "starts_on", "ends_on", "state", "released"]
    list_filter = [TemplateFilter, "state", "type", "series", "sectors"]
    list_select_related = ["series"]
    date_hierarchy = "starts_on"
    search_fields = ["slug", *columns("title"), *(f"series__{column}" for column in columns("title"))]
    prepopulated_fields = {"slug": ["title_en"]}
    autocomplete_fields = ["series", "home", "sectors"]
    readonly_fields = ["state", "released", "former_addresses", "changes_of_state"]
    inlines = [PartyInline, StopInline, GroupInline, RolesInline]
    actions = ["publish", "cancel", "take_back"]
    fieldsets = [
        (
            _("Title"),
            {
                "description": _("The name of the mission, as it heads every page."),
                "fields": pairs("title"),
            },
        ),
        (
            _("Address and kind"),
            {
                "description": _("After the first release an old address leads on to the new one."),
                "fields": ["slug", ("type", "series")],
            },
        ),
        (
            _("Days"),
            {
                "description": _("Every item lies within these days; say how far they are settled."),
                "fields": [("starts_on", "ends_on", "dates_precision"), *pairs("dates_note")],
            },
        ),
        (
            _("Summary and purpose"),
            {
                "description": _("A sentence under the title, and why the mission travels (Markdown)."),
                "fields": pairs("summary", "purpose"),
            },
        ),
        (
            _("Background and source"),
            {
                "description": _("What came before (Markdown), and where this was reported."),
                "fields": [*pairs("background", "source"), "compiled_from_reports"],
                "classes": ["collapse"],
            },
        ),
        (
            _("Where from, and in which languages"),
            {
                "description": _("By these the mission is found, and its times are compared with home."),
                "fields": [("home", "zone"), "languages", "sectors"],
            },
        ),
        (
            _("Numbers to call"),
            {
                "description": _(
                    "Seen by the delegates at once. The first one stands as a button beside what comes next."
                ),
                "fields": pairs("numbers"),
                "classes": ["collapse"],
            },
        ),
        (
            _("Summary of results"),
            {
                "description": _("Published with the results, not with the programme."),
                "fields": pairs("outcome_summary"),
                "classes": ["collapse"],
            },
        ),
        (
            _("For staff"),
            {
                "description": _("Neither leaves the house; the state is changed by the actions above."),
                "fields": ["staff_notes", ("state", "released"), "changes_of_state", "former_addresses"],
            },
        ),
    ]

    def clock(self, row: Mission) -> str:
        return row.zone_name()

    def has_release_permission(self, request: HttpRequest) -> bool:
        """Who may publish, cancel, release and withdraw."""
        return request.user.has_perm("missions.release_mission")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mission]:
        live = Max("releases__number", filter=Q(releases__withdrawal__isnull=True))
        missions: QuerySet[Mission] = super().get_queryset(request).annotate(newest=live)
        return missions.order_by("-starts_on", "-pk")  # which an aggregate makes forgotten

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # An address that exists does not follow the title.
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        """Roles are given once the mission is there: who adds it by a role is its coordinator."""
        inlines = super().get_inline_instances(request, obj)
        return [inline for inline in inlines if obj is not None or not isinstance(inline, RolesInline)]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        mission = kwargs.get("obj")
        context["may_release"] = mission is not None and request.user.has_perm(
            self.permission_for("release"), mission
        )
        origins = (
            mission.came_from.select_related("mission") if mission is not None else FollowUp.objects.none()
        )
        context["came_from"] = list(narrow(request.user, origins, "view"))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Mission, form: Any, change: bool) -> None:
        """Save; a new address is given by the mission itself, which keeps the old one leading to it."""
        if change and "slug" in form.changed_data:
            slug, obj.slug = obj.slug, form.initial["slug"]
            super().save_model(request, obj, form, change)
            obj.rename(slug)
        else:
            super().save_model(request, obj, form, change)
        if not change:
            roles.begin(obj, by=asking.member(request))

    @admin.display(description=_("released"), ordering="newest")
    def released(self, mission: Mission) -> str:
        number = getattr(mission, "newest", None)
        return gettext("version %(number)s") % {"number": number} if number else gettext("not released")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        # So much goes with a mission that the page which asks tells numbers alone.
        if request.method == "POST" or len(objs) != 1:
            return super().get_deleted_objects(objs, request)
        return foretold.told(objs[0], request, self.admin_site)

    @admin.display(description=_("former addresses"))
    def former_addresses(self, mission: Mission) -> str:
        return ", ".join(former.slug for former in mission.former_slugs.all()) or "–"

    @admin.display(description=_("changes of state"))
    def changes_of_state(self, mission: Mission) -> str:
        zone = mission.zone_name()
        lines = (
            (told(change.told_at, zone), change.get_state_display(), change.by or "–")
            for change in mission.state_changes.select_related("by")
        )
        return format_html_join("", "<div>{}: {} ({})</div>", lines) or "–"

    @admin.action(
        permissions=["release"],
        description=_("Publish this mission"),
        description_plural=_("Publish selected missions"),
        location=EVERYWHERE,
    )
    def publish(self, request: HttpRequest, queryset: QuerySet[Mission]) -> None:
        self._change_state(request, queryset, release.publish)

    @admin.action(
        permissions=["release"],
        description=_("Say that this mission is cancelled"),
        description_plural=_("Say that selected missions are cancelled"),
        location=EVERYWHERE,
    )
    def cancel(self, request: HttpRequest, queryset: QuerySet[Mission]) -> None:
        self._change_state(request, queryset, release.cancel)

    @admin.action(
        permissions=["release"],
        description=_("Take this mission back to a draft"),
        description_plural=_("Take selected missions back to drafts"),
        location=EVERYWHERE,
    )
    def take_back(self, request: HttpRequest, queryset: QuerySet[Mission]) -> None:
        self._change_state(request, queryset, release.take_back)

    def _change_state(self, request: HttpRequest, queryset: QuerySet[Mission], verb: Any) -> None:
        for mission in queryset:
            try:
                verb(mission, by=request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                sentence = {
                    MissionState.PUBLISHED: gettext(
                        "“%(mission)s” is published: the public sees what is released."
                    ),
                    MissionState.CANCELLED: gettext(
                        "“%(mission)s” is cancelled; its page and calendar say so."
                    ),
                    MissionState.DRAFT: gettext("“%(mission)s” is a draft again; the public cannot find it."),
                }[MissionState(mission.state)]
                self.message_user(request, sentence % {"mission": mission}, messages.SUCCESS)
