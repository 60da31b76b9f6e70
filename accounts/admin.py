"""Members of staff in the back office."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import account_log
from accounts.models import User

# An address belongs to its account here, and secrets are nobody's to look at.
admin.site.unregister([EmailAddress, Authenticator])


class StaffCreationForm(forms.ModelForm[User]):
    """A new account has no password: its owner sets one by e-mail, or an administrator on the next page."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "is_staff", "groups")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffChangeForm(UserChangeForm[User]):
    """Django's form for an account that exists, without its wish for a user name.

    It says so when somebody else has changed the account meanwhile, and loses neither version.
    """

    seen = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = "__all__"  # UserAdmin names its fields in fieldsets
        field_classes: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = account_log.version(self.instance)

    def clean(self) -> Any:
        cleaned = super().clean()
        seen, last = self.cleaned_data.get("seen") or 0, self.initial["seen"]
        if seen != last:
            # The next press of the button is a decision, so it goes through.
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("seen")] = str(last)
            self.data = data
            raise account_log.refusal(self.instance, seen)
        return cleaned


class StaffPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """Django's form, whose words about passwords it translates when the server starts, not for the reader."""

    usable_password_help_text: Any = _(
        "Without one, this person signs in only after setting a new one by e-mail."
    )


def _group_name(group: Group) -> str:
    """Return the name of a role in all missions, in the reader's language."""
    return gettext(group.name)


class GroupFilter(admin.RelatedFieldListFilter):
    """Filters the list of staff by their roles in all missions."""

    def field_choices(self, *args: Any) -> Any:
        return [(key, gettext(str(name))) for key, name in super().field_choices(*args)]


@admin.register(User)
class StaffAdmin(auth_admin.UserAdmin[User]):
    """Who may sign in, and as what. Accounts are closed, never deleted: releases name who made them."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    change_password_form = StaffPasswordForm
    actions = ["remove_second_factor"]
    ordering = ["email", "pk"]
    list_display = ["email", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", GroupFilter), "is_superuser"]
    search_fields = ["email", "first_name", "last_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (
            None,
            {
                "fields": ["email", "first_name", "last_name", "password"],
                "description": _("The e-mail address is what this person signs in with."),
            },
        ),
        (
            _("Role"),
            {
                "fields": ["is_active", "is_staff", "groups", "is_superuser"],
                "description": _(
                    "Groups give the rights that a role needs. To close the account, take “active” away; "
                    "it cannot be deleted, for releases name who made them."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "first_name", "last_name", "is_staff", "groups"],
                "description": _(
                    "The new member of staff chooses a password by “Forgotten password” on the sign-in page."
                ),
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets: Any = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, options), *others = fieldsets
        return [(name, {**options, "fields": [*options["fields"], "seen"]}), *others]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> User | None:
        """The account; one about to be saved is locked, so that of two savers one is told of the other."""
        user = super().get_object(request, object_id, from_field)
        if user is not None and request.method == "POST" and connection.in_atomic_block:
            User.objects.select_for_update().order_by().get(pk=user.pk)
            user = super().get_object(request, object_id, from_field)
        return user

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, and where another account took the address meanwhile, validate again, which says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        message: Any = super().construct_change_message(request, form, formsets, add)
        return message if add else account_log.with_values(message, form)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done to the account, each change from what to what."""
        response: Any = super().history_view(request, object_id, extra_context)
        for entry in (getattr(response, "context_data", None) or {}).get("action_list", ()):
            entry.change_message = account_log.told(entry)
        return response  # type: ignore[no-any-return]  # Django's page

    @staticmethod
    def _is_administrator(request: HttpRequest) -> bool:
        # Who may change accounts may become anyone: no smaller permission than "everything" fits.
        return request.user.is_active and request.user.is_superuser

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        # a handful of roles needs no two boxes with arrows, whose labels screen readers do not find
        field: Any = super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        if field is not None and db_field.name == "groups":
            field.label_from_instance = _group_name
        return field

    @admin.display(description=_("roles"))
    def roles(self, user: Any) -> str:
        """Return what the account may do: its roles in all missions, then its role in each one."""
        everywhere = [gettext("superuser")] if user.is_superuser else []
        everywhere += [_group_name(group) for group in user.groups.all()]
        each = [f"{held.mission}: {held.get_role_display()}" for held in user.mission_roles.all()]
        return "; ".join([*everywhere, *each])

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        # Who is no superuser may be kept from a mission, so its title is not named.
        held: Any = User._meta.get_field("mission_roles").related_model
        rows = (
            held.objects.select_related("mission") if self._is_administrator(request) else held.objects.none()
        )
        roles = Prefetch("mission_roles", queryset=rows)
        return super().get_queryset(request).prefetch_related("groups", roles)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    @admin.action(
        permissions=["change"],
        description=_("Remove the second factor (telephone lost)"),
        location=[ActionLocation.CHANGE_FORM, ActionLocation.CHANGE_LIST],
    )
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = list(queryset.filter(authenticator__isnull=False).distinct())
        Authenticator.objects.filter(user__in=people).delete()
        for user in people:
            self.log_change(request, user, _("Second factor removed."))
        done = ngettext(
            "The second factor of %(count)d member of staff is removed.",
            "The second factors of %(count)d members of staff are removed.",
            len(people),
        )
        self.message_user(request, done % {"count": len(people)}, messages.SUCCESS)
