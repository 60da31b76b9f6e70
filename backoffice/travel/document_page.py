"""One travel document at the desk: protocol enters it for a delegate who has consented, or withdraws for her.

To open it is a look, which stands on record with who it was.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice.frame import desk
from backoffice.rights import access
from backoffice.travel.rights import DELETES, SEES, WRITES
from delegations import travel_documents
from delegations.models import Delegate, TravelDocument
from delegations.travel_document_page import of_form, opened, saved
from delegations.travel_documents import Reader
from delegations.travel_form import TravelDocumentForm
from wording.words import Words


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, by the delegate's primary key."""
    below = "delegations/delegate/<int:pk>/travel-document/"
    return [path(below, view(page), name="delegations_delegate_travel_document")]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with what is kept, or what came of sending it."""
    rows = Delegate.objects.select_related("person", "mission")
    delegate = access.row_for(request, rows, pk, "delegations.view_delegate", SEES)
    reader = Reader(user=asking.member(request))
    if request.method == "POST":
        return _sent(request, delegate, reader)
    document = travel_documents.of(delegate)
    form, said = opened(document, reader)
    return _show(request, delegate, document, form, said)


@sensitive_variables()
def _sent(request: HttpRequest, delegate: Delegate, reader: Reader) -> HttpResponse:
    withdraws = request.POST.get("do") == "withdraw"
    if not access.may(request.user, delegate.mission, DELETES if withdraws else WRITES):
        raise PermissionDenied
    if withdraws:
        ended = travel_documents.withdraw(delegate, reader)
        words = (
            _("The consent of %(person)s is withdrawn, and the travel document deleted.")
            if ended
            else _("No travel document of %(person)s was kept any more.")
        )
        messages.success(request, words % {"person": delegate})
        return HttpResponseRedirect(reverse("admin:missions_mission_travel", args=[delegate.mission_id]))
    form = TravelDocumentForm(request.POST)
    if saved(form, delegate, reader):
        messages.success(request, _("The travel document of %(person)s is kept.") % {"person": delegate})
        return HttpResponseRedirect(reverse("admin:delegations_delegate_travel_document", args=[delegate.pk]))
    return _show(request, delegate, travel_documents.of(delegate), form, [])


@sensitive_variables()
def _show(
    request: HttpRequest,
    delegate: Delegate,
    document: TravelDocument | None,
    form: TravelDocumentForm,
    said: list[str],
) -> HttpResponse:
    lang, mission = get_language() or "en", delegate.mission
    context = {
        "title": _("Travel document of %(person)s") % {"person": delegate},
        "name": delegate.person.full_name(lang) or Words(str(delegate), lang),
        "writes": access.may(request.user, mission, WRITES),
        "deletes": access.may(request.user, mission, DELETES),
        **of_form(delegate, document, form, said),
    }
    return desk.page(
        request, "backoffice/travel_document.html", context, mission=mission, section=desk.PEOPLE
    )
