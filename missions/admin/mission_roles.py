"""Who may do what in one mission: rows on the mission's own page, kept by its coordinators."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from missions.models import MissionRole, Role
from partners.desk import DeskInline, TextsForm

NOBODY = ("", "---------")


class RoleForm(TextsForm):
    """Offers the members of staff who may sign in; the list is read once for all rows."""

    staff: ClassVar[list[tuple[Any, str]]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            here = self.instance.user if self.instance.pk else None
            gone = [(here.pk, str(here))] if here and all(key != here.pk for key, _name in self.staff) else []
            user: Any = self.fields["user"]
            user.choices = [NOBODY, *self.staff, *gone]

    def clean_user(self) -> User:
        user: User = self.cleaned_data["user"]
        if user.pk != self.initial.get("user") and not (user.is_active and user.is_staff):
            raise ValidationError(_("Choose a member of staff who may sign in."), code="no_staff")
        return user


class RolesFormSet(forms.BaseInlineFormSet[Any, Any, Any]):
    """A mission does not lose its last coordinator, unless by a superuser."""

    reader: ClassVar[Any] = None

    def clean(self) -> None:
        super().clean()
        if self.reader is None or self.reader.is_superuser or not self.has_changed():
            return
        kept = (
            data
            for form in self.forms
            if (data := getattr(form, "cleaned_data", None)) and not data.get("DELETE")
        )
        if not any(data.get("role") == Role.COORDINATOR for data in kept):
            raise ValidationError(
                _("A mission keeps a coordinator. Name another one before you give the role up."),
                code="no_coordinator",
            )


class RolesInline(DeskInline):
    """The roles in the mission. Whoever adds a mission is its coordinator; see docs/roles.md."""

    model = MissionRole
    form = RoleForm
    formset = RolesFormSet
    fields = [("user", "role")]
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MissionRole]:
        return super().get_queryset(request).select_related("user")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.reader = request.user
        if self.has_add_permission(request, obj) or self.has_change_permission(request, obj):
            staff = User.objects.filter(is_active=True, is_staff=True)
            formset.form.staff = [(user.pk, str(user)) for user in staff]
        return formset
