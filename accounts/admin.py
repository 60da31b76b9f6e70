"""Members of staff in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class StaffCreationForm(AdminUserCreationForm[User]):
    """An account with an e-mail address in place of a user name."""

    class Meta:
        model = User
        fields = ("email",)
        field_classes: dict[str, Any] = {}  # the stock form wants one for "username"


class StaffChangeForm(UserChangeForm[User]):
    """The same for an account that exists."""

    class Meta:
        model = User
        fields = "__all__"  # UserAdmin names its fields in fieldsets
        field_classes: dict[str, Any] = {}


@admin.register(User)
class StaffAdmin(auth_admin.UserAdmin[User]):
    """Who may sign in, and as what. Accounts are closed, never deleted: releases name who made them."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    ordering = ["email", "pk"]
    list_display = ["email", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "is_superuser"]
    search_fields = ["email", "first_name", "last_name"]
    filter_horizontal = ["groups", "user_permissions"]
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
                "fields": ["is_active", "is_staff", "groups", "is_superuser", "user_permissions"],
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
                "fields": ["email", "usable_password", "password1", "password2"],
                "description": _(
                    "Without a password, this person sets one by “Forgotten password” on the sign-in page."
                ),
            },
        ),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")
