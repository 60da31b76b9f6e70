"""Where a delegate enters her passport, looks at what is kept, and withdraws her consent.

By her own link alone: an assistant's shows neither document nor form. Each opening of it stands on record.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from delegations import consent, reading, sessions, travel_documents, travel_form
from delegations.models import Delegate, DocumentAct, TravelDocument
from delegations.sessions import DelegateRequest
from delegations.travel_documents import Reader, Unreadable
from delegations.travel_form import TravelDocumentForm
from delegations.views import delegate_required, of_mission, page_language, whom_to_ask

SAID = {
    "saved": gettext_lazy("Your passport is kept, encrypted. Look once more whether each letter is right."),
    "withdrawn": gettext_lazy("Your consent is withdrawn. No travel document of yours is kept any more."),
}


@sensitive_post_parameters()
@delegate_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def page(request: DelegateRequest, slug: str) -> HttpResponse:
    """The form with what is kept, or what came of sending it."""
    delegate = of_mission(request, slug)
    if delegate.mission.slug != slug:
        return redirect("my:travel_document", delegate.mission.slug)
    link = sessions.own_link(request, delegate)
    if link is None:
        context = {"card": reading.cards([delegate])[0], "assistant": True, **whom_to_ask()}
        return render(request, "delegations/travel_document.html", context, status=403)
    reader = Reader(link=link.pk)
    if request.method == "POST":
        return _sent(request, delegate, reader)
    document = travel_documents.of(delegate)
    form, said = opened(document, reader)
    return _show(request, delegate, document, form, said)


@sensitive_variables()
def opened(document: TravelDocument | None, reader: Reader) -> tuple[TravelDocumentForm, list[str]]:
    """A form with what is kept, and what is to be said of it; that somebody looks is recorded."""
    if document is None:
        return TravelDocumentForm.of(None, 0), []
    try:
        passport = travel_documents.read(document)
    except Unreadable as error:
        return TravelDocumentForm.of(None, document.version), list(error.messages)
    travel_documents.looked([document], reader, DocumentAct.LOOKED)
    return TravelDocumentForm.of(passport, document.version), remarks(document, passport)


@sensitive_variables()
def remarks(document: TravelDocument, passport: travel_documents.Passport) -> list[str]:
    """What may not be right about a passport: it ends too early, or its two lines say something else."""
    said = [travel_form.told(each) for each in travel_documents.differences(passport)]
    if travel_documents.expires_early(passport, travel_documents.returns_on(document)):
        said.insert(
            0,
            _(
                "This passport expires less than six months after the return. Many countries give no visa "
                "into it: ask for a new one in time."
            ),
        )
    return said


@sensitive_variables()
def _sent(request: DelegateRequest, delegate: Delegate, reader: Reader) -> HttpResponse:
    if request.POST.get("do") == "withdraw":
        travel_documents.withdraw(delegate, reader)
        return _back(delegate, "withdrawn")
    form = TravelDocumentForm(request.POST)
    if saved(form, delegate, reader):
        return _back(delegate, "saved")
    return _show(request, delegate, travel_documents.of(delegate), form, [])


def _back(delegate: Delegate, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('my:travel_document', args=[delegate.mission.slug])}?{done}")


@sensitive_variables()
def saved(form: TravelDocumentForm, delegate: Delegate, reader: Reader) -> bool:
    """Whether what was sent is kept now; else the form says why, keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        travel_documents.save(
            delegate,
            form.passport(),
            reader,
            seen=form.cleaned_data["seen"],
            agreed=form.cleaned_data["agreed"],
            language=page_language(),
        )
    except ValidationError as error:
        form.add_error("agreed" if error.code == "consent" else None, error)
        return False
    return True


@sensitive_variables()
def _show(
    request: HttpRequest,
    delegate: Delegate,
    document: TravelDocument | None,
    form: TravelDocumentForm,
    said: list[str],
) -> HttpResponse:
    context = {
        "card": reading.cards([delegate])[0],
        "said": SAID.get(request.META.get("QUERY_STRING", ""), ""),
        **of_form(delegate, document, form, said),
        **whom_to_ask(),
    }
    return render(request, "delegations/travel_document.html", context)


@sensitive_variables()
def of_form(
    delegate: Delegate, document: TravelDocument | None, form: TravelDocumentForm, said: list[str]
) -> dict[str, Any]:
    """What the form's template shows, for the delegate and for staff alike."""
    days = document.kept_days if document else consent.days()
    asks = travel_documents.needs_consent(document)
    return {
        "form": form,
        "remarks": said,
        "document": document,
        "consent": consent.text(consent.days() if asks else days),
        "consent_version": consent.VERSION,
        "asks": asks,
        "seen": document.version if document else 0,
        "deleted_on": travel_documents.purge_day(delegate.mission, days),
        "over": travel_documents.is_over(delegate.mission),
    }
