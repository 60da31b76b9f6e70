"""“Make a mission of this”: shows what comes along, asks for address and days, and makes the draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backoffice.follow_ups import becoming
from backoffice.follow_ups.becoming import Days
from backoffice.frame import desk, rows
from backoffice.rights import access
from missions import follow_ups
from missions.models import DatesPrecision, FollowUp
from partners import meanwhile
from wording import numbers, slugs
from wording.fields import validate_year
from wording.form_fields import DateField

ADDS, CHANGES = "missions.add_mission", "missions.change_followup"


class BecomingForm(forms.Form):
    """The address of the new mission, and when it takes place as far as that is known."""

    slug = forms.CharField(
        label=gettext_lazy("Slug"),
        max_length=slugs.LENGTH,
        validators=[validate_slug],
        help_text=gettext_lazy("Its address; Latin letters, digits and hyphens."),
    )
    starts_on = DateField(
        label=gettext_lazy("First day"),
        validators=[validate_year],
        error_messages={
            "required": gettext_lazy("Give the first day."),
        },
    )
    ends_on = DateField(
        label=gettext_lazy("Last day"),
        validators=[validate_year],
        error_messages={
            "required": gettext_lazy("Give the last day."),
        },
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("How far the days are known"), choices=DatesPrecision.choices
    )

    def days(self) -> Days:
        """The days that were given."""
        data = self.cleaned_data
        return Days(data["starts_on"], data["ends_on"], data["precision"])


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the days; POST makes the mission and leads to it."""
    user: Any = request.user
    if not user.has_perm(ADDS):
        raise PermissionDenied
    found = FollowUp.objects.select_related(
        "mission__home", "mission__series", "item", "place", "our_organisation"
    ).prefetch_related("counterparts")
    row = access.row_for(request, found, pk, CHANGES)
    back = HttpResponseRedirect(reverse("admin:follow_up", args=[row.pk]))
    try:
        follow_ups.refuse_to_become(row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return back
    form = BecomingForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(request, row, form)
        except meanwhile.SavedMeanwhile as refusal:
            messages.error(request, " ".join(refusal.messages))
            return back
        if made is not None:
            return HttpResponseRedirect(made)
    context = {
        "title": _("Make a mission of this"),
        "form": form,
        "row": row,
        "seen": meanwhile.version(row),
        "parties": [(each, role.label) for each, role in becoming.parties_of(row)],
        "sectors": becoming.sectors_of(row),
    }
    return desk.page(
        request,
        "backoffice/follow_up_mission.html",
        context,
        mission=row.mission,
        section=desk.REPORTS,
    )


def _make(request: HttpRequest, row: FollowUp, form: BecomingForm) -> str | None:
    """The address of the mission that was made; None with the reasons on the form. Raises SavedMeanwhile."""
    user: Any = request.user
    seen = numbers.whole(request.POST.get("seen", "")) or 0
    try:
        with transaction.atomic():
            made = becoming.make(row, slug=form.cleaned_data["slug"], days=form.days(), by=user, seen=seen)
    except meanwhile.SavedMeanwhile:
        raise
    except ValidationError as refusal:
        said = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
        for name, errors in said.items():
            form.add_error(name if name in form.fields else None, errors)
    except IntegrityError:
        form.add_error("slug", _("Another mission took this address meanwhile."))
    else:
        messages.success(request, _("“%(mission)s” is made, as a draft.") % {"mission": made})
        return rows.first_page_of(made, user)
    return None


def _initial(row: FollowUp) -> dict[str, Any]:
    days = becoming.days_of(row)
    known = (
        {"starts_on": days.starts_on, "ends_on": days.ends_on, "precision": days.precision} if days else {}
    )
    return {"slug": becoming.free_slug(row), **known}
