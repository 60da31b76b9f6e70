"""The programme in the back office: items with their hosts and groups, and the visits to report on."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from missions.admin import local_letters
from missions.admin.of_mission import OfMissionAdmin, OfMissionForm
from missions.models import Group, Host, ItemGroup, ProgrammeItem, ReportState, SiteVisit, Visibility
from partners.desk import DeskInline, ReadOnlyAdmin, pairs
from partners.narrowing import narrow
from wording.form_fields import split_range
from wording.lists import enumerated
from wording.translated import columns

WRITE_REPORTS = "missions.add_visitreport"
SEES_WHO_TRAVELS = "delegations.view_delegate"


class GroupsField(forms.ModelMultipleChoiceField[Group]):
    """Groups of the mission, to tick; a personal one is called by its delegate for who may see that."""

    widget = forms.CheckboxSelectMultiple
    names = False
    _alone: Mapping[int, str] | None = None

    def label_from_instance(self, group: Any) -> str:
        if not group.personal:
            return str(group)
        return self._delegates().get(group.pk) or _one_delegate()

    def _delegates(self) -> Mapping[int, str]:
        """Who is in each personal group; asked for once, and only where there is one."""
        if self._alone is None:
            offered: Any = self.queryset
            groups = offered.filter(personal=True).prefetch_related("delegates__person") if self.names else ()
            self._alone = {group.pk: enumerated(map(str, group.delegates.all())) for group in groups}
        return self._alone


def _one_delegate() -> str:
    return ngettext("%(number)d delegate", "%(number)d delegates", 1) % {"number": 1}


class ItemForm(OfMissionForm):
    """An item's form; who takes part is ticked in it, so that one look says who and who may see it."""

    of_mission = ["stop", "taking_part"]
    names: ClassVar[bool] = False
    taking_part = GroupsField(
        Group.objects.order_by("pk"),
        label=_("Groups that take part"),
        required=False,
        help_text=_("Where not everyone does."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        split_range(self, "starts_at", "ends_at")
        if self.instance.pk and "taking_part" not in self.initial:
            self.initial["taking_part"] = list(self.instance.item_groups.values_list("group", flat=True))
        self.tell_names(self.names)
        if "stop" in self.fields:
            stops: Any = self.fields["stop"]
            stops.queryset = stops.queryset.select_related("place")

    def offer_stops(self, stops: Iterable[tuple[int, str]]) -> None:
        """Show these, by key and words, which were read already; what is sent is checked as ever."""
        field: Any = self.fields["stop"]
        field.widget.choices = [("", field.empty_label), *stops]

    def tell_names(self, names: bool) -> None:
        """Say whether the reader may see who travels."""
        if "taking_part" in self.fields:
            groups: Any = self.fields["taking_part"]
            groups.names = names

    def clean(self) -> Any:
        cleaned = super().clean()
        if (
            self.cleaned_data.get("visibility") == Visibility.PARTICIPANTS
            and not self.cleaned_data.get("for_everyone")
            and "taking_part" in self.cleaned_data
            and not self.cleaned_data["taking_part"]
        ):
            self.add_error(
                "taking_part",
                ValidationError(_("Choose at least one group, or everyone."), code="no_group"),
            )
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's own hook, not in the stubs
        if "taking_part" in self.cleaned_data:
            chosen = set(self.cleaned_data["taking_part"])
            # One by one, so that each leaves its line in the history.
            for row in self.instance.item_groups.select_related("group"):
                if row.group in chosen:
                    chosen.remove(row.group)
                else:
                    row.delete()
            for group in sorted(chosen, key=lambda group: group.pk):
                ItemGroup.objects.create(item=self.instance, group=group)


class HostFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """Compares the hosts typed at once with one another; the database's rule about them is conditional."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None) or {}
            if not data.get("organisation") or data.get("DELETE"):
                continue
            host = data.get("contact") or data["organisation"]
            if host in seen:
                form.add_error(
                    "organisation",
                    ValidationError(_("“%(host)s” is named twice."), code="twice", params={"host": host}),
                )
            seen.add(host)


class HostInline(DeskInline):
    """Who receives the delegation at the item."""

    model = Host
    formset = HostFormSet
    goes_back = True
    autocomplete_fields = ["organisation", "contact"]
    fields = [("organisation", "contact", "state", "order")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Host]:
        return super().get_queryset(request).select_related("organisation", "contact__person")


@admin.register(ProgrammeItem)
class ItemAdmin(OfMissionAdmin):
    """One entry of the programme."""

    form = ItemForm
    list_display = ["title", "day", "starts_at", "stop", "kind", "status", "visibility", "mission"]
    list_filter = [
        "status",
        "visibility",
        "kind",
        "day",
        ("mission", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["mission", "stop__place"]
    date_hierarchy = "day"
    search_fields = [
        *columns("title", "public_title", "venue"),
        *(f"stop__place__{column}" for column in columns("name")),
        *(f"hosts__organisation__{column}" for column in columns("name")),
        *(f"mission__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["to_place", "topics"]
    readonly_fields = ["uid"]
    inlines = [HostInline]
    chosen_rows: ClassVar[Any] = {"taking_part": (ItemGroup, "item", "group")}
    fieldsets = [
        (
            _("Title"),
            {
                "description": _("What happens; it names a host whose own name is not known."),
                "fields": [*pairs("title"), ("kind", "status"), "host_unnamed"],
            },
        ),
        (
            _("Who"),
            {
                "description": _(
                    "Two questions: who may see the item, and who takes part. The public title stands for it "
                    "where it may not be seen."
                ),
                "fields": ["visibility", "for_everyone", "taking_part", *pairs("public_title")],
            },
        ),
        (
            _("When"),
            {
                "description": _("Local day and time at the place; leave empty what is not known."),
                "fields": [
                    ("day", "day_approximate", "ends_on"),
                    ("starts_at", "ends_at", "time_approximate", "part_of_day"),
                    "order",
                ],
            },
        ),
        (
            _("Where"),
            {
                "description": _(
                    "The stop gives the time zone; a transfer ends on the clock of its other place."
                ),
                "fields": [("stop", "to_place"), *pairs("venue", "address")],
            },
        ),
        (
            _("Description"),
            {
                "description": _("Markdown, for those who may see the item."),
                "fields": [*pairs("description"), "topics"],
            },
        ),
        (
            _("Dress, language, interpreter, photographs"),
            {
                "description": _("What those who take part should know."),
                "fields": pairs("dress", "language", "interpreter", "photo_rules"),
                "classes": ["collapse"],
            },
        ),
        (
            _("Outcome"),
            {
                "description": _("What came of it; published with the results, not with the programme."),
                "fields": pairs("outcome"),
                "classes": ["collapse"],
            },
        ),
        (
            _("For staff"),
            {"description": _("Never leaves the house."), "fields": ["staff_notes", "uid"]},
        ),
    ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.names = form.held is not None and request.user.has_perm(SEES_WHO_TRAVELS, form.held)
        return form

    @admin.display(description=_("groups that take part"))
    def taking_part(self, item: ProgrammeItem) -> str:
        """For those who only read the item."""
        return ", ".join(str(group) or _one_delegate() for group in item.groups.all()) or "–"

    def save_model(self, request: HttpRequest, obj: ProgrammeItem, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        local_letters.tell(request, *(getattr(obj, name) for name in columns("venue", "address")))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        item: ProgrammeItem = form.instance
        if item.stop and item.day and item.stop.first_day:
            first, last = item.stop.first_day, item.stop.last_day or item.stop.first_day
            if not first <= item.day <= last:
                self.message_user(
                    request,
                    gettext(
                        "Caution: %(day)s lies outside the days of its stop, “%(stop)s”, "
                        "%(first)s to %(last)s."
                    )
                    % {"day": item.day, "stop": item.stop, "first": first, "last": last},
                    messages.WARNING,
                )


class ReportFilter(admin.SimpleListFilter):
    """By the state of the report, or those without one."""

    title = _("report")
    parameter_name = "report"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return [("none", _("not written")), *ReportState.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(report__isnull=True)
        return queryset.filter(report__state=self.value()) if self.value() else queryset


@admin.register(SiteVisit)
class SiteVisitAdmin(ReadOnlyAdmin):
    """The work list: each visit with its report, or with the way to write one."""

    list_display = ["title", "day", "stop", "kind", "report_page", "report_state", "mission"]
    list_filter = [ReportFilter, "kind", ("mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["mission", "stop__place", "report"]
    date_hierarchy = "day"
    search_fields = [*columns("title"), *(f"stop__place__{column}" for column in columns("name"))]
    fieldsets = [
        (
            None,
            {
                "description": _("The item itself is edited among the programme items."),
                "fields": [*pairs("title"), "mission", "day", "stop", "report_state"],
            },
        )
    ]
    readonly_fields = ["report_state"]

    def get_queryset(self, request: HttpRequest) -> Any:
        queryset: Any = super().get_queryset(request)
        visits = SiteVisit.objects.all()
        written = narrow(request.user, visits, WRITE_REPORTS)
        may_write = (
            Value(request.user.has_perm(WRITE_REPORTS))
            if written is visits
            else Exists(written.filter(pk=OuterRef("pk")))
        )
        return queryset.to_report().annotate(may_write=may_write)

    def get_list_display(self, request: HttpRequest) -> Any:
        """With the way to write a report for those who may."""
        writes = request.user.has_perm(WRITE_REPORTS)
        return [name for name in self.list_display if name != ("report_state" if writes else "report_page")]

    @admin.display(description=_("report"), ordering="report__state")
    def report_state(self, item: ProgrammeItem) -> str:
        return item.report.get_state_display() if hasattr(item, "report") else gettext("not written.")

    @admin.display(description=_("report"), ordering="report__state")
    def report_page(self, item: ProgrammeItem) -> str:
        if hasattr(item, "report"):
            address = reverse("admin:visit_report", args=[item.pk])
            return format_html('<a href="{}">{}</a>', address, item.report.get_state_display())
        if not item.may_write:  # type: ignore[attr-defined]  # annotated
            return self.report_state(item)
        address = reverse("admin:visit_report", args=[item.pk])
        return format_html(
            '{} <a href="{}">{}<span class="visually-hidden">: {}</span></a>',
            gettext("not written."),
            address,
            gettext("Write it"),
            item,
        )
