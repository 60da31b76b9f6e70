"""Who travels, in the back office: delegations, delegates, attendance, legs, stays and personal links."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations import links
from delegations.models import AccessLink, Attendance, Delegate, Delegation, Leg, Stay
from delegations.models.links import AccessLinkQuerySet
from missions import visit_reports
from missions.admin import local_letters
from missions.admin.items import GroupsField
from missions.admin.moments import told, with_clock
from missions.admin.of_mission import OfMissionAdmin, OfMissionForm, lock_mission
from missions.models import Group
from partners import beside
from partners.desk import DeskAdmin, DeskForm, pairs
from partners.narrowing import NarrowedAdmin
from wording.translated import columns

LINK_FIELDS = (
    "holder",
    "assistant",
    "purpose",
    "of_mission",
    "made",
    "expires",
    "revoked",
    "last_used",
)
EVERYWHERE = [ActionLocation.CHANGE_FORM, ActionLocation.CHANGE_LIST]
PERSON_NAMES = columns("family_name", "given_name")
OF_MISSION = ("mission", admin.RelatedOnlyFieldListFilter)


@admin.register(Delegation)
class DelegationAdmin(OfMissionAdmin):
    """The people one organisation sends. Its head is appointed among the delegates."""

    list_display = ["organisation", "mission", "head", "delegates"]
    list_filter = [OF_MISSION]
    search_fields = [
        *(f"organisation__{column}" for column in columns("name")),
        *(f"mission__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["head"]
    fieldsets = [
        (
            _("Who sends whom"),
            {
                "description": _("Its head is appointed by an action in the list of delegates."),
                "fields": ["organisation", "head", *pairs("note"), "details_until"],
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegation]:
        queryset = super().get_queryset(request).select_related("organisation", "mission", "head__person")
        counted: QuerySet[Delegation] = queryset.annotate(delegate_count=Count("delegates"))
        return counted.order_by("mission_id", "pk")  # which an aggregate makes forgotten

    @admin.display(description=_("delegates"))
    def delegates(self, delegation: Delegation) -> int:
        return delegation.delegate_count  # type: ignore[attr-defined,no-any-return]  # annotated


class DelegateForm(OfMissionForm):
    """A delegate's form: delegations and groups of her mission alone."""

    of_mission = ["delegation", "groups"]
    groups = GroupsField(
        Group.objects.filter(personal=False).order_by("pk"), label=_("Groups"), required=False
    )

    def clean_groups(self) -> Any:
        """The groups that are ticked, and her personal one, which nobody ticks."""
        chosen: Any = self.cleaned_data["groups"]
        if self.instance.pk is None:
            return chosen
        hers = Group.objects.filter(delegates=self.instance, personal=True)
        return Group.objects.filter(pk__in=[group.pk for group in (*chosen, *hers)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "delegation" in self.fields:
            delegations: Any = self.fields["delegation"]
            delegations.queryset = delegations.queryset.select_related("organisation")


@admin.register(Delegate)
class DelegateAdmin(OfMissionAdmin):
    """A person on a mission, in protocol order. Her needs are personal data."""

    form = DelegateForm
    personal_fields = ["languages", "diet", "access_needs", "arrival_wish"]
    list_display = ["person", "precedence", "capacity", "delegation", "state", "is_head", "diet", "mission"]
    list_filter = [OF_MISSION, "state", "capacity", "groups"]
    ordering = ["mission_id", "precedence", "pk"]
    search_fields = [
        *(f"person__{column}" for column in PERSON_NAMES),
        *columns("position"),
        *(f"mission__{column}" for column in columns("title")),
    ]
    autocomplete_fields = ["person", "organisation"]
    actions = ["appoint_head"]
    fieldsets = [
        (
            _("Who"),
            {
                "description": _("Every list of people follows the precedence."),
                "fields": [("person", "precedence"), ("delegation", "organisation"), ("capacity", "state")],
            },
        ),
        (_("Position"), {"description": _("As on her card."), "fields": pairs("position")}),
        (
            _("Groups"),
            {
                "description": _("What she takes part in; she has it from the next release."),
                "fields": ["groups", "consent_on"],
            },
        ),
        (
            _("Needs"),
            {
                "description": _("Seen only by staff with the permission for personal data."),
                "fields": ["languages", "diet", "access_needs", "arrival_wish"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegate]:
        # Not list_select_related: where delegates are offered to choose from, their persons name them too.
        delegates: QuerySet[Delegate] = super().get_queryset(request)
        return delegates.select_related("person", "delegation__organisation", "mission")

    @admin.display(description=_("head"), boolean=True)
    def is_head(self, delegate: Delegate) -> bool:
        return delegate.delegation.head_id == delegate.pk

    @admin.action(
        permissions=["change"],
        description=_("Appoint head of the delegation"),
        description_plural=_("Appoint selected delegate head of the delegation"),
        location=EVERYWHERE,
    )
    def appoint_head(self, request: HttpRequest, queryset: QuerySet[Delegate]) -> None:
        chosen = list(queryset.select_related("delegation__organisation", "person"))
        if len({delegate.delegation_id for delegate in chosen}) != len(chosen):
            self.message_user(request, _("Choose one delegate of a delegation as its head."), messages.ERROR)
            return
        for delegate in chosen:
            delegate.delegation.appoint_head(delegate)
            sentence = gettext("%(person)s is head of the delegation of %(organisation)s.")
            self.message_user(
                request,
                sentence % {"person": delegate, "organisation": delegate.delegation},
                messages.SUCCESS,
            )


class AttendanceForm(DeskForm):
    """Who was there is part of the visit's report, which is not edited while it is approved."""

    def clean(self) -> Any:
        cleaned = super().clean()
        was = Attendance.objects.get(pk=self.instance.pk).item if self.instance.pk else None
        for item in (was, self.cleaned_data.get("item")):
            if item is not None:
                visit_reports.refuse_if_approved(item)
        return cleaned


@admin.register(Attendance)
class AttendanceAdmin(DeskAdmin):
    form = AttendanceForm
    list_display = ["who", "item", "planned", "actual"]
    list_filter = ["planned", "actual", ("item__mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["item", "delegate__person", "contact__person"]
    ordering = ["item_id", F("delegate__precedence").asc(nulls_last=True), "pk"]
    search_fields = [
        *(f"item__{column}" for column in columns("title")),
        *(f"delegate__person__{column}" for column in PERSON_NAMES),
        *(f"contact__person__{column}" for column in PERSON_NAMES),
    ]
    autocomplete_fields = ["item", "delegate", "contact"]
    fieldsets = [
        (
            _("Who was where"),
            {
                "description": _("Name either a delegate or a contact."),
                "fields": ["item", "delegate", "contact", ("planned", "actual")],
            },
        )
    ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """An approved report forbids that one of its rows is deleted; with a person who is erased they go."""
        named, counts, lacking, protected = super().get_deleted_objects(objs, request)
        reports = visit_reports.approved_of(row.item_id for row in objs)
        said = gettext("visit report, approved: %(visit)s")
        held = [said % {"visit": report} for report in reports]
        return named, counts, lacking, [*protected, *held]

    def clock(self, row: Attendance) -> str:
        return row.item.mission.zone_name()

    def lock(self, row: Attendance) -> None:
        lock_mission(row.item.mission_id)
        super().lock(row)

    @admin.display(description=_("who"))
    def who(self, attendance: Attendance) -> str:
        return str(attendance)


class PassengersField(forms.ModelMultipleChoiceField[Delegate]):
    """Delegates of the mission, to tick, in protocol order."""

    widget = forms.CheckboxSelectMultiple


class LegForm(OfMissionForm):
    """A leg's form: items and passengers of its mission alone."""

    of_mission = ["item", "passengers"]
    passengers = PassengersField(
        Delegate.objects.order_by("precedence", "pk").select_related("person"),
        label=_("Passengers"),
        required=False,
    )


@admin.register(Leg)
class LegAdmin(OfMissionAdmin):
    form = LegForm
    list_display = ["__str__", "departs_on", "departs_at", "arrives_on", "arrives_at", "mission"]
    list_filter = [OF_MISSION, "mode"]
    list_select_related = ["mission", "from_place", "to_place"]
    date_hierarchy = "departs_on"
    search_fields = [
        "carrier",
        "number",
        *(f"from_place__{column}" for column in columns("name")),
        *(f"to_place__{column}" for column in columns("name")),
    ]
    autocomplete_fields = ["from_place", "to_place"]
    fieldsets = [
        (
            _("What"),
            {
                "description": _("A flight, train or drive, and the shared transfer item that it is."),
                "fields": [("mode", "carrier", "number"), "item"],
            },
        ),
        (
            _("Departure and arrival"),
            {
                "description": _("Each on the clock of its own place; leave empty what is not known."),
                "fields": [
                    ("from_place", "departs_on", "departs_at"),
                    ("to_place", "arrives_on", "arrives_at"),
                ],
            },
        ),
        (
            _("Passengers"),
            {"description": _("Delegates of this mission, by precedence."), "fields": ["passengers"]},
        ),
    ]


@admin.register(Stay)
class StayAdmin(DeskAdmin):
    """A delegate's nights at a hotel. Room and room mate are personal data."""

    personal_fields = ["room", "shared_with"]
    list_display = ["delegate", "hotel", "place", "arrives_on", "leaves_on", "room"]
    list_filter = ["place", ("delegate__mission", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["delegate__person", "place"]
    ordering = ["delegate__mission_id", "delegate__precedence", "arrives_on", "pk"]
    date_hierarchy = "arrives_on"
    search_fields = ["hotel", *(f"delegate__person__{column}" for column in PERSON_NAMES)]
    autocomplete_fields = ["delegate", "place", "shared_with"]
    fieldsets = [
        (
            _("Who and where"),
            {
                "description": _("Her page shows it, with when it was changed."),
                "fields": ["delegate", "place", "hotel", "address", ("arrives_on", "leaves_on")],
            },
        ),
        (
            _("Room"),
            {
                "description": _("Seen only by staff with the permission for personal data."),
                "fields": [("room", "shared_with")],
            },
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Stay, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        local_letters.tell(request, obj.hotel, obj.address)

    def clock(self, row: Stay) -> str:
        return row.delegate.mission.zone_name()

    def lock(self, row: Stay) -> None:
        lock_mission(row.delegate.mission_id)
        super().lock(row)


@admin.register(AccessLink)
class AccessLinkAdmin(NarrowedAdmin, beside.ModelAdmin):
    """Personal links: who holds one, and the way to end it. Tokens and their hashes are shown to nobody."""

    list_display = LINK_FIELDS
    list_filter = ["purpose", ("revoked_at", admin.EmptyFieldListFilter), "expires_at"]
    list_select_related = ["delegate__person", "delegate__mission", "mission", "organisation"]
    search_fields = [
        *(f"delegate__person__{column}" for column in PERSON_NAMES),
        *(f"organisation__{column}" for column in columns("name")),
    ]
    actions = ["revoke"]
    delete_confirmation_max_display = 50
    fields = LINK_FIELDS
    readonly_fields = LINK_FIELDS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLink]:
        held = super().get_queryset(request).defer("token_hash", "token_encrypted")
        return with_clock(held, Coalesce("delegate__mission", "mission"))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        # Nor may they be found out letter by letter.
        if {"token_hash", "token_encrypted"} & set(lookup.split("__")):
            return False
        return super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("holder"))
    def holder(self, link: AccessLink) -> str:
        return str(link.delegate or link.organisation)

    @admin.display(description=_("mission"))
    def of_mission(self, link: AccessLink) -> str:
        return str(link.delegate.mission if link.delegate else link.mission)

    @admin.display(description=_("made at"), ordering="made_at")
    def made(self, link: Any) -> str:
        return told(link.made_at, link.clock)

    @admin.display(description=_("expires at"), ordering="expires_at")
    def expires(self, link: Any) -> str:
        return told(link.expires_at, link.clock)

    @admin.display(description=_("revoked at"), ordering="revoked_at")
    def revoked(self, link: Any) -> str:
        return told(link.revoked_at, link.clock)

    @admin.display(description=_("last used at"), ordering="last_used_at")
    def last_used(self, link: Any) -> str:
        return told(link.last_used_at, link.clock)

    @admin.action(
        permissions=["change"],
        description=_("Revoke this link"),
        description_plural=_("Revoke selected links"),
        location=EVERYWHERE,
    )
    def revoke(self, request: HttpRequest, queryset: AccessLinkQuerySet) -> None:
        ended = links.revoke_all(queryset)
        self.message_user(request, gettext("Links ended: %(number)s.") % {"number": ended}, messages.SUCCESS)
