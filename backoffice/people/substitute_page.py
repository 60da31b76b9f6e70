"""One delegate in the place of another: first what passes and what does not, then who comes, then the act."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.rights import access
from delegations import protocol, substitution
from delegations.models import Delegate
from missions.models import Mission
from partners.models import Person
from wording.translated import columns

NEEDS = ("delegations.view_delegate", "delegations.change_delegate", "delegations.add_delegate")
ADDS_PEOPLE = "partners.add_person"
FOUND = 20
LONGEST = 80  # letters of a question
NAMES = columns("family_name", "given_name", "patronymic")


class SubstituteForm(forms.Form):
    """Who comes: somebody who is known, or somebody new under one name."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(
        Person.objects.none(), required=False, widget=forms.RadioSelect, label=gettext_lazy("Somebody known")
    )
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=120, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given names"), max_length=120, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=200, required=False)
    lang = forms.ChoiceField(label=gettext_lazy("Language of what is typed"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, people: QuerySet[Person], adds: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["person"]
        who.queryset = people
        if not adds:
            del self.fields["family_name"], self.fields["given_name"]

    def clean(self) -> Any:
        cleaned = super().clean()
        typed = bool(self.cleaned_data.get("family_name"))
        if self.errors or bool(self.cleaned_data.get("person")) != typed:
            return cleaned
        if typed:
            raise ValidationError(_("Choose somebody known, or name somebody new: not both."), code="both")
        raise ValidationError(_("Say who comes: choose somebody, or give a family name."), code="nobody")


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    below = "missions/mission/<int:pk>/people/<int:number>/substitute/"
    return [path(below, view(page), name="missions_mission_substitute")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what passes and who may come, or let her come."""
    mission = access.mission_for(request, pk, *NEEDS)
    delegates = protocol.in_order(mission).select_related("mission")
    delegate = access.row_for(request, delegates, number, *NEEDS)
    if request.method == "POST":
        return _substitute(request, mission, delegate)
    return _show(request, mission, delegate)


def _substitute(request: HttpRequest, mission: Mission, delegate: Delegate) -> HttpResponse:
    form = SubstituteForm(request.POST, people=_people(request), adds=_adds(request))
    if form.is_valid():
        try:
            with protocol.on(mission, request.user) as work:
                old = work.delegate(delegate.pk)
                person = form.cleaned_data["person"] or _new_person(request, form)
                typed = form.cleaned_data["position"]
                position = {form.cleaned_data["lang"]: typed} if typed else {}
                seen = form.cleaned_data["seen"]
                new = substitution.substitute(work, old, person, position=position, seen=seen)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        else:
            said = _("%(new)s comes in the place of %(old)s.") % {"new": new, "old": old}
            messages.success(request, said, extra_tags=f"delegate-{new.pk}")
            address = reverse("admin:missions_mission_people", args=[mission.pk])
            return HttpResponseRedirect(f"{address}#delegate-{new.pk}")
    return _show(request, mission, delegate, form)


def _new_person(request: HttpRequest, form: SubstituteForm) -> Person:
    lang = form.cleaned_data["lang"]
    names = {f"{part}_{lang}": form.cleaned_data[part] for part in ("family_name", "given_name")}
    person = Person(**names)
    person.full_clean()
    person._history_user = request.user
    person.save()
    return person


def _show(
    request: HttpRequest, mission: Mission, delegate: Delegate, sent: SubstituteForm | None = None
) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = _found(request, mission, asked) if asked else []
    passing = substitution.passing(delegate)
    chosen = sent.cleaned_data.get("person") if sent is not None and hasattr(sent, "cleaned_data") else None
    offered = [*([chosen] if chosen else []), *(person for person in found if person != chosen)]
    form = sent or SubstituteForm(
        initial={"lang": get_language() or "en"}, people=_people(request), adds=_adds(request)
    )
    context = {
        "title": _("Somebody else in the place of %(person)s") % {"person": delegate},
        "delegate": delegate,
        "passing": passing,
        "asked": asked,
        "offered": [(person, person == chosen) for person in offered],
        "many": len(found) == FOUND,
        "form": form,
        "refused": delegate.state == "withdrawn",
    }
    return desk.page(request, "backoffice/substitute.html", context, mission=mission, section=desk.PEOPLE)


def _found(request: HttpRequest, mission: Mission, asked: str) -> list[Person]:
    """People whose names have all these words, without those who are on the mission already."""
    matches = (
        reduce(or_, (Q(**{f"{column}__icontains": word}) for column in NAMES)) for word in asked.split()[:6]
    )
    people = _people(request).filter(reduce(and_, matches, Q()))
    return list(people.exclude(travels__mission=mission)[:FOUND])


def _people(request: HttpRequest) -> QuerySet[Person]:
    return access.narrow(request.user, Person.objects.all(), "view")


def _adds(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(ADDS_PEOPLE))
